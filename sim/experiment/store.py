"""Tallies as Parquet, through DuckDB: every count of every replication, in rows.

One row a cell, in a long table that any tool can query: ``replication``,
``count``, the keys ``shelter``, ``funder``, ``group``, ``year`` and ``cause``
(null: the whole, or not split by it), and ``value``, an integer as counted: people,
nights, days, cents, or ticks of 2⁻²⁰ day where the count's name says so.  The
same tallies give the same bytes.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.experiment.results import Results
from sim.measures.frame import Frame, frame_of
from sim.measures.tally import CAUSES, COUNTS, key_of
from sim.scenario.plan import Scenario

__all__ = ["read", "write"]

Ints = NDArray[np.int64]

KEYS = ("shelter", "funder", "group", "year", "cause")


def write(results: Results, path: Path) -> None:
    """Write the tallies of an experiment to one Parquet file.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    import duckdb

    labels = _labels(frame_of(results.scenario))
    chosen = ", ".join(
        f'list_extract(${key}::VARCHAR[], "{key}"::INTEGER) AS "{key}"' for key in KEYS
    )
    with duckdb.connect(":memory:", config={"threads": 1}) as database:
        database.register("cells", _columns(results))
        try:
            database.execute(
                f"COPY (SELECT replication, list_extract($count, count::INTEGER) "  # noqa: S608  # no words of a file stand in it
                f"AS count, {chosen}, value FROM cells) "
                f"TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)",
                {"count": list(COUNTS), **labels},
            )
        except duckdb.IOException as error:
            raise OSError(str(error)) from error


def read(path: Path, scenario: Scenario) -> dict[str, Ints]:
    """Return the tallies in a file that ``write`` made for the same scenario.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    import duckdb

    frame = frame_of(scenario)
    with duckdb.connect(":memory:", config={"threads": 1}) as database:
        try:
            rows = database.execute(
                f"SELECT count, value FROM read_parquet({_quoted(path)})"  # noqa: S608  # our own path
            ).fetchnumpy()
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
    names, values = rows["count"], np.asarray(rows["value"], np.int64)
    return {
        name: values[names == name].reshape(-1, *frame.shape(axes))
        for name, axes in COUNTS.items()
        if (names == name).any()
    }


def _labels(frame: Frame) -> dict[str, list[str]]:
    """Return the words of each key; all kinds of cause share one list."""
    causes = [frame.labels[axis] for axis in CAUSES]
    return {
        **{key: list(frame.labels[key]) for key in KEYS[:-1]},
        "cause": list(dict.fromkeys(word for words in causes for word in words)),
    }


def _columns(results: Results) -> Mapping[str, NDArray[np.generic]]:
    """Return the rows in columns, words as positions from 1, 0 for none."""
    frame = frame_of(results.scenario)
    words = _labels(frame)
    columns: dict[str, list[NDArray[np.generic]]] = {
        name: [] for name in ("replication", "count", *KEYS, "value")
    }
    numbers = {name: number for number, name in enumerate(COUNTS, 1)}
    for name, counts in results.tallies.items():
        places = dict(
            zip(("", *COUNTS[name]), np.indices(counts.shape, np.int32), strict=True)
        )
        columns["replication"].append(places.pop("").ravel())
        columns["count"].append(np.full(counts.size, numbers[name], np.int32))
        columns["value"].append(counts.ravel())
        codes = {
            key_of(axis): _codes(frame, axis, words)[place.ravel()]
            for axis, place in places.items()
        }
        for key in KEYS:
            columns[key].append(codes.get(key, np.zeros(counts.size, np.int32)))
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def _codes(frame: Frame, axis: str, words: dict[str, list[str]]) -> NDArray[np.int32]:
    """Return the position of each label of an axis among its key's words."""
    known = words[key_of(axis)]
    positions = [known.index(label) + 1 for label in frame.labels[axis]]
    return np.array([*positions, 0], np.int32)


def _quoted(path: Path) -> str:
    text = str(path).replace("'", "''")
    return f"'{text}'"
