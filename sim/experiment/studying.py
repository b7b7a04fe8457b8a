"""One study of unknowns: the tornado first, then what it makes worth a closer look."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Quantity
from sim.experiment.contributions import Tallied
from sim.experiment.economics import EFFECTS
from sim.experiment.luck import Luck
from sim.experiment.sensitivity import (
    Information,
    Sobol,
    Tornado,
    sobol,
    tornado,
    value_of_information,
)
from sim.experiment.unknowns import Unknowns, quasi_random
from sim.measures.direction import BETTER
from sim.measures.registry import measure
from sim.money import minor_digits
from sim.scenario.loading import Draft

__all__ = ["Decision", "Study", "study"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice between files, the first being the one whose unknowns are turned.

    ``worth`` maps effects to what one is worth, in minor units; without any, the
    plan with the better mean of the quantity asked for is chosen.
    """

    names: tuple[str, ...]
    drafts: tuple[Draft, ...]
    worth: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a study found; ``objective`` is by what plans were chosen."""

    tornado: Tornado
    sobol: Sobol | None = None
    information: Information | None = None
    objective: str = ""
    objective_unit: str = ""


def study(
    unknowns: Unknowns,
    quantity: Quantity,
    luck: Luck,
    replications: int,
    *,
    points: int = 64,
    widest: int = 10,
    sobol_points: int = 0,
    decision: Decision | None = None,
) -> Study:
    """Turn unknowns alone; then the ``widest`` of them together.

    Parameters
    ----------
    sobol_points
        From how many design points Sobol' indices are worked out; 0 for none.
    decision
        A choice for which the worth of knowing is worked out, at ``points``.
    """
    few_ones = min(widest, len(unknowns.each))
    plans = len(decision.drafts) if decision else 0
    together = sobol_points * (few_ones + 2 if sobol_points else 0) + points * plans
    luck.expected = replications * (1 + 2 * len(unknowns.each) + together)
    turned = tornado(unknowns, quantity, luck, replications)
    moved = [bar.unknown for bar in turned.bars][:widest]
    few = replace(unknowns, each=tuple(moved))
    found = Study(tornado=turned)
    if sobol_points:
        shares = sobol(few, quantity, luck, replications, points=sobol_points)
        found = replace(found, sobol=shares)
    if decision is not None:
        found = _informed(found, few, quantity, luck, replications, points, decision)
    return found


def _informed(  # noqa: PLR0917 - they are one question
    found: Study,
    unknowns: Unknowns,
    quantity: Quantity,
    luck: Luck,
    replications: int,
    points: int,
    decision: Decision,
) -> Study:
    """Return the study with the worth of knowing each unknown before deciding."""
    design = quasi_random(points, len(unknowns.each), luck.seed)
    plans = [unknowns.of(draft) for draft in decision.drafts]
    counts = quantity.measure.counts
    if decision.worth:
        named = [measure(name).counts for name in (*decision.worth, "costs")]
        counts = frozenset().union(*named)
    less = BETTER.get(quantity.measure.name) != "more"
    benefits = np.empty((points, len(plans)))
    for row, shares in enumerate(design):
        put = dict(enumerate(shares.tolist()))
        for at, plan in enumerate(plans):
            tallied = luck.play(plan.plan(put), replications, counts=counts).tallied
            if decision.worth:
                benefits[row, at] = _net_benefit(tallied, decision.worth)
            else:
                value = quantity.values(tallied)[0]
                benefits[row, at] = -value if less else value
    scenario = unknowns.draft.scenario(unknowns.fixed)
    unit = quantity.measure.unit.replace("money", scenario.currency)
    how = "least" if less else "most"
    name = f"the {how} {quantity.name.replace('_', ' ')}"
    information = value_of_information(
        design, benefits, unknowns.each, decision.names, seed=luck.seed
    )
    return replace(
        found,
        information=information,
        objective="net benefit" if decision.worth else name,
        objective_unit=scenario.currency if decision.worth else unit,
    )


def _net_benefit(tallied: Tallied, worth: Mapping[str, int]) -> float:
    """Return what a plan is worth: effects at their prices, less its cost."""
    coins = 10 ** minor_digits(tallied.scenario.currency)
    gains = sum(
        price / coins * EFFECTS[name][2] * _mean(tallied, name)
        for name, price in worth.items()
    )
    return float(gains - _mean(tallied, "costs"))


def _mean(tallied: Tallied, name: str) -> float:
    return float(tallied.contributions(measure(name)).value[0])
