"""Laws of random numbers, drawn by turning one uniform into a quantile (C3).

A law knows its quantile, its cdf, its mean and standard deviation, and its
*limited mean* E[min(X, x)], which says what a limit does to the mean (S3) and
how long someone already here will stay (S4).  Values are in days, persons or
minor units: the caller knows which, and passes the unit to ``describe``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, gamma, inf, log, sqrt
from typing import Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Clipped",
    "Discrete",
    "Distribution",
    "Empirical",
    "Exponential",
    "Fixed",
    "Gamma",
    "Lognormal",
    "Triangular",
    "Uniform",
    "Weibull",
    "with_mean_after_limit",
]

Floats = NDArray[np.float64]
Unit = str | Callable[[float], str]

P90 = 1.2815515655446004  # the standard normal's 90 % quantile
TINY = np.finfo(np.float64).tiny


@runtime_checkable
class Distribution(Protocol):
    """What every law can do.

    ``quantile`` takes numbers in [0, 1); ``cdf(x)`` is P(X ≤ x);
    ``limited_mean(x)`` is E[min(X, x)], for x ≥ 0, infinity included.
    """

    @property
    def mean(self) -> float:
        """The expected value."""
        ...

    @property
    def sd(self) -> float:
        """The standard deviation; 0 says that nothing is random."""
        ...

    def quantile(self, u: Floats) -> Floats:
        """Return the value below which a share ``u`` of the law lies."""
        ...

    def cdf(self, x: ArrayLike) -> Floats:
        """Return P(X ≤ x)."""
        ...

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        ...

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words, with ``unit`` or whatever ``unit(value)`` writes."""
        ...


def _say(value: float, unit: Unit) -> str:
    if not isinstance(unit, str):
        return unit(value)
    return f"{round(value, 2):.12g} {unit}".rstrip()


def _positive(**parameters: float) -> None:
    for name, value in parameters.items():
        if not 0 < value < inf:
            raise ValueError(f"{name} must be above 0, got {value:g}")


def _above(x: ArrayLike) -> Floats:
    """Return x as floats, nothing below 0: no law here has mass there."""
    return np.maximum(np.asarray(x, np.float64), 0.0)


def _tail(x: Floats, survival: Floats) -> Floats:
    """Return x × P(X > x), which is 0 at infinity."""
    return np.where(np.isinf(x), 0.0, np.where(np.isinf(x), 0.0, x) * survival)


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
        return f"always {_say(self.value, unit)}"


@dataclass(frozen=True, slots=True)
class Exponential:
    """The time to something that can happen at any moment alike."""

    mean: float

    def __post_init__(self) -> None:
        _positive(mean=self.mean)

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
        return f"exponential, mean {_say(self.mean, unit)}"


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
        _positive(sigma=self.sigma)

    @classmethod
    def from_mean_sigma(cls, mean: float, sigma: float) -> Self:
        """Return the law with this mean and this sigma of the logarithm."""
        _positive(mean=mean)
        return cls(log(mean) - sigma * sigma / 2, sigma)

    @classmethod
    def from_mean_cv(cls, mean: float, cv: float) -> Self:
        """Return the law with this mean and coefficient of variation (sd / mean)."""
        return cls.from_mean_sigma(mean, sqrt(log(1 + cv * cv)))

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Return the law with this mean and standard deviation."""
        _positive(mean=mean)
        return cls.from_mean_cv(mean, sd / mean)

    @classmethod
    def from_median_p90(cls, median: float, p90: float) -> Self:
        """Return the law with this median, and a tenth above ``p90``."""
        _positive(median=median)
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
        mean = _say(self.mean, unit)
        return f"lognormal, mean {mean}, sigma {_say(self.sigma, '')}"


@dataclass(frozen=True, slots=True)
class Gamma:
    """The gamma law with mean ``shape`` × ``scale``."""

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _positive(shape=self.shape, scale=self.scale)

    @classmethod
    def from_mean_cv(cls, mean: float, cv: float) -> Self:
        """Return the law with this mean and coefficient of variation (sd / mean)."""
        _positive(mean=mean, cv=cv)
        return cls(1 / (cv * cv), mean * cv * cv)

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Return the law with this mean and standard deviation."""
        _positive(mean=mean)
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
        mean, sd = _say(self.mean, unit), _say(self.sd, unit)
        return f"gamma, mean {mean}, standard deviation {sd}"


@dataclass(frozen=True, slots=True)
class Weibull:
    """The Weibull law; with a shape below 1, whoever stays long stays longer."""

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _positive(shape=self.shape, scale=self.scale)

    @classmethod
    def from_mean_shape(cls, mean: float, shape: float) -> Self:
        """Return the law with this mean and shape."""
        _positive(mean=mean, shape=shape)
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
        mean = _say(self.mean, unit)
        return f"Weibull, mean {mean}, shape {_say(self.shape, '')}"


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
        low, mode = _say(self.low, unit), _say(self.mode, unit)
        return f"triangular, from {low} to {_say(self.high, unit)}, most often {mode}"


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
        return f"anything from {_say(self.low, unit)} to {_say(self.high, unit)}"


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
        at_most = np.asarray(self.values) <= np.asarray(x, np.float64)[..., np.newaxis]
        return np.asarray(at_most @ np.asarray(self.shares))

    def limited_mean(self, x: ArrayLike) -> Floats:
        """Return E[min(X, x)]."""
        limited = np.minimum(self.values, np.asarray(x, np.float64)[..., np.newaxis])
        return np.asarray(limited @ np.asarray(self.shares))

    def describe(self, unit: Unit = "days") -> str:
        """Say the law in words."""
        cells = zip(self.values, self.shares, strict=True)
        said = (f"{_say(value, unit)} ({share:.3g})" for value, share in cells)
        return "one of " + ", ".join(said)


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
        return f"any of {len(self.values)} observations, mean {_say(self.mean, unit)}"


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
        nodes, weights = np.polynomial.legendre.leggauss(400)
        t = limit / 2 * (nodes + 1)
        return float(np.dot(weights, t * (1 - self.law.cdf(t)))) * limit

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
            said += f", at least {_say(self.at_least, unit)}"
        if self.at_most is not None:
            said += f", at most {_say(self.at_most, unit)}"
        return f"{said} (mean within the limits {_say(self.mean, unit)})"


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
