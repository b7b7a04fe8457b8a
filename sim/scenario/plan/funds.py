"""Who pays, and on what terms: funders, gifts, compensation, bridges."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sim.distributions import Distribution
from sim.scenario.plan.people import Condition, RatePlan

__all__ = [
    "BridgePlan",
    "CompensationPlan",
    "FunderPlan",
    "GiftPlan",
    "Grant",
    "Instalment",
    "Receivable",
    "Round",
]


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
    still paid of instalments due on or after it.  ``gives_way_to`` pairs another
    funder with the share of its awards that this one takes off what it still
    owes the same shelter.
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
    gives_way_to: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationPlan:
    """A fund that pays victims: fed at random times, paid for each case.

    ``balance`` on day 0, ``income`` of each confiscation (from ``rate``) and
    ``per_case`` are minor units; whoever meets ``condition`` is paid on leaving,
    while the fund lasts.
    """

    name: str
    title: str
    balance: int
    rate: RatePlan
    income: Distribution
    per_case: int
    condition: Condition


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
