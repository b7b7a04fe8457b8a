"""Charts of a workbook, which Excel draws from its own cells, and their units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sim.report.document.forms.excel_numbers import format_as_told, money_format
from sim.report.document.parts import Cell, Chart, Column, Picture, Table
from sim.report.language import say, spoken

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.chart import Chart as Drawn  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["Reaches", "add_charts"]

WIDE, DEEP = 760, 420
"""The size of a chart in dots of a screen."""
MOST_STEPS = 5
"""So many steps of an axis have room for their numbers."""
GAP = 12
"""Dots between charts that stand side by side."""
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""Okabe and Ito's, those first that differ most in lightness."""
GREY = "#4D4D4D"
PATTERNS = ("dark_vertical", "wide_upward_diagonal", "percent_20", "dark_horizontal")
DASHES = ("solid", "dash", "round_dot", "dash_dot", "long_dash", "square_dot")
"""What tells series apart on a grey print."""
SHORT = 40
"""Longer names are cut beside a mark."""
SCALES = {"count": "#,##0"}
"""Formats of the numbers along an axis; money has that of its currency."""


def add_charts(
    book: "Workbook",
    sheet: "Worksheet",
    table: Table,
    picture: Picture,
    *,
    top: int,
    currency: str,
    reaches: "Reaches",
) -> None:
    """Draw a table as a chart beside it, or as several, told in words too.

    ``top`` is the row of the table's heads; ``reaches`` takes note of intervals.
    """
    plan = picture.chart
    assert plan is not None
    place = _Place(book, sheet, table, picture, top, currency, reaches)
    if plan.alone is None:
        last = len(table.rows) - 1
        _add(place, (0, last), table.title, picture.alt, (0, 0))
        return
    for number, (first, last, name) in enumerate(_runs(table, plan.alone)):
        alt = f"{name}. {picture.alt}"
        _add(place, (first, last), name, alt, (number % 2, number // 2))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where charts are drawn, and of what."""

    book: "Workbook"
    sheet: "Worksheet"
    table: Table
    picture: Picture
    top: int
    currency: str
    reaches: "Reaches"


def _add(
    place: _Place, rows: tuple[int, int], title: str, alt: str, at: tuple[int, int]
) -> None:
    """Draw some rows of a table as a chart: as large as a sheet, or one of many.

    ``at`` counts charts from the left and from above.
    """
    table, sheet, plan = place.table, place.sheet, place.picture.chart
    assert plan is not None
    options: dict[str, Any] = {"type": plan.kind}
    if plan.kind == "scatter":
        options["subtype"] = "straight_with_markers" if plan.apart == 0 else None
    chart = place.book.add_chart(options)
    number = 0
    for first, last, name in _runs(table, plan.apart, rows):
        start, end = place.top + 1 + first, place.top + 1 + last
        for up in plan.up:
            label = table.columns[up].title
            both = f"{name}: {label}" if name else label
            series: dict[str, Any] = {
                "name": name if name and len(plan.up) == 1 else both,
                "categories": [sheet.name, start, plan.along, end, plan.along],
                "values": [sheet.name, start, up, end, up],
                **_look(plan.kind, number),
                **_doubt(place, up, first, last),
            }
            if plan.kind == "scatter" and plan.apart is None:
                series |= _named_marks(table)
            chart.add_series(series)
            number += 1
    chart.set_title({"name": title, "name_font": {"size": 11}})
    _axes(chart, table, plan, place.currency, rows)
    is_one = plan.alone is None
    wide, deep = (WIDE, DEEP) if is_one else (WIDE // 2, _deep(rows))
    chart.set_size({"width": wide, "height": deep})
    lonely = number == 1
    chart.set_legend({"none": True} if lonely else {"position": "bottom"})
    sheet.insert_chart(
        place.top + 1,
        len(table.columns) + 1,
        chart,
        {
            "description": alt,
            "object_position": 3,
            "x_offset": at[0] * (WIDE // 2 + GAP),
            "y_offset": at[1] * (_deep(rows) + GAP),
        },
    )


def _deep(rows: tuple[int, int]) -> int:
    """Return how high one of many charts is, in dots: so many bars need room."""
    return 140 + 24 * (rows[1] - rows[0] + 1)


def _look(kind: str, number: int) -> dict[str, Any]:
    """Return a colour, and for lines a dash and a mark, that a grey print tells too."""
    colour = COLOURS[number % len(COLOURS)]
    if kind in {"bar", "column"}:
        fill: dict[str, Any] = {"fill": {"color": colour}, "border": {"color": GREY}}
        if number:
            pattern = PATTERNS[number % len(PATTERNS)]
            fill = {
                "pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "white"}
            } | {"border": {"color": GREY}}
        return fill
    if kind == "line":
        dash = DASHES[number % len(DASHES)]
        return {"line": {"color": colour, "width": 2.0, "dash_type": dash}}
    return {}


def _doubt(place: _Place, up: int, first: int, last: int) -> dict[str, Any]:
    """Return the intervals of a run of numbers as error bars, where it has any."""
    table = place.table
    rows = table.rows[first : last + 1]
    if not any(row[up].low is not None and row[up].high is not None for row in rows):
        return {}
    told = table.columns[up].title
    names = [f"{' – '.join(_names(table, row))}: {told}" for row in rows]
    less, more = place.reaches.note(names, [row[up] for row in rows])
    bars = {
        "type": "custom",
        "plus_values": more,
        "minus_values": less,
        "line": {"color": "#1A1A1A", "width": 1.25},
    }
    return {"y_error_bars": bars}


def _names(table: Table, row: Sequence[Cell]) -> Iterator[str]:
    """Yield the words at the beginning of a row: what its numbers are of."""
    for column, each in zip(table.columns, row, strict=True):
        if column.kind != "text":
            return
        yield each.text


class Reaches:
    """How far intervals reach below and above their values: cells for error bars.

    Not every program draws error bars from numbers that stand in no cell.
    """

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.rows: list[tuple[str, float, float]] = []

    def note(self, names: Sequence[str], cells: Sequence[Cell]) -> tuple[str, str]:
        """Note how far some cells reach; return the ranges of below and above."""
        first = len(self.rows) + 2
        for name, each in zip(names, cells, strict=True):
            below = above = 0.0
            if not (each.value is None or each.low is None or each.high is None):
                below, above = each.value - each.low, each.high - each.value
            self.rows.append((name, max(0.0, below), max(0.0, above)))
        last = len(self.rows) + 1
        quoted = self.sheet.replace("'", "''")
        less, more = (f"='{quoted}'!${c}${first}:${c}${last}" for c in "BC")
        return less, more


def _axes(
    chart: "Drawn", table: Table, plan: Chart, currency: str, rows: tuple[int, int]
) -> None:
    """Name both axes, give them their units, and keep names below what falls.

    The numbers of a bar chart run along the foot, its names down the side.  Their
    unit may stand in the first of the ``rows`` of a chart; what they span has room
    for every interval.
    """
    along, up = table.columns[plan.along], table.columns[plan.up[0]]
    named = up.title if len(plan.up) == 1 else _unit(up, currency)
    if plan.unit is not None:
        named = f"{named}, {table.rows[rows[0]][plan.unit].text}"
    numbers: dict[str, Any] = {
        "name": named,
        "num_format": _scale(up, currency, table.rows[rows[0]][plan.up[0]]),
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        **_span(
            (row[up] for row in table.rows[rows[0] : rows[1] + 1] for up in plan.up),
            of_lines=plan.kind == "scatter" and plan.apart is not None,
        ),
    }
    names: dict[str, Any] = {
        "name": along.title,
        "num_format": _scale(along, currency, table.rows[rows[0]][plan.along]),
        "label_position": "low",
    }
    if plan.kind == "scatter" and along.kind == "share" and plan.apart is None:
        names |= _whole(row[plan.along].value or 0.0 for row in table.rows)
    if plan.kind == "bar":
        chart.set_x_axis(numbers | {"label_position": "high"})
        chart.set_y_axis(names | {"reverse": True})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(numbers)


def _whole(shares: Iterable[float]) -> dict[str, float]:
    """Return an axis of shares that ends with all: marks at its end have room."""
    return {"min": 0.0, "max": 1.0} if max(shares, default=0.0) <= 1 else {}


def _span(cells: Iterable[Cell], *, of_lines: bool = False) -> dict[str, float]:
    """Return from where to where an axis goes that has intervals; else nothing.

    Programs make room for the values alone, and would cut the intervals.  Lines far
    above nought need not begin there: they would lie upon one another.
    """
    known = [each for each in cells if None not in (each.low, each.high)]
    bounds = [end for each in known for end in (each.low, each.value, each.high)]
    ends = [end for end in bounds if end is not None]
    low = min([0.0, *ends])
    if of_lines and ends and min(ends) > max(ends) / 2:
        low = min(ends)
    high = max([0.0, *ends])
    if low == high:
        return {}
    power = 10.0 ** floor(log10(high - low))
    fine = (power * part for part in (0.1, 0.2, 0.5, 1.0, 2.0))
    step = next(each for each in fine if (high - low) / each <= MOST_STEPS)
    scale = {"min": floor(low / step) * step, "max": ceil(high / step) * step}
    return scale | {"major_unit": step}


def _unit(column: Column, currency: str) -> str:
    """Return what several columns are counted in."""
    return {"money": currency, "share": "%"}.get(column.kind, say("number"))


def _scale(column: Column, currency: str, first: Cell) -> str:
    """Return the format of the numbers along an axis, the first of them given."""
    told = format_as_told(first, currency) if column.kind == "number" else ""
    if column.kind == "money" or told.startswith("[$") or " [$" in told:
        return money_format(currency, 0)
    if column.kind == "share" or told.endswith("%"):
        return f"0{spoken().percent}"
    return SCALES.get(column.kind, "General")


def _named_marks(table: Table) -> dict[str, Any]:
    """Return marks without a line, each with the name of its row beside it."""
    names = [{"value": shorten(row[0].text, SHORT)} for row in table.rows]
    return {
        "marker": {"type": "diamond", "size": 8},
        "data_labels": {"value": True, "custom": names, "position": "right"},
    }


def _runs(
    table: Table, apart: int | None, rows: tuple[int, int] | None = None
) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last row of each line of a chart, and its name.

    ``rows`` are the first and the last that are looked at, all unless given.
    """
    first, end = (0, len(table.rows)) if rows is None else (rows[0], rows[1] + 1)
    if apart is None:
        yield first, end - 1, ""
        return
    for number in range(first + 1, end + 1):
        name = table.rows[first][apart].text
        if number == end or table.rows[number][apart].text != name:
            yield first, number - 1, name
            first = number
