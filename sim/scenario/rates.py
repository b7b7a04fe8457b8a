"""How often something happens: rates, counts, seasons, trends, dated changes."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from sim.said import Said
from sim.scenario.border import (
    Day,
    Frequency,
    Number,
    Part,
    Share,
    Short,
    Trend,
    count_of,
    scalar,
)
from sim.scenario.names import Names
from sim.scenario.quantities import read_number
from sim.scenario.tree import Fault

__all__ = ["RateChanged", "ReferralsChanged", "StreamChange", "Timed", "YearlyCounts"]

_read, _schema = count_of(0, 20_000)
YearlyCount: TypeAlias = Annotated[int, _read, _schema]


class YearlyCounts(Part):
    """Observed yearly counts: the rate itself is then uncertain (C4)."""

    counts: list[YearlyCount]
    """How many came in each of the observed years."""
    spread: Number | None = None
    """How strongly years differ beyond chance: the smaller, the more; above 0."""

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if not 1 <= len(self.counts) <= 200:
            raise Fault(Said("counts need 1 to 200 years"), at=("counts",))
        if self.spread is not None and self.spread < Fraction(1, 100):
            fix = Said(
                "write a larger spread, or remove it: years then differ by chance only"
            )
            raise Fault(Said("'spread' must be above 0"), fix, at=("spread",))
        return self


TIMES = re.compile(r"(.+?)\s*(?:times|×|x)")


def _times(text: str, _: Names) -> Fraction:
    match = TIMES.fullmatch(text.strip())
    times = read_number(match[1] if match else text)
    if not 0 <= times <= 1000:
        raise Fault(
            Said("'{text}' is out of bounds", text=text), Said("write 0 to 1,000 times")
        )
    return times


_read, _schema = scalar(_times, "1.5 times", "number")
Times: TypeAlias = Annotated[Fraction, _read, _schema]


class RateChanged(Part):
    """What is different about a rate from a date on."""

    rate: Frequency | None = None
    """A new rate."""
    times: Times | None = None
    """A factor on the rate last given; 1 times ends a surge."""

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        if self.rate is not None and self.times is not None:
            raise Fault(
                Said("'rate' and 'times' both say how many come"), Said("keep one")
            )
        if not self.model_fields_set:
            raise Fault(
                Said("nothing changes here"),
                Said("write for example {code}", code=" 1.5 times"),
            )
        return self


class ReferralsChanged(RateChanged):
    """What is different about a stream from a date on."""

    detected: Share | None = None
    """A new share of those present who come to anybody's notice."""


def _rate_or_times(value: object) -> object:
    if isinstance(value, str):
        return {"times" if TIMES.fullmatch(value.strip()) else "rate": value}
    return value


_expanded = BeforeValidator(_rate_or_times), Short("1.5 times")
Change: TypeAlias = Annotated[RateChanged, *_expanded]
StreamChange: TypeAlias = Annotated[ReferralsChanged, *_expanded]


def _season(value: object) -> object:
    if isinstance(value, list) and len(value) != 12:
        raise Fault(
            Said(
                "the season has {number} numbers; it needs 12, one for each month",
                number=len(value),
            ),
            Said("January first, December last"),
        )
    return value


class Timed(Part):
    """Something that happens at a rate."""

    rate: Frequency | None = None
    """How often: such as 14 per year, or per month, week or day."""
    per_year: YearlyCounts | None = None
    """Observed yearly counts instead of a rate."""
    season: Annotated[list[Number] | None, BeforeValidator(_season)] = None
    """Twelve monthly weights, January first; scaled to average 1 over a year."""
    growth: Trend | None = None
    """Yearly growth of the rate: such as 2 % / year."""
    changes: Mapping[Day, Change] = Field(default_factory=dict)
    """From a date on: a new rate, such as 20 per year, or a factor: 1.5 times."""

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        if self.rate is not None and self.per_year is not None:
            raise Fault(
                Said("'rate' and 'per_year' both say how many come"),
                Said("keep one; in a scenario that extends another write  rate: null"),
                at=("per_year",),
                key=True,
            )
        if self.season is not None and not any(self.season):
            raise Fault(Said("the season has no month above 0"), at=("season",))
        return self
