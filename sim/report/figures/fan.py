"""What many replications of one quantity look like together, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.intervals import ranks_around

__all__ = ["Fan", "fan_of", "in_a_row"]

Floats = NDArray[np.float64]

SHARES = (0.10, 0.25, 0.50, 0.75, 0.90)
EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Fan:
    """Quantiles over replications for each day, and a few single paths.

    ``quantiles`` has the shape (5, days): 10, 25, 50, 75 and 90 % of the
    replications lie at or below it.  ``sure`` (2, days) bounds the median, the third
    of them, with 95 %; nan where there are too few replications.  ``examples`` holds
    the first few replications whole: the first, so that nobody has chosen them.
    """

    quantiles: Floats
    sure: Floats
    mean: Floats
    examples: Floats
    replications: int

    @property
    def low(self) -> Floats:
        """Give the value that one replication in ten stays below."""
        return np.asarray(self.quantiles[0])

    @property
    def high(self) -> Floats:
        """Give the value that one replication in ten exceeds."""
        return np.asarray(self.quantiles[4])

    @property
    def median(self) -> Floats:
        """Give the value that half of the replications stay below."""
        return np.asarray(self.quantiles[2])


def fan_of(values: NDArray[np.generic]) -> Fan:
    """Summarise ``values`` of shape (replications, days) without any smoothing."""
    paths = np.asarray(values, dtype=np.float64)
    return Fan(
        quantiles=np.quantile(paths, SHARES, axis=0),
        sure=_around_the_median(paths),
        mean=paths.mean(axis=0),
        examples=paths[:EXAMPLES],
        replications=len(paths),
    )


def _around_the_median(paths: Floats) -> Floats:
    """Return the order statistics that bound the median of each day with 95 %."""
    ranks = ranks_around(0.5, len(paths))
    known = sorted({rank for rank in ranks if rank is not None})
    ordered = np.partition(paths, known, axis=0) if known else paths
    nothing = np.full(paths.shape[1:], np.nan)
    return np.stack([nothing if rank is None else ordered[rank] for rank in ranks])


def in_a_row(parts: Sequence[Fan]) -> Fan:
    """Join the fans of days that follow one another; without any, of no days."""
    if not parts:
        return fan_of(np.zeros((1, 0)))
    return Fan(
        quantiles=np.concatenate([part.quantiles for part in parts], axis=1),
        sure=np.concatenate([part.sure for part in parts], axis=1),
        mean=np.concatenate([part.mean for part in parts]),
        examples=np.concatenate([part.examples for part in parts], axis=1),
        replications=parts[0].replications,
    )
