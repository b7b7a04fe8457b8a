"""What follows from a scenario without chance: demand, budget, cash."""

from dataclasses import dataclass

from sim.report.explain.budget import Budget, budgets_of
from sim.report.explain.deadlines import Forecast, forecast
from sim.report.explain.demand import Demand, demand_of
from sim.scenario.plan import Scenario
from sim.theory import erlang_b

__all__ = ["Outlook", "outlook"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a scenario without chance, shelter by shelter.

    ``turned_away`` and ``in_use`` are shares: of those who come, and of the beds.
    """

    demands: tuple[Demand, ...]
    turned_away: tuple[float, ...]
    in_use: tuple[float, ...]
    budgets: tuple[Budget, ...]
    forecast: Forecast


def outlook(scenario: Scenario) -> Outlook:
    """Work out demand, turn-away by Erlang B, budget and cash, without chance."""
    demands = demand_of(scenario)
    blocked = tuple(
        erlang_b(shelter.beds, demand.load)
        for shelter, demand in zip(scenario.shelters, demands, strict=True)
    )
    in_use = tuple(
        demand.load * (1 - away) / shelter.beds if shelter.beds else 0.0
        for shelter, demand, away in zip(
            scenario.shelters, demands, blocked, strict=True
        )
    )
    budgets = budgets_of(scenario, demands)
    return Outlook(demands, blocked, in_use, budgets, forecast(scenario, budgets))
