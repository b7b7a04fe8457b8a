"""Tables as they are printed: what many rows begin with stands above them, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sim.report.document.parts import Cell, Column, Table

__all__ = ["Group", "Printed", "printed"]

WORTH = 3
"""So many rows to a heading make headings worth their lines."""
BETWEEN = " · "
"""What stands between the cells of a heading."""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together under a heading, which is empty where there is none."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A table on paper or on a screen: its columns, and its rows in groups."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[str | Row, ...]:
        """The headings and the rows, in reading order."""
        lines: list[str | Row] = []
        for group in self.groups:
            lines += [group.heading] if group.heading else []
            lines += group.rows
        return tuple(lines)


def printed(table: Table) -> Printed:
    """Return a table with the columns by which it is grouped as headings of rows.

    Where few rows would stand under each heading, all columns stay columns.
    """
    first = table.grouped
    runs = [
        (key, tuple(rows))
        for key, rows in groupby(table.rows, key=lambda row: _texts(row[:first]))
    ]
    if not first or len(table.rows) < WORTH * len(runs):
        return Printed(table.columns, (Group("", table.rows),))
    groups = [
        Group(_heading(key, table.columns), tuple(row[first:] for row in rows))
        for key, rows in runs
    ]
    return Printed(table.columns[first:], tuple(groups))


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.text for cell in cells)


def _heading(texts: Sequence[str], columns: Sequence[Column]) -> str:
    """Return the heading of a group: what it is, then what else is the same in it."""
    name, *others = texts
    told = [f"{c.title}: {text}" for c, text in zip(columns[1:], others, strict=False)]
    return BETWEEN.join([name, *told])
