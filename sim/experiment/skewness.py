"""Whether there are enough replications for the interval of a mean of skewed numbers.

Of something that is nought in most years and large in a few, too few replications
miss the large ones, and a 95 % interval holds the truth less often than it says.
Cochran (*Sampling Techniques*, third edition, 1977, section 2.15): with more than
25 G₁² values, G₁ being Fisher's measure of skewness, it is wrong in at most 6 of 100.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["enough_for", "few_for"]

Floats = NDArray[np.float64]

COCHRAN = 25
LEAST = 200
"""What is told to be taken is never less."""
MANY = 100_000
"""With so many replications skewness is not asked after."""


def enough_for(counts: Floats) -> NDArray[np.int64]:
    """Return for each cell how many replications are enough, 0 where there are.

    ``counts`` has shape (replications, cells).

    >>> enough_for(np.array([[0.0, 1], [0, 2], [0, 3], [0, 4], [9, 5]])).tolist()
    [200, 0]
    """
    n = len(counts)
    if n < 3 or n >= MANY:
        return np.zeros(counts.shape[1:], np.int64)
    gap = counts - counts.mean(axis=0)
    squared = gap * gap
    spread = squared.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        skewness = (squared * gap).mean(axis=0) / spread**1.5
        wanted = np.nan_to_num(COCHRAN * skewness**2)
    wanted = np.where(spread > 0, wanted, 0.0)
    return np.where(n < wanted, _handsome(np.maximum(wanted, LEAST)), 0)


def _handsome(numbers: Floats) -> NDArray[np.int64]:
    """Round numbers up to 1, 2, 3 or 5 times a power of ten.

    >>> _handsome(np.array([200.0, 201.0, 700.0])).tolist()
    [200, 300, 1000]
    """
    steps = np.array([1, 2, 3, 5, 10])
    power = 10.0 ** np.floor(np.log10(numbers))
    place = np.searchsorted(steps, numbers / power - 1e-9)
    return np.asarray(np.round(steps[place] * power), np.int64)


def few_for(each: Floats) -> int:
    """Return how many replications are enough for one column, 0 where there are.

    >>> few_for(np.array([0.0] * 99 + [1.0]))
    3000
    """
    return int(enough_for(each[:, None])[0])
