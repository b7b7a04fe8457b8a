"""Money at midnight: every account, and all that moves money (SEMANTICS M)."""

from collections.abc import Sequence

from sim.chance.luck import Chance
from sim.history import Accounts, Instalments, Kind, Ledger
from sim.model.billing import Billing
from sim.model.bridges import Bridges
from sim.model.compensation import Compensation
from sim.model.contract import Contract
from sim.model.funder import Funder
from sim.model.log import Log
from sim.model.record import accounts_of, instalments_of
from sim.model.shelter import Shelter
from sim.model.tables import Tables
from sim.planned.dues import NEVER

__all__ = ["Treasury"]


class Treasury:
    """The ledger, the funders, and the bills that they pay for."""

    def __init__(
        self, tables: Tables, chance: Chance, log: Log, shelters: Sequence[Shelter]
    ) -> None:
        scenario = tables.scenario
        self.tables = tables
        self.log = log
        self.shelters = shelters
        self.ledger = Ledger(tables.accounts)
        account = self.ledger.index
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
        self.bills = Billing(tables, log, self.ledger, shelters, self.funders)
        self.bridges = Bridges(tables, log, self.ledger, shelters)
        self.compensation = Compensation(tables, chance, self.ledger, log)
        self.month_ends: list[list[int]] = []
        self.runways: list[list[int]] = []
        self._open()

    def _open(self) -> None:
        """Set the balances of day 0."""
        names = self.ledger.index
        for shelter in self.shelters:
            shelter.bill = self.tables.open_bill[shelter.number][0]
            name = shelter.plan.name
            self.ledger.transfer(
                names[f"equity:{name}"], names[f"cash:{name}"], shelter.plan.reserve
            )
        for funder in self.funders:
            for contract in funder.contracts:
                before = contract.received - contract.released
                if contract.has_pot and before > 0:
                    pot, paid, _ = contract.accounts
                    contract.pot = before
                    self.ledger.transfer(paid, pot, before)
        self.end_month()

    def receipts(self, day: int) -> None:
        """Step 1: instalments and gifts due today arrive (T3, M5)."""
        for funder in self.funders:
            if not funder.by_spending and day not in funder.diary:
                continue  # nothing to do today
            for shelter, amount in funder.receipts(day, self):
                for other in self.funders:
                    other.give_way(funder.plan.name, shelter, amount, day)

    def receive(
        self,
        shelter: int,
        funder: int,
        contract: Contract | None,
        amount: int,
        day: int,
    ) -> None:
        """Take money in: it repays an open bridge loan before anything else (M5).

        What repays a loan counts as released from its pot.
        """
        home = self.shelters[shelter]
        repaid = min(home.debt, amount)
        cash = self.bills.cash[shelter]
        if contract is not None:
            contract.received += amount
        if contract is not None and contract.has_pot:
            pot, paid, _ = contract.accounts
            self.ledger.transfer(paid, pot, amount)
            self.ledger.transfer(pot, cash, repaid)
            contract.pot += amount - repaid
            contract.released += repaid
        else:
            name = self.tables.scenario.funders[funder].name
            paid = self.ledger.index[f"paid:{name}:{home.plan.name}"]
            self.ledger.transfer(paid, cash, amount)
            home.cash += amount - repaid
        self.bridges.repay(home, repaid, day)

    def give_back(self, contract: Contract, amount: int, day: int) -> None:
        """Settle the rest of a pot: back to the funder, or free money (M8)."""
        pot, _, returned = contract.accounts
        contract.pot -= amount
        if contract.terms.unspent == "returned":
            self.ledger.transfer(pot, returned, amount)
            self.log.note(
                day + 1.0,
                Kind.RETURNED,
                shelter=contract.shelter,
                detail=contract.funder,
                amount=amount,
            )
        else:
            self.ledger.transfer(pot, self.bills.cash[contract.shelter], amount)
            self.shelters[contract.shelter].cash += amount

    def settle_bills(self, day: int) -> None:
        """Step 3: book bills, release pots, draw bridges, pay (T3, M4, M11)."""
        self.bills.book(day)
        self.bills.release()
        self.bridges.lend(day)
        self.bills.pay(day)

    def pay_interim(self, people: Sequence[int]) -> None:
        """Charge a night of ``people`` in each interim place to its payer (B5)."""
        names = self.ledger.index
        for plan, here in zip(self.tables.scenario.interim, people, strict=True):
            if here:
                payer, place = f"payer:{plan.payer}", f"interim:{plan.name}"
                cost = plan.cost_per_night * here
                self.ledger.transfer(names[payer], names[place], cost)

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
        """Post what was billed and paid, and keep the closing balances."""
        self.bills.post()
        self.month_ends.append(list(self.ledger.balances))
        self.runways.append([shelter.runway() for shelter in self.shelters])

    def accounts(self) -> Accounts:
        """Return the ledger in columns."""
        return accounts_of(self.tables, self.ledger, self.month_ends, self.runways)

    def instalments(self) -> Instalments:
        """Return what was promised and paid in columns."""
        return instalments_of([due for f in self.funders for due in f.dues])
