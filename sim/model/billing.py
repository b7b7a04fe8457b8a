"""Step 3 of each midnight: bills are booked and paid (SEMANTICS M1-M4)."""

from collections.abc import Iterable, Sequence
from operator import add

from sim.history import Kind, Ledger, State
from sim.model.funder import Funder
from sim.model.log import Log
from sim.model.prices import Prices
from sim.model.shelter import Shelter
from sim.model.tables import Tables

__all__ = ["Billing"]


class Billing:
    """What shelters owe and pay, and what their contracts earn with it."""

    def __init__(
        self,
        tables: Tables,
        log: Log,
        ledger: Ledger,
        shelters: Sequence[Shelter],
        funders: Sequence[Funder],
    ) -> None:
        self.prices = tables.prices
        self.log = log
        self.ledger = ledger
        self.shelters = shelters
        self.by_night = [f for f in funders if f.plan.instrument == "per_diem"]
        account = ledger.index
        names = [shelter.plan.name for shelter in shelters]
        self.cash = [account[f"cash:{name}"] for name in names]
        self.owed = [account[f"owed:{name}"] for name in names]
        self.reopening = [account[f"cost:{name}:reopening"] for name in names]
        self.costs = [
            [account[f"cost:{s.plan.name}:{line.name}"] for line in s.plan.costs]
            for s in shelters
        ]

    def book(self, day: int) -> None:
        """Book the day's bills and what they entitle to (M1, M3)."""
        for shelter, prices in zip(self.shelters, self.prices, strict=True):
            bills = _recurring(shelter, prices, day)
            once: Sequence[int] = ()
            if shelter.admitted_today or shelter.exits_today or day in prices.once:
                once = _once(shelter, prices, day)
            shelter.bill = shelter.billed = sum(bills)
            shelter.booked = bills
            if once:
                shelter.booked = list(map(add, bills, once))
                shelter.billed += sum(once)
            shelter.unposted.append(shelter.booked)
            shelter.owed += shelter.billed
            for contract in shelter.growing:
                if shelter.shut and not contract.terms.pays_while_closed:
                    contract.today = 0
                else:
                    contract.earn(day, bills, once)
        for funder in self.by_night:
            self._claim(funder, day)

    def _claim(self, funder: Funder, day: int) -> None:
        """Claim the day's nights of a per-diem (M3, M9)."""
        price = funder.plan.per_diem or 0
        running, asked = [], []
        for contract in funder.contracts:
            contract.today = 0
            if contract.runs_on(day):
                nights = self.shelters[contract.shelter].occupied
                left = contract.amount - contract.earned_by(contract.base)
                running.append(contract)
                asked.append(min(price * nights, left))
        if not any(asked):
            return
        claims = funder.ceiling.claims(day, asked)
        for contract, ask, claim in zip(running, asked, claims, strict=True):
            contract.accrue(claim, 0)
            contract.forgone += ask - claim

    def release(self) -> None:
        """Release what the pots have earned, in contract file order (M4)."""
        for shelter in self.shelters:
            for contract in shelter.potted:
                if contract.pot:
                    shelter.cash += contract.release()

    def pay(self, day: int) -> None:
        """Pay oldest arrears, then today's bills, in part if need be (M4)."""
        for shelter in self.shelters:
            owed = shelter.owed
            if shelter.arrears or owed > shelter.cash + shelter.credit:
                self._pay_in_part(shelter, day)
            else:
                shelter.cash -= owed
                shelter.owed = 0
            if shelter.cash < 0:
                shelter.peak_overdraft = max(shelter.peak_overdraft, -shelter.cash)

    def _pay_in_part(self, shelter: Shelter, day: int) -> None:
        """Fall into arrears, stay in them, or come out of them."""
        in_arrears = bool(shelter.arrears)
        self._pay_bills(shelter, day, enumerate(shelter.booked))
        if shelter.arrears and not in_arrears:
            self._tell(day, Kind.ARREARS_BEGAN, shelter)
        elif in_arrears and not shelter.arrears:
            self._tell(day, Kind.ARREARS_CLEARED, shelter)

    def _pay_bills(
        self, shelter: Shelter, day: int, bills: Iterable[tuple[int, int]]
    ) -> None:
        """Pay what can be paid of what is owed, ``bills`` (line, amount) last."""
        purse = min(shelter.owed, max(0, shelter.cash + shelter.credit))
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

    def post(self) -> None:
        """Enter what was billed, paid and released since the last time (M2)."""
        for shelter in self.shelters:
            owed = self.owed[shelter.number]
            by_line = map(sum, zip(*shelter.unposted, strict=True))
            for account, amount in zip(
                self.costs[shelter.number], by_line, strict=False
            ):
                self.ledger.transfer(owed, account, amount)
            paid = -self.ledger.balances[owed] - shelter.owed
            cash = self.cash[shelter.number]
            self.ledger.transfer(cash, owed, paid)
            shelter.unposted.clear()
            for contract in shelter.potted:
                self.ledger.transfer(contract.accounts[0], cash, contract.unposted)
                contract.unposted = 0

    def _tell(self, day: int, kind: Kind, shelter: Shelter) -> None:
        self.log.note(day + 1.0, kind, shelter=shelter.number, amount=shelter.owed)


def _recurring(shelter: Shelter, prices: Prices, day: int) -> Sequence[int]:
    """Return by cost line what recurs, in minor units.

    A closed shelter is billed only what goes on while closed (D4); nobody is there
    then.
    """
    if shelter.state is State.CLOSED:
        return prices.closed[day]
    if not (shelter.occupied and prices.by_residents):
        return prices.open[day]
    bills = list(prices.open[day])
    for line, price, residents in prices.by_residents:
        bills[line] = price[day] * -(-shelter.occupied // residents)
    return bills


def _once(shelter: Shelter, prices: Prices, day: int) -> Sequence[int]:
    """Return by cost line what does not recur."""
    bills = [0] * len(shelter.plan.costs)
    for line, price in prices.by_admission:
        bills[line] = price[day] * shelter.admitted_today
    for line, price in prices.by_exit:
        bills[line] = price[day] * shelter.exits_today
    closed = shelter.state is State.CLOSED
    for line, amount, while_closed in prices.once.get(day, ()):
        bills[line] = amount if while_closed or not closed else 0
    shelter.admitted_today = shelter.exits_today = 0
    return bills
