"""Cost lines by day: what each bills whatever chance brings (SEMANTICS M1, T7)."""

from dataclasses import dataclass
from fractions import Fraction

from sim.calendar import Calendar, days_in_year
from sim.scenario.plan import CostLine, ShelterPlan

__all__ = ["Line", "eligible_lines", "line_by_day", "lines_of_kind", "open_bills"]


@dataclass(frozen=True, slots=True)
class Line:
    """A cost line with its bill for every day, in minor units.

    For a ``team`` line ``daily`` is the bill of one team; for lines that count
    nights, admissions or exits it is the price of one on that day.
    """

    plan: CostLine
    daily: tuple[int, ...]


def line_by_day(plan: CostLine, calendar: Calendar) -> Line:
    """Bill a line by day: ⌊A(j+1)/D⌋ − ⌊Aj/D⌋ on day j of a D-day year (M1)."""
    daily = []
    for day in range(calendar.days):
        date = calendar.date(day)
        amount = _amount_on(plan, day, date.year, calendar)
        if plan.kind in {"fixed", "team"} and plan.per == "year":
            length = days_in_year(date.year)
            j = date.timetuple().tm_yday - 1
            amount = amount * (j + 1) // length - amount * j // length
        elif plan.kind in {"fixed", "team"} and plan.per == "week":
            j = date.weekday()
            amount = amount * (j + 1) // 7 - amount * j // 7
        daily.append(amount)
    return Line(plan, tuple(daily))


def _amount_on(plan: CostLine, day: int, year: int, calendar: Calendar) -> int:
    """Return the amount in force, grown since the year it was set (T7)."""
    amount, since = plan.amount, calendar.start.year
    for first, changed in plan.changes:
        if first <= day:
            amount, since = changed, calendar.date(first).year
    return _grown(amount, plan.growth, year - since)


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
