"""Which shelters of a large system stand in pictures and long tables."""

from sim.experiment.results import Results
from sim.remembered import remembered
from sim.report.answer.sentences import find
from sim.report.language import say
from sim.scenario.plan import ShelterPlan

__all__ = ["MOST", "in_focus", "left_aside", "risk"]

MOST = 12
"""More shelters than these, nobody can take in at once."""


def risk(results: Results, plan: ShelterPlan) -> tuple[float, float, float]:
    """Return how often a shelter closes, how long it freezes, what it lacks."""
    found = (
        find(results, name, shelter=plan.name)
        for name in ("closure_probability", "freeze_days", "bridge_needed")
    )
    values = [0.0 if e is None or e.value is None else e.value for e in found]
    return values[0], values[1], values[2]


@remembered
def in_focus(results: Results) -> tuple[str, ...]:
    """Return the ids of the shelters that are shown one by one, in file order.

    All of them, or where there are too many those that close most often; at a tie,
    those that admit nobody for longest.
    """
    shelters = results.scenario.shelters
    if len(shelters) <= MOST:
        return tuple(plan.name for plan in shelters)
    ordered = sorted(shelters, key=lambda plan: risk(results, plan), reverse=True)
    chosen = {plan.name for plan in ordered[:MOST]}
    return tuple(plan.name for plan in shelters if plan.name in chosen)


def left_aside(results: Results) -> str:
    """Say how many shelters are not shown one by one; empty where all are."""
    others = len(results.scenario.shelters) - len(in_focus(results))
    if not others:
        return ""
    return say(
        "Shown are the {shown} shelters that close most often; the numbers of the "
        "other {others} stand among all estimates.",
        shown=MOST,
        others=others,
    )
