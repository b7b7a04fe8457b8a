"""What is on disk, read a column at a time, so that memory does not grow with it.

Each of the three stands for the thing of the same name in memory and gives the
same bytes.  ``MOST`` bounds how many numbers are held of any column at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import prod
from pathlib import Path
from tempfile import TemporaryFile
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from sim.experiment.series import Series
from sim.experiment.store import Rows, Store
from sim.experiment.tables import (
    BY_DAY,
    BY_MONTH,
    BY_NIGHT,
    Column,
    month_ends,
    replications_first,
)
from sim.experiment.waiting import Curve, Part
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS

__all__ = [
    "MOST",
    "StoredCounts",
    "StoredSeries",
    "StoredWaits",
    "cells_of",
    "months_of",
    "nights_of",
]

Ints = NDArray[np.int64]

MOST = 2**20
"""Numbers of one column in memory: 8 MB, and a few times that while they are used."""

MOST_WAITS = 2**22
"""Waits in memory: 17 bytes each."""

KEPT = 4
"""A measure has two counts, the next one often the same."""


def cells_of(tallies: Mapping[str, Ints], name: str, cells: Ints) -> Ints:
    """Return some cells of a count, (replications, cells), wherever it is kept."""
    if isinstance(tallies, StoredCounts):
        return tallies.cells(name, cells)
    counts = tallies[name]
    return np.ascontiguousarray(counts.reshape(len(counts), -1)[:, cells])


class StoredCounts(Mapping[str, Ints]):
    """The counts of the first ``replications`` of a store.

    Asked for a whole count it reads it all; ``cells`` is what does not.
    """

    def __init__(self, store: Store, replications: int) -> None:
        frame = frame_of(store.scenario)
        self.replications = replications
        self._store = store
        self._shapes = {name: frame.shape(axes) for name, axes in COUNTS.items()}
        self._column = lru_cache(KEPT)(self._read)

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)

    def __getitem__(self, name: str) -> Ints:
        shape = self._shapes[name]
        cells = self.cells(name, np.arange(prod(shape)))
        return cells.reshape(self.replications, *shape)

    def cells(self, name: str, cells: Ints) -> Ints:
        """Return some cells of a count, (replications, cells)."""
        column = self._column(name)
        if isinstance(column, np.ndarray):
            return np.ascontiguousarray(column[cells].T)
        found = np.empty((self.replications, len(cells)), np.int64)
        for position, cell in enumerate(cells.tolist()):
            found[:, position] = column.read(cell, self.replications)
        return found

    def _read(self, name: str) -> "Ints | _OnDisk":
        """Read a count as (cells, replications); lay out on disk what is too large."""
        number = prod(self._shapes[name])
        blocks = self._store.rows(
            "counts", ["value"], self.replications, f"count = '{name}'"
        )
        if number * self.replications <= MOST:
            parts = [rows["value"].reshape(number, -1) for _, rows in blocks]
            return np.concatenate(parts, axis=1)
        column = _OnDisk(self._store.path, number, self.replications)
        for (first, _), rows in blocks:
            for cell, values in enumerate(rows["value"].reshape(number, -1)):
                column.write(cell, first, values)
        return column


class _OnDisk:
    """A count laid out cell by cell in a file without a name, gone when it is."""

    def __init__(self, folder: Path, cells: int, replications: int) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed with us
        self._replications = replications
        self._file.truncate(cells * replications * 8)
        finalize(self, self._file.close)

    def write(self, cell: int, first: int, values: Ints) -> None:
        """Write the values of a cell from replication ``first`` on."""
        self._file.seek((cell * self._replications + first) * 8)
        self._file.write(np.ascontiguousarray(values).data)

    def read(self, cell: int, replications: int) -> Ints:
        """Read a cell."""
        self._file.seek(cell * self._replications * 8)
        return np.frombuffer(self._file.read(replications * 8), np.int64)


class StoredWaits:
    """The waits of the first ``replications`` of a store."""

    def __init__(self, store: Store, replications: int) -> None:
        self.replications = replications
        self._store = store

    def curve(self, group: int | None, year: int | None) -> Curve:
        """Return the curve of the waits of one group and one year, or of all."""
        chosen = "true"
        if group is not None:
            chosen += f" AND group_{group:d} > 0"
        if year is not None:
            chosen += f" AND year = {year:d}"
        at_once = self._of_each(f"{chosen} AND ticks = 0")
        later = self._of_each(f"{chosen} AND ticks > 0")
        bounds = self._bounds(chosen, int(later.sum()))
        longest = max(
            int(rows["ticks"].max(initial=0)) for rows in self._rows(["ticks"], chosen)
        )
        return Curve(
            at_once=at_once,
            later=later,
            longest=longest,
            parts=lambda: self._parts(chosen, bounds),
        )

    def within(self, group: int | None, limits: Ints) -> tuple[Ints, Ints]:
        """Count by replication who was admitted within each limit, and who was ready.

        ``limits`` are in ticks, in ascending order.
        """
        chosen = "true" if group is None else f"group_{group:d} > 0"
        bins = len(limits) + 1
        found = np.zeros(self.replications * bins, np.int64)
        for rows in self._rows(["replication", "ticks"], f"{chosen} AND admitted"):
            place = np.searchsorted(limits, rows["ticks"])
            at = rows["replication"].astype(np.int64) * bins + place
            found += np.bincount(at, minlength=len(found))
        so_far = found.reshape(self.replications, bins).cumsum(axis=1)
        return so_far[:, :-1], self._of_each(chosen)

    def _of_each(self, where: str) -> Ints:
        """Return how many such waits each replication has."""
        found = np.zeros(self.replications, np.int64)
        for rows in self._rows(["replication"], where):
            found += np.bincount(rows["replication"], minlength=self.replications)
        return found

    def _bounds(self, chosen: str, number: int) -> list[int]:
        """Return where to cut the waits so that no piece is too large to sort."""
        pieces = -(-number // MOST_WAITS)
        if pieces <= 1:
            return []
        rows = next(self._rows(["ticks"], f"{chosen} AND ticks > 0"))
        shares = np.arange(1, pieces) / pieces
        return sorted({int(cut) for cut in np.quantile(rows["ticks"], shares)})

    def _parts(self, chosen: str, bounds: Sequence[int]) -> Iterator[Part]:
        for above, up_to in zip([0, *bounds], [*bounds, 2**62], strict=True):
            where = f"{chosen} AND ticks > {above:d} AND ticks <= {up_to:d}"
            found = [
                [rows[name] for name in ("ticks", "is_open", "replication")]
                for rows in self._rows(["ticks", "is_open", "replication"], where)
            ]
            ticks, is_open, of = (
                np.concatenate(column) for column in zip(*found, strict=True)
            )
            order = np.lexsort((is_open, ticks))
            if len(order):
                yield ticks[order], is_open[order], of[order]

    def _rows(self, names: Sequence[str], where: str) -> Iterator[Rows]:
        found = self._store.rows("waits", names, self.replications, where)
        return (rows for _, rows in found)


class StoredSeries:
    """The series of the first ``replications`` of a store, some days at a time."""

    def __init__(self, store: Store, replications: int) -> None:
        self.replications = replications
        self._store = store
        self._ends = month_ends(store.scenario)
        self._shelters = len(store.scenario.shelters)

    def nights(self) -> Iterator[Series]:
        """Yield all days in order, as many at a time as fit; no months with them."""
        for first, end in _slices(self._store.scenario.days, self._wide):
            part = self._columns("nights", BY_NIGHT, "day", first, end, self._shelters)
            part |= self._columns("days", BY_DAY, "day", first, end)
            yield self._series(part)

    def months(self) -> Iterator[Series]:
        """Yield all months in order, as many at a time as fit; no days with them."""
        for first, end in _slices(len(self._ends), self._wide):
            yield self._series(
                self._columns("months", BY_MONTH, "month", first, end, self._shelters)
            )

    def _series(self, part: dict[str, Column]) -> Series:
        """Return series that have nothing but a part."""
        nothing: dict[str, Column] = {
            name: np.zeros((self.replications, 0, self._shelters))
            for name in (*BY_NIGHT, *BY_DAY, *BY_MONTH)
        }
        return Series(**{**nothing, **part}, month_ends=self._ends)

    @property
    def _wide(self) -> int:
        return self.replications * max(1, self._shelters)

    def _columns(
        self,
        table: str,
        names: Sequence[str],
        axis: str,
        first: int,
        end: int,
        *shape: int,
    ) -> dict[str, Column]:
        """Return columns from place ``first`` up to ``end`` of an axis."""
        where = f"{axis} >= {first:d} AND {axis} < {end:d}"
        parts: dict[str, list[Column]] = {name: [] for name in names}
        for span, rows in self._store.rows(table, names, self.replications, where):
            for name in names:
                parts[name].append(
                    replications_first(rows[name], (*shape, span[1] - span[0]))
                )
        return {name: np.concatenate(of) for name, of in parts.items()}


def nights_of(series: Series | StoredSeries) -> Iterator[Series]:
    """Yield all days of some series in order, as many at a time as fit.

    However they are kept, they are cut at the same days.
    """
    if isinstance(series, StoredSeries):
        yield from series.nights()
        return
    replications, days, shelters = series.cash.shape
    for first, end in _slices(days, replications * max(1, shelters)):
        yield replace(
            series,
            **{
                name: getattr(series, name)[:, first:end]
                for name in (*BY_NIGHT, *BY_DAY)
            },
        )


def months_of(series: Series | StoredSeries) -> Iterator[Series]:
    """Yield all months of some series in order, as many at a time as fit."""
    if isinstance(series, StoredSeries):
        yield from series.months()
        return
    replications, months, shelters = series.opening.shape
    for first, end in _slices(months, replications * max(1, shelters)):
        yield replace(
            series,
            **{name: getattr(series, name)[:, first:end] for name in BY_MONTH},
        )


def _slices(length: int, wide: int) -> Iterator[tuple[int, int]]:
    """Cut so many places into runs, of which each number may be ``wide``."""
    step = max(1, MOST // wide)
    for first in range(0, length, step):
        yield first, min(first + step, length)
