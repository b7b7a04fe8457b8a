"""One number of two plans under the same luck: how far they differ, and how surely."""

import numpy as np

from sim.experiment.asking import Quantity
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate, Interval, few, finite, kind_of
from sim.experiment.paired import difference, difference_of_probabilities
from sim.experiment.skewness import few_for

__all__ = ["gap_between"]


def gap_between(
    base: Tallied, plan: Tallied, quantity: Quantity, level: float
) -> Estimate:
    """Return a plan minus the base, replication by replication.

    ``level`` is the confidence of the interval: that of one alone, or higher where
    several are to hold together.
    """
    measure = quantity.measure
    before, mine = quantity.values(base)
    after, other = quantity.values(plan)
    replications = len(mine)
    interval: Interval = (
        "skewness-adjusted t" if measure.kind == "mean" else "jackknife"
    )
    if measure.kind == "probability":
        interval = "bonett-price"
        bounds = difference_of_probabilities(mine > 0, other > 0, level)
    else:
        bounds = difference(mine, other, level).around(np.asarray(after - before))
    low, high = finite(bounds.low), finite(bounds.high)
    note = None
    if measure.kind == "mean":
        note = few(replications, few_for(other - mine))
    return Estimate(
        measure=measure.name,
        by=dict(quantity.by),
        value=finite(bounds.value),
        low=low,
        high=high,
        interval=kind_of(interval, low, high),
        unit=measure.unit.replace("money", base.scenario.currency),
        replications=replications,
        note=note,
    )
