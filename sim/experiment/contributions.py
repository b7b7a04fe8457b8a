"""What each replication contributes to an estimate: the base of every comparison.

A mean is a mean of counts; a ratio of totals is none, but its jackknife
pseudo-values n·θ - (n - 1)·θ₋ᵢ are nearly independent, their mean estimates the
ratio and their t interval is the jackknife's (Tukey 1958; Miller, Biometrika 61,
1974).  So differences, trade-offs and shares of variance are worked out for every
measure in one way: replication by replication, on common random numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.experiment.parts import Parts
from sim.measures.frame import frame_of
from sim.measures.measure import Measure, Split
from sim.scenario.plan import Scenario

__all__ = ["SMOOTH", "Contributions", "Tallied"]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMOOTH = ("mean", "ratio", "probability", "concentration")
"""The kinds of measure that replications contribute to one by one; quantiles jump."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """One measure in one split, replication by replication, in the measure's unit.

    ``value`` (cells,) is the estimate; ``each`` (R, cells) are the pseudo-values,
    which are the counts themselves for a mean and 0 or 1 for a probability;
    ``own`` (R, cells) is what a replication alone would say, nan where it has
    nothing to divide by.
    """

    cells: tuple[Mapping[str, str], ...]
    value: Floats
    each: Floats
    own: Floats


class Tallied:
    """Tallies of R replications of one scenario, ready to be asked."""

    def __init__(self, scenario: Scenario, counts: Mapping[str, Ints]) -> None:
        self.scenario = scenario
        self.counts = counts
        self.frame = frame_of(scenario)
        self.parts = Parts(self.frame, counts)
        self.replications = len(next(iter(counts.values())))

    def cells(self, measure: Measure, split: Split) -> tuple[Mapping[str, str], ...]:
        """Return the keys of every cell of a split, in order."""
        labels = (self.parts.labels(measure, key) for key in split)
        return tuple(dict(zip(split, cell, strict=True)) for cell in product(*labels))

    def contributions(self, measure: Measure, split: Split = ()) -> Contributions:
        """Return what each replication contributes to one measure.

        Raises
        ------
        ValueError
            For a quantile, to which replications do not contribute one by one.
        """
        cells = self.cells(measure, split)
        if measure.kind == "ratio":
            value, each, own = self._ratios(measure, split, len(cells))
        elif measure.kind == "concentration":
            value, each, own = self._concentrations(measure, split, len(cells))
        elif measure.kind in SMOOTH:
            each = self.term(measure, measure.numerator, split, len(cells))
            if measure.kind == "probability":
                each = (each > 0).astype(np.float64)
            else:
                each = each / self.divisor(measure, split, len(cells))
            value, own = each.mean(axis=0), each
        else:
            raise ValueError(f"{measure.name} is a quantile")
        return Contributions(cells=cells, value=value, each=each, own=own)

    def term(
        self,
        measure: Measure,
        term: str,
        split: Split,
        cells: int,
        whole: Split = (),
    ) -> Floats:
        """Return a count of a measure as (R, cells)."""
        lengths = [len(self.parts.labels(measure, key)) for key in split]
        counts = self.parts.term(term, split, whole)
        shape = (self.replications, *lengths)
        return np.broadcast_to(counts, shape).reshape(self.replications, cells)

    def divisor(self, measure: Measure, split: Split, cells: int) -> Floats:
        """Return by what each cell is divided to be in the measure's unit."""
        lengths = [len(self.parts.labels(measure, key)) for key in split]
        divisor = self.parts.divisor(measure, split)
        return np.broadcast_to(divisor, lengths).reshape(cells)

    def _ratios(
        self, measure: Measure, split: Split, cells: int
    ) -> tuple[Floats, Floats, Floats]:
        assert measure.denominator is not None
        tops = self.term(measure, measure.numerator, split, cells)
        bottoms = self.term(measure, measure.denominator, split, cells, measure.whole)
        divisor = self.divisor(measure, split, cells)
        top, bottom = tops.sum(axis=0), bottoms.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(bottom == 0, np.nan, top / bottom)
            left = bottom - bottoms
            without = np.where(left == 0, np.nan, (top - tops) / left)
            own = np.where(bottoms == 0, np.nan, tops / bottoms)
        each = _pseudo(value, without)
        return value / divisor, each / divisor, own / divisor

    def _concentrations(
        self, measure: Measure, split: Split, cells: int
    ) -> tuple[Floats, Floats, Floats]:
        parts = self.parts.term(measure.numerator, ("funder", *split))
        parts = parts.reshape(self.replications, parts.shape[1], cells)
        totals = parts.sum(axis=0)
        value = _squared_shares(totals, axis=0)
        each = _pseudo(value, _squared_shares(totals - parts, axis=1))
        return value, each, _squared_shares(parts, axis=1)


def _pseudo(value: Floats, without: Floats) -> Floats:
    """Return pseudo-values from the estimates with one replication left out.

    What agrees to 12 figures is the same: rounding is no doubt.
    """
    n = len(without)
    if n == 1:
        return np.broadcast_to(value, without.shape)
    centre = without.mean(axis=0)
    same = np.abs(without - centre) <= 1e-12 * np.abs(centre)
    found: Floats = n * value - (n - 1) * np.where(same, value, without)
    return found


def _squared_shares(totals: Floats, axis: int) -> Floats:
    whole = totals.sum(axis=axis)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (totals**2).sum(axis=axis) / whole**2
    found: Floats = np.where(whole == 0, np.nan, shares)
    return found
