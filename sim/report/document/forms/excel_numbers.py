"""Formats of numbers in a workbook: as finely as a page tells them."""

import re

from sim.money import format_money, minor_digits
from sim.report.document.parts import Cell
from sim.report.language import spoken

__all__ = ["format_as_told", "money_format"]

MOST_PLACES = 2
"""So many places after the point a number has at most."""


def money_format(currency: str, digits: int | None = None) -> str:
    """Return Excel's format of an amount, its sign where the language has it.

    ``digits`` after the point are those of the currency unless given.
    """
    places = minor_digits(currency) if digits is None else digits
    sign = _sign(currency)
    number = _number(places)
    shown = f"[${sign}]{number}" if spoken().money_first else f"{number} [${sign}]"
    return f"{shown};-{shown}"


def format_as_told(cell: Cell, currency: str) -> str:
    """Return Excel's format of a number by how a page tells it.

    Money has its sign, a share its sign of per cent, and each as many places after the
    point as in words; a difference of shares in points of 100 keeps two more, since
    the cell holds parts of 1.

    >>> format_as_told(Cell("−35 (−45 to −26)", -35.2), "EUR")
    '#,##0'
    >>> format_as_told(Cell("−€4,200 (−€4,900 to −€3,500)", -4213.7), "EUR")
    '[$€]#,##0;-[$€]#,##0'
    >>> format_as_told(Cell("+1.3 points (+0.4 to +2.4)", 0.0132), "EUR")
    '#,##0.000'
    """
    if "%" in cell.text:
        return f"0.0{spoken().percent}"
    point, group = map(re.escape, (spoken().point, spoken().group))
    found = re.search(rf"\d(?:\d|{group}(?=\d))*(?:{point}(\d+))?", cell.text)
    if found is None or cell.value is None:
        return _number(MOST_PLACES)
    places = min(len(found[1] or ""), MOST_PLACES)
    if _sign(currency).strip() in cell.text:
        return money_format(currency, places)
    plain = found[0].replace(spoken().group, "").replace(spoken().point, ".")
    told, held = float(plain), abs(cell.value)
    in_points = abs(told - 100 * held) < abs(told - held)
    return _number(places + (2 if in_points else 0))


def _sign(currency: str) -> str:
    return format_money(0, currency).removesuffix("0")


def _number(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")
