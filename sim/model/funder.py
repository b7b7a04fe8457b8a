"""A funder: calls, contracts, instalments, gifts and cuts, day by day (SEMANTICS M)."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import nan
from typing import Protocol

from sim.chance.luck import FunderLuck
from sim.history import Kind
from sim.model.ceiling import Ceiling
from sim.model.contract import Contract, Due
from sim.model.log import Log
from sim.model.promises import drafts, receivables
from sim.model.settling import balance, expect, invoice, reduce
from sim.model.tables import Tables
from sim.planned.cuts import after_cuts
from sim.planned.dues import NEVER
from sim.planned.fiscal import fiscal_year
from sim.planned.splitting import floor, parts
from sim.scenario.plan import FunderPlan

__all__ = ["Funder"]


class Payee(Protocol):
    """Whoever takes a funder's money in for the shelters."""

    def receive(
        self,
        shelter: int,
        funder: int,
        contract: Contract | None,
        amount: int,
        day: int,
    ) -> None:
        """Take in ``amount`` minor units, into the contract's pot if it has one."""

    def give_back(self, contract: Contract, amount: int, day: int) -> None:
        """Settle ``amount`` of a pot that was never earned."""


@dataclass(slots=True)
class Page:
    """What a funder has to do on one day: a page of its diary, in order of the day.

    ``signings`` number calls.  ``invoices`` of the day are promised even if
    nothing is signed by then, ``settlements`` end a contract or its invoiced
    period, ``payments`` are dues and, where they are of one, its contract,
    ``gifts`` pair a shelter with an amount.  ``ends_year`` marks the last day of a
    fiscal year.
    """

    signings: list[int] = field(default_factory=list)
    invoices: list[tuple[Contract, Due]] = field(default_factory=list)
    settlements: list[Contract] = field(default_factory=list)
    payments: list[tuple[Due, Contract | None]] = field(default_factory=list)
    gifts: list[tuple[int, int]] = field(default_factory=list)
    ends_year: bool = False


class Funder:
    """One funder's money, day by day.

    ``by_spending`` holds the contracts with an instalment that falls due by what is
    spent.  Days before the period are over: what fell due then is in
    ``Grant.received``.
    """

    def __init__(
        self,
        number: int,
        plan: FunderPlan,
        luck: FunderLuck,
        tables: Tables,
        *,
        log: Log,
        accounts: dict[str, int],
    ) -> None:
        self.number = number
        self.plan = plan
        self.luck = luck
        self.tables = tables
        self.log = log
        self.ceiling = Ceiling(plan, tables.calendar, tables.year_ends[number])
        self.diary: dict[int, Page] = defaultdict(Page)
        self.contracts = drafts(number, plan, luck, tables, accounts)
        self.dues = [d for c in self.contracts for d in c.dues if not d.void]
        self.by_spending = [c for c in self.contracts if c.waits_for_spending]
        for index, signed in enumerate(luck.signed.tolist()):
            self.diary[max(signed, 0)].signings.append(index)
        if plan.in_arrears:
            for contract in self.contracts:
                for due in contract.dues:
                    self.diary[due.planned].invoices.append((contract, due))
        for due in receivables(number, plan, luck, tables):
            self.dues.append(due)
            self._fall_due(due, due.planned, None)
        self._expect_gifts()
        for day in tables.year_ends[number]:
            self.diary[day].ends_year = True

    def _expect_gifts(self) -> None:
        for plan, times, amounts in zip(
            self.plan.gifts, self.luck.gift_times, self.luck.gift_amounts, strict=True
        ):
            shelter = self.tables.shelters[plan.shelter]
            for time, amount in zip(times.tolist(), amounts.tolist(), strict=True):
                self.diary[int(time // 1)].gifts.append((shelter, amount))

    def _fall_due(self, due: Due, day: int, contract: Contract | None) -> None:
        due.due = day
        due.pay_on = max(day + due.lag, 0)
        self.diary[due.pay_on].payments.append((due, contract))

    def receipts(self, day: int, payee: Payee) -> list[tuple[int, int]]:
        """Sign, let fall due and pay what this day brings (T3 step 1, M5-M9).

        Returns today's awards: (shelter, amount).
        """
        awards: list[tuple[int, int]] = []
        if day in self.diary:
            page = self.diary[day]
            for index in page.signings:
                awards += self._sign(index, day)
            for contract, due in page.invoices:
                expect(contract, due)
        if self.by_spending:
            self._watch_spending(day)
        if day in self.diary:
            self._settle_and_pay(self.diary[day], day, payee)
            del self.diary[day]
        return awards

    def _watch_spending(self, day: int) -> None:
        """Let instalments fall due for which enough is spent (M7)."""
        for contract in self.by_spending:
            due = contract.spent_enough(day)
            if due is not None:
                self._fall_due(due, day, contract)
        if day in self.diary:
            self.by_spending = [c for c in self.by_spending if c.waits_for_spending]

    def _settle_and_pay(self, page: Page, day: int, payee: Payee) -> None:
        for contract in page.settlements:
            self._settle(contract, day, payee)
        page.payments.sort(key=lambda p: (p[0].shelter, p[0].round, p[0].number))
        for due, agreed in page.payments:
            self._pay(due, agreed, day, payee)
        page.gifts.sort(key=lambda gift: gift[0])
        for shelter, amount in page.gifts:
            self._tell(day, Kind.GIFT, shelter, amount)
            payee.receive(shelter, self.number, None, amount, day)
        if page.ends_year:
            self._close_year(day)

    def _sign(self, index: int, day: int) -> list[tuple[int, int]]:
        """Decide a call's awards together and put the contracts in force (M6, M9)."""
        signed = int(self.luck.signed[index])
        chosen = []
        for grant, contract in enumerate(self._of_round(index)):
            if contract.over:
                continue
            if bool(self.luck.awarded[index, grant]) or contract.plan.first < 0:
                chosen.append(contract)
            else:
                self._refuse(contract, day)
        asks = [self._ask(contract, signed) for contract in chosen]
        amounts = self.ceiling.awards(chosen, asks)
        for contract, amount, ask in zip(chosen, amounts, asks, strict=True):
            contract.sign(amount, contract.first, asked=ask)
            self._tell(
                day, Kind.AWARDED, contract.shelter, amount, contract.plan.signed
            )
            self._schedule(contract, signed, amount)
        if signed < 0:
            return []  # the others gave way to it before the first day
        return [(c.shelter, a) for c, a in zip(chosen, amounts, strict=True)]

    def _of_round(self, index: int) -> list[Contract]:
        return [c for c in self.contracts if c.round == index]

    def _refuse(self, contract: Contract, day: int) -> None:
        contract.over = True
        for due in contract.dues:
            due.void, due.promised, due.owed = True, 0, 0
        self._tell(day, Kind.NOT_AWARDED, contract.shelter, contract.amount)

    def _ask(self, contract: Contract, signed: int) -> int:
        """Return the amount, prorated from a late signature if so agreed (M6).

        What a contract under way had earned before the period is not lost.
        """
        plan = contract.plan
        if self.plan.amount_if_late == "full" or signed <= plan.first:
            return contract.amount
        left = max(0, plan.last - signed + 1)
        prorated = contract.amount * left // (plan.last - plan.first + 1)
        return max(prorated, contract.earned_before)

    def _schedule(self, contract: Contract, signed: int, amount: int) -> None:
        """Let everything that hangs on the signature fall due (M6)."""
        if self.plan.in_arrears:
            for due in contract.dues:
                if not due.void:
                    when = max(due.planned, signed, 0)
                    self.diary[when].settlements.append(contract)
        else:
            split = parts(amount, [i.share for i in self.plan.instalments])
            for due, part in zip(contract.dues, split, strict=True):
                due.owed = part
                if due.void or due.terms is None:
                    continue
                if due.terms.trigger in {"signature", "date"}:
                    self._fall_due(due, max(due.planned, signed), contract)
        after = max(contract.plan.last + 1 + self.plan.report_takes, signed, 0)
        self.diary[after].settlements.append(contract)

    def _settle(self, contract: Contract, day: int, payee: Payee) -> None:
        """Invoice a period, or pay the balance after the report (M8)."""
        if contract.over or contract.settled:
            return
        if self.plan.in_arrears:
            self._ask_for(invoice(contract, day), contract, day)
            contract.settled = day > contract.plan.last
            return
        contract.settled = True
        if not contract.has_pot:
            for due in contract.dues:
                if due.terms and due.terms.trigger == "final" and not due.void:
                    self._fall_due(due, day, contract)
            return
        if not self._lapsed(contract, day):
            known = len(contract.dues)
            self._ask_for(balance(contract, day), contract, day)
            self.dues += contract.dues[known:]
        self._give_back(contract, day, payee)

    def _ask_for(self, due: Due | None, contract: Contract, day: int) -> None:
        if due is not None:
            self._fall_due(due, day, contract)

    def _give_back(self, contract: Contract, day: int, payee: Payee) -> None:
        """Settle what is in the pot of an ended contract and was never earned (M8)."""
        rest = contract.unearned()
        if rest:
            payee.give_back(contract, rest, day)

    def _lapsed(self, contract: Contract, day: int) -> bool:
        """Say whether the contract's fiscal year ended and took the rest with it."""
        ended = self._fiscal_year(contract.plan.last) < self._fiscal_year(day)
        return ended and self.plan.unpaid_at_year_end == "lapses"

    def _pay(self, due: Due, contract: Contract | None, day: int, payee: Payee) -> None:
        if due.void:
            return
        amount = after_cuts(due.owed, due.due, self.plan.cuts)
        if amount < due.owed:
            cut = due.owed - amount
            self._tell(day, Kind.CUT, due.shelter, cut, due.planned)
            if contract is not None and not self.plan.in_arrears:
                contract.amount -= cut
                contract.entitled = min(contract.entitled, contract.amount)
        due.paid, due.paid_on = amount, day
        if amount:
            self._tell(day, Kind.PAID, due.shelter, amount, due.planned)
            payee.receive(due.shelter, self.number, contract, amount, day)
        if contract is not None and contract.settled:
            self._give_back(contract, day, payee)

    def _close_year(self, day: int) -> None:
        """Let what the year committed and did not pay lapse, if so agreed (M9)."""
        if self.plan.unpaid_at_year_end == "carried":
            return
        year = self._fiscal_year(day)
        for contract in self.contracts:
            lost = 0
            for due in contract.dues:
                committed = contract.plan.last
                if due.planned != NEVER:
                    committed = min(due.planned, committed)
                unpaid = due.paid_on == NEVER and not due.void
                if unpaid and self._fiscal_year(committed) <= year:
                    due.void = True
                    lost += due.owed
            if self._fiscal_year(contract.plan.last) <= year and not contract.signed:
                contract.over = True
            if lost:
                self._tell(day, Kind.LAPSED, contract.shelter, lost)

    def give_way(self, funder: str, shelter: int, award: int, day: int) -> None:
        """Take another funder's award off what is still owed to a shelter (M9)."""
        share = dict(self.plan.gives_way_to).get(funder, Fraction(0))
        most = left = floor(award * share)
        for contract in self.contracts:
            if contract.shelter == shelter and not (contract.over or contract.settled):
                left -= reduce(contract, left)
        if left < most:
            self._tell(day, Kind.GAVE_WAY, shelter, most - left)

    def _fiscal_year(self, day: int) -> int:
        """Return the calendar year in which the fiscal year of ``day`` began."""
        starts = self.plan.fiscal_year_starts
        return fiscal_year(self.tables.calendar, starts, day)

    def _tell(
        self,
        day: int,
        kind: Kind,
        shelter: int,
        amount: int,
        planned: int | None = None,
    ) -> None:
        """Note what happened at the midnight of a day, to what was planned for when."""
        self.log.note(
            day + 1.0,
            kind,
            shelter=shelter,
            detail=self.number,
            until=nan if planned is None else float(planned),
            amount=amount,
        )
