"""Every law against numerical truth: its quantile, cdf, mean, sd, limited mean."""

from math import inf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.distributions import (
    Clipped,
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
    with_mean_after_limit,
)

SMOOTH = [
    Exponential(30),
    Lognormal.from_mean_sigma(129, 1.0),
    Lognormal.from_mean_sd(28.4, 27.2),
    Gamma.from_mean_cv(20, 0.7),
    Gamma.from_mean_sd(20, 30),
    Weibull.from_mean_shape(12, 0.7),
    Weibull.from_mean_shape(12, 2.5),
    Triangular(1, 2, 9),
    Triangular(1, 1, 9),
    Triangular(0, 9, 9),
    Uniform(2, 5),
]
STEPPED = [
    Fixed(5),
    Discrete((10, 5, 20), (0.2, 0.3, 0.5)),
    Empirical((3, 1, 2, 9, 2)),
]
CLIPPED = [
    Clipped(law, low, high)
    for law in (*SMOOTH, *STEPPED)
    for low, high in ((2.0, 15.0), (3.0, None), (0.0, 8.0))
]
LAWS = [*SMOOTH, *STEPPED, *CLIPPED]

GRID = (np.arange(200_000) + 0.5) / 200_000
"""A law's quantiles at these points are a near-perfect sample of it."""


def name(law):
    return law.describe("")


@pytest.mark.parametrize("law", LAWS, ids=name)
def test_mean_and_sd_are_those_of_the_quantiles(law):
    """Quadrature over 200,000 quantiles; a 1 % error in mean or sd fails."""
    sample = law.quantile(GRID)

    assert law.mean == pytest.approx(sample.mean(), rel=2e-3)
    assert law.sd == pytest.approx(sample.std(), rel=8e-3, abs=1e-9)


@pytest.mark.parametrize("law", LAWS, ids=name)
def test_the_limited_mean_is_the_mean_of_what_a_limit_leaves(law):
    sample = law.quantile(GRID)
    limits = [0.0, 1.5, 2.0, 4.0, 8.0, 14.9, 40.0, 400.0]

    truth = [np.minimum(sample, limit).mean() for limit in limits]
    assert law.limited_mean(limits) == pytest.approx(truth, rel=1e-4, abs=1e-6)
    assert float(law.limited_mean(inf)) == pytest.approx(law.mean)


@pytest.mark.parametrize("law", LAWS, ids=name)
def test_the_cdf_is_the_share_of_quantiles_at_or_below(law):
    sample = law.quantile(GRID)
    points = [0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 15.0, 20.0, 1000.0]

    truth = [(sample <= point).mean() for point in points]
    assert law.cdf(points) == pytest.approx(truth, abs=2e-5)


@pytest.mark.parametrize("law", SMOOTH, ids=name)
def test_quantile_and_cdf_undo_each_other(law):
    u = np.linspace(0.001, 0.999, 101)

    assert law.cdf(law.quantile(u)) == pytest.approx(u)


@pytest.mark.parametrize("law", LAWS, ids=name)
def test_no_uniform_makes_an_infinite_negative_or_missing_value(law):
    ends = law.quantile(np.array([0.0, 2.0**-53, 1 - 2.0**-53]))

    assert np.isfinite(ends).all()
    assert (ends >= 0).all()


@pytest.mark.parametrize("law", LAWS, ids=name)
def test_every_law_is_a_distribution_that_can_be_compared_and_described(law):
    assert isinstance(law, Distribution)
    assert law == law.__class__(*(getattr(law, s) for s in law.__slots__))
    assert law.describe("days")


def test_constructors_reach_the_parameters_of_textbooks():
    assert Lognormal.from_mean_cv(30, 0.5).sd == pytest.approx(15)
    assert Lognormal.from_mean_sd(30, 15).mean == pytest.approx(30)
    assert Lognormal.from_median_p90(20, 60).quantile(
        np.array([0.5, 0.9])
    ) == pytest.approx([20, 60])
    assert Lognormal.from_mean_sigma(30, 0.8).mu == pytest.approx(log(30) - 0.32)
    assert Gamma.from_mean_sd(20, 30).sd == pytest.approx(30)
    assert Gamma.from_mean_cv(20, 0.5) == Gamma(4, 5)
    assert Weibull.from_mean_shape(12, 1.0) == Weibull(1.0, 12.0)


def test_a_discrete_law_follows_the_order_of_the_file():
    law = Discrete((20, 5, 10), (0.5, 0.25, 0.25))

    assert law.quantile(np.array([0, 0.49, 0.5, 0.75])).tolist() == [20, 20, 5, 10]


def test_a_value_with_no_share_never_comes():
    law = Discrete((1, 2, 3), (0.5, 0.0, 0.5))

    assert set(law.quantile(GRID).tolist()) == {1.0, 3.0}


def test_a_limit_of_a_year_makes_a_mean_of_129_days_one_of_113_and_a_half():
    law = Clipped(Lognormal.from_mean_sigma(129, 1.0), at_most=365)

    assert round(law.mean, 1) == 113.5


@pytest.mark.parametrize(
    "family",
    [
        Exponential,
        lambda mean: Lognormal.from_mean_sigma(mean, 1.0),
        lambda mean: Lognormal.from_mean_sd(mean, 60),
        lambda mean: Gamma.from_mean_cv(mean, 0.7),
        lambda mean: Weibull.from_mean_shape(mean, 0.8),
    ],
)
@pytest.mark.parametrize("at_least", [0.0, 20.0])
def test_the_mean_after_the_limit_is_reached(family, at_least):
    law = with_mean_after_limit(family, 129, 365, at_least=at_least)

    assert Clipped(law, at_least, 365).mean == pytest.approx(129, abs=1e-9)


def test_a_mean_after_the_limit_must_be_below_the_limit():
    with pytest.raises(ValueError, match="between 0 and the limit 90"):
        with_mean_after_limit(Exponential, 90, 90)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Exponential(0),
        lambda: Lognormal.from_mean_sd(-1, 2),
        lambda: Lognormal.from_median_p90(10, 9),
        lambda: Gamma(inf, 1),
        lambda: Weibull(1, -1),
        lambda: Triangular(3, 2, 9),
        lambda: Uniform(5, 5),
        lambda: Discrete((1, 2), (0.5, 0.4)),
        lambda: Discrete((1, 2), (1.0,)),
        lambda: Empirical(()),
        lambda: Clipped(Fixed(1), 5, 4),
    ],
)
def test_impossible_parameters_are_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_laws_say_what_they_are():
    assert [law.describe("days") for law in (LAWS[1], Fixed(14), Uniform(0, 30))] == [
        "lognormal, mean 129 days, sigma 1",
        "always 14 days",
        "anything from 0 days to 30 days",
    ]
    assert Exponential(30_000).describe(lambda cents: f"€{cents / 100:.0f}") == (
        "exponential, mean €300"
    )


@settings(deadline=None)
@given(st.floats(0.1, 500), st.floats(0.05, 2.5), st.floats(0, 1, exclude_max=True))
def test_a_longer_mean_never_shortens_a_stay(mean, sigma, u):
    point = np.array([u])

    short = Lognormal.from_mean_sigma(mean, sigma).quantile(point)
    assert Lognormal.from_mean_sigma(mean * 1.1, sigma).quantile(point) >= short


@settings(deadline=None)
@given(st.lists(st.floats(0, 500), min_size=1, max_size=20), st.floats(0, 600))
def test_observations_in_any_order_are_the_same_law(values, limit):
    law = Empirical(tuple(values))

    assert law == Empirical(tuple(reversed(values)))
    assert float(law.limited_mean(limit)) == pytest.approx(
        np.minimum(values, limit).mean()
    )
