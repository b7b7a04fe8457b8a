"""How often something happens: rates, counts, seasons, trends, dated changes."""

import re
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.border import (
    Day,
    Frequency,
    Number,
    Part,
    Trend,
    count_of,
    scalar,
)
from sim.scenario.names import Names
from sim.scenario.quantities import read_frequency, read_number
from sim.scenario.tree import Fault

__all__ = ["Timed", "YearlyCounts"]

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
            raise Fault("counts need 1 to 200 years", at=("counts",))
        if self.spread is not None and self.spread < Fraction(1, 100):
            fix = (
                "write a larger spread, or remove it: years then differ by chance only"
            )
            raise Fault("'spread' must be above 0", fix, at=("spread",))
        return self


Change: TypeAlias = tuple[Fraction | None, Fraction | None]


def _change(text: str, _: Names) -> Change:
    if match := re.fullmatch(r"(.+?)\s*(?:times|×|x)", text.strip()):
        times = read_number(match[1])
        if not 0 <= times <= 1000:
            raise Fault(f"'{text}' is out of bounds", "write 0 to 1,000 times")
        return None, times
    return read_frequency(text), None


_read, _schema = scalar(_change, "1.5 times")
ChangeText: TypeAlias = Annotated[Change, _read, _schema]


def _season(value: object) -> object:
    if isinstance(value, list) and len(value) != 12:
        raise Fault(
            f"the season has {len(value)} numbers; it needs 12, one for each month",
            "January first, December last",
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
    changes: dict[Day, ChangeText] = Field(default_factory=dict)
    """From a date on: a new rate, such as 20 per year, or a factor: 1.5 times."""

    @model_validator(mode="after")
    def _one_rate(self) -> Self:
        if self.rate is not None and self.per_year is not None:
            raise Fault(
                "'rate' and 'per_year' both say how many come",
                "keep one; in a scenario that extends another write  rate: null",
                at=("per_year",),
                key=True,
            )
        if self.season is not None and not any(self.season):
            raise Fault("the season has no month above 0", at=("season",))
        return self
