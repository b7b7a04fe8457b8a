"""People as a file writes them: streams, stages, the waiting list, returns."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from sim.said import Said
from sim.scenario.border import (
    Day,
    Days,
    InterimId,
    Part,
    Share,
    Short,
    StageId,
    Text,
    Word,
    count_of,
)
from sim.scenario.conditions import Condition, Mix, PartOfMix
from sim.scenario.laws import CountLaw, DurationLaw, check_shares
from sim.scenario.rates import StreamChange, Timed
from sim.scenario.tree import Fault

__all__ = ["Acceptance", "Return", "Stage", "StageCase", "Stream", "Waiting"]

_read, _schema = count_of(0, 10_000)
Staff: TypeAlias = Annotated[int, _read, _schema]


class Stream(Timed):
    """A stream of referrals: how many come, who they are, where they enter."""

    changes: Mapping[Day, StreamChange] = Field(default_factory=dict)
    """From a date on: a new rate, a factor (1.5 times), or {detected: 60 %}."""
    detected: Share | None = None
    """The share of those present who come to notice; the rate counts those present."""
    batch_size: CountLaw | None = None
    """How many come at once, such as after a raid; rounded to 1 or more."""
    on: list[Day] = Field(default_factory=list)
    """Dates on which people come, beside or instead of a rate."""
    mix: Mix = ()
    """Shares for each attribute; 'sex, age' gives joint shares."""
    mix_changes: dict[Day, PartOfMix] = Field(default_factory=dict)
    """From a date on: new shares; attributes not named keep theirs."""
    accompanied_by: CountLaw | None = None
    """How many come along with each and need a bed beside them; nobody without it."""
    enters_at: StageId | None = None
    """The stage where the rate was counted, or ready; without it the first stage.
    referral: before the first, so that its share applies too."""

    @model_validator(mode="after")
    def _detection(self) -> Self:
        first = min(
            (d for d, c in self.changes.items() if c.detected is not None), default=None
        )
        if first is not None and self.detected is None:
            raise Fault(
                Said(
                    "nothing says which share comes to notice before {first}",
                    first=first,
                ),
                Said(
                    "add  detected: 40 %  to the stream; its rate then counts all who "
                    "are present"
                ),
                at=("changes", str(first)),
            )
        return self


class StageCase(Part):
    """How a stage goes for some of the people."""

    for_: Condition = ()
    """Whom this is for; everybody without it."""
    takes: DurationLaw | None = None
    """How long it takes them; as the stage says without it."""
    passes: Share | None = None
    """The share of them who pass; as the stage says without it."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.takes is None and self.passes is None:
            raise Fault(
                Said("this case changes nothing"), Said("add takes, passes, or both")
            )
        return self


class Stage(Part):
    """A step between referral and a bed."""

    takes: DurationLaw
    """How long it takes."""
    passes: Share = 1  # type: ignore[assignment]
    """The share of people who pass; all without it."""
    cases: list[StageCase] = Field(default_factory=list)
    """For some people something else: the first case that holds counts."""
    otherwise: Text = "not recognised"
    """Where the others go."""
    meanwhile: InterimId | None = None
    """The interim place where people are during this stage."""
    staff: Staff | None = None
    """How many people can be in this stage at once; the others queue for it."""
    staff_changes: dict[Day, Staff] = Field(default_factory=dict)
    """From a date on: how many there are then."""

    @model_validator(mode="after")
    def _on_duty(self) -> Self:
        if self.staff_changes and self.staff is None:
            raise Fault(
                Said("'staff' is missing: nothing says how many there are at first"),
                Said("add for example {code}", code=" staff: 2"),
                at=("staff_changes",),
                key=True,
            )
        if self.staff == 0 and not any(self.staff_changes.values()):
            raise Fault(
                Said("nobody is ever on duty here: people would wait without end"),
                Said(
                    "write {code} or more; without it nobody waits for staff",
                    code="staff: 1",
                ),
                at=("staff",),
            )
        for number, case in enumerate(self.cases[:-1]):
            if not case.for_:
                raise Fault(
                    Said(
                        "this case holds for everybody, so those after it never count"
                    ),
                    Said("move it to the end, or say whom it is for"),
                    at=("cases", number),
                )
        return self


class Waiting(Part):
    """The one waiting list."""

    patience: DurationLaw
    """How long people hold out; 0 days: nobody waits."""
    gives_up_to: dict[Word, Share] | None = None
    """Where those go who give up; shares sum to one. Not needed if nobody waits."""
    first: list[Condition] = Field(default_factory=list)
    """Who goes first: people who meet the first condition, then the second, …"""
    ageing: Days | None = None
    """For each such time of waiting, a person moves up by one class."""
    interim: list[InterimId] = Field(default_factory=list)
    """Places where people stay while they wait, in order."""

    @model_validator(mode="after")
    def _destinations(self) -> Self:
        if self.gives_up_to:
            try:
                check_shares(self.gives_up_to)
            except Fault as fault:
                raise Fault(*fault.args, at=("gives_up_to",)) from None
        if self.ageing == 0:
            fix = Said("write for example {code}, or remove it", code="7 days")
            raise Fault(Said("people cannot move up every 0 days"), fix, at=("ageing",))
        return self


class Acceptance(Part):
    """How likely some of the people accept a bed, by the regime of the shelter."""

    for_: Condition = ()
    """Whom this is for; everybody without it."""
    open: Share | None = None
    """How likely they accept an open shelter; always without it."""
    semi_open: Share | None = None
    """How likely they accept a semi-open shelter; always without it."""
    closed: Share | None = None
    """How likely they accept a closed shelter; always without it."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))

    @model_validator(mode="after")
    def _some_regime(self) -> Self:
        if not self.regimes:
            fix = Said("add for example {code}", code=" closed: 58 %")
            raise Fault(Said("no regime is named here"), fix)
        return self

    @property
    def regimes(self) -> tuple[tuple[str, Fraction], ...]:
        """The regimes that are named, with the chance of being accepted."""
        named = (
            ("open", self.open),
            ("semi_open", self.semi_open),
            ("closed", self.closed),
        )
        return tuple((name, share) for name, share in named if share is not None)


def _one_word(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Return(Part):
    """Some of those who left are referred again: a new episode."""

    for_: Condition = ()
    """Whom this is for; everybody without it."""
    chance: Share
    """How likely each of them comes back."""
    after: DurationLaw
    """How long after leaving."""
    from_: Annotated[list[Word] | None, BeforeValidator(_one_word), Short("home")] = (
        None
    )
    """The places people come back from: exits, or turned away, declined, displaced,
    forced exit; from everywhere without it."""
    enters_at: StageId | None = None
    """The stage where they enter, or ready; without it the first stage.
    referral: before the first, so that its share applies too."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))
