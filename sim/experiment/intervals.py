"""What replications say and how sure it is: intervals by SEMANTICS W7.

Arrays have shape (replications, …); every function works on all cells at once
and returns a :class:`Bounds` of arrays without the first axis.  What is not
defined is nan here; an :class:`~sim.experiment.estimate.Estimate` turns it into
None.  Everything is at 95 %.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.skewness import reaches

__all__ = [
    "Bounds",
    "concentration",
    "mean",
    "mean_prediction",
    "probability",
    "quantile",
    "ranks_around",
    "ratio",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value with its interval, for every cell."""

    value: Floats
    low: Floats
    high: Floats

    def over(self, divisor: Floats) -> "Bounds":
        """Return the same in another unit; the divisor is positive."""
        return Bounds(self.value / divisor, self.low / divisor, self.high / divisor)

    def around(self, value: Floats) -> "Bounds":
        """Return an interval as wide as this one, but around another value."""
        moved = value - self.value
        return Bounds(value, self.low + moved, self.high + moved)

    def at(self, cell: int) -> "Bounds":
        """Return the value and interval of one cell."""
        return Bounds(
            np.asarray(self.value[cell]),
            np.asarray(self.low[cell]),
            np.asarray(self.high[cell]),
        )


def mean(counts: Floats) -> Bounds:
    """Return means with t intervals, longer on the side of a long tail.

    Never below 0 where no count is.
    """
    n = len(counts)
    value = counts.mean(axis=0)
    if n < 2:
        return Bounds(value, np.full_like(value, np.nan), np.full_like(value, np.nan))
    below, above = reaches(counts)
    floor = np.where(counts.min(axis=0) >= 0, 0.0, -np.inf)
    return Bounds(value, np.maximum(value - below, floor), value + above)


def mean_prediction(counts: Floats) -> tuple[Floats, Floats]:
    """Return where one future period lies, whatever the law: order statistics.

    Of n periods and one more, each rank is equally likely for the one more; 39
    replications are needed to bound 95 %, and with fewer there is no answer.
    """
    n = len(counts)
    if n < 39:
        nothing = np.full(counts.shape[1:], np.nan)
        return nothing, nothing
    ordered = np.sort(counts, axis=0)
    below = int(np.floor(TAIL * (n + 1) + 1e-9))
    return ordered[below - 1], ordered[n - below]


def ratio(tops: Floats, bottoms: Floats, *, share: bool = False) -> Bounds:
    """Return ratios of totals with jackknife intervals.

    The mean of the ratios of single replications would be biased, and undefined
    as soon as one replication supports nobody.  Where no top is negative, the
    interval stays above 0; that of a ``share`` whose tops never exceed their
    bottoms stays below 1.
    """
    tops, bottoms = np.broadcast_arrays(tops, bottoms)
    n = len(tops)
    top, bottom = tops.sum(axis=0), bottoms.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(bottom == 0, np.nan, top / bottom)
        if n < 2:
            nothing = np.full_like(value, np.nan)
            return Bounds(value, nothing, nothing)
        left = bottom - bottoms
        without = np.where(left == 0, np.nan, (top - tops) / left)
    below, above = _jackknife(without)
    positive = tops.min(axis=0) >= 0
    floor = np.where(positive, 0.0, -np.inf)
    roof = np.where(share & (tops <= bottoms).all(axis=0), 1.0, np.inf)
    return Bounds(
        value, np.maximum(value - below, floor), np.minimum(value + above, roof)
    )


def _jackknife(without: Floats) -> tuple[Floats, Floats]:
    """Return how far an interval reaches, from estimates with one left out.

    What each replication contributes are pseudo-values: for their mean it is as for
    any mean (Tukey 1958).
    """
    centre = without.mean(axis=0)
    known = reaches((len(without) - 1) * (centre - without))
    rounding = 1e-12 * np.abs(centre)
    below, above = (np.where(each > rounding, each, each * 0) for each in known)
    return below, above


def concentration(parts: Floats) -> Bounds:
    """Return the sum of squared shares of totals, with a jackknife interval.

    ``parts`` has shape (replications, parts, …): the shares are over axis 1.
    """
    n = len(parts)
    totals = parts.sum(axis=0)
    value = _squared_shares(totals, axis=0)
    if n < 2:
        nothing = np.full_like(value, np.nan)
        return Bounds(value, nothing, nothing)
    below, above = _jackknife(_squared_shares(totals - parts, axis=1))
    low, high = np.maximum(value - below, 0.0), np.minimum(value + above, 1.0)
    return Bounds(value, low, high)


def _squared_shares(totals: Floats, axis: int) -> Floats:
    whole = totals.sum(axis=axis)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (totals**2).sum(axis=axis) / whole**2
    found: Floats = np.where(whole == 0, np.nan, shares)
    return found


def probability(flags: NDArray[np.bool_]) -> Bounds:
    """Return how often something happened, with Wilson intervals.

    Where it happened never or always: Clopper-Pearson, whose bound is then
    1 - 0.025^(1/n) away.
    """
    n = len(flags)
    value = flags.mean(axis=0)
    z2 = 1.959963984540054**2
    centre = (value + z2 / (2 * n)) / (1 + z2 / n)
    spread = np.sqrt(z2 * (value * (1 - value) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    far = 1 - TAIL ** (1 / n)
    never, always = value == 0, value == 1
    low = np.where(never, 0.0, np.where(always, 1 - far, centre - spread))
    high = np.where(always, 1.0, np.where(never, far, centre + spread))
    return Bounds(value, low, high)


def quantile(values: Floats, level: float) -> Bounds:
    """Return one quantile of a single column, with order-statistic bounds.

    The value is the smallest that a share ``level`` does not exceed; a bound for
    which there are too few values is nan.
    """
    n = len(values)
    if n == 0:
        nothing = np.array(np.nan)
        return Bounds(nothing, nothing, nothing)
    ordered = np.sort(values)
    value = ordered[max(int(np.ceil(level * n - 1e-9)), 1) - 1]
    low, high = ranks_around(level, n)
    return Bounds(
        np.array(value),
        np.array(np.nan if low is None else ordered[low]),
        np.array(np.nan if high is None else ordered[high]),
    )


def ranks_around(level: float, n: int) -> tuple[int | None, int | None]:
    """Return the places, in ascending order, of the bounds of a quantile of n values.

    None stands for a bound for which there are too few values.

    >>> ranks_around(0.5, 200), ranks_around(0.5, 5)
    ((85, 114), (None, None))
    """
    from scipy.special import bdtr

    below = bdtr(np.arange(n, dtype=np.float64), n, level)
    low = int(np.searchsorted(below, TAIL, side="right"))
    high = int(np.searchsorted(below, 1 - TAIL, side="left"))
    return (low - 1 if low >= 1 else None), (high if high < n else None)
