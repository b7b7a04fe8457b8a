"""How much longer people already here will stay (SEMANTICS S4).

Laws are clipped ones: their limits are part of what is known about the stay.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Clipped, Discrete

__all__ = ["equilibrium_stay", "remaining_stay"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CLOSE = 2.0**-30  # days: far below the grid of T1
LADDER = np.append(np.arange(64) / 64, 1 - 0.5 ** np.arange(7, 40))  # where to start
ALMOST_ONE = 1 - 2.0**-53


def remaining_stay(law: Clipped, so_far: float, u: Floats) -> tuple[Floats, Flags]:
    """Return days left after ``so_far`` days, and whether the limit ends the stay.

    The total is the law's quantile given that it exceeds ``so_far``.
    """
    rising = _rising(law)
    past = rising.cdf(so_far)
    share = np.minimum(past + u * (1 - past), ALMOST_ONE)
    unclipped = rising.law.quantile(share)
    total = np.clip(unclipped, law.at_least, law.limit)
    return np.maximum(total - so_far, 0.0), unclipped > law.limit


def equilibrium_stay(law: Clipped, u: Floats, v: Floats) -> tuple[Floats, Flags]:
    """Return days left to someone found here on a day like any other.

    The density is P(stay > x) / mean.  Given that x days are left, the limit
    ends the stay with probability P(stay reaches the limit) / P(stay > x), which
    ``v`` decides.
    """
    left = _equilibrium_quantile(law, u)
    reaches = 1 - law.law.cdf(law.limit) if law.at_most is not None else 0.0
    return left, v * (1 - law.cdf(left)) < reaches


def _equilibrium_quantile(law: Clipped, u: Floats) -> Floats:
    """Solve limited_mean(x) = u × mean by Newton's steps from below.

    The limited mean rises and bends down, so no step overshoots; each element
    stops by itself, whatever its neighbours do.
    """
    wanted = u * law.mean
    known = np.concatenate([[0.0], _rising(law).quantile(LADDER)])
    rung = np.searchsorted(law.limited_mean(known), wanted, "right") - 1
    x = known[np.maximum(rung, 0)]
    for _ in range(1000):
        slope = 1 - law.cdf(x)
        step = (wanted - law.limited_mean(x)) / np.where(slope > 0, slope, np.inf)
        if not (step > CLOSE).any():
            break
        x = np.where(step > CLOSE, x + step, x)
    return np.asarray(np.minimum(x, law.limit))


def _rising(law: Clipped) -> Clipped:
    """Return the law with discrete values in rising order, which quantiles need."""
    match law.law:
        case Clipped():
            return replace(law, law=_rising(law.law))
        case Discrete(values, shares):
            cells = sorted(zip(values, shares, strict=True))
            values, shares = zip(*cells, strict=True)
            return replace(law, law=Discrete(values, shares))
    return law
