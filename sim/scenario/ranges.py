"""Ranges of a value: the two ends, in the unit of the value they surround."""

import re
from fractions import Fraction
from functools import lru_cache

from sim.said import Said
from sim.scenario.quantities import DAYS, NUMBER, PER_YEAR, read_number
from sim.scenario.tree import Fault

__all__ = ["completed_range"]


@lru_cache(4096)
def completed_range(text: str, low: str, high: str) -> tuple[str, str]:
    """Return the two ends of a range with the unit of the value they surround.

    ``[39000, 54000]`` around ``€46,800 / year`` means ``€39,000 / year`` and so on.

    Raises
    ------
    Fault
        When a value has no range, the kinds differ, or low ≤ value ≤ high fails.
        Not when the value cannot be read: its own reader says so, once.
    """
    middle = NUMBER.search(text)
    if not middle or re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}", text
    ):
        raise Fault(
            Said("'{text}' is not a number, so it has no range", text=text),
            Said("remove the range"),
        )
    ends = [_with_unit(end, text, middle) for end in (low, high)]
    try:
        sort, value = _measured(text)
    except Fault:
        return ends[0], ends[1]
    numbers = []
    for position, end in enumerate(ends):
        try:
            kind, number = _measured(end)
        except Fault as fault:
            raise Fault(*fault.args, at=(position,)) from None
        if kind != sort:
            raise Fault(
                Said(
                    "'{end}' and '{text}' are not of the same kind", end=end, text=text
                ),
                Said("write the range in the unit of the value"),
                at=(position,),
            )
        numbers.append(number)
    if not numbers[0] <= value <= numbers[1]:
        raise Fault(
            Said(
                "{text} does not lie in its range, {low} to {high}",
                text=text,
                low=ends[0],
                high=ends[1],
            ),
            Said("write the lowest value first; the value must lie between the two"),
        )
    return ends[0], ends[1]


def _with_unit(end: str, text: str, middle: re.Match[str]) -> str:
    match = NUMBER.fullmatch(end)
    if not match:
        return end
    value = (
        text[: middle.start()]
        + end.strip()
        + text[middle.start() + len(middle[0].rstrip()) :]
    )
    return value.strip()


def _measured(text: str) -> tuple[str, Fraction]:
    """Return what kind of quantity a text is, and its size in one unit."""
    match = NUMBER.search(text)
    if not match:
        return "words", Fraction(0)
    number = read_number(match[0].strip().rstrip(","))
    rest = (
        (text[: match.start()] + " " + text[match.end() :]).lower().replace("per", "/")
    )
    front, slash, unit = rest.partition("/")
    unit = unit.strip().removesuffix("s")
    front = front.strip()
    if slash and unit in PER_YEAR:
        return f"{front} per time", number * PER_YEAR[unit]
    word = front.removesuffix("s")
    if word in DAYS:
        return "time", number * DAYS[word]
    return word, number / 100 if word == "%" else number
