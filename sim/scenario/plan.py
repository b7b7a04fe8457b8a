"""What someone plans: frozen, fully resolved data in which nothing happens.

Units are the same everywhere.  A *day* is a whole number counted from the first
day of the period (day 0).  A duration is in days.  Money is an integer number of
minor units (cents).  A share is an exact fraction.  Order in a tuple is file
order, which settles every tie.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from sim.distributions import Distribution

__all__ = [
    "Attribute",
    "BridgePlan",
    "ClosurePlan",
    "Condition",
    "CostLine",
    "FunderPlan",
    "GiftPlan",
    "Grant",
    "Group",
    "Instalment",
    "InterimPlan",
    "JointShares",
    "Preference",
    "ProgrammePlan",
    "RateChange",
    "RatePlan",
    "Receivable",
    "Resident",
    "Round",
    "Scenario",
    "Setting",
    "ShelterPlan",
    "StagePlan",
    "StayPlan",
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
    """A change in force from ``day`` on: a new yearly rate, or a factor on the old."""

    day: int
    per_year: float | None = None
    times: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePlan:
    """How often people come: events per calendar year (SEMANTICS C1, C4).

    Exactly one of ``per_year`` and ``counts`` is given.  ``season`` holds twelve
    monthly factors that average 1 over a year of 365 days.
    """

    per_year: float | None = None
    counts: tuple[int, ...] | None = None
    spread: float | None = None
    season: tuple[float, ...] | None = None
    growth_per_year: float = 0.0
    changes: tuple[RateChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPlan:
    """A stream of referrals.

    ``enters_at`` is the index of the stage at which the rate was counted: people
    enter there, its duration is played, its probability and those before are not
    (C5).  -1 means that the rate counts referrals: every stage and probability
    applies.  ``len(stages)`` means that
    they are ready at once.  With ``batch_size`` each event brings several people.
    ``batch_days`` are dated events that come on top of the rate.
    """

    name: str
    rate: RatePlan
    mix: tuple[JointShares, ...]
    enters_at: int = -1
    batch_size: Distribution | None = None
    batch_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePlan:
    """A step between referral and a bed: how long, who passes, where meanwhile."""

    name: str
    takes: Distribution
    passes: float = 1.0
    otherwise: str = "not recognised"
    meanwhile: str | None = None


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
    number of conditions when none matches; lower goes first.  ``interim`` names
    the places, in order, where people stay while they wait.
    """

    patience: Distribution
    gives_up_to: tuple[tuple[str, float], ...]
    priority: tuple[Condition, ...] = ()
    interim: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """The order in which people who meet ``condition`` are offered shelters."""

    condition: Condition
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayPlan:
    """How long people who meet ``condition`` stay, and where they go after.

    ``law`` is the unclipped law in days; a stay longer than ``at_most`` ends at
    the limit with cause ``limit`` (S3).  ``exits`` are destinations with shares
    that sum to one; a destination that is a programme's name is a step-down.
    ``becomes`` are the values an assessed attribute takes on a step-down.
    """

    condition: Condition
    law: Distribution
    at_least: float = 0.0
    at_most: float | None = None
    exits: tuple[tuple[str, float], ...]
    becomes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One kind of cost.

    ``amount`` is minor units per ``per``; growth of ``growth`` a year steps on
    every 1 January after the first (M1).  A ``team`` line costs one amount for
    each started group of ``residents_per_team`` residents.  ``while_closed``
    lines go on during a closure (D4).
    """

    name: str
    kind: Literal["fixed", "team", "bed_night", "admission", "exit", "one_off"]
    amount: int
    per: Literal["year", "week", "day", "each"]
    residents_per_team: int | None = None
    day: int | None = None
    growth: Fraction = Fraction(0)
    while_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosurePlan:
    """When a shelter stops admitting, closes and reopens (SEMANTICS D).

    Whole days throughout; ``tolerated_arrears`` and ``reopening_cost`` in minor
    units.  ``freeze_below`` None never freezes.
    """

    freeze_below: int | None = None
    thaw_with: int | None = None
    close_below: int | None = None
    tolerated_arrears: int | None = None
    tolerated_days: int | None = None
    notice: int = 0
    reopen_with: int = 0
    reopening_cost: int = 0
    reopening_takes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """``number`` people already here on day 0 (S4).

    ``so_far`` is the days they have stayed, or None when nobody knows.
    ``values`` fixes attributes; the others are drawn from ``mix``.
    """

    number: int
    so_far: float | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePlan:
    """A kind of stay that one or more shelters offer.

    Someone who steps down into a full programme keeps the old bed for at most
    ``blocked_at_most`` days and waits with priority class ``waiting_class`` (S5).
    """

    name: str
    blocked_at_most: float | None = None
    waiting_class: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterPlan:
    """A shelter: its beds, whom it takes, how long they stay, what it costs.

    ``reserve`` and ``credit`` in minor units.  ``closure`` None means that lack
    of money never closes it.  ``refuses`` excludes whoever meets any of it.
    ``entry`` False takes people only from another programme.
    """

    name: str
    title: str
    programme: str
    beds: int
    stays: tuple[StayPlan, ...]
    accepts: Condition = field(default_factory=Condition)
    refuses: tuple[Condition, ...] = ()
    entry: bool = True
    costs: tuple[CostLine, ...] = ()
    planned_residents: int | None = None
    reserve: int = 0
    credit: int = 0
    closure: ClosurePlan | None = None
    residents_now: tuple[Resident, ...] = ()
    residents_mix: tuple[JointShares, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One part of a grant.

    ``trigger`` says when it falls due: on ``signature``, on a date (``day`` per
    round), after ``threshold`` of what was received is spent, or as the
    ``final`` payment after the report (M6, M7, M8).
    """

    trigger: Literal["signature", "date", "spent", "final"]
    share: Fraction
    threshold: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One call and the contract it leads to.

    ``signed`` is the planned day of signature; the contract runs from ``first``
    to ``last``, both included.  Days may be negative for a round that began
    before the period.  ``dates`` holds the planned day of each ``date``
    instalment, in instalment order.  ``invoices`` holds the last day of every
    invoiced period of a contract paid in arrears, the last one being ``last``.
    """

    name: str
    first: int
    last: int
    signed: int
    dates: tuple[int, ...] = ()
    invoices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one shelter asks of a funder in every round.

    ``amounts`` in minor units, one for each round.  ``received`` and ``entitled``
    describe the round under way on day 0, if there is one.
    """

    shelter: str
    amounts: tuple[int, ...]
    received: int = 0
    entitled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receivable:
    """Money from before the period that is due on ``day``."""

    shelter: str
    amount: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftPlan:
    """Gifts to one shelter: a process in time, each of a random amount."""

    shelter: str
    rate: RatePlan
    amount: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class FunderPlan:
    """Someone who pays, and on what terms (SEMANTICS M).

    ``instrument`` is ``block`` (free money), ``share`` (a share of eligible
    bills), ``earmarked`` (all of certain bills) or ``per_diem`` (``per_diem``
    minor units a bed-night).  ``eligible`` names cost lines, None all of them.
    ``late`` is in ``late_unit``; ``lag`` and ``report_takes`` in days.
    ``ceiling`` is minor units for each fiscal year, which starts on
    ``fiscal_year_starts`` (month, day).  ``cuts`` pairs a day with the fraction
    still paid of instalments due on or after it.
    """

    name: str
    title: str
    instrument: Literal["block", "share", "earmarked", "per_diem"]
    in_arrears: bool = False
    share: Fraction = Fraction(1)
    per_diem: int | None = None
    eligible: tuple[str, ...] | None = None
    grants: tuple[Grant, ...] = ()
    rounds: tuple[Round, ...] = ()
    award: float = 1.0
    late: Distribution | None = None
    late_unit: Literal["days", "months"] = "days"
    lag: Distribution | None = None
    if_late: Literal["backdated", "from_signature"] = "backdated"
    amount_if_late: Literal["full", "prorated"] = "full"
    instalments: tuple[Instalment, ...] = ()
    report_takes: int = 0
    unspent: Literal["returned", "kept"] = "kept"
    pays_while_closed: bool = False
    ceiling: int | None = None
    fiscal_year_starts: tuple[int, int] = (1, 1)
    unpaid_at_year_end: Literal["lapses", "carried"] = "carried"
    cuts: tuple[tuple[int, Fraction], ...] = ()
    receivables: tuple[Receivable, ...] = ()
    gifts: tuple[GiftPlan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgePlan:
    """Money that covers lateness (M11): ``size`` in minor units, days of runway."""

    name: str
    title: str
    size: int
    below: int
    up_to: int
    terms: Literal["lent", "granted"]
    shelters: tuple[str, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that is planned for one system of shelters over one period.

    The period is ``days`` days from ``start``.  ``digest`` is a hash of the
    resolved text: two files that mean the same have the same digest.
    """

    name: str
    title: str
    question: str
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
    warm_up_days: int = 0
    supported_after_nights: int = 1
    displaced_night_cost: int | None = None
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
