"""Numbers as a reader should meet them: with a unit, with their doubt, not too exact.

A number and its interval are rounded together: the width of the interval keeps
one or two significant figures, and the number is given to the same place.
"""

from datetime import date
from math import floor, isfinite, log10

from sim.money import format_money, minor_digits
from sim.report.language import marked, say, some, spoken

__all__ = [
    "MINUS",
    "NOUNS",
    "about",
    "amount",
    "bare",
    "between",
    "called",
    "count",
    "days",
    "ends",
    "is_money",
    "localised",
    "long_date",
    "money",
    "month_name",
    "percent",
    "rounded",
    "short_date",
    "short_month",
    "step_of",
    "titled",
    "whole",
]

MINUS = "\N{MINUS SIGN}"
TIMES = ("days", "shelter-days", "months")
FINEST_TIME = 0.01
"""In days: about a quarter of an hour, which nobody plans by."""
FINEST_SHARE, FEW_PARTS = 0.001, 0.01
"""Nobody plans by less than a tenth of a per cent, but of what is below one itself."""
TEN = 10
"""From here on two figures are whole."""
HUNDRED = 100
"""From here on nobody reckons an average in cents, however sure it is."""
NOUNS = {
    "persons": (marked("{number} person"), marked("{number} people")),
    "days": (marked("{number} day"), marked("{number} days")),
    "shelter-days": (marked("{number} shelter-day"), marked("{number} shelter-days")),
    "nights": (marked("{number} night"), marked("{number} nights")),
    "bed-nights": (marked("{number} bed-night"), marked("{number} bed-nights")),
    "beds": (marked("{number} bed"), marked("{number} beds")),
    "closures": (marked("{number} closure"), marked("{number} closures")),
    "hours": (marked("{number} hour"), marked("{number} hours")),
    "weeks": (marked("{number} week"), marked("{number} weeks")),
    "years": (marked("{number} year"), marked("{number} years")),
    "months": (marked("{number} month"), marked("{number} months")),
    "referrals": (marked("{number} referral"), marked("{number} referrals")),
    "stays": (marked("{number} stay"), marked("{number} stays")),
    "times": (marked("{number} time"), marked("{number} times")),
}
"""How so many of each unit are told."""
UNITS = (marked("index"),)
"""Units that are told as they are."""


def money(minor: float, currency: str) -> str:
    """Say an amount of minor units, to the cent only where there are cents.

    >>> money(360_000, "EUR"), money(-1_250, "CHF")
    ('€3,600', '−CHF 12.50')
    """
    return _placed(format_money(round(minor), currency))


def localised(digits: str) -> str:
    """Write digits as the language spoken parts them: ``1,234.5`` is ours.

    What is below nought has a minus, which no line ends after, and no hyphen.

    >>> localised("1,234.5"), localised("-3")
    ('1,234.5', '−3')
    """
    language = spoken()
    parts = {ord(","): language.group, ord("."): language.point, ord("-"): MINUS}
    return digits.translate(parts)


def _placed(english: str) -> str:
    """Put the sign of a currency where the language spoken has it."""
    if spoken().money_first:
        return english.replace("-", MINUS)
    cut = next(place for place, sign in enumerate(english) if sign.isdecimal())
    minus = MINUS if english.startswith("-") else ""
    sign = english[len(minus) : cut].strip()
    return f"{minus}{localised(english[cut:])}\u00a0{sign}"


def about(minor: float, currency: str) -> str:
    """Say an amount of minor units to two or three figures, as a forecast deserves.

    >>> about(4_683_412, "EUR"), about(99, "EUR")
    ('€46,800', '€1')
    """
    coins = 10 ** minor_digits(currency)
    units = minor / coins
    step = max(1.0, 10.0 ** (floor(log10(abs(units))) - 2)) if units else 1.0
    return money(round(units / step) * step * coins, currency)


def whole(units: float, currency: str) -> str:
    """Say a rounded amount of whole units of currency.

    >>> whole(-2310.0, "EUR")
    '−€2,310'
    """
    return money(units * 10 ** minor_digits(currency), currency)


def ends(low: float, high: float, currency: str) -> tuple[str, str]:
    """Write both ends of a range of money as finely as their distance deserves.

    Both are in whole units of the currency, and so is what is written.

    >>> ends(79_003, 80_526, "EUR")
    ('€79,000', '€80,500')
    """
    step = max(1.0, step_of(low, high) or 1.0)
    first, last = (whole(round(each / step) * step, currency) for each in (low, high))
    return first, last


def step_of(low: float, high: float) -> float | None:
    """Return the power of ten to round to, so that a width keeps one or two figures.

    Two where the first is below 3, as for 1.2; else one, as for 8.  None where
    there is no width.

    >>> step_of(2_225.4, 2_404.0), step_of(2.7, 3.5), step_of(3.0, 3.0)
    (10.0, 0.1, None)
    """
    width = abs(high - low)
    if not isfinite(width) or width <= 0:
        return None
    exponent = floor(log10(width))
    return float(10.0 ** (exponent if width >= 3 * 10.0**exponent else exponent - 1))


def rounded(value: float, step: float | None) -> str:
    """Write a number to the place that ``step`` (a power of ten) names.

    >>> rounded(2_314.7, 10.0), rounded(0.4271, 0.01), rounded(3.0, None)
    ('2,310', '0.43', '3')
    """
    return localised(_rounded(value, step))


def _rounded(value: float, step: float | None) -> str:
    if not isfinite(value):
        return "–"
    if step is None:
        return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.0f}"
    places = max(0, -floor(log10(step) + 0.5))
    text = f"{round(value / step) * step:,.{places}f}"
    return text if float(text.replace(",", "")) else text.lstrip("-")


def amount(value: float, unit: str, step: float | None) -> str:
    """Write a number with its unit: money in front, shares in per cent.

    >>> amount(2_314.7, "EUR per person", 10.0), amount(0.427, "share", 0.01)
    ('€2,310', '43 %')
    >>> amount(1_797.52, "EUR", 0.1), amount(23.72, "EUR per bed-night", 0.1)
    ('€1,798', '€23.7')
    >>> amount(0.41513, "share", 0.0001), amount(0.00234, "share", 0.0001)
    ('41.5 %', '0.23 %')
    >>> amount(1.0, "closures", 1.0), amount(3.14, "persons", 0.1)
    ('1 closure', '3.1 people')

    Times are never finer than 0.01 days, and nought where nothing is left of them;
    what has no width is as fine as two figures of it need.

    >>> amount(0.0003, "days", 0.0001), amount(0.9864, "days", None)
    ('0 days', '1.0 days')
    >>> amount(0.9259, "share", None), amount(32.23, "EUR per bed-night", None)
    ('93 %', '€32')
    """
    return _dressed(_digits(value, unit, step), unit)


def bare(value: float, unit: str, step: float | None) -> str:
    """Write a number without its unit in words; signs of money and % stay.

    >>> bare(3.14, "persons", 0.1), bare(0.427, "share", 0.01)
    ('3.1', '43 %')
    """
    digits = _digits(value, unit, step)
    return _dressed(digits, unit) if _has_sign(unit) else localised(digits)


def between(
    low: float, high: float, unit: str, step: float | None, *, signed: bool = True
) -> str:
    """Write both ends, the sign of money and per cent once, or not at all.

    >>> between(2_231.0, 2_404.0, "EUR", 10.0), between(0.54, 0.68, "share", 0.01)
    ('€2,230–2,400', '54–68 %')
    >>> between(-0.3, 0.5, "share", 0.1), between(-5.0, 4.0, "EUR", 1.0)
    ('−30 % to 50 %', '−€5 to €4')
    """
    first, last = _digits(low, unit, step), _digits(high, unit, step)
    below = first.startswith("-")
    if not signed and not below:
        return localised(first if first == last else f"{first}–{last}")
    if first == last:
        return bare(low, unit, step)
    if below:
        ends = (
            (first, last) if not signed else (bare(e, unit, step) for e in (low, high))
        )
        lower, upper = (localised(end) if not signed else end for end in ends)
        return say("{low} to {high}", low=lower, high=upper)
    if not _has_sign(unit):
        return f"{bare(low, unit, step)}–{bare(high, unit, step)}"
    return _dressed(f"{first}–{last}", unit)


def _has_sign(unit: str) -> bool:
    return unit in ("share", "probability") or is_money(unit)


def _digits(value: float, unit: str, step: float | None) -> str:
    """Write the digits of a value in its unit, in English, without the unit."""
    step = _plain_step(value, unit) if step is None else step
    if unit in ("share", "probability"):
        if step is not None and abs(value) >= FEW_PARTS:
            step = max(step, FINEST_SHARE)
        return _rounded(100 * value, None if step is None else 100 * step)
    if is_money(unit):
        if step is not None and abs(value) >= HUNDRED:
            step = max(step, 1.0)
        text = _rounded(abs(value), step)
        return f"-{text}" if value < 0 and text.strip("0.,") else text
    if unit in TIMES and step is not None and step <= FINEST_TIME:
        step = FINEST_TIME if round(value / FINEST_TIME) else 1.0
    return _rounded(value, step)


def _dressed(digits: str, unit: str) -> str:
    """Give digits their unit, as the language spoken has both."""
    if unit in ("share", "probability"):
        return f"{localised(digits)}{spoken().percent}"
    if is_money(unit):
        minus = "-" if digits.startswith("-") else ""
        sign = format_money(0, unit[:3]).removesuffix("0")
        return _placed(f"{minus}{sign}{digits.removeprefix('-')}")
    if unit in NOUNS:
        return some(*NOUNS[unit], localised(digits))
    return f"{localised(digits)} {say(unit)}" if unit else localised(digits)


def _plain_step(value: float, unit: str) -> float | None:
    """Return what to round to where there is no width to go by."""
    if unit in ("share", "probability"):
        sure = value in (0.0, 1.0)
        return None if sure else 0.01 if 0.01 <= value <= 0.99 else 0.001
    if float(value).is_integer():
        return None
    if is_money(unit):
        return 1.0 if abs(value) >= TEN else 0.01
    return 1.0 if abs(value) >= TEN else 0.1 if abs(value) > 0.95 else 0.01


def is_money(unit: str) -> bool:
    """Say whether a unit is a currency, or one for each of something.

    >>> is_money("EUR"), is_money("EUR per bed-night"), is_money("days")
    (True, True, False)
    """
    currency = unit.partition(" per ")[0]
    return len(currency) == 3 and currency.isupper()


def percent(share: float) -> str:
    """Say a share in per cent, without pretending to more than it knows.

    >>> percent(0.5), percent(0.004), percent(0.0), percent(0.9999)
    ('50 %', '0.4 %', '0 %', 'over 99.9 %')
    """
    per_hundred = 100 * share
    if 99.9 < per_hundred < 100:
        return say("over {share}", share=_dressed("99.9", "share"))
    if 0 < per_hundred < 0.1:
        return say("under {share}", share=_dressed("0.1", "share"))
    near_an_end = 0 < per_hundred < 1 or 99 < per_hundred < 100
    digits = f"{per_hundred:.1f}" if near_an_end else f"{per_hundred:.0f}"
    return _dressed(digits, "share")


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Say how many, in the grammatical number.

    >>> count(1, "shelter"), count(3, "shelter"), count(0, "person", "people")
    ('1 shelter', '3 shelters', '0 people')
    """
    return some(
        f"{{number}} {singular}", f"{{number}} {plural or singular + 's'}", number
    )


def days(number: int) -> str:
    """Say a number of days.

    >>> days(1), days(30)
    ('1 day', '30 days')
    """
    return count(number, "day")


def long_date(when: date) -> str:
    """Write a date with its year.

    >>> long_date(date(2017, 3, 4))
    '4 March 2017'
    """
    return _date(when, "yMMMMd")


def month_name(when: date) -> str:
    """Write a month with its year.

    >>> month_name(date(2017, 3, 4))
    'March 2017'
    """
    return _date(when, "yMMMM")


def short_month(when: date) -> str:
    """Write a month cut short, without its year.

    >>> short_month(date(2017, 3, 4))
    'Mar'
    """
    return _date(when, "MMM")


def _date(when: date, skeleton: str) -> str:
    """Write the parts of a date that a skeleton names, in their usual order."""
    if spoken().catalogue is None:
        return {
            "yMMMMd": f"{when.day} {when:%B %Y}",
            "yMMMM": f"{when:%B %Y}",
            "MMMd": f"{when.day} {when:%b}",
            "MMM": f"{when:%b}",
        }[skeleton]
    from babel.dates import format_date, format_skeleton

    if skeleton == "yMMMMd":
        return format_date(when, "long", locale=spoken().locale)
    return format_skeleton(skeleton, when, locale=spoken().locale)


def called(title: str) -> str:
    """Shorten a title for running text: what stands in brackets at its end goes.

    >>> called("PVPT rehabilitation centre (NGO)")
    'PVPT rehabilitation centre'

    An id that stands for a title, because the file gives none, is told as words.

    >>> called("girls_home")
    'Girls home'
    """
    return titled(title.partition(" (")[0])


def titled(title: str) -> str:
    """Return a title; an id that stands for one is told as words.

    >>> titled("PVPT rehabilitation centre (NGO)"), titled("girls_home")
    ('PVPT rehabilitation centre (NGO)', 'Girls home')
    """
    is_id = title.isidentifier() and title.islower()
    return title.replace("_", " ").capitalize() if is_id else title


def short_date(when: date) -> str:
    """Write a date without its year, the month cut short.

    >>> short_date(date(2017, 3, 4))
    '4 Mar'
    """
    return _date(when, "MMMd")
