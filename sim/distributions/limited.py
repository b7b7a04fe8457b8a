"""Laws within limits, and the law whose mean is given after them (S3)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from sim.distributions.law import Distribution, Floats, Unit, say
from sim.distributions.stepped import Discrete, Empirical, Fixed
from sim.said import Said

__all__ = ["Clipped", "is_fixed", "with_mean_after_limit"]


@cache
def _gauss() -> tuple[Floats, Floats]:
    """Return nodes and weights of Gauss's rule in 40 equal parts of [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(12)
    parts = np.arange(40)[:, np.newaxis]
    return ((parts + (nodes + 1) / 2) / 40).ravel(), np.tile(weights / 80, 40)


@dataclass(frozen=True, slots=True)
class Clipped:
    """A law whose mass below ``at_least`` or above ``at_most`` sits there (S3)."""

    law: Distribution
    at_least: float = 0.0
    at_most: float | None = None

    def __post_init__(self) -> None:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(
                f"at_most {self.at_most:g} is below at_least {self.at_least:g}"
            )

    @property
    def limit(self) -> float:
        """The upper limit, or infinity."""
        return inf if self.at_most is None else self.at_most

    @property
    def mean(self) -> float:
        """The mean after the limits."""
        return float(self.limited_mean(self.limit))

    @property
    def sd(self) -> float:
        """The standard deviation after the limits."""
        match self.law:
            case Fixed():
                return 0.0
            case Discrete():
                clipped = np.clip(self.law.values, self.at_least, self.limit)
                return replace(self.law, values=tuple(clipped.tolist())).sd
            case Empirical():
                return float(
                    np.std(np.clip(self.law.values, self.at_least, self.limit))
                )
        square = self.at_least**2 - self._square_up_to(self.at_least)
        if self.at_most is None:
            square += self.law.sd**2 + self.law.mean**2
        else:
            square += self._square_up_to(self.at_most)
        return sqrt(max(square - self.mean**2, 0.0))

    def _square_up_to(self, limit: float) -> float:
        """Return E[min(X, limit)²] = ∫ 2t P(X > t) dt, by Gauss's rule."""
        nodes, weights = _gauss()
        t = limit * nodes
        return float(np.dot(weights, 2 * t * (1 - self.law.cdf(t)))) * limit

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile, within the limits."""
        return np.clip(self.law.quantile(u), self.at_least, self.limit)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        at = np.asarray(x, np.float64)
        inside = np.where(at < self.at_least, 0.0, self.law.cdf(at))
        return np.where(at >= self.limit, 1.0, inside)

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        at = np.asarray(x, np.float64)
        upper = np.clip(at, self.at_least, self.limit)
        low = self.law.limited_mean(self.at_least) - self.at_least
        return np.minimum(at, self.law.limited_mean(upper) - low)

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words, and what the limits make of its mean."""
        said = self.law.describe(unit)
        if self.at_least > 0:
            least = say(self.at_least, unit)
            said = Said("{law}, at least {least}", law=said, least=least)
        if self.at_most is not None:
            most = say(self.at_most, unit)
            said = Said("{law}, at most {most}", law=said, most=most)
        mean = say(self.mean, unit)
        return Said("{law} (mean within the limits {mean})", law=said, mean=mean)


def is_fixed(law: Distribution) -> bool:
    """Return whether nothing is random about a law, within limits or not.

    >>> is_fixed(Clipped(Fixed(14.0))), is_fixed(Discrete((1, 2), (0.5, 0.5)))
    (True, False)
    """
    return is_fixed(law.law) if isinstance(law, Clipped) else isinstance(law, Fixed)


def with_mean_after_limit(
    family: Callable[[float], Distribution],
    target: float,
    limit: float,
    *,
    at_least: float = 0.0,
) -> Distribution:
    """Return the member of a family whose mean is ``target`` once it is clipped (S3).

    ``family`` makes a law from its unclipped mean.  The answer is unclipped:
    a plan clips it again.

    Raises
    ------
    ValueError
        When no mean will do, because ``target`` is not between the limits.

    Examples
    --------
    >>> from sim.distributions import Exponential
    >>> law = with_mean_after_limit(Exponential, 60, 90)
    >>> round(law.mean, 2), round(Clipped(law, at_most=90).mean, 6)
    (102.95, 60.0)
    """
    if not at_least < target < limit:
        raise ValueError(
            f"the mean after the limit must lie between {at_least:g} and the limit "
            f"{limit:g}, got {target:g}"
        )

    def reached(mean: float) -> float:
        return Clipped(family(mean), at_least, limit).mean

    low, high = target * 1e-6, target
    while reached(high) < target:
        low, high = high, high * 2
        if high > limit * 1e9:
            raise ValueError(f"no such law has the mean {target:g} after its limit")
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if reached(middle) < target else (low, middle)
    return family(high)
