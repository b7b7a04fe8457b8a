"""What every law can do, and how it is put in words."""

from collections.abc import Callable
from math import inf
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Distribution", "Floats", "Unit", "require_positive", "say"]

Floats = NDArray[np.float64]
Unit = str | Callable[[float], str]


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


def say(value: float, unit: Unit) -> str:
    """Return a value with its unit."""
    if not isinstance(unit, str):
        return unit(value)
    return f"{round(value, 2):.12g} {unit}".rstrip()


def bare(value: float) -> float:
    """Return a value without a unit as it is told: to two places, whole if it is."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def require_positive(**parameters: float) -> None:
    """Refuse parameters that are not above 0."""
    for name, value in parameters.items():
        if not 0 < value < inf:
            raise ValueError(f"{name} must be above 0, got {value:g}")
