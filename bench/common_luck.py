"""What common random numbers save: two changes of Kosovo 2021, three measures.

``python bench/common_luck.py [--replications 400]`` measures it and writes the
table of docs/guides/compare.md.
"""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.experiment.comparing import compare  # noqa: E402
from sim.scenario import opened  # noqa: E402

PAGE = ROOT / "docs/guides/compare.md"
MEASURES = ("closure_days", "unmet_bed_nights", "costs")
MORE = {
    f"referrals.{stream}.changes": "{2021-01-01: 1.1 times}"
    for stream in ("identified", "at_risk")
}
CHANGES = {
    "the call two months late instead of one": (
        {"funding.ministry.call.late": "1 month"},
        {"funding.ministry.call.late": "2 months"},
    ),
    "the call three months late instead of two": (
        {"funding.ministry.call.late": "2 months"},
        {"funding.ministry.call.late": "3 months"},
    ),
    "a tenth more arrivals": ({}, MORE),
}


def measured(replications):
    """Yield a row a change."""
    draft = opened(ROOT / "scenarios/kosovo-2021.yaml")
    for name, (before, after) in CHANGES.items():
        found = compare(
            [draft.scenario(before), draft.scenario(after)],
            names=("base", "variant"),
            replications=replications,
        )
        told = [found.difference("variant", measure).reduction for measure in MEASURES]
        yield (name, *(_times(each) for each in told))


def _times(reduction):
    if reduction is None:
        return "no shelter closed"
    return "over 1,000" if reduction > 1000 else f"{reduction:.2g}"


def main():
    """Measure, print and write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=400)
    replications = parser.parse_args().replications
    rows = [
        ("change", "closure days", "unmet nights", "cost"),
        ("---",) * 4,
        *measured(replications),
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    print(table)
    page = PAGE.read_text(encoding="utf-8")
    marks = "<!-- measured: common luck -->\n\n", "\n\n<!-- end -->"
    inside = re.escape(marks[0]) + r".*?" + re.escape(marks[1])
    text = marks[0] + table + marks[1]
    PAGE.write_text(re.sub(inside, lambda _: text, page, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
