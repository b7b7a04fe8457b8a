"""A Scenario as a whole, and where each of its values came from."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from sim.scenario.plan.funds import BridgePlan, CompensationPlan, FunderPlan
from sim.scenario.plan.levers import LeverPlan
from sim.scenario.plan.people import (
    Acceptance,
    Attribute,
    Group,
    InterimPlan,
    Preference,
    ReturnPlan,
    StagePlan,
    StreamPlan,
    WaitingPlan,
)
from sim.scenario.plan.places import ProgrammePlan, ShelterPlan

__all__ = [
    "USUAL_ANSWER",
    "Answer",
    "Scenario",
    "Setting",
    "Translation",
]


Answer: TypeAlias = Literal[
    "closure_probability",
    "closure_days",
    "freeze_days",
    "supported_victims",
    "completed_stays",
    "returns",
    "turn_aways",
    "abandonments",
    "declined",
    "displaced",
    "forced_exits",
    "mean_wait_days",
    "stage_wait_days",
    "mean_placement_delay_days",
    "unmet_bed_nights",
    "interim_nights",
    "police_station_child_nights",
    "occupancy_rate",
    "empty_beds",
    "service_users",
    "compensated_victims",
    "compensation_missing",
    "cost_per_supported_victim",
    "cost_per_bed_night",
    "funding_shortfall",
    "bridge_needed",
]
"""The measures with which a scenario can answer its question."""

USUAL_ANSWER: tuple[Answer, ...] = ("closure_probability",)
"""What answers a question when a file does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value of the file, as written, with where it came from and why.

    ``path`` is dotted.  ``history`` lists every (file, line, text) that set it,
    the one in force last.  ``low`` and ``high`` are the range as written.
    """

    path: str
    text: str
    history: tuple[tuple[str, int, str], ...]
    source: tuple[str, ...] = ()
    proxy: str | None = None
    assumed: str | None = None
    low: str | None = None
    high: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A text of the file in another language: ``en``, ``sq`` or ``sr``."""

    language: str
    text: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that is planned for one system of shelters over one period.

    ``answered_by`` names the measures that the first sentence of an answer tells.
    ``on_record`` says what really happened, and is never used to play.
    ``levers`` change nothing by themselves, nor do ``translations``.  The period is
    ``days`` days from ``start``.  ``digest`` is a hash of the resolved text: two files
    that mean the same have the same digest.
    """

    name: str
    title: str
    question: str
    answered_by: tuple[Answer, ...] = field(default=USUAL_ANSWER, repr=False)
    on_record: str | None = field(default=None, compare=False, repr=False)
    start: date
    days: int
    currency: str
    price_year: int | None
    attributes: tuple[Attribute, ...] = ()
    groups: tuple[Group, ...] = ()
    streams: tuple[StreamPlan, ...] = ()
    stages: tuple[StagePlan, ...] = ()
    waiting: WaitingPlan
    interim: tuple[InterimPlan, ...] = ()
    preferences: tuple[Preference, ...] = ()
    programmes: tuple[ProgrammePlan, ...]
    shelters: tuple[ShelterPlan, ...]
    funders: tuple[FunderPlan, ...] = ()
    bridges: tuple[BridgePlan, ...] = ()
    acceptance: tuple[Acceptance, ...] = ()
    returns: tuple[ReturnPlan, ...] = ()
    compensation: tuple[CompensationPlan, ...] = ()
    warm_up_days: int = 0
    supported_after_nights: int = 1
    displaced_night_cost: int | None = None
    levers: tuple[LeverPlan, ...] = field(default=(), compare=False, repr=False)
    translations: tuple[Translation, ...] = field(default=(), compare=False, repr=False)
    settings: tuple[Setting, ...] = field(default=(), compare=False)
    text: str = field(default="", compare=False)
    digest: str = field(default="", compare=False)

    @property
    def destinations(self) -> tuple[str, ...]:
        """Every place people can go to, in file order: what events point into."""
        named = [name for name, _ in self.waiting.gives_up_to]
        named += [stage.otherwise for stage in self.stages]
        for shelter in self.shelters:
            for stay in shelter.stays:
                named += [name for name, _ in stay.exits]
        return tuple(dict.fromkeys(named))
