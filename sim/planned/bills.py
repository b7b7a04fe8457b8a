"""Cost lines by day: what each bills whatever chance brings (SEMANTICS M1, T7)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.scenario.plan import CostLine, ShelterPlan

__all__ = [
    "Line",
    "daily_bills",
    "eligible_lines",
    "line_by_day",
    "lines_of_kind",
    "open_bills",
]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """A cost line with its bill for every day, in minor units.

    For a ``team`` line ``daily`` is the bill of one team; for lines that count
    nights, admissions or exits it is the price of one on that day.
    """

    plan: CostLine
    daily: tuple[int, ...]


def line_by_day(plan: CostLine, calendar: Calendar) -> Line:
    """Bill a line by day, see :func:`daily_bills`."""
    return Line(plan, tuple(daily_bills(plan, calendar).tolist()))


def daily_bills(plan: CostLine, calendar: Calendar) -> Ints:
    """Bill a line by day: ⌊A(j+1)/D⌋ − ⌊Aj/D⌋ on day j of a D-day year (M1)."""
    amount = _amounts(plan, calendar)
    if plan.kind in {"fixed", "team"} and plan.per in {"year", "week"}:
        length, j = _place_in(plan.per, calendar)
        return np.asarray(amount * (j + 1) // length - amount * j // length)
    return amount


@lru_cache(maxsize=4)
def _place_in(per: str, calendar: Calendar) -> tuple[Ints, Ints]:
    """Return the length of the year or week of each day, and its place there."""
    dates = calendar.dates_of(0, calendar.days)
    if per == "week":
        monday = dates.astype("datetime64[D]").astype(np.int64) + 3
        return np.full(calendar.days, 7), monday % 7
    years = dates.astype("datetime64[Y]")
    first = years.astype("datetime64[D]")
    length = (years + 1).astype("datetime64[D]") - first
    return length.astype(np.int64), (dates - first).astype(np.int64)


def _amounts(plan: CostLine, calendar: Calendar) -> Ints:
    """Return the amount in force on each day."""
    turns = {calendar.day(date(year, 1, 1)) for year in calendar.years}
    turns |= {day for day, _ in plan.changes}
    begins = sorted({0, *(day for day in turns if 0 < day < calendar.days)})
    ends = [*begins[1:], calendar.days]
    amounts = [_amount_on(plan, day, calendar) for day in begins]
    return np.repeat(np.array(amounts, np.int64), np.subtract(ends, begins))


def _amount_on(plan: CostLine, day: int, calendar: Calendar) -> int:
    """Return the amount in force, grown since the year it was set (T7)."""
    amount, since = plan.amount, calendar.start.year
    for first, changed in plan.changes:
        if first <= day:
            amount, since = changed, calendar.date(first).year
    return _grown(amount, plan.growth, calendar.year_of(day) - since)


def _grown(amount: int, growth: Fraction, years: int) -> int:
    """Return an amount after ``years`` first days of January, in whole units."""
    if not growth or years <= 0:
        return amount
    grown = amount * (1 + growth) ** years
    return grown.numerator // grown.denominator


def open_bills(lines: tuple[Line, ...], days: int) -> tuple[int, ...]:
    """Return by day the bill of an open shelter that houses nobody."""
    fixed = [line.daily for line in lines if line.plan.kind == "fixed"]
    return tuple(sum(daily[day] for daily in fixed) for day in range(days))


def eligible_lines(plan: ShelterPlan, names: tuple[str, ...] | None) -> frozenset[int]:
    """Return which of a shelter's cost lines ``names`` means; None means all."""
    return frozenset(
        number
        for number, line in enumerate(plan.costs)
        if names is None or line.name in names
    )


def lines_of_kind(lines: tuple[Line, ...], *kinds: str) -> tuple[int, ...]:
    """Return the numbers of the lines of some kinds, in file order."""
    return tuple(n for n, line in enumerate(lines) if line.plan.kind in kinds)
