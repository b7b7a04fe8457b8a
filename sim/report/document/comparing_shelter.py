"""A comparison from where one shelter stands: what each plan changes for it."""

from difflib import get_close_matches

from sim.experiment.comparison import Comparison, Difference
from sim.experiment.estimate import Estimate
from sim.report.decision.comparison_answer import surely
from sim.report.decision.comparison_tables import (
    base_of,
    is_nothing,
    is_untold,
    pair,
)
from sim.report.decision.naming import label_of_one
from sim.report.decision.wording import difference_cell, value_cell
from sim.report.document.cells import NOTHING, doubtful
from sim.report.document.parts import Cell, Column, Section, Table, cell
from sim.report.language import say, spoken
from sim.scenario.plan import ShelterPlan

__all__ = ["OF_SHELTER", "chosen", "difference_columns", "difference_row", "of_shelter"]

OF_SHELTER = (
    "closure_probability",
    "freeze_days",
    "lowest_runway_days",
    "bridge_needed",
    "supported_victims",
    "costs",
)
"""What a director asks first: so much fits on the page that stands alone."""


def chosen(found: Comparison, shelter: str | None) -> ShelterPlan:
    """Return a shelter of the base by its id, or the one that it closes most often.

    Raises
    ------
    LookupError
        If there is no such shelter; its argument is the nearest id, or None.
    """
    plans = {plan.name: plan for plan in found.base.shelters}
    if shelter is None:
        able = [plan for plan in plans.values() if plan.closure is not None]
        return max(able or plans.values(), key=lambda plan: _risk(found, plan.name))
    if shelter not in plans:
        near = get_close_matches(shelter, list(plans), 1, 0.4)
        raise LookupError(near[0] if near else None)
    return plans[shelter]


def _risk(found: Comparison, shelter: str) -> tuple[float, ...]:
    """Return how often the base closes a shelter, then for how long it freezes."""
    known = {e.measure: e.value or 0.0 for e in found.estimates
             if dict(e.by) == {"shelter": shelter}}  # fmt: skip
    return tuple(
        known.get(name, 0.0)
        for name in ("closure_probability", "freeze_days", "bridge_needed")
    )


def of_shelter(found: Comparison, shelter: ShelterPlan) -> Section:
    """Return what each plan changes for one shelter."""
    by, alone = {"shelter": shelter.name}, len(found.variants) == 1
    rows = [
        difference_row(
            label_of_one(measure), name, told, base_of(found, measure, by), alone=alone
        )
        for measure in OF_SHELTER
        for name in found.names[1:]
        if (told := pair(found, name, measure, **by)) is not None
        and told.base is not None
        and not is_nothing(told)
    ]
    return Section(
        name="shelter",
        title=say("What differs for {shelter}", shelter=shelter.title),
        blocks=(
            Table(
                name="shelter",
                title=say("Differences of {shelter}", shelter=shelter.title),
                columns=difference_columns(alone=alone),
                rows=tuple(rows),
                grouped=1 if alone else 2,
                note=say("What does not differ at all is left out."),
            ),
        ),
    )


def difference_columns(*, alone: bool) -> tuple[Column, ...]:
    """Return the columns of a difference: measure, base, plan, gap, how often.

    A plan that is ``alone`` comes first, for it heads all that differs.
    """
    plan = Column(title=say("Plan"), meaning=say("what the file calls it"))
    measure = Column(title=say("Measure"), meaning=say("what is counted"))
    base = Column(
        title=say("Base"),
        kind="number",
        meaning=say("the base's average, with its 95 % interval"),
    )
    return (
        *((plan, measure, base) if alone else (measure, base, plan)),
        Column(
            title=say("Difference"),
            kind="number",
            meaning=say("variant less base, with its joint interval"),
        ),
        Column(
            title=say("In words"),
            meaning=say("whether it can be told from no difference"),
        ),
        Column(
            title=say("Better"),
            kind="share",
            meaning=say("share of single replications in which it does better"),
        ),
        Column(
            title=say("Worse"),
            kind="share",
            meaning=say("share of single replications in which it does worse"),
        ),
        Column(
            title=say("On average"),
            meaning=say("which way it is on average, and how sure that is"),
        ),
    )


def difference_row(
    label: str, name: str, told: Difference, base: Estimate | None, *, alone: bool
) -> tuple[Cell, ...]:
    """Return the cells of a plan's difference in a measure, by its ``label``."""
    has = NOTHING
    if base is not None and base.value is not None:
        has = doubtful(value_cell(base), base)
    plan, measure = cell(name), cell(label)
    return (
        *((plan, measure, has) if alone else (measure, has, plan)),
        doubtful(difference_cell(told.estimate), told.estimate),
        cell(_way(told)),
        *(
            NOTHING
            if share is None
            else Cell(f"{100 * share:.0f}{spoken().percent}", share)
            for share in (told.better, told.worse)
        ),
        cell(surely(told)),
    )


def _way(told: Difference) -> str:
    """Say which way a difference goes, as far as that can be told."""
    if told.estimate.value is None or told.estimate.low is None or is_untold(told):
        return say("cannot be told")
    return say("more") if told.estimate.value > 0 else say("less")
