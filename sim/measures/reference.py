"""The reference page of measures, written from the registry."""

from sim.measures.closures import CLOSURE_MEASURES
from sim.measures.measure import Measure, Split
from sim.measures.money import MONEY_MEASURES
from sim.measures.support import SUPPORT_MEASURES
from sim.measures.tally import COUNTS, MONEY_COUNTS, key_of

__all__ = ["reference_page"]

_OPENING = """\
# Measures

Everything that `bednight run` reports, by the names used in `estimates.csv` and
`--json`. This page is written from the registry in `sim/measures/`; edit that.

Money is in the scenario's currency, accrued when bills fall due and not when they are
paid. A replication is the unit of doubt: every interval is a 95 % one over
replications, never over people or nights.

- **mean**: mean of a count over the replications, with a t interval that is longer
  on the side of a long tail (`skewness-adjusted t`), and beside it the range that holds
  95 of 100 single future periods.
- **ratio**: ratio of totals over all replications, with a jackknife interval.
- **probability**: share of replications, with a Wilson interval (Clopper-Pearson where
  it happened never or always).
- **quantile**: order statistic over replications, with order-statistic bounds.
- **wait quantile**: over all people of all replications, with a bootstrap of whole
  replications.
- **concentration**: sum of squared shares of the total, with a jackknife interval.

Where there was nothing to divide by, the value is empty and a note says so. Where a
mean or a ratio is the same in every replication, there is nothing to reckon an interval
from: both its ends are the value, its kind is `no spread`, and beside a mean of 0 a
note says that this does not mean never. A probability has a bound even then.

A household is one victim and takes a bed for everybody: victims are counted once,
nights for everybody. Someone who comes back is one victim, referred twice. A programme
without a bed (day centre, legal aid) has days and users of its own and is no shelter:
its places are no beds, its users are not supported by it. Its costs, its closures and
those it lets in or go count like any other's.
"""

_PARTS = (
    ("Shelters and closures", CLOSURE_MEASURES),
    ("People", SUPPORT_MEASURES),
    ("Money", MONEY_MEASURES),
)


_COUNTS = """\
## Counts

What `replications/*/counts.parquet` holds: one row for each replication, count and
cell, in whole numbers. A key that is empty stands for the whole: counts of distinct
persons do not add up to it. `cause` is a cause of refusal, the funder at fault, a cost
line, a stage of the pathway, a destination, or a compensation fund.

| count | split by | in |
|---|---|---|
"""


def reference_page() -> str:
    """Return the Markdown of ``docs/reference/measures.md``."""
    parts = [_OPENING]
    for title, measures in _PARTS:
        parts.append(f"## {title}\n")
        parts.extend(_entry(measure) for measure in measures)
    rows = (_row(name, axes) for name, axes in COUNTS.items())
    return "\n".join([*parts, _COUNTS]) + "".join(rows)


def _row(name: str, axes: tuple[str, ...]) -> str:
    """Return one count as a row of the table."""
    keys = ", ".join(key_of(axis) for axis in axes)
    unit = "whole numbers"
    if name in MONEY_COUNTS:
        unit = "minor units (cents)"
    elif name.endswith("_ticks"):
        unit = "ticks of 2⁻²⁰ day"
    return f"| `{name}` | {keys} | {unit} |\n"


def _entry(measure: Measure) -> str:
    """Return one measure as a heading, its meaning and its definition."""
    return (
        f"### `{measure.name}`\n\n"
        f"{measure.meaning}\n\n"
        f"- unit: {measure.unit}\n"
        f"- estimate: {_definition(measure)}\n"
        f"- by: {'; '.join(_split(split) for split in measure.by)}\n"
        f"- rules: {measure.rule}\n"
    )


def _definition(measure: Measure) -> str:
    text = f"{measure.kind} of `{measure.numerator}`"
    if measure.level is not None:
        text = f"{measure.level:.0%} {text}".replace("%", " %")
    if measure.denominator is not None:
        text += f" to `{measure.denominator}`"
    if measure.whole:
        text += f" of every {' and '.join(measure.whole)}"
    if measure.over == "day":
        text += ", divided by the days of the window"
    elif measure.over == "month":
        text += ", times the months of the window"
    return text


def _split(split: Split) -> str:
    return " and ".join(split) if split else "the whole system"
