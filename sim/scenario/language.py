"""A scenario file as a whole: the top of the language, and its people."""

from datetime import timedelta
from typing import Annotated, Self, TypeAlias, get_args

from pydantic import BeforeValidator, Field, model_validator

from sim.said import Said
from sim.scenario.border import (
    Currency,
    Day,
    Days,
    Id,
    Money,
    Nights,
    Part,
    Text,
    WholeDays,
    Word,
    count_of,
    one_of,
)
from sim.scenario.conditions import Condition
from sim.scenario.funds import Bridge, Compensation, Funder
from sim.scenario.levers import Lever
from sim.scenario.people import Acceptance, Return, Stage, Stream, Waiting
from sim.scenario.places import Interim, Shelter, ShelterOrder
from sim.scenario.plan import Answer
from sim.scenario.translations import Tongue
from sim.scenario.tree import Fault

__all__ = ["Period", "Programme", "ScenarioFile"]

_read, _schema = count_of(1900, 2200)
Year: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = count_of(-100, 100)
Rank: TypeAlias = Annotated[int, _read, _schema]
_read, _schema = count_of(1, 3650)
LONGEST_PERIOD = 50 * 366


class Period(Part):
    """The time that is played."""

    start: Day
    """The first day."""
    end: Day
    """The first day after."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            problem = Said("the period ends before it begins")
            if self.end == self.start:
                problem = Said("the period has no day: it ends as it begins")
            raise Fault(
                problem,
                Said(
                    "'end' is the first day after the period, such as {date}",
                    date=self.start + timedelta(days=365),
                ),
                at=("end",),
            )
        if (self.end - self.start).days > LONGEST_PERIOD:
            raise Fault(Said("the period is longer than 50 years"), at=("end",))
        return self


class Programme(Part):
    """A kind of stay that one or more shelters offer."""

    title: Text | None = None
    """Its name for readers."""
    blocked_at_most: Days | None = None
    """How long someone keeps the old bed when this programme is full (S5)."""
    waiting_class: Rank = 0
    """The class in which they wait; lower goes first."""


def _values(value: object) -> object:
    if isinstance(value, list) and not 1 <= len(value) <= 50:
        raise Fault(
            Said("an attribute has 1 to 50 values"),
            Said("write for example {code}", code="[child, adult]"),
        )
    if isinstance(value, list):
        for number, word in enumerate(value):
            if word in value[:number]:
                raise Fault(
                    Said("'{word}' is listed twice", word=word),
                    Said("keep one"),
                    at=(number,),
                )
    return value


def _answers(value: object) -> object:
    if isinstance(value, list) and not 1 <= len(value) <= 6:
        raise Fault(
            Said("1 to 6 measures answer a question"), Said("name the main one first")
        )
    return value


def _by_closures() -> list[Answer]:
    return ["closure_probability"]


AnsweredBy: TypeAlias = Annotated[Answer, *one_of(*get_args(Answer))]


class ScenarioFile(Part):
    """A plan for a system of shelters over one period."""

    title: Text
    """What the scenario is called."""
    question: Text
    """The question it is to answer."""
    answered_by: Annotated[list[AnsweredBy], BeforeValidator(_answers)] = Field(
        default_factory=_by_closures
    )
    """The measures that answer it, told in the first sentence, in order."""
    on_record: Text | None = None
    """What really happened, in a sentence: told beside the answer, never used."""
    period: Period
    """The time that is played: start, and the first day after."""
    warm_up: WholeDays = 0
    """Days before the start in which people come, but no money moves (W1)."""
    currency: Currency
    """Three letters, such as EUR; every amount is in it."""
    price_year: Year | None = None
    """The year whose prices the amounts are in."""
    people: dict[Id, Annotated[list[Word], BeforeValidator(_values)]] = Field(
        default_factory=dict
    )
    """What people differ by: attributes, each with its values."""
    groups: dict[Word, Condition] = Field(default_factory=dict)
    """People reported together; without it one group for each value."""
    referrals: dict[Id, Stream] = Field(default_factory=dict)
    """Streams of people who are referred."""
    pathway: dict[Id, Stage] = Field(default_factory=dict)
    """Stages between referral and a bed, in order."""
    interim: dict[Id, Interim] = Field(default_factory=dict)
    """Places that are no shelter bed."""
    waiting: Waiting | None = None
    """The waiting list; required where people are referred."""
    placement: list[ShelterOrder] = Field(default_factory=list)
    """Which shelters are offered first; in file order without it."""
    acceptance: list[Acceptance] = Field(default_factory=list)
    """How likely people accept a bed by regime; always without it (C7)."""
    returns: list[Return] = Field(default_factory=list)
    """Who comes back after leaving; nobody without it."""
    programmes: dict[Id, Programme] = Field(default_factory=dict)
    """Kinds of stay that several shelters share, or that block a bed."""
    shelters: dict[Id, Shelter]
    """The shelters, in file order."""
    funding: dict[Id, Funder] = Field(default_factory=dict)
    """The funders, in file order."""
    bridge: dict[Id, Bridge] = Field(default_factory=dict)
    """Bridge funds."""
    compensation: dict[Id, Compensation] = Field(default_factory=dict)
    """Funds that pay victims for each case."""
    levers: dict[Id, Lever] = Field(default_factory=dict)
    """What could be done, and at what price; changes nothing by itself."""
    translations: dict[Tongue, dict[Text, Text]] = Field(default_factory=dict)
    """What the file says, in other languages: each text with its translation."""
    counted_as_supported_after: Nights = 1
    """Nights after which someone counts as supported; 1 night without it."""
    cost_of_a_displaced_night: Money | None = None
    """What a night costs the public when someone was displaced."""
