"""Where people stay: shelters, programmes, stays, costs, closing and reopening."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from sim.distributions import Distribution
from sim.scenario.plan.people import Condition, JointShares

__all__ = [
    "ClosurePlan",
    "CostLine",
    "HeldBack",
    "ProgrammePlan",
    "Resident",
    "ShelterChange",
    "ShelterPlan",
    "StaffLoss",
    "StayPlan",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayPlan:
    """How long people who meet ``condition`` stay, and where they go after.

    ``law`` is the unclipped law in days; a stay longer than ``at_most`` ends at
    the limit with cause ``limit`` (S3).  ``exits`` are destinations with shares
    that sum to one; a destination that is a programme's name is a step-down.
    ``becomes`` are the values an assessed attribute takes on a step-down.
    With probability ``extended`` the limit is ``extension`` days longer.  A plan
    with ``since`` is for those admitted on that day or later, in place of the
    plans before it that they would meet (T7).
    """

    condition: Condition
    law: Distribution
    at_least: float = 0.0
    at_most: float | None = None
    exits: tuple[tuple[str, float], ...]
    becomes: tuple[tuple[str, str], ...] = ()
    extended: float = 0.0
    extension: float = 0.0
    since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One kind of cost.

    ``amount`` is minor units per ``per``; growth of ``growth`` a year steps on
    every 1 January after the first (M1).  A ``team`` line costs one amount for
    each started group of ``residents_per_team`` residents.  ``while_closed``
    lines go on during a closure (D4).  ``changes`` pairs a day with the amount
    from then on.
    """

    name: str
    kind: Literal["fixed", "team", "bed_night", "admission", "exit", "one_off"]
    amount: int
    per: Literal["year", "week", "day", "each"]
    residents_per_team: int | None = None
    day: int | None = None
    growth: Fraction = Fraction(0)
    while_closed: bool = False
    changes: tuple[tuple[int, int], ...] = ()


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
class HeldBack:
    """Beds that only people who meet ``condition`` may have (B1)."""

    condition: Condition
    beds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterChange:
    """What is different at a shelter from ``day`` on (T7); None: as before.

    ``residents`` says what becomes of people above the new limit, or who are no
    longer taken (S6): they ``finish``, are ``transfer``-red or else forced out,
    or leave by ``forced_exit``.
    """

    day: int
    beds: int | None = None
    staff: int | None = None
    accepts: Condition | None = None
    regime: str | None = None
    residents: Literal["finish", "transfer", "forced_exit"] = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLoss:
    """Staff who leave when they are not paid: one for every ``every`` days.

    It begins once the cost line ``line`` has been unpaid for ``after`` days and
    ends with the arrears; ``rehired_after`` days later all are back.
    """

    line: str
    after: int
    every: int
    rehired_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelterPlan:
    """A shelter: its beds, whom it takes, how long they stay, what it costs.

    ``reserve`` and ``credit`` in minor units.  ``closure`` None means that lack
    of money never closes it.  ``refuses`` excludes whoever meets any of it.
    ``entry`` False takes people only from another programme.  ``staff`` times
    ``residents_per_staff`` caps the beds that can be used (B1).  ``changes`` are in
    the order of their days (T7).  ``overnight``
    False is a programme without a bed: its ``beds`` are slots, and nobody sleeps
    there.
    """

    name: str
    title: str
    programme: str
    beds: int
    stays: tuple[StayPlan, ...]
    accepts: Condition = field(default_factory=Condition)
    refuses: tuple[Condition, ...] = ()
    entry: bool = True
    regime: str = "open"
    overnight: bool = True
    staff: int | None = None
    residents_per_staff: Fraction | None = None
    held_back: tuple[HeldBack, ...] = ()
    changes: tuple[ShelterChange, ...] = ()
    staff_loss: StaffLoss | None = None
    costs: tuple[CostLine, ...] = ()
    planned_residents: int | None = None
    reserve: int = 0
    credit: int = 0
    closure: ClosurePlan | None = None
    residents_now: tuple[Resident, ...] = ()
    residents_mix: tuple[JointShares, ...] = ()
