"""How much longer residents stay (S4), against arithmetic and quadrature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.chance.residual import equilibrium_stay, remaining_stay
from sim.distributions import (
    Clipped,
    Discrete,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
)

GRID = (np.arange(5_000) + 0.5) / 5_000
LAWS = [
    Clipped(Exponential(30)),
    Clipped(Exponential(30), 0.0, 45.0),
    Clipped(Lognormal.from_mean_sigma(129, 1.0), 0.0, 365.0),
    Clipped(Lognormal.from_mean_sigma(30, 0.8), 7.0, 90.0),
    Clipped(Gamma.from_mean_cv(20, 0.7)),
    Clipped(Weibull.from_mean_shape(12, 0.7), 2.0),
    Clipped(Uniform(10, 20)),
    Clipped(Triangular(1, 5, 30), 0.0, 20.0),
    Clipped(Fixed(30.0), 0.0, 60.0),
    Clipped(Fixed(30.0), 0.0, 20.0),
    Clipped(Discrete((30, 10), (0.25, 0.75)), 0.0, 25.0),
    Clipped(Clipped(Discrete((30, 10), (0.25, 0.75)), 12.0), 0.0, 25.0),
    Clipped(Empirical((5, 9, 40, 41)), 0.0, 40.0),
]
by_name = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.describe(""))


@by_name
def test_the_mean_remaining_stay_is_that_of_longer_stays(law):
    """E[X − e | X > e], from 5,000 quantiles of the clipped law itself."""
    stays = law.quantile(GRID)
    for so_far in (0.0, 4.0, 9.5):
        longer = stays[stays > so_far] - so_far
        left, _ = remaining_stay(law, so_far, GRID)

        assert left.mean() == pytest.approx(longer.mean(), rel=2e-3)


@by_name
def test_the_limit_ends_the_remaining_stays_that_reach_it(law):
    so_far = 4.0
    left, at_limit = remaining_stay(law, so_far, GRID)
    unclipped = law.law.quantile(GRID)

    truth = (unclipped > law.limit).sum() / (law.quantile(GRID) > so_far).sum()
    assert at_limit.mean() == pytest.approx(truth, abs=5e-4)
    assert (left[at_limit] == law.limit - so_far).all()


def test_an_exponential_stay_does_not_remember():
    law = Clipped(Exponential(30))

    assert remaining_stay(law, 100.0, GRID)[0] == pytest.approx(law.quantile(GRID))


def test_a_stay_beyond_all_that_was_seen_ends_at_once():
    assert remaining_stay(Clipped(Fixed(30.0)), 31.0, GRID[:3])[0].tolist() == [0.0] * 3


@by_name
def test_a_resident_found_on_a_day_like_any_other_has_the_mean_of_theory(law):
    """E[residual] = E[X²] / (2 E[X]): the inspection paradox."""
    left, _ = equilibrium_stay(law, GRID, GRID)

    truth = (law.sd**2 + law.mean**2) / (2 * law.mean)
    assert left.mean() == pytest.approx(truth, rel=5e-3)
    assert left.min() >= 0
    assert left.max() <= law.limit


@by_name
def test_the_equilibrium_law_is_the_integrated_tail(law):
    left, _ = equilibrium_stay(law, GRID, GRID)

    assert law.limited_mean(left) == pytest.approx(GRID * law.mean, rel=1e-6, abs=1e-6)


def test_residents_whose_stay_the_limit_will_end_are_length_biased():
    """Their share is L·P(X > L) / E[min(X, L)]: long stays are met more often."""
    law = Clipped(Exponential(30), 0.0, 45.0)
    rng = np.random.default_rng(3)
    u, v = rng.random((2, 100_000))

    _, at_limit = equilibrium_stay(law, u, v)
    truth = 45 * np.exp(-1.5) / law.mean
    z = (at_limit.mean() - truth) / (truth * (1 - truth) / len(u)) ** 0.5
    assert abs(z) < 4


@settings(deadline=None)
@given(st.integers(0, 4_999))
def test_a_residents_luck_does_not_depend_on_the_others(at):
    law = LAWS[2]
    alone, _ = equilibrium_stay(law, GRID[at : at + 1], GRID[at : at + 1])

    assert alone == TOGETHER[at]


TOGETHER = equilibrium_stay(LAWS[2], GRID, GRID)[0]
