"""Blocks as they come: in memory while they are few, laid out once they are many."""

from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.experiment.block import Block, joined_blocks
from sim.experiment.crew import Span
from sim.experiment.laid import Laid
from sim.experiment.series import Series
from sim.experiment.store import Store
from sim.experiment.stored import StoredCounts, StoredSeries, StoredWaits
from sim.experiment.waiting import Waiting
from sim.scenario.plan import Scenario

__all__ = ["FEW_NUMBERS", "Kept", "block_end"]

Ints = NDArray[np.int64]

FEW_NUMBERS = 2**22
"""What is kept in memory: 32 MB, some 800 years of three shelters."""

GRID = ((0, 50), (1_000, 250), (10_000, 1_000))
"""From which replication on blocks have how many."""

MOST_NIGHTS = 2**22
"""Shelter-nights of a block, at the most."""


def block_end(scenario: Scenario, first: int) -> int:
    """Return where the block ends that begins at or before ``first``.

    Blocks are cut at the same numbers in every run of a scenario, so that the
    folder of a run that was stopped and went on is that of an unbroken one.
    """
    nights = scenario.days * max(1, len(scenario.shelters))
    begins, size = GRID[bisect_right(GRID, (first, 10**9)) - 1]
    size = max(1, min(size, MOST_NIGHTS // nights))
    following = next((begin for begin, _ in GRID if begin > first), 10**18)
    return min(first + size - (first - begins) % size, following)


class Kept:
    """The replications of an experiment: on disk as soon as a block is finished.

    In a ``folder`` they stay and are found again.  Where they are too many for memory
    they are laid out in a file besides, for as long as somebody uses them.

    Raises
    ------
    OSError
        If the folder cannot be written, or holds replications of something else.
    """

    def __init__(self, scenario: Scenario, seed: int, folder: Path | None) -> None:
        self.scenario = scenario
        self.seed = seed
        self._store = None
        if folder is not None:
            self._store = Store(folder, scenario, seed)
            self._store.begin()
        self._blocks: dict[Span, Block] = {}
        self._laid: Laid | None = None
        self._pieces: list[Block] = []
        self._each = 0

    def missing(self, replications: int) -> list[Span]:
        """Return what is still to be played, each span up to what is there already."""
        there = dict(self._spans())
        found: list[Span] = []
        at = 0
        while at < replications:
            end = there.get(at, at)
            whole = min(block_end(self.scenario, at), replications)
            if end < whole:
                before = found.pop()[0] if found and found[-1][1] == end else end
                found.append((before, whole))
            at = max(end, whole)
        return found

    def without_gap(self) -> int:
        """Return how many replications are there from number 0 on."""
        there = dict(self._spans())
        at = 0
        while at in there:
            at = there[at]
        return at

    def add(self, piece: Block, *, until: int) -> None:
        """Take a piece; each block is kept once it is whole, or reaches ``until``.

        A piece may belong to several blocks.

        Raises
        ------
        OSError
            If it cannot be written; then nothing of it is.
        """
        at = piece.first
        while at < piece.end:
            end = min(block_end(self.scenario, at), until)
            self._pieces.append(piece.part(at, end))
            at = self._pieces[-1].end
            if at == end:
                self.flush()

    def flush(self) -> None:
        """Keep what pieces there are, though they are no whole block."""
        if not self._pieces:
            return
        block = joined_blocks(self._pieces)
        self._pieces = []
        before = next((span for span in self._spans() if span[1] == block.first), None)
        if before is not None and block_end(self.scenario, before[0]) > block.first:
            block = joined_blocks([self._block(before), block])
            self._blocks.pop(before, None)
        try:
            self._keep(block)
        except KeyboardInterrupt:  # what is finished is kept even so
            self._keep(block)
            raise

    def _keep(self, block: Block) -> None:
        """Keep a block, in as many ways as there have to be."""
        if self._store is not None:
            self._store.keep(block)
        self._each = self._each or _numbers(block) // block.replications
        if self._few(block.end):
            self._blocks[block.first, block.end] = block
        else:
            self._laid_out(block.first).add(block)

    def leave(self) -> None:
        """Keep what pieces can be kept; leave no folder where there are none."""
        with suppress(OSError):
            self.flush()
        if self._store is not None and not self._store.spans:
            self._store.remove()

    def _few(self, replications: int) -> bool:
        return self._each * replications <= FEW_NUMBERS

    def _laid_out(self, replications: int) -> Laid:
        """Lay out so many replications; hold nothing in memory any more."""
        if self._laid is None:
            self._laid = Laid(self.scenario, self._beside())
        for span in self._spans():
            if span[0] < replications and span not in self._laid.spans:
                self._laid.add(self._block(span))
        self._blocks = {}
        return self._laid

    def _beside(self) -> Path | None:
        """Return where there is room, outside of the folder that holds the results.

        That one is moved when it is whole, which Windows does with no folder in which
        a file is open.
        """
        return None if self._store is None else self._store.path.parent.parent

    def _spans(self) -> list[Span]:
        if self._store is not None:
            return self._store.spans
        return sorted(
            {*self._blocks, *([] if self._laid is None else self._laid.spans)}
        )

    def _block(self, span: Span) -> Block:
        if span in self._blocks:
            return self._blocks[span]
        if self._store is not None:
            return self._store.block(span)
        assert self._laid is not None
        return self._laid.block(span)

    def first(
        self, replications: int
    ) -> tuple[Mapping[str, Ints], Waiting, Series | StoredSeries]:
        """Return tallies, waits and series of the first so many replications.

        Few of them are read into memory; it makes no difference but in time.
        """
        spans = [span for span in self._spans() if span[0] < replications]
        if not self._each:
            block = self._block(spans[0])
            self._each = _numbers(block) // block.replications
        if not self._few(replications):
            laid = self._laid_out(replications)
            return (
                StoredCounts(laid, replications),
                StoredWaits(laid, replications),
                StoredSeries(laid, replications),
            )
        whole = joined_blocks([self._block(span) for span in spans])
        whole = whole.part(0, replications)
        assert whole.series is not None
        return whole.tallies, whole.waits, whole.series

    def put_into(self, folder: Path) -> None:
        """Put every block into another folder, without using their space twice.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        if self._store is not None:
            self._store.link_into(folder)
            return
        store = Store(folder, self.scenario, self.seed)
        store.begin()
        for span in self._spans():
            store.keep(self._block(span))


def _numbers(block: Block) -> int:
    """Return how many numbers a block holds, 8 bytes each."""
    held = sum(counts.nbytes for counts in block.tallies.values())
    if block.series is not None:
        held += sum(getattr(block.series, name).nbytes for name in Series.__slots__)
    return held // 8
