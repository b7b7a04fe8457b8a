"""Laws of random numbers, drawn by turning one uniform into a quantile (C3).

A law knows its quantile, its cdf, its mean and standard deviation, and its
*limited mean* E[min(X, x)], which says what a limit does to the mean (S3) and
how long someone already here will stay (S4).  Values are in days, persons or
minor units: the caller knows which, and passes the unit to ``describe``.
"""

from sim.distributions.bounded import Triangular, Uniform
from sim.distributions.law import Distribution
from sim.distributions.limited import Clipped, is_fixed, with_mean_after_limit
from sim.distributions.smooth import Exponential, Gamma, Lognormal, Weibull
from sim.distributions.stepped import Discrete, Empirical, Fixed

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
    "is_fixed",
    "with_mean_after_limit",
]
