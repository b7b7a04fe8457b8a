"""Midnights at which only the census is taken (SEMANTICS T3).

Without costs, funders and planned changes no balance moves, no shelter closes, and
nobody's reason for waiting is another one tomorrow.  What stands still is written
down once; the books are the same, to the last bit.
"""

from sim.compiling import compiled_inside
from sim.kernel.beds import state_of, usable_beds
from sim.kernel.books import Books
from sim.kernel.journey import serve
from sim.kernel.month_ends import end_month, write_night
from sim.kernel.system import Smalls, System
from sim.remembered import remembered
from sim.scenario.plan import Scenario

__all__ = ["close_quiet_day", "is_quiet", "stand_still"]


@remembered
def is_quiet(scenario: Scenario) -> bool:
    """Say whether nothing but people can change anything."""
    shelters, money = scenario.shelters, scenario.funders or scenario.bridges
    return not (
        money
        or scenario.compensation
        or any(place.cost_per_night for place in scenario.interim)
        or any(stage.staff_changes for stage in scenario.stages)
        or any(plan.costs or plan.changes or plan.closure for plan in shelters)
        or any(plan.staff_loss or plan.residents_per_staff for plan in shelters)
    )


@compiled_inside
def stand_still(system: System, books: Books, usable: Smalls, state: Smalls) -> None:
    """Write down, once for all nights, what no night changes."""
    for shelter in range(len(system.shelters)):
        usable[0, shelter] = usable_beds(system, shelter)
        state[0, shelter] = state_of(system, shelter)
    write_night(books, 0)


@compiled_inside
def close_quiet_day(
    system: System, books: Books, day: int, census: Smalls, month: int
) -> None:
    """Close a day: take the census, and keep the balances if a month ends."""
    system.left = 0
    for shelter in range(len(system.shelters)):
        census[day, shelter] = system.shelters[shelter].occupied
    if month >= 0:
        end_month(books, month)
    if day + 1 < len(census):
        serve(system)
