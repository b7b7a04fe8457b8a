"""How often intervals hold the truth: every kind, on models whose truth is known.

``python bench/interval_coverage.py [--trials 20000] [--only until shares]`` draws
replications from simple laws, works out each interval as the program does, counts how
often it holds the truth and writes the tables of docs/background/intervals.md: every
kind of interval; means of skewed numbers, with how often these are marked as such, how
often the interval of t alone would hold, and how much wider the other is; runs that
end when they are precise; and the share of doubt that comes from not knowing.
"""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
from interval_kinds import KINDS, ONE_BY_ONE, covered, people_and_cost, told_of
from scipy.special import stdtrit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.experiment import intervals  # noqa: E402
from sim.experiment.precision import goals_in, stopping  # noqa: E402
from sim.experiment.skewness import enough_for  # noqa: E402
from sim.experiment.uncertainty import share_between  # noqa: E402
from sim.scenario import load  # noqa: E402

SCENARIO = ROOT / "scenarios/kosovo-2017.yaml"
PAGE = ROOT / "docs/background/intervals.md"
ONE_AT_A_TIME = 2000
"""Trials of what is drawn one trial at a time."""
AT_ONCE = 2000
"""Trials of the rest, at once: that many fit into memory."""


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


def by_totals(each):
    """Return the ratio of two columns of each replication."""
    return intervals.ratio(each[:, 0], each[:, 1])


def closed_days(rng, shape):
    return rng.gamma(0.5, 20.0, shape)


UNTIL = {
    "closure_probability ±5 points": (
        "30 % of years",
        lambda r, n: r.random(n) < 0.30,
        intervals.probability,
        0.30,
    ),
    "closure_probability ±1 point": (
        "5 % of years",
        lambda r, n: r.random(n) < 0.05,
        intervals.probability,
        0.05,
    ),
    "closure_days ±30 %": (
        "days closed (gamma, shape 0.5)",
        closed_days,
        intervals.mean,
        10.0,
    ),
    "freeze_days ±10 %": (
        "nought in 80 of 100 years",
        rarely(0.20),
        intervals.mean,
        2.0,
    ),
    "cost_per_supported_victim ±1 %": (
        "fixed, by head and by chance",
        lambda r, n: np.stack(people_and_cost(r, n, 1)[::-1], axis=1)[:, :, 0],
        by_totals,
        120_000.0 / 25.0,
    ),
}
"""What is asked for: the law in words, what draws it, its interval, and the truth."""
AT_MOST = 20_000


def until(trials):
    """Yield the rows of the table of runs that end when they are precise."""
    yield ["what is asked for", "of what", "holds", "replications"]
    yield ["---"] * 4
    scenario = load(SCENARIO)
    many = min(trials, ONE_AT_A_TIME)
    for text, (law, draw, interval, truth) in UNTIL.items():
        rng = np.random.default_rng([ord(letter) for letter in text])
        goals = goals_in(text)
        held, ends = 0, []
        for _ in range(many):
            bounds, end = _stopped(goals, scenario, draw(rng, AT_MOST), interval)
            held += bool(bounds.low <= truth <= bounds.high)
            ends.append(end)
        few, middle, many_more = np.quantile(ends, [0.05, 0.5, 0.95])
        yield [
            f"`{text}`",
            law,
            f"{100 * held / many:.1f} %",
            f"{middle:,.0f} ({few:,.0f} to {many_more:,.0f})",
        ]


def _stopped(goals, scenario, each, interval):
    """Return the interval where a run with these replications ends, and how many."""

    def look(replications):
        bounds = interval(each[:replications])
        return [told_of(goals[0].measure, bounds, replications)]

    end = stopping(goals, scenario, len(each), look).replications
    return interval(each[:end]), end


EFFECTS = {
    "even (normal)": lambda r, n: r.normal(0, 1, n),
    "bounded (a range)": lambda r, n: r.uniform(-(3**0.5), 3**0.5, n),
    "skewed (lognormal, σ = 1)": lambda r, n: (
        np.exp(r.normal(0, 1, n)) / ((np.e - 1) * np.e) ** 0.5
    ),
}
"""Laws of what is not known, of variance 1."""
SHARES = (0.05, 0.30, 0.80)
DRAWS = (16, 64, 256)
EACH = 20
"""Replications of a draw, as ``uncertainty`` has them."""


def shares(trials):
    """Yield the rows of the table of the share that comes from not knowing."""
    yield ["effects", "share", *(f"{n} draws" for n in DRAWS)]
    yield ["---"] * 5
    many = min(trials, ONE_AT_A_TIME)
    for name, effects in EFFECTS.items():
        for share in SHARES:
            rng = np.random.default_rng([ord(letter) for letter in f"{name}{share}"])
            chance = ((1 - share) / share) ** 0.5
            cells = []
            for n in DRAWS:
                found = [
                    share_between(
                        effects(rng, (n, 1))
                        + chance * (rng.exponential(1, (n, EACH)) - 1)
                    )
                    for _ in range(many)
                ]
                held = np.mean([each.low <= share <= each.high for each in found])
                wide = np.median([each.high - each.low for each in found])
                cells.append(f"{100 * held:.1f} %, {100 * wide:.0f} points wide")
            yield [name, f"{100 * share:.0f} %", *cells]


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


TABLES = {
    "beyond": beyond,
    "skewed": skewed,
    "coverage": kinds,
    "until": until,
    "shares": shares,
}


def main():
    """Measure, print and write the tables."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20_000)
    parser.add_argument("--only", choices=TABLES, nargs="+", default=[*TABLES])
    asked = parser.parse_args()
    for name in asked.only:
        write(name, TABLES[name](asked.trials))


if __name__ == "__main__":
    main()
