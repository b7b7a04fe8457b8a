"""How long people stay and where they go, as a file writes it."""

from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, model_validator

from sim.said import Said
from sim.scenario.border import Also, Days, Part, Share, Short, Word, short
from sim.scenario.conditions import Becomes, Condition
from sim.scenario.laws import DurationOrMapping, check_shares
from sim.scenario.tree import Fault

__all__ = ["Exits", "Extended", "Stay", "StayOrMapping", "Stays", "check_exits"]

Exits: TypeAlias = dict[Word, Share]


class Extended(Part):
    """A limit that is longer for some, as until testimony or papers."""

    chance: Share
    """How likely the limit is longer."""
    by: Days
    """By how much it is longer then."""


class StayOrMapping(DurationOrMapping):
    """A length of stay: one value, or a law of chance, its limit perhaps extended."""

    extended: Extended | None = None
    """For some the limit is longer: {chance: 40 %, by: 60 days}. Needs at_most."""

    @model_validator(mode="after")
    def _limited(self) -> Self:
        if self.extended is None:
            return self
        if self.at_most is None:
            raise Fault(
                Said("'extended' makes a limit longer, but this stay has none"),
                Said("add  {code}", code="at_most: 30 days"),
                at=("extended",),
                key=True,
            )
        if self.extended.by == 0:
            fix = Said(
                "write for example  {code}, or remove {key}",
                code="by: 60 days",
                key="extended",
            )
            raise Fault(Said("0 days is no extension"), fix, at=("extended", "by"))
        return self


_before, _short = short("value", "30 days")
StayLaw: TypeAlias = Annotated[StayOrMapping, _before, _short]


class Stay(Part):
    """How long some of the people stay, and where they go."""

    for_: Condition = ()
    """Whom this is for; everybody without it."""
    stay: StayLaw
    """How long they stay."""
    exits: Exits | None = None
    """Where they go, if not where the shelter says; shares sum to one."""
    becomes: Becomes | None = None
    """What they are after a step-down, if not what the shelter says."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))


def _stays(value: object) -> object:
    return value if isinstance(value, list) else [{"stay": value}]


Stays: TypeAlias = Annotated[
    list[Stay],
    BeforeValidator(_stays),
    Also(model="StayOrMapping"),
    Short("30 days"),
]


def check_exits(shares: dict[str, Fraction], at: tuple[str | int, ...]) -> None:
    """Refuse exits that are none, or whose shares do not sum to one."""
    try:
        check_shares(shares)
    except Fault as fault:
        raise Fault(*fault.args, at=at) from None
    if not shares:
        raise Fault(
            Said("no exit is named"),
            Said("add for example {code}", code="{home: 100 %}"),
            at=at,
        )
