"""Intervals of a workbook: beside numbers, in columns of their own.

A cell of a page tells a number with its interval in brackets; a cell of a workbook
holds a number alone, to be reckoned with.
"""

import re
from dataclasses import replace

from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.language import say

__all__ = ["with_intervals"]

NUMBER_AND_INTERVAL = re.compile(
    r"^(?P<sign>~ )?[^(]*\d[^(]*\((?P<interval>[^()]*\d[^()]*)\)(?P<marks>(?: [↓↑])*)$"
)


def with_intervals(table: Table) -> Table:
    """Return a table with the intervals of its numbers in columns at its end."""
    told = [
        number
        for number, column in enumerate(table.columns)
        if column.kind != "text" and any(_interval(row[number]) for row in table.rows)
    ]
    if not told:
        return table
    heads = (_head(table.columns[number]) for number in told)
    return replace(
        table,
        columns=(*table.columns, *heads),
        rows=tuple(_longer(row, told) for row in table.rows),
        total=None if table.total is None else _longer(table.total, told),
    )


def _longer(row: tuple[Cell, ...], told: list[int]) -> tuple[Cell, ...]:
    return (*row, *(cell(_interval(row[number])) for number in told))


def _head(column: Column) -> Column:
    return Column(
        title=say("{column}: interval", column=column.title),
        meaning=say("what a page shows in brackets after the number"),
    )


def _interval(number: Cell) -> str:
    """Return what stands in brackets after a number with its marks, or nothing."""
    found = NUMBER_AND_INTERVAL.match(number.text.strip())
    if not found or number.value is None:
        return ""
    sign = found["sign"] or ""
    return sign + found["interval"] + found["marks"]
