"""What plans cost and buy: dominance, net benefit, and the price of one step more."""

import numpy as np
import pytest
from drafts import compared, drafted
from scipy.stats import norm

from sim.experiment import paired
from sim.experiment.acceptability import ERROR, SAMPLES, acceptable
from sim.experiment.economics import _Plane, _ranked
from sim.scenario import STARTER


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, STARTER)


@pytest.fixture(scope="module")
def found(draft):
    return compared(draft)


def test_dominance_and_extended_dominance_of_the_textbook():
    names = ("none", "A", "B", "C", "D")
    costs = np.array([0.0, 100, 300, 400, 450])
    gains = np.array([0.0, 10, 12, 20, 15])

    plane = _Plane(costs[:, None].repeat(9, 1), gains[:, None].repeat(9, 1), 0.95)
    ranked = {s.name: s for s in _ranked(names, "supported_victims", plane)}

    assert (ranked["D"].status, ranked["D"].by) == ("dominated", ("C",))
    assert ranked["B"].status == "extendedly dominated"
    assert ranked["B"].by == ("A", "C")
    assert ranked["B"].sure
    assert ranked["D"].sure
    assert ranked["A"].ratio == pytest.approx(10)
    assert ranked["C"].ratio == pytest.approx(30)


def test_a_plan_is_surely_dominated_only_where_intervals_say_so():
    chance = np.random.default_rng(1).normal(size=(2, 3, 100))
    names = ("none", "near", "far")
    costs = np.array([[0.0], [-0.05], [3]]) + chance[0]
    gains = np.array([[0.0], [0.05], [-2]]) + chance[1]

    plane = _Plane(costs, gains, 0.95)
    ranked = {s.name: s for s in _ranked(names, "closure_days", plane)}

    assert (ranked["none"].by, ranked["none"].sure) == (("near",), False)
    assert ranked["far"].sure


def test_extended_dominance_is_sure_only_where_a_mixture_surely_is_better():
    chance = np.random.default_rng(2).normal(size=(2, 3, 100))
    names = ("none", "half", "all")
    gains = np.array([[0.0], [5], [10]]) + chance[1]

    def of(cost):
        costs = np.array([[0.0], [cost], [100]]) + 3 * chance[0]
        plane = _Plane(costs, gains, 0.95)
        ranked = {s.name: s for s in _ranked(names, "closure_days", plane)}
        return ranked["half"]

    assert of(80).sure
    assert of(80).by == ("none", "all")
    assert of(54).status == "extendedly dominated"
    assert not of(54).sure


def test_a_stated_price_gives_net_benefit(found):
    later = next(b for b in found.economics.benefits if b.variant == "later")
    trade = next(
        t
        for t in found.economics.trades
        if (t.variant, t.effect) == ("later", "closure_days")
    )

    expected = 50 * trade.gain.value - trade.cost.value
    assert later.estimate.value == pytest.approx(expected)


def test_at_no_price_the_cheapest_is_best_and_shares_add_up(found):
    for prices, shares in found.economics.acceptable.values():
        assert prices[0] == 0
        assert shares[:2].sum(axis=0) == pytest.approx(1)


def test_plans_that_tie_are_best_together(found):
    costs = np.array([[12.0] * 3, [12.0] * 3, [21.0] * 3])
    gains = np.array([[0.0, 0, 0], [0, 0, 0], [1, 1, 1]])

    prices, shares = acceptable(costs, gains, seed=1, dearest=9.0, stated=10.0)

    at = int(np.flatnonzero(prices == 9)[0])
    assert shares[:, 0].tolist() == [1, 1, 0]
    assert shares[:, at].tolist() == [1, 1, 1]
    assert shares[:, -1].tolist() == [0, 0, 1]
    for base, _, again in (each for _, each in found.economics.acceptable.values()):
        assert (base == again).all()


def test_shares_of_the_best_plan_come_near_those_of_the_normal_law():
    gap = np.random.default_rng(4).normal(0.1, 1.0, 100)
    costs = np.stack([np.zeros(100), np.full(100, 1.0)])
    gains = np.stack([np.zeros(100), gap])

    prices, shares = acceptable(costs, gains, seed=1, dearest=0, stated=50.0)

    error = gap.std() / 10
    expected = norm.sf(1 / prices[1:], gap.mean(), error)
    assert SAMPLES == 2_000
    assert np.abs(shares[1, 1:] - expected).max() < 1.5 * ERROR


def test_curves_that_cross_at_low_prices_are_drawn_where_they_cross():
    rng = np.random.default_rng(4)
    costs = np.stack([np.zeros(100), rng.normal(-0.3, 4.0, 100)])
    gains = np.stack([np.zeros(100), rng.normal(10, 20, 100)])

    prices, shares = acceptable(costs, gains, seed=1, dearest=0, stated=0)

    assert prices[-1] < 1
    assert shares[1, 0] < 0.97 < shares[1, -1]


def test_the_base_is_named_first_among_those_that_dominate():
    names = ("base", "cheap and poor", "half")
    gains = np.array([[10.0], [5], [4]]).repeat(9, 1)
    costs = np.array([[2.0], [1], [3]]).repeat(9, 1)

    ranked = {s.name: s for s in _ranked(names, "x", _Plane(costs, gains, 0.95))}

    assert ranked["half"].by == ("base",)
    assert ranked["base"].after == "cheap and poor"


def test_the_price_of_a_step_has_fiellers_interval():
    rng = np.random.default_rng(4)
    costs, gains = (rng.normal(size=(2, 50)) + np.array([[0.0], [5]]) for _ in "cg")
    gains -= gains[0]

    ranked = _ranked(("base", "more"), "x", _Plane(costs, gains, 0.95))

    known = paired.quotient(costs[1] - costs[0], gains[1], 0.95)
    told = ranked[1]
    assert (told.ratio, told.ratio_low, told.ratio_high) == (
        known.value,
        known.low,
        known.high,
    )
