"""A crew plays replications, whoever it is and wherever, in the same order.

There is one path, :class:`concurrent.futures.Executor`.  Pieces of work are handed
out in order, a few at a time, and come back in order, so memory does not grow with
the number of replications and nothing depends on who was faster.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from os import cpu_count
from time import perf_counter
from types import TracebackType
from typing import Self

from sim.experiment.block import Block, Player, joined_blocks
from sim.experiment.players import (
    PREPARING,
    WORTH_PROCESSES,
    Asked,
    Pace,
    chosen_player,
    is_prepared,
    piece_of,
)
from sim.experiment.workshop import Job, Workshop, workshop
from sim.measures.tally import EVERY_COUNT
from sim.scenario.plan import Scenario

__all__ = ["Crew", "Span"]

Span = tuple[int, int]
"""Replications from the first number up to, not with, the second."""

FEW = 5
LONG = 0.5  # seconds; who took so long has been measured
WARMING = 5.0  # seconds; warming up takes less, on a slow and busy machine too


class Crew:
    """Whoever plays; a context, at whose end all workers are sent home.

    Parameters
    ----------
    player
        ``auto`` measures the first few replications with SimPy and chooses.
    workers
        How many at once; None uses every core when that pays.
    cluster
        The address of a Dask scheduler, such as ``tcp://host:8786``; how many work at
        once is a matter of the cluster then.
    announce
        Is told, once, what takes a while.

    Attributes
    ----------
    played
        How many replications each player has played.
    ahead
        How many replications are expected in all, by calls to come too: a search of
        a thousand plans with few replications each is worth a fast player.

    Raises
    ------
    ValueError
        If there is not at least one worker, or a number of workers and a cluster.
    """

    def __init__(
        self,
        *,
        player: Asked = "auto",
        workers: int | None = None,
        cluster: str | None = None,
        announce: Callable[[str], None] | None = None,
    ) -> None:
        if workers is not None and workers < 1:
            raise ValueError(f"at least one worker, got {workers}")
        if workers is not None and cluster is not None:
            raise ValueError("workers are counted here, or on a cluster, not both")
        self.asked: Asked = player
        self.workers = workers
        self.cluster = cluster
        self.announce = announce
        self.played: Counter[Player] = Counter()
        self.ahead = 0
        self._pace: Pace | None = None
        self._hired = ExitStack()
        self._workshop: Workshop | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workshop = None
        self._hired.__exit__(kind, error, trace)

    def blocks(
        self,
        scenario: Scenario,
        seed: int,
        spans: Sequence[Span],
        *,
        with_series: bool = True,
        counts: frozenset[str] = EVERY_COUNT,
    ) -> Iterator[Block]:
        """Yield the replications of all spans, in order, in blocks of any size.

        No block holds replications of two spans.

        Raises
        ------
        AuditError
            If a replication does not add up.
        CrewError
            If a worker, or the scheduler of a cluster, is gone or differs.
        NoCompilerError
            If the compiled player is asked for and there is no compiler.
        """
        job = Job(scenario, seed, with_series, counts)
        left = deque(span for span in spans if span[0] < span[1])
        if self._pace is None and self._must_know_the_pace():
            yield from self._first_few(job, left)
        if not left:
            return
        number = sum(end - first for first, end in left)
        open_one = self._opened(number)
        most = piece_of(scenario, open_one.player, self._pace)
        size = _evenly(number, most, open_one.hands)
        for block in _in_order(open_one, job, left, size):
            self.played[open_one.player] += block.replications
            yield block

    def plans(
        self,
        scenarios: Iterable[Scenario],
        seed: int,
        span: Span,
        *,
        counts: frozenset[str] = EVERY_COUNT,
    ) -> Iterator[Block]:
        """Yield the same replications of many scenarios, a block a scenario, in order.

        A scenario is not cut in pieces but goes to one of the hands as a whole, and
        the others play those after it: its plan is then laid out once.
        """
        under_way: deque[Future[Block]] = deque()
        number = span[1] - span[0]
        for scenario in scenarios:
            open_one = self._workshop
            if open_one is None or number > piece_of(
                scenario, open_one.player, self._pace
            ):  # nobody has chosen yet who plays, or it is more than one piece
                pieces = self.blocks(
                    scenario, seed, [span], with_series=False, counts=counts
                )
                whole: Future[Block] = Future()
                whole.set_result(joined_blocks(list(pieces)))
                under_way.append(whole)
            else:
                job = Job(scenario, seed, with_series=False, counts=counts)
                under_way.append(open_one.playing(job)(*span))
                self.played[open_one.player] += number
                if len(under_way) < open_one.ahead:
                    continue
            yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def _must_know_the_pace(self) -> bool:
        """Say whether there is anything to choose."""
        if self.asked == "auto":
            return True
        return self.asked == "simpy" and self.workers is None and self.cluster is None

    def _first_few(self, job: Job, left: deque[Span]) -> Iterator[Block]:
        """Yield the first few replications, and know the pace; the first warms up.

        A cluster that is named is left at least one, or nobody would learn that it
        does not answer.
        """
        few = sum(end - first for first, end in left) - (self.cluster is not None)
        seconds: list[float] = []
        while len(seconds) < min(few, FEW) and not _known(seconds):
            began = perf_counter()
            block = job.play(*_next_piece(left, 1), "simpy")
            seconds.append(perf_counter() - began)
            self.played["simpy"] += 1
            yield block
        typical = seconds[1:] or seconds
        if typical:
            self._pace = Pace(sum(typical) / len(typical))

    def _opened(self, replications: int) -> Workshop:
        """Return the open workshop, or one that suits so many replications."""
        if self._workshop is not None and self._workshop.hands > 1:
            return self._workshop
        cores = self.workers or cpu_count() or 1
        replications = max(replications, self.ahead)
        player = chosen_player(self.asked, self._pace, replications, cores)
        if self.workers is None and player == "simpy" and self._pace is not None:
            cores = cores if self._pace.left(replications, 1) > WORTH_PROCESSES else 1
        if player == "compiled" and self.announce is not None and not is_prepared():
            self.announce(PREPARING)
        self._workshop = self._hired.enter_context(
            workshop(player, cores, self.cluster)
        )
        return self._workshop


def _known(seconds: Sequence[float]) -> bool:
    """Say whether so many seconds, of which the first warms up, tell the pace.

    >>> _known([0.7]), _known([0.7, 0.6]), _known([6.0])
    (False, True, True)
    """
    return sum(seconds[1:]) >= LONG or sum(seconds[:1]) >= WARMING


def _evenly(number: int, most: int, hands: int) -> int:
    """Return how large pieces are so that all hands have as many to do at the end.

    >>> _evenly(600, 250, 2), _evenly(50, 250, 2), _evenly(600, 250, 1)
    (150, 25, 250)
    """
    rounds = -(-number // (most * hands))
    return most if hands == 1 else -(-number // (rounds * hands))


def _next_piece(left: deque[Span], size: int) -> Span:
    """Take up to ``size`` replications from the first of the spans."""
    first, end = left.popleft()
    cut = min(first + size, end)
    if cut < end:
        left.appendleft((cut, end))
    return first, cut


def _in_order(
    open_one: Workshop, job: Job, left: deque[Span], size: int
) -> Iterator[Block]:
    """Hand out pieces, a few at a time, and yield what comes back in their order."""
    play = open_one.playing(job)
    under_way: deque[Future[Block]] = deque()
    while left or under_way:
        while left and len(under_way) < open_one.ahead:
            under_way.append(play(*_next_piece(left, size)))
        yield under_way.popleft().result()
