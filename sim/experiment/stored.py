"""What is laid out on disk, read some rows at a time: memory does not grow with it.

Each of the three stands for the thing of the same name in memory and gives the
same bytes.  ``MOST`` bounds how many numbers are held of any column at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.laid import Laid, Place, Shelf
from sim.experiment.series import Series
from sim.experiment.tables import (
    BY_DAY,
    BY_MONTH,
    BY_NIGHT,
    SERIES,
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

Column = NDArray[Any]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

MOST = 2**20
"""Numbers of one column in memory: 8 MB, and a few times that while they are used."""

MOST_WAITS = 2**20
"""Waits that are sorted at once: some tens of bytes each."""

NEAR = 64
"""Cells that lie no further apart are read with what is between them."""


def cells_of(tallies: Mapping[str, Ints], name: str, cells: Ints) -> Ints:
    """Return some cells of a count, (replications, cells), wherever it is kept."""
    if isinstance(tallies, StoredCounts):
        return tallies.cells(name, cells)
    counts = tallies[name]
    return np.ascontiguousarray(counts.reshape(len(counts), -1)[:, cells])


class StoredCounts(Mapping[str, Ints]):
    """The counts of the first ``replications`` of what is laid out.

    Asked for a whole count it reads it all; ``cells`` is what does not.
    """

    def __init__(self, laid: Laid, replications: int) -> None:
        frame = frame_of(laid.scenario)
        self.replications = replications
        self._laid = laid
        self._shapes = {name: frame.shape(axes) for name, axes in COUNTS.items()}

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
        found = np.empty((self.replications, len(cells)), np.int64)
        apart = np.diff(cells)
        cuts = np.flatnonzero((apart < 0) | (apart > NEAR)) + 1
        at = 0
        for some in np.split(cells, cuts):
            into = found[:, at : at + len(some)]
            at += len(some)
            if len(some):
                self._read(name, some, into)
        return found

    def _read(self, name: str, cells: Ints, into: Ints) -> None:
        """Read cells that lie close together, in ascending order."""
        low, high = int(cells[0]), int(cells[-1]) + 1
        for (first, end), rows in self._laid.rows(
            "counts", [name], self.replications, low, high
        ):
            last = min(end, self.replications)
            into[first:last] = rows[name][cells - low, : last - first].T


class StoredWaits:
    """The waits of the first ``replications`` of what is laid out."""

    def __init__(self, laid: Laid, replications: int) -> None:
        self.replications = replications
        self._laid = laid

    def curve(self, group: int | None, year: int | None) -> Curve:
        """Return the curve of the waits of one group and one year, or of all."""
        at_once = np.zeros(self.replications, np.int64)
        later = np.zeros(self.replications, np.int64)
        longest = 0
        for waits in self._blocks(_asked(group, year), "ticks"):
            chosen = _chosen(waits, group, year)
            ticks, of = waits["ticks"][chosen], waits["replication"][chosen]
            at_once += self._of_each(of[ticks == 0])
            later += self._of_each(of[ticks > 0])
            longest = max(longest, int(ticks.max(initial=0)))
        return Curve(
            at_once=at_once,
            later=later,
            longest=longest,
            parts=lambda: self._parts(group, year),
        )

    def within(self, group: int | None, limits: Ints) -> tuple[Ints, Ints]:
        """Count by replication who was admitted within each limit, and who was ready.

        ``limits`` are in ticks, in ascending order.
        """
        bins = len(limits) + 1
        found = np.zeros(self.replications * bins, np.int64)
        ready = np.zeros(self.replications, np.int64)
        for waits in self._blocks(_asked(group, None), "ticks", "admitted"):
            chosen = _chosen(waits, group, None)
            ready += self._of_each(waits["replication"][chosen])
            chosen &= waits["admitted"]
            place = np.searchsorted(limits, waits["ticks"][chosen])
            at = waits["replication"][chosen] * np.int64(bins) + place
            found += np.bincount(at, minlength=len(found))
        so_far = found.reshape(self.replications, bins).cumsum(axis=1)
        return so_far[:, :-1], ready

    def _of_each(self, replications: Column) -> Ints:
        """Return how many waits each replication has."""
        return np.bincount(replications, minlength=self.replications)

    def _parts(self, group: int | None, year: int | None) -> Iterator[Part]:
        """Yield the waits chosen that are not at once, in order."""
        shelf, pieces = self._in_order
        names = ["ticks", "is_open", "replication", *_asked(group, year)]
        for places in pieces:
            waits = {name: shelf.rows(places[name])[0] for name in names}
            chosen = _chosen(waits, group, year)
            if chosen.any():
                yield (
                    waits["ticks"][chosen],
                    waits["is_open"][chosen],
                    waits["replication"][chosen],
                )

    @cached_property
    def _in_order(self) -> tuple[Shelf, list[dict[str, Place]]]:
        """Sort all waits that are not at once, a piece at a time, for every curve."""
        shelf, pieces = Shelf(self._laid.folder), []
        groups = len(frame_of(self._laid.scenario).labels["group"])
        names = ["year", *(f"group_{group}" for group in range(groups))]
        for above, up_to in self._bounds():
            found = [
                {name: of[later] for name, of in waits.items()}
                for waits in self._blocks(names, "ticks", "is_open")
                for later in [(waits["ticks"] > above) & (waits["ticks"] <= up_to)]
            ]
            piece = {
                name: np.concatenate([waits[name] for waits in found])
                for name in ("ticks", "is_open", "replication", *names)
            }
            order = np.lexsort((piece["is_open"], piece["ticks"]))
            pieces.append({name: shelf.put(of[order]) for name, of in piece.items()})
        return shelf, pieces

    def _bounds(self) -> list[tuple[int, int]]:
        """Return where to cut the waits so that no piece is too large to sort."""
        pieces, cuts = -(-sum(len(ticks) for ticks in self._later()) // MOST_WAITS), [0]
        if pieces > 1:
            some = next(ticks for ticks in self._later() if ticks.size)
            shares = np.arange(1, pieces) / pieces
            cuts += sorted({int(cut) for cut in np.quantile(some, shares)})
        return list(zip(cuts, [*cuts[1:], 2**62], strict=True))

    def _later(self) -> Iterator[Column]:
        """Yield the ticks of all waits that are not at once, block by block."""
        for waits in self._blocks([], "ticks"):
            yield waits["ticks"][waits["ticks"] > 0]

    def _blocks(self, names: Sequence[str], *more: str) -> Iterator[dict[str, Column]]:
        """Yield columns of waits block by block, and of which replication they are."""
        every = ["replication", *more, *names]
        for (_, end), rows in self._laid.rows("waits", every, self.replications):
            waits = {name: of[0] for name, of in rows.items()}
            if end > self.replications:
                there = waits["replication"] < self.replications
                waits = {name: of[there] for name, of in waits.items()}
            yield waits


def _asked(group: int | None, year: int | None) -> list[str]:
    """Return the columns that say which waits are of a group and of a year."""
    of_group = [] if group is None else [f"group_{group}"]
    return of_group if year is None else [*of_group, "year"]


def _chosen(waits: Mapping[str, Column], group: int | None, year: int | None) -> Flags:
    """Say which waits are of a group and of a year."""
    chosen = np.ones(len(waits["replication"]), np.bool_)
    if group is not None:
        chosen &= waits[f"group_{group}"] > 0
    if year is not None:
        chosen &= waits["year"] == year
    return chosen


class StoredSeries:
    """The series of the first ``replications``, some days at a time."""

    def __init__(self, laid: Laid, replications: int) -> None:
        self.replications = replications
        self._laid = laid
        self._ends = month_ends(laid.scenario)
        self._shelters = len(laid.scenario.shelters)

    def nights(self) -> Iterator[Series]:
        """Yield all days in order, as many at a time as fit; no months with them."""
        for first, end in _slices(self._laid.scenario.days, self._wide):
            part = self._columns("nights", first, end, self._shelters)
            yield self._series({**part, **self._columns("days", first, end)})

    def months(self) -> Iterator[Series]:
        """Yield all months in order, as many at a time as fit; no days with them."""
        for first, end in _slices(len(self._ends), self._wide):
            yield self._series(self._columns("months", first, end, self._shelters))

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
        self, table: str, first: int, end: int, *shape: int
    ) -> dict[str, Column]:
        """Return columns from place ``first`` up to ``end`` of their first axis."""
        names, step = SERIES[table], prod(shape)
        parts: dict[str, list[Column]] = {name: [] for name in names}
        for (begin, stop), rows in self._laid.rows(
            table, names, self.replications, first * step, end * step
        ):
            for name in names:
                cells = replications_first(rows[name], (*shape, stop - begin))
                parts[name].append(cells[: self.replications - begin])
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
