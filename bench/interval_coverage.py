"""How often intervals hold the truth: every kind, on models whose truth is known.

``python bench/interval_coverage.py [--trials 20000]`` draws replications from simple
laws, works out each interval as the program does, counts how often it holds the
truth and writes the tables of docs/background/intervals.md: every kind of interval,
and means of skewed numbers, with how often these are marked as such, how often the
interval of t alone would hold, and how much wider the other is.
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
ONE_AT_A_TIME = 2000
"""Trials of what is drawn one trial at a time."""
AT_ONCE = 2000
"""Trials of the rest, at once: that many fit into memory."""


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


def reserve(rng, replications, trials):
    return _reserve(rng, replications, trials)[0]


def reserve_relied_on(rng, replications, trials):
    return _reserve(rng, replications, trials)[1]


def _reserve(rng, replications, trials):
    """Search the reserve that leaves a mean shortage of 1, need being exponential.

    The newsvendor's closed form: what a reserve r leaves is 10·exp(-r/10).
    """
    reserves = np.linspace(0.0, 50.0, 101)
    truth = int(np.argmax(10.0 * np.exp(-reserves / 10.0) <= 1.0))
    condition = Condition(Quantity(measure("closure_days")), "<=", 1.0, "")
    held = sure = 0
    for _ in range(trials):
        need = rng.exponential(10.0, replications)

        def play(place, need=need):
            each = np.maximum(need - reserves[place], 0.0)
            told = Estimate(
                measure="closure_days",
                value=float(each.mean()),
                low=None,
                high=None,
                interval="none",
                unit="shelter-days",
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
BEYOND = {
    "nought in 93 of 100 years": SKEWED["nought in 93 of 100 years"],
    "nought in 98 of 100 years": (rarely(0.02), 0.2),
    "damage (lognormal, σ = 1.5)": (
        lambda r, s: np.exp(1.5 * r.normal(size=s)),
        np.exp(1.125),
    ),
    "a difference, none in 93 of 100 years, better in 4 of 5 others": (
        lambda r, s: rarely(0.07)(r, s) * np.where(r.random(s) < 0.8, 1.0, -1.0),
        0.07 * 10.0 * 0.6,
    ),
}
"""Laws for which few replications are too few, whatever the interval."""
SIZES = (50, 200, 1000)


def by_t_alone(counts):
    """Return the t intervals of means, as if nothing were skewed."""
    n, value = len(counts), counts.mean(0)
    half = stdtrit(n - 1, 0.975) * counts.std(0, ddof=1) / np.sqrt(n)
    return intervals.Bounds(value, value - half, value + half)


def skewed(trials):
    """Yield the rows of the table of skewed numbers."""
    sizes = [f"{n:,} replications" for n in SIZES]
    yield ["what is counted", *sizes, "t alone at 50", "width at 50"]
    yield ["---"] * 6
    for name, (draw, truth) in SKEWED.items():
        rng = np.random.default_rng([ord(letter) for letter in name])
        cells = []
        for n in SIZES:
            found = np.mean(
                [
                    _held(draw(rng, (n, AT_ONCE)), truth)
                    for _ in range(-(-trials // AT_ONCE))
                ],
                axis=0,
            )
            held, marked, alone, wider = found.tolist()
            cells.append(f"{100 * held:.1f} %, marked in {100 * marked:.0f} %")
            if n == SIZES[0]:
                beside = [f"{100 * alone:.1f} %", f"{wider:.2f} times"]
        yield [name, *cells, *beside]


def beyond(trials):
    """Yield the rows of the table of what few replications cannot tell."""
    yield ["what is counted", *(f"{n:,} replications" for n in SIZES)]
    yield ["---"] * 4
    for name, (draw, truth) in BEYOND.items():
        rng = np.random.default_rng([ord(letter) for letter in name])
        cells = []
        for n in SIZES:
            found = [
                _seen(draw(rng, (n, AT_ONCE)), truth) for _ in range(trials // AT_ONCE)
            ]
            held, nothing = np.mean(found, axis=0).tolist()
            cells.append(f"{100 * held:.1f} %, nothing seen in {100 * nothing:.1f} %")
        yield [name, *cells]


def _seen(counts, truth):
    """Return how often the interval holds, and how often nothing happened at all."""
    nothing = 1 - counts.any(axis=0).mean()
    return covered(intervals.mean(counts), truth), nothing


def _held(counts, truth):
    """Return four shares: it holds, it is marked, t alone holds; and how wide it is."""
    told, alone = intervals.mean(counts), by_t_alone(counts)
    wide, narrow = (np.median(each.high - each.low) for each in (told, alone))
    marked = (enough_for(counts) > 0).mean()
    return covered(told, truth), marked, covered(alone, truth), wide / narrow


def kinds(trials):
    """Yield the rows of the table of every kind of interval."""
    yield ["kind of interval", "trials", *(f"{n:,} replications" for n in SIZES)]
    yield ["---"] * 5
    for name, kind in KINDS.items():
        rng = np.random.default_rng([ord(letter) for letter in name])
        many = min(trials, ONE_AT_A_TIME) if kind in ONE_BY_ONE else trials
        parts = -(-many // AT_ONCE)
        shares = (
            np.mean([kind(rng, n, min(many, AT_ONCE)) for _ in range(parts)])
            for n in SIZES
        )
        yield [name, f"{many:,}", *(f"{100 * share:.1f} %" for share in shares)]


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
    parser.add_argument("--trials", type=int, default=20_000)
    trials = parser.parse_args().trials
    write("beyond", beyond(trials))
    write("skewed", skewed(trials))
    write("coverage", kinds(trials))


if __name__ == "__main__":
    main()
