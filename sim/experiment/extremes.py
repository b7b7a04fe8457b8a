"""Which points of a sweep are its least and its most, and which others may be.

The ends of many points are picked by their luck too, so what is said of them is
corrected for all points: half of the doubt that 95 % leave is for the values at the
ends, half for which points are said to be none.  A point is no end where another is
surely beyond it under the same luck (multiple comparisons with the best, Hsu, Annals
of Statistics 12, 1984), each bound sharing the doubt with all others (Bonferroni).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Quantity
from sim.experiment.estimate import Estimate
from sim.experiment.paired import (
    TOGETHER,
    difference,
    difference_of_probabilities,
)

if TYPE_CHECKING:
    from sim.experiment.curve import Point

__all__ = ["End", "Ends", "ends_of"]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class End:
    """The least, or the most, of some points.

    ``points`` are those with that estimate, ``told`` is it with an interval that holds
    together with those of all points, and ``perhaps`` are all points that may be the
    end: with 95 % the true one is among them.
    """

    points: tuple[int, ...]
    told: Estimate
    perhaps: tuple[int, ...]

    @property
    def alone(self) -> bool:
        """Whether no other point may be the end."""
        return set(self.perhaps) <= set(self.points)

    def as_json(self) -> dict[str, object]:
        """Return plain data; points by their number."""
        return {
            "points": list(self.points),
            "estimate": self.told.as_json(),
            "perhaps": list(self.perhaps),
        }


@dataclass(frozen=True, slots=True)
class Ends:
    """The least and the most of a quantity over the points of a sweep."""

    least: End
    most: End

    def as_json(self) -> dict[str, object]:
        """Return plain data."""
        return {"least": self.least.as_json(), "most": self.most.as_json()}


def ends_of(
    quantities: Sequence[Quantity], points: Sequence["Point"]
) -> tuple[Ends | None, ...]:
    """Return the ends of each quantity; all that is said of them holds with 95 %.

    Points where a quantity is not defined are none of its ends; one that is defined
    nowhere has none.
    """
    return tuple(
        _ends(quantity, points, number, len(quantities))
        if any(point.estimates[number].value is not None for point in points)
        else None
        for number, quantity in enumerate(quantities)
    )


def _ends(
    quantity: Quantity, points: Sequence["Point"], number: int, quantities: int
) -> Ends:
    known = [at for at, p in enumerate(points) if p.estimates[number].value is not None]
    values = np.array([points[at].estimates[number].value for at in known], np.float64)
    each = np.stack([points[at].each[number] for at in known], axis=1)
    half = (1 - TOGETHER) / 2 / quantities
    is_chance = quantity.measure.kind == "probability"
    lower, higher = beyond(values, each, half / 2, chances=is_chance)

    def end(is_it: Flags, others: Flags) -> End:
        chosen = np.flatnonzero(is_it)
        told = points[known[chosen[0]]].estimates[number]
        low, high = quantity.within(
            float(values[chosen[0]]), each[:, chosen[0]], 1 - half / len(known)
        )
        exact = "clopper-pearson" if is_chance else told.interval
        return End(
            points=tuple(known[at] for at in chosen),
            told=replace(told, low=low, high=high, interval=exact)
            if told.low is not None
            else told,
            perhaps=tuple(known[at] for at in np.flatnonzero(~others)),
        )

    return Ends(end(values == values.min(), lower), end(values == values.max(), higher))


def beyond(
    values: Floats, each: Floats, error: float, *, chances: bool = False
) -> tuple[Flags, Flags]:
    """Say of each point whether another is surely lower, and whether one is higher.

    ``each`` has shape (replications, points), all under the same luck.  That the
    lowest of all is said to have one below it happens with a probability of ``error``
    at most, and so it is with the highest.
    """
    many = len(values)
    level = 1 - 2 * error / max(1, many - 1)  # of one side, shared by all others
    lower, higher = np.zeros(many, np.bool_), np.zeros(many, np.bool_)
    for at in range(many):
        own = each[:, [at]]
        if chances:
            bounds = difference_of_probabilities(each != 0, own != 0, level)
        else:
            bounds = difference(each, own, level).around(values[at] - values)
        lower[at] = (bounds.low > 0).any()
        higher[at] = (bounds.high < 0).any()
    return lower, higher
