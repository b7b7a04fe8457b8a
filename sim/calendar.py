"""Days of the period and the calendar they fall on (SEMANTICS T1, T2, T7).

A *day* is a whole number counted from the first day of the period, which is
day 0.  Days before the period are negative.  Months and years are calendar ones.

>>> from datetime import date
>>> calendar = Calendar(date(2017, 1, 1), 365)
>>> calendar.day(date(2017, 2, 1)), calendar.date(-1)
(31, datetime.date(2016, 12, 31))
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "TICKS_PER_DAY",
    "Calendar",
    "Month",
    "add_months",
    "days_in_year",
    "on_grid",
]

TICKS_PER_DAY = 2**20
"""An instant is a multiple of one tick: the grid of T1."""

Floats: TypeAlias = NDArray[np.float64]
Date: TypeAlias = date  # inside Calendar, ``date`` is a method


def on_grid(days: float | Floats) -> Floats:
    """Round times or durations in days to the grid of T1, half to even.

    >>> on_grid(np.array([1.5 * 2.0**-20, 30.0])) * 2.0**20
    array([2.000000e+00, 3.145728e+07])
    """
    return np.asarray(np.rint(np.asarray(days) * TICKS_PER_DAY) / TICKS_PER_DAY)


def days_in_year(year: int) -> int:
    """Return the number of days of a calendar year: 365, or 366 in a leap year.

    >>> days_in_year(2016), days_in_year(2017), days_in_year(1900)
    (366, 365, 365)
    """
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def add_months(when: date, months: int) -> date:
    """Return the same day of the month, ``months`` later (earlier if negative).

    A day the month does not have becomes its last one.

    >>> add_months(date(2017, 1, 31), 1), add_months(date(2017, 3, 15), -3)
    (datetime.date(2017, 2, 28), datetime.date(2016, 12, 15))
    """
    years, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    last = monthrange(years, month + 1)[1]
    return date(years, month + 1, min(when.day, last))


@dataclass(frozen=True, slots=True)
class Month:
    """The part of a calendar month that lies in the period.

    ``first`` and ``last`` are days of the period, both included.  ``label`` is
    such as ``2017-03``.
    """

    label: str
    year: int
    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """A period of ``days`` days from ``start``.

    Raises
    ------
    ValueError
        When the period has no days.
    """

    start: Date
    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"a period has at least one day, got {self.days}")

    @classmethod
    def between(cls, start: Date, end: Date) -> Self:
        """Return the period from ``start`` up to the day before ``end``.

        >>> Calendar.between(date(2017, 1, 1), date(2018, 1, 1)).days
        365
        """
        return cls(start, (end - start).days)

    def day(self, when: Date) -> int:
        """Return the day number of a date; negative before the period."""
        return (when - self.start).days

    def date(self, day: int) -> Date:
        """Return the date of a day number, which may lie outside the period."""
        return self.start + timedelta(days=day)

    def add_months(self, day: int, months: int) -> int:
        """Return the day that lies ``months`` calendar months after ``day``.

        >>> Calendar(date(2017, 1, 1), 365).add_months(30, 1)
        58
        """
        return self.day(add_months(self.date(day), months))

    def year_of(self, day: int) -> int:
        """Return the calendar year of a day.

        >>> Calendar(date(2017, 1, 1), 365).year_of(365)
        2018
        """
        return self.date(day).year

    def days_in_year(self, year: int) -> int:
        """Return the number of days of a calendar year, in the period or not."""
        return days_in_year(year)

    @property
    def last_date(self) -> Date:
        """The date of the last day of the period."""
        return self.date(self.days - 1)

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years that the period touches.

        >>> Calendar(date(2016, 12, 31), 2).years
        (2016, 2017)
        """
        return tuple(range(self.start.year, self.last_date.year + 1))

    @property
    def months(self) -> tuple[Month, ...]:
        """The calendar months that the period touches, in order.

        >>> [m.label for m in Calendar(date(2016, 12, 31), 33).months]
        ['2016-12', '2017-01', '2017-02']
        """
        return _months(self)

    @property
    def month_ends(self) -> tuple[int, ...]:
        """The last day of each month, the last one cut at the end of the period.

        >>> Calendar(date(2017, 1, 1), 40).month_ends
        (30, 39)
        """
        return tuple(month.last for month in self.months)

    def dates_of(self, first: int, days: int) -> NDArray[np.datetime64]:
        """Return the dates of ``days`` days from day ``first``, as datetime64[D]."""
        begin = np.datetime64(self.start) + np.timedelta64(first, "D")
        return begin + np.arange(days)


@lru_cache(maxsize=16)
def _months(calendar: Calendar) -> tuple[Month, ...]:
    months = []
    first = calendar.start.replace(day=1)
    while (begins := calendar.day(first)) < calendar.days:
        following = add_months(first, 1)
        months.append(
            Month(
                label=f"{first:%Y-%m}",
                year=first.year,
                number=first.month,
                first=max(begins, 0),
                last=min(calendar.day(following), calendar.days) - 1,
            )
        )
        first = following
    return tuple(months)
