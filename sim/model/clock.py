"""Time, in SimPy: exact instants in a written order (SEMANTICS T1, T4-T6)."""

from collections.abc import Callable
from enum import IntEnum

import simpy

__all__ = ["Instant", "Rank"]

_RANK = 2**40


class Rank(IntEnum):
    """Who goes first when several things fall on one instant (T4)."""

    MIDNIGHT = 1
    END_OF_STAY = 2
    END_OF_STAGE = 3
    ARRIVAL = 4
    END_OF_PATIENCE = 5


class Instant(simpy.Event):
    """Call ``action(self)`` at day ``at``, in the order of rank, then number.

    Without an action it is something a SimPy process can wait for.

    Parameters
    ----------
    at
        Days, a multiple of 2⁻²⁰, not before now.
    number
        The person's number, or a midnight's; non-negative and below 2⁴⁰.
    """

    def __init__(
        self,
        env: simpy.Environment,
        at: float,
        rank: Rank,
        number: int,
        action: Callable[[simpy.Event], None] | None = None,
    ) -> None:
        # What Event.__init__ would do is done here, for speed, as in simpy.Timeout.
        self.env = env
        self.callbacks = [action] if action else []
        self._ok = True
        self._value = None
        env.schedule(self, priority=rank * _RANK + number, delay=at - env.now)  # type: ignore[arg-type]  # SimPy hints its own two priorities; any int sorts
