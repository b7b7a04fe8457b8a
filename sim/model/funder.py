"""A funder: calls, contracts, instalments, gifts, ceilings and cuts (SEMANTICS M)."""

from collections import Counter, defaultdict
from fractions import Fraction
from typing import Protocol

from sim.chance.luck import FunderLuck
from sim.history import Kind
from sim.model.contract import Contract, Due
from sim.model.log import Log
from sim.model.promises import add_due, drafts, receivables
from sim.model.tables import Tables
from sim.planned.dues import NEVER
from sim.planned.fiscal import fiscal_year
from sim.planned.splitting import cut, floor, parts
from sim.scenario.plan import FunderPlan

__all__ = ["Funder"]


class Payee(Protocol):
    """Whoever takes a funder's money in for the shelters."""

    def receive(
        self, shelter: int, funder: int, contract: Contract | None, amount: int
    ) -> None:
        """Take in ``amount`` minor units, into the contract's pot if it has one."""

    def give_back(self, contract: Contract, amount: int) -> None:
        """Settle ``amount`` of a pot that was never earned."""


class Funder:
    """One funder's money, day by day.

    ``agenda`` maps a day to the dues that are paid on it; ``by_spending`` holds the
    contracts with an instalment that falls due by what is spent, ``unsigned`` the
    invoices of a day, which are promised even if nothing is signed by then.  Days
    before the period are over: what fell due then is in ``Grant.received``.
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
        self.year_ends = tables.year_ends[number]
        self.new_awards: list[tuple[int, int]] = []
        self.contracts = drafts(number, plan, luck, tables, accounts)
        self.dues = [d for c in self.contracts for d in c.dues if not d.void]
        self.agenda: dict[int, list[tuple[Due, Contract | None]]] = defaultdict(list)
        self.signings: dict[int, list[int]] = defaultdict(list)
        self.unsigned: dict[int, list[tuple[Contract, Due]]] = defaultdict(list)
        self.settlements: dict[int, list[Contract]] = defaultdict(list)
        self.committed: dict[int, int] = defaultdict(int)
        self.claimed: dict[int, int] = defaultdict(int)
        self.gifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for index, signed in enumerate(luck.signed.tolist()):
            self.signings[max(signed, 0)].append(index)
        self.by_spending = [
            contract
            for contract in self.contracts
            if any(i.threshold is not None for i in plan.instalments)
        ]
        if plan.in_arrears:
            for contract in self.contracts:
                for due in contract.dues:
                    self.unsigned[due.planned].append((contract, due))
        for due in receivables(number, plan, luck, tables):
            self.dues.append(due)
            self._fall_due(due, due.planned, None)
        self._expect_gifts()

    def _expect_gifts(self) -> None:
        for plan, times, amounts in zip(
            self.plan.gifts, self.luck.gift_times, self.luck.gift_amounts, strict=True
        ):
            shelter = self.tables.shelters[plan.shelter]
            for time, amount in zip(times.tolist(), amounts.tolist(), strict=True):
                self.gifts[int(time // 1)].append((shelter, amount))

    def _fall_due(self, due: Due, day: int, contract: Contract | None) -> None:
        due.due = day
        due.pay_on = max(day + due.lag, 0)
        self.agenda[due.pay_on].append((due, contract))

    def receipts(self, day: int, payee: Payee) -> None:
        """Sign, let fall due and pay what this day brings (T3 step 1, M5-M9)."""
        self.new_awards.clear()
        for index in self.signings.pop(day, ()):
            self._sign(index, day)
        for contract, due in self.unsigned.pop(day, ()):
            self._expect(contract, due)
        if self.by_spending:
            self._watch_spending(day)
        for contract in self.settlements.pop(day, ()):
            self._settle(contract, day, payee)
        if day in self.agenda:
            self._pay_agenda(day, payee)
        if day in self.gifts:
            self._give(day, payee)
        if day in self.year_ends:
            self._close_year(day)

    def _watch_spending(self, day: int) -> None:
        """Ask contracts whose next instalment waits for spending (M7)."""
        for contract in self.by_spending:
            if contract.signed and not contract.settled:
                self._trigger(contract, day)
        self.by_spending = [
            contract
            for contract in self.by_spending
            if not (contract.settled or contract.over)
            and any(
                d.terms and d.terms.threshold and d.due == NEVER for d in contract.dues
            )
        ]

    def _pay_agenda(self, day: int, payee: Payee) -> None:
        paid = self.agenda.pop(day)
        paid.sort(key=lambda p: (p[0].shelter, p[0].round, p[0].number))
        for due, agreed in paid:
            self._pay(due, agreed, day, payee)

    def _give(self, day: int, payee: Payee) -> None:
        for shelter, amount in sorted(self.gifts.pop(day), key=lambda g: g[0]):
            self.log.note(
                day + 1.0,
                Kind.GIFT,
                shelter=shelter,
                detail=self.number,
                amount=amount,
            )
            payee.receive(shelter, self.number, None, amount)

    def _sign(self, index: int, day: int) -> None:
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
        amounts = self._within_ceiling(chosen, asks)
        for contract, amount, ask in zip(chosen, amounts, asks, strict=True):
            contract.sign(amount, contract.first, asked=ask)
            self.new_awards.append((contract.shelter, amount))
            self.log.note(
                max(signed, 0) + 1.0,
                Kind.AWARDED,
                shelter=contract.shelter,
                detail=self.number,
                until=float(contract.plan.signed),
                amount=amount,
            )
            self._schedule(contract, signed, amount)

    def _of_round(self, index: int) -> list[Contract]:
        return [c for c in self.contracts if c.round == index]

    def _refuse(self, contract: Contract, day: int) -> None:
        contract.over = True
        for due in contract.dues:
            due.void, due.promised, due.owed = True, 0, 0
        self.log.note(
            day + 1.0,
            Kind.NOT_AWARDED,
            shelter=contract.shelter,
            detail=self.number,
            amount=contract.amount,
        )

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

    def _within_ceiling(self, chosen: list[Contract], asks: list[int]) -> list[int]:
        """Cut awards to what each fiscal year of the contract has left (M9).

        A year bears the part of the award that its days are of the contract's;
        what was awarded before the period is not cut any more.
        """
        if self.plan.ceiling is None or self.plan.instrument == "per_diem":
            return asks
        if not chosen:
            return asks
        plan = chosen[0].plan
        days = range(plan.first, plan.last + 1)
        years = Counter(map(self._fiscal_year, days))
        total, keep = sum(asks), Fraction(1)
        for year, inside in years.items():
            asked = Fraction(total * inside, len(days))
            left = max(0, self.plan.ceiling - self.committed[year])
            if asked > left and plan.first >= 0:
                keep = min(keep, left / asked)
        amounts = asks if keep == 1 else cut(asks, keep)
        for year, inside in years.items():
            self.committed[year] += -(-sum(amounts) * inside // len(days))
        return amounts

    def _schedule(self, contract: Contract, signed: int, amount: int) -> None:
        """Let everything that hangs on the signature fall due (M6)."""
        if self.plan.in_arrears:
            self._schedule_invoices(contract, signed)
        else:
            split = parts(amount, [i.share for i in self.plan.instalments])
            for due, part in zip(contract.dues, split, strict=True):
                due.owed = part
                if due.void or due.terms is None:
                    continue
                if due.terms.trigger in {"signature", "date"}:
                    self._fall_due(due, max(due.planned, signed), contract)
        after = max(contract.plan.last + 1 + self.plan.report_takes, signed, 0)
        self.settlements[after].append(contract)

    def _schedule_invoices(self, contract: Contract, signed: int) -> None:
        for due in contract.dues:
            if not due.void:
                self.settlements[max(due.planned, signed, 0)].append(contract)

    def _trigger(self, contract: Contract, day: int) -> None:
        """Let a spending-triggered instalment fall due (M7)."""
        for before, due in zip(contract.dues, contract.dues[1:], strict=False):
            terms = due.terms
            if terms is None or terms.threshold is None or due.due != NEVER:
                continue
            if before.void or NEVER < before.paid_on < day:
                spent = contract.released * terms.threshold.denominator
                if spent >= contract.received * terms.threshold.numerator:
                    due.planned = day
                    self._fall_due(due, day, contract)
            return

    def _settle(self, contract: Contract, day: int, payee: Payee) -> None:
        """Invoice a period, or pay the balance after the report (M8)."""
        if contract.over or contract.settled:
            return
        if self.plan.in_arrears:
            self._invoice(contract, day)
            contract.settled = day > contract.plan.last
            return
        contract.settled = True
        if not contract.has_pot:
            for due in contract.dues:
                if due.terms and due.terms.trigger == "final" and not due.void:
                    self._fall_due(due, day, contract)
            return
        if not self._lapsed(contract, day):
            self._balance(contract, day)
        self._give_back(contract, payee)

    def _give_back(self, contract: Contract, payee: Payee) -> None:
        """Settle what is in the pot of an ended contract and was never earned (M8)."""
        rest = contract.unearned()
        if rest:
            payee.give_back(contract, rest)

    def _lapsed(self, contract: Contract, day: int) -> bool:
        """Say whether the contract's fiscal year ended and took the rest with it."""
        ended = self._fiscal_year(contract.plan.last) < self._fiscal_year(day)
        return ended and self.plan.unpaid_at_year_end == "lapses"

    def _expect(self, contract: Contract, due: Due) -> None:
        """Promise what an invoice would ask if the contract were signed (W6)."""
        if not (contract.signed or contract.over or due.void):
            due.promised = contract.promised - contract.announced
            contract.announced = contract.promised

    def _invoice(self, contract: Contract, day: int) -> None:
        """Claim what was earned and not yet invoiced."""
        ended = [
            d
            for d in contract.dues
            if d.planned <= day and d.due == NEVER and not d.void
        ]
        expected = sum(due.promised for due in ended)
        for due in ended[:-1]:
            due.void, due.due, due.promised = True, day, 0
        for due in ended[-1:]:
            due.promised = expected + contract.promised - contract.announced
            due.owed = contract.entitled - contract.invoiced
            contract.announced = contract.promised
            contract.invoiced = contract.entitled
            self._fall_due(due, day, contract)

    def _balance(self, contract: Contract, day: int) -> None:
        """Pay min(amount, entitlement) less what was paid or is on its way."""
        pending = sum(
            due.owed
            for due in contract.dues
            if due.due != NEVER and due.paid_on == NEVER and not due.void
        )
        rest = contract.entitled - contract.received - pending
        last: Due | None = None
        for due in contract.dues:
            if due.due == NEVER and not due.void:
                last = due
                due.void, due.owed = True, 0
                if due.planned == NEVER:
                    due.promised = 0
        if last is not None:
            others = sum(d.promised for d in contract.dues if d is not last)
            before = contract.grant.received if contract.plan.first < 0 else 0
            earned = contract.entitled - others - before
            last.planned = max(last.planned, contract.plan.last)
            last.promised = max(0, rest, earned)
            last.void = False
        elif rest > 0:
            number = len(contract.dues)
            lag = contract.dues[-1].lag if contract.dues else 0
            last = add_due(contract, number, day, rest, lag)
            self.dues.append(last)
        if last is not None:
            last.owed = max(0, rest)
            self._fall_due(last, day, contract)

    def _pay(self, due: Due, contract: Contract | None, day: int, payee: Payee) -> None:
        if due.void:
            return
        keep = Fraction(1)
        for since, kept in self.plan.cuts:
            if due.due >= since:
                keep *= kept
        amount = floor(due.owed * keep)
        if amount < due.owed:
            self.log.note(
                day + 1.0,
                Kind.CUT,
                shelter=due.shelter,
                detail=self.number,
                until=float(due.planned),
                amount=due.owed - amount,
            )
            if contract is not None and not self.plan.in_arrears:
                contract.amount -= due.owed - amount
                contract.entitled = min(contract.entitled, contract.amount)
        due.paid, due.paid_on = amount, day
        if amount:
            self.log.note(
                day + 1.0,
                Kind.PAID,
                shelter=due.shelter,
                detail=self.number,
                until=float(due.planned),
                amount=amount,
            )
            payee.receive(due.shelter, self.number, contract, amount)
        if contract is not None and contract.settled:
            self._give_back(contract, payee)

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
                self.log.note(
                    day + 1.0,
                    Kind.LAPSED,
                    shelter=contract.shelter,
                    detail=self.number,
                    amount=lost,
                )

    def give_way(self, funder: str, shelter: int, award: int, day: int) -> None:
        """Take another funder's award off what is still owed to a shelter."""
        share = dict(self.plan.gives_way_to).get(funder, Fraction(0))
        left = floor(award * share)
        for contract in self.contracts:
            if contract.shelter == shelter and not (contract.over or contract.settled):
                left -= self._reduce(contract, left)
        taken = floor(award * share) - left
        if taken:
            self.log.note(
                day + 1.0,
                Kind.GAVE_WAY,
                shelter=shelter,
                detail=self.number,
                amount=taken,
            )

    def _reduce(self, contract: Contract, most: int) -> int:
        """Reduce a contract by up to ``most``; return by how much."""
        if not contract.signed:
            taken = min(most, contract.amount - contract.earned_before)
        elif self.plan.in_arrears:
            taken = min(most, contract.amount - contract.entitled)
        else:
            taken = 0
            for due in contract.dues:
                if due.paid_on == NEVER and not due.void:
                    part = min(most - taken, due.owed)
                    due.owed -= part
                    taken += part
        contract.amount -= taken
        contract.asked -= taken
        contract.entitled = min(contract.entitled, contract.amount)
        return taken

    def claims(self, day: int, claims: list[int]) -> list[int]:
        """Cut a day's per-diem claims to what the ceiling has left (M9)."""
        if self.plan.ceiling is None:
            return claims
        year = self._fiscal_year(day)
        left = max(0, self.plan.ceiling - self.claimed[year])
        total = sum(claims)
        if total > left:
            claims = cut(claims, Fraction(left, total))
        self.claimed[year] += sum(claims)
        return claims

    def _fiscal_year(self, day: int) -> int:
        """Return the calendar year in which the fiscal year of ``day`` began."""
        starts = self.plan.fiscal_year_starts
        return fiscal_year(self.tables.calendar, starts, day)
