"""Shelters and interim places as a file writes them."""

from fractions import Fraction
from typing import Annotated, Any, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

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
    MoneyRate,
    MonthsOrMoney,
    Part,
    Share,
    ShelterId,
    Short,
    Text,
    Trend,
    WholeDays,
    Word,
    count_of,
    one_of,
    short,
    words,
)
from sim.scenario.conditions import Becomes, Condition, Mix, known_value
from sim.scenario.laws import DurationLaw, check_shares
from sim.scenario.names import Names
from sim.scenario.tree import Fault, did_you_mean

__all__ = [
    "Closure",
    "CostLine",
    "Interim",
    "Residents",
    "Shelter",
    "ShelterOrder",
    "Stay",
]

_read, _schema = count_of(0, 10_000)
Beds: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = count_of(1, 10_000)
Persons: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = one_of("police_station", "refuge", "hotel", "other")
Kind: TypeAlias = Annotated[str, _read, _schema]


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
    prefer: list[ShelterId]
    """Shelters in the order in which they are offered."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))


class Stay(Part):
    """How long some of the people stay, and where they go."""

    for_: Condition = ()
    """Whom this is for; everybody without it."""
    stay: DurationLaw
    """How long they stay."""
    exits: dict[Word, Share] | None = None
    """Where they go, if not where the shelter says; shares sum to one."""
    becomes: Becomes | None = None
    """What they are after a step-down, if not what the shelter says."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))


class CostLine(Part):
    """One kind of cost: give exactly one of the amounts."""

    fixed: MoneyRate | None = None
    """A cost that is always there, by year, quarter, month, week or day."""
    per_team: MoneyRate | None = None
    """The cost of one team; every started group of residents needs one."""
    residents_per_team: Persons | None = None
    """How many residents one team looks after; needed with per_team."""
    per_bed_night: Money | None = None
    """The cost of one night of one resident."""
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

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        kinds = (
            "fixed",
            "per_team",
            "per_bed_night",
            "per_admission",
            "per_exit",
            "once",
        )
        given = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(given) != 1:
            what = "has no amount" if not given else f"has {len(given)} amounts"
            raise Fault(f"this cost line {what}", f"give one of: {', '.join(kinds)}")
        for needs, needed in (("per_team", "residents_per_team"), ("once", "on")):
            if (getattr(self, needs) is None) != (getattr(self, needed) is None):
                raise Fault(f"'{needs}' and '{needed}' belong together", "give both")
        return self


_read, _schema = short("fixed", "€46,800 / year")
Cost: TypeAlias = Annotated[CostLine, _read, _schema]


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
        raise Fault(f"'{value}' is no closure rule", "write never, or the settings")
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
                    f"'{name}' is not a setting here", fix, at=(name,), key=True
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


def _stays(value: object) -> object:
    return value if isinstance(value, list) else [{"stay": value}]


def _conditions(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Shelter(Part):
    """A shelter: its beds, whom it takes, how long they stay, what it costs."""

    title: Text | None = None
    """Its name for readers; the id without it."""
    programme: Id | None = None
    """The programme it offers; without it the shelter is its own."""
    beds: Beds
    """Beds that can be slept in, 0 to 10,000."""
    accepts: Condition = ()
    """Whom it takes: for each attribute named, the values; everybody without it."""
    refuses: Annotated[
        list[Condition], BeforeValidator(_conditions), Also({"type": "object"})
    ] = Field(default_factory=list)
    """Whom it does not take, although accepted otherwise: one or more conditions."""
    entry: Flag = True
    """no: it takes people only from another programme."""
    stay: Annotated[
        list[Stay],
        BeforeValidator(_stays),
        Also(model="DurationOrMapping"),
        Short("30 days"),
    ]
    """How long people stay: a length, a law, or a list of {for, stay}."""
    exits: dict[Word, Share] | None = None
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

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_exits()
        if self.closure:
            for number, line in enumerate(self.closure.while_closed):
                if line not in self.costs:
                    raise Fault(
                        f"this shelter has no cost line '{line}'",
                        did_you_mean(line, tuple(self.costs), "cost lines"),
                        at=("closure", "while_closed", number),
                    )
        residents = sum(group.number for group in self.residents_now)
        if residents > self.beds:
            raise Fault(
                f"{residents} people are here on the first day, but there are"
                f" {self.beds} beds",
                "correct one of the two",
                at=("residents_now",),
            )
        return self

    def _check_exits(self) -> None:
        for number, plan in enumerate(self.stay):
            if plan.exits is not None:
                _sum_to_one(plan.exits, ("stay", number, "exits"))
        if self.exits is not None:
            _sum_to_one(self.exits, ("exits",))


def _sum_to_one(shares: dict[str, Fraction], at: tuple[str | int, ...]) -> None:
    try:
        check_shares(shares)
    except Fault as fault:
        raise Fault(*fault.args, at=at) from None
    if not shares:
        raise Fault("no exit is named", "add for example {home: 100 %}", at=at)
