"""Compensation funds: fed by confiscations, paid to victims for each case."""

from collections import defaultdict

from sim.chance.luck import Chance
from sim.history import Kind, Ledger
from sim.model.log import Log
from sim.model.tables import Tables
from sim.model.victim import Victim
from sim.planned.accounts import compensation_accounts

__all__ = ["Compensation"]


class Compensation:
    """The compensation funds of a system; money moves at midnight."""

    def __init__(
        self, tables: Tables, chance: Chance, ledger: Ledger, log: Log
    ) -> None:
        self.plans = tables.scenario.compensation
        self.eligibility = tables.eligibility
        self.ledger = ledger
        self.log = log
        self.accounts = [
            [ledger.index[name] for name in compensation_accounts(plan.name)]
            for plan in self.plans
        ]
        self.income: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, (times, amounts) in enumerate(
            zip(chance.confiscation_times, chance.confiscations, strict=True)
        ):
            for time, amount in zip(times.tolist(), amounts.tolist(), strict=True):
                self.income[int(time // 1)].append((number, amount))
        for plan, (source, fund, _) in zip(self.plans, self.accounts, strict=True):
            ledger.transfer(source, fund, plan.balance)

    def settle(self, day: int, left: list[Victim], now: float) -> None:
        """Take in the day's confiscations, then pay those who left, in order."""
        for number, amount in self.income.pop(day, ()):
            source, fund, _ = self.accounts[number]
            self.ledger.transfer(source, fund, amount)
        for victim in left:
            for number, plan in enumerate(self.plans):
                if self.eligibility.holds(plan.condition, victim.values):
                    self._pay(number, plan.per_case, victim, now)

    def _pay(self, number: int, amount: int, victim: Victim, now: float) -> None:
        _, fund, paid = self.accounts[number]
        missing = amount - self.ledger.balances[fund]
        if missing <= 0:
            self.ledger.transfer(fund, paid, amount)
        self.log.note(
            now,
            Kind.COMPENSATED if missing <= 0 else Kind.NOT_COMPENSATED,
            person=victim.number,
            detail=number,
            amount=amount if missing <= 0 else missing,
        )
