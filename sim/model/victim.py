"""One victim's journey, as a generator, and the one timer it waits for."""

from collections.abc import Generator
from enum import Enum, auto
from math import inf
from typing import TYPE_CHECKING, TypeAlias

import simpy

from sim.history import Cause
from sim.model.clock import Instant, Rank
from sim.planned.eligibility import Values

if TYPE_CHECKING:  # the system moves victims; a victim only waits
    from sim.model.system import System

__all__ = ["Status", "Victim", "journey"]

Wait: TypeAlias = tuple[float, Rank]
Journey: TypeAlias = Generator[Wait, bool, None]


class Status(Enum):
    """Where someone stands."""

    ON_THE_WAY = auto()
    WAITING = auto()
    SHELTERED = auto()
    BLOCKED = auto()
    GONE = auto()


class Victim:
    """Someone who was referred: who they are, where they stand, what comes next.

    ``size`` counts the beds the household takes (B7).  ``due`` (days) is when the
    present wait ends: stage, patience, stay, or the time a blocked bed may be
    kept; inf while nobody on duty has time.  ``step`` counts the programmes of an
    ``episode`` from 0.  ``programme`` names the next one for those who are
    blocked.  ``returns_at`` is inf for those who do not come back.
    """

    __slots__ = (
        "admitted",
        "at_limit",
        "cause",
        "due",
        "enters_at",
        "episode",
        "interim",
        "joined",
        "number",
        "plan",
        "planned_end",
        "programme",
        "returns_at",
        "shelter",
        "size",
        "started",
        "status",
        "stay_shelter",
        "step",
        "steps",
        "timer",
        "values",
        "waiting_class",
    )

    def __init__(self, number: int, values: Values, size: int) -> None:
        self.number = number
        self.values = values
        self.size = size
        self.status = Status.ON_THE_WAY
        self.steps: Journey | None = None
        self.timer: simpy.Event | None = None
        self.episode = 0
        self.enters_at = -1
        self.returns_at = inf
        self.step = 0
        self.shelter = -1
        self.stay_shelter = -1
        self.plan = -1
        self.started = 0.0
        self.admitted = 0.0
        self.planned_end = 0.0
        self.at_limit = False
        self.due = 0.0
        self.joined = 0.0
        self.waiting_class = 0
        self.cause = Cause.NO_BED
        self.programme = ""
        self.interim = -1

    def set_out(self, env: simpy.Environment, steps: Journey) -> None:
        """Begin the journey and arm its first timer."""
        self.steps = steps
        self._arm(env, next(steps, None))

    def wait_anew(self, env: simpy.Environment) -> None:
        """Wait for what is due now that somebody else changed it (T5)."""
        self.timer = None
        if self.steps is not None:
            self._arm(env, self._send(rang=False))

    def _arm(self, env: simpy.Environment, wait: Wait | None) -> None:
        if wait is not None and wait[0] < inf:
            at, rank = wait
            self.timer = Instant(env, at, rank, self.number, self._ring)

    def _ring(self, event: simpy.Event) -> None:
        if event is self.timer:
            self.timer = None
            self._arm(event.env, self._send(rang=True))

    def _send(self, *, rang: bool) -> Wait | None:
        assert self.steps is not None
        try:
            return self.steps.send(rang)
        except StopIteration:
            return None


def journey(system: "System", victim: Victim, *, inside: bool = False) -> Journey:
    """Pass the stages, find a bed or wait for one, stay and leave; perhaps return.

    Who is ``inside`` begins in a bed.  Each ``yield`` is one wait; it answers True
    when the time is up and False when something else happened and only a new
    wait is needed.
    """
    while True:
        if inside:
            yield from staying(system, victim)
        elif (yield from passing(system, victim)):
            system.seek_bed(victim)
            yield from staying(system, victim)
        if victim.returns_at == inf:
            return
        yield victim.returns_at, Rank.ARRIVAL
        system.come_back(victim)
        inside = False


def passing(system: "System", victim: Victim) -> Generator[Wait, bool, bool]:
    """Go through the stages; say whether all were passed."""
    pathway = system.pathway
    for stage in pathway.stages_of(victim):
        pathway.begin(victim, stage)
        while victim.due > system.env.now:
            yield victim.due, Rank.END_OF_STAGE
        if not pathway.end(victim, stage):
            return False
    return True


def staying(system: "System", victim: Victim) -> Journey:
    """Wait for a bed, stay in it, step down, until nothing is left to wait for."""
    while victim.status is not Status.GONE:
        rank = (
            Rank.END_OF_PATIENCE
            if victim.status is Status.WAITING
            else Rank.END_OF_STAY
        )
        time_is_up = yield victim.due, rank
        if time_is_up:
            system.time_is_up(victim)
