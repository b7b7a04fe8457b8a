"""Quantities with their units, read from text: durations, rates, money, dates.

Every function takes the words of one scalar and returns a value, or raises a
:class:`~sim.scenario.tree.Fault` that says what is wrong and what to write.
"""

import re
from calendar import month_name, monthrange
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from sim.money import format_number, parse_money, parse_number
from sim.scenario.tree import Fault, did_you_mean

__all__ = [
    "read_count",
    "read_date",
    "read_days",
    "read_flag",
    "read_frequency",
    "read_money",
    "read_money_rate",
    "read_months",
    "read_months_or_money",
    "read_number",
    "read_share",
    "read_trend",
    "read_yearly_date",
    "split_unit",
]

DAYS = {
    "minute": Fraction(1, 1440),
    "hour": Fraction(1, 24),
    "day": Fraction(1),
    "night": Fraction(1),
    "week": Fraction(7),
}
PER_YEAR = {
    "year": Fraction(1),
    "quarter": Fraction(4),
    "month": Fraction(12),
    "week": Fraction(365, 7),
    "day": Fraction(365),
}
LONGEST = 36_525  # days: a hundred years
NUMBER = re.compile(
    r"[-+−]?\s*[0-9.][0-9.,_ \u00a0\u202f]*(?:[eE][-+]?[0-9]+)?(?::[0-9]+)*"
)
OFTEN_UNITS = {
    "yearly": "year",
    "annually": "year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}
OFTEN = re.compile(rf"(.*[0-9].*?)\s+({'|'.join(OFTEN_UNITS)})", re.IGNORECASE)
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})", re.ASCII)


def read_number(text: str) -> Fraction:
    """Read an exact number."""
    try:
        return parse_number(text)
    except ValueError as error:
        raise Fault(*error.args) from None


def split_unit(text: str) -> tuple[str, str]:
    """Split ``90 days`` into ``90`` and ``days``."""
    match = NUMBER.match(text.strip())
    if not match:
        return "", text.strip()
    return match[0].strip(), text.strip()[match.end() :].strip()


def _unit(word: str, known: dict[str, Fraction], example: str) -> str:
    singular = word.lower().removesuffix("s")
    if singular in known:
        return singular
    units = ", ".join(f"{unit}s" for unit in known)
    near = did_you_mean(singular, tuple(known), "units", closeness=0.75)
    hint = near + " " if near.startswith("did") else ""
    raise Fault(
        f"'{word}' is not a unit I know here",
        f"{hint}use one of: {units} (for example  {example})",
    )


def read_days(text: str, *, whole: bool = False) -> Fraction:
    """Read a duration, in days: ``30 days``, ``2 weeks``, ``12 hours``."""
    number, word = split_unit(text)
    if ":" in number:
        raise Fault(
            f"'{text}' looks like a time of day, but a length of time is needed",
            "write for example 12 hours or 30 days",
        )
    if not number:
        raise Fault(
            f"'{text}' is not a length of time", "write for example 30 days or 2 weeks"
        )
    value = read_number(number)
    if not word:
        said = format_number(value)
        raise Fault(f"'{text}' has no unit", f"write {said} days or {said} weeks")
    singular = word.lower().removesuffix("s")
    if singular in ("month", "year"):
        about = int(365 / PER_YEAR[singular] * value + Fraction(1, 2))
        raise Fault(
            f"'{text}' is not a fixed number of days, because {singular}s differ",
            f"write {about:,} days if that is what you mean",
        )
    days = value * DAYS[_unit(word, DAYS, "90 days")]
    if days < 0:
        raise Fault(f"'{text}' is negative; a length of time is 0 or more")
    if days > LONGEST:
        raise Fault(f"'{text}' is more than a hundred years", "is the unit right?")
    if whole and days.denominator != 1:
        raise Fault(f"'{text}' is not a whole number of days", "write whole days")
    return days


def read_count(text: str, low: int, high: int) -> int:
    """Read a whole number within bounds."""
    if re.fullmatch(r"[A-Za-z]+", text):
        raise Fault(f"'{text}' is not a number", "write it in digits, such as 12")
    number, word = split_unit(text)
    if number and word:
        raise Fault(f"'{text}' is more than a number", f"write only {number}")
    value = read_number(text)
    if value.denominator != 1:
        raise Fault(f"{text} is not a whole number", "write a whole number")
    if not low <= value <= high:
        size = "small" if value < low else "large"
        raise Fault(f"{text} is too {size}", f"write something from {low} to {high:,}")
    return int(value)


def _outside(text: str, low: object, high: object) -> tuple[str, str]:
    return f"{text} is out of bounds", f"write something from {low} to {high}"


def read_share(text: str) -> Fraction:
    """Read a share between 0 and 1: ``0.75``, ``75 %``, ``3/4``."""
    said = text.strip()
    if match := re.fullmatch(r"([0-9]{1,6})\s*/\s*([0-9]{1,6})", said):
        if int(match[2]) == 0:
            raise Fault(f"'{text}' divides by zero", "write a share, such as 1/3")
        value = Fraction(int(match[1]), int(match[2]))
    elif said.endswith("%"):
        value = read_number(said[:-1].strip()) / 100
    else:
        value = read_number(said)
        if 1 < value <= 100:
            raise Fault(
                f"{text} is not a share: shares lie between 0 and 1",
                f"write {text} % or {format_number(value / 100)}",
            )
    if not 0 <= value <= 1:
        raise Fault(f"{text} is not a share", "write something from 0 % to 100 %")
    return value


def read_trend(text: str) -> Fraction:
    """Read a yearly growth: ``2 % / year``, ``-3 % per year``."""
    match = re.fullmatch(r"(.+?)\s*%\s*(?:/|per|a)\s*(\w+)", text.strip())
    if not match:
        raise Fault(f"'{text}' is not a yearly growth", "write for example 2 % / year")
    if match[2].lower() not in ("year", "years"):
        raise Fault(f"growth is by the year, not by the {match[2]}", "write … % / year")
    value = read_number(match[1]) / 100
    if not -Fraction(1, 2) <= value <= 1:
        raise Fault(f"'{text}' is out of bounds", "write something from -50 % to 100 %")
    return value


def read_frequency(text: str) -> Fraction:
    """Read a rate, in events a year: ``14 per year``, ``2 / week``."""
    match = re.fullmatch(r"(.+?)\s*(?:/|\bper\b|\ba\b)\s*(\w+)", text.strip())
    if not match:
        number, word = split_unit(text)
        if number and not word:
            fix = f"write {number} per year or {number} per month"
            raise Fault(f"'{text}' does not say how often", fix)
        raise Fault(f"'{text}' is not a rate", "write for example 14 per year")
    value = read_number(match[1]) * PER_YEAR[_unit(match[2], PER_YEAR, "14 per year")]
    if value < 0:
        raise Fault(f"'{text}' is negative; a rate is 0 or more")
    if value > 50_000:
        raise Fault(
            f"'{text}' is more than 50,000 a year", "is the unit right? plan one region"
        )
    return value


def read_money(text: str, currency: str) -> int:
    """Read an amount of money, 0 or more, in minor units."""
    match = re.fullmatch(r"(.*[0-9].*?)\s*(?:/|\bper\b)\s*(\w+)", text.strip())
    if match:
        raise Fault(
            f"'{text}' is a rate, but an amount is needed here",
            f"write {match[1]}",
        )
    return _amount(text, currency)


def _amount(text: str, currency: str) -> int:
    if match := OFTEN.fullmatch(text.strip()):
        raise Fault(
            f"'{match[2]}' is not how a rate is written here",
            f"write {match[1]} / {OFTEN_UNITS[match[2].lower()]}",
        )
    try:
        amount = parse_money(text, currency)
    except ValueError as error:
        raise Fault(*error.args) from None
    if amount < 0:
        raise Fault(f"'{text}' is negative; amounts are 0 or more")
    return amount


def read_money_rate(text: str, currency: str) -> tuple[int, str]:
    """Read money per time: ``€46,800 / year``; returns minor units and the unit."""
    match = re.fullmatch(r"(.*?)\s*(?:/|\bper\b)\s*(\w+)", text.strip())
    if not match:
        amount = text.strip()
        _amount(amount, currency)
        fix = f"write {amount} / month or {amount} / year"
        raise Fault(f"'{text}' does not say how often", fix)
    return _amount(match[1], currency), _unit(match[2], PER_YEAR, f"{match[1]} / month")


def read_months(text: str) -> Fraction | None:
    """Read ``1 month`` or ``1.5 months``; None when it is no number of months."""
    number, word = split_unit(text)
    if word.lower() not in ("month", "months") or not number:
        return None
    value = read_number(number)
    if not 0 <= value <= 120:
        raise Fault(*_outside(text, "0 months", "120 months"))
    return value


def read_months_or_money(text: str, currency: str) -> Fraction | int:
    """Read months of cost, or an amount in minor units.

    ``30 days`` and ``1 motnh`` are refused: neither names some unknown currency.
    A number alone may mean either, so both are offered.
    """
    months = read_months(text)
    if months is not None:
        return months
    number, word = split_unit(text)
    unit = word.lower().removesuffix("s")
    length = unit in DAYS or unit in PER_YEAR
    if number and (length or get_close_matches(unit, ["month"], 1, 0.7)):
        raise Fault(
            f"'{text}' is neither an amount nor a number of months",
            "write for example 1 month"
            if length
            else f"did you mean '{number} month{'' if number == '1' else 's'}'?",
        )
    try:
        return read_money(text, currency)
    except Fault as fault:
        problem, fix = fault.args
        if not problem.endswith("has no currency"):
            raise
        also = "a number of months, such as 1 month"
        raise Fault(problem, f"{fix}, or {also}") from None


def read_flag(text: str) -> bool:
    """Read ``yes`` or ``no`` (``true`` and ``false`` are understood too)."""
    known = {"yes": True, "no": False, "true": True, "false": False}
    if text.lower() not in known:
        raise Fault(f"'{text}' is neither yes nor no", "write yes or no")
    return known[text.lower()]


def read_date(text: str) -> date:
    """Read a date of the calendar: ``2017-01-31``."""
    match = DATE.fullmatch(text.strip())
    if not match:
        raise _no_date(text)
    year, month, day = (int(part) for part in match.groups())
    if not 1900 <= year <= 2200:
        raise Fault(
            f"the year {year} is out of bounds", "write a year from 1900 to 2200"
        )
    _check_month(text, month)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise Fault(
            f"there is no {text}: {month_name[month]} {year} has {days} days",
            f"write {year}-{month:02d}-{min(max(day, 1), days):02d}",
        )
    return date(year, month, day)


def _no_date(text: str) -> Fault:
    fix = "write year-month-day, such as 2017-01-31"
    if match := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        fix = f"write {match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    elif match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", text):
        day, month, year = int(match[1]), int(match[2]), match[3]
        fix = f"write {year}-{month:02d}-{day:02d}"
        if day <= 12 and month <= 12 and day != month:
            fix += f" or {year}-{day:02d}-{month:02d}: year, month, day"
    return Fault(f"'{text}' is not a date I can read", fix)


def read_yearly_date(text: str) -> tuple[int, int]:
    """Read a day of every year, month first: ``01-31``; never 29 February."""
    match = YEARLY.fullmatch(text.strip())
    if not match:
        raise Fault(
            f"'{text}' is not a day of the year", "write month-day, such as 01-31"
        )
    month, day = int(match[1]), int(match[2])
    _check_month(text, month)
    days = monthrange(2017, month)[1]
    if not 1 <= day <= days:
        raise Fault(
            f"there is no {text} in every year: {month_name[month]} has {days} days",
            f"write {month:02d}-{days:02d}",
        )
    return month, day


def _check_month(text: str, month: int) -> None:
    if not 1 <= month <= 12:
        raise Fault(
            f"there is no month {month} in '{text}'", "months run from 01 to 12"
        )
