"""How much of the doubt about one year is chance, and how much is not knowing.

Outer draws of the unknowns, inner replications with luck of their own: an analysis
of variance tells the two apart (Searle, Casella and McCulloch, *Variance
Components*, 1992, chapter 3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment import intervals
from sim.experiment.asking import Quantity, counts_of
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.intervals import Bounds
from sim.experiment.luck import Luck
from sim.experiment.skewness import reaches
from sim.experiment.unknowns import Unknowns, quasi_random

__all__ = ["Doubt", "doubt_of", "share_between", "uncertainty"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One quantity of one future year, and where its doubt comes from.

    ``mean`` is the average over unknowns and luck (of a ratio, that of the totals),
    with its 95 % interval over outer draws.  ``alone`` is the same of the file as it
    stands: by luck alone, every value as the file says.  ``share`` is the part of a
    year's variance that comes from what is not known, with a jackknife interval over
    outer draws.  ``one_low`` and ``one_high`` bound 95 % of single future years, both
    kinds of doubt included; ``luck_low`` and ``luck_high`` those by luck alone.
    """

    quantity: Quantity
    unit: str
    mean: float
    mean_low: float
    mean_high: float
    alone: Estimate
    share: float
    share_low: float
    share_high: float
    one_low: float
    one_high: float
    luck_low: float
    luck_high: float
    outer: int
    inner: int


def uncertainty(
    unknowns: Unknowns,
    quantities: tuple[Quantity, ...],
    luck: Luck,
    *,
    outer: int,
    inner: int,
) -> tuple[Doubt, ...]:
    """Draw the unknowns ``outer`` times, play each ``inner`` times, tell apart.

    No two outer draws share their luck, so that chance is not taken for knowledge.
    The file as it stands is played with the luck of all of them.
    """
    design = quasi_random(outer, len(unknowns.each), luck.seed)
    counts = counts_of(quantities)
    played = []
    for number, row in enumerate(design):
        plan = unknowns.plan(dict(enumerate(row.tolist())))
        found = luck.play(plan, inner, first=number * inner, counts=counts)
        played.append(found.counts)
    scenario = unknowns.plan({})
    drawn = Tallied(
        scenario,
        {name: np.concatenate([each[name] for each in played]) for name in played[0]},
    )
    alone = luck.play(scenario, outer * inner, counts=counts).tallied
    return tuple(doubt_of(each, drawn, alone, outer=outer) for each in quantities)


def doubt_of(
    quantity: Quantity, drawn: Tallied, alone: Tallied, *, outer: int
) -> Doubt:
    """Return the doubt in the replications of so many draws, one draw after another.

    Years in which the quantity is undefined are left out.
    """
    values = _single_years(quantity, drawn).reshape(outer, -1)
    by_luck = _single_years(quantity, alone)
    mean, share = _average(quantity, drawn, outer), share_between(values)
    one_low, one_high = np.nanquantile(values, [0.025, 0.975])
    luck_low, luck_high = np.nanquantile(by_luck, [0.025, 0.975])
    known = quantity.estimate(alone)
    return Doubt(
        quantity=quantity,
        unit=known.unit,
        mean=float(mean.value),
        mean_low=float(mean.low),
        mean_high=float(mean.high),
        alone=known,
        share=float(share.value),
        share_low=float(share.low),
        share_high=float(share.high),
        one_low=float(one_low),
        one_high=float(one_high),
        luck_low=float(luck_low),
        luck_high=float(luck_high),
        outer=outer,
        inner=values.shape[1],
    )


def _single_years(quantity: Quantity, tallied: Tallied) -> Floats:
    """Return what each replication alone says of a quantity."""
    split = tuple(key for key, _ in quantity.by)
    found = tallied.contributions(quantity.measure, split)
    years: Floats = found.own[:, found.cells.index(dict(quantity.by))]
    return years


def _average(quantity: Quantity, drawn: Tallied, outer: int) -> Bounds:
    """Return the average over all replications, its doubt being that of draws."""
    value, each = quantity.values(drawn)
    return intervals.mean(each.reshape(outer, -1).mean(axis=1)).around(
        np.asarray(value)
    )


def share_between(values: Floats) -> Bounds:
    """Return the share of the variance between rows, never below 0.

    Between: (MS_between - MS_within) / inner; within: MS_within.  The interval is the
    jackknife's, over rows, of the logarithm of their quotient (Arvesen and Schmitz,
    Biometrics 26, 1970); from 0 to 1 where one row alone decides.
    """
    inner = values.shape[1]
    means, spreads = np.nanmean(values, axis=1), np.nanvar(values, axis=1, ddof=1)
    known = np.isfinite(means) & np.isfinite(spreads)
    means, spreads = means[known], spreads[known]
    rows = len(means)
    if rows < 3 or not np.ptp(means) + spreads.max():
        nothing = np.asarray(np.nan)
        return Bounds(nothing, nothing, nothing)
    squares = (means - means.mean()) ** 2
    left = squares.sum() - squares * rows / (rows - 1)
    between = inner * np.r_[squares.sum() / (rows - 1), left / (rows - 2)]
    within = np.r_[spreads.mean(), (spreads.sum() - spreads) / (rows - 1)]
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.maximum(between, 0.0)) - np.log(np.maximum(within, 0.0))
    value = _of_whole(logs[0], inner)
    if not np.isfinite(logs).all():
        return Bounds(value, np.asarray(0.0), np.asarray(1.0))
    below, above = reaches(-(rows - 1) * logs[1:])
    low, high = _of_whole(logs[0] - below, inner), _of_whole(logs[0] + above, inner)
    return Bounds(value, low, high)


def _of_whole(log_quotient: Floats, inner: int) -> Floats:
    """Return the share that MS_between over MS_within comes to.

    >>> round(float(_of_whole(np.log(11.0), 10)), 3)
    0.5
    """
    more = np.maximum(np.expm1(log_quotient), 0.0)
    share: Floats = np.where(np.isinf(more), 1.0, more / (more + inner))
    return share
