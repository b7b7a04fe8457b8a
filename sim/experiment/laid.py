"""Blocks laid out in a file without a name, to be read across replications.

What a block is on disk for good is compressed and stands by block.  A count of all
replications, or the nights of one month, would have to be picked from every one of
them, hundreds of times over.  Here each array stands as it is, in the narrowest
integers that hold it, so that some rows of it are read without the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import strerror
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from sim.experiment.block import Block
from sim.experiment.crew import Span
from sim.experiment.tables import block_of, columns_of
from sim.scenario.plan import Scenario

__all__ = ["Laid", "Place", "Shelf"]

Column = NDArray[Any]

NARROW = tuple(np.dtype(kind) for kind in (np.int8, np.int16, np.int32))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an array stands on a shelf, and what it is when it is taken down.

    ``begins`` is in bytes; rows of ``width`` numbers stand in the type ``narrow``.
    """

    begins: int
    rows: int
    width: int
    narrow: np.dtype[Any]
    kind: np.dtype[Any]


class Shelf:
    """Arrays one after the other in a file without a name, gone when the shelf is.

    It is in ``folder``, where there is room for results, or, if that may only be
    read, where the system keeps what is passing.

    Raises
    ------
    OSError
        If there is no space, here or whenever something is put on it.
    """

    def __init__(self, folder: Path | None) -> None:
        try:
            self._begin(folder or Path(gettempdir()))
        except OSError:
            self._begin(Path(gettempdir()))
        self._end = 0
        finalize(self, self._file.close)

    def _begin(self, folder: Path) -> None:
        self._folder = folder
        self._file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed with us

    def put(self, array: Column) -> Place:
        """Put an array of rows, or of one row, after all the others."""
        rows = np.atleast_2d(array)
        narrow = _narrowest(rows)
        place = Place(self._end, len(rows), rows.shape[1], narrow, rows.dtype)
        left = np.ascontiguousarray(rows, narrow).reshape(-1).view(np.uint8).data
        try:
            self._file.seek(self._end)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            number = error.errno or 0
            raise OSError(number, strerror(number), str(self._folder)) from error
        self._end += place.rows * place.width * narrow.itemsize
        return place

    def rows(self, place: Place, first: int = 0, end: int | None = None) -> Column:
        """Return rows from ``first`` up to, not with, ``end`` as they were put."""
        number = (place.rows if end is None else end) - first
        found = np.empty((number, place.width), place.narrow)
        left = found.reshape(-1).view(np.uint8).data
        self._file.seek(place.begins + first * place.width * place.narrow.itemsize)
        while left:
            left = left[self._file.readinto(left) :]
        return found.astype(place.kind, copy=False)


def _narrowest(array: Column) -> np.dtype[Any]:
    """Return the narrowest type that holds each number of an array."""
    if array.dtype.kind != "i":
        return array.dtype
    least, most = int(array.min(initial=0)), int(array.max(initial=0))
    for kind in NARROW:
        bound = 1 << 8 * kind.itemsize - 1
        if -bound <= least and most < bound:
            return kind
    return array.dtype


class Laid:
    """The blocks of a scenario, laid out.

    ``folder`` is where the file without a name is; None is where the system has such.
    """

    def __init__(self, scenario: Scenario, folder: Path | None) -> None:
        self.scenario = scenario
        self.folder = folder
        self._shelf = Shelf(folder)
        self._places: dict[Span, Mapping[str, Mapping[str, Place]]] = {}

    @property
    def spans(self) -> list[Span]:
        """Return which blocks there are, in order."""
        return sorted(self._places)

    def add(self, block: Block) -> None:
        """Lay out a block; a shorter one with the same beginning gives way to it.

        Raises
        ------
        OSError
            If there is no space.
        """
        places = {
            table: {name: self._shelf.put(column) for name, column in columns.items()}
            for table, columns in columns_of(block).items()
        }
        for shorter in [span for span in self._places if span[0] == block.first]:
            del self._places[shorter]
        self._places[block.first, block.end] = places

    def block(self, span: Span) -> Block:
        """Return a whole block as it was."""
        tables = {
            table: {name: self._shelf.rows(place) for name, place in places.items()}
            for table, places in self._places[span].items()
        }
        return block_of(self.scenario, span, tables)

    def rows(
        self,
        table: str,
        names: Sequence[str],
        replications: int,
        first: int = 0,
        end: int | None = None,
    ) -> Iterator[tuple[Span, dict[str, Column]]]:
        """Yield rows of some columns, block by block, in order.

        Only blocks that have any of the first so many ``replications`` are told.
        """
        for span in self.spans:
            if span[0] < replications:
                places = self._places[span][table]
                yield (
                    span,
                    {
                        name: self._shelf.rows(places[name], first, end)
                        for name in names
                    },
                )
