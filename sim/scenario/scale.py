"""A scale: every value between two of the same kind, as a file would write it.

``0 months`` to ``6 months``, ``€0`` to ``€50,000``, ``8`` to ``20``, ``0 %`` to
``50 %``, ``2021-01-01`` to ``2021-04-01``, ``01-01`` to ``03-31``: what lies between
keeps the unit, and dates stay dates of the calendar.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor, log10

from sim.money import format_number
from sim.said import Said
from sim.scenario.quantities import (
    DATE,
    DAYS,
    NUMBER,
    YEARLY,
    read_date,
    read_number,
    read_yearly_date,
)
from sim.scenario.tree import Fault

__all__ = ["Scale", "scale_between"]

FINE = 50
"""Without a step of its own a scale has at least so many, as far as units allow."""
WHOLE = ("", *DAYS)
"""Units of which a scale has whole ones: counts and days."""
NO_LEAP_YEAR = 2017


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high``, ``step`` apart, in one unit.

    ``front`` and ``unit`` stand before and after the number, such as ``€`` and
    ``/ year``.  Dates count in days (``kind`` says of which calendar).
    """

    front: str
    unit: str
    kind: str
    low: Fraction
    high: Fraction
    step: Fraction

    def __len__(self) -> int:
        return int((self.high - self.low) / self.step) + 1

    def at(self, place: int) -> Fraction:
        """Return the number of a place; the last one is at most ``high``."""
        return self.low + place * self.step

    def text(self, number: Fraction | float) -> str:
        """Return a number of the scale as a file writes it, to the nearest step.

        >>> scale_between("0 months", "6 months").text(1.0)
        '1 month'
        """
        steps = round((Fraction(number) - self.low) / self.step)
        exact = min(max(self.low + steps * self.step, self.low), self.high)
        if self.kind == "date":
            return date.fromordinal(int(exact)).isoformat()
        if self.kind == "day of the year":
            return date.fromordinal(int(exact)).strftime("%m-%d")
        return self._written(exact, format_number(exact).replace(",", ""))

    def told(self, number: Fraction | float) -> str:
        """Return a number of the scale as readers like it: ``€12,000``."""
        if self.kind != "number":
            return self.text(number)
        exact = self.number(self.text(number))
        return self._written(exact, format_number(exact))

    @property
    def step_text(self) -> str:
        """The step, as :func:`scale_between` reads it.

        >>> scale_between("0 months", "6 months", "0.5 months").step_text
        '0.5 months'
        """
        if self.kind != "number":
            return f"{int(self.step)} days"
        return self._written(self.step, format_number(self.step).replace(",", ""))

    def number(self, text: str) -> Fraction:
        """Return the number that a text of the scale stands for."""
        return _parted(text)[1] if self.kind == "number" else _ordinal(self.kind, text)

    def _written(self, exact: Fraction, said: str) -> str:
        return _in_unit(self.front, said, self.unit, exact)

    def spread(self, many: int) -> tuple[Fraction, ...]:
        """Return at most ``many`` numbers, from end to end, evenly as steps allow."""
        last = len(self) - 1
        many = max(2, min(many, last + 1))
        places = dict.fromkeys(round(n * last / (many - 1)) for n in range(many))
        return tuple(self.at(place) for place in places)


def scale_between(low: str, high: str, step: str | None = None) -> Scale:
    """Return the scale between two texts; an end without a unit takes the other's.

    >>> scale = scale_between("2021-01-01", "2021-03-01")
    >>> scale.text(scale.at(31)), len(scale)
    ('2021-02-01', 60)
    >>> scale_between("€0", "€50,000").told(12_000)
    '€12,000'

    Raises
    ------
    Fault
        When an end cannot be read, or the two do not fit together.
    """
    low, high = low.strip(), high.strip()
    for kind, shape in (("date", DATE), ("day of the year", YEARLY)):
        if shape.fullmatch(low) and shape.fullmatch(high):
            return _of_dates(kind, low, high, step)
    first, last = _parted(low), _parted(high)
    if not any(_unit(first)):
        first = (last[0], first[1], last[2])
    if not any(_unit(last)):
        last = (first[0], last[1], first[2])
    if _unit(first) != _unit(last):
        said = _in_unit(last[0], format_number(first[1]), last[2], first[1])
        raise Fault(
            Said("'{low}' and '{high}' are not in the same unit", low=low, high=high),
            Said("write both ends in the same unit, such as {example}", example=said),
        )
    numbers = first[1], last[1]
    _in_order(low, high, *numbers)
    return Scale(
        front=last[0],
        unit=last[2],
        kind="number",
        low=numbers[0],
        high=numbers[1],
        step=_step(numbers[1] - numbers[0], last[2], last[0], step),
    )


def _of_dates(kind: str, low: str, high: str, step: str | None) -> Scale:
    """Return a scale of dates, a day or more apart."""
    ends = [_ordinal(kind, text) for text in (low, high)]
    if kind == "day of the year" and ends[0] > ends[1]:
        raise Fault(
            Said(
                "from '{low}' to '{high}' a new year begins, and these dates have none",
                low=low,
                high=high,
            ),
            Said(
                "write them with their years, such as {first} and {second}",
                first=f"2020-{low}",
                second=f"2021-{high}",
            ),
        )
    _in_order(low, high, *ends)
    every = Fraction(1)
    if step is not None:
        _, every, unit = _parted(step)
        every *= DAYS.get(unit or "day", Fraction(0))
        if every < 1 or every.denominator != 1:
            raise Fault(
                Said("'{step}' is no step between dates", step=step),
                Said("write whole days, such as {example}", example="7 days"),
            )
    return Scale("", "", kind, ends[0], ends[1], every)


def _ordinal(kind: str, text: str) -> Fraction:
    if kind == "date":
        return Fraction(read_date(text).toordinal())
    month, day = read_yearly_date(text)
    return Fraction(date(NO_LEAP_YEAR, month, day).toordinal())


def _in_unit(front: str, said: str, unit: str, number: Fraction) -> str:
    """Write a number with what stands before it, and its unit as its size asks."""
    if unit in ("month", *DAYS) and number != 1:
        unit += "s"
    return f"{front}{said}{' ' if unit else ''}{unit}"


def _in_order(low: str, high: str, *numbers: Fraction) -> None:
    if numbers[0] >= numbers[1]:
        raise Fault(
            Said("'{low}' is not below '{high}'", low=low, high=high),
            Said("write the lowest value first, then the highest"),
        )


def _parted(text: str) -> tuple[str, Fraction, str]:
    """Split ``€46,800 / year`` into what stands before, the number, and the unit."""
    match = NUMBER.search(text)
    if match is None:
        raise Fault(
            Said("'{text}' is not a value between two others", text=text),
            Said("write a number"),
        )
    found = match[0].strip()
    front, back = text[: match.start()].lstrip(), text[match.end() :].strip()
    unit = re.sub(r"^(months|" + "|".join(f"{d}s" for d in DAYS) + ")$", _one, back)
    return front, read_number(found), re.sub(r"^/\s*", "/ ", unit)


def _one(match: re.Match[str]) -> str:
    return match[0].removesuffix("s")


def _unit(parted: tuple[str, Fraction, str]) -> tuple[str, str]:
    """Return what makes two numbers comparable, however they are spaced."""
    front, _, unit = parted
    return front.strip(), re.sub(r"\s*(/|\bper\b)\s*", "/", unit)


def _step(width: Fraction, unit: str, front: str, given: str | None) -> Fraction:
    """Return the step that was asked for, or a round one that is fine enough."""
    if given is not None:
        parts = _parted(given)
        if _unit(parts) not in (_unit((front, parts[1], unit)), ("", "")) or not (
            0 < parts[1] <= width
        ):
            raise Fault(
                Said("'{given}' is no step of this scale", given=given),
                Said(
                    "write a step in the unit of the two ends, smaller than their "
                    "distance"
                ),
            )
        return parts[1]
    step = _round_below(width / FINE)
    counted = unit in WHOLE and not front
    return max(Fraction(1), step) if counted and width >= 2 else step


def _round_below(number: Fraction) -> Fraction:
    """Return the largest of 1, 2, 5, 10, … (or 0.5, 0.2, …) that is not above."""
    power = Fraction(10) ** floor(log10(number) + 1e-9)
    return max(m * power for m in _mantissas() if m * power <= number)


def _mantissas() -> Sequence[Fraction]:
    return Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5)
