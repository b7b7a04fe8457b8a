"""Where work is done: here, in threads, in processes, or on other machines."""

import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from sim import __version__
from sim.experiment.block import Block, Player, play_block
from sim.measures.tally import EVERY_COUNT
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = ["Alone", "CrewError", "Job", "Workshop", "workshop"]

P = ParamSpec("P")
T = TypeVar("T")

Play = Callable[[int, int], "Future[Block]"]
"""Hands out the replications from the first number up to the second."""

MOST_PROCESSES = 61  # what Windows can wait for
SECONDS_A_TURN = 0.0005  # of a thread that computes in Python while others wait


class CrewError(OSError):
    """Whoever should play cannot be reached, differs, or is gone."""


class Alone(Executor):
    """Does everything itself, at once: the executor of one worker."""

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[T]":
        """Do it now; what it raises is raised now as well."""
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@dataclass(frozen=True, slots=True)
class Job:
    """What all pieces of some work have in common."""

    scenario: Scenario
    seed: int
    with_series: bool
    counts: frozenset[str] = EVERY_COUNT

    def play(self, first: int, end: int, player: Player) -> Block:
        """Play the replications from ``first`` up to, not with, ``end``."""
        return play_block(
            self.scenario,
            self.seed,
            first,
            end,
            player,
            with_series=self.with_series,
            counts=self.counts,
        )


@dataclass(frozen=True, slots=True)
class Workshop:
    """An executor with ``hands`` workers, who all play in the same way.

    ``far`` workers do not share our memory.
    """

    executor: Executor
    player: Player
    hands: int
    far: bool

    @property
    def ahead(self) -> int:
        """Return how many pieces to hand out before waiting for the first."""
        return 1 if isinstance(self.executor, Alone) else 2 * self.hands + 1

    def playing(self, job: Job) -> Play:
        """Return what hands out pieces of a job."""
        if not self.far:
            return lambda first, end: self.executor.submit(
                job.play, first, end, self.player
            )
        packed = pickle.dumps(job)
        return lambda first, end: self.executor.submit(
            _play_far, __version__, packed, first, end, self.player
        )


def _play_far(
    version: str, packed: bytes, first: int, end: int, player: Player
) -> Block:
    """Play a piece where the job came in bytes; only our own version may."""
    if version != __version__:
        raise CrewError(
            Said(
                "a worker has bednight {version} and this is bednight {here}, so "
                "its numbers may differ; install the same version everywhere",
                version=__version__,
                here=version,
            )
        )
    return _unpacked(packed).play(first, end, player)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Job:
    """Return the same Job for the same bytes, so that its work is remembered."""
    job = pickle.loads(packed)  # noqa: S301 - our own, from our own process
    assert isinstance(job, Job)
    return job


@contextmanager
def workshop(
    player: Player, workers: int, cluster: str | None = None
) -> Iterator[Workshop]:
    """Open a workshop: threads for the compiled player, processes for SimPy.

    Threads would be of no use to SimPy, which is Python and holds the lock.

    Raises
    ------
    CrewError
        If a cluster cannot be reached, or anyone who works is lost.
    """
    if cluster is not None:
        from sim.experiment.cluster import hired

        with hired(cluster) as (executor, hands):
            yield Workshop(executor, player, hands, far=True)
    elif workers == 1:
        yield Workshop(Alone(), player, 1, far=False)
    elif player == "compiled":
        threads = ThreadPoolExecutor(workers)
        with _dropping(threads), _taking_short_turns():
            yield Workshop(threads, player, workers, far=False)
    else:
        workers = min(workers, MOST_PROCESSES)
        processes = ProcessPoolExecutor(
            workers,
            mp_context=get_context("spawn"),
            initializer=_leave_interrupts_to_parent,
        )
        with _dropping(processes):
            yield Workshop(processes, player, workers, far=True)


@contextmanager
def _taking_short_turns() -> Iterator[None]:
    """Let threads take turns at Python every half a millisecond.

    By default who comes back from machine code waits five for whoever counts.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SECONDS_A_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def _dropping(executor: Executor) -> Iterator[None]:
    """Drop what nobody has begun, however it ends; wait for what was begun."""
    try:
        yield
    except BrokenExecutor as broken:
        raise CrewError(
            Said(
                "a worker process has gone, perhaps for lack of memory; use fewer "
                "--workers; the same command goes on where this one ended"
            )
        ) from broken
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    """Let Ctrl-C, which the terminal sends to everyone, end only the parent's wait."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
