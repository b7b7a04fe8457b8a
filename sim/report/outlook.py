"""What follows from a scenario without chance: demand, budget, cash."""

from dataclasses import dataclass

from sim.report.budget import Budget, budgets_of
from sim.report.demand import Demand, demand_of
from sim.report.forecast import Forecast, forecast
from sim.scenario.plan import Scenario
from sim.theory import erlang_b

__all__ = ["Outlook", "outlook"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a scenario without chance, shelter by shelter."""

    demands: tuple[Demand, ...]
    turned_away: tuple[float, ...]
    budgets: tuple[Budget, ...]
    forecast: Forecast


def outlook(scenario: Scenario) -> Outlook:
    """Work out demand, turn-away by Erlang B, budget and cash, without chance."""
    demands = demand_of(scenario)
    blocked = tuple(
        erlang_b(shelter.beds, demand.load)
        for shelter, demand in zip(scenario.shelters, demands, strict=True)
    )
    budgets = budgets_of(scenario, demands)
    return Outlook(demands, blocked, budgets, forecast(scenario, budgets))
