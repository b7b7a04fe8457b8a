"""Every kind of interval, put to a law whose truth is known.

Each function draws replications so many times, works out the interval as the program
does and returns the share of trials in which it held the truth.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.special import gammaincinv

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.experiment import intervals, paired  # noqa: E402
from sim.experiment.allocating import _judged  # noqa: E402
from sim.experiment.arena import Candidate, Goal  # noqa: E402
from sim.experiment.asking import Condition, Quantity  # noqa: E402
from sim.experiment.comparing import _weighted_quantiles  # noqa: E402
from sim.experiment.contributions import _pseudo  # noqa: E402
from sim.experiment.curve import Point  # noqa: E402
from sim.experiment.estimate import Estimate  # noqa: E402
from sim.experiment.finding import search  # noqa: E402
from sim.experiment.splits import Spending  # noqa: E402
from sim.experiment.waiting import resampled  # noqa: E402
from sim.measures.registry import measure  # noqa: E402


def covered(bounds, truth):
    """Return the share of trials whose interval holds the truth."""
    return float(np.mean((bounds.low <= truth) & (truth <= bounds.high)))


def people_and_cost(rng, replications, trials, *, people=25.0, each=2_000.0):
    """People come by a Poisson law; cost is fixed, by head, and by chance (skewed)."""
    came = rng.poisson(people, (replications, trials)).astype(float)
    chance = rng.gamma(2.0, 5_000.0, (replications, trials))
    return came, 60_000.0 + each * came + chance


def mean(rng, replications, trials):
    days = rng.gamma(0.5, 20.0, (replications, trials))  # many years with hardly any
    return covered(intervals.mean(days), 10.0)


def skewed_ratio(rng, replications, trials):
    """Days closed per person: nought in two of three years."""
    came = rng.poisson(25.0, (replications, trials)).astype(float)
    closed = rng.random(came.shape) < 1 / 3
    days = closed * rng.exponential(15.0, came.shape)
    return covered(intervals.ratio(days, came), 5.0 / 25.0)


def ratio(rng, replications, trials):
    came, cost = people_and_cost(rng, replications, trials)
    return covered(intervals.ratio(cost, came), 120_000.0 / 25.0)


def probability(rng, replications, trials):
    flags = rng.random((replications, trials)) < 0.30
    return covered(intervals.probability(flags), 0.30)


def rare(rng, replications, trials):
    flags = rng.random((replications, trials)) < 0.05
    return covered(intervals.probability(flags), 0.05)


def quantile(rng, replications, trials):
    return _of_gamma(rng, replications, trials, 0.5)


def ninetieth(rng, replications, trials):
    return _of_gamma(rng, replications, trials, 0.9)


def _of_gamma(rng, replications, trials, level):
    truth = 10.0 * gammaincinv(2.0, level)
    found = [
        intervals.quantile(rng.gamma(2.0, 10.0, replications), level)
        for _ in range(trials)
    ]
    return float(np.mean([each.low <= truth <= each.high for each in found]))


def paired_mean(rng, replications, trials):
    common = rng.gamma(0.5, 20.0, (replications, trials))
    gain = common * rng.random((replications, trials)) * 0.4
    return covered(paired.difference(common, common - gain), -2.0)


def paired_rarely(rng, replications, trials):
    """Two plans that differ in a fifth of the years, mostly but not always for good."""
    days = rng.exponential(10.0, (replications, trials))
    sign = np.where(rng.random(days.shape) < 0.8, -1.0, 1.0)
    gap = days * sign * (rng.random(days.shape) < 0.2)
    return covered(paired.difference(np.zeros_like(gap), gap), -1.2)


def paired_ratio(rng, replications, trials):
    came, cost = people_and_cost(rng, replications, trials)
    more = came + rng.poisson(2.0, came.shape)
    dearer = cost + 1_000.0 * (more - came)
    base, variant = (
        _pseudo(*_left_out(t, b)) for t, b in ((cost, came), (dearer, more))
    )
    truth = 122_000.0 / 27.0 - 120_000.0 / 25.0
    value = dearer.sum(0) / more.sum(0) - cost.sum(0) / came.sum(0)
    return covered(paired.difference(base, variant).around(value), truth)


def _left_out(tops, bottoms):
    top, bottom = tops.sum(0), bottoms.sum(0)
    return top / bottom, (top - tops) / (bottom - bottoms)


def paired_probability(rng, replications, trials):
    luck = rng.random((replications, trials))
    bounds = paired.difference_of_probabilities(luck < 0.20, luck < 0.15)
    return covered(bounds, -0.05)


def paired_quantile(rng, replications, trials):
    truth = 0.8 * 10.0 * gammaincinv(2.0, 0.5) - 10.0 * gammaincinv(2.0, 0.5)
    draws = np.vstack(
        [np.ones((1, replications), np.int64), resampled(replications, 1)]
    )
    held = 0
    for _ in range(trials):
        base = rng.gamma(2.0, 10.0, replications)
        a, b = (_weighted_quantiles(v, draws, 0.5) for v in (base, 0.8 * base))
        bounds = paired.from_bootstrap(b[0] - a[0], b[1:] - a[1:])
        held += bool(bounds.low <= truth <= bounds.high)
    return held / trials


def quotient(rng, replications, trials):
    held = 0
    for _ in range(trials):
        gain = rng.poisson(3.0, replications) - rng.poisson(1.0, replications)
        cost = 500.0 * gain + rng.gamma(2.0, 1_000.0, replications)
        found = paired.quotient(cost, gain.astype(float))
        held += bool(found.low <= 1_500.0 <= found.high)
    return held / trials


def crossing(rng, replications, trials):
    return _falling(rng, replications, trials)[0]


def relied_on(rng, replications, trials):
    return _falling(rng, replications, trials)[1]


def _falling(rng, replications, trials):
    """Search where a chance of closure that falls with a reserve meets 10 %."""
    chances = 0.4 * np.exp(-np.arange(101) / 25.0)
    condition = Condition(Quantity(measure("closure_probability")), "<=", 0.10, "")

    def drawn():
        luck = rng.random(replications)
        return lambda place: (luck < chances[place]).astype(float)

    return _found(condition, chances, drawn, trials)


def reserve(rng, replications, trials):
    return _reserve(rng, replications, trials)[0]


def reserve_relied_on(rng, replications, trials):
    return _reserve(rng, replications, trials)[1]


def _reserve(rng, replications, trials):
    """Search the reserve that leaves a mean shortage of 1, need being exponential.

    The newsvendor's closed form: what a reserve r leaves is 10·exp(-r/10).
    """
    reserves = np.linspace(0.0, 50.0, 101)
    condition = Condition(Quantity(measure("closure_days")), "<=", 1.0, "")

    def drawn():
        need = rng.exponential(10.0, replications)
        return lambda place: np.maximum(need - reserves[place], 0.0)

    return _found(condition, 10.0 * np.exp(-reserves / 10.0), drawn, trials)


def _found(condition, means, drawn, trials):
    """Return how often a search holds where means meet a bound, and is right to rely.

    ``drawn`` draws the luck of one trial and returns what each replication says at a
    place.
    """
    truth = int(np.argmax(means <= condition.bound))
    held = sure = 0
    for _ in range(trials):
        found = search(100, condition, _played(condition.quantity.measure, drawn()))
        low = -1 if found.low is None else found.low
        high = 101 if found.high is None else found.high
        held += low <= truth <= high
        sure += (101 if found.sure is None else found.sure) >= truth
    return held / trials, sure / trials


def _played(asked, said):
    """Return what a search plays, from what each replication says at a place."""

    def play(place):
        each = said(place)
        told = told_of(asked, intervals.mean(each[:, None]).at(0), len(each))
        return Point(at=(place,), settings={}, estimates=(told,), each=(each,))

    return play


def told_of(asked, bounds, replications):
    """Return an estimate of a measure."""
    return Estimate(
        measure=asked.name,
        value=float(bounds.value),
        low=float(bounds.low),
        high=float(bounds.high),
        interval="none",
        unit=asked.unit,
        replications=replications,
    )


class Drawn:
    """Plans whose replications are drawn, as what plays them has them."""

    def __init__(self, rows):
        self.rows = rows
        self.goal = Goal(((Quantity(measure("closure_days")), 1.0),))

    def candidate(self, number):
        told = self.goal.estimate(self.rows[number], "EUR")
        return Candidate(spending=Spending((number,), number), goal=told, kept=())

    def behind(self, plan, best, level):
        own, their = (self.rows[each.spending.price] for each in (best, plan))
        return self.goal.estimate(their - own, "EUR", level)


def named_best(rng, replications, trials):
    """Choose among ten plans, five of them close together, skewed, with common luck."""
    truth = np.array([10, 10.5, 11, 11, 12, 15, 16, 17, 18, 20.0])
    held = 0
    for _ in range(trials):
        common = rng.gamma(2.0, 4.0, replications)
        own = rng.gamma(1.0, 9.0, (len(truth), replications))
        arena = Drawn(truth[:, None] + common + own)
        best, tied, _ = _judged([arena.candidate(at) for at in range(10)], arena.behind)
        held += 0 in {
            each.spending.price for each in (best, *(r.candidate for r in tied))
        }
    return held / trials


KINDS = {
    "mean (skewness-adjusted t)": mean,
    "ratio of totals (jackknife)": ratio,
    "ratio of totals, nought in two of three years (jackknife)": skewed_ratio,
    "probability 30 % (Wilson)": probability,
    "probability 5 % (Wilson)": rare,
    "median (order statistics)": quantile,
    "90 % quantile (order statistics)": ninetieth,
    "paired difference of means (skewness-adjusted t)": paired_mean,
    "the same, of plans that seldom differ": paired_rarely,
    "paired difference of ratios (jackknife)": paired_ratio,
    "paired difference of probabilities (Bonett-Price)": paired_probability,
    "paired difference of medians (bootstrap)": paired_quantile,
    "cost of one more (Fieller)": quotient,
    "find: the turning point (exact bounds)": crossing,
    "find: the value to rely on (one-sided)": relied_on,
    "find: the reserve for a mean shortage (newsvendor)": reserve,
    "find: the reserve to rely on (one-sided)": reserve_relied_on,
    "allocate: the best is among those named (joint intervals)": named_best,
}
ONE_BY_ONE = {
    *(quantile, ninetieth, paired_quantile, quotient, crossing, relied_on, named_best),
    *(reserve, reserve_relied_on),
}
