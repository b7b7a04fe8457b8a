"""The calendar: which day a date is, and where months and years end."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.calendar import Calendar, add_months, days_in_year

starts = st.dates(date(1999, 1, 1), date(2040, 12, 31))
lengths = st.integers(1, 2000)


def test_a_day_before_the_period_is_negative():
    calendar = Calendar(date(2017, 1, 1), 365)

    assert calendar.day(date(2016, 12, 1)) == -31
    assert calendar.date(-31) == date(2016, 12, 1)


def test_a_period_has_days():
    with pytest.raises(ValueError, match="at least one day"):
        Calendar(date(2017, 1, 1), 0)


def test_months_of_a_leap_year_end_where_the_calendar_says():
    assert Calendar(date(2016, 1, 1), 366).month_ends == (
        30, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365,
    )  # fmt: skip


def test_a_period_within_a_month_has_one_month():
    calendar = Calendar(date(2017, 3, 10), 5)

    (month,) = calendar.months
    assert (month.label, month.first, month.last) == ("2017-03", 0, 4)
    assert calendar.years == (2017,)


def test_the_last_day_of_a_month_plus_a_month_is_the_last_day_of_the_next():
    assert add_months(date(2016, 1, 31), 1) == date(2016, 2, 29)
    assert add_months(date(2017, 12, 31), 2) == date(2018, 2, 28)
    assert add_months(date(2017, 1, 15), -1) == date(2016, 12, 15)


def test_leap_years_are_those_of_the_calendar():
    assert [days_in_year(y) for y in (1900, 2000, 2016, 2017)] == [365, 366, 366, 365]


@settings(deadline=None)
@given(starts, st.integers(-3000, 3000))
def test_day_and_date_undo_each_other(start, day):
    calendar = Calendar(start, 365)

    assert calendar.day(calendar.date(day)) == day


@settings(deadline=None)
@given(starts, lengths)
def test_months_cover_the_period_without_gap_or_overlap(start, days):
    calendar = Calendar(start, days)

    covered = [d for m in calendar.months for d in range(m.first, m.last + 1)]
    assert covered == list(range(days))


@settings(deadline=None)
@given(starts, lengths)
def test_every_day_is_in_the_month_and_year_its_date_says(start, days):
    calendar = Calendar(start, days)

    for day in {0, days // 3, days // 2, days - 1}:
        when = start + timedelta(days=day)
        month = next(m for m in calendar.months if m.first <= day <= m.last)
        assert (month.year, month.number) == (when.year, when.month)
        assert when.year in calendar.years
