"""Results: everything that many replications of one scenario have to say."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.estimate import Estimate
from sim.scenario.plan import Scenario

__all__ = ["Results", "Series"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What figures and the cash forecast draw: R replications in order.

    By night, day k being the night that midnight k + 1 closes:
    ``cash`` (R, days, S) spendable money in minor units, without pots;
    ``closed`` and ``frozen`` (R, days, S), notice counting as frozen;
    ``waiting`` and ``sheltered`` (R, days) people at the census of each midnight;
    ``displaced`` (R, days) people displaced so far.

    By calendar month, in minor units, each (R, M, S): ``opening`` and ``closing``
    are all money held, pots included; ``receipts`` are what funders and bridges
    paid in less what went back to them; ``bills`` fell due; ``paid`` went to
    creditors; ``restricted`` is the part of ``closing`` that sits in pots.  Always
    closing = opening + receipts - paid.  ``month_ends`` (M,) holds the last day
    of each month.
    """

    cash: Ints
    closed: Flags
    frozen: Flags
    waiting: Smalls
    sheltered: Smalls
    displaced: Smalls
    opening: Ints
    receipts: Ints
    bills: Ints
    paid: Ints
    closing: Ints
    restricted: Ints
    month_ends: Smalls


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
