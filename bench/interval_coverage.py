"""How often intervals hold the truth: every kind, on models whose truth is known.

``python bench/interval_coverage.py [--trials 4000]`` draws replications from simple
laws, works out each interval as the program does, counts how often it holds the
truth and writes the tables of docs/background/intervals.md: every kind of interval,
and means of skewed numbers, with how often these are marked as such.
"""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
from scipy.special import gammaincinv, stdtrit

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
from sim.experiment.skewness import enough_for  # noqa: E402
from sim.experiment.splits import Spending  # noqa: E402
from sim.experiment.waiting import resampled  # noqa: E402
from sim.measures.registry import measure  # noqa: E402

PAGE = ROOT / "docs/background/intervals.md"
FEW = 400
"""Trials of what is drawn one trial at a time."""


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
    truth = 10.0 * gammaincinv(2.0, 0.5)
    found = [
        intervals.quantile(rng.gamma(2.0, 10.0, replications), 0.5)
        for _ in range(trials)
    ]
    return float(np.mean([each.low <= truth <= each.high for each in found]))


def ninetieth(rng, replications, trials):
    truth = 10.0 * gammaincinv(2.0, 0.9)
    found = [
        intervals.quantile(rng.gamma(2.0, 10.0, replications), 0.9)
        for _ in range(trials)
    ]
    return float(np.mean([each.low <= truth <= each.high for each in found]))


def paired_mean(rng, replications, trials):
    common = rng.gamma(0.5, 20.0, (replications, trials))
    gain = common * rng.random((replications, trials)) * 0.4
    return covered(paired.difference(common, common - gain), -2.0)


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
    return _found(rng, replications, trials)[0]


def relied_on(rng, replications, trials):
    return _found(rng, replications, trials)[1]


def _found(rng, replications, trials):
    """Search where a chance of closure that falls with a reserve meets 10 %."""
    chances = 0.4 * np.exp(-np.arange(101) / 25.0)
    truth = int(np.argmax(chances <= 0.10))
    condition = Condition(Quantity(measure("closure_probability")), "<=", 0.10, "")
    held = sure = 0
    for _ in range(trials):
        luck = rng.random(replications)

        def play(place, luck=luck):
            each = (luck < chances[place]).astype(float)
            told = Estimate(
                measure="closure_probability",
                value=float(each.mean()),
                low=None,
                high=None,
                interval="none",
                unit="probability",
                replications=len(each),
            )
            return Point(at=(place,), settings={}, estimates=(told,), each=(each,))

        found = search(100, condition, play)
        low = -1 if found.low is None else found.low
        high = 101 if found.high is None else found.high
        held += low <= truth <= high
        sure += (101 if found.sure is None else found.sure) >= truth
    return held / trials, sure / trials


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
    "mean (t)": mean,
    "ratio of totals (jackknife)": ratio,
    "probability 30 % (Wilson)": probability,
    "probability 5 % (Wilson)": rare,
    "median (order statistics)": quantile,
    "90 % quantile (order statistics)": ninetieth,
    "paired difference of means (t)": paired_mean,
    "paired difference of ratios (jackknife)": paired_ratio,
    "paired difference of probabilities (Bonett-Price)": paired_probability,
    "paired difference of medians (bootstrap)": paired_quantile,
    "cost of one more (Fieller)": quotient,
    "find: the turning point (exact bounds)": crossing,
    "find: the value to rely on (one-sided)": relied_on,
    "allocate: the best is among those named (joint t)": named_best,
}
ONE_BY_ONE = {
    *(quantile, ninetieth, paired_quantile, quotient, crossing, relied_on, named_best)
}


def rarely(chance):
    """Return what draws a number that is nought but for a share of the years."""

    def draw(rng, shape):
        return (rng.random(shape) < chance) * rng.exponential(10.0, shape)

    return draw


SKEWED = {
    "people who come (Poisson, mean 4)": (lambda r, s: 1.0 * r.poisson(4.0, s), 4.0),
    "costs (gamma, shape 2)": (lambda r, s: r.gamma(2.0, 5.0, s), 10.0),
    "waits (exponential)": (lambda r, s: r.exponential(10.0, s), 10.0),
    "days closed (gamma, shape 0.5)": (lambda r, s: r.gamma(0.5, 20.0, s), 10.0),
    "nought in 80 of 100 years": (rarely(0.20), 2.0),
    "nought in 93 of 100 years": (rarely(0.07), 0.7),
    "damage (lognormal, σ = 1)": (lambda r, s: np.exp(r.normal(size=s)), np.exp(0.5)),
}
"""Laws of what is counted, the least skewed first, and their means."""
SIZES = (50, 200, 1000)


def hall(counts):
    """Return the interval of Hall's transformation, and its width over that of t.

    Hall, Journal of the Royal Statistical Society B 54, 1992: a cubic in the t
    statistic that takes its skewness away, turned back.
    """
    n = len(counts)
    bounds, value = intervals.mean(counts), counts.mean(0)
    error = counts.std(0, ddof=1) / np.sqrt(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = ((counts - value) ** 3).mean(0) / counts.std(0) ** 3 / np.sqrt(n)

        def turned(quantile):
            return 3 / skew * (np.cbrt(1 + skew * (quantile - skew / 6)) - 1)

        t = stdtrit(n - 1, 0.975)
        low, high = value - error * turned(t), value - error * turned(-t)
    width = np.nanmean(high - low) / np.nanmean(bounds.high - bounds.low)
    return intervals.Bounds(value, low, high), width


def skewed(trials):
    """Yield the rows of the table of skewed numbers."""
    yield ["what is counted", *(f"{n:,} replications" for n in SIZES), "Hall at 50"]
    yield ["---"] * 5
    for name, (draw, truth) in SKEWED.items():
        rng = np.random.default_rng([ord(letter) for letter in name])
        cells = []
        for n in SIZES:
            counts = draw(rng, (n, trials))
            held = covered(intervals.mean(counts), truth)
            marked = float((enough_for(counts) > 0).mean())
            cells.append(f"{100 * held:.1f} %, marked in {100 * marked:.0f} %")
            if n == SIZES[0]:
                other, width = hall(counts)
                by_hall = f"{100 * covered(other, truth):.1f} %, {width:.1f} times wide"
        yield [name, *cells, by_hall]


def kinds(trials):
    """Yield the rows of the table of every kind of interval."""
    yield ["kind of interval", *(f"{n:,} replications" for n in SIZES)]
    yield ["---"] * 4
    for name, kind in KINDS.items():
        rng = np.random.default_rng([ord(letter) for letter in name])
        many = min(trials, FEW * 5) if kind in ONE_BY_ONE else trials
        yield [name, *(f"{100 * kind(rng, n, many):.1f} %" for n in SIZES)]


def write(mark, rows):
    """Print a table and put it where the page has a mark."""
    told = []
    for row in rows:
        told.append(f"| {' | '.join(row)} |")
        print(told[-1])
    page = PAGE.read_text(encoding="utf-8")
    marks = f"<!-- measured: {mark} -->\n\n", "\n\n<!-- end -->"
    inside = re.escape(marks[0]) + r".*?" + re.escape(marks[1])
    text = marks[0] + "\n".join(told) + marks[1]
    PAGE.write_text(re.sub(inside, lambda _: text, page, flags=re.DOTALL), "utf-8")


def main():
    """Measure, print and write the tables."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=4000)
    trials = parser.parse_args().trials
    write("skewed", skewed(trials))
    write("coverage", kinds(trials))


if __name__ == "__main__":
    main()
