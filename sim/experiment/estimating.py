"""From stacked tallies to estimates: every measure, every split, with its doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from sim.experiment import intervals
from sim.experiment.estimate import Estimate, Interval, few, finite, kind_of
from sim.experiment.intervals import Bounds
from sim.experiment.parts import Parts
from sim.experiment.skewness import enough_for
from sim.experiment.stored import MOST
from sim.experiment.waiting import (
    MOST_UNITS,
    Curve,
    Waiting,
    curve_of,
    resampled,
)
from sim.measures.frame import Frame, frame_of
from sim.measures.measure import Measure, Split
from sim.measures.registry import MEASURES
from sim.scenario.plan import Scenario

__all__ = ["estimates_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def estimates_of(
    scenario: Scenario,
    tallies: Mapping[str, Ints],
    waits: Waiting,
    *,
    seed: int,
    whole: Sequence[Measure] | None = None,
) -> tuple[Estimate, ...]:
    """Return every measure of the registry in every split, in its order.

    Parameters
    ----------
    tallies
        Counts stacked over replications (first axis).
    seed
        The experiment's seed, from which the bootstrap draws its samples.
    whole
        Only these measures, in this order, and each only of the whole system.
    """
    asked = _Asked(scenario, tallies, waits, seed)
    if whole is not None:
        return tuple(next(asked.estimates(measure, ())) for measure in whole)
    return tuple(
        estimate
        for measure in MEASURES
        for split in measure.by
        for estimate in asked.estimates(measure, split)
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """Some cells of a split of a measure."""

    measure: Measure
    split: Split
    among: slice
    every: list[dict[str, str]]

    @property
    def bys(self) -> list[dict[str, str]]:
        """Return their keys."""
        return self.every[self.among]


class _Asked:
    """Tallies being asked for measures."""

    def __init__(
        self,
        scenario: Scenario,
        tallies: Mapping[str, Ints],
        waits: Waiting,
        seed: int,
    ) -> None:
        self.frame: Frame = frame_of(scenario)
        self.parts = Parts(self.frame, tallies)
        self.currency = scenario.currency
        self.waits = waits
        self.replications = waits.replications
        self.units = min(self.replications, MOST_UNITS)
        self.draws = resampled(self.units, seed)

    def estimates(self, measure: Measure, split: Split) -> Iterator[Estimate]:
        """Yield the estimates of one measure for every cell of one split."""
        cells = list(product(*(self.parts.labels(measure, key) for key in split)))
        if not cells:
            return
        bys = [dict(zip(split, cell, strict=True)) for cell in cells]
        step = max(1, MOST // self.replications)
        for first in range(0, len(bys), step):
            some = _Cells(measure, split, slice(first, first + step), bys)
            yield from self._some(some)

    def _some(self, some: "_Cells") -> Iterator[Estimate]:
        match some.measure.kind:
            case "mean":
                yield from self._means(some)
            case "probability":
                yield from self._probabilities(some)
            case "ratio":
                yield from self._ratios(some)
            case "quantile":
                yield from self._quantiles(some)
            case "wait quantile":
                yield from self._wait_quantiles(some)
            case "concentration":
                yield from self._concentrations(some)

    def _counts(self, some: "_Cells", term: str, whole: Split = ()) -> Floats:
        """Return a count of some cells, (replications, cells)."""
        shape = self._shape(some)
        return self.parts.cells(term, some.split, whole, shape, some.among)

    def _shape(self, some: "_Cells") -> list[int]:
        """Return how many labels each key of the split has."""
        return [len(self.parts.labels(some.measure, key)) for key in some.split]

    def _divisor(self, some: "_Cells") -> Floats:
        """Return by what each cell is divided to be in the measure's unit."""
        divisor = self.parts.divisor(some.measure, some.split)
        return np.broadcast_to(divisor, self._shape(some)).ravel()[some.among]

    def _means(self, some: "_Cells") -> Iterator[Estimate]:
        counts = self._counts(some, some.measure.numerator)
        divisor = self._divisor(some)
        bounds = intervals.mean(counts).over(divisor)
        low, high = intervals.mean_prediction(counts)
        enough = enough_for(counts)
        for cell, by in enumerate(some.bys):
            note = _sameness(counts[:, cell]) or few(len(counts), int(enough[cell]))
            told = self._told(
                some.measure, by, "skewness-adjusted t", bounds, cell, note=note
            )
            yield replace(
                told,
                prediction_low=finite(low[cell] / divisor[cell]),
                prediction_high=finite(high[cell] / divisor[cell]),
            )

    def _probabilities(self, some: "_Cells") -> Iterator[Estimate]:
        bounds = intervals.probability(self._counts(some, some.measure.numerator) > 0)
        for cell, by in enumerate(some.bys):
            sure = float(bounds.value[cell]) in {0.0, 1.0}
            interval: Interval = "clopper-pearson" if sure else "wilson"
            told = self._told(some.measure, by, interval, bounds, cell)
            yield _certain(told) if self._never_closes(by.get("shelter")) else told

    def _never_closes(self, shelter: str | None) -> bool:
        """Say whether lack of money closes a shelter, or any, by the plan (D)."""
        return all(
            plan.closure is None
            for plan in self.frame.scenario.shelters
            if shelter in {None, plan.name}
        )

    def _ratios(self, some: "_Cells") -> Iterator[Estimate]:
        measure = some.measure
        assert measure.denominator is not None
        bounds = intervals.ratio(
            self._counts(some, measure.numerator),
            self._counts(some, measure.denominator, measure.whole),
            share=measure.unit == "share",
        ).over(self._divisor(some))
        for cell, by in enumerate(some.bys):
            yield self._told(measure, by, "jackknife", bounds, cell)

    def _quantiles(self, some: "_Cells") -> Iterator[Estimate]:
        measure = some.measure
        assert measure.level is not None
        counts = self._counts(some, measure.numerator)
        divisor = self._divisor(some)
        for cell, by in enumerate(some.bys):
            values = counts[counts[:, cell] >= 0, cell]
            bounds = intervals.quantile(values, measure.level).over(divisor[cell])
            share = f"in {len(values)} of {self.replications} replications"
            note = None if len(values) == self.replications else share
            yield self._told(measure, by, "order statistics", bounds, note=note)

    def _concentrations(self, some: "_Cells") -> Iterator[Estimate]:
        measure = some.measure
        funders = len(self.frame.labels["funder"])
        shape = (funders, *self._shape(some))
        every = np.arange(prod(shape[1:]))[some.among]
        for by, cell in zip(some.bys, every.tolist(), strict=True):
            among = slice(cell, None, prod(shape[1:]))
            parts = self.parts.cells(
                measure.numerator, ("funder", *some.split), (), shape, among
            )
            bounds = intervals.concentration(parts)
            yield self._told(measure, by, "jackknife", bounds)

    def _wait_quantiles(self, some: "_Cells") -> Iterator[Estimate]:
        measure = some.measure
        assert measure.level is not None
        for by in some.bys:
            found = self._curve(by).quantile(measure.level, self.draws)
            note, low = None, found.low
            if found.waits and np.isnan(found.value):
                longer = np.floor(100 * found.longest) / 100
                note = f"> {longer:.10g} days: too many were still waiting"
                low = found.longest
            bounds = Bounds(np.array(found.value), np.array(low), np.array(found.high))
            yield self._told(measure, by, "bootstrap", bounds, note=note)

    def _curve(self, by: Mapping[str, str]) -> Curve:
        """Return the curve of the waits of a group and a year, or of all."""
        labels = self.frame.labels
        group = labels["group"].index(by["group"]) if "group" in by else None
        year = labels["year"].index(by["year"]) if "year" in by else None
        return curve_of(self.waits, group, year).drawn_in(self.units)

    def _told(
        self,
        measure: Measure,
        by: dict[str, str],
        interval: Interval,
        bounds: Bounds,
        cell: int | None = None,
        *,
        note: str | None = None,
    ) -> Estimate:
        """Return an estimate in which whatever is undefined is None and said so."""
        at = () if cell is None else (cell,)
        value = finite(bounds.value[at])
        low, high = finite(bounds.low[at]), finite(bounds.high[at])
        if value is None and note is None:
            note = "not defined: there was nothing to divide by"
        elif value is not None and low is None and high is None:
            note = note or "too few replications for an interval"
        return Estimate(
            measure=measure.name,
            by=by,
            value=value,
            low=low,
            high=high,
            interval=kind_of(interval, low, high),
            unit=measure.unit.replace("money", self.currency),
            replications=self.replications,
            note=note,
        )


def _sameness(counts: Floats) -> str | None:
    """Say what an interval without width means; None where it has one, or is none."""
    if len(counts) == 1 or counts.min() != counts.max():
        return None
    if counts[0] == 0:
        return f"0 in all {len(counts)} replications, which does not mean never"
    return "the same in every replication"


def _certain(never: Estimate) -> Estimate:
    """Return a probability that is 0 by the plan and not by chance."""
    note = "by the plan, lack of money never closes it"
    return replace(never, low=0.0, high=0.0, interval="none", note=note)
