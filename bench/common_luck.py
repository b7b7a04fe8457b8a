"""What common random numbers save: two changes of a plan as it stands, three measures.

``python bench/common_luck.py [--replications 2000]`` plays Kosovo 2021 as its file
stands, with the call one month later, and with a tenth more people referred, all with
the same luck.  It prints how many times more replications independent luck would have
needed, with a 95 % interval, and writes the tables of docs/background/randomness.md
and docs/guides/compare.md.
"""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.experiment.luck import Luck  # noqa: E402
from sim.experiment.skewness import reaches  # noqa: E402
from sim.measures.registry import measure  # noqa: E402
from sim.scenario import opened  # noqa: E402

PAGES = "docs/background/randomness.md", "docs/guides/compare.md"
SCENARIO = ROOT / "scenarios/kosovo-2021.yaml"
MEASURES = {
    "closure_days": "closure days",
    "unmet_bed_nights": "unmet nights",
    "costs": "cost",
}
CALL = "funding.ministry.call.late"
AS_IT_IS = "{months: {0: 0.20, 1: 0.40, 2: 0.28, 3: 0.12}}"
CHANGES = {
    "the call one month later": {
        CALL: "{months: {0: null, 1: 0.20, 2: 0.40, 3: 0.28, 4: 0.12}}"
    },
    "a tenth more arrivals": {
        f"referrals.{stream}.changes": "{2021-01-01: 1.1 times}"
        for stream in ("identified", "at_risk")
    },
}


def rows(replications):
    """Yield a row a change."""
    draft = opened(SCENARIO)
    base = draft.scenario({})
    assert {s.path: s.text for s in base.settings}[CALL] == AS_IT_IS
    with Luck(1) as luck:
        before = luck.play(base, replications).tallied
        for change, put in CHANGES.items():
            after = luck.play(draft.scenario(put), replications).tallied
            yield [change, *cells(before, after)]


def cells(before, after):
    """Yield for each measure how many times more independent luck would need."""
    for name in MEASURES:
        asked = measure(name)
        base, variant = (t.contributions(asked).each[:, 0] for t in (before, after))
        yield told(base, variant)


def told(base, variant):
    """Tell the quotient of variances with its interval, and how many years differ."""
    differ = f"differs in {100 * np.mean(base != variant):.0f} of 100"
    if not (base != variant).any():
        return "no year differs"
    value, low, high = saved(base, variant)
    return f"{_times(value)} ({_times(low)} to {_times(high)}), {differ}"


def _times(number):
    """Write a number with two figures, and thousands with a comma."""
    return f"{float(f'{number:.2g}'):,.10g}"


def saved(base, variant):
    """Return (s₁² + s₂²) / s²(difference) with the jackknife interval of its logarithm.

    A quotient below 1 would say that common luck does harm.
    """
    apart = sum(np.exp(logs_of_variance(each)) for each in (base, variant))
    logs = np.log(apart) - logs_of_variance(variant - base)
    n = len(base)
    below, above = reaches(-(n - 1) * logs[1:])
    return tuple(np.exp([logs[0], logs[0] - below, logs[0] + above]).tolist())


def logs_of_variance(each):
    """Return the log of a variance, and then with each replication left out."""
    n = len(each)
    squares = (each - each.mean()) ** 2
    left = (squares.sum() - squares * n / (n - 1)) / (n - 2)
    return np.log(np.r_[squares.sum() / (n - 1), left])


def main():
    """Measure, print and write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=2000)
    replications = parser.parse_args().replications
    head = ["change", *MEASURES.values()]
    lines = []
    for row in (head, ["---"] * 4, *rows(replications)):
        lines.append(f"| {' | '.join(row)} |")
        print(lines[-1], flush=True)
    lines += ["", f"Kosovo 2021, {replications:,} replications each, seed 1."]
    print(lines[-1])
    marks = "<!-- measured: common luck -->\n\n", "\n\n<!-- end -->"
    inside = re.escape(marks[0]) + r".*?" + re.escape(marks[1])
    text = marks[0] + "\n".join(lines) + marks[1]
    for name in PAGES:
        page = (ROOT / name).read_text(encoding="utf-8")
        page = re.sub(inside, lambda _: text, page, flags=re.DOTALL)
        (ROOT / name).write_text(page, "utf-8")


if __name__ == "__main__":
    main()
