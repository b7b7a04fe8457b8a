"""What follows from a scenario without chance: demand, budget, cash."""

from dataclasses import dataclass

from sim.remembered import remembered
from sim.report.explain.budget import Budget, budgets_of
from sim.report.explain.deadlines import Forecast, forecast
from sim.report.explain.demand import Demand, demand_of
from sim.scenario.plan import Scenario, ShelterPlan
from sim.theory import erlang_b

__all__ = ["Outlook", "outlook"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a scenario without chance, shelter by shelter.

    ``beds`` are those of day 0, or those it opens with later.  ``turned_away`` and
    ``in_use`` are shares: of those who come, and of these beds.
    """

    beds: tuple[int, ...]
    demands: tuple[Demand, ...]
    turned_away: tuple[float, ...]
    in_use: tuple[float, ...]
    budgets: tuple[Budget, ...]
    forecast: Forecast


@remembered
def outlook(scenario: Scenario) -> Outlook:
    """Work out demand, turn-away by Erlang B, budget and cash, without chance."""
    demands = demand_of(scenario)
    beds = tuple(_beds_to_begin_with(shelter) for shelter in scenario.shelters)
    blocked = tuple(
        erlang_b(there, demand.load)
        for there, demand in zip(beds, demands, strict=True)
    )
    in_use = tuple(
        demand.load * (1 - away) / there if there else 0.0
        for there, demand, away in zip(beds, demands, blocked, strict=True)
    )
    budgets = budgets_of(scenario, demands)
    return Outlook(beds, demands, blocked, in_use, budgets, forecast(scenario, budgets))


def _beds_to_begin_with(shelter: ShelterPlan) -> int:
    """Return the first number of beds that is not none (T7)."""
    later = (change.beds for change in shelter.changes)
    return next((beds for beds in (shelter.beds, *later) if beds), 0)
