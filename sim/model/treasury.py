"""Money at midnight: receipts, bills, pots, bridges, payments (SEMANTICS M)."""

from collections.abc import Iterable, Sequence
from operator import add

from sim.chance.luck import Chance
from sim.history import Accounts, Instalments, Kind, Ledger
from sim.model.compensation import Compensation
from sim.model.contract import Contract
from sim.model.funder import Funder
from sim.model.log import Log
from sim.model.record import accounts_of, instalments_of
from sim.model.shelter import Shelter
from sim.model.tables import Tables
from sim.planned.accounts import account_names
from sim.planned.bills import lines_of_kind
from sim.planned.dues import NEVER
from sim.scenario.plan import BridgePlan, InterimPlan

__all__ = ["Treasury"]


class Treasury:
    """Every account of the system, and the only hands that move money.

    ``now`` is the midnight being worked on, in days.
    """

    def __init__(
        self, tables: Tables, chance: Chance, log: Log, shelters: Sequence[Shelter]
    ) -> None:
        scenario = tables.scenario
        self.now = 0.0
        self.tables = tables
        self.log = log
        self.shelters = shelters
        self.ledger = Ledger(account_names(scenario))
        account = self.ledger.index
        self.cash = [account[f"cash:{s.name}"] for s in scenario.shelters]
        self.owed = [account[f"owed:{s.name}"] for s in scenario.shelters]
        self.costs = [
            [account[f"cost:{s.name}:{line.name}"] for line in s.costs]
            for s in scenario.shelters
        ]
        self.fixed = [lines_of_kind(lines, "fixed") for lines in tables.lines]
        self.counted = [
            lines_of_kind(lines, "bed_night", "team", "admission", "exit", "one_off")
            for lines in tables.lines
        ]
        self.reopening = [
            account[f"cost:{s.name}:reopening"] for s in scenario.shelters
        ]
        self.funders = [
            Funder(
                number, plan, chance.funders[number], tables, log=log, accounts=account
            )
            for number, plan in enumerate(scenario.funders)
        ]
        for funder in self.funders:
            for contract in funder.contracts:
                home = shelters[contract.shelter]
                if contract.grows_with_bills:
                    home.growing.append(contract)
                if contract.has_pot:
                    home.potted.append(contract)
        self.compensation = Compensation(tables, chance, self.ledger, log)
        self.bridged = [0] * len(scenario.bridges)
        self.loans = [[0] * len(shelters) for _ in scenario.bridges]
        self.month_ends: list[list[int]] = []
        self.runways: list[list[int]] = []
        self._open()

    def _open(self) -> None:
        """Set the balances of day 0."""
        names = self.ledger.index
        for shelter in self.shelters:
            shelter.bill = self.tables.open_bill[shelter.number][0]
            reserve = shelter.plan.reserve
            name = shelter.plan.name
            self.ledger.transfer(
                names[f"equity:{name}"], names[f"cash:{name}"], reserve
            )
        for funder in self.funders:
            for contract in funder.contracts:
                before = contract.received - contract.released
                if contract.has_pot and before > 0:
                    pot, paid, _ = contract.accounts
                    contract.pot = before
                    self.ledger.transfer(paid, pot, before)
        self._snapshot()

    def receipts(self, day: int) -> None:
        """Step 1: instalments and gifts due today arrive (T3, M5)."""
        for funder in self.funders:
            funder.receipts(day, self)
            for shelter, amount in funder.new_awards:
                for other in self.funders:
                    other.give_way(funder.plan.name, shelter, amount, day)

    def receive(
        self, shelter: int, funder: int, contract: Contract | None, amount: int
    ) -> None:
        """Take money in: it repays an open bridge loan before anything else (M5).

        What repays a loan counts as released from its pot.
        """
        home = self.shelters[shelter]
        repaid = self._repay(home, amount)
        if contract is not None:
            contract.received += amount
        if contract is not None and contract.has_pot:
            pot, paid, _ = contract.accounts
            self.ledger.transfer(paid, pot, amount)
            self.ledger.transfer(pot, self.cash[shelter], repaid)
            contract.pot += amount - repaid
            contract.released += repaid
        else:
            name = self.tables.scenario.funders[funder].name
            paid = self.ledger.index[f"paid:{name}:{home.plan.name}"]
            self.ledger.transfer(paid, self.cash[shelter], amount)
            home.cash += amount - repaid
        self._return_loan(home, repaid)

    def _repay(self, home: Shelter, amount: int) -> int:
        return min(home.debt, amount)

    def _return_loan(self, home: Shelter, amount: int) -> None:
        """Give ``amount`` back to the bridges that lent it, in file order."""
        for number, plan in enumerate(self.tables.scenario.bridges):
            part = min(amount, self.loans[number][home.number])
            if part:
                account = self.ledger.index[f"bridge:{plan.name}:{home.plan.name}"]
                self.ledger.transfer(self.cash[home.number], account, part)
                self.loans[number][home.number] -= part
                self.bridged[number] -= part
                home.debt -= part
                amount -= part
                self._tell(Kind.BRIDGE_REPAID, home.number, number, part)

    def give_back(self, contract: Contract, amount: int) -> None:
        """Settle the rest of a pot: back to the funder, or free money (M8)."""
        pot, _, returned = contract.accounts
        contract.pot -= amount
        if contract.terms.unspent == "returned":
            self.ledger.transfer(pot, returned, amount)
            self._tell(Kind.RETURNED, contract.shelter, contract.funder, amount)
        else:
            self.ledger.transfer(pot, self.cash[contract.shelter], amount)
            self.shelters[contract.shelter].cash += amount

    def book(self, day: int) -> None:
        """Book the day's bills and what they entitle to (T3 step 3, M1, M3)."""
        for shelter in self.shelters:
            bills, once = self._bills(shelter, day)
            self._owe(shelter, bills, once)
            for contract in shelter.growing:
                contract.day, contract.today = day, 0
                if self._accrues(contract, shelter, day):
                    if contract.all_lines:
                        contract.accrue(shelter.bill, sum(once))
                    else:
                        contract.accrue(
                            sum(map(bills.__getitem__, contract.lines)),
                            sum(map(once.__getitem__, contract.lines)),
                        )
        self._claim_per_diems(day)

    def _bills(self, shelter: Shelter, day: int) -> tuple[list[int], list[int]]:
        """Return what recurs and what does not, by cost line, in minor units.

        A closed shelter bills only what goes on while closed (D4).
        """
        lines = self.tables.lines[shelter.number]
        bills, once = [0] * len(lines), [0] * len(lines)
        for number in self.fixed[shelter.number]:
            bills[number] = lines[number].daily[day]
        for number in self.counted[shelter.number]:
            line = lines[number]
            price = line.daily[day]
            match line.plan.kind:
                case "bed_night":
                    bills[number] = price * shelter.occupied
                case "team":
                    teams = -(-shelter.occupied // (line.plan.residents_per_team or 1))
                    bills[number] = price * teams
                case "admission":
                    once[number] = price * shelter.admitted_today
                case "exit":
                    once[number] = price * shelter.exits_today
                case _:
                    once[number] = price if line.plan.day == day else 0
        if shelter.shut and shelter.reopening_until < 0:
            for number, line in enumerate(lines):
                if not line.plan.while_closed:
                    bills[number] = once[number] = 0
        return bills, once

    def _owe(self, shelter: Shelter, bills: list[int], once: list[int]) -> None:
        """Owe the day's bills; the ledger hears of them at the month's end."""
        shelter.bill = sum(bills)
        shelter.booked = list(map(add, bills, once)) if any(once) else bills
        shelter.unposted = list(map(add, shelter.unposted, shelter.booked))
        shelter.owed += sum(shelter.booked)
        shelter.admitted_today = shelter.exits_today = 0

    def _accrues(self, contract: Contract, shelter: Shelter, day: int) -> bool:
        return contract.runs_on(day) and (
            not shelter.shut or contract.terms.pays_while_closed
        )

    def _claim_per_diems(self, day: int) -> None:
        for funder in self.funders:
            if funder.plan.per_diem is None or funder.plan.instrument != "per_diem":
                continue
            for contract in funder.contracts:
                contract.day, contract.today = day, 0
            running = [c for c in funder.contracts if c.runs_on(day)]
            price = funder.plan.per_diem
            asked = [
                min(
                    price * self.shelters[c.shelter].occupied,
                    c.amount - c.earned_by(c.base),
                )
                for c in running
            ]
            claims = funder.claims(day, asked)
            for contract, ask, claim in zip(running, asked, claims, strict=True):
                contract.accrue(claim, 0)
                contract.forgone += ask - claim

    def release(self) -> None:
        """Release what the pots have earned, in contract file order (M4)."""
        for shelter in self.shelters:
            for contract in shelter.potted:
                if contract.pot and (amount := contract.releasable()):
                    pot = contract.accounts[0]
                    self.ledger.transfer(pot, self.cash[shelter.number], amount)
                    contract.pot -= amount
                    contract.released += amount
                    shelter.cash += amount

    def bridge(self) -> None:
        """Lend or grant to those whose days are numbered, while it lasts (M11)."""
        for number, plan in enumerate(self.tables.scenario.bridges):
            members = [
                s for s in self.shelters if s.plan.name in plan.shelters and not s.shut
            ]
            short = [
                s
                for s in members
                if not self.loans[number][s.number] and not s.can_pay(plan.below)
            ]
            for shelter in sorted(short, key=lambda s: (s.runway(), s.number)):
                need = max(0, -shelter.left_after(plan.up_to))
                self._lend(number, plan, shelter, need)

    def _lend(self, number: int, plan: BridgePlan, shelter: Shelter, need: int) -> None:
        amount = min(need, plan.size - self.bridged[number])
        if amount <= 0:
            return
        account = self.ledger.index[f"bridge:{plan.name}:{shelter.plan.name}"]
        self.ledger.transfer(account, self.cash[shelter.number], amount)
        self.bridged[number] += amount
        shelter.cash += amount
        if plan.terms == "lent":
            self.loans[number][shelter.number] += amount
            shelter.debt += amount
        self._tell(Kind.BRIDGED, shelter.number, number, amount)

    def pay(self, day: int) -> None:
        """Pay oldest arrears, then today's bills, in part if need be (M4)."""
        for shelter in self.shelters:
            in_arrears = bool(shelter.arrears)
            self._pay_bills(shelter, day, enumerate(shelter.booked))
            if shelter.arrears and not in_arrears:
                self._tell(Kind.ARREARS_BEGAN, shelter.number, -1, shelter.owed)
            elif in_arrears and not shelter.arrears:
                self._tell(Kind.ARREARS_CLEARED, shelter.number, -1, 0)
            shelter.peak_overdraft = max(shelter.peak_overdraft, -shelter.cash)

    def _pay_bills(
        self, shelter: Shelter, day: int, bills: Iterable[tuple[int, int]]
    ) -> None:
        """Pay what can be paid of what is owed, ``bills`` (line, amount) last."""
        purse = min(shelter.owed, max(0, shelter.cash + shelter.credit))
        shelter.unposted_payments += purse
        shelter.cash -= purse
        shelter.owed -= purse
        if shelter.owed or shelter.arrears:
            for line, amount in bills:
                if amount:
                    shelter.fall_behind(day, line, amount)
            shelter.catch_up(purse)

    def pay_reopening(self, shelter: Shelter, day: int) -> None:
        """Book and pay what it costs to open the doors again (D4)."""
        cost = shelter.plan.closure.reopening_cost if shelter.plan.closure else 0
        if cost:
            self.ledger.transfer(
                self.owed[shelter.number], self.reopening[shelter.number], cost
            )
            shelter.owed += cost
            self._pay_bills(shelter, day, [(len(shelter.plan.costs), cost)])

    def pay_interim(self, plan: InterimPlan, people: int) -> None:
        """Charge a night in an interim place to its payer (B5)."""
        cost = plan.cost_per_night * people
        if cost:
            names = self.ledger.index
            payer, payee = names[f"payer:{plan.payer}"], names[f"interim:{plan.name}"]
            self.ledger.transfer(payer, payee, cost)

    def largest_promise_unpaid(self, shelter: int, day: int) -> tuple[int, int]:
        """Return the funder most behind with one instalment, and by how much (D5).

        The funder is -1 when nobody broke a promise.
        """
        worst, most = -1, 0
        for funder in self.funders:
            for due in funder.dues:
                planned = due.shelter == shelter and NEVER < due.planned <= day
                if planned and due.missing > most:
                    worst, most = funder.number, due.missing
        return worst, most

    def end_month(self) -> None:
        """Keep the month's closing balances."""
        self._snapshot()

    def _post(self, shelter: Shelter) -> None:
        """Enter a month's bills and payments into the ledger."""
        owed = self.owed[shelter.number]
        for account, amount in zip(
            self.costs[shelter.number], shelter.unposted, strict=True
        ):
            self.ledger.transfer(owed, account, amount)
        self.ledger.transfer(self.cash[shelter.number], owed, shelter.unposted_payments)
        shelter.unposted = [0] * len(shelter.unposted)
        shelter.unposted_payments = 0

    def _snapshot(self) -> None:
        for shelter in self.shelters:
            self._post(shelter)
        self.month_ends.append(list(self.ledger.balances))
        self.runways.append([shelter.runway() for shelter in self.shelters])

    def accounts(self) -> Accounts:
        """Return the ledger in columns."""
        return accounts_of(self.tables, self.ledger, self.month_ends, self.runways)

    def instalments(self) -> Instalments:
        """Return what was promised and paid in columns."""
        return instalments_of([due for f in self.funders for due in f.dues])

    def _tell(self, kind: Kind, shelter: int, detail: int, amount: int) -> None:
        self.log.note(self.now, kind, shelter=shelter, detail=detail, amount=amount)
