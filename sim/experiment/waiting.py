"""Quantiles of waits, pooled over people, doubted over replications (W4, W7).

Someone still waiting at the end waited longer than was seen; the product-limit
(Kaplan-Meier) curve counts them so.  Waits of one replication hang together, so
whole replications are drawn again for the interval, never single people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.intervals import TAIL
from sim.measures.waits import Waits

__all__ = ["Curve", "WaitQuantile", "pooled", "resampled", "wait_curve"]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TICKS_PER_DAY = 2**20
SAMPLES = 200
_AT_A_TIME = 500


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
    waits and ``value`` is nan.
    """

    value: float
    low: float
    high: float
    longest: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Waits in order, ready for any quantile.

    ``at_once`` (replications,) counts waits of zero; ``ticks``, ``is_open`` and
    ``replication`` describe the others, shortest first and, at a tie, those still
    waiting last.
    """

    at_once: Ints
    ticks: Ints
    is_open: Flags
    replication: Ints

    def quantile(self, level: float, draws: Ints) -> WaitQuantile:
        """Return a quantile with the bounds that the drawn samples give."""
        every = np.ones((1, len(self.at_once)), np.int64)
        value = float(self._quantiles(level, every)[0])
        longest = float(self.ticks[-1] / TICKS_PER_DAY) if self.ticks.size else 0.0
        if len(self.at_once) < 2:
            return WaitQuantile(_finite(value), np.nan, np.nan, longest)
        found = self._quantiles(level, draws)
        found = np.sort(found[~np.isnan(found)])
        cut = int(TAIL * len(found))
        low = found[cut] if found.size else np.nan
        high = found[len(found) - 1 - cut] if found.size else np.nan
        return WaitQuantile(_finite(value), _finite(low), _finite(high), longest)

    def samples(self, level: float, draws: Ints) -> Floats:
        """Return the quantile in each drawn sample; inf where it is not reached."""
        return self._quantiles(level, draws)

    def _quantiles(self, level: float, draws: Ints) -> Floats:
        """Return the quantile under each row of weights; inf where not reached.

        It is the first wait that brings the curve down to 1 - level.  Waits are gone
        through a few at a time, and only for the rows that are not there yet; how
        many at a time changes no bit, since weights are whole numbers.
        """
        later = np.bincount(self.replication, minlength=len(self.at_once))
        zeros = (draws @ self.at_once).astype(np.float64)
        at_risk = (draws @ later).astype(np.float64)
        with np.errstate(invalid="ignore"):
            started = np.where(
                zeros + at_risk > 0, 1 - zeros / (zeros + at_risk), np.nan
            )
        enough = 1 - level + 1e-12
        found = np.where(started <= enough, 0.0, np.where(started > 0, np.inf, np.nan))
        rows = np.flatnonzero(started > enough)
        survive, at_risk = np.ones(len(rows)), at_risk[rows]
        for first in range(0, len(self.ticks), _AT_A_TIME):
            if not rows.size:
                break
            few = slice(first, first + _AT_A_TIME)
            weights = draws[rows][:, self.replication[few]].astype(np.float64)
            left = self._left(weights, at_risk, survive, few)
            reached = started[rows, None] * left <= enough
            there = reached.any(axis=1)
            which = first + reached[there].argmax(axis=1)
            found[rows[there]] = self.ticks[which] / TICKS_PER_DAY
            at_risk = (at_risk - weights.sum(axis=1))[~there]
            rows, survive = rows[~there], left[~there, -1]
        return found

    def _left(
        self, weights: Floats, at_risk: Floats, survive: Floats, few: slice
    ) -> Floats:
        """Return what is left of the curve after each of a few waits."""
        here = at_risk[:, None] - np.cumsum(weights, axis=1) + weights
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = np.where(self.is_open[few] | (here == 0), 0.0, weights / here)
        left = 1 - ends
        left[:, 0] *= survive
        return np.cumprod(left, axis=1)


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else float("nan")


def wait_curve(waits: Waits, chosen: Flags) -> Curve:
    """Return the curve of the chosen waits."""
    later = np.flatnonzero(chosen & (waits.ticks > 0))
    order = later[np.lexsort((waits.is_open[later], waits.ticks[later]))]
    soon = waits.replication[chosen & (waits.ticks == 0)]
    return Curve(
        at_once=np.bincount(soon, minlength=waits.replications).astype(np.int64),
        ticks=waits.ticks[order],
        is_open=waits.is_open[order],
        replication=waits.replication[order],
    )
