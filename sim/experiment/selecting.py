"""Choose the best of several plans whose means are only estimated.

The fully sequential procedure of Kim and Nelson (ACM Transactions on Modeling and
Computer Simulation 11, 2001), with common random numbers.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["eta_of", "select"]

Floats = NDArray[np.float64]
Play = Callable[[int, int, int], Floats]
"""Gives the values of a plan in some replications: (plan, first, end)."""

ERROR = 0.05
"""The probability of missing the best, if it is better by what matters."""


def eta_of(plans: int, first: int, error: float = ERROR) -> float:
    """Return Kim and Nelson's η for so many plans and first-stage replications.

    >>> round(eta_of(5, 10), 5), round(eta_of(10, 20), 5)
    (0.63497, 0.30293)
    """
    return 0.5 * float((2 * error / (plans - 1)) ** (-2 / (first - 1)) - 1)


def select(
    plans: int,
    play: Play,
    *,
    matters: float,
    first: int,
    most: int,
    error: float = ERROR,
) -> tuple[list[int], int]:
    """Return the plans that may be best, and after how many replications.

    Kim and Nelson's procedure for the smallest mean, with common random numbers:
    plan i stays while for every l that stays the mean difference is at most
    max(0, δ/2r·(h²S²_il/δ² - r)).  Replications double from ``first`` to ``most``;
    looking less often than after each drops nothing that the procedure keeps.

    S²_il is that of the first stage, or of all replications at a later look if more:
    the first may by luck hold none of what is rare, and seem sure.
    """
    left = list(range(plans))
    if plans <= 1 or first < 3:
        return left, first
    values = {at: play(at, 0, first) for at in left}
    scale = 2 * eta_of(plans, first, error) * (first - 1)
    spread = np.zeros((plans, plans))
    count = first
    while True:
        rows = np.stack([values[at] for at in left])
        so_far = (rows[:, None, :] - rows[None, :, :]).var(axis=2, ddof=1)
        pairs = np.ix_(left, left)
        spread[pairs] = np.maximum(spread[pairs], so_far)
        means = {at: values[at].mean() for at in left}
        left = [
            i
            for i in left
            if all(
                means[i] - means[other]
                <= max(
                    0.0,
                    matters
                    / (2 * count)
                    * (scale * spread[i, other] / matters**2 - count),
                )
                for other in left
                if other != i
            )
        ] or [min(means, key=lambda at: means[at])]
        if len(left) == 1 or count >= most:
            return left, count
        more = min(2 * count, most)
        for at in left:
            values[at] = np.concatenate([values[at], play(at, count, more)])
        count = more
