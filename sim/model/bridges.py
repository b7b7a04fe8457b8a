"""Bridge funds: money that covers lateness (SEMANTICS M5, M11)."""

from collections.abc import Sequence

from sim.history import Kind, Ledger
from sim.model.log import Log
from sim.model.shelter import Shelter
from sim.model.tables import Tables
from sim.scenario.plan import BridgePlan

__all__ = ["Bridges"]


class Bridges:
    """What each fund has put into each shelter and not got back."""

    def __init__(
        self, tables: Tables, log: Log, ledger: Ledger, shelters: Sequence[Shelter]
    ) -> None:
        self.plans = tables.scenario.bridges
        self.log = log
        self.ledger = ledger
        self.members = [
            [shelter for shelter in shelters if shelter.plan.name in plan.shelters]
            for plan in self.plans
        ]
        self.spent = [0] * len(self.plans)
        self.loans = [[0] * len(shelters) for _ in self.plans]
        self.accounts = [
            {s.number: ledger.index[f"bridge:{plan.name}:{s.plan.name}"] for s in of}
            for plan, of in zip(self.plans, self.members, strict=True)
        ]
        self.cash = [ledger.index[f"cash:{s.plan.name}"] for s in shelters]

    def lend(self, day: int) -> None:
        """Lend or grant to those whose days are numbered, while it lasts (M11)."""
        for number, plan in enumerate(self.plans):
            loans = self.loans[number]
            short = [
                shelter
                for shelter in self.members[number]
                if not shelter.can_pay(plan.below)
                and not (shelter.shut or loans[shelter.number])
            ]
            short.sort(key=lambda s: (s.runway(), s.number))
            for shelter in short:
                need = max(0, -shelter.left_after(plan.up_to))
                self._lend(number, plan, shelter, min(need, self._left(number)), day)

    def _left(self, number: int) -> int:
        return self.plans[number].size - self.spent[number]

    def _lend(
        self, number: int, plan: BridgePlan, shelter: Shelter, amount: int, day: int
    ) -> None:
        if amount <= 0:
            return
        account = self.accounts[number][shelter.number]
        self.ledger.transfer(account, self.cash[shelter.number], amount)
        self.spent[number] += amount
        shelter.cash += amount
        if plan.terms == "lent":
            self.loans[number][shelter.number] += amount
            shelter.debt += amount
        self._tell(day, Kind.BRIDGED, shelter, number, amount)

    def repay(self, shelter: Shelter, amount: int, day: int) -> None:
        """Give ``amount`` back to the funds that lent it, in file order (M5)."""
        for number, loans in enumerate(self.loans):
            part = min(amount, loans[shelter.number])
            if part:
                account = self.accounts[number][shelter.number]
                self.ledger.transfer(self.cash[shelter.number], account, part)
                loans[shelter.number] -= part
                self.spent[number] -= part
                shelter.debt -= part
                amount -= part
                self._tell(day, Kind.BRIDGE_REPAID, shelter, number, part)

    def _tell(
        self, day: int, kind: Kind, shelter: Shelter, number: int, amount: int
    ) -> None:
        self.log.note(
            day + 1.0, kind, shelter=shelter.number, detail=number, amount=amount
        )
