"""From stacked tallies to estimates: every measure, every split, with its doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from sim.experiment import intervals
from sim.experiment.estimate import Estimate, Interval
from sim.experiment.intervals import Bounds
from sim.experiment.parts import Parts
from sim.experiment.waiting import resampled, wait_curve
from sim.measures.frame import Frame, frame_of
from sim.measures.measure import Measure, Split
from sim.measures.registry import MEASURES
from sim.measures.waits import Waits
from sim.scenario.plan import Scenario

__all__ = ["estimates_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def estimates_of(
    scenario: Scenario,
    tallies: Mapping[str, Ints],
    waits: Waits,
    *,
    seed: int,
) -> tuple[Estimate, ...]:
    """Return every measure of the registry in every split, in its order.

    Parameters
    ----------
    tallies
        Counts stacked over replications (first axis).
    seed
        The experiment's seed, from which the bootstrap draws its samples.
    """
    asked = _Asked(scenario, tallies, waits, seed)
    return tuple(
        estimate
        for measure in MEASURES
        for split in measure.by
        for estimate in asked.estimates(measure, split)
    )


class _Asked:
    """Tallies being asked for measures."""

    def __init__(
        self,
        scenario: Scenario,
        tallies: Mapping[str, Ints],
        waits: Waits,
        seed: int,
    ) -> None:
        self.frame: Frame = frame_of(scenario)
        self.parts = Parts(self.frame, tallies)
        self.currency = scenario.currency
        self.waits = waits
        self.replications = waits.replications
        self.draws = resampled(self.replications, seed)

    def estimates(self, measure: Measure, split: Split) -> Iterator[Estimate]:
        """Yield the estimates of one measure for every cell of one split."""
        cells = list(product(*(self.parts.labels(measure, key) for key in split)))
        if not cells:
            return
        bys = [dict(zip(split, cell, strict=True)) for cell in cells]
        match measure.kind:
            case "mean":
                yield from self._means(measure, split, bys)
            case "probability":
                yield from self._probabilities(measure, split, bys)
            case "ratio":
                yield from self._ratios(measure, split, bys)
            case "quantile":
                yield from self._quantiles(measure, split, bys)
            case "wait quantile":
                yield from self._wait_quantiles(measure, split, bys)
            case "concentration":
                yield from self._concentrations(measure, split, bys)

    def _cells(self, counts: Floats, cells: int) -> Floats:
        """Return counts as (replications, cells)."""
        return counts.reshape(self.replications, cells)

    def _divisor(self, measure: Measure, split: Split, cells: int) -> Floats:
        """Return by what each cell is divided to be in the measure's unit."""
        lengths = [len(self.parts.labels(measure, key)) for key in split]
        divisor = self.parts.divisor(measure, split)
        return np.broadcast_to(divisor, lengths).reshape(cells)

    def _means(
        self, measure: Measure, split: Split, bys: list[dict[str, str]]
    ) -> Iterator[Estimate]:
        counts = self._cells(self.parts.term(measure.numerator, split), len(bys))
        divisor = self._divisor(measure, split, len(bys))
        bounds = intervals.mean(counts).over(divisor)
        low, high = intervals.mean_prediction(counts)
        for cell, by in enumerate(bys):
            note = _sameness(counts[:, cell])
            told = self._told(measure, by, "t", bounds, cell, note=note)
            yield replace(
                told,
                prediction_low=_number(low[cell] / divisor[cell]),
                prediction_high=_number(high[cell] / divisor[cell]),
            )

    def _probabilities(
        self, measure: Measure, split: Split, bys: list[dict[str, str]]
    ) -> Iterator[Estimate]:
        flags = self._cells(self.parts.term(measure.numerator, split), len(bys)) > 0
        bounds = intervals.probability(flags)
        for cell, by in enumerate(bys):
            sure = float(bounds.value[cell]) in {0.0, 1.0}
            interval: Interval = "clopper-pearson" if sure else "wilson"
            told = self._told(measure, by, interval, bounds, cell)
            yield _certain(told) if self._never_closes(by.get("shelter")) else told

    def _never_closes(self, shelter: str | None) -> bool:
        """Say whether lack of money closes a shelter, or any, by the plan (D)."""
        return all(
            plan.closure is None
            for plan in self.frame.scenario.shelters
            if shelter in {None, plan.name}
        )

    def _ratios(
        self, measure: Measure, split: Split, bys: list[dict[str, str]]
    ) -> Iterator[Estimate]:
        assert measure.denominator is not None
        tops, bottoms = np.broadcast_arrays(
            self.parts.term(measure.numerator, split),
            self.parts.term(measure.denominator, split, measure.whole),
        )
        bounds = intervals.ratio(
            self._cells(tops, len(bys)),
            self._cells(bottoms, len(bys)),
            share=measure.unit == "share",
        ).over(self._divisor(measure, split, len(bys)))
        for cell, by in enumerate(bys):
            yield self._told(measure, by, "jackknife", bounds, cell)

    def _quantiles(
        self, measure: Measure, split: Split, bys: list[dict[str, str]]
    ) -> Iterator[Estimate]:
        assert measure.level is not None
        counts = self._cells(self.parts.term(measure.numerator, split), len(bys))
        divisor = self._divisor(measure, split, len(bys))
        for cell, by in enumerate(bys):
            values = counts[counts[:, cell] >= 0, cell]
            bounds = intervals.quantile(values, measure.level).over(divisor[cell])
            some = f"in {len(values)} of {self.replications} replications"
            note = None if len(values) == self.replications else some
            yield self._told(measure, by, "order statistics", bounds, note=note)

    def _concentrations(
        self, measure: Measure, split: Split, bys: list[dict[str, str]]
    ) -> Iterator[Estimate]:
        parts = self.parts.term(measure.numerator, ("funder", *split))
        funders = parts.shape[1]
        bounds = intervals.concentration(
            parts.reshape(self.replications, funders, len(bys))
        )
        for cell, by in enumerate(bys):
            yield self._told(measure, by, "jackknife", bounds, cell)

    def _wait_quantiles(
        self, measure: Measure, split: Split, bys: list[dict[str, str]]
    ) -> Iterator[Estimate]:
        assert measure.level is not None
        waits, labels = self.waits, self.frame.labels
        for by in bys:
            chosen = np.ones(len(waits.ticks), np.bool_)
            if "group" in split:
                group = labels["group"].index(by["group"])
                chosen &= waits.members[:, group] > 0
            if "year" in split:
                chosen &= waits.year == labels["year"].index(by["year"])
            found = wait_curve(waits, chosen).quantile(measure.level, self.draws)
            note, low = None, found.low
            if chosen.any() and np.isnan(found.value):
                note = f"> {found.longest:.6g} days: too many were still waiting"
                low = found.longest
            bounds = Bounds(np.array(found.value), np.array(low), np.array(found.high))
            yield self._told(measure, by, "bootstrap", bounds, note=note)

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
        value = _number(bounds.value[at])
        low, high = _number(bounds.low[at]), _number(bounds.high[at])
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
            interval=interval if (low, high) != (None, None) else "none",
            unit=measure.unit.replace("money", self.currency),
            replications=self.replications,
            note=note,
        )


def _number(value: float | Floats) -> float | None:
    number = float(value)
    return number if isfinite(number) else None


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
