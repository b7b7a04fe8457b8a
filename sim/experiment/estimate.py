"""An Estimate admits doubt: a value, its interval, and what kind of interval it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal, SupportsFloat

__all__ = ["Estimate", "Interval", "few", "finite", "kind_of"]

FEW = "{played:,} replications are few for so skewed a measure: take {enough:,} or more"
ENOUGH = re.compile(r".* so skewed a measure: take ([0-9,]+) or more")

Interval = Literal[
    "skewness-adjusted t",
    "jackknife",
    "wilson",
    "clopper-pearson",
    "order statistics",
    "bootstrap",
    "bonett-price",
    "fieller",
    "no spread",
    "none",
]
"""The kinds of interval, by SEMANTICS W7; Bonett-Price and Fieller are of comparisons.

With *no spread* all replications say the same, so that there is nothing to reckon an
interval from; both its ends are the value.
"""

BY_SPREAD: tuple[Interval, ...] = ("skewness-adjusted t", "jackknife")
"""Intervals that are reckoned from how far replications differ, and from that alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What many replications say about one measure, with its doubt.

    Money is in whole units of the currency (euros, not cents).  ``low`` and
    ``high`` bound the 95 % confidence interval of ``value``;
    ``prediction_low`` and ``prediction_high`` bound 95 % of single future periods
    and exist only beside means.  Whatever is undefined (0/0, one replication) is
    None, never nan, and ``note`` says why.
    """

    measure: str
    by: Mapping[str, str] = field(default_factory=dict)
    value: float | None
    low: float | None
    high: float | None
    interval: Interval
    unit: str
    replications: int
    prediction_low: float | None = None
    prediction_high: float | None = None
    note: str | None = None

    @property
    def enough(self) -> int:
        """How many replications would be enough for so skewed a measure; else 0."""
        found = ENOUGH.fullmatch(self.note or "")
        return int(found[1].replace(",", "")) if found else 0

    def as_json(self) -> dict[str, object]:
        """Return the plain data of the ``--json`` contract."""
        plain: dict[str, object] = {
            "measure": self.measure,
            "by": dict(self.by),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "interval": self.interval,
            "unit": self.unit,
            "replications": self.replications,
        }
        if self.prediction_low is not None:
            plain["prediction_low"] = self.prediction_low
            plain["prediction_high"] = self.prediction_high
        if self.note is not None:
            plain["note"] = self.note
        return plain


def kind_of(kind: Interval, low: float | None, high: float | None) -> Interval:
    """Return what kind of interval it is, seen what was found of it.

    >>> kind_of("skewness-adjusted t", 0.0, 0.2), kind_of("jackknife", 3.0, 3.0)
    ('skewness-adjusted t', 'no spread')
    >>> kind_of("jackknife", None, None), kind_of("order statistics", 3.0, 3.0)
    ('none', 'order statistics')
    """
    if low is None and high is None:
        return "none"
    return "no spread" if kind in BY_SPREAD and low == high else kind


def finite(value: SupportsFloat) -> float | None:
    """Return a number, None where it is not defined.

    >>> finite(0.5), finite(float("nan"))
    (0.5, None)
    """
    number = float(value)
    return number if isfinite(number) else None


def few(played: int, enough: int) -> str | None:
    """Say that replications are few for a skewed measure; None where they are not."""
    return FEW.format(played=played, enough=enough) if enough else None
