"""An Experiment: many replications of one scenario, in any number of processes."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from os import cpu_count
from time import perf_counter

import numpy as np

from sim import __version__
from sim.experiment.estimating import estimates_of
from sim.experiment.replicate import Outcome, replicate
from sim.experiment.results import Results
from sim.experiment.series import joined
from sim.experiment.waiting import pooled
from sim.measures.tally import COUNTS
from sim.scenario.plan import Scenario

__all__ = ["Experiment", "Progress"]

Progress = Callable[[int, int], None]
"""Is told how many replications are done, and of how many."""

BLOCK = 5
LARGE_BLOCK = 25  # progress and Ctrl-C wait for blocks, so keep them short
MOST_PROCESSES = 61  # what Windows can wait for
WORTH_PROCESSES = 1.5  # seconds of work; starting processes takes about as long


@dataclass(frozen=True, slots=True)
class Experiment:
    """A scenario to be played ``replications`` times.

    The same scenario, seed and number give the same results to the last byte,
    whatever the number of ``workers``; None uses every core when that pays.

    Raises
    ------
    ValueError
        If there is not at least one replication and one worker.
    """

    scenario: Scenario
    seed: int = 1
    replications: int = 200
    workers: int | None = None

    def __post_init__(self) -> None:
        if self.replications < 1:
            raise ValueError(f"at least one replication, got {self.replications}")
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"at least one worker, got {self.workers}")

    def run(
        self, *, workers: int | None = None, progress: Progress | None = None
    ) -> Results:
        """Play every replication and estimate every measure.

        Ctrl-C keeps what was finished without a gap, marked ``interrupted``; if
        nothing was, it is passed on.

        Raises
        ------
        AuditError
            If a replication breaks a rule of the audit.
        """
        outcomes: list[Outcome] = []
        interrupted = False
        try:
            for outcome in self._outcomes(workers or self.workers):
                outcomes.append(outcome)
                if progress is not None:
                    progress(len(outcomes), self.replications)
        except KeyboardInterrupt:
            if not (outcomes := _without_gap(outcomes)):
                raise
            interrupted = True
        outcomes.sort(key=lambda outcome: outcome.replication)
        return self._results(outcomes, interrupted=interrupted)

    def _outcomes(self, workers: int | None) -> Iterator[Outcome]:
        """Yield outcomes, alone at first, then from processes if that pays."""
        first = 0
        if workers is None:
            began = perf_counter()
            first = min(BLOCK, self.replications)
            yield from _some(self.scenario, self.seed, 0, first)
            left = (perf_counter() - began) / first * (self.replications - first)
            workers = cpu_count() or 1 if left > WORTH_PROCESSES else 1
        if workers == 1:
            yield from _some(self.scenario, self.seed, first, self.replications)
        else:
            yield from self._from_processes(workers, first)

    def _from_processes(self, workers: int, first: int) -> Iterator[Outcome]:
        """Yield outcomes in blocks, as processes finish them."""
        many = (self.replications - first) // (workers * 16)
        size = max(BLOCK, min(many, LARGE_BLOCK))
        starts = range(first, self.replications, size)
        pool = ProcessPoolExecutor(
            max_workers=max(1, min(workers, len(starts), MOST_PROCESSES)),
            mp_context=get_context("spawn"),
            initializer=_leave_interrupts_to_parent,
        )
        try:
            blocks: list[Future[list[Outcome]]] = [
                pool.submit(
                    _block,
                    self.scenario,
                    self.seed,
                    start,
                    min(start + size, self.replications),
                )
                for start in starts
            ]
            for block in as_completed(blocks):
                yield from block.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _results(self, outcomes: list[Outcome], *, interrupted: bool) -> Results:
        tallies = {
            name: np.concatenate([outcome.tally.counts[name] for outcome in outcomes])
            for name in COUNTS
        }
        waits = pooled([outcome.tally.waits for outcome in outcomes])
        return Results(
            scenario=self.scenario,
            seed=self.seed,
            replications=len(outcomes),
            version=__version__,
            estimates=estimates_of(self.scenario, tallies, waits, seed=self.seed),
            tallies=tallies,
            series=joined([outcome.series for outcome in outcomes]),
            interrupted=interrupted,
        )


def _some(scenario: Scenario, seed: int, first: int, end: int) -> Iterator[Outcome]:
    for replication in range(first, end):
        yield replicate(scenario, seed, replication)


def _block(scenario: Scenario, seed: int, first: int, end: int) -> list[Outcome]:
    """Return a block of outcomes, in a worker process."""
    return list(_some(scenario, seed, first, end))


def _leave_interrupts_to_parent() -> None:
    """Let Ctrl-C, which the terminal sends to everyone, end only the parent's wait."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _without_gap(outcomes: list[Outcome]) -> list[Outcome]:
    """Return the outcomes 0, 1, 2, … up to the first that is missing."""
    found = {outcome.replication: outcome for outcome in outcomes}
    kept: list[Outcome] = []
    while len(kept) in found:
        kept.append(found[len(kept)])
    return kept
