"""A block as tables: columns of the same length, keys as words."""

from collections.abc import Mapping, Sequence
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
from sim.scenario.plan import Scenario

__all__ = [
    "BY_DAY",
    "BY_MONTH",
    "BY_NIGHT",
    "Table",
    "block_of",
    "month_ends",
    "replications_first",
    "tables_of",
]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Column = NDArray[Any]
Tables = Mapping[str, Mapping[str, Column]]

KEYS = ("shelter", "funder", "group", "year", "cause")
BY_NIGHT = ("cash", "arrears", "closed", "frozen")
BY_DAY = ("waiting", "sheltered", "displaced")
BY_MONTH = ("opening", "receipts", "bills", "paid", "closing", "restricted")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length.

    Where a column has ``words`` it holds their positions from 1, and 0 for none.
    """

    columns: Mapping[str, Column]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def tables_of(scenario: Scenario, block: Block) -> dict[str, Table]:
    """Return the tables of a block, by name."""
    tables = {"counts": _counts(scenario, block), "waits": _waits(block)}
    if block.series is not None:
        tables["nights"] = _series(block, BY_NIGHT, ("day", "shelter"))
        tables["days"] = _series(block, BY_DAY, ("day",))
        tables["months"] = _series(block, BY_MONTH, ("month", "shelter"))
    return tables


def _series(block: Block, names: Sequence[str], axes: Sequence[str]) -> Table:
    """Return series with a row for each place on the axes and each replication."""
    columns = {
        name: np.moveaxis(getattr(block.series, name), 0, -1).ravel() for name in names
    }
    shape = np.moveaxis(getattr(block.series, names[0]), 0, -1).shape
    places = dict(zip((*axes, "replication"), _places(shape), strict=True))
    places["replication"] = places["replication"] + np.int32(block.first)
    return Table({**places, **columns})


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


def _waits(block: Block) -> Table:
    waits = block.waits
    return Table(
        {
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
    )


def _counts(scenario: Scenario, block: Block) -> Table:
    """Return the counts cell by cell, each with all its replications."""
    frame = frame_of(scenario)
    words = _words(frame)
    parts: dict[str, list[Column]] = {
        name: [] for name in ("replication", "count", *KEYS, "value")
    }
    numbers = np.arange(block.first, block.end, dtype=np.int32)
    for number, (name, counts) in enumerate(block.tallies.items(), 1):
        cells = counts[0].size
        places = _places(counts.shape[1:])
        codes = {
            key_of(axis): _codes(frame, axis, words[key_of(axis)])[place]
            for axis, place in zip(COUNTS[name], places, strict=True)
        }
        none = np.zeros(cells, np.int32)
        parts["replication"].append(np.tile(numbers, cells))
        parts["count"].append(np.full(counts.size, number, np.int32))
        for key in KEYS:
            parts[key].append(np.repeat(codes.get(key, none), len(numbers)))
        parts["value"].append(counts.reshape(len(numbers), cells).T.ravel())
    return Table(
        {name: np.concatenate(columns) for name, columns in parts.items()},
        {"count": list(block.tallies), **words},
    )


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


def block_of(scenario: Scenario, span: tuple[int, int], tables: Tables) -> Block:
    """Return the block that :func:`tables_of` made these columns from."""
    frame, (first, end) = frame_of(scenario), span
    counts, waits = tables["counts"], tables["waits"]
    values = np.asarray(counts["value"], np.int64)
    tallies, at = {}, 0
    for name, axes in COUNTS.items():
        shape = frame.shape(axes)
        size = (end - first) * prod(shape)
        cells = values[at : at + size].reshape(*shape, end - first)
        tallies[name] = np.ascontiguousarray(np.moveaxis(cells, -1, 0))
        at += size
    groups = sum(name.startswith("group_") for name in waits)
    members = [waits[f"group_{number}"] for number in range(groups)]
    return Block(
        first=first,
        tallies=tallies,
        waits=Waits(
            replications=end - first,
            replication=np.asarray(waits["replication"], np.int64) - first,
            ticks=np.asarray(waits["ticks"], np.int64),
            admitted=np.asarray(waits["admitted"], np.bool_),
            is_open=np.asarray(waits["is_open"], np.bool_),
            year=np.asarray(waits["year"], np.int64),
            members=np.stack(members, axis=1).astype(np.int64),
        ),
        series=_series_of(scenario, end - first, tables)
        if "nights" in tables
        else None,
    )


def _series_of(scenario: Scenario, replications: int, tables: Tables) -> Series:
    """Return the series of a block as they were."""
    shape = (len(scenario.shelters), replications)
    return Series(
        **{
            name: replications_first(tables["nights"][name], shape) for name in BY_NIGHT
        },
        **{
            name: replications_first(tables["days"][name], shape[1:]) for name in BY_DAY
        },
        **{
            name: replications_first(tables["months"][name], shape) for name in BY_MONTH
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
