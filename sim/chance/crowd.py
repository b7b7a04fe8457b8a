"""People before anything happens to them, and the attributes they are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.chance.layout import (
    ATTRIBUTE,
    JOINT,
    MORE_STAGES,
    STAGES,
    WIDTH,
    Columns,
    Rows,
    choose,
)
from sim.chance.numbers import Generators, Numbers
from sim.scenario.plan import Attribute, Condition, JointShares

__all__ = ["Crowd", "Source", "draw_values", "meets"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of some people come from: one generator's row for each.

    ``name`` indexes ``names``, ``replication`` is the position in the batch.  What
    has no column in the rows, such as an invented attribute, finds its uniforms in
    generators of its own beside those named here.
    """

    names: tuple[str, ...]
    name: Ints
    replication: Ints
    index: Ints

    def rows(self, numbers: Numbers, columns: Columns) -> Rows:
        """Return what is read of the rows themselves."""
        return Rows(columns, self._picked(numbers, self.names, WIDTH, columns.read))

    def beside(self, numbers: Numbers, name: str, width: int) -> Floats:
        """Return the uniforms (width, people) drawn beside these rows."""
        names = [f"{each}/{name}" for each in self.names]
        return self._picked(numbers, names, width, np.arange(width))

    def _picked(
        self, numbers: Numbers, names: Sequence[str], width: int, columns: Ints
    ) -> Floats:
        """Return columns of rows; one generator's stand together, in rising order."""
        here = self.replication * len(names) + self.name
        begins = np.flatnonzero(np.diff(here, prepend=-1))
        lengths = np.diff(np.append(begins, len(here)))
        generators = Generators(names, self.name[begins], self.replication[begins])
        sheet = numbers.sheet(generators, width, columns)
        return sheet.picked(np.repeat(np.arange(len(begins)), lengths), self.index)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some people of a batch: arrival, key (C2), rows of uniforms, their sources.

    Rows stand in parts, one for each source, so that joining crowds copies few.
    """

    arrival: Floats
    key: Smalls
    rows: tuple[Rows, ...]
    sources: tuple[Source, ...]

    @classmethod
    def joined(cls, crowds: Sequence[Self]) -> Self:
        """Return several crowds as one, in the order given."""
        return cls(
            np.concatenate([np.empty(0), *(c.arrival for c in crowds)]),
            np.concatenate([np.empty((0, 4), np.int32), *(c.key for c in crowds)]),
            tuple(rows for c in crowds for rows in c.rows),
            tuple(source for c in crowds for source in c.sources),
        )

    @property
    def replication(self) -> Ints:
        """Each person's replication, as a position in the batch."""
        nobody = np.empty(0, np.int64)
        return np.concatenate([nobody, *(each.replication for each in self.sources)])

    def column(self, at: int) -> Floats:
        """Return one number of everybody's row."""
        return np.concatenate([np.empty(0), *(rows.of(at) for rows in self.rows)])

    def whole_rows(self, columns: Columns, stages: int, numbers: Numbers) -> Rows:
        """Return everybody's rows, with blocks behind them if there are many stages."""
        blocks = range(1, -(-stages // STAGES))
        more = [self.beside(numbers, f"stages {n}", MORE_STAGES) for n in blocks]
        nobody = np.empty((len(columns.read), 0))
        own = np.concatenate([nobody, *(rows.numbers for rows in self.rows)], axis=1)
        behind = columns.behind(MORE_STAGES * len(blocks))
        return (
            Rows(behind, np.concatenate([own, *more])) if more else Rows(columns, own)
        )

    def beside(self, numbers: Numbers, name: str, width: int = 1) -> Floats:
        """Return uniforms (width, people) from generators beside the rows' own."""
        parts = [source.beside(numbers, name, width) for source in self.sources]
        return np.concatenate([np.empty((width, 0)), *parts], axis=1)


def draw_values(
    mix: Sequence[JointShares],
    attributes: Sequence[Attribute],
    crowd: Crowd,
    numbers: Numbers,
) -> Smalls:
    """Return attribute codes (people, attributes) by the shares of a mix (C3).

    A built-in attribute has a column of its own.  Shares over several
    attributes together use the joint column, a second set of them the column of
    its first attribute.  An invented attribute has its own generator.  What the
    mix leaves open is −1.
    """
    values = np.full((len(crowd.arrival), len(attributes)), -1, np.int32)
    place = {attribute.name: at for at, attribute in enumerate(attributes)}
    joint_is_free = True
    for shares in mix:
        first = shares.attributes[0]
        if len(shares.attributes) > 1 and joint_is_free:
            joint_is_free = False
            u = crowd.column(JOINT)
        elif first in ATTRIBUTE:
            u = crowd.column(ATTRIBUTE[first])
        else:
            [u] = crowd.beside(numbers, first)
        cell = choose(u, [share for _, share in shares.cells])
        for position, name in enumerate(shares.attributes):
            known = attributes[place[name]].values
            codes = [
                known.index(combination[position]) for combination, _ in shares.cells
            ]
            values[:, place[name]] = np.array(codes, np.int32)[cell]
    return values


def meets(
    condition: Condition, attributes: Sequence[Attribute], values: Smalls
) -> Flags:
    """Return which people (rows of ``values``) meet a condition."""
    met = np.ones(len(values), np.bool_)
    place = {attribute.name: at for at, attribute in enumerate(attributes)}
    for name, allowed in condition.allowed:
        known = attributes[place[name]].values
        met &= np.isin(
            values[:, place[name]], [known.index(value) for value in allowed]
        )
    return met
