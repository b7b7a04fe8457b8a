"""The beds-only network: our two players beside other tools, times and answers."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from clocks import ROOT, in_turn
from peers import (
    BEDS,
    DAYS,
    Answer,
    ciw_beds,
    numba_beds,
    salabim_beds,
    simpy_beds,
)

from sim.experiment.block import Block, play_block
from sim.scenario import load

__all__ = ["PEERS", "Row", "compare_beds"]

SEED = 1
TICKS = 2**20
PEERS = {
    "Numba, five sums only": numba_beds,
    "SimPy, for the purpose": simpy_beds,
    "Ciw": ciw_beds,
    "salabim": salabim_beds,
}
ANSWERS: dict[str, Callable[[Answer], tuple[float, float]]] = {
    "mean wait, days": lambda a: (a.days_waited, a.admitted),
    "give up, %": lambda a: (100 * a.gave_up, a.referred),
    "occupancy, %": lambda a: (100 * a.bed_days, sum(BEDS) * DAYS),
}


@dataclass(frozen=True)
class Row:
    """One contestant: milliseconds a replication, and answers with half-widths."""

    name: str
    milliseconds: float
    replications: int
    answers: dict[str, tuple[float, float]]

    def apart(self, other: "Row") -> list[float]:
        """How many standard errors its answers lie from another's."""
        if other is self:
            return [0.0]
        pairs = zip(self.answers.values(), other.answers.values(), strict=True)
        return [1.96 * (a - b) / sqrt(c * c + d * d) for (a, c), (b, d) in pairs]


def compare_beds(rounds: int, block: int = 30) -> list[Row]:
    """Let all take turns, one block or one seed a round, and compare answers.

    Each has a warm-up before: imports, machine code, tables of the scenario.
    """
    plan = load(ROOT / "bench" / "beds-only.yaml")
    answers: dict[str, list[Answer]] = {}

    def ours(player, size: int) -> Callable[[], None]:
        mine = answers.setdefault(f"Bednight, {player}", [])
        numbers = iter(range(0, 10**9, size))

        def work() -> None:
            first = next(numbers)
            played = play_block(
                plan, SEED, first, first + size, player, with_series=False
            )
            mine.extend(_answers(played))

        return work

    def theirs(name: str) -> Callable[[], None]:
        mine, seeds = answers.setdefault(name, []), iter(range(10**9))
        return lambda: mine.append(PEERS[name](next(seeds)))

    sizes = {"compiled": block, "simpy": 1}
    work = {f"Bednight, {player}": ours(player, n) for player, n in sizes.items()}
    work |= {name: theirs(name) for name in PEERS}
    for one in work.values():
        one()
    seconds = in_turn(work, rounds)
    each = {"Bednight, compiled": block}
    return [
        Row(
            name,
            1000 * seconds[name] / each.get(name, 1),
            len(answers[name]),
            {what: _ratio(answers[name], of) for what, of in ANSWERS.items()},
        )
        for name in work
    ]


def _answers(block: Block) -> list[Answer]:
    """What a block of ours says, by replication."""

    def whole(name: str) -> np.ndarray:
        counts = block.tallies[name]
        return counts[(slice(None), *[-1] * (counts.ndim - 1))]

    waits = block.waits
    ticks = np.bincount(
        waits.replication[waits.admitted],
        waits.ticks[waits.admitted],
        block.replications,
    )
    columns = (
        whole("referrals"),
        whole("abandonments"),
        whole("admissions"),
        ticks / TICKS,
        whole("bed_nights"),
    )
    return [Answer(*row) for row in zip(*columns, strict=True)]


def _ratio(answers: list[Answer], of: Callable) -> tuple[float, float]:
    """A ratio of totals, and half of its 95 % interval by the delta method."""
    top, bottom = np.array([of(answer) for answer in answers], float).T
    ratio = top.sum() / bottom.sum()
    errors = (top - ratio * bottom) / bottom.mean()
    return ratio, 1.96 * errors.std(ddof=1) / sqrt(len(answers))
