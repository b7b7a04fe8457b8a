"""A cost that few people stand behind: a shelter that costs much and is hardly used."""

import numpy as np
from numpy.typing import NDArray

from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.intervals import ratio
from sim.experiment.results import Results
from sim.measures.registry import measure
from sim.remembered import remembered
from sim.report.answer.spread import find, spread
from sim.report.language import say
from sim.report.numbers import called, localised
from sim.scenario.plan import ShelterPlan

__all__ = [
    "cost_without",
    "empty_beds",
    "hardly_used",
    "of_totals",
    "share_of_cost",
]

Floats = NDArray[np.float64]

MUCH = 0.25
"""Of all cost: as much as this, surely, and an average over all hides one shelter."""
LITTLE = 0.5
"""Of the open beds: fewer than this in use, surely."""
MANY = 0.25
"""Of all beds: as many as this, and a total over all hides one shelter."""


def hardly_used(results: Results) -> str:
    """Say which shelter takes much of the cost with few of its beds in use.

    The dearest of those, with what a supported victim costs without it; empty where
    there is none, or nothing but it.
    """
    if results.replications == 1:
        return ""
    able = [
        plan for plan in results.scenario.shelters if _is_hardly_used(results, plan)
    ]
    if not able or len(results.scenario.shelters) == 1:
        return ""
    dearest = max(able, key=lambda plan: share_of_cost(results, plan).value or 0.0)
    used = find(results, "occupancy_rate", shelter=dearest.name)
    assert used is not None
    return say(
        "Of the cost {share} is that of {shelter}, where {used} of the open beds are "
        "in use; without that cost, and with the same people, a supported victim costs "
        "{cost}.",
        share=spread(share_of_cost(results, dearest)),
        shelter=called(dearest.title),
        used=spread(used),
        cost=spread(cost_without(results, dearest)),
    )


def empty_beds(results: Results) -> str:
    """Say which shelter has many of the beds of all, and few of its own in use.

    That with the most beds of those; empty where there is none, or nothing but it.
    """
    scenario = results.scenario
    every = sum(plan.beds for plan in scenario.shelters)
    able = [
        plan
        for plan in scenario.shelters
        if plan.beds >= MANY * every
        and (used := find(results, "occupancy_rate", shelter=plan.name)) is not None
        and used.high is not None
        and used.high < LITTLE
    ]
    if not able or len(scenario.shelters) == 1:
        return ""
    largest = max(able, key=lambda plan: plan.beds)
    used = find(results, "occupancy_rate", shelter=largest.name)
    assert used is not None
    return say(
        "Of the {beds} beds {own} are those of {shelter}, where {used} of the open "
        "beds are in use.",
        beds=localised(f"{every:,}"),
        own=localised(f"{largest.beds:,}"),
        shelter=called(largest.title),
        used=spread(used),
    )


def _is_hardly_used(results: Results, plan: ShelterPlan) -> bool:
    used = find(results, "occupancy_rate", shelter=plan.name)
    share = share_of_cost(results, plan)
    return (
        used is not None
        and used.high is not None
        and used.high < LITTLE
        and share.low is not None
        and share.low >= MUCH
    )


def share_of_cost(results: Results, plan: ShelterPlan) -> Estimate:
    """Return the share that a shelter has in the cost of all."""
    every, own = _costs(results)
    one = own[:, results.scenario.shelters.index(plan)]
    return of_totals(one, every, "share", share=True)


def cost_without(results: Results, plan: ShelterPlan) -> Estimate:
    """Return what a supported victim costs where one shelter's cost is left out."""
    every, own = _costs(results)
    others = every - own[:, results.scenario.shelters.index(plan)]
    people = results.of_all("supported_victims").astype(np.float64)
    return of_totals(others, people, f"{results.scenario.currency} per person")


@remembered
def _costs(results: Results) -> tuple[Floats, Floats]:
    """Return what all shelters and each one cost: (R,) and (R, shelters)."""
    tallied = Tallied(results.scenario, results.tallies)
    costs = measure("costs")
    every = tallied.contributions(costs).each[:, 0]
    return every, tallied.contributions(costs, ("shelter",)).each


def of_totals(
    tops: Floats, bottoms: Floats, unit: str, *, share: bool = False
) -> Estimate:
    """Return a ratio of totals over the replications, with its jackknife interval."""
    bounds = ratio(tops, bottoms, share=share)
    known = bool(np.isfinite(bounds.low))
    return Estimate(
        measure="costs",
        value=float(bounds.value) if np.isfinite(bounds.value) else None,
        low=float(bounds.low) if known else None,
        high=float(bounds.high) if known else None,
        interval="jackknife" if known else "none",
        unit=unit,
        replications=len(tops),
    )
