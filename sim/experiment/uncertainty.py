"""How much of the doubt about one year is chance, and how much is not knowing.

Outer draws of the unknowns, inner replications with luck of their own: an analysis
of variance tells the two apart (Searle, Casella and McCulloch, *Variance
Components*, 1992, chapter 3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Quantity
from sim.experiment.contributions import Tallied
from sim.experiment.luck import Luck
from sim.experiment.unknowns import Unknowns, quasi_random

__all__ = ["Doubt", "doubt_of", "uncertainty"]

Floats = NDArray[np.float64]

SAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One quantity of one future year, and where its doubt comes from.

    ``mean`` is the average over unknowns and luck, with its 95 % interval over
    outer draws.  ``share`` is the part of a year's variance that comes from what is
    not known, with a bootstrap interval over outer draws.  ``one_low`` and
    ``one_high`` bound 95 % of single future years, both kinds of doubt included;
    ``luck_low`` and ``luck_high`` those of the file as it stands, luck alone.
    """

    quantity: Quantity
    unit: str
    mean: float
    mean_low: float
    mean_high: float
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
    """
    design = quasi_random(outer, len(unknowns.each), luck.seed)
    own: list[list[Floats]] = [[] for _ in quantities]
    for number, row in enumerate(design):
        plan = unknowns.plan(dict(enumerate(row.tolist())))
        tallied = luck.play(plan, inner, first=number * inner).tallied
        for at, quantity in enumerate(quantities):
            own[at].append(single_years(quantity, tallied))
    alone = luck.play(unknowns.plan({}), outer * inner).tallied
    return tuple(
        doubt_of(
            quantity,
            np.stack(own[at]),
            single_years(quantity, alone),
            quantity.estimate(alone).unit,
            seed=luck.seed,
        )
        for at, quantity in enumerate(quantities)
    )


def single_years(quantity: Quantity, tallied: Tallied) -> Floats:
    """Return what each replication alone says of a quantity."""
    split = tuple(key for key, _ in quantity.by)
    found = tallied.contributions(quantity.measure, split)
    years: Floats = found.own[:, found.cells.index(dict(quantity.by))]
    return years


def doubt_of(
    quantity: Quantity, values: Floats, alone: Floats, unit: str, *, seed: int
) -> Doubt:
    """Return the doubt in values (outer, inner); what is undefined is left out."""
    outer, inner = values.shape
    share = _share(values)
    rng = np.random.default_rng([seed, 17])
    draws = rng.integers(0, outer, (SAMPLES, outer))
    shares = np.array([_share(values[d]) for d in draws])
    means = np.nanmean(values, axis=1)
    spread = 1.96 * np.nanstd(means, ddof=1) / np.sqrt(outer)
    low, high = np.nanquantile(shares, [0.025, 0.975])
    one_low, one_high = np.nanquantile(values, [0.025, 0.975])
    luck_low, luck_high = np.nanquantile(alone, [0.025, 0.975])
    mean = float(np.nanmean(means))
    return Doubt(
        quantity=quantity,
        unit=unit,
        mean=mean,
        mean_low=mean - float(spread),
        mean_high=mean + float(spread),
        share=share,
        share_low=float(low),
        share_high=float(high),
        one_low=float(one_low),
        one_high=float(one_high),
        luck_low=float(luck_low),
        luck_high=float(luck_high),
        outer=outer,
        inner=inner,
    )


def _share(values: Floats) -> float:
    """Return the share of the variance between rows, never below 0.

    Between: (MS_between - MS_within) / inner; within: MS_within.
    """
    inner = values.shape[1]
    within = float(np.nanmean(np.nanvar(values, axis=1, ddof=1)))
    between = float(np.nanvar(np.nanmean(values, axis=1), ddof=1)) - within / inner
    between = max(between, 0.0)
    return between / (between + within) if between + within > 0 else np.nan
