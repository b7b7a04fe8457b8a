"""Freeze, notice, closing and reopening: step 4 of each midnight (SEMANTICS D)."""

from typing import NamedTuple

from sim.history import Kind, State
from sim.model.log import Log
from sim.model.moving import evacuate
from sim.model.shelter import Shelter
from sim.model.system import System
from sim.model.tables import Tables
from sim.model.treasury import Treasury
from sim.scenario.plan import ClosurePlan

__all__ = ["Distress"]

NOBODY = -1


class Verdict(NamedTuple):
    """What the balances of one midnight say about one shelter."""

    failing: bool
    freeze: bool
    thaw: bool
    reopen: bool


class Distress:
    """Judges every shelter on the same balances, then changes states (D1).

    ``fragile`` are those that can close, each with the days it must be able to pay:
    who is open, owes nothing and can pay them is not judged at all.
    """

    def __init__(
        self, tables: Tables, treasury: Treasury, system: System, log: Log
    ) -> None:
        self.tables = tables
        self.treasury = treasury
        self.system = system
        self.log = log
        self.fragile = [
            (shelter, plan, max(plan.freeze_below or 0, plan.close_below or 0))
            for shelter in system.shelters
            if (plan := shelter.plan.closure) is not None
        ]

    def judge(self, day: int) -> None:
        """Judge all, change states, then move residents of what closes (D1)."""
        judged = [
            (shelter, plan, self._verdict(shelter, plan, day))
            for shelter, plan, days in self.fragile
            if not (shelter.admitting and not shelter.owed and shelter.can_pay(days))
        ]
        closing = [
            shelter
            for shelter, plan, verdict in judged
            if self._change(shelter, plan, verdict, day)
        ]
        for shelter in closing:
            evacuate(self.system, shelter)

    def _verdict(self, shelter: Shelter, plan: ClosurePlan, day: int) -> Verdict:
        below, above = plan.freeze_below, plan.thaw_with
        open_bill = self.tables.open_bill[shelter.number][day]
        standing_closed = shelter.state is State.CLOSED
        freeze = below is not None and not (
            shelter.can_reopen(below, open_bill, day)
            if standing_closed
            else shelter.can_pay(below)
        )
        return Verdict(
            failing=self._failing(shelter, plan, day),
            freeze=freeze,
            thaw=not freeze if above in {None, below} else shelter.can_pay(above),
            reopen=standing_closed
            and shelter.can_reopen(plan.reopen_with, open_bill, day),
        )

    def _failing(self, shelter: Shelter, plan: ClosurePlan, day: int) -> bool:
        """Say whether unpaid bills are too many, too old, or too near (D3)."""
        much, old, near = plan.tolerated_arrears, plan.tolerated_days, plan.close_below
        return (
            (much is not None and shelter.owed > much)
            or (
                old is not None
                and bool(shelter.arrears)
                and day - shelter.arrears[0][0] >= old
            )
            or (near is not None and not shelter.can_pay(near))
        )

    def _change(
        self, shelter: Shelter, plan: ClosurePlan, verdict: Verdict, day: int
    ) -> bool:
        """Change one shelter's state; say whether it closes now."""
        was_open = not shelter.shut
        if was_open:
            self._freeze_or_thaw(shelter, verdict)
            self._notice_or_close(shelter, plan, verdict, day)
        else:
            self._go_on_closed(shelter, plan, verdict, day)
        shelter.take_stock()
        return was_open and shelter.shut

    def _freeze_or_thaw(self, shelter: Shelter, verdict: Verdict) -> None:
        if verdict.freeze and not shelter.frozen:
            shelter.frozen = True
            self._tell(Kind.FROZEN, shelter)
        elif shelter.frozen and not verdict.freeze and verdict.thaw:
            shelter.frozen = False
            self._tell(Kind.THAWED, shelter)
            self.system.offer(shelter)

    def _notice_or_close(
        self, shelter: Shelter, plan: ClosurePlan, verdict: Verdict, day: int
    ) -> None:
        if not verdict.failing:
            if shelter.notice_since >= 0:
                shelter.notice_since = -1
                self._tell(Kind.NOTICE_WITHDRAWN, shelter)
                self.system.offer(shelter)
            return
        if shelter.notice_since < 0:
            shelter.notice_since = day
            if plan.notice > 0:
                funder, _ = self.treasury.largest_promise_unpaid(shelter.number, day)
                self._tell(
                    Kind.NOTICE_GIVEN, shelter, detail=funder, amount=shelter.owed
                )
        if day >= shelter.notice_since + plan.notice:
            self._close(shelter, day)

    def _close(self, shelter: Shelter, day: int) -> None:
        shelter.shut, shelter.frozen, shelter.notice_since = True, False, -1
        funder, amount = self.treasury.largest_promise_unpaid(shelter.number, day)
        self._tell(Kind.CLOSED, shelter, detail=funder, amount=amount)

    def _go_on_closed(
        self, shelter: Shelter, plan: ClosurePlan, verdict: Verdict, day: int
    ) -> None:
        """Begin to reopen once the money is there; open when it is done (D4)."""
        if verdict.reopen:
            self._tell(Kind.REOPENING, shelter, amount=plan.reopening_cost)
            self.treasury.bills.pay_reopening(shelter, day)
            shelter.reopening_until = day + plan.reopening_takes
            if plan.reopening_takes == 0:
                self._open(shelter, verdict)
        elif 0 <= shelter.reopening_until <= day:
            if verdict.failing:
                shelter.reopening_until = -1
                self._tell(Kind.REOPENING_FAILED, shelter)
            else:
                self._open(shelter, verdict)

    def _open(self, shelter: Shelter, verdict: Verdict) -> None:
        shelter.shut, shelter.reopening_until = False, -1
        self._tell(Kind.REOPENED, shelter)
        self._freeze_or_thaw(shelter, verdict)
        self.system.offer(shelter)

    def _tell(
        self, kind: Kind, shelter: Shelter, *, detail: int = NOBODY, amount: int = 0
    ) -> None:
        self.log.note(
            self.system.env.now,
            kind,
            shelter=shelter.number,
            detail=detail,
            amount=amount,
        )
