"""Uniform numbers by name, for several replications at once (SEMANTICS C3).

Generators belong to a name and a replication, as in :class:`Streams`; here the
same rows are read from many of them in one go.  Rows of a generator follow each
other, so any of them can be read again, or be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.streams import SEED_WORDS, Streams, words_of_name, words_of_number

__all__ = ["Generators", "Numbers", "Sheet", "in_order"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.intp]

REPLICATION_BITS = 32
WORD_BITS = 63
CHUNK = 1024  # rows drawn at a time where only some of their columns are kept


@dataclass(frozen=True, slots=True)
class Generators:
    """Some generators of a batch: for each its name and its replication.

    ``name`` indexes ``names``, ``replication`` is the position in the batch.
    """

    names: Sequence[str]
    name: Ints
    replication: Ints


class Sheet(Protocol):
    """The rows of some generators, of which only some columns are read."""

    def first(self, counts: Ints, columns: int) -> Floats:
        """Return the first columns of the first rows of each generator.

        The shape is (columns, all the rows).
        """
        ...

    def picked(self, generator: Ints, index: Ints) -> Floats:
        """Return the columns that are read of some rows: (columns, rows).

        ``generator`` says whose each is and rises; ``index`` rises within it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Numbers:
    """The uniform numbers of a batch of replications.

    ``compiled`` reads them by machine code of our own, where there is a compiler;
    they are the same numbers, to the last bit.
    """

    seed: int
    replications: tuple[int, ...]
    compiled: bool = False

    def rows(self, name: str, count: int, width: int, columns: int) -> Floats:
        """Return the first rows of a name (replications, count, columns).

        A row is ``width`` numbers wide, of which the first ``columns`` are read.
        """
        batch = len(self.replications)
        only = Generators((name,), np.zeros(batch, np.int64), np.arange(batch))
        sheet = self.sheet(only, width, np.arange(columns))
        first = sheet.first(np.full(batch, count), columns)
        return first.reshape(columns, batch, count).transpose(1, 2, 0)

    def sheet(self, generators: Generators, width: int, columns: Places) -> Sheet:
        """Return the sheet of some generators, of rows ``width`` numbers wide.

        ``columns``, which rise, are those that can be picked; what is read of first
        rows must be among them.
        """
        of, names = generators, generators.names
        if not self._by_machine_code():
            pairs = zip(of.name.tolist(), of.replication.tolist(), strict=True)
            made = [
                Streams(self.seed, self.replications[replication])(names[name])
                for name, replication in pairs
            ]
            return _PlainSheet(made, width, columns)
        from sim.chance.pcg64 import states_of

        keys = np.empty((len(of.name), 5), np.uint32)
        keys[:, 0] = np.array(self.replications, np.uint32)[of.replication]
        known = [words_of_name(name) for name in names]
        keys[:, 1:] = np.array(known, np.uint32).reshape(-1, 4)[of.name]
        states = np.empty((len(keys), 4), np.uint64)
        seed = np.array(words_of_number(self.seed, SEED_WORDS), np.uint32)
        states_of(seed, keys, states)
        return _CompiledSheet(states, width, columns)

    def _by_machine_code(self) -> bool:
        """Return whether to read by machine code: a key has one word for its number."""
        if not self.compiled or max(self.replications) >= 2**REPLICATION_BITS:
            return False
        from sim.compiling import HAS_COMPILER

        return HAS_COMPILER


def in_order(replication: Ints, time: Floats, replications: int) -> tuple[Ints, Ints]:
    """Return the order of replication and time, and where all but the last end.

    Things of one replication at one time stay in the order in which they stand.
    Times are on the grid of T1: with replication and place they make one whole
    number, and numbers are sorted sooner than what they stand for.
    """
    ends = np.cumsum(np.bincount(replication, minlength=replications))[:-1]
    ticks = ((time - time.min(initial=0.0)) * TICKS_PER_DAY).astype(np.int64)
    of_time, of_place = int(ticks.max(initial=0)).bit_length(), len(time).bit_length()
    if replications.bit_length() + of_time + of_place >= WORD_BITS:
        return np.lexsort((time, replication)), ends
    key = ((replication << of_time | ticks) << of_place) | np.arange(len(time))
    key.sort()
    return key & ((1 << of_place) - 1), ends


class _PlainSheet:
    """A sheet that numpy's generators fill, as far as it has been read."""

    def __init__(
        self, generators: list[np.random.Generator], width: int, columns: Places
    ) -> None:
        self._generators = generators
        self._width = width
        self._columns = columns
        self._nothing = np.empty((0, len(columns)))
        self._rows = [self._nothing] * len(generators)

    def first(self, counts: Ints, columns: int) -> Floats:
        rows = [
            self._until(number, count)[:count, :columns]
            for number, count in enumerate(counts.tolist())
        ]
        return np.concatenate([self._nothing[:, :columns], *rows]).T

    def picked(self, generator: Ints, index: Ints) -> Floats:
        found, begin = [self._nothing], 0
        counts = np.bincount(generator, minlength=len(self._generators))
        for number, count in enumerate(counts.tolist()):
            if count:
                mine = index[begin : begin + count]
                found.append(self._until(number, int(mine[-1]) + 1)[mine])
            begin += count
        return np.ascontiguousarray(np.concatenate(found).T)

    def _until(self, number: int, count: int) -> Floats:
        """Return a generator's rows from the first on, at least ``count``."""
        known = self._rows[number]
        if len(known) < count:
            drawn = self._drawn(number, count - len(known))
            known = np.concatenate([known, drawn]) if len(known) else drawn
            self._rows[number] = known
        return known

    def _drawn(self, number: int, count: int) -> Floats:
        """Return the next rows; of many, nothing is kept that is not read."""
        rng, columns = self._generators[number], self._columns
        rows = np.empty((count, len(columns)))
        for begin in range(0, count, CHUNK):
            part = rows[begin : begin + CHUNK]
            part[:] = rng.random((len(part), self._width))[:, columns]
        return rows


@dataclass(frozen=True, slots=True)
class _CompiledSheet:
    """A sheet read by machine code, which passes over what nobody asked for."""

    states: NDArray[np.uint64]
    width: int
    columns: Places

    def first(self, counts: Ints, columns: int) -> Floats:
        from sim.chance.pcg64 import read_first, skipping

        rows = np.empty((columns, int(counts.sum())))
        read_first(self.states, counts, skipping(self.width - columns), rows)
        return rows

    def picked(self, generator: Ints, index: Ints) -> Floats:
        from sim.chance.pcg64 import read_picked, skipping

        rows = np.empty((len(self.columns), len(index)))
        gaps = np.diff(self.columns, prepend=-1, append=self.width) - 1
        skips = np.array([skipping(gap) for gap in (self.width, *gaps.tolist())])
        read_picked(self.states, generator, index, skips, rows)
        return rows
