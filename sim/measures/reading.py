"""A Stack being counted: what the counts of people, beds and money share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.midnights import nights_by_window
from sim.history.spells import Spells
from sim.history.stack import Stack
from sim.measures.frame import Frame

__all__ = ["Reading", "read", "with_whole", "with_wholes"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Places = Ints | Smalls | int

FEW = 8
"""So many cells for each person are sooner multiplied than gone through by group."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A Stack with what is read from it once.

    ``circle`` (people,) is the circle of each person, ``groups`` (circles,
    groups + 1) says which circle is in which group, the last column being everybody;
    ``who`` (people,) is one number for the replication and the circle of each.
    ``size`` counts everybody of a household, who take a bed each (B7); ``households``
    says whether anybody brings someone along.  Of all stays,
    those of a warm-up included, ``in_beds`` are those in shelters, ``in_services``
    those in programmes without a bed; ``slept`` are the nights in shelters by stay and
    year.  ``kind`` says of each event what it is; ``found`` holds the places in the
    log of each kind that was asked for, ``dated`` those in the period and their years.
    """

    frame: Frame
    stack: Stack
    circle: Ints
    groups: Ints
    who: Ints
    size: Ints
    households: bool
    in_beds: Spells
    in_services: Spells
    slept: tuple[Ints, Ints, Ints]
    kind: NDArray[np.int8]
    found: dict[Kind, Ints] = field(default_factory=dict)
    dated: dict[Kind, tuple[Ints, Ints]] = field(default_factory=dict)

    @property
    def replications(self) -> int:
        """Return how many replications there are."""
        return len(self.stack.replications)

    def events_of(self, kind: Kind) -> Ints:
        """Return where in the log a kind of thing happened."""
        found = self.found.get(kind)
        if found is None:
            found = np.flatnonzero(self.kind == kind)
            self.found[kind] = found
        return found

    def in_period(self, kind: Kind) -> tuple[Ints, Ints]:
        """Return where in the log it happened in the period, and in which years."""
        found = self.dated.get(kind)
        if found is None:
            at = self.events_of(kind)
            year, inside = self.years_of(self.stack.events.time[at])
            if not inside.all():
                at, year = at[inside], year[inside]
            found = self.dated[kind] = at, year
        return found

    def years_of(self, time: NDArray[np.float64]) -> tuple[Ints, Flags]:
        """Return the year an instant falls in, and whether it is in the period.

        The period is half-open (W2): what happens at its very last midnight falls
        on the day after it.
        """
        inside = (time >= 0) & (time < self.stack.days)
        day = time if inside.all() else np.where(inside, time, 0.0)
        return self.frame.years(day.astype(np.int64)), inside

    def members(self, person: Places) -> Ints:
        """Return (people, groups + 1): 1 where a person is in a group, or in all."""
        return self.groups[self.circle[person]]

    def size_of(self, person: Ints | Smalls) -> Places:
        """Return how many each household is; 1 where nobody brings anyone along."""
        return self.size[person] if self.households else 1

    def zeros(self, axes: Sequence[str]) -> Ints:
        """Return an empty count (R, *axes)."""
        return np.zeros((self.replications, *self.frame.shape(tuple(axes))), np.int64)

    def summed(
        self, axes: Sequence[str], of: Ints, index: Sequence[Places], amount: Places = 1
    ) -> Ints:
        """Add up amounts by replication and place: (R, *axes), wholes still empty.

        ``of`` is the replication and ``index`` the place on each axis, -1 being the
        whole.
        """
        shape = (self.replications, *self.frame.shape(tuple(axes)))
        return _added(shape, (of, *index), amount)

    def counted(
        self,
        axes: Sequence[str],
        person: Ints | Smalls,
        index: Sequence[Places],
        amount: Places = 1,
    ) -> Ints:
        """Add up amounts of people by place and group: (R, *axes), wholes still empty.

        The last of the axes is ``group``; ``index`` gives places on the others, -1
        being the whole.
        """
        if not len(person):
            return self.zeros(axes)
        places = self.frame.shape(tuple(axes[:-1]))
        shape, (circles, groups) = (self.replications, *places), self.groups.shape
        if prod(shape) * circles <= FEW * len(person):
            all_shape = (self.replications * circles, *places)
            found = _added(all_shape, (self.who[person], *index), amount)
            if groups > 1:
                found = found.reshape(self.replications, circles, -1).swapaxes(1, 2)
                found = found @ self.groups
            return found.reshape(*shape, groups)
        place = _place(shape, (self.stack.of_person[person], *index))
        row, group = np.nonzero(self.groups[self.circle[person]])
        each = amount if isinstance(amount, int) else amount[row]
        return _added((prod(shape), groups), (place[row], group), each).reshape(
            *shape, groups
        )

    def filled(
        self,
        axes: Sequence[str],
        person: Ints | Smalls,
        index: Sequence[Places],
        amount: Places = 1,
    ) -> Ints:
        """Add up amounts of people as ``counted`` does, and fill in the wholes."""
        if not len(person):
            return self.zeros(axes)
        return with_wholes(
            self.counted(axes, person, index, amount), range(1, len(axes))
        )


def read(frame: Frame, stack: Stack) -> Reading:
    """Return a Stack ready to be counted."""
    every = stack.stays
    overnight = frame.overnight[every.shelter]
    in_beds = every.where(overnight)
    circle, groups = frame.circles(stack.values)
    return Reading(
        frame=frame,
        stack=stack,
        circle=circle,
        groups=groups,
        who=stack.of_person * len(groups) + circle,
        size=stack.size.astype(np.int64),
        households=bool((stack.size != 1).any()),
        in_beds=in_beds,
        in_services=every.where(~overnight),
        slept=nights_by_window(in_beds.start, in_beds.end, frame.edges),
        kind=stack.events.kind.astype(np.int8),
    )


def _added(shape: tuple[int, ...], index: Sequence[Places], amount: Places) -> Ints:
    """Return an array of a shape with amounts added up at their places, -1 the last.

    Places in one dimension are added far sooner than rows of them.
    """
    place = _place(shape, index)
    if isinstance(amount, int) and amount == 1:
        return np.bincount(place, minlength=prod(shape)).reshape(shape)
    counts = np.zeros(shape, np.int64)
    np.add.at(counts.reshape(-1), place, amount)
    return counts


def _place(shape: tuple[int, ...], index: Sequence[Places]) -> Ints:
    """Return places in an array of a shape as places in its one long row."""
    place = np.asarray(index[0], np.int64)
    for length, each in zip(shape[1:], index[1:], strict=True):
        place = place * length + _from_the_left(each, length)
    return place


def _from_the_left(each: Places, length: int) -> Places:
    """Return places on an axis with -1 as the number of the last one."""
    if isinstance(each, int):
        return each + length if each < 0 else each
    return np.where(each < 0, each + length, each) if (each < 0).any() else each


def with_whole(counts: Ints, axis: int) -> Ints:
    """Set the last entry on ``axis`` to the sum over that axis, and return counts."""
    view = counts.swapaxes(axis, -1)
    view[..., -1] = np.einsum("...i->...", view)  # sooner than sum on short axes
    return counts


def with_wholes(counts: Ints, axes: Iterable[int]) -> Ints:
    """Set the last entries on several axes to sums over them, and return counts."""
    return reduce(with_whole, axes, counts)
