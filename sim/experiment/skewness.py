"""How far an interval of a mean of skewed numbers reaches, and when they are too few.

Of something that is nought in most years and large in a few, few replications miss
the large ones: the average is then too small, and so is its standard error.  A t
interval falls short of the truth on the side of the long tail.  There it is made
longer; on the other side it stays as it is.

How much longer follows from a gamma law, by which sums of such numbers nearly go.
If a mean x̄ has it, and s is the skewness of x̄, then (x̄ - μ) / error is
2/s·(1 - 1/W), where W is chi-square over its own mean; Wilson and Hilferty
(Proceedings of the National Academy of Sciences 17, 1931) take W as the cube of a
normal number.  To the order of 1/√n this is the correction of Johnson (Journal of
the American Statistical Association 73, 1978) and Hall (Journal of the Royal
Statistical Society B 54, 1992), but it has no flat place, as Hall's cubic has, at
which a bound would leap to double its distance.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["enough_for", "few_for", "reached", "reaches"]

Floats = NDArray[np.float64]

FEW = 10
"""With fewer than so many times G₁² values even the longer interval may be short."""
LEAST = 200
"""What is told to be taken is never less."""
MANY = 100_000
"""With so many replications nobody is told to take more."""
NO_SKEWNESS = 1e-6
"""So little skewness is rounding."""
HIDDEN = 1.2
"""How much skewness few replications hide: s is taken as s·(1 + 1.2·s²)."""
SKEWEST = 1.6
"""Of a mean no more skewness is believed; no interval is then endless."""
LEAST_ROOT = 1 - SKEWEST * 2 / 6 - SKEWEST**2 / 36
"""The cube root of W is never less: what it is at two standard errors then."""


def reaches(each: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return how far the interval of a mean reaches below it, and above it.

    Parameters
    ----------
    each
        What each replication contributes: (replications, …), at least two.
    level
        The confidence of the interval, both sides together.

    >>> below, above = reaches(np.array([0.0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))
    >>> round(float(below), 2), round(float(above), 2)
    (0.23, 1.94)
    """
    from scipy.special import stdtrit

    t = float(stdtrit(len(each) - 1, 0.5 + level / 2))
    error = each.std(axis=0, ddof=1) / np.sqrt(len(each))
    skewed = _of_the_mean(each)
    long = error * np.maximum(_far(t, np.abs(skewed)), t)
    return np.where(skewed < 0, long, error * t), np.where(skewed > 0, long, error * t)


def reached(distance: Floats, each: Floats) -> Floats:
    """Return at which t an interval reaches so many errors from the mean, downwards.

    The other way round of :func:`reaches`, for distances below the mean.
    """
    skewed = _of_the_mean(each)
    s = np.where(skewed < 0, -skewed, 1.0)
    root = np.cbrt(1 / (1 + s * np.maximum(distance, 0.0) / 2))
    t = np.maximum(6 / s * (1 - s**2 / 36 - root), 0.0)
    long = (skewed < 0) & (distance > 0) & (root > LEAST_ROOT)
    found: Floats = np.where(long, np.minimum(t, distance), distance)
    return found


def _far(t: float, skewed: Floats) -> Floats:
    """Return how many errors away the far bound is, by the gamma law."""
    s = np.where(skewed > 0, skewed, 1.0)
    root = np.maximum(1 - s * t / 6 - s**2 / 36, LEAST_ROOT)
    found: Floats = 2 / s * (root**-3 - 1)
    return found


def _of_the_mean(each: Floats) -> Floats:
    """Return the skewness of the mean, as far as the replications tell it.

    Few of them show too little of it, the less the more there is.  How much is added
    for that was chosen with ``bench/interval_coverage.py``, so that intervals of all
    its laws hold.
    """
    seen = _skewness(each) / np.sqrt(len(each))
    seen = np.where(np.abs(seen) > NO_SKEWNESS, seen, 0.0)
    told: Floats = np.clip(seen * (1 + HIDDEN * seen**2), -SKEWEST, SKEWEST)
    return told


def _skewness(each: Floats) -> Floats:
    """Return Fisher's measure of skewness G₁, 0 where all are the same."""
    gap = each - each.mean(axis=0)
    squared = gap * gap
    spread = squared.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (squared * gap).mean(axis=0) / spread**1.5
    return np.where(spread > 0, np.nan_to_num(found, posinf=0.0, neginf=0.0), 0.0)


def enough_for(counts: Floats) -> NDArray[np.int64]:
    """Return for each cell how many replications are enough, 0 where there are.

    ``counts`` has shape (replications, cells).

    >>> enough_for(np.array([[0.0, 1], [0, 2], [0, 3], [0, 4], [9, 5]])).tolist()
    [200, 0]
    """
    n = len(counts)
    if n < 3 or n >= MANY:
        return np.zeros(counts.shape[1:], np.int64)
    wanted = FEW * _skewness(counts) ** 2
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
    1000
    """
    return int(enough_for(each[:, None])[0])
