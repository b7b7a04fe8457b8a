"""One History being counted: what the counts of people, beds and money share."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from sim.history.record import History
from sim.history.spells import Spells, stays
from sim.measures.frame import Frame

__all__ = ["Reading", "filled", "read", "with_whole"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A History with what is read from it once.

    ``members`` (people, groups + 1) says who is in which group, the last column
    being everybody; ``sleepers`` counts everybody of their household instead, who
    take a bed each (B7).  ``stays`` are all stays, those of a warm-up included:
    ``in_beds``, and ``in_services``, which are programmes without a bed.
    """

    frame: Frame
    history: History
    members: Ints
    sleepers: Ints
    stays: Spells
    in_beds: Spells
    in_services: Spells

    def years_of(self, time: NDArray[np.float64]) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the year an instant falls in, and whether it is in the period.

        The period is half-open (W2): what happens at its very last midnight falls
        on the day after it.
        """
        inside = (time >= 0) & (time < self.history.days)
        day = np.floor(np.where(inside, time, 0.0)).astype(np.int64)
        return self.frame.years(day), inside


def read(frame: Frame, history: History) -> Reading:
    """Return a History ready to be counted."""
    members = frame.members(history.values)
    every = stays(history.events)
    overnight = frame.overnight[every.shelter]
    return Reading(
        frame=frame,
        history=history,
        members=members,
        sleepers=members * history.size[:, None].astype(np.int64),
        stays=every,
        in_beds=every.where(overnight),
        in_services=every.where(~overnight),
    )


def filled(
    frame: Frame,
    axes: tuple[str, ...],
    index: tuple[Ints | NDArray[np.int32], ...],
    amount: Ints,
) -> Ints:
    """Add up ``amount`` by ``index`` and fill in the wholes of the indexed axes.

    ``index`` gives positions on the first axes, -1 meaning none of them; each row
    of ``amount`` has the shape of the axes left.  Axes left must hold their own
    wholes already.
    """
    counts = np.zeros(frame.shape(axes), np.int64)
    np.add.at(counts, index, amount)
    return reduce(with_whole, range(len(index)), counts)


def with_whole(counts: Ints, axis: int) -> Ints:
    """Set the last entry on ``axis`` to the sum over that axis, and return counts."""
    view = counts.swapaxes(axis, 0)
    view[-1] = view.sum(axis=0)
    return counts
