"""How likely each plan is best on average, over what one more of an effect is worth.

Means of bootstrap samples of replications stand for what other replications would
have given (Fenwick, Claxton and Sculpher, Health Economics 10, 2001).
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["ERROR", "SAMPLES", "acceptable"]

Floats = NDArray[np.float64]

SAMPLES = 2_000
"""Bootstrap samples behind each share."""
ERROR = 0.022
"""By so much the samples alone may put a share off, with 95 % (1.96 · √(¼ / 2,000))."""
AT_ONCE = 100
"""So many samples are weighed together, so that many replications fit in memory."""
PRICES = 41
"""How many willingnesses to pay a curve has."""
USUAL = 1_000.0
"""A curve that no price moves reaches so far."""
TRIED = np.geomspace(1e-3, 1e7, 101)
"""Prices among which a curve settles where no plan is worth a price by the means."""
LEFT = 0.1
"""A curve has settled once so much of its way is left."""


def acceptable(
    costs: Floats, gains: Floats, *, seed: int, dearest: float, stated: float
) -> tuple[Floats, Floats]:
    """Return prices, and for each how often each strategy is best on average.

    Strategies that tie are best together, so that shares may add up to more than 1.

    Parameters
    ----------
    costs, gains
        Of each plan in each replication: (plans, replications).
    dearest
        The last price at which the best plan changes, by the means: that of the last
        step along the efficient plans; 0 where there is none.
    stated
        What one more of the effect is worth, as was stated; 0 where it was not.
    """
    means = _sampled(np.concatenate([costs, gains]), seed)
    mean_cost, mean_gain = means[: len(costs)], means[len(costs) :]
    top = max(3 * dearest, 2 * stated) or _settled(mean_cost, mean_gain)
    step = 10.0 ** np.floor(np.log10(top))
    prices = np.linspace(0.0, float(np.ceil(top / step) * step), PRICES)
    return prices, _shares(prices, mean_cost, mean_gain)


def _sampled(each: Floats, seed: int) -> Floats:
    """Return the means of all rows in every bootstrap sample."""
    many = each.shape[1]
    rng = np.random.default_rng([seed, 29])
    even = np.full(many, 1 / many)
    drawn = (
        rng.multinomial(many, even, size=AT_ONCE) for _ in range(SAMPLES // AT_ONCE)
    )
    return np.concatenate([each @ (times.T / many) for times in drawn], axis=1)


def _shares(prices: Floats, mean_cost: Floats, mean_gain: Floats) -> Floats:
    return np.stack(
        [_best(value * mean_gain - mean_cost).mean(axis=1) for value in prices], axis=1
    )


def _settled(mean_cost: Floats, mean_gain: Floats) -> float:
    """Return twice the price by which the curves have gone nine tenths of their way."""
    shares = _shares(TRIED, mean_cost, mean_gain)
    left = np.abs(shares - shares[:, -1:]).max(axis=0)
    if not left.max() > 1 / SAMPLES:
        return USUAL
    return float(2 * TRIED[int(np.flatnonzero(left > LEFT * left.max())[-1]) + 1])


def _best(benefits: Floats) -> NDArray[np.bool_]:
    """Say of each strategy and sample whether none has a higher net benefit.

    What differs by rounding alone is a tie.
    """
    highest = benefits.max(axis=0)
    found: NDArray[np.bool_] = benefits >= highest - 1e-9 * np.abs(highest)
    return found
