"""Ways to split a budget among levers, and how many of them there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from sim.scenario.plan import LeverPlan

__all__ = ["Spending", "how_many", "nothing_done", "spendings"]


@dataclass(frozen=True, slots=True)
class Spending:
    """How far each lever is pulled, 0 being not at all, and what that costs."""

    pulled: tuple[int, ...]
    price: int

    def overrides(self, levers: Sequence[LeverPlan]) -> dict[str, str]:
        """Return the settings that change."""
        put: dict[str, str] = {}
        for lever, position in zip(levers, self.pulled, strict=True):
            if position:
                put |= dict.fromkeys(lever.sets, lever.options[position - 1].put)
        return put


def nothing_done(levers: Sequence[LeverPlan]) -> Spending:
    """Return the plan that pulls no lever."""
    return Spending((0,) * len(levers), 0)


def spendings(levers: Sequence[LeverPlan], budget: int) -> list[Spending]:
    """Return every way to pull the levers within a budget, the cheapest first."""
    positions = [(0, *(option.price for option in lever.options)) for lever in levers]
    found = []
    for pulled in product(*(range(len(prices)) for prices in positions)):
        price = sum(p[at] for p, at in zip(positions, pulled, strict=True))
        if price <= budget:
            found.append(Spending(pulled, price))
    return sorted(found, key=lambda each: (each.price, each.pulled))


def how_many(levers: Sequence[LeverPlan], budget: int) -> int:
    """Return how many ways there are within a budget, without making them.

    Lever by lever, how many ways lead to each sum that is within it.
    """
    ways = Counter({0: 1})
    for lever in levers:
        longer: Counter[int] = Counter()
        for price in (0, *(option.price for option in lever.options)):
            for spent, many in ways.items():
                if spent + price <= budget:
                    longer[spent + price] += many
        ways = longer
    return ways.total()
