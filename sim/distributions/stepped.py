"""Laws of a few values: one, some with shares, or observations."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.distributions.law import Floats, Unit, say
from sim.said import Said

__all__ = ["Discrete", "Empirical", "Fixed"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always ``value``."""

    value: float

    @property
    def mean(self) -> float:
        """The value."""
        return self.value

    @property
    def sd(self) -> float:
        """Zero."""
        return 0.0

    def quantile(self, u: Floats) -> Floats:
        """Return the value, whatever ``u``."""
        return np.full(np.shape(u), float(self.value))

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return min(value, x)."""
        return np.minimum(np.asarray(x, np.float64), self.value)

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        return Said("always {value}", value=say(self.value, unit))


@dataclass(frozen=True, slots=True)
class Discrete:
    """One of ``values``, each with its share; the shares sum to one."""

    values: tuple[float, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.shares) or not self.values:
            raise ValueError("every value needs one share")
        if min(self.shares) < 0 or abs(sum(self.shares) - 1) > 1e-9:
            raise ValueError(f"shares must sum to 1, got {sum(self.shares):g}")

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(np.dot(self.values, self.shares))

    @property
    def sd(self) -> float:
        """The standard deviation."""
        away = np.asarray(self.values) - self.mean
        return sqrt(float(np.dot(away * away, self.shares)))

    def quantile(self, u: Floats) -> Floats:
        """Return the value whose shares, summed in file order, first exceed ``u``."""
        upto = np.cumsum(self.shares)[:-1]
        return np.asarray(self.values, np.float64)[np.searchsorted(upto, u, "right")]

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        at = np.asarray(x, np.float64)
        return self._added(at >= value for value in self.values)

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        at = np.asarray(x, np.float64)
        return self._added(np.minimum(value, at) for value in self.values)

    def _added(self, parts: Iterable[NDArray[Any]]) -> Floats:
        """Return the sum of share × part, in file order.

        A matrix product would add in an order that depends on how much is asked.
        """
        total: Floats = np.zeros(())
        for share, part in zip(self.shares, parts, strict=True):
            total = total + share * part
        return np.asarray(total)

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        cells = zip(self.values, self.shares, strict=True)
        said = (f"{say(value, unit)} ({share:.3g})" for value, share in cells)
        return Said("one of {values}", values=", ".join(said))


@dataclass(frozen=True, slots=True)
class Empirical:
    """Any of the observed ``values`` alike; they are kept in rising order."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("an empirical law needs at least one value")
        object.__setattr__(self, "values", tuple(sorted(self.values)))

    @property
    def mean(self) -> float:
        """The mean of the observations."""
        return float(np.mean(self.values))

    @property
    def sd(self) -> float:
        """The standard deviation of the observations, as the whole population."""
        return float(np.std(self.values))

    def quantile(self, u: Floats) -> Floats:
        """Return the ⌊u × n⌋-th observation."""
        values = np.asarray(self.values, np.float64)
        return values[(np.asarray(u) * len(values)).astype(np.intp)]

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        return np.asarray(np.searchsorted(self.values, x, "right") / len(self.values))

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        limited = np.minimum(self.values, np.asarray(x, np.float64)[..., np.newaxis])
        return np.asarray(limited.mean(axis=-1))

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        return Said(
            "any of {number} observation, mean {mean}",
            many="any of {number} observations, mean {mean}",
            number=len(self.values),
            mean=say(self.mean, unit),
        )
