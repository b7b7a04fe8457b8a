"""What a shelter costs, as a file writes it."""

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from sim.said import Said
from sim.scenario.border import (
    Day,
    Money,
    MoneyOrRate,
    MoneyRate,
    Part,
    Trend,
    count_of,
    short,
)
from sim.scenario.tree import Fault

__all__ = ["Cost", "CostLine"]

_read, _schema = count_of(1, 10_000)
Persons: TypeAlias = Annotated[int, _read, _schema]

AMOUNTS = (
    "fixed",
    "per_team",
    "per_bed_night",
    "per_admission",
    "per_exit",
    "once",
)
CALENDAR = "year", "quarter", "month"


class CostLine(Part):
    """One kind of cost: give exactly one of the amounts."""

    fixed: MoneyRate | None = None
    """A cost that is always there, by year, quarter, month, week or day."""
    per_team: MoneyRate | None = None
    """The cost of one team; every started group of residents needs one."""
    residents_per_team: Persons | None = None
    """How many residents one team looks after; needed with per_team."""
    per_bed_night: Money | None = None
    """The cost of one night of one resident; of one day of one participant where
    nobody sleeps."""
    per_admission: Money | None = None
    """The cost of one admission."""
    per_exit: Money | None = None
    """The cost of one exit."""
    once: Money | None = None
    """A cost that comes once, on a day."""
    on: Day | None = None
    """The day of a cost that comes once."""
    growth: Trend | None = None
    """Yearly growth, which steps on every 1 January after the first (M1)."""
    changes: dict[Day, MoneyOrRate] = Field(default_factory=dict)
    """From a date on: a new amount; growth then counts from that year."""

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        given = [kind for kind in AMOUNTS if getattr(self, kind) is not None]
        if len(given) != 1:
            problem = Said("this cost line has no amount")
            if given:
                problem = Said("this cost line has {number} amounts", number=len(given))
            raise Fault(
                problem,
                Said("give one of: {amounts}", amounts=", ".join(AMOUNTS)),
            )
        for needs, needed in (("per_team", "residents_per_team"), ("once", "on")):
            if (getattr(self, needs) is None) != (getattr(self, needed) is None):
                raise Fault(
                    Said(
                        "'{needs}' and '{needed}' belong together",
                        needs=needs,
                        needed=needed,
                    ),
                    Said("give both"),
                )
        self._check_changes()
        return self

    def _check_changes(self) -> None:
        """Refuse new amounts that are not of the kind of the first."""
        if self.changes and self.once is not None:
            raise Fault(
                Said("a cost that comes once does not change"),
                Said("write a second line for the other day"),
                at=("changes",),
                key=True,
            )
        rate = self.fixed or self.per_team
        for day, (_, per) in self.changes.items():
            at = ("changes", str(day))
            if rate is None and per is not None:
                problem = Said("the first amount is not for a time, but this one is")
                raise Fault(
                    problem,
                    Said("write an amount only, such as {example}", example="€5"),
                    at=at,
                )
            if rate is not None and per is None:
                problem = Said("this amount does not say how often")
                raise Fault(
                    problem,
                    Said("write it by the {unit}: … / {unit}", unit=rate[1]),
                    at=at,
                )
            same = rate is None or per == rate[1] or {per, rate[1]} <= {*CALENDAR}
            if rate is not None and not same:
                raise Fault(
                    Said(
                        "the first amount is by the {rate}, this one by the {per}",
                        rate=rate[1],
                        per=per,
                    ),
                    Said("write both by the {rate}", rate=rate[1]),
                    at=at,
                )


_read, _schema = short("fixed", "€46,800 / year")
Cost: TypeAlias = Annotated[CostLine, _read, _schema]
