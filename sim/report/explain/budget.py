"""What a shelter costs in its first year as planned, and who promised to pay.

Everything is for the residents that are planned, open on every day of the first
year of the period (or of the whole period, if that is shorter).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from sim.calendar import add_months
from sim.model.tables import Tables, tables_of
from sim.planned.bills import Line
from sim.report.explain.demand import Demand, expected_by_day
from sim.report.language import marked, say, spoken
from sim.report.names import word_of
from sim.report.numbers import localised
from sim.scenario.plan import FunderPlan, Grant, Scenario, ShelterPlan

__all__ = ["Budget", "Cost", "Promise", "budgets_of", "first_year", "planned_residents"]


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost line of the first year in minor units, and who may pay it at all."""

    name: str
    amount: float
    payers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a funder promised for the first year, in minor units.

    ``usable`` is the part that the planned costs entitle the shelter to.
    """

    funder: str
    title: str
    promised: float
    usable: float
    terms: str


@dataclass(frozen=True, slots=True)
class Budget:
    """One shelter's first year: ``residents`` throughout, over ``days`` days."""

    residents: int
    days: int
    costs: tuple[Cost, ...]
    promises: tuple[Promise, ...]
    reserve: int

    @property
    def cost(self) -> float:
        """All costs, in minor units."""
        return sum(cost.amount for cost in self.costs)

    @property
    def usable(self) -> float:
        """All promised income that the planned costs entitle to."""
        return sum(promise.usable for promise in self.promises)

    @property
    def uncovered(self) -> float:
        """The share of the cost that nobody promised, from 0 to 1."""
        return max(0.0, 1 - self.usable / self.cost) if self.cost else 0.0

    @property
    def without_payer(self) -> tuple[Cost, ...]:
        """The cost lines that no funder accepts."""
        return tuple(cost for cost in self.costs if cost.amount and not cost.payers)

    @property
    def runway_months(self) -> float | None:
        """How many months of cost the reserve pays; None without costs."""
        return self.reserve / (self.cost / self.days * 365 / 12) if self.cost else None


def first_year(scenario: Scenario) -> int:
    """Return the number of days of the first year of the period."""
    end = add_months(scenario.start, 12)
    return min(scenario.days, (end - scenario.start).days)


def budgets_of(scenario: Scenario, demands: tuple[Demand, ...]) -> tuple[Budget, ...]:
    """Return each shelter's budget, in file order."""
    tables = tables_of(scenario)
    return tuple(
        _budget(tables, number, demand) for number, demand in enumerate(demands)
    )


def _budget(tables: Tables, number: int, demand: Demand) -> Budget:
    scenario = tables.scenario
    shelter = scenario.shelters[number]
    days = first_year(scenario)
    residents = planned_residents(shelter, demand)
    turnover = residents / demand.mean_stay * days
    costs = tuple(
        Cost(
            line.plan.name,
            _cost(line, days, residents, turnover),
            tuple(_payers(scenario, shelter, line.plan.name)),
        )
        for line in tables.lines[number]
    )
    promises = tuple(_promises(scenario, shelter, costs, residents, days))
    return Budget(residents, days, costs, promises, shelter.reserve)


def planned_residents(shelter: ShelterPlan, demand: Demand) -> int:
    """Return the residents planned, or those expected where none are planned."""
    if shelter.planned_residents is not None:
        return shelter.planned_residents
    return min(shelter.beds, round(demand.load))


def _cost(line: Line, days: int, residents: int, turnover: float) -> float:
    plan, total = line.plan, float(sum(line.daily[:days]))
    match plan.kind:
        case "fixed":
            return total
        case "team":
            return total * ceil(residents / (plan.residents_per_team or 1))
        case "bed_night":
            return total * residents
        case "one_off":
            return plan.amount if plan.day is not None and 0 <= plan.day < days else 0
        case _:
            return total / days * turnover


def _payers(scenario: Scenario, shelter: ShelterPlan, line: str) -> Iterator[str]:
    """Yield the titles of funders whose money may pay a cost line."""
    for funder in scenario.funders:
        grants = any(grant.shelter == shelter.name for grant in funder.grants)
        gifts = any(gift.shelter == shelter.name for gift in funder.gifts)
        accepted = (
            funder.instrument in ("block", "per_diem")
            or funder.eligible is None
            or line in funder.eligible
        )
        if gifts or (grants and accepted):
            yield funder.title


def _promises(
    scenario: Scenario,
    shelter: ShelterPlan,
    costs: tuple[Cost, ...],
    residents: int,
    days: int,
) -> Iterator[Promise]:
    for funder in scenario.funders:
        for grant in funder.grants:
            if grant.shelter == shelter.name:
                yield _grant(funder, grant, costs, residents, days)
        gifts = sum(
            gift.amount.mean * float(expected_by_day(scenario, gift.rate)[:days].sum())
            for gift in funder.gifts
            if gift.shelter == shelter.name
        )
        if gifts:
            yield Promise(
                funder.name, funder.title, gifts, gifts, say("gifts, expected")
            )


def _grant(
    funder: FunderPlan, grant: Grant, costs: tuple[Cost, ...], residents: int, days: int
) -> Promise:
    promised = covered_days = 0.0
    for amount, plan in zip(grant.amounts, funder.rounds, strict=True):
        overlap = max(0, min(plan.last, days - 1) - max(plan.first, 0) + 1)
        promised += amount * overlap / (plan.last - plan.first + 1)
        covered_days += overlap
    eligible = sum(
        cost.amount
        for cost in costs
        if funder.eligible is None or cost.name in funder.eligible
    )
    part = min(1.0, covered_days / days)
    earned = {
        "block": promised,
        "share": float(funder.share) * eligible * part,
        "earmarked": eligible * part,
        "per_diem": (funder.per_diem or 0) * residents * covered_days,
    }[funder.instrument]
    return Promise(
        funder.name, funder.title, promised, min(promised, earned), _terms(funder)
    )


def _terms(funder: FunderPlan) -> str:
    lines = say("all costs")
    if funder.eligible is not None:
        lines = ", ".join(map(word_of, funder.eligible))
    share = f"{localised(f'{float(100 * funder.share):.3g}')}{spoken().percent}"
    what = {
        "block": say("for any cost"),
        "share": say("{share} of {lines}", share=share, lines=lines),
        "earmarked": say("only for {lines}", lines=lines),
        "per_diem": say("per bed-night"),
    }[funder.instrument]
    when = say("in arrears") if funder.in_arrears else say("in advance")
    text = marked("{what}, {when}")
    if funder.award != 1:
        text = marked("{what}, {when}, awarded in {times} of 100")
    return say(text, what=what, when=when, times=f"{100 * funder.award:.0f}")
