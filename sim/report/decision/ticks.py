"""Scales of pictures and their units, in the language spoken."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.report.language import marked, say, spoken
from sim.report.numbers import is_money, localised, whole

if TYPE_CHECKING:
    from matplotlib.axis import Axis

__all__ = ["money_along", "number_along", "points_along", "unit_told"]

UNITS = {
    "probability": marked("share of periods"),
    "share": marked("share"),
    "persons": marked("people"),
    "days": marked("days"),
    "shelter-days": marked("shelter-days"),
    "nights": marked("nights"),
    "bed-nights": marked("bed-nights"),
    "closures": marked("closures"),
    "months": marked("months"),
    "referrals": marked("referrals"),
    "stays": marked("stays"),
    "times": marked("times"),
    "index": marked("index"),
}
"""What stands along an axis for each unit."""


def number_along(axis: "Axis", *, parts_of_100: bool = False) -> None:
    """Write numbers along an axis; shares in per cent with ``parts_of_100``."""
    sign = spoken().percent if parts_of_100 else ""
    factor = 100 if parts_of_100 else 1
    _say(axis, lambda value: f"{localised(f'{factor * value:,.6g}')}{sign}")


def points_along(axis: "Axis") -> None:
    """Write differences of shares along an axis, in points of 100."""
    _say(axis, lambda value: localised(f"{100 * value:,.6g}"))


def money_along(axis: "Axis", currency: str) -> None:
    """Write whole units of a currency along an axis."""
    _say(axis, lambda value: whole(value, currency))


def _say(axis: "Axis", told: Callable[[float], str]) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: told(value)))


def unit_told(unit: str) -> str:
    """Return a unit for an axis, in the language spoken; that of money is its code."""
    if is_money(unit):
        currency, per, _ = unit.partition(" per ")
        return say("{currency} each", currency=currency) if per else unit
    return say(UNITS[unit]) if unit in UNITS else unit
