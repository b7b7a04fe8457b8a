"""One shelter's grant in one round: what is earned, released, paid and owed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.planned.dues import NEVER
from sim.scenario.plan import FunderPlan, Grant, Instalment, Round

__all__ = ["Contract", "Due"]


@dataclass(slots=True, kw_only=True)
class Due:
    """One instalment or invoice; days and minor units as in ``Instalments``.

    ``owed`` is what will be paid once it is due, ``promised`` what the plan
    said; ``pay_on`` is the due day plus the lag.
    """

    funder: int
    shelter: int
    round: int
    number: int
    planned: int
    promised: int
    owed: int
    lag: int
    due: int = NEVER
    pay_on: int = NEVER
    paid_on: int = NEVER
    paid: int = 0
    void: bool = False
    terms: Instalment | None = None

    @property
    def missing(self) -> int:
        """Return what was promised and is not paid."""
        return self.promised - self.paid


@dataclass(slots=True, kw_only=True)
class Contract:
    """A grant of one round, from the plan to the last payment.

    ``base`` counts eligible bills (claims, under a per-diem) since the first
    eligible day; ``entitled``, ``released``, ``received`` and
    ``pot`` are minor units.  ``unposted`` releases reach the ledger at the month's
    end.  ``by_spending`` holds each instalment that falls due by what is spent, with
    the one before it and the share that must be spent, as numerator and denominator.
    ``asked`` is the award before a ceiling cut it,
    ``forgone`` what a ceiling cut from daily claims, ``announced`` what invoices
    have told of both (M9).  ``today`` is the day's entitlement from bills that
    recur (M10).  ``lines`` numbers the eligible cost lines.
    """

    funder: int
    shelter: int
    round: int
    terms: FunderPlan
    grant: Grant
    plan: Round
    lines: frozenset[int]
    amount: int
    first: int
    accounts: tuple[int, int, int]
    open_bills: tuple[int, ...]
    base_entitled: int
    released: int
    received: int
    invoiced: int
    announced: int
    dues: list[Due] = field(default_factory=list)
    by_spending: list[tuple[Due, Due, tuple[int, int]]] = field(default_factory=list)
    signed: bool = False
    over: bool = False
    settled: bool = False
    base: int = 0
    entitled: int = 0
    asked: int = 0
    forgone: int = 0
    pot: int = 0
    unposted: int = 0
    today: int = 0
    grows_with_bills: bool = field(init=False)
    share: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every midnight asks."""
        self.grows_with_bills = self.terms.instrument in {"share", "earmarked"}
        self.share = self.terms.share.as_integer_ratio()

    @property
    def has_pot(self) -> bool:
        """Say whether receipts wait in a pot until they are earned (M2)."""
        return self.terms.instrument != "block" and not self.terms.in_arrears

    def runs_on(self, day: int) -> bool:
        """Say whether bills of ``day`` are eligible."""
        return self.first <= day <= self.plan.last and not self.over

    def earned_by(self, base: int) -> int:
        """Return the entitlement that a base amounts to, never above the amount."""
        numerator, denominator = self.share
        earned = self.base_entitled + base * numerator // denominator
        return min(earned, self.amount)

    @property
    def earned_before(self) -> int:
        """Return what was earned before the period: it cannot be lost (M6, M9)."""
        return min(self.base_entitled, self.amount)

    @property
    def promised(self) -> int:
        """Return what would be earned by now if no ceiling had cut it (M9)."""
        numerator, denominator = self.share
        earned = self.base_entitled + self.base * numerator // denominator
        asked = min(earned, self.asked if self.signed else self.amount)
        return max(self.entitled, asked) + self.forgone

    def earn(self, day: int, bills: Sequence[int], once: Sequence[int]) -> None:
        """Earn with a day's bills: those that recur, and the others, if any (M3)."""
        self.today = 0
        if day < self.first or day > self.plan.last or self.over:
            return
        recurring = sum([bills[line] for line in self.lines])
        self.accrue(recurring, sum([once[line] for line in self.lines]) if once else 0)

    @property
    def waits_for_spending(self) -> bool:
        """Say whether an instalment may still fall due by what is spent (M7)."""
        return bool(self.by_spending) and not (self.over or self.settled)

    def spent_enough(self, day: int) -> Due | None:
        """Return the instalment that falls due today by what is spent, if any (M7)."""
        if not (self.signed and self.by_spending) or self.settled:
            return None
        before, due, (spent, of_received) = self.by_spending[0]
        if not (before.void or NEVER < before.paid_on < day):
            return None
        if self.released * of_received < self.received * spent:
            return None
        del self.by_spending[0]
        due.planned = day
        return due

    def accrue(self, recurring: int, once: int) -> None:
        """Add a day's eligible bills, or its claim, to the entitlement (M3)."""
        self.base += recurring + once
        if self.signed:
            before = self.entitled
            self.entitled = steady = self.earned_by(self.base)
            if once:
                steady = self.earned_by(self.base - once)
            self.today = steady - before

    def sign(self, amount: int, first: int, *, asked: int) -> None:
        """Put the contract in force with the amount awarded of what was asked (M6)."""
        self.signed = True
        self.amount = amount
        self.asked = asked
        self.first = first
        self.entitled = self.earned_by(self.base)

    def if_open(self, day: int) -> int:
        """Return a day's entitlement if the shelter were open and empty (D4)."""
        if not (self.grows_with_bills and self.signed and self.runs_on(day)):
            return 0
        more = self.open_bills[day]
        return self.earned_by(self.base + more) - self.earned_by(self.base)

    def release(self) -> int:
        """Let go from the pot what has been earned and not yet moved (M4)."""
        amount = min(self.pot, self.entitled - self.released)
        if amount <= 0:
            return 0
        self.pot -= amount
        self.released += amount
        self.unposted += amount
        return amount

    def unearned(self) -> int:
        """Return what of the pot was never earned; never negative (M8)."""
        return max(0, self.pot - max(0, self.entitled - self.released))
