"""Shelters and interim places as a file writes them."""

from fractions import Fraction
from typing import Annotated, Any, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from sim.said import Said
from sim.scenario.border import (
    Also,
    CostLineId,
    Day,
    DayCount,
    Days,
    DaysOrNever,
    Flag,
    Id,
    Money,
    MonthsOrMoney,
    Part,
    ShelterId,
    Short,
    Text,
    WholeDays,
    bounded,
    one_of,
    scalar,
    words,
)
from sim.scenario.conditions import Allowed, Becomes, Condition, Mix, known_value
from sim.scenario.costs import Cost
from sim.scenario.dated import (
    Beds,
    Changed,
    ClosingOrDay,
    HeldBack,
    OpeningOrDay,
    Persons,
    Regime,
    Staff,
    StaffLeave,
)
from sim.scenario.licence import Security, licensed, secured
from sim.scenario.names import Names
from sim.scenario.stays import Exits, Stays, check_exits
from sim.scenario.tree import Fault, did_you_mean

__all__ = ["Closure", "Interim", "Residents", "Shelter", "ShelterOrder"]

_read, _schema = one_of("police_station", "refuge", "hotel", "other")
Kind: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = one_of("order", "emptiest", "cheapest", "best_fit")
Criterion: TypeAlias = Annotated[str, _read, _schema]
_read, _schema = scalar(bounded(Fraction(1, 100), 1000), "2.5", "number")
Ratio: TypeAlias = Annotated[Fraction, _read, _schema]


class Interim(Part):
    """A place that is no shelter bed, for those who wait (B5)."""

    kind: Kind
    """What it is: police_station, refuge, hotel or other."""
    cost_per_night: Money
    """What a night there costs its payer."""
    payer: Text
    """Who pays."""
    places: Beds | None = None
    """How many fit, 0 to 10,000; without it as many as are needed."""
    accepts: Condition = ()
    """Whom it takes; everybody without it."""


class ShelterOrder(Part):
    """Where people are offered a bed first."""

    for_: Condition = ()
    """Whom this order is for; everybody without it."""
    prefer: list[ShelterId] | None = None
    """Shelters in the order in which they are offered."""
    then_by: Criterion = "order"
    """How the others follow: order (of the file), emptiest, cheapest or best_fit."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    @model_validator(mode="after")
    def _some_order(self) -> Self:
        if self.prefer is None and "then_by" not in self.model_fields_set:
            fix = Said("add  prefer: [shelters]  or  then_by: emptiest")
            raise Fault(Said("nothing says which shelters come first"), fix)
        return self


class Closure(Part):
    """When a shelter stops admitting, closes and reopens (SEMANTICS D)."""

    freeze_below: DaysOrNever
    """Intake stops when money lasts for fewer days than this; or never."""
    thaw_with: WholeDays | None = None
    """Intake begins again when money lasts this long; else as freeze_below."""
    close_below: WholeDays | None = None
    """It also fails when money lasts for fewer days than this."""
    tolerated_days: DayCount | None = None
    """Creditors wait this long for a bill; 0: any unpaid bill is a failure."""
    tolerated_arrears: MonthsOrMoney | None = None
    """Creditors wait until arrears exceed this: money, or months of cost."""
    notice: WholeDays
    """Days from failing to closing."""
    while_closed: list[CostLineId]
    """Cost lines that go on while it is closed; [] if none."""
    reopen_with: WholeDays
    """It reopens when money lasts this long, reopening cost paid."""
    reopening_cost: Money
    """What reopening costs."""
    reopening_takes: WholeDays
    """Days from the decision to reopen to the first admission."""


def _never(value: object) -> object:
    if value == "never":
        return None
    if isinstance(value, str):
        raise Fault(
            Said("'{value}' is no closure rule", value=value),
            Said("write never, or the settings"),
        )
    return value


class Residents(Part):
    """People who are already here on the first day (S4)."""

    model_config = ConfigDict(extra="allow")

    number: Persons
    """How many."""
    so_far: Days | None = None
    """How long they have stayed; without it nobody knows."""

    @model_validator(mode="after")
    def _attributes(self, info: ValidationInfo) -> Self:
        names = info.context if isinstance(info.context, Names) else Names()
        for name, value in (self.__pydantic_extra__ or {}).items():
            if name not in names.attributes:
                fix = did_you_mean(
                    name, ("number", "so_far", *names.attributes), "settings"
                )
                raise Fault(
                    Said("'{name}' is not a setting here", name=name),
                    fix,
                    at=(name,),
                    key=True,
                )
            try:
                known_value(name, words(value, "child"), names)
            except Fault as fault:
                raise Fault(*fault.args, at=(name,)) from None
        return self

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The attributes that the file fixes."""
        extra: dict[str, Any] = self.__pydantic_extra__ or {}
        return tuple((name, str(value)) for name, value in extra.items())


def _conditions(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Shelter(Part):
    """A shelter: its beds, whom it takes, how long they stay, what it costs."""

    title: Text | None = None
    """Its name for readers; the id without it."""
    programme: Id | None = None
    """The programme it offers; without it the shelter is its own."""
    beds: Beds | None
    """Beds that can be slept in, 0 to 10,000."""
    overnight: Flag = True
    """no: a programme without a bed, with slots instead of beds."""
    slots: Beds | None = None
    """How many can take part at once, where nobody sleeps."""
    held_back: Annotated[
        list[HeldBack], BeforeValidator(_conditions), Also({"type": "object"})
    ] = Field(default_factory=list)
    """Beds that only some may have: {for: {risk: high}, beds: 2}, one or more (B1)."""
    staff: Staff | None = None
    """How many look after residents; needs residents_per_staff."""
    residents_per_staff: Ratio | None = None
    """How many residents each may look after: caps the beds that can be used (B1)."""
    staff_leave: StaffLeave | None = None
    """Staff who leave when they are not paid; they stay without it."""
    regime: Regime = "open"
    """open, semi_open or closed; open without it."""
    opens: OpeningOrDay | None = None
    """The day it opens, if it is not there from the beginning."""
    closes: ClosingOrDay | None = None
    """The day it closes as planned."""
    changes: dict[Day, Changed] = Field(default_factory=dict)
    """From a date on: other beds, staff, regime, or whom it takes (T7)."""
    accepts: Condition = ()
    """Whom it takes: for each attribute named, the values; everybody without it."""
    licensed_for: Condition = ()
    """Whom it may take by its licence; must hold beside accepts, and in changes."""
    security: Security = ()
    """low, medium or high: nobody comes whose risk is higher; no limit without it."""
    refuses: Annotated[
        list[Condition], BeforeValidator(_conditions), Also({"type": "object"})
    ] = Field(default_factory=list)
    """Whom it does not take, although accepted otherwise: one or more conditions."""
    entry: Flag = True
    """no: it takes people only from another programme."""
    stay: Stays
    """How long people stay: a length, a law, or a list of {for, stay}."""
    stay_changes: dict[Day, Stays] = Field(default_factory=dict)
    """How long people stay who are admitted from a date on; whom a change does not
    name stays as before (T7)."""
    exits: Exits | None = None
    """Where people go; shares sum to one; a programme's id is a step-down."""
    becomes: Becomes | None = None
    """Attributes that a step-down re-assesses, with their new values."""
    costs: dict[Id, Cost] = Field(default_factory=dict)
    """Cost lines in file order; bills are paid in this order."""
    planned_residents: Beds | None = None
    """Residents that a 'month of cost' is reckoned at (T7)."""
    reserve: MonthsOrMoney | None = None
    """Money at hand on the first day: an amount, or months of cost."""
    credit: Money | None = None
    """How far the account may be overdrawn."""
    residents_now: list[Residents] = Field(default_factory=list)
    """People here on the first day."""
    residents_mix: Mix | None = None
    """How those people divide, where their attributes are not given."""
    closure: Annotated[Closure | None, BeforeValidator(_never), Short("never")] = None
    """never: a budget line that does not gap; or when it closes and reopens."""

    @model_validator(mode="before")
    @classmethod
    def _without_beds(cls, data: object) -> object:
        """Let slots stand where beds would, so that neither is asked for twice."""
        if not isinstance(data, dict) or "beds" in data:
            return data
        no_bed = "slots" in data or data.get("overnight") in ("no", "false")
        return {**data, "beds": None} if no_bed else data

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_exits()
        if self.closure:
            for number, line in enumerate(self.closure.while_closed):
                if line not in self.costs:
                    raise Fault(
                        Said("this shelter has no cost line '{line}'", line=line),
                        did_you_mean(line, tuple(self.costs), "cost lines"),
                        at=("closure", "while_closed", number),
                    )
        residents = sum(group.number for group in self.residents_now)
        if self.beds is not None and residents > self.beds:
            raise Fault(
                Said(
                    "more people are here on the first day ({residents}) than there "
                    "are beds ({beds})",
                    residents=residents,
                    beds=self.beds,
                ),
                Said("correct one of the two"),
                at=("residents_now",),
            )
        return self

    def _check_exits(self) -> None:
        for number, plan in enumerate(self.stay):
            if plan.exits is not None:
                check_exits(plan.exits, ("stay", number, "exits"))
        for day, plans in self.stay_changes.items():
            for number, plan in enumerate(plans):
                if plan.exits is not None:
                    at = ("stay_changes", str(day), number, "exits")
                    check_exits(plan.exits, at)
        if self.exits is not None:
            check_exits(self.exits, ("exits",))

    def may_take(self, accepts: Allowed) -> Allowed:
        """Return whom it may take of those it accepts, by licence and security.

        Raises
        ------
        Fault
            When nobody is left.
        """
        return secured(licensed(accepts, self.licensed_for), self.security)

    @property
    def room(self) -> int:
        """How many fit at once: beds, or slots where nobody sleeps."""
        return (self.beds if self.overnight else self.slots) or 0

    @property
    def most_room(self) -> int:
        """How many fit at once at the best of times."""
        dated = (c.beds if self.overnight else c.slots for c in self.changes.values())
        return max([self.room, *(number or 0 for number in dated)])
