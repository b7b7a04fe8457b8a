"""What is the same in every replication, worked out once for a scenario."""

from dataclasses import dataclass

from sim.calendar import Calendar
from sim.model.prices import Prices, prices_of
from sim.planned.accounts import account_names
from sim.planned.bills import Line, eligible_lines, line_by_day, open_bills
from sim.planned.dues import PlannedDue, planned_dues
from sim.planned.eligibility import Eligibility
from sim.planned.fiscal import year_ends
from sim.remembered import remembered
from sim.scenario.plan import FunderPlan, Scenario

__all__ = ["Tables", "tables_of"]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything about a scenario that chance does not touch.

    ``accounts`` names those of the ledger.  ``lines`` and ``prices`` by shelter;
    ``open_bill`` by shelter and day; ``eligible`` and ``eligible_open`` by funder
    and grant: the numbers of the cost lines a grant may be spent on, and by day
    their bill at an open, empty shelter.  ``planned_dues`` by funder, call and
    grant.  ``month_ends`` are last days of months, ``year_ends`` by funder those of
    fiscal years.  ``programmes``, ``shelters`` and ``destinations`` number the names.
    """

    scenario: Scenario
    calendar: Calendar
    eligibility: Eligibility
    accounts: list[str]
    lines: tuple[tuple[Line, ...], ...]
    prices: tuple[Prices, ...]
    open_bill: tuple[tuple[int, ...], ...]
    eligible: tuple[tuple[frozenset[int], ...], ...]
    eligible_open: tuple[tuple[tuple[int, ...], ...], ...]
    planned_dues: tuple[tuple[tuple[tuple[PlannedDue, ...], ...], ...], ...]
    month_ends: frozenset[int]
    year_ends: tuple[frozenset[int], ...]
    programmes: dict[str, int]
    shelters: dict[str, int]
    destinations: dict[str, int]


@remembered
def tables_of(scenario: Scenario) -> Tables:
    """Work out the tables of a scenario, once for all its replications."""
    calendar = Calendar(scenario.start, scenario.days)
    shelters = {plan.name: i for i, plan in enumerate(scenario.shelters)}
    lines = tuple(
        tuple(line_by_day(line, calendar) for line in plan.costs)
        for plan in scenario.shelters
    )
    eligible = tuple(
        tuple(
            eligible_lines(scenario.shelters[shelters[grant.shelter]], funder.eligible)
            for grant in funder.grants
        )
        for funder in scenario.funders
    )
    return Tables(
        scenario=scenario,
        calendar=calendar,
        eligibility=Eligibility(scenario),
        accounts=account_names(scenario),
        lines=lines,
        prices=tuple(prices_of(of, scenario.days) for of in lines),
        open_bill=tuple(open_bills(of, scenario.days) for of in lines),
        eligible=eligible,
        eligible_open=_eligible_open(scenario, lines, eligible),
        planned_dues=tuple(_planned_dues(funder) for funder in scenario.funders),
        month_ends=frozenset(calendar.month_ends),
        year_ends=tuple(
            year_ends(calendar, funder.fiscal_year_starts)
            for funder in scenario.funders
        ),
        programmes={p.name: i for i, p in enumerate(scenario.programmes)},
        shelters=shelters,
        destinations={name: i for i, name in enumerate(scenario.destinations)},
    )


def _eligible_open(
    scenario: Scenario,
    lines: tuple[tuple[Line, ...], ...],
    eligible: tuple[tuple[frozenset[int], ...], ...],
) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return by funder and grant what an open, empty shelter bills of its lines."""
    of_shelter = dict(zip((s.name for s in scenario.shelters), lines, strict=True))
    return tuple(
        tuple(
            open_bills(
                tuple(of_shelter[grant.shelter][number] for number in sorted(chosen)),
                scenario.days,
            )
            for grant, chosen in zip(funder.grants, allowed, strict=True)
        )
        for funder, allowed in zip(scenario.funders, eligible, strict=True)
    )


def _planned_dues(funder: FunderPlan) -> tuple[tuple[tuple[PlannedDue, ...], ...], ...]:
    """Return by call and grant what is planned to fall due."""
    return tuple(
        tuple(
            tuple(planned_dues(funder, call, grant.amounts[number]))
            for grant in funder.grants
        )
        for number, call in enumerate(funder.rounds)
    )
