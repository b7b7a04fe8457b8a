"""Parts of stacked tallies: a count for every cell of a split, in its unit."""

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.experiment.stored import cells_of
from sim.measures.frame import Frame
from sim.measures.measure import Measure, Split
from sim.measures.tally import COUNTS, MONEY_COUNTS, key_of
from sim.money import minor_digits

__all__ = ["Parts"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAYS_PER_MONTH = 365.25 / 12


class Parts:
    """Tallies of R replications, picked apart by keys.

    Counts come out as they are, in cents and ticks, so that sums are exact;
    ``divisor`` says by what the answer is to be divided.
    """

    def __init__(self, frame: Frame, tallies: Mapping[str, Ints]) -> None:
        self.frame = frame
        self.tallies = tallies
        self.minor = 10.0 ** minor_digits(frame.scenario.currency)

    def labels(self, measure: Measure, key: str) -> tuple[str, ...]:
        """Return the cells of a measure on one key."""
        axes = COUNTS[measure.numerator.split(" - ")[0]]
        for axis in axes:
            if key_of(axis) == key:
                return self.frame.labels[axis]
        raise KeyError(f"{measure.name} is not split by {key}")

    def term(self, term: str, split: Split, whole: Split = ()) -> Floats:
        """Return a count, or ``a - b``, of shape (R, one length for each key)."""
        first, *less = term.split(" - ")
        counts = self._count(first, split, whole)
        for name in less:
            counts = counts - self._count(name, split, whole)
        return counts.astype(np.float64)

    def cells(
        self, term: str, split: Split, whole: Split, shape: Sequence[int], among: slice
    ) -> Floats:
        """Return some cells of a split, (R, cells), without reading the others.

        ``shape`` has the number of labels of each key of the split; ``among`` says
        which of all their cells, in the order of the split.
        """
        first, *less = term.split(" - ")
        counts = self._cells(first, split, whole, shape, among)
        for name in less:
            counts = counts - self._cells(name, split, whole, shape, among)
        return counts.astype(np.float64)

    def _cells(
        self, name: str, split: Split, whole: Split, shape: Sequence[int], among: slice
    ) -> Ints:
        sizes = self.frame.shape(COUNTS[name])
        places = np.arange(prod(sizes)).reshape(1, *sizes)
        picked = self._picked(places, name, split, whole)
        of_split = np.broadcast_to(picked[0], shape).ravel()
        return cells_of(self.tallies, name, of_split[among])

    def divisor(self, measure: Measure, split: Split) -> Floats:
        """Return by what counts are divided to be in the measure's unit, by cell.

        ``over`` divides by the days of each window, or multiplies by its months.
        """
        unit = _unit(measure.numerator, self.minor)
        if measure.denominator is not None:
            unit /= _unit(measure.denominator, self.minor)
        if measure.over is None:
            return np.asarray(unit)
        days = self._count("days", split, ())[0].astype(np.float64)
        windows = days if measure.over == "day" else DAYS_PER_MONTH / days
        return np.asarray(unit * windows)

    def _count(self, name: str, split: Split, whole: Split) -> Ints:
        return self._picked(self.tallies[name], name, split, whole)

    def _picked(self, counts: Ints, name: str, split: Split, whole: Split) -> Ints:
        """Pick the parts asked for, and the whole of every other axis.

        A count without one of the keys stands for each of that key's cells.
        """
        picked = counts
        kept: list[str] = []
        for position, axis in reversed(list(enumerate(COUNTS[name], 1))):
            key = key_of(axis)
            last = picked.shape[position] - 1
            if key in split and key not in whole:
                picked = picked.take(range(last), axis=position)
                kept.insert(0, key)
            else:
                picked = picked.take(last, axis=position)
        order = [kept.index(key) + 1 for key in split if key in kept]
        picked = picked.transpose(0, *order)
        for position, key in enumerate(split, 1):
            if key not in kept:
                picked = np.expand_dims(picked, position)
        return picked


def _unit(term: str, minor: float) -> float:
    """Return how many of what is counted make one of what is told."""
    name = term.split(" - ", maxsplit=1)[0]
    if name in MONEY_COUNTS:
        return minor
    return float(TICKS_PER_DAY) if name.endswith("_ticks") else 1.0
