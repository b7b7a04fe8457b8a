"""Quantiles of waits, pooled over people, doubted over replications (W4, W7).

Someone still waiting at the end waited longer than was seen; the product-limit
(Kaplan-Meier) curve counts them so.  Waits of one replication hang together, so
whole replications are drawn again for the interval, never single people.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.experiment.intervals import TAIL
from sim.measures.waits import Waits

__all__ = [
    "MOST_UNITS",
    "Curve",
    "Part",
    "WaitQuantile",
    "Waiting",
    "curve_of",
    "pooled",
    "resampled",
    "wait_curve",
]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLES = 200
MOST_UNITS = 1000
"""Of what the bootstrap draws; more would only cost memory."""

_AT_A_TIME = 500

Part = tuple[Ints, Flags, Ints]
"""Waits in order: ticks, which are open, and of which unit."""


class ElsewhereWaits(Protocol):
    """Waits that are not in memory."""

    @property
    def replications(self) -> int:
        """Return of how many replications they are."""

    def curve(self, group: int | None, year: int | None) -> "Curve":
        """Return the curve of the waits of one group and one year, or of all."""


Waiting = Waits | ElsewhereWaits
"""The waits of many replications, wherever they are kept."""


def pooled(parts: Sequence[Waits]) -> Waits:
    """Return the waits of many stacks in one table, replications numbered through."""
    before = np.cumsum([0, *(part.replications for part in parts)])
    return Waits(
        replications=int(before[-1]),
        replication=np.concatenate(
            [part.replication + at for part, at in zip(parts, before[:-1], strict=True)]
        ),
        ticks=np.concatenate([part.ticks for part in parts]),
        admitted=np.concatenate([part.admitted for part in parts]),
        is_open=np.concatenate([part.is_open for part in parts]),
        year=np.concatenate([part.year for part in parts]),
        members=np.concatenate([part.members for part in parts]),
    )


def resampled(replications: int, seed: int) -> Ints:
    """Return how often each replication is drawn in each bootstrap sample.

    The same seed gives the same samples on every machine.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2**31 - 1,)))
    even = np.full(replications, 1 / replications)
    return rng.multinomial(replications, even, size=SAMPLES).astype(np.int64)


@dataclass(frozen=True, slots=True)
class WaitQuantile:
    """A quantile of waits in days; nan where nobody waited or it is not reached.

    ``longest`` is the longest wait seen: the quantile is above it when there were
    ``waits`` and ``value`` is nan.
    """

    value: float
    low: float
    high: float
    longest: float
    waits: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Waits in order, ready for any quantile.

    ``at_once`` (units,) counts waits of zero, ``later`` (units,) the others, a unit
    being what is drawn whole: a replication.  ``longest`` is in ticks.  ``parts``
    yields the later ones, shortest first and, at a tie, those still waiting last:
    their ticks, which are open, and of which unit they are.
    """

    at_once: Ints
    later: Ints
    longest: int
    parts: Callable[[], Iterator[Part]]

    def drawn_in(self, units: int) -> "Curve":
        """Return the same waits, replications taken together in fewer units.

        Replications are independent, so runs of as many of them are as well; a
        thousand of these are enough to draw from.
        """
        many = len(self.at_once)
        if units >= many:
            return self
        unit = np.arange(many) * units // many

        def parts() -> Iterator[Part]:
            for ticks, is_open, of in self.parts():
                yield ticks, is_open, unit[of]

        return Curve(
            at_once=np.bincount(unit, self.at_once, units).astype(np.int64),
            later=np.bincount(unit, self.later, units).astype(np.int64),
            longest=self.longest,
            parts=parts,
        )

    def quantile(self, level: float, draws: Ints) -> WaitQuantile:
        """Return a quantile with the bounds that the drawn samples give."""
        units = len(self.at_once)
        every = np.ones((1, units), np.int64)
        weights = every if units < 2 else np.concatenate([every, draws])
        value, *drawn = self.samples(level, weights).tolist()
        found = np.sort([sample for sample in drawn if not np.isnan(sample)])
        cut = int(TAIL * len(found))
        low = found[cut] if found.size else np.nan
        high = found[len(found) - 1 - cut] if found.size else np.nan
        return WaitQuantile(
            value=_finite(value),
            low=_finite(low),
            high=_finite(high),
            longest=self.longest / TICKS_PER_DAY,
            waits=bool(self.at_once.any() or self.later.any()),
        )

    def samples(self, level: float, draws: Ints) -> Floats:
        """Return the quantile under each row of weights; inf where not reached.

        It is the first wait that brings the curve down to 1 - level.  Waits are gone
        through a few at a time, and only for the rows that are not there yet; how
        many at a time changes no bit, since weights are whole numbers.
        """
        zeros = (draws @ self.at_once).astype(np.float64)
        at_risk = (draws @ self.later).astype(np.float64)
        with np.errstate(invalid="ignore"):
            started = np.where(
                zeros + at_risk > 0, 1 - zeros / (zeros + at_risk), np.nan
            )
        enough = 1 - level + 1e-12
        found = np.where(started <= enough, 0.0, np.where(started > 0, np.inf, np.nan))
        rows = np.flatnonzero(started > enough)
        survive, at_risk = np.ones(len(rows)), at_risk[rows]
        for ticks, is_open, unit in _a_few_at_a_time(self.parts):
            if not rows.size:
                break
            weights = draws[rows][:, unit].astype(np.float64)
            left = _left(weights, at_risk, survive, is_open)
            reached = started[rows, None] * left <= enough
            there = reached.any(axis=1)
            which = reached[there].argmax(axis=1)
            found[rows[there]] = ticks[which] / TICKS_PER_DAY
            at_risk = (at_risk - weights.sum(axis=1))[~there]
            rows, survive = rows[~there], left[~there, -1]
        return found


def _a_few_at_a_time(parts: Callable[[], Iterator[Part]]) -> Iterator[Part]:
    for ticks, is_open, unit in parts():
        for first in range(0, len(ticks), _AT_A_TIME):
            few = slice(first, first + _AT_A_TIME)
            yield ticks[few], is_open[few], unit[few]


def _left(weights: Floats, at_risk: Floats, survive: Floats, is_open: Flags) -> Floats:
    """Return what is left of the curve after each of a few waits."""
    here = at_risk[:, None] - np.cumsum(weights, axis=1) + weights
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(is_open | (here == 0), 0.0, weights / here)
    left = 1 - ends
    left[:, 0] *= survive
    return np.cumprod(left, axis=1)


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else float("nan")


def wait_curve(waits: Waits, chosen: Flags) -> Curve:
    """Return the curve of the chosen waits."""
    later = np.flatnonzero(chosen & (waits.ticks > 0))
    order = later[np.lexsort((waits.is_open[later], waits.ticks[later]))]
    columns = waits.ticks[order], waits.is_open[order], waits.replication[order]
    return Curve(
        at_once=_of_each(waits, chosen & (waits.ticks == 0)),
        later=_of_each(waits, chosen & (waits.ticks > 0)),
        longest=int(waits.ticks[chosen].max(initial=0)),
        parts=lambda: iter([columns]),
    )


def _of_each(waits: Waits, chosen: Flags) -> Ints:
    """Return how many of the chosen waits each replication has."""
    found = np.bincount(waits.replication[chosen], minlength=waits.replications)
    return found.astype(np.int64)


def curve_of(waits: Waiting, group: int | None, year: int | None) -> Curve:
    """Return the curve of the waits of one group and one year, or of all."""
    if not isinstance(waits, Waits):
        return waits.curve(group, year)
    chosen = np.ones(len(waits.ticks), np.bool_)
    if group is not None:
        chosen &= waits.members[:, group] > 0
    if year is not None:
        chosen &= waits.year == year
    return wait_curve(waits, chosen)
