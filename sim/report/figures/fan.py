"""What many replications of one quantity look like together, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Fan", "fan_of", "in_a_row"]

Floats = NDArray[np.float64]

SHARES = (0.10, 0.25, 0.50, 0.75, 0.90)
EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Fan:
    """Quantiles over replications for each day, and a few single paths.

    ``quantiles`` has the shape (5, days): 10, 25, 50, 75 and 90 % of the
    replications lie at or below it.  ``examples`` holds the first few
    replications whole: the first, so that nobody has chosen them.
    """

    quantiles: Floats
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
        mean=paths.mean(axis=0),
        examples=paths[:EXAMPLES],
        replications=len(paths),
    )


def in_a_row(parts: Sequence[Fan]) -> Fan:
    """Join the fans of days that follow one another; without any, of no days."""
    if not parts:
        return fan_of(np.zeros((1, 0)))
    return Fan(
        quantiles=np.concatenate([part.quantiles for part in parts], axis=1),
        mean=np.concatenate([part.mean for part in parts]),
        examples=np.concatenate([part.examples for part in parts], axis=1),
        replications=parts[0].replications,
    )
