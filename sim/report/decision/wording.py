"""Words that all decisions share: differences, their doubt, names of measures."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from textwrap import fill

from sim.experiment.economics import Trade
from sim.experiment.estimate import Estimate
from sim.experiment.paired import TOGETHER
from sim.experiment.precision import Stopped
from sim.report.answer.spread import remark
from sim.report.answer.tables import label_of, short
from sim.report.language import marked, say, some, spoken
from sim.report.numbers import (
    MINUS,
    NOUNS,
    bare,
    between,
    is_money,
    localised,
    percent,
    rounded,
    step_of,
)

__all__ = [
    "GAINS",
    "UNITS",
    "difference_cell",
    "difference_headline",
    "gap",
    "gap_cell",
    "listed",
    "lowered",
    "measured",
    "named",
    "price_of_one",
    "stopped_as_data",
    "sure",
    "two_values",
    "value_cell",
    "verdict_told",
    "wrapped",
]

GAINS = {
    "supported_victims": marked("supported victims"),
    "closure_days": marked("closure days avoided"),
    "turn_aways": marked("turn-aways avoided"),
    "unmet_bed_nights": marked("unmet nights avoided"),
}
"""Effects, counted so that more is better."""
UNITS = {
    "supported_victims": marked("one more supported victim"),
    "closure_days": marked("one closure day avoided"),
    "turn_aways": marked("one turn-away avoided"),
    "unmet_bed_nights": marked("one unmet night avoided"),
}
"""One more of each effect."""
HALF_SURE = {
    (0, -1): marked("surely worse, not surely cheaper"),
    (0, 1): marked("surely better, not surely dearer"),
    (1, 0): marked("surely dearer, not surely better"),
    (-1, 0): marked("surely cheaper, not surely worse"),
}
"""What can be told by the sides of cost and effect, where only one is sure."""
UNTOLD = marked("cannot be told")
FINER = 10
"""By so much a range is told finer where else an end would be rounded to nought."""
NOTES = (
    marked("not defined in one of the two"),
    marked("both plan the same"),
    marked("the effect cannot be told from none"),
)
"""What a difference says of itself, in the words of sim/experiment/comparing.py."""
UNCOUNTED = ("days", "shelter-days", "months", "share", "index")
"""Units of which there is less, not fewer; as of money."""
SHORT = {"shelter-days": "days", "bed-nights": "nights"}


def named(name: str) -> str:
    """Return what a measure is called for readers: its label, or its own words.

    >>> named("closure_probability"), named("costs")
    ('A shelter closes', 'Cost')
    """
    return label_of(name)


def measured(name: str, by: dict[str, str] | None = None) -> str:
    """Return a measure within a sentence, with what it is of.

    >>> measured("closure_probability", {"shelter": "pvpt"})
    'closure probability of pvpt'
    """
    of = " and ".join((by or {}).values())
    return name.replace("_", " ") + (f" of {of}" if of else "")


def gap(estimate: Estimate) -> str:
    """Say a difference and its range: ``35 days fewer (26 to 45)``.

    Where 0 lies within the range: that it cannot be told from none.
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None:
        return remark(estimate.note) or say("not defined")
    if value == low == high == 0:
        return say("no difference at all")
    if low is None or high is None:
        size = _size(abs(value), estimate.unit, None)
        return say("{size} (range unknown)", size=_way(value, estimate.unit, size))
    step = _step(low, high, estimate.unit)
    near, far = sorted((abs(low), abs(high)))
    if low <= 0 <= high:
        if not _has_digit(_bare(far, estimate.unit, step)):
            return say("no difference that can be told")
        return say(
            "no difference that can be told ({low} to {high})",
            low=_way(-1, estimate.unit, _size(abs(low), estimate.unit, step)),
            high=_way(1, estimate.unit, _size(abs(high), estimate.unit, step)),
        )
    size = _size(abs(value), estimate.unit, place_of(estimate))
    return say(
        "{value} ({low} to {high})",
        value=_way(value, estimate.unit, size),
        low=_bare(near, estimate.unit, step),
        high=_bare(far, estimate.unit, step),
    )


def place_of(estimate: Estimate) -> float | None:
    """Return what a difference is rounded to, as its ends are, or finer if sure.

    A sure one of tens or more keeps two figures: 52, not 50.
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if not value or low is None or high is None:
        return None
    step = _own(_step(low, high, estimate.unit), estimate.unit)
    if step is None or low <= 0 <= high or step < FINER:
        return step
    return min(step, _two_figures(value))


def _two_figures(value: float) -> float:
    return float(10.0 ** (floor(log10(abs(value))) - 1))


def two_values(own: float, base: float, told: Estimate) -> tuple[str, str]:
    """Return two values as exactly as their difference is told.

    Where it cannot be told from none, no finer than half its range, but to two
    figures.  The two differ by just what is said, so that the first may be rounded
    to the other side.

    >>> gone = Estimate(measure="freeze_days", value=-52.4, low=-80.0, high=-30.0,
    ...     unit="shelter-days", interval="skewness-adjusted t", replications=20)
    >>> two_values(3.2, 55.6, gone)
    ('4', '56')
    >>> none = Estimate(measure="closure_probability", value=0.005, low=-0.01,
    ...     high=0.02, unit="probability", interval="skewness-adjusted t",
    ...     replications=200)
    >>> two_values(0.015, 0.01, none)
    ('1 %', '1 %')
    """
    low, high = told.low, told.high
    step = place_of(told)
    if low is None or high is None or step is None or told.value is None:
        return bare(own, told.unit, step), bare(base, told.unit, step)
    if low <= 0 <= high:
        coarse = 10.0 ** ceil(log10((high - low) / 2))
        largest = max(abs(own), abs(base))
        fine = _two_figures(largest) if largest else coarse
        step = max(step, min(coarse, fine))
    shown = (round(base / step) + round(told.value / step)) * step
    own = shown if abs(shown - own) <= step else own
    return bare(own, told.unit, step), bare(base, told.unit, step)


def value_cell(estimate: Estimate, *, brief: bool = False) -> str:
    """Write what the base has: two figures of the value, and its range."""
    value, _, ends = short(estimate).partition(" (")
    place = place_of(estimate)
    if estimate.value and place is not None and place >= 1:
        value = bare(estimate.value, estimate.unit, place)
    return value if brief or not ends else f"{value} ({ends}"


def _way(value: float, unit: str, size: str) -> str:
    """Say which way a size goes: more, fewer, or less of what is not counted."""
    if value > 0:
        return say("{size} more", size=size)
    if unit in UNCOUNTED or is_money(unit):
        return say("{size} less", size=size)
    return say("{size} fewer", size=size)


def _step(low: float, high: float, unit: str) -> float | None:
    """Return what to round to; an end that is not nought is not rounded to it.

    >>> _step(0.01, 0.6, "persons"), _step(-0.01, 0.6, "persons")
    (0.01, 0.1)
    """
    step = step_of(low, high)
    if step is None:
        return None
    near = min(abs(low), abs(high))
    if low * high > 0 and 2 * near < step <= FINER * 2 * near:
        step /= FINER
    return max(step, 0.01) if unit == "probability" else step


def _own(step: float | None, unit: str) -> float | None:
    """Return what a value is rounded to: a chance to 1 of 100, however wide its range.

    To tens, 97 points more than 3 % would be told as 100.
    """
    return 0.01 if unit == "probability" and step is not None else step


def _bare(value: float, unit: str, step: float | None) -> str:
    """Write a size; shares and probabilities as so many of a hundred."""
    if unit in ("share", "probability"):
        return rounded(100 * value, None if step is None else 100 * step)
    return bare(value, unit, step)


def _size(value: float, unit: str, step: float | None) -> str:
    """Write a size with its unit in words.

    >>> _size(0.19, "probability", 0.01), _size(35.2, "shelter-days", 1.0)
    ('19 of 100', '35 days')
    >>> _size(57.0, "EUR per person", 1.0), _size(0.05, "share", 0.01)
    ('€57', '5 points')
    """
    text = _bare(value, unit, step)
    if unit == "probability":
        return say("{times} of 100", times=text)
    if is_money(unit) or unit == "persons":
        return text
    if unit == "share":
        return some("{number} point", "{number} points", text)
    unit = SHORT.get(unit, unit)
    return some(*NOUNS[unit], text) if unit in NOUNS else f"{text} {say(unit)}".strip()


def price_of_one(told: Estimate) -> str:
    """Write what one more costs: to two figures, however wide the range is.

    A range ten times as wide as the price must not round the price away.
    """
    if told.value is None or told.low is None or told.high is None or not told.value:
        return short(told)
    fine = 10.0 ** (floor(log10(abs(told.value))) - 1)
    step = min(step_of(told.low, told.high) or fine, fine)
    ends = between(told.low, told.high, told.unit, step, signed=False)
    return f"{bare(told.value, told.unit, step)} ({ends})"


def difference_cell(estimate: Estimate) -> str:
    """Write a difference of two plans as :func:`gap` says it, for a table."""
    return gap_cell(estimate, place_of(estimate))


def difference_headline(estimate: Estimate) -> str:
    """Write a difference with its sign and unit, without its range: ``−50 days``."""
    value, low, high = estimate.value, estimate.low, estimate.high
    bounded = None not in (value, low, high)
    if not bounded or estimate.unit in {"share", "probability"}:
        return difference_cell(estimate).partition(" (")[0]
    assert value is not None
    return _signed(value, _size(abs(value), estimate.unit, place_of(estimate)))


def gap_cell(
    estimate: Estimate, place: float | None = None, *, points: bool = True
) -> str:
    """Write a difference in a table: ``−35 (−45 to −26)``, or ``0``.

    One of shares is in points: 5 % less than 20 % would be 19 %; ``points`` says so
    in the cell, if not the head of its column does.  ``place`` is what the value is
    rounded to; as its ends are, unless given.
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None:
        return "–"
    if value == low == high == 0:
        return "0"
    if low is None or high is None:
        return _signed(value, bare(abs(value), estimate.unit, None))
    step = _step(low, high, estimate.unit)
    place = _own(step, estimate.unit) if place is None else place
    sizes = [_bare(abs(value), estimate.unit, place)]
    sizes += [_bare(abs(each), estimate.unit, step) for each in (low, high)]
    if points and estimate.unit in {"share", "probability"}:
        sizes[0] = some("{number} point", "{number} points", sizes[0])
    said = list(map(_signed, (value, low, high), sizes))
    return say("{value} ({low} to {high})", value=said[0], low=said[1], high=said[2])


def _signed(value: float, text: str) -> str:
    """Put the sign before a size, and none before nothing.

    >>> _signed(-3.0, "€3"), _signed(0.001, "0 points")
    ('−€3', '0 points')
    """
    if not _has_digit(text):
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def verdict_told(trade: Trade, words: Mapping[str, str]) -> str:
    """Say what a trade comes to; where it cannot be told, what half of it is sure."""
    told = words.get(trade.verdict, UNTOLD)
    return say(HALF_SURE.get(trade.sides, told) if told == UNTOLD else told)


def _has_digit(text: str) -> bool:
    """Say whether a number is not rounded to nought."""
    return bool(set(text) & set("123456789"))


def sure(confidence: float) -> str:
    """Say how sure something is, never surer than can be.

    What is not sure to 95 % is not told so, for its interval then holds 0.

    >>> sure(0.93), sure(0.99999), sure(0.2), sure(0.9496)
    ('93 %', 'over 99.9 %', '20 %', '94 %')
    """
    per_hundred = 100 * confidence
    if per_hundred > 99.9:
        return say("over {share}", share=percent(0.999))
    if per_hundred < 0.1:
        return say("under {share}", share=percent(0.001))
    if confidence < TOGETHER:
        per_hundred = min(per_hundred, 100 * TOGETHER - 1)
    digits = f"{per_hundred:.1f}" if per_hundred > 99 else f"{per_hundred:.0f}"
    return localised(digits) + spoken().percent


def listed(words: Sequence[str], last: str = "and") -> str:
    """Join words for a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    if last == "and":
        return say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def lowered(label: str) -> str:
    """Begin a label with a small letter, for use within a sentence."""
    return label[:1].lower() + label[1:]


def wrapped(text: str, width: int) -> str:
    """Break a paragraph into lines; a number keeps its per cent sign.

    >>> wrapped("It is sure to 99 %.", 16).split(chr(10))
    ['It is sure to', '99 %.']
    """
    held = fill(text.replace(" %", "\0%"), width, break_on_hyphens=False)
    return held.replace("\0", " ")


def stopped_as_data(stopped: Stopped | None) -> dict[str, object]:
    """Return how precise it was to be and whether it is, None where nobody asked."""
    if stopped is None:
        return {"precision": None, "looks": None, "at_most": None}
    return {
        "precision": dict(stopped.reached),
        "looks": stopped.looks,
        "at_most": stopped.at_most,
    }
