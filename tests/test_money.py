from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.money import format_money, format_number, parse_money, parse_number


@pytest.mark.parametrize(
    "text", ["1200", "1,200", "1 200", "1_200", "1\u00a0200", "1200.00", " 1,200 "]
)
def test_one_number_in_every_way_that_is_understood(text):
    assert parse_number(text) == 1200


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("0.125", Fraction(1, 8)),
        ("12.25", Fraction(49, 4)),
        ("1,234,567.5", Fraction(2469135, 2)),
        ("-3", Fraction(-3)),
        ("\u22123", Fraction(-3)),
        ("12.3456", Fraction(123456, 10000)),
    ],
)
def test_numbers_are_exact(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        (
            "1.200",
            "'1.200' is ambiguous: it could mean 1200 or 1.2",
            "write 1200 or 1,200; or 1.2 if you mean the small number",
        ),
        (
            "1.435.000",
            "'1.435.000' is ambiguous: it could mean 1435000 or 1.435",
            "write 1435000 or 1,435,000; or 1.435 if you mean the small number",
        ),
        (
            "9.800",
            "'9.800' is ambiguous: it could mean 9800 or 9.8",
            "write 9800 or 9,800; or 9.8 if you mean the small number",
        ),
        (
            "45,5",
            "'45,5' is ambiguous: it could mean 45.5 or 455",
            "write 45.5 or 455",
        ),
        (
            "65.000,00",
            "'65.000,00' mixes dots and commas: dots are decimal points here",
            "write 65,000.00",
        ),
        (
            "1e3",
            "'1e3' is in scientific notation, which readers take for text",
            "write 1,000",
        ),
    ],
)
def test_what_could_mean_two_things_is_refused_with_both(text, problem, fix):
    with pytest.raises(ValueError) as caught:
        parse_number(text)

    assert caught.value.args == (problem, fix)


@pytest.mark.parametrize(
    "text", ["", "-", "twelve", "1,2,3", "1 2", "1,200 300", "12:30", "٣", "nan", "1/2"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text)


@pytest.mark.parametrize(
    "text", ["€1,200", "€ 1200", "1,200 €", "EUR 1,200", "1200 EUR", "eur 1 200.00"]
)
def test_one_amount_in_every_way_that_is_understood(text):
    assert parse_money(text, "EUR") == 120_000


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("€5.50", "EUR", 550),
        ("-€5.50", "EUR", -550),
        ("€-5.50", "EUR", -550),
        ("¥500", "JPY", 500),
        ("1.5 KWD", "KWD", 1500),
        ("ALL 120,000", "ALL", 12_000_000),
    ],
)
def test_minor_units_are_those_of_the_currency(text, currency, minor):
    assert parse_money(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "problem", "fix"),
    [
        ("1,200", "'1,200' has no currency", "write €1,200"),
        (
            "$1,200",
            "'$1,200' is in another currency: this scenario is in EUR",
            "convert it to EUR",
        ),
        (
            "1200 EURO",
            "'1200 EURO' names no currency I know: this scenario is in EUR",
            "write €1,200",
        ),
        ("€0.0001", "'€0.0001' is finer than the smallest coin", "EUR has 2 decimals"),
        (
            "€999,999,999,999,999",
            "'€999,999,999,999,999' is more than this program counts",
            "the largest amount is €100,000,000,000",
        ),
    ],
)
def test_other_amounts_are_refused(text, problem, fix):
    with pytest.raises(ValueError) as caught:
        parse_money(text, "EUR")

    assert caught.value.args == (problem, fix)


@given(st.integers(-(10**13), 10**13), st.sampled_from(["EUR", "JPY", "ALL"]))
def test_what_is_written_is_read_again(minor, currency):
    assert parse_money(format_money(minor, currency), currency) == minor


def test_cents_are_shown_where_there_are_any():
    assert format_money(3_600_000, "EUR") == "€36,000"
    assert format_money(550, "EUR") == "€5.50"
    assert format_money(5, "EUR") == "€0.05"
    assert format_number(Fraction(1, 3)) == "0.3333333333"


@given(st.text(max_size=30))
def test_no_text_brings_anything_but_two_sentences(text):
    try:
        parse_money(text, "EUR")
    except ValueError as error:
        problem, fix = error.args
        assert problem
        assert fix


def test_a_number_that_begins_with_a_zero_is_refused():
    """YAML 1.1 readers take 010 for eight."""
    with pytest.raises(ValueError) as caught:
        parse_number("010")

    assert caught.value.args == (
        "'010' begins with a zero, which some programs read as base 8",
        "write 10",
    )
    assert parse_number("0.5") == Fraction(1, 2)
    assert parse_number("0") == 0
