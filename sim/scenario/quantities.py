"""Quantities with their units, read from text: durations, rates, money, dates.

Every function takes the words of one scalar and returns a value, or raises a
:class:`~sim.scenario.tree.Fault` that says what is wrong and what to write.
"""

import re
from calendar import monthrange
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from sim.money import format_number, parse_money, parse_number
from sim.said import Said, marked
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
UNEQUAL = {
    "month": marked("'{text}' is not a fixed number of days, because months differ"),
    "year": marked("'{text}' is not a fixed number of days, because years differ"),
}
MONTHS = (
    *(Said("January"), Said("February"), Said("March"), Said("April")),
    *(Said("May"), Said("June"), Said("July"), Said("August")),
    *(Said("September"), Said("October"), Said("November"), Said("December")),
)
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
    fix = Said(
        "use one of: {units} (for example  {example})", units=units, example=example
    )
    raise Fault(
        Said("'{word}' is not a unit I know here", word=word),
        Said("{near} {fix}", near=near, fix=fix) if near.startswith("did") else fix,
    )


def read_days(text: str, *, whole: bool = False) -> Fraction:
    """Read a duration, in days: ``30 days``, ``2 weeks``, ``12 hours``."""
    number, word = split_unit(text)
    if ":" in number:
        raise Fault(
            Said(
                "'{text}' looks like a time of day, but a length of time is needed",
                text=text,
            ),
            Said(
                "write for example {code} or {other}", code="12 hours", other="30 days"
            ),
        )
    if not number:
        raise Fault(
            Said("'{text}' is not a length of time", text=text),
            Said(
                "write for example {code} or {other}", code="30 days", other="2 weeks"
            ),
        )
    value = read_number(number)
    if not word:
        said = format_number(value)
        raise Fault(
            Said("'{text}' has no unit", text=text),
            Said(
                "write {first} or {second}",
                first=f"{said} days",
                second=f"{said} weeks",
            ),
        )
    singular = word.lower().removesuffix("s")
    if singular in ("month", "year"):
        about = int(365 / PER_YEAR[singular] * value + Fraction(1, 2))
        raise Fault(
            Said(UNEQUAL[singular], text=text),
            Said("write {code} if that is what you mean", code=f"{about:,} days"),
        )
    days = value * DAYS[_unit(word, DAYS, "90 days")]
    if days < 0:
        raise Fault(
            Said("'{text}' is negative; a length of time is 0 or more", text=text)
        )
    if days > LONGEST:
        raise Fault(
            Said("'{text}' is more than a hundred years", text=text),
            Said("is the unit right?"),
        )
    if whole and days.denominator != 1:
        raise Fault(
            Said("'{text}' is not a whole number of days", text=text),
            Said("write whole days"),
        )
    return days


def read_count(text: str, low: int, high: int) -> int:
    """Read a whole number within bounds."""
    if re.fullmatch(r"[A-Za-z]+", text):
        raise Fault(
            Said("'{text}' is not a number", text=text),
            Said("write it in digits, such as {example}", example="12"),
        )
    number, word = split_unit(text)
    if number and word:
        raise Fault(
            Said("'{text}' is more than a number", text=text),
            Said("write only {number}", number=number),
        )
    value = read_number(text)
    if value.denominator != 1:
        raise Fault(
            Said("{text} is not a whole number", text=text),
            Said("write a whole number"),
        )
    if not low <= value <= high:
        problem = Said("{text} is too small", text=text)
        if value > high:
            problem = Said("{text} is too large", text=text)
        raise Fault(
            problem,
            Said("write something from {low} to {high}", low=low, high=f"{high:,}"),
        )
    return int(value)


def _outside(text: str, low: object, high: object) -> tuple[str, str]:
    return Said("{text} is out of bounds", text=text), Said(
        "write something from {low} to {high}", low=low, high=high
    )


def read_share(text: str) -> Fraction:
    """Read a share between 0 and 1: ``0.75``, ``75 %``, ``3/4``."""
    said = text.strip()
    if match := re.fullmatch(r"([0-9]{1,6})\s*/\s*([0-9]{1,6})", said):
        if int(match[2]) == 0:
            raise Fault(
                Said("'{text}' divides by zero", text=text),
                Said("write a share, such as {example}", example="1/3"),
            )
        value = Fraction(int(match[1]), int(match[2]))
    elif said.endswith("%"):
        value = read_number(said[:-1].strip()) / 100
    else:
        value = read_number(said)
        if 1 < value <= 100:
            raise Fault(
                Said("{text} is not a share: shares lie between 0 and 1", text=text),
                Said(
                    "write {first} or {second}",
                    first=f"{text} %",
                    second=format_number(value / 100),
                ),
            )
    if not 0 <= value <= 1:
        raise Fault(
            Said("{text} is not a share", text=text),
            Said("write something from {low} to {high}", low="0 %", high="100 %"),
        )
    return value


def read_trend(text: str) -> Fraction:
    """Read a yearly growth: ``2 % / year``, ``-3 % per year``."""
    match = re.fullmatch(r"(.+?)\s*%\s*(?:/|per|a)\s*(\w+)", text.strip())
    if not match:
        raise Fault(
            Said("'{text}' is not a yearly growth", text=text),
            Said("write for example {code}", code="2 % / year"),
        )
    if match[2].lower() not in ("year", "years"):
        raise Fault(
            Said("growth is by the year, not by the {unit}", unit=match[2]),
            Said("write {code}", code="… % / year"),
        )
    value = read_number(match[1]) / 100
    if not -Fraction(1, 2) <= value <= 1:
        raise Fault(
            Said("'{text}' is out of bounds", text=text),
            Said("write something from {low} to {high}", low="-50 %", high="100 %"),
        )
    return value


def read_frequency(text: str) -> Fraction:
    """Read a rate, in events a year: ``14 per year``, ``2 / week``."""
    match = re.fullmatch(r"(.+?)\s*(?:/|\bper\b|\ba\b)\s*(\w+)", text.strip())
    if not match:
        number, word = split_unit(text)
        if number and not word:
            fix = Said(
                "write {first} or {second}",
                first=f"{number} per year",
                second=f"{number} per month",
            )
            raise Fault(Said("'{text}' does not say how often", text=text), fix)
        raise Fault(
            Said("'{text}' is not a rate", text=text),
            Said("write for example {code}", code="14 per year"),
        )
    value = read_number(match[1]) * PER_YEAR[_unit(match[2], PER_YEAR, "14 per year")]
    if value < 0:
        raise Fault(Said("'{text}' is negative; a rate is 0 or more", text=text))
    if value > 50_000:
        raise Fault(
            Said("'{text}' is more than 50,000 a year", text=text),
            Said("is the unit right? plan one region"),
        )
    return value


def read_money(text: str, currency: str) -> int:
    """Read an amount of money, 0 or more, in minor units."""
    match = re.fullmatch(r"(.*[0-9].*?)\s*(?:/|\bper\b)\s*(\w+)", text.strip())
    if match:
        raise Fault(
            Said("'{text}' is a rate, but an amount is needed here", text=text),
            Said("write {code}", code=match[1]),
        )
    return _amount(text, currency)


def _amount(text: str, currency: str) -> int:
    if match := OFTEN.fullmatch(text.strip()):
        raise Fault(
            Said("'{text}' is not how a rate is written here", text=match[2]),
            Said("write {code}", code=f"{match[1]} / {OFTEN_UNITS[match[2].lower()]}"),
        )
    try:
        amount = parse_money(text, currency)
    except ValueError as error:
        raise Fault(*error.args) from None
    if amount < 0:
        code = re.sub("[-−]", "", text, count=1)
        raise Fault(
            Said("'{text}' is negative; amounts are 0 or more", text=text),
            Said("write {code}", code=code),
        )
    return amount


def read_money_rate(text: str, currency: str) -> tuple[int, str]:
    """Read money per time: ``€46,800 / year``; returns minor units and the unit."""
    match = re.fullmatch(r"(.*?)\s*(?:/|\bper\b)\s*(\w+)", text.strip())
    if not match:
        amount = text.strip()
        _amount(amount, currency)
        fix = Said(
            "write {first} or {second}",
            first=f"{amount} / month",
            second=f"{amount} / year",
        )
        raise Fault(Said("'{text}' does not say how often", text=text), fix)
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
            Said("'{text}' is neither an amount nor a number of months", text=text),
            Said("write for example {code}", code="1 month")
            if length
            else Said(
                "did you mean '{near}'?",
                near=f"{number} month{'' if number == '1' else 's'}",
            ),
        )
    if not any(letter.isdecimal() for letter in text):
        raise Fault(
            Said("'{text}' is neither an amount nor a number of months", text=text),
            Said("write for example {code}", code="1 month"),
        )
    try:
        return read_money(text, currency)
    except Fault as fault:
        problem, fix = fault.args
        if not problem.endswith("has no currency"):
            raise
        also = Said("a number of months, such as {example}", example="1 month")
        raise Fault(problem, Said("{fix}, or {also}", fix=fix, also=also)) from None


def read_flag(text: str) -> bool:
    """Read ``yes`` or ``no`` (``true`` and ``false`` are understood too)."""
    known = {"yes": True, "no": False, "true": True, "false": False}
    if text.lower() not in known:
        raise Fault(
            Said("'{text}' is neither yes nor no", text=text),
            Said("write {first} or {second}", first="yes", second="no"),
        )
    return known[text.lower()]


def read_date(text: str) -> date:
    """Read a date of the calendar: ``2017-01-31``."""
    match = DATE.fullmatch(text.strip())
    if not match:
        raise _no_date(text)
    year, month, day = (int(part) for part in match.groups())
    if not 1900 <= year <= 2200:
        raise Fault(
            Said("the year {year} is out of bounds", year=year),
            Said("write a year from 1900 to 2200"),
        )
    _check_month(text, month)
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise Fault(
            Said(
                "there is no {text}: {month} {year} has {days} days",
                text=text,
                month=MONTHS[month - 1],
                year=year,
                days=days,
            ),
            Said(
                "write {code}",
                code=f"{year}-{month:02d}-{min(max(day, 1), days):02d}",
            ),
        )
    return date(year, month, day)


def _no_date(text: str) -> Fault:
    fix = Said("write year-month-day, such as {example}", example="2017-01-31")
    if match := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        code = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        fix = Said("write {code}", code=code)
    elif match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", text):
        day, month, year = int(match[1]), int(match[2]), match[3]
        code = f"{year}-{month:02d}-{day:02d}"
        fix = Said("write {code}", code=code)
        if day <= 12 and month <= 12 and day != month:
            other = f"{year}-{day:02d}-{month:02d}"
            fix = Said(
                "write {first} or {second}: year, month, day", first=code, second=other
            )
    return Fault(Said("'{text}' is not a date I can read", text=text), fix)


def read_yearly_date(text: str) -> tuple[int, int]:
    """Read a day of every year, month first: ``01-31``; never 29 February."""
    match = YEARLY.fullmatch(text.strip())
    if not match:
        fix = Said("write month-day, such as {example}", example="01-31")
        if near := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})\.?", text.strip()):
            day, month = int(near[1]), int(near[2])
            first, second = f"{month:02d}-{day:02d}", f"{day:02d}-{month:02d}"
            if month > 12 or first == second:
                fix = Said("write {code}", code=second)
            elif day > 12:
                fix = Said("write {code}", code=first)
            else:
                fix = Said(
                    "write {first} or {second}: month, day", first=first, second=second
                )
        raise Fault(Said("'{text}' is not a day of the year", text=text), fix)
    month, day = int(match[1]), int(match[2])
    _check_month(text, month)
    days = monthrange(2017, month)[1]
    if not 1 <= day <= days:
        raise Fault(
            Said(
                "there is no {text} in every year: {month} has {days} days",
                text=text,
                month=MONTHS[month - 1],
                days=days,
            ),
            Said("write {code}", code=f"{month:02d}-{days:02d}"),
        )
    return month, day


def _check_month(text: str, month: int) -> None:
    if not 1 <= month <= 12:
        raise Fault(
            Said("there is no month {month} in '{text}'", month=month, text=text),
            Said("months run from 01 to 12"),
        )
