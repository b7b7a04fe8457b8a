"""Charts of a workbook, which Excel draws from its own cells, and their units."""

from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sim.money import format_money, minor_digits
from sim.report.document.parts import Chart, Column, Picture, Table
from sim.report.language import say, spoken

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.chart import Chart as Drawn  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["add_chart", "money_format"]

WIDE, DEEP = 760, 420
"""The size of a chart in dots of a screen."""
SHORT = 40
"""Longer names are cut beside a mark."""
SCALES = {"share": "0%", "count": "#,##0"}
"""Formats of the numbers along an axis; money has that of its currency."""


def money_format(currency: str, digits: int | None = None) -> str:
    """Return Excel's format of an amount, its sign where the language has it.

    ``digits`` after the point are those of the currency unless given.
    """
    places = minor_digits(currency) if digits is None else digits
    sign = format_money(0, currency).removesuffix("0")
    number = "#,##0" + ("." + "0" * places if places else "")
    shown = f"[${sign}]{number}" if spoken().money_first else f"{number} [${sign}]"
    return f"{shown};-{shown}"


def add_chart(
    book: "Workbook",
    sheet: "Worksheet",
    table: Table,
    picture: Picture,
    *,
    top: int,
    currency: str,
) -> None:
    """Draw a table as a chart beside it, told in words too.

    ``top`` is the row of the table's heads.
    """
    plan = picture.chart
    assert plan is not None
    options: dict[str, Any] = {"type": plan.kind}
    if plan.kind == "scatter":
        options["subtype"] = "straight_with_markers" if plan.apart == 0 else None
    chart = book.add_chart(options)
    for first, last, name in _runs(table, plan.apart):
        start, end = top + 1 + first, top + 1 + last
        for up in plan.up:
            label = table.columns[up].title
            both = f"{name}: {label}" if name else label
            series: dict[str, Any] = {
                "name": name if name and len(plan.up) == 1 else both,
                "categories": [sheet.name, start, plan.along, end, plan.along],
                "values": [sheet.name, start, up, end, up],
            }
            if plan.kind == "scatter" and plan.apart is None:
                series |= _named_marks(table)
            chart.add_series(series)
    chart.set_title({"name": picture.data.title, "name_font": {"size": 11}})
    _axes(chart, table, plan, currency)
    chart.set_size({"width": WIDE, "height": DEEP})
    alone = len(plan.up) == 1 and plan.apart is None
    chart.set_legend({"none": True} if alone else {"position": "bottom"})
    sheet.insert_chart(
        top + 1,
        len(table.columns) + 1,
        chart,
        {"description": picture.alt, "object_position": 3},
    )


def _axes(chart: "Drawn", table: Table, plan: Chart, currency: str) -> None:
    """Name both axes, give them their units, and keep names below what falls.

    The numbers of a bar chart run along the foot, its names down the side.
    """
    along, up = table.columns[plan.along], table.columns[plan.up[0]]
    numbers: dict[str, Any] = {
        "name": up.title if len(plan.up) == 1 else _unit(up, currency),
        "num_format": _scale(up, currency),
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
    }
    names: dict[str, Any] = {
        "name": along.title,
        "num_format": _scale(along, currency),
        "label_position": "low",
    }
    if plan.kind == "bar":
        chart.set_x_axis(numbers | {"label_position": "high"})
        chart.set_y_axis(names | {"reverse": True})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(numbers)


def _unit(column: Column, currency: str) -> str:
    """Return what several columns are counted in."""
    return {"money": currency, "share": "%"}.get(column.kind, say("number"))


def _scale(column: Column, currency: str) -> str:
    if column.kind == "money":
        return money_format(currency, 0)
    return SCALES.get(column.kind, "General")


def _named_marks(table: Table) -> dict[str, Any]:
    """Return marks without a line, each with the name of its row beside it."""
    names = [{"value": shorten(row[0].text, SHORT)} for row in table.rows]
    return {
        "marker": {"type": "diamond", "size": 8},
        "data_labels": {"value": True, "custom": names, "position": "right"},
    }


def _runs(table: Table, apart: int | None) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last row of each line of a chart, and its name."""
    if apart is None:
        yield 0, len(table.rows) - 1, ""
        return
    first = 0
    for number in range(1, len(table.rows) + 1):
        name = table.rows[first][apart].text
        if number == len(table.rows) or table.rows[number][apart].text != name:
            yield first, number - 1, name
            first = number
