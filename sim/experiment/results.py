"""Results: everything that many replications of one scenario have to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from sim.experiment.block import Player
from sim.experiment.estimate import Estimate
from sim.experiment.kept import Kept
from sim.experiment.precision import Stopped
from sim.experiment.series import Series
from sim.experiment.stored import StoredSeries, cells_of, months_of, nights_of
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS
from sim.scenario.plan import Scenario

__all__ = ["Results", "Series", "months_of", "nights_of"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """An experiment that is over, or was interrupted after ``replications``.

    ``tallies`` maps a count's name to int64 of shape (replications, …), the other
    axes being those of :data:`sim.measures.tally.COUNTS`.  Many replications are on
    disk: then a count is read when it is asked for, and ``series`` are read some
    days at a time, see :func:`nights_of`.

    ``played`` says how many replications each player played this time, ``found``
    how many were there from before, ``kept`` where they all are, and ``stopped`` why
    there are so many, where a precision was asked for.
    """

    scenario: Scenario
    seed: int
    replications: int
    version: str
    estimates: tuple[Estimate, ...]
    tallies: Mapping[str, Ints]
    series: Series | StoredSeries
    interrupted: bool = False
    played: Mapping[Player, int] = field(default_factory=dict)
    found: int = 0
    kept: Kept | None = None
    stopped: Stopped | None = None

    def estimate(self, name: str, /, **by: str) -> Estimate:
        """Return one estimate, e.g. ``estimate("closure_days", shelter="pvpt")``.

        Raises
        ------
        KeyError
            If there is no such measure, or not split that way.
        """
        for estimate in self.estimates:
            if estimate.measure == name and dict(estimate.by) == by:
                return estimate
        raise KeyError(f"no estimate of {name} by {by}")

    def of_shelters(self, name: str) -> Ints:
        """Return a count of each shelter over the whole period: (R, shelters)."""
        shape = frame_of(self.scenario).shape(COUNTS[name])
        cells = np.arange(prod(shape)).reshape(shape)[:-1]
        cells = cells if cells.ndim == 1 else cells[:, -1]
        return cells_of(self.tallies, name, cells)

    def of_all(self, name: str) -> Ints:
        """Return a count of the whole system over the whole period: (R,)."""
        shape = frame_of(self.scenario).shape(COUNTS[name])
        return cells_of(self.tallies, name, np.array([prod(shape) - 1]))[:, 0]

    def by(self, name: str, *keys: str) -> tuple[Estimate, ...]:
        """Return the estimates of a measure that are split by exactly ``keys``."""
        return tuple(
            estimate
            for estimate in self.estimates
            if estimate.measure == name and set(estimate.by) == set(keys)
        )
