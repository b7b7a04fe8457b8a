"""Differences of two plans under the same luck, and how sure they are.

Arrays have shape (replications, …).  ``level`` is the confidence of an interval,
0.95 for one alone; several that are to hold together need more (Bonferroni), see
:func:`level_together`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.estimate import Estimate, finite, kind_of
from sim.experiment.intervals import Bounds
from sim.experiment.skewness import reached, reaches

__all__ = [
    "TOGETHER",
    "confidence_better",
    "confidence_of_probabilities",
    "difference",
    "difference_of_probabilities",
    "from_bootstrap",
    "gaps",
    "level_together",
    "mean_of",
    "quotient",
    "sure_together",
    "variance_reduction",
]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

TOGETHER = 0.95
ROUNDING = 1e-12
"""By so small a part two figures differ because numbers are rounded."""


def level_together(claims: int) -> float:
    """Return the level at which so many intervals hold together with 95 % (Bonferroni).

    >>> round(level_together(5), 3)
    0.99
    """
    return 1 - (1 - TOGETHER) / max(1, claims)


def sure_together(confidence: Floats, claims: int) -> Floats:
    """Return how sure claims of one side are, made among so many (Bonferroni).

    ``confidence`` is one minus a one-sided p-value.  What is left to doubt counts
    for both sides and for every claim: a claim is sure to 95 % just where the
    interval at :func:`level_together` leaves out 0.  0 is not sure at all.

    >>> round(float(sure_together(np.array(0.9975), 10)), 6)
    0.95
    """
    return np.maximum(0.0, 1 - 2 * claims * (1 - confidence))


def t_of(level: float, degrees: int) -> float:
    """Return the two-sided quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 1 - (1 - level) / 2))


def z_of(level: float) -> float:
    """Return the two-sided quantile of the normal law."""
    from scipy.special import ndtri

    return float(ndtri(1 - (1 - level) / 2))


def difference(base: Floats, variant: Floats, level: float = TOGETHER) -> Bounds:
    """Return the mean paired difference of contributions, with its interval.

    A t interval, longer on the side of a long tail.
    """
    gap = variant - base
    n, value = len(gap), gap.mean(axis=0)
    if n < 2:
        nothing = np.full_like(value, np.nan)
        return Bounds(value, nothing, nothing)
    below, above = reaches(gap, level)
    return Bounds(value, value - below, value + above)


def mean_of(
    name: str, each: Floats, unit: str, level: float, *, note: str | None = None
) -> Estimate:
    """Return the mean of what replications contribute, with its t interval."""
    bounds = difference(np.zeros_like(each), each, level)
    low, high = finite(bounds.low), finite(bounds.high)
    return Estimate(
        measure=name,
        value=float(bounds.value),
        low=low,
        high=high,
        interval=kind_of("skewness-adjusted t", low, high),
        unit=unit,
        replications=len(each),
        note=note,
    )


def gaps(base: Floats, variant: Floats, value: Floats) -> Floats:
    """Return paired differences of contributions, around the difference that is told.

    Pseudo-values of ratios have another mean than the ratios differ by; what is told
    of the difference, its interval and how sure it is, has to be of one and the same.

    >>> gaps(np.array([1.0, 2.0]), np.array([2.0, 5.0]), np.array(2.5))
    array([1.5, 3.5])
    """
    gap = variant - base
    missed = value - gap.mean(axis=0)
    return np.where(np.abs(missed) > ROUNDING * np.abs(value), gap + missed, gap)


def difference_of_probabilities(
    base: Flags, variant: Flags, level: float = TOGETHER
) -> Bounds:
    """Return the paired difference of two shares, with Bonett and Price's interval.

    One is added to each kind of replication in which the two disagree, so that the
    interval holds also where they hardly ever do (Bonett and Price, Journal of
    Educational and Behavioral Statistics 37, 2012, equation 6).
    """
    n = len(base)
    value = variant.mean(axis=0) - base.mean(axis=0)
    centre, error = _bonett_price(base, variant)
    if n < 2:
        nothing = np.full_like(value, np.nan)
        return Bounds(value, nothing, nothing)
    half = z_of(level) * error
    low = np.minimum(np.maximum(centre - half, -1.0), value)
    return Bounds(value, low, np.maximum(np.minimum(centre + half, 1.0), value))


def _bonett_price(base: Flags, variant: Flags) -> tuple[Floats, Floats]:
    n = len(base)
    more = ((variant & ~base).sum(axis=0) + 1) / (n + 2)
    less = ((base & ~variant).sum(axis=0) + 1) / (n + 2)
    centre = more - less
    return centre, np.sqrt((more + less - centre**2) / (n + 2))


def from_bootstrap(value: float, samples: Floats, level: float = TOGETHER) -> Bounds:
    """Return a value with the interval that the spread of bootstrap samples gives.

    Their standard deviation times a normal quantile: a few hundred samples know
    the one well, and the far tails that joint intervals need badly.
    """
    known = samples[np.isfinite(samples)]
    if len(known) < 2 or not np.isfinite(value):
        nothing = np.array(np.nan)
        return Bounds(np.array(value), nothing, nothing)
    half = z_of(level) * known.std(ddof=1)
    return Bounds(np.array(value), np.array(value - half), np.array(value + half))


def confidence_better(gap: Floats, *, less: bool) -> Floats:
    """Return how sure it is that a variant is better on average (W8), by cell.

    At which one-sided level the interval of :func:`difference` just reaches 0; 1 or
    0 where all differences agree, nan where there is none.
    """
    from scipy.special import stdtr

    n = len(gap)
    gain = -gap if less else gap
    mean = gain.mean(axis=0)
    if n < 2:
        return np.full_like(mean, np.nan)
    error = gap.std(axis=0, ddof=1) / np.sqrt(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.asarray(stdtr(n - 1, reached(mean / error, gain)))
    return np.where(error == 0, np.where(mean == 0, np.nan, mean > 0), found)


def confidence_of_probabilities(base: Flags, variant: Flags, *, less: bool) -> Floats:
    """Return how sure it is that a variant's probability is better, by cell.

    From the same normal law as :func:`difference_of_probabilities`; nan where the
    two never disagree.
    """
    from scipy.special import ndtr

    centre, error = _bonett_price(base, variant)
    found: Floats = np.asarray(ndtr(centre * (-1.0 if less else 1.0) / error))
    return np.where((base != variant).any(axis=0), found, np.nan)


def variance_reduction(base: Floats, variant: Floats) -> Floats:
    """Return how many times more replications independent luck would need.

    The variance of a difference of independent runs over that of the paired one:
    (s₁² + s₂²) / s²(difference); inf where pairs always agree, nan where nothing
    varies.
    """
    if len(base) < 2:
        return np.full(base.shape[1:], np.nan)
    apart = base.var(axis=0, ddof=1) + variant.var(axis=0, ddof=1)
    paired = (variant - base).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.asarray(apart / paired)
    return found


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient of two mean differences, by Fieller.

    ``bounded`` says whether its interval is one: where the divisor cannot be told
    from 0 it is not, and then there are no bounds.
    """

    value: float
    low: float
    high: float
    bounded: bool


def quotient(tops: Floats, bottoms: Floats, level: float = TOGETHER) -> Quotient:
    """Return mean(tops) / mean(bottoms) over paired replications, by Fieller.

    The set of quotients θ that a t test of mean(tops - θ·bottoms) = 0 does not
    refuse (Fieller, Journal of the Royal Statistical Society B 16, 1954).
    """
    n = len(tops)
    top, bottom = float(tops.mean()), float(bottoms.mean())
    value = top / bottom if bottom else np.nan
    if n < 2:
        return Quotient(value, np.nan, np.nan, bounded=False)
    spread = np.cov(tops, bottoms) / n
    g = t_of(level, n - 1) ** 2
    a = bottom**2 - g * spread[1, 1]
    b = top * bottom - g * spread[0, 1]
    c = top**2 - g * spread[0, 0]
    if a <= 0:
        return Quotient(value, np.nan, np.nan, bounded=False)
    root = np.sqrt(max(b * b - a * c, 0.0))
    return Quotient(value, float((b - root) / a), float((b + root) / a), bounded=True)
