"""Words with units: what they mean, and what is answered when they mean nothing."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.quantities import (
    read_count,
    read_date,
    read_days,
    read_flag,
    read_frequency,
    read_money,
    read_money_rate,
    read_months,
    read_months_or_money,
    read_share,
    read_trend,
    read_yearly_date,
)
from sim.scenario.ranges import completed_range
from sim.scenario.tree import Fault


def fault_of(read, *given):
    with pytest.raises(Fault) as caught:
        read(*given)
    return caught.value.args


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 days", 30),
        ("1 day", 1),
        ("7 nights", 7),
        ("2 weeks", 14),
        ("36 hours", Fraction(3, 2)),
        ("90 minutes", Fraction(1, 16)),
        ("0.5 days", Fraction(1, 2)),
        ("1,000 days", 1000),
        ("30days", 30),
        ("3 Days", 3),
    ],
)
def test_durations_are_exact_days(text, days):
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        ("30", "'30' has no unit", "write 30 days or 30 weeks"),
        (
            "soon",
            "'soon' is not a length of time",
            "write for example 30 days or 2 weeks",
        ),
        (
            "6 months",
            "'6 months' is not a fixed number of days, because months differ",
            "write 183 days if that is what you mean",
        ),
        (
            "1 year",
            "'1 year' is not a fixed number of days, because years differ",
            "write 365 days if that is what you mean",
        ),
        ("-3 days", "'-3 days' is negative; a length of time is 0 or more", ""),
        (
            "40,000 days",
            "'40,000 days' is more than a hundred years",
            "is the unit right?",
        ),
        (
            "12:30",
            "'12:30' looks like a time of day, but a length of time is needed",
            "write for example 12 hours or 30 days",
        ),
        (
            "95 dayz",
            "'dayz' is not a unit I know here",
            (
                "did you mean 'day'? use one of: minutes, hours, days, nights, weeks"
                " (for example  90 days)"
            ),
        ),
    ],
)
def test_other_durations_are_answered(text, problem, fix):
    assert fault_of(read_days, text) == (problem, fix)


def test_whole_days_are_whole():
    assert fault_of(lambda t: read_days(t, whole=True), "12 hours") == (
        "'12 hours' is not a whole number of days",
        "write whole days",
    )


@pytest.mark.parametrize(
    ("text", "per_year"),
    [
        ("14 per year", 14),
        ("2 / month", 24),
        ("1 a week", Fraction(365, 7)),
        ("0.5 per day", Fraction(365, 2)),
        ("3 per quarter", 12),
    ],
)
def test_rates_are_by_the_year(text, per_year):
    assert read_frequency(text) == per_year


def test_a_rate_says_how_often():
    assert fault_of(read_frequency, "14") == (
        "'14' does not say how often",
        "write 14 per year or 14 per month",
    )
    assert "50,000" in fault_of(read_frequency, "1,000 per day")[0]


@pytest.mark.parametrize(
    ("text", "share"),
    [("75 %", Fraction(3, 4)), ("0.75", Fraction(3, 4)), ("1/3", Fraction(1, 3))],
)
def test_shares_are_exact(text, share):
    assert read_share(text) == share


def test_a_number_above_one_is_no_share():
    assert fault_of(read_share, "50") == (
        "50 is not a share: shares lie between 0 and 1",
        "write 50 % or 0.5",
    )
    assert fault_of(read_share, "1/0")[0] == "'1/0' divides by zero"


def test_trends_are_by_the_year():
    assert read_trend("-2.5 % / year") == Fraction(-1, 40)
    assert fault_of(read_trend, "2 %")[1] == "write for example 2 % / year"
    assert "not by the month" in fault_of(read_trend, "2 % / month")[0]


def test_money_rates_keep_their_unit():
    assert read_money_rate("€46,800 / year", "EUR") == (46_800_00, "year")
    assert read_money_rate("700 EUR per months", "EUR") == (700_00, "month")
    assert fault_of(read_money_rate, "€40,000", "EUR") == (
        "'€40,000' does not say how often",
        "write €40,000 / month or €40,000 / year",
    )


def test_an_amount_is_no_rate():
    assert fault_of(read_money, "€500 / month", "EUR") == (
        "'€500 / month' is a rate, but an amount is needed here",
        "write €500",
    )


def test_months_are_read_where_they_mean_cost():
    assert read_months("1.5 months") == Fraction(3, 2)
    assert read_months("€5,000") is None
    assert read_months("5,000 EUR") is None


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1 motnh", "did you mean '1 month'?"),
        ("30 days", "write for example 1 month"),
        ("one month", "write for example 1 month"),
    ],
)
def test_a_length_of_time_is_no_amount_in_an_unknown_currency(text, fix):
    """Whoever were told to write €1 would have a reserve of one euro."""
    problem = f"'{text}' is neither an amount nor a number of months"
    assert fault_of(read_months_or_money, text, "EUR") == (problem, fix)


def test_a_number_alone_may_mean_an_amount_or_months():
    assert fault_of(read_months_or_money, "30", "EUR") == (
        "'30' has no currency",
        "write €30, or a number of months, such as 1 month",
    )


def test_monthly_is_written_as_a_rate():
    assert fault_of(read_money_rate, "€3,000 monthly", "EUR") == (
        "'monthly' is not how a rate is written here",
        "write €3,000 / month",
    )


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2027-02-30", "write 2027-02-28"),
        ("2028-02-30", "write 2028-02-29"),
        ("2027-04-31", "write 2027-04-30"),
        ("2027-01-00", "write 2027-01-01"),
        ("2027-13-01", "months run from 01 to 12"),
        ("2027-1-5", "write 2027-01-05"),
        ("31.12.2027", "write 2027-12-31"),
        ("01/02/2027", "write 2027-02-01 or 2027-01-02: year, month, day"),
        ("12 janar 2018", "write year-month-day, such as 2017-01-31"),
        ("1066-10-14", "write a year from 1900 to 2200"),
    ],
)
def test_dates_that_are_none_bring_the_nearest(text, fix):
    assert fault_of(read_date, text)[1] == fix


def test_dates_are_read():
    assert read_date("2024-02-29") == date(2024, 2, 29)
    assert read_yearly_date("01-31") == (1, 31)


def test_a_day_of_every_year_is_never_the_29th_of_february():
    assert fault_of(read_yearly_date, "02-29") == (
        "there is no 02-29 in every year: February has 28 days",
        "write 02-28",
    )


def test_yes_is_yes_and_no_is_no():
    assert (read_flag("yes"), read_flag("no")) == (True, False)
    assert fault_of(read_flag, "maybe")[1] == "write yes or no"


def test_counts_are_whole_and_bounded():
    assert read_count("1,200", 0, 10_000) == 1200
    assert fault_of(read_count, "-4", 0, 10_000) == (
        "-4 is too small",
        "write something from 0 to 10,000",
    )
    assert fault_of(read_count, "12 beds", 0, 10_000)[1] == "write only 12"


@pytest.mark.parametrize(
    ("text", "low", "high", "completed"),
    [
        ("€46,800 / year", "39000", "54000", ("€39000 / year", "€54000 / year")),
        ("1 month", "0", "2", ("0 month", "2 month")),
        ("50 %", "40", "60 %", ("40 %", "60 %")),
        ("12", "10", "20", ("10", "20")),
        ("2 weeks", "3 days", "20 days", ("3 days", "20 days")),
        ("14 per year", "1 per month", "20", ("1 per month", "20 per year")),
        ("700 EUR / month", "600", "900", ("600 EUR / month", "900 EUR / month")),
    ],
)
def test_a_range_takes_the_unit_of_its_value(text, low, high, completed):
    assert completed_range(text, low, high) == completed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8", "9", "12"),
        ("8", "12", "4"),
        ("14 per year", "2 per month", "3 per month"),
        ("€5,000", "1 month", "2 months"),
        ("30 days", "20 %", "40 %"),
        ("lognormal", "1", "2"),
        ("2017-01-01", "2016-01-01", "2018-01-01"),
    ],
)
def test_a_range_that_does_not_surround_its_value_is_refused(text, low, high):
    fault_of(completed_range, text, low, high)


def test_a_range_says_nothing_about_a_value_that_cannot_be_read():
    """Its own reader has said it once; a range between them must still be sound."""
    completed_range("€1.200 / year", "36000", "44000")

    with pytest.raises(Fault) as caught:
        completed_range("€1,200 / year", "1000", "1.500")
    assert caught.value.at == (1,)


READERS = [
    read_days,
    read_frequency,
    read_share,
    read_trend,
    read_months,
    read_date,
    read_yearly_date,
    read_flag,
    lambda text: read_count(text, 0, 10),
    lambda text: read_money(text, "EUR"),
    lambda text: read_money_rate(text, "EUR"),
    lambda text: completed_range(text, "1", "2"),
]
ALMOST = st.text("0123456789.,:/-%€ eEadysmonth per×", max_size=14)


@pytest.mark.parametrize("read", READERS)
@given(text=ALMOST)
def test_no_text_brings_anything_but_a_value_or_a_fault(read, text):
    try:
        read(text)
    except Fault as fault:
        assert fault.args[0]  # noqa: PT017
