"""A Measure divides: what is asked of a tally, and how it is to be doubted."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["BEDS", "CAUSED", "FUNDS", "HOUSED", "PEOPLE", "Kind", "Measure", "Split"]

Split = tuple[str, ...]
"""Keys by which a measure is split: among shelter, funder, group, year, cause."""

Kind = Literal[
    "mean",
    "ratio",
    "probability",
    "quantile",
    "wait quantile",
    "concentration",
]
"""What is done with the replications (SEMANTICS W7).

``mean`` of a count; ``ratio`` of totals; ``probability`` that a count is not 0;
``quantile`` of a count over those replications where it is not negative;
``wait quantile`` over all people of all replications; ``concentration``, the sum
of squared shares of the total.
"""

PEOPLE: tuple[Split, ...] = ((), ("group",), ("year",), ("group", "year"))
CAUSED: tuple[Split, ...] = ((), ("cause",), ("group",), ("year",), ("cause", "year"))
HOUSED: tuple[Split, ...] = (
    (),
    ("shelter",),
    ("group",),
    ("year",),
    ("shelter", "year"),
    ("shelter", "group"),
)
BEDS: tuple[Split, ...] = ((), ("shelter",), ("year",), ("shelter", "year"))
FUNDS: tuple[Split, ...] = (
    (),
    ("funder",),
    ("shelter",),
    ("year",),
    ("funder", "shelter"),
    ("funder", "year"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One question, with the two counts that answer it.

    Parameters
    ----------
    unit
        ``money`` stands for the scenario's currency.
    numerator, denominator
        Names of counts (:data:`sim.measures.tally.COUNTS`), and for a numerator
        of the form ``a - b`` their difference.
    by
        Every way in which the measure is split.
    rule
        The numbers of the rules that define it.
    over
        ``day``: divided by the days of the window; ``month``: times its months.
    whole
        Keys for which the denominator is not split.
    level
        The quantile asked for, as a share.
    """

    name: str
    unit: str
    meaning: str
    kind: Kind = "mean"
    numerator: str
    denominator: str | None = None
    by: tuple[Split, ...]
    rule: str
    over: Literal["day", "month"] | None = None
    whole: Split = ()
    level: float | None = None

    @property
    def counts(self) -> frozenset[str]:
        """Return the names of the counts that answer it."""
        terms = [self.numerator, *([self.denominator] if self.denominator else [])]
        names = {name for term in terms for name in term.split(" - ")}
        return frozenset(names | {"days"} if self.over else names)
