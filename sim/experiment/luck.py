"""One luck for many plans: every scenario is played with the same replications.

Common random numbers follow from how Chance is drawn, so nothing has to be done for
them but to keep the seed and the numbers of the replications.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import tee
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.experiment.contributions import Tallied
from sim.experiment.crew import Crew
from sim.experiment.players import Asked
from sim.experiment.replications import tallies_of
from sim.experiment.waiting import pooled
from sim.measures.tally import EVERY_COUNT
from sim.measures.waits import Waits
from sim.scenario.plan import Scenario

__all__ = ["Luck", "Played", "Progress", "same_plan"]

Ints = NDArray[np.int64]
Progress = Callable[[int, int], None]
"""Is told how many replications are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Played:
    """Replications of one scenario: counts (R, …) and waits, ready to be asked."""

    scenario: Scenario
    counts: Mapping[str, Ints]
    waits: Waits
    tallied: Tallied


class Luck:
    """The same futures for whatever plan is asked about; a context, like its crew.

    Parameters
    ----------
    expected
        How many replications will be played in all, as far as that is known; it
        grows where a search asks for more.
    """

    def __init__(
        self,
        seed: int,
        *,
        player: Asked = "auto",
        workers: int | None = None,
        progress: Progress | None = None,
        expected: int = 0,
    ) -> None:
        self.seed = seed
        self.crew = Crew(player=player, workers=workers)
        self.progress = progress
        self.expected = expected
        self.done = 0

    def __enter__(self) -> Self:
        self.crew.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.crew.__exit__(kind, error, trace)

    def play(
        self,
        scenario: Scenario,
        replications: int,
        *,
        first: int = 0,
        counts: frozenset[str] = EVERY_COUNT,
    ) -> Played:
        """Return so many replications of a scenario, from number ``first`` on.

        Parameters
        ----------
        counts
            What is asked of the replications; what none of it needs is neither
            counted nor, for the bridge that would be needed, played.

        Raises
        ------
        AuditError
            If a replication breaks a rule of the audit.
        """
        before = self.done
        self.crew.ahead = self.expected - before

        def told(done: int, _: int) -> None:
            self.done = before + done
            if self.progress is not None:
                self.progress(self.done, max(self.expected, before + replications))

        block = tallies_of(
            scenario,
            seed=self.seed,
            replications=replications,
            first=first,
            progress=told,
            crew=self.crew,
            counts=counts,
        )
        tallied = Tallied(scenario, block.tallies)
        return Played(scenario, block.tallies, block.waits, tallied)

    def play_each(
        self,
        scenarios: Iterable[Scenario],
        replications: int,
        *,
        counts: frozenset[str] = EVERY_COUNT,
    ) -> Iterator[Tallied]:
        """Yield what so many replications of each scenario count, in their order.

        Parameters
        ----------
        counts
            What is asked of the replications; what none of it needs is neither
            counted nor, for the bridge that would be needed, played.

        Raises
        ------
        AuditError
            If a replication breaks a rule of the audit.
        """
        self.crew.ahead = self.expected - self.done
        plans, counted = tee(scenarios)
        blocks = self.crew.plans(plans, self.seed, (0, replications), counts=counts)
        for scenario, block in zip(counted, blocks, strict=True):
            self.done += replications
            if self.progress is not None:
                self.progress(self.done, max(self.expected, self.done))
            yield Tallied(scenario, block.tallies)

    def more(
        self,
        scenario: Scenario,
        known: Played | None,
        end: int,
        *,
        counts: frozenset[str] = EVERY_COUNT,
    ) -> Played:
        """Return the replications up to ``end``, playing only those not yet known.

        ``counts`` are what is asked of them, as in :meth:`play`, and of those known.
        """
        have = 0 if known is None else known.waits.replications
        found = self.play(scenario, end - have, first=have, counts=counts)
        if known is None:
            return found
        both = {
            name: np.concatenate([before, found.counts[name]])
            for name, before in known.counts.items()
        }
        waits = pooled([known.waits, found.waits])
        return Played(scenario, both, waits, Tallied(scenario, both))


def same_plan(one: Scenario, other: Scenario) -> bool:
    """Say whether two scenarios plan the same, whatever they are called and ask."""
    return _bare(one) == _bare(other)


def _bare(scenario: Scenario) -> Scenario:
    return replace(scenario, name="", title="", question="", answered_by=())
