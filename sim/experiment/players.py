"""Who plays: the model of record, or its compiled twin where that pays.

Both give the same bytes, so this is a question of time alone.  SimPy starts at
once; the compiled player needs its machine code, which takes half a minute to
make for the first time and about one second to load ever after.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from sim.experiment.block import Player
from sim.machine_code import is_kept
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = [
    "PREPARING",
    "Asked",
    "NoCompilerError",
    "Pace",
    "can_compile",
    "chosen_player",
    "is_prepared",
    "piece_of",
]

Asked = Literal["auto", "simpy", "compiled"]
"""What may be asked for; ``auto`` chooses by the work ahead."""

PREPARING = Said("preparing the fast player, about 30 s, only the first time")

SECONDS_TO_COMPILE = 30.0
SECONDS_TO_LOAD = 1.0
SPEED = 40.0
"""How many times faster the compiled player is taken to be, at the least."""

WORTH_PROCESSES = 1.5  # seconds of work; starting processes takes about as long
PIECE_SECONDS = 1.0  # progress and Ctrl-C wait for pieces, so keep them short
MOST_NIGHTS = 1_000_000  # shelter-nights of a compiled piece, all in memory


class NoCompilerError(OSError):
    """The compiled player was asked for, and there is no compiler."""

    def __init__(self) -> None:
        super().__init__(
            Said(
                "the compiled player needs numba, which is not installed or cannot be "
                "loaded; install it with  pip install numba,  or leave --player out: "
                "SimPy gives the same numbers, only later"
            )
        )


@dataclass(frozen=True, slots=True)
class Pace:
    """What the first replications took with SimPy, in seconds each."""

    seconds: float

    def left(self, replications: int, workers: int) -> float:
        """Return the seconds that SimPy takes for so many more."""
        return self.seconds * replications / workers


def can_compile() -> bool:
    """Say whether there is a compiler that can be loaded; it is, if there is one."""
    return find_spec("numba") is not None and bool(
        import_module("sim.compiling").HAS_COMPILER
    )


def is_prepared() -> bool:
    """Say whether the machine code of the compiled player was kept from before."""
    return is_kept("play._play_block")


def chosen_player(
    asked: Asked, pace: Pace | None, replications: int, workers: int
) -> Player:
    """Choose who plays ``replications`` more, at the pace seen so far.

    Raises
    ------
    NoCompilerError
        If the compiled player is asked for and there is no compiler.
    """
    if asked == "compiled":
        if not can_compile():
            raise NoCompilerError
        return "compiled"
    if asked == "simpy" or pace is None:
        return "simpy"
    saved = pace.left(replications, workers) * (1 - 1 / SPEED)
    if saved <= SECONDS_TO_LOAD:
        return "simpy"
    worth = saved > SECONDS_TO_COMPILE or is_prepared()
    return "compiled" if worth and can_compile() else "simpy"


def piece_of(scenario: Scenario, player: Player, pace: Pace | None) -> int:
    """Return how many replications one worker is given at a time.

    Enough that handing them over costs little, and so few that a worker holds
    only some tens of megabytes and is done within about a second.
    """
    if player == "compiled":
        nights = scenario.days * max(1, len(scenario.shelters))
        return max(1, min(250, MOST_NIGHTS // nights))
    if pace is None or pace.seconds <= 0:
        return 5
    return max(1, min(25, round(PIECE_SECONDS / pace.seconds)))
