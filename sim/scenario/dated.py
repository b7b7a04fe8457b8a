"""What becomes different at a shelter, as a file writes it: dates, staff, beds."""

from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import ConfigDict, model_validator

from sim.said import Said, marked
from sim.scenario.border import (
    CostLineId,
    Day,
    Part,
    WholeDays,
    count_of,
    one_of,
    short,
)
from sim.scenario.conditions import Condition
from sim.scenario.tree import Fault

__all__ = [
    "Beds",
    "Changed",
    "Closing",
    "ClosingOrDay",
    "HeldBack",
    "Opening",
    "OpeningOrDay",
    "Persons",
    "Regime",
    "Staff",
    "StaffLeave",
    "staffed",
]

_read, _schema = count_of(0, 10_000)
Beds: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = count_of(1, 10_000)
Persons: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = count_of(0, 10_000)
Staff: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = one_of(
    "open", "semi_open", "closed", problem=marked("'{text}' is not a regime I know")
)
Regime: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("finish", "transfer", "forced_exit")
Leaving: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("transfer", "forced_exit")
Cleared: TypeAlias = Annotated[str, _read, _schema]


class HeldBack(Part):
    """Beds that only some of the people may have (B1)."""

    for_: Condition
    """Whom they are held back for."""
    beds: Persons
    """How many, 1 or more."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    @model_validator(mode="after")
    def _for_some(self) -> Self:
        if not self.for_:
            fix = Said(
                "say whom they are for, such as {example}, or remove it",
                example="{risk: high}",
            )
            raise Fault(Said("beds for everybody are not held back"), fix, at=("for",))
        return self


class Changed(Part):
    """What is different at a shelter from a date on; the rest stays as it was."""

    beds: Beds | None = None
    """How many beds there are then; 0 is a planned closing."""
    slots: Beds | None = None
    """How many slots there are then, where nobody sleeps."""
    staff: Staff | None = None
    """How many staff there are then."""
    accepts: Condition | None = None
    """Whom it takes then; {} is everybody."""
    regime: Regime | None = None
    """Its regime then: open, semi_open or closed."""
    residents: Leaving | None = None
    """Who is above the new limit, or no longer taken: they finish (without it), are
    transferred (transfer) or else leave, or leave (forced_exit); S6."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set - {"residents"}:
            fix = Said(
                "add {names} or {name}", names="beds, staff, accepts", name="regime"
            )
            raise Fault(Said("nothing changes here"), fix)
        moves = self.model_fields_set & {"beds", "slots", "staff", "accepts"}
        if self.residents is not None and not moves:
            raise Fault(
                Said("a change of regime leaves everybody where they are"),
                Said("remove {key}", key="residents"),
                at=("residents",),
                key=True,
            )
        return self


class Opening(Part):
    """When a shelter opens that is not there from the beginning."""

    on: Day
    """The first day on which it takes people."""
    costs_before: list[CostLineId] | None = None
    """Fixed costs that are billed before; [] if none."""


class Closing(Part):
    """When a shelter closes as planned, not for lack of money."""

    on: Day
    """The first day on which it is closed."""
    residents: Cleared
    """Who is still there: transfer moves them if it can, forced_exit does not."""
    costs_after: list[CostLineId] | None = None
    """Fixed costs that are billed on; [] if none."""


_read, _schema = short("on", "2017-05-01")
OpeningOrDay: TypeAlias = Annotated[Opening, _read, _schema]
ClosingOrDay: TypeAlias = Annotated[Closing, _read, _schema]


class StaffLeave(Part):
    """Staff who leave when they are not paid."""

    unpaid: CostLineId
    """The cost line they are paid from."""
    after: WholeDays
    """Days that it is unpaid before the first leaves."""
    one_every: WholeDays
    """Days from one leaving to the next."""
    back_after: WholeDays
    """Days from payment of all arrears of that line until all are back."""

    @model_validator(mode="after")
    def _one_at_a_time(self) -> Self:
        if self.one_every == 0:
            raise Fault(
                Said("they cannot leave one every 0 days"),
                Said("write {code} or more", code="1 day"),
                at=("one_every",),
            )
        return self


def staffed(staff: int, ratio: Fraction) -> int:
    """Return how many residents the staff may look after (B1)."""
    return staff * ratio.numerator // ratio.denominator
