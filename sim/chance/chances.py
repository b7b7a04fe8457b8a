"""Chances: the luck of several replications in common columns.

What a Stack is to Histories.  People of all replications stand in the same columns,
one replication after the other, so that a replication's own are an unbroken part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from sim.chance.luck import Chance, FunderLuck, People, ReturnLuck, StayLuck

__all__ = ["Chances", "FunderLucks", "Sums"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.intp]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]
Columns = TypeVar("Columns", People, StayLuck, ReturnLuck)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of money that come at times of chance, in each of R replications.

    Replication r has those from ``at[r]`` up to ``at[r + 1]``, in order of time:
    ``times`` in days, ``amounts`` in minor units.
    """

    times: Floats
    amounts: Ints
    at: Ints

    def of(self, row: int) -> tuple[Floats, Ints]:
        """Return one replication's times and amounts."""
        part = slice(self.at[row], self.at[row + 1])
        return self.times[part], self.amounts[part]

    def chosen(self, rows: Places) -> "Sums":
        """Return those of some replications."""
        places = _places_of(self.at, rows)
        at = np.append(0, np.cumsum(np.diff(self.at)[rows]))
        return Sums(self.times[places], self.amounts[places], at)


@dataclass(frozen=True, slots=True)
class FunderLucks:
    """One funder's draws: those of a FunderLuck with a first axis of replications."""

    signed: Smalls
    awarded: Flags
    lag: Smalls
    receivable_lag: Smalls
    gifts: tuple[Sums, ...]

    def of(self, row: int) -> FunderLuck:
        """Return one replication's draws."""
        gifts = [sums.of(row) for sums in self.gifts]
        return FunderLuck(
            signed=self.signed[row],
            awarded=self.awarded[row],
            lag=self.lag[row],
            receivable_lag=self.receivable_lag[row],
            gift_times=tuple(times for times, _ in gifts),
            gift_amounts=tuple(amounts for _, amounts in gifts),
        )

    def chosen(self, rows: Places) -> "FunderLucks":
        """Return the draws of some replications."""
        return FunderLucks(
            self.signed[rows],
            self.awarded[rows],
            self.lag[rows],
            self.receivable_lag[rows],
            tuple(sums.chosen(rows) for sums in self.gifts),
        )


@dataclass(frozen=True, slots=True)
class Chances(Sequence[Chance]):
    """The luck of R replications of one scenario; each is a :class:`Chance`.

    Replication r has the people from ``people_at[r]`` up to ``people_at[r + 1]``.
    Columns of people are those of a Chance.
    """

    seed: int
    replications: tuple[int, ...]
    people_at: Ints
    people: People
    stage_takes: Floats
    stage_passes: Flags
    patience: Floats
    gives_up_to: Smalls
    willingness: Floats
    stays: tuple[tuple[StayLuck, ...], ...]
    returns: tuple[ReturnLuck, ...]
    funders: tuple[FunderLucks, ...]
    confiscations: tuple[Sums, ...]

    @classmethod
    def only(cls, chance: Chance) -> "Chances":
        """Return the luck of a single replication, whose columns are its own."""
        sums = zip(chance.confiscation_times, chance.confiscations, strict=True)
        return cls(
            seed=chance.seed,
            replications=(chance.replication,),
            people_at=np.array([0, len(chance.people.size)]),
            people=chance.people,
            stage_takes=chance.stage_takes,
            stage_passes=chance.stage_passes,
            patience=chance.patience,
            gives_up_to=chance.gives_up_to,
            willingness=chance.willingness,
            stays=chance.stays,
            returns=chance.returns,
            funders=tuple(_alone(luck) for luck in chance.funders),
            confiscations=tuple(_sums(*pair) for pair in sums),
        )

    def __len__(self) -> int:
        """Return how many replications there are."""
        return len(self.replications)

    @overload
    def __getitem__(self, row: int) -> Chance: ...

    @overload
    def __getitem__(self, row: slice) -> "Chances": ...

    def __getitem__(self, row: int | slice) -> "Chance | Chances":
        """Return one replication's luck, or that of some that follow each other."""
        if isinstance(row, slice):
            return self.chosen(np.arange(len(self))[row])
        number = range(len(self))[row]
        part = slice(self.people_at[number], self.people_at[number + 1])
        confiscated = [sums.of(number) for sums in self.confiscations]
        return Chance(
            seed=self.seed,
            replication=self.replications[number],
            people=_part(self.people, part),
            stage_takes=self.stage_takes[part],
            stage_passes=self.stage_passes[part],
            patience=self.patience[part],
            gives_up_to=self.gives_up_to[part],
            willingness=self.willingness[part],
            stays=_stays(self.stays, part),
            returns=tuple(_part(luck, part) for luck in self.returns),
            funders=tuple(lucks.of(number) for lucks in self.funders),
            confiscation_times=tuple(times for times, _ in confiscated),
            confiscations=tuple(amounts for _, amounts in confiscated),
        )

    def chosen(self, rows: Places) -> "Chances":
        """Return the luck of some replications, in the order asked for."""
        people = _places_of(self.people_at, rows)
        return replace(
            self,
            replications=tuple(self.replications[row] for row in rows),
            people_at=np.append(0, np.cumsum(np.diff(self.people_at)[rows])),
            people=_part(self.people, people),
            stage_takes=self.stage_takes[people],
            stage_passes=self.stage_passes[people],
            patience=self.patience[people],
            gives_up_to=self.gives_up_to[people],
            willingness=self.willingness[people],
            stays=_stays(self.stays, people),
            returns=tuple(_part(luck, people) for luck in self.returns),
            funders=tuple(lucks.chosen(rows) for lucks in self.funders),
            confiscations=tuple(sums.chosen(rows) for sums in self.confiscations),
        )


def _alone(luck: FunderLuck) -> FunderLucks:
    """Return a funder's luck in a single replication."""
    gifts = zip(luck.gift_times, luck.gift_amounts, strict=True)
    return FunderLucks(
        luck.signed[np.newaxis],
        luck.awarded[np.newaxis],
        luck.lag[np.newaxis],
        luck.receivable_lag[np.newaxis],
        tuple(_sums(*pair) for pair in gifts),
    )


def _sums(times: Floats, amounts: Ints) -> Sums:
    return Sums(times, amounts, np.array([0, len(times)]))


def _places_of(at: Ints, rows: Places) -> Places:
    """Return the places of some rows' parts, each of which is unbroken."""
    sizes = np.diff(at)[rows]
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(sizes.sum()) + np.repeat(at[rows] - before, sizes))


def _part(columns: Columns, part: slice | Places) -> Columns:
    """Return some people's part of every column."""
    names = (field.name for field in fields(columns))
    return type(columns)(*(getattr(columns, name)[part] for name in names))


def _stays(
    stays: tuple[tuple[StayLuck, ...], ...], part: slice | Places
) -> tuple[tuple[StayLuck, ...], ...]:
    """Return some people's stays; plans that share their luck still do."""
    lucks = {id(luck): luck for plans in stays for luck in plans}
    mine = {key: _part(luck, part) for key, luck in lucks.items()}
    return tuple(tuple(mine[id(luck)] for luck in plans) for plans in stays)
