"""A block: consecutive replications, drawn, played, audited and counted.

A pure function of the scenario, the seed and the replications' numbers: whoever
plays a block, and wherever, gets the same bytes, and so do blocks of other sizes
when they are joined.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.chance import Chance, draw_many
from sim.experiment.series import Series, cut, joined, series_of
from sim.experiment.waiting import pooled
from sim.history.audit import audit
from sim.history.events import Kind
from sim.history.stack import Stack, stacked
from sim.measures.tally import EVERY_COUNT, tally
from sim.measures.waits import Waits
from sim.scenario.plan import Scenario

__all__ = ["AuditError", "Block", "Player", "joined_blocks", "play_block"]

Ints = NDArray[np.int64]

Player = Literal["simpy", "compiled"]
"""Who plays: the model of record, or its compiled twin."""

_DISTRESS = (
    Kind.FROZEN,
    Kind.NOTICE_GIVEN,
    Kind.CLOSED,
    Kind.ARREARS_BEGAN,
    Kind.BRIDGED,
)


class AuditError(Exception):
    """A History broke a rule: our mistake, never the scenario's, so no number.

    ``replication`` and ``seed`` name the History; ``broken`` says which rules.
    """

    def __init__(
        self, scenario: str, seed: int, replication: int, broken: tuple[str, ...]
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.broken = broken
        super().__init__(scenario, seed, replication, broken)

    def __str__(self) -> str:
        head = (
            f"replication {self.replication} of {self.scenario} (seed {self.seed}) "
            "does not add up, so there is no result:"
        )
        return "\n".join([head, *(f"  {rule}" for rule in self.broken)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is kept of the replications ``first``, ``first + 1``, … up to ``end``.

    ``tallies`` maps a count's name to int64 of shape (replications, …), the other
    axes being those of :data:`sim.measures.tally.COUNTS`.  ``waits`` number the
    replications of the block from 0.  ``series`` is None where nobody asked for it.
    """

    first: int
    tallies: Mapping[str, Ints]
    waits: Waits
    series: Series | None

    @property
    def replications(self) -> int:
        """Return how many replications it has."""
        return self.waits.replications

    @property
    def end(self) -> int:
        """Return the number after that of its last replication."""
        return self.first + self.replications

    def part(self, first: int, end: int) -> "Block":
        """Return the replications from ``first`` up to, not with, ``end``.

        Fewer if the block has not all of them.
        """
        first, end = max(first, self.first), min(end, self.end)
        if (first, end) == (self.first, self.end):
            return self
        at = slice(first - self.first, end - self.first)
        waits, series = self.waits, self.series
        chosen = (waits.replication >= at.start) & (waits.replication < at.stop)
        columns = {
            name: getattr(waits, name)[chosen]
            for name in Waits.__slots__
            if name not in {"replications", "replication"}
        }
        return Block(
            first=first,
            tallies={name: of[at] for name, of in self.tallies.items()},
            waits=Waits(
                replications=end - first,
                replication=waits.replication[chosen] - at.start,
                **columns,
            ),
            series=None if series is None else cut(series, at.start, at.stop),
        )


def play_block(
    scenario: Scenario,
    seed: int,
    first: int,
    end: int,
    player: Player = "simpy",
    *,
    with_series: bool = True,
    counts: frozenset[str] = EVERY_COUNT,
) -> Block:
    """Return the replications from ``first`` up to, not with, ``end``.

    Of ``counts`` others are left out; without ``bridge_needed`` among them nothing is
    played with unlimited credit.

    Raises
    ------
    AuditError
        If a History, or the one with unlimited credit, breaks a rule.
    """
    play = _play(player)
    luck = draw_many(
        scenario,
        seed=seed,
        replications=range(first, end),
        compiled=player == "compiled",
    )
    stack = _checked(scenario, seed, play(scenario, luck))
    unlimited = None
    short = ran_short(stack)
    if "bridge_needed" in counts and short.size:
        again = play(scenario, luck.chosen(short), unlimited_credit=True)
        unlimited = _checked(scenario, seed, again)
    counted = tally(scenario, stack, unlimited=unlimited, counts=counts)
    return Block(
        first=first,
        tallies=counted.counts,
        waits=counted.waits,
        series=series_of(scenario, stack) if with_series else None,
    )


def _play(player: Player) -> Callable[..., Stack]:
    """Return who plays; neither is imported before it is asked for."""
    if player == "compiled":
        play: Callable[..., Stack] = import_module("sim.kernel").play_many
        return play
    return _play_one_by_one


def _play_one_by_one(
    scenario: Scenario, luck: Sequence[Chance], *, unlimited_credit: bool = False
) -> Stack:
    from sim.model import play

    return stacked(
        [play(scenario, one, unlimited_credit=unlimited_credit) for one in luck]
    )


def _checked(scenario: Scenario, seed: int, stack: Stack) -> Stack:
    """Return a Stack of which every promise is kept."""
    for replication, broken in audit(stack).items():
        raise AuditError(scenario.name, seed, replication, tuple(broken))
    return stack


def ran_short(stack: Stack) -> Ints:
    """Return where unlimited credit could have changed anything (W6)."""
    return np.unique(stack.of_event[np.isin(stack.events.kind, _DISTRESS)])


def joined_blocks(blocks: Sequence[Block]) -> Block:
    """Return blocks that follow one another as one.

    Raises
    ------
    ValueError
        If there is none, or one does not begin where the one before ends.
    """
    if not blocks:
        raise ValueError("there is no block to join")
    if any(a.end != b.first for a, b in pairwise(blocks)):
        raise ValueError("only blocks that follow one another can be joined")
    if len(blocks) == 1:
        return blocks[0]
    series = [block.series for block in blocks if block.series is not None]
    return Block(
        first=blocks[0].first,
        tallies={
            name: np.concatenate([block.tallies[name] for block in blocks])
            for name in blocks[0].tallies
        },
        waits=pooled([block.waits for block in blocks]),
        series=joined(series) if len(series) == len(blocks) else None,
    )
