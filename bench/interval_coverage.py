"""How often intervals hold the truth: every kind, on models whose truth is known.

``python bench/interval_coverage.py [--trials 4000]`` draws replications from simple
laws, works out each interval as the program does, counts how often it holds the
truth and writes the table of docs/background/intervals.md.
"""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
from scipy.special import gammaincinv

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.experiment import intervals, paired  # noqa: E402
from sim.experiment.asking import Condition, Quantity  # noqa: E402
from sim.experiment.comparing import _weighted_quantiles  # noqa: E402
from sim.experiment.contributions import _pseudo  # noqa: E402
from sim.experiment.curve import Point  # noqa: E402
from sim.experiment.estimate import Estimate  # noqa: E402
from sim.experiment.finding import search  # noqa: E402
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
}
ONE_BY_ONE = {quantile, ninetieth, paired_quantile, quotient, crossing, relied_on}


def main():
    """Measure, print and write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=4000)
    trials = parser.parse_args().trials
    sizes = (50, 200, 1000)
    rows = [["kind of interval", *(f"{n:,} replications" for n in sizes)], ["---"] * 4]
    for name, kind in KINDS.items():
        rng = np.random.default_rng([ord(letter) for letter in name])
        many = min(trials, FEW * 5) if kind in ONE_BY_ONE else trials
        held = [f"{100 * kind(rng, n, many):.1f} %" for n in sizes]
        rows.append([name, *held])
        print(*rows[-1], sep="  ")
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    page = PAGE.read_text(encoding="utf-8")
    marks = "<!-- measured: coverage -->\n\n", "\n\n<!-- end -->"
    inside = re.escape(marks[0]) + r".*?" + re.escape(marks[1])
    text = marks[0] + table + marks[1]
    PAGE.write_text(re.sub(inside, lambda _: text, page, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
