"""Laws between two bounds."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from sim.distributions.law import Floats, Unit, say
from sim.said import Said

__all__ = ["Triangular", "Uniform"]


@dataclass(frozen=True, slots=True)
class Triangular:
    """Rising from ``low`` to ``mode``, falling to ``high``."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not (0 <= self.low <= self.mode <= self.high and self.low < self.high):
            raise ValueError(
                "low, mode, high must rise from 0 or more, "
                f"got {self.low:g}, {self.mode:g}, {self.high:g}"
            )

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        """The standard deviation."""
        rise, fall = self.mode - self.low, self.high - self.mode
        return sqrt((rise * rise + rise * fall + fall * fall) / 18)

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile."""
        width, rise = self.high - self.low, self.mode - self.low
        left = self.low + np.sqrt(u * width * rise)
        right = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        return np.where(u * width < rise, left, right)

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        at = np.clip(np.asarray(x, np.float64), self.low, self.high)
        width = self.high - self.low
        left = (at - self.low) ** 2 / (width * (self.mode - self.low) or 1.0)
        right = 1 - (self.high - at) ** 2 / (width * (self.high - self.mode) or 1.0)
        return np.where(at < self.mode, left, right)

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]: x minus the area under the cdf up to x."""
        at = np.asarray(x, np.float64)
        inside = np.clip(at, self.low, self.high)
        width, rise = self.high - self.low, self.mode - self.low
        fall = self.high - self.mode
        left = (inside - self.low) ** 3 / (3 * width * rise or 1.0)
        cut = (fall**3 - (self.high - inside) ** 3) / (3 * width * fall or 1.0)
        right = rise * rise / (3 * width) + inside - self.mode - cut
        area = np.where(inside < self.mode, left, right)
        return np.minimum(at, inside - area)

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        low, mode = say(self.low, unit), say(self.mode, unit)
        high = say(self.high, unit)
        text = "triangular, from {low} to {high}, most often {mode}"
        return Said(text, low=low, high=high, mode=mode)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Anything from ``low`` to ``high`` alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError(
                f"high must be above low, got {self.low:g} and {self.high:g}"
            )

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return (self.high - self.low) / sqrt(12)

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile."""
        return np.asarray(self.low + u * (self.high - self.low))

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        at = np.clip(np.asarray(x, np.float64), self.low, self.high)
        return np.asarray((at - self.low) / (self.high - self.low))

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        at = np.asarray(x, np.float64)
        inside = np.clip(at, self.low, self.high)
        area = (inside - self.low) ** 2 / (2 * (self.high - self.low))
        return np.minimum(at, inside - area)

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        low, high = say(self.low, unit), say(self.high, unit)
        return Said("anything from {low} to {high}", low=low, high=high)
