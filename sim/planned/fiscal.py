"""Fiscal years, which begin when a funder says (SEMANTICS M9)."""

from datetime import date

from sim.calendar import Calendar

__all__ = ["days_by_year", "fiscal_year", "year_ends", "year_starts"]


def fiscal_year(calendar: Calendar, starts: tuple[int, int], day: int) -> int:
    """Return the calendar year in which the fiscal year of ``day`` began."""
    when = calendar.date(day)
    return when.year if when >= date(when.year, *starts) else when.year - 1


def year_starts(
    calendar: Calendar, starts: tuple[int, int], first: int, last: int
) -> dict[int, int]:
    """Return the first day of every fiscal year that days ``first`` to ``last`` touch.

    >>> year_starts(Calendar(date(2017, 1, 1), 365), (7, 1), 0, 364)
    {2016: -184, 2017: 181}
    """
    years = range(
        fiscal_year(calendar, starts, first), fiscal_year(calendar, starts, last) + 1
    )
    return {year: calendar.day(date(year, *starts)) for year in years}


def days_by_year(
    calendar: Calendar, starts: tuple[int, int], first: int, last: int
) -> dict[int, int]:
    """Return how many of the days ``first`` to ``last`` lie in each fiscal year.

    >>> days_by_year(Calendar(date(2017, 1, 1), 365), (7, 1), 0, 364)
    {2016: 181, 2017: 184}
    """
    begun = year_starts(calendar, starts, first, last)
    ends = [*list(begun.values())[1:], last + 1]
    return {
        year: end - max(first, start)
        for (year, start), end in zip(begun.items(), ends, strict=True)
    }


def year_ends(calendar: Calendar, starts: tuple[int, int]) -> frozenset[int]:
    """Return the last days of fiscal years within the period.

    >>> year_ends(Calendar(date(2017, 1, 1), 365), (7, 1))
    frozenset({180})
    """
    begun = year_starts(calendar, starts, 0, calendar.days)
    return frozenset(day - 1 for day in begun.values() if day > 0)
