"""Whom a scenario plans for: attributes, referrals, the pathway, the waiting list."""

from dataclasses import dataclass, field
from typing import Literal

from sim.distributions import Distribution

__all__ = [
    "Acceptance",
    "Attribute",
    "Condition",
    "Group",
    "InterimPlan",
    "JointShares",
    "MixChange",
    "Preference",
    "RateChange",
    "RatePlan",
    "ReturnPlan",
    "StageCase",
    "StagePlan",
    "StreamPlan",
    "WaitingPlan",
]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property every person has, with its possible values in file order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a person: for each attribute named, one of the values.

    An empty condition holds for everybody.
    """

    allowed: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """People reported together."""

    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class JointShares:
    """How likely each combination of values is, over one or more attributes.

    ``cells`` pairs a tuple of values (one for each attribute) with its share;
    the shares sum to one.
    """

    attributes: tuple[str, ...]
    cells: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True, slots=True)
class RateChange:
    """A change in force from ``day`` on (T7).

    A new yearly rate, a factor on the rate that was given, or a new share of
    those present who are detected.
    """

    day: int
    per_year: float | None = None
    times: float | None = None
    detected: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePlan:
    """How often people come: events per calendar year (SEMANTICS C1, C4).

    Exactly one of ``per_year`` and ``counts`` is given.  ``season`` holds twelve
    monthly factors that average 1 over a year of 365 days.  ``detected`` is the
    share of those the rate counts who come to anybody's notice.
    """

    per_year: float | None = None
    counts: tuple[int, ...] | None = None
    spread: float | None = None
    season: tuple[float, ...] | None = None
    growth_per_year: float = 0.0
    detected: float = 1.0
    changes: tuple[RateChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MixChange:
    """The mix of a stream from ``day`` on, whole."""

    day: int
    mix: tuple[JointShares, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPlan:
    """A stream of referrals.

    ``enters_at`` is the index of the stage at which the rate was counted: people
    enter there, its duration is played, its probability and those before are not
    (C5).  -1 means that the rate counts referrals: every stage and probability
    applies.  ``len(stages)`` means that
    they are ready at once.  With ``batch_size`` each event brings several people.
    ``batch_days`` are dated events that come on top of the rate.
    ``accompanied_by`` is how many people come with each victim and need a bed
    beside them (B7), rounded to whole persons; None means nobody.
    """

    name: str
    rate: RatePlan
    mix: tuple[JointShares, ...]
    enters_at: int = -1
    batch_size: Distribution | None = None
    batch_days: tuple[int, ...] = ()
    mix_changes: tuple[MixChange, ...] = ()
    accompanied_by: Distribution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCase:
    """How long a stage takes, and who passes it, for people who meet a condition."""

    condition: Condition
    takes: Distribution
    passes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePlan:
    """A step between referral and a bed: how long, who passes, where meanwhile.

    The first of ``cases`` that holds replaces ``takes`` and ``passes``.  With
    ``staff`` only so many people are in the stage at once; the others wait for
    it, first come first served.  ``staff_changes`` pairs a day with the staff
    from then on.
    """

    name: str
    takes: Distribution
    passes: float = 1.0
    otherwise: str = "not recognised"
    meanwhile: str | None = None
    cases: tuple[StageCase, ...] = ()
    staff: int | None = None
    staff_changes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimPlan:
    """A place that is not a shelter bed, for those who wait (B5).

    ``places`` None means as many as are needed; ``cost_per_night`` is in minor
    units; ``payer`` names who pays.
    """

    name: str
    kind: Literal["police_station", "refuge", "hotel", "other"]
    cost_per_night: int
    payer: str
    places: int | None = None
    accepts: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPlan:
    """The one waiting list: how long people hold out, and who goes first.

    ``patience`` in days; a patience of 0 turns away at once (B2).  A person's
    class is the index of the first matching condition in ``priority``, or the
    number of conditions when none matches; lower goes first.  Each ``ageing_step``
    days of waiting lower it by one (B3).  ``interim`` names the places, in order,
    where people stay while they wait.
    """

    patience: Distribution
    gives_up_to: tuple[tuple[str, float], ...]
    priority: tuple[Condition, ...] = ()
    ageing_step: float | None = None
    interim: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """The order in which people who meet ``condition`` are offered shelters.

    ``order`` comes first, in that order.  What it leaves open goes by ``by``:
    file order; ``emptiest``, most free beds first; ``cheapest``, lowest cost of
    one more bed-night first; ``best_fit``, whoever takes the fewest kinds of
    people first.  Ties go by file order (B2).
    """

    condition: Condition
    order: tuple[str, ...]
    by: Literal["order", "emptiest", "cheapest", "best_fit"] = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """How likely people who meet ``condition`` accept each regime (C7).

    ``regimes`` pairs a regime with a probability; one that is not named is
    always accepted.
    """

    condition: Condition
    regimes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPlan:
    """How likely people who meet ``condition`` come back, and after how long.

    ``after`` in days from leaving.  ``from_exits`` names the destinations from
    which people return; empty means all.  They enter the pathway at stage
    ``enters_at`` as ``StreamPlan`` has it.
    """

    condition: Condition
    chance: float
    after: Distribution
    from_exits: tuple[str, ...] = ()
    enters_at: int = -1
