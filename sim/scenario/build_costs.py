"""Cost lines, and what a month of them is."""

from dataclasses import replace
from fractions import Fraction

from sim.calendar import Calendar, days_in_year
from sim.scenario.costs import CostLine as CostText
from sim.scenario.plan import CostLine

__all__ = ["cost_line", "month_of_cost", "only_while_open"]

TIMES = {"year": ("year", 1), "quarter": ("year", 4), "month": ("year", 12)}


def cost_line(
    name: str, text: CostText, calendar: Calendar, *, while_closed: bool
) -> CostLine:
    """Return one kind of cost; months and quarters become years (M1)."""
    kind, amount, per, day = "fixed", 0, "each", None
    rate = text.fixed or text.per_team
    if rate is not None:
        kind = "fixed" if text.fixed else "team"
        amount, per = _recurring(*rate)
    elif text.per_bed_night is not None:
        kind, amount = "bed_night", text.per_bed_night
    elif text.per_admission is not None:
        kind, amount = "admission", text.per_admission
    elif text.per_exit is not None:
        kind, amount = "exit", text.per_exit
    elif text.once is not None and text.on is not None:
        kind, amount, day = "one_off", text.once, calendar.day(text.on)
    return CostLine(
        name=name,
        kind=kind,  # type: ignore[arg-type]
        amount=amount,
        per=per,  # type: ignore[arg-type]
        residents_per_team=text.residents_per_team,
        day=day,
        growth=text.growth or Fraction(0),
        while_closed=while_closed,
        changes=tuple(
            (calendar.day(day), _recurring(*new)[0])
            for day, new in sorted(text.changes.items())
        ),
    )


def _recurring(amount: int, per: str | None) -> tuple[int, str]:
    """Return an amount and its time; months and quarters become years (M1)."""
    if per is None:
        return amount, "each"
    name, times = TIMES.get(per, (per, 1))
    return amount * times, name


def only_while_open(
    line: CostLine,
    calendar: Calendar,
    opened: tuple[int, bool] | None,
    closed: tuple[int, bool] | None,
) -> CostLine:
    """Return a fixed cost that is billed only while its shelter is there.

    ``opened`` and ``closed`` hold the day, and whether the line is billed before
    or after it all the same.  What else a shelter costs ends with its residents.
    """
    if line.kind != "fixed":
        return line
    amounts = [(0, line.amount), *line.changes]
    if opened is not None and not opened[1]:
        day = opened[0]
        begins = _amount_on(day, line, calendar)
        amounts = [(0, 0), (day, begins), *(a for a in amounts if a[0] > day)]
    if closed is not None and not closed[1]:
        amounts = [*(a for a in amounts if a[0] < closed[0]), (closed[0], 0)]
    return replace(line, amount=amounts[0][1], changes=tuple(amounts[1:]))


def _amount_on(day: int, line: CostLine, calendar: Calendar) -> int:
    """Return the amount in force on a day, grown since the year it was set (M1)."""
    amount, since = line.amount, calendar.start.year
    for first, changed in line.changes:
        if first <= day:
            amount, since = changed, calendar.date(first).year
    years = max(0, calendar.date(day).year - since)
    return int(amount * (1 + line.growth) ** years)


def month_of_cost(costs: tuple[CostLine, ...], residents: int, year: int) -> Fraction:
    """Return a twelfth of the year's bills at so many residents, in minor units (T7).

    Admissions, exits and one-off costs are not part of it: nobody plans them by
    the month.
    """
    days = days_in_year(year)
    total = Fraction(0)
    for line in costs:
        periods = {
            "year": Fraction(1),
            "week": Fraction(days, 7),
            "day": Fraction(days),
        }
        if line.kind == "fixed":
            total += line.amount * periods[line.per]
        elif line.kind == "team":
            teams = -(-residents // (line.residents_per_team or 1))
            total += line.amount * teams * periods[line.per]
        elif line.kind == "bed_night":
            total += line.amount * residents * days
    return total / 12
