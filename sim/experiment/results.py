"""Results: everything that many replications of one scenario have to say."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.estimate import Estimate
from sim.experiment.series import Series
from sim.scenario.plan import Scenario

__all__ = ["Results", "Series"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """An experiment that is over, or was interrupted after ``replications``.

    ``tallies`` maps a count's name to int64 of shape (replications, …), the other
    axes being those of :data:`sim.measures.tally.COUNTS`.
    """

    scenario: Scenario
    seed: int
    replications: int
    version: str
    estimates: tuple[Estimate, ...]
    tallies: Mapping[str, Ints]
    series: Series
    interrupted: bool = False

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

    def by(self, name: str, *keys: str) -> tuple[Estimate, ...]:
        """Return the estimates of a measure that are split by exactly ``keys``."""
        return tuple(
            estimate
            for estimate in self.estimates
            if estimate.measure == name and set(estimate.by) == set(keys)
        )
