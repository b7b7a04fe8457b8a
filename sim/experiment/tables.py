"""A block as tables: columns of the same length, keys as words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.experiment.block import Block
from sim.experiment.series import Series
from sim.measures.frame import Frame, frame_of
from sim.measures.tally import CAUSES, COUNTS, key_of
from sim.measures.waits import Waits
from sim.remembered import remembered
from sim.scenario.plan import Scenario

__all__ = [
    "BY_DAY",
    "BY_MONTH",
    "BY_NIGHT",
    "SERIES",
    "Table",
    "block_of",
    "columns_of",
    "counts_in",
    "month_ends",
    "replications_first",
    "tables_of",
]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Column = NDArray[Any]
Columns = Mapping[str, Mapping[str, Column]]

KEYS = ("shelter", "funder", "group", "year", "cause")
BY_NIGHT = ("cash", "arrears", "closed", "frozen")
BY_DAY = ("waiting", "sheltered", "displaced")
BY_MONTH = ("opening", "receipts", "bills", "paid", "closing", "restricted")
SERIES = {"nights": BY_NIGHT, "days": BY_DAY, "months": BY_MONTH}
AXES = {"nights": ("day", "shelter"), "days": ("day",), "months": ("month", "shelter")}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length.

    Where a column has ``words`` it holds their positions from 1, and 0 for none.
    """

    columns: Mapping[str, Column]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def columns_of(block: Block) -> dict[str, dict[str, Column]]:
    """Return what a block holds, by table and name, without the keys.

    Counts have a row a cell, series a row for each day, or month, and shelter; each
    row has a number for each replication.  Waits have a number for each wait.
    """
    columns = {
        "counts": {name: _by_place(of) for name, of in block.tallies.items()},
        "waits": _waits(block),
    }
    if block.series is not None:
        for table, names in SERIES.items():
            series = [getattr(block.series, name) for name in names]
            columns[table] = dict(zip(names, map(_by_place, series), strict=True))
    return columns


def _by_place(array: Column) -> Column:
    """Return what has replications in front with a row for each place."""
    return array.reshape(len(array), -1).T


def _waits(block: Block) -> dict[str, Column]:
    waits = block.waits
    return {
        "replication": (waits.replication + block.first).astype(np.int32),
        "ticks": waits.ticks,
        "admitted": waits.admitted,
        "is_open": waits.is_open,
        "year": waits.year.astype(np.int32),
        **{
            f"group_{number}": column.astype(np.int32)
            for number, column in enumerate(waits.members.T)
        },
    }


def tables_of(scenario: Scenario, block: Block) -> Iterator[tuple[str, Table]]:
    """Yield the tables of a block and their names, each when it is asked for."""
    columns = columns_of(block)
    yield "counts", _counts(scenario, block, columns["counts"])
    yield "waits", Table(columns["waits"])
    for table, axes in AXES.items():
        if table in columns:
            yield table, _series(block, columns[table], axes)


def _series(block: Block, columns: Mapping[str, Column], axes: Sequence[str]) -> Table:
    """Return series with a row for each place on the axes and each replication."""
    first = next(iter(columns))
    shape = getattr(block.series, first).shape
    places = _places([*shape[1:], shape[0]])
    places[-1] = places[-1] + np.int32(block.first)
    keys = dict(zip((*axes, "replication"), places, strict=True))
    return Table({**keys, **{name: of.ravel() for name, of in columns.items()}})


def _places(shape: Sequence[int]) -> list[Smalls]:
    """Return the place of each cell on each axis, in order of cells."""
    return [
        np.broadcast_to(
            np.arange(length, dtype=np.int32).reshape(
                [-1 if axis == position else 1 for position in range(len(shape))]
            ),
            shape,
        ).ravel()
        for axis, length in enumerate(shape)
    ]


def _counts(scenario: Scenario, block: Block, columns: Mapping[str, Column]) -> Table:
    """Return the counts cell by cell, each with all its replications."""
    numbers = np.arange(block.first, block.end, dtype=np.int32)
    keys, words = _cells(scenario)
    values = np.concatenate([of.ravel() for of in columns.values()])
    return Table(
        {
            "replication": np.tile(numbers, len(keys["count"])),
            **{name: np.repeat(codes, len(numbers)) for name, codes in keys.items()},
            "value": values,
        },
        words,
    )


@remembered
def _cells(scenario: Scenario) -> tuple[dict[str, Smalls], dict[str, list[str]]]:
    """Return the keys of every cell of every count, and the words they stand for."""
    frame = frame_of(scenario)
    words = {"count": list(COUNTS), **_words(frame)}
    parts: dict[str, list[Smalls]] = {name: [] for name in ("count", *KEYS)}
    for number, axes in enumerate(COUNTS.values(), 1):
        shape = frame.shape(axes)
        codes = {
            key_of(axis): _codes(frame, axis, words[key_of(axis)])[place]
            for axis, place in zip(axes, _places(shape), strict=True)
        }
        none = np.zeros(prod(shape), np.int32)
        parts["count"].append(none + np.int32(number))
        for key in KEYS:
            parts[key].append(codes.get(key, none))
    return {name: np.concatenate(of) for name, of in parts.items()}, words


def _words(frame: Frame) -> dict[str, list[str]]:
    """Return the words of each key; all kinds of cause share one list."""
    causes = [frame.labels[axis] for axis in CAUSES]
    return {
        **{key: list(frame.labels[key]) for key in KEYS[:-1]},
        "cause": list(dict.fromkeys(word for words in causes for word in words)),
    }


def _codes(frame: Frame, axis: str, words: Sequence[str]) -> Smalls:
    """Return the position of each label of an axis among its key's words."""
    positions = [words.index(label) + 1 for label in frame.labels[axis]]
    return np.array([*positions, 0], np.int32)


def block_of(scenario: Scenario, span: tuple[int, int], columns: Columns) -> Block:
    """Return the block that :func:`columns_of` made these columns from."""
    frame, (first, end) = frame_of(scenario), span
    shapes = {name: frame.shape(axes) for name, axes in COUNTS.items()}
    waits = {name: np.ravel(of) for name, of in columns["waits"].items()}
    groups = sum(name.startswith("group_") for name in waits)
    members = [waits[f"group_{number}"] for number in range(groups)]
    return Block(
        first=first,
        tallies={
            name: _counted(columns["counts"][name], (*shape, end - first))
            for name, shape in shapes.items()
        },
        waits=Waits(
            replications=end - first,
            replication=np.asarray(waits["replication"], np.int64) - first,
            ticks=np.asarray(waits["ticks"], np.int64),
            admitted=np.asarray(waits["admitted"], np.bool_),
            is_open=np.asarray(waits["is_open"], np.bool_),
            year=np.asarray(waits["year"], np.int64),
            members=np.stack(members, axis=1).astype(np.int64),
        ),
        series=_series_of(scenario, end - first, columns)
        if "nights" in columns
        else None,
    )


def _counted(cells: Column, shape: Sequence[int]) -> Ints:
    """Return the cells of a count with replications in front, and all its axes."""
    return np.ascontiguousarray(np.moveaxis(cells.reshape(shape), -1, 0))


def counts_in(scenario: Scenario, values: Column) -> dict[str, Column]:
    """Return the counts in the values of their table, each with a row a cell."""
    frame = frame_of(scenario)
    shapes = [frame.shape(axes) for axes in COUNTS.values()]
    ends = np.cumsum([prod(shape) for shape in shapes])
    cells = np.asarray(values, np.int64).reshape(ends[-1], -1)
    return dict(zip(COUNTS, np.split(cells, ends[:-1]), strict=True))


def _series_of(scenario: Scenario, replications: int, columns: Columns) -> Series:
    """Return the series of a block as they were."""
    shelters = len(scenario.shelters)
    shapes = {
        "nights": (shelters, replications),
        "days": (replications,),
        "months": (shelters, replications),
    }
    return Series(
        **{
            name: replications_first(columns[table][name], shapes[table])
            for table, names in SERIES.items()
            for name in names
        },
        month_ends=month_ends(scenario),
    )


def replications_first(column: Column, shape: Sequence[int]) -> Column:
    """Return a column of places × … × replications with replications in front."""
    cells = np.ma.getdata(column).reshape(-1, *shape)
    return np.ascontiguousarray(np.moveaxis(cells, -1, 0))


def month_ends(scenario: Scenario) -> Smalls:
    """Return the last day of each month of a scenario's period."""
    months = Calendar(scenario.start, scenario.days).months
    return np.array([month.last for month in months], np.int32)
