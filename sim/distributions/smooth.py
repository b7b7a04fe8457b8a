"""Laws with a density on all of [0, ∞)."""

from dataclasses import dataclass
from math import exp, gamma, log, sqrt
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from sim.distributions.law import Floats, Unit, bare, require_positive, say
from sim.said import Said

__all__ = ["Exponential", "Gamma", "Lognormal", "Weibull"]

P90 = 1.2815515655446004  # the standard normal's 90 % quantile
TINY = np.finfo(np.float64).tiny


def _above(x: ArrayLike) -> Floats:
    """Return x as floats, nothing below 0: no law here has mass there."""
    return np.maximum(np.asarray(x, np.float64), 0.0)


def _tail(x: Floats, survival: Floats) -> Floats:
    """Return x × P(X > x), which is 0 at infinity."""
    return np.where(np.isinf(x), 0.0, np.where(np.isinf(x), 0.0, x) * survival)


@dataclass(frozen=True, slots=True)
class Exponential:
    """The time to something that can happen at any moment alike."""

    mean: float

    def __post_init__(self) -> None:
        require_positive(mean=self.mean)

    @property
    def sd(self) -> float:
        """Equal to the mean."""
        return self.mean

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile."""
        return np.asarray(-self.mean * np.log1p(-u))

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        return np.asarray(-np.expm1(-_above(x) / self.mean))

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        return np.asarray(self.mean * self.cdf(x))

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        return Said("exponential, mean {mean}", mean=say(self.mean, unit))


@dataclass(frozen=True, slots=True)
class Lognormal:
    """The exponential of a normal law with mean ``mu`` and deviation ``sigma``.

    >>> law = Lognormal.from_mean_sigma(129, 1.0)
    >>> round(float(law.limited_mean(365)), 1)
    113.5
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        require_positive(sigma=self.sigma)

    @classmethod
    def from_mean_sigma(cls, mean: float, sigma: float) -> Self:
        """Return the law with this mean and this sigma of the logarithm."""
        require_positive(mean=mean)
        return cls(log(mean) - sigma * sigma / 2, sigma)

    @classmethod
    def from_mean_cv(cls, mean: float, cv: float) -> Self:
        """Return the law with this mean and coefficient of variation (sd / mean)."""
        return cls.from_mean_sigma(mean, sqrt(log(1 + cv * cv)))

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Return the law with this mean and standard deviation."""
        require_positive(mean=mean)
        return cls.from_mean_cv(mean, sd / mean)

    @classmethod
    def from_median_p90(cls, median: float, p90: float) -> Self:
        """Return the law with this median, and a tenth above ``p90``."""
        require_positive(median=median)
        if p90 <= median:
            raise ValueError(f"p90 must be above the median {median:g}, got {p90:g}")
        return cls(log(median), log(p90 / median) / P90)

    @property
    def mean(self) -> float:
        """The expected value."""
        return exp(self.mu + self.sigma * self.sigma / 2)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self.mean * sqrt(exp(self.sigma * self.sigma) - 1)

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile."""
        from scipy.special import ndtri

        return np.asarray(np.exp(self.mu + self.sigma * ndtri(u)))

    def _below(self, x: Floats, shift: float) -> Floats:
        from scipy.special import ndtr

        logs = np.log(np.maximum(x, TINY))
        return np.asarray(ndtr((logs - self.mu) / self.sigma - shift))

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        return self._below(_above(x), 0.0)

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        limit = _above(x)
        below = self.mean * self._below(limit, self.sigma)
        return np.asarray(below + _tail(limit, 1 - self._below(limit, 0.0)))

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        mean = say(self.mean, unit)
        sigma = bare(self.sigma)
        return Said("lognormal, mean {mean}, sigma {sigma}", mean=mean, sigma=sigma)


@dataclass(frozen=True, slots=True)
class Gamma:
    """The gamma law with mean ``shape`` × ``scale``."""

    shape: float
    scale: float

    def __post_init__(self) -> None:
        require_positive(shape=self.shape, scale=self.scale)

    @classmethod
    def from_mean_cv(cls, mean: float, cv: float) -> Self:
        """Return the law with this mean and coefficient of variation (sd / mean)."""
        require_positive(mean=mean, cv=cv)
        return cls(1 / (cv * cv), mean * cv * cv)

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Return the law with this mean and standard deviation."""
        require_positive(mean=mean)
        return cls.from_mean_cv(mean, sd / mean)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.shape * self.scale

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return sqrt(self.shape) * self.scale

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile."""
        from scipy.special import gammaincinv

        return np.asarray(self.scale * gammaincinv(self.shape, u))

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        from scipy.special import gammainc

        return np.asarray(gammainc(self.shape, _above(x) / self.scale))

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        from scipy.special import gammainc

        limit = _above(x)
        below = self.mean * gammainc(self.shape + 1, limit / self.scale)
        return np.asarray(below + _tail(limit, 1 - self.cdf(limit)))

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        mean, sd = say(self.mean, unit), say(self.sd, unit)
        return Said("gamma, mean {mean}, standard deviation {sd}", mean=mean, sd=sd)


@dataclass(frozen=True, slots=True)
class Weibull:
    """The Weibull law; with a shape below 1, whoever stays long stays longer."""

    shape: float
    scale: float

    def __post_init__(self) -> None:
        require_positive(shape=self.shape, scale=self.scale)

    @classmethod
    def from_mean_shape(cls, mean: float, shape: float) -> Self:
        """Return the law with this mean and shape."""
        require_positive(mean=mean, shape=shape)
        return cls(shape, mean / gamma(1 + 1 / shape))

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.scale * gamma(1 + 1 / self.shape)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        square = gamma(1 + 2 / self.shape) - gamma(1 + 1 / self.shape) ** 2
        return self.scale * sqrt(max(square, 0.0))

    def quantile(self, u: Floats) -> Floats:
        """Return the quantile."""
        return np.asarray(self.scale * (-np.log1p(-u)) ** (1 / self.shape))

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        return np.asarray(-np.expm1(-((_above(x) / self.scale) ** self.shape)))

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        from scipy.special import gammainc

        limit = _above(x)
        power = (limit / self.scale) ** self.shape
        below = self.mean * gammainc(1 + 1 / self.shape, power)
        return np.asarray(below + _tail(limit, np.exp(-power)))

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        mean = say(self.mean, unit)
        shape = bare(self.shape)
        return Said("Weibull, mean {mean}, shape {shape}", mean=mean, shape=shape)
