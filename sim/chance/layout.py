"""Which uniform of a candidate's row decides what (SEMANTICS C3, C6, C7).

A row holds all that chance ever says about one candidate.  Its columns never
move: a column whose feature a scenario does not use is drawn and left alone, so
using it later changes nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.scenario.plan import Scenario

__all__ = [
    "ATTRIBUTE",
    "GAP",
    "JOINT",
    "MARK",
    "MORE_STAGES",
    "PROGRAMMES",
    "SIZE",
    "STAGES",
    "TICK",
    "WIDTH",
    "Columns",
    "Rows",
    "choose",
    "columns_of",
    "episodes_of",
    "exits",
    "extension",
    "gives_up_to",
    "passes",
    "patience",
    "programmes_of",
    "return_delay",
    "returning",
    "stays",
    "takes",
    "willingness",
]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Smalls = NDArray[np.int32]

TICK = 1 / TICKS_PER_DAY

EPISODES = 4  # the columns of all four exist, whether people can return or not (C6)
STAGES = 6
PROGRAMMES = 3

GAP, MARK, SIZE = range(3)
ATTRIBUTE = {"sex": 3, "age": 4, "origin": 5, "exploitation": 6, "risk": 7}
JOINT = 8

_FIRST_EPISODE = 9
_WILLINGNESS = 2 * STAGES
_PATIENCE = _WILLINGNESS + 1
_GIVES_UP_TO = _PATIENCE + 1
_STAYS = _GIVES_UP_TO + 1
_EXTENSION = _STAYS + 2 * PROGRAMMES
_RETURN = _EXTENSION + 1
_DELAY = _RETURN + 1
_EPISODE = _DELAY + 1
WIDTH = _FIRST_EPISODE + EPISODES * _EPISODE
MORE_STAGES = EPISODES * 2 * STAGES  # width of each further block of six stages


def _columns(first: int, count: int, step: int) -> Places:
    """Return column numbers of shape (episodes, count)."""
    starts = _FIRST_EPISODE + _EPISODE * np.arange(EPISODES) + first
    return np.asarray(starts[:, np.newaxis] + step * np.arange(count), np.intp)


_TAKES = _columns(0, STAGES, 2)
_WILLING = _columns(_WILLINGNESS, 1, 1)[:, 0]
_PATIENCES = _columns(_PATIENCE, 1, 1)[:, 0]
_GIVE_UPS = _columns(_GIVES_UP_TO, 1, 1)[:, 0]
_STAY = _columns(_STAYS, PROGRAMMES, 2)
_EXIT = _columns(_STAYS + 1, PROGRAMMES, 2)
_EXTENSIONS = _columns(_EXTENSION, 1, 1)[:, 0]
_RETURNS = _columns(_RETURN, 1, 1)[:, 0]
_DELAYS = _columns(_DELAY, 1, 1)[:, 0]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a row are read, in rising order, and where each is kept.

    ``kept`` (columns of a row,) is a place among those read, or -1.
    """

    read: Places
    kept: Places

    @classmethod
    def chosen(cls, columns: Iterable[int]) -> "Columns":
        """Return these columns of rows of ``WIDTH``."""
        read = np.unique(np.fromiter(columns, np.intp))
        kept = np.full(WIDTH, -1, np.intp)
        kept[read] = np.arange(len(read))
        return cls(read, kept)

    def behind(self, more: int) -> "Columns":
        """Return the same with so many columns behind the row, all of them read."""
        read = np.append(self.read, len(self.kept) + np.arange(more))
        return Columns(read, np.append(self.kept, len(self.read) + np.arange(more)))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some candidates: ``numbers`` (columns that are read, candidates)."""

    columns: Columns
    numbers: Floats

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return int(self.numbers.shape[1])

    def of(self, column: int | Places) -> Floats:
        """Return the uniforms (candidates, …) in a column, or in several.

        Raises
        ------
        LookupError
            If one of them was not read.
        """
        place = self.columns.kept[column]
        if np.any(place < 0):
            missing = np.atleast_1d(column)[np.atleast_1d(place) < 0]
            raise LookupError(f"column {missing[0]} was not read")
        return np.ascontiguousarray(np.moveaxis(self.numbers[place], -1, 0))

    def where(self, chosen: Places) -> "Rows":
        """Return the rows of some candidates, in the order asked for."""
        return replace(self, numbers=np.take(self.numbers, chosen, axis=1))


def episodes_of(scenario: Scenario) -> int:
    """Return how many episodes a person can have: one where nobody returns (C6)."""
    return EPISODES if scenario.returns else 1


def programmes_of(scenario: Scenario) -> int:
    """Return how many stays an episode can have: one where nobody steps down (S5)."""
    names = {programme.name for programme in scenario.programmes}
    exits = (
        name
        for shelter in scenario.shelters
        for stay in shelter.stays
        for name, _ in stay.exits
    )
    return PROGRAMMES if names.intersection(exits) else 1


def columns_of(scenario: Scenario) -> Columns:
    """Return the columns that a scenario reads; the first three are always read."""
    episodes, stays = episodes_of(scenario), programmes_of(scenario)
    stages = min(len(scenario.stages), STAGES)
    attributes = [ATTRIBUTE[a.name] for a in scenario.attributes if a.name in ATTRIBUTE]
    one_each = [_WILLING, _PATIENCES, _GIVE_UPS, _EXTENSIONS, _RETURNS, _DELAYS]
    several = [_TAKES[:, :stages], _STAY[:, :stays]]
    pairs = [column[:episodes] + more for column in several for more in (0, 1)]
    used = [*(column[:episodes] for column in one_each), *pairs]
    first = [GAP, MARK, SIZE, JOINT, *attributes]
    return Columns.chosen([*first, *np.concatenate([c.ravel() for c in used])])


def _stage(stage: int) -> Places:
    """Return the columns (episodes,) of a stage's duration; passing is next to it.

    A seventh stage and later ones stand in blocks behind the row.
    """
    block, at = divmod(stage, STAGES)
    if block == 0:
        return _TAKES[:, at]
    first = WIDTH + (block - 1) * MORE_STAGES + 2 * at
    return np.asarray(first + 2 * STAGES * np.arange(EPISODES), np.intp)


def takes(rows: Rows, stage: int, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of a stage's duration."""
    return rows.of(_stage(stage)[:episodes])


def passes(rows: Rows, stage: int, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of passing a stage."""
    return rows.of(_stage(stage)[:episodes] + 1)


def willingness(rows: Rows, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of accepting an offer (C7)."""
    return rows.of(_WILLING[:episodes])


def patience(rows: Rows, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of patience."""
    return rows.of(_PATIENCES[:episodes])


def gives_up_to(rows: Rows, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of where one goes on giving up."""
    return rows.of(_GIVE_UPS[:episodes])


def stays(rows: Rows, episodes: int, programmes: int) -> Floats:
    """Return the uniforms (people, episodes, programmes) of lengths of stay."""
    return rows.of(_STAY[:episodes, :programmes])


def exits(rows: Rows, episodes: int, programmes: int) -> Floats:
    """Return the uniforms (people, episodes, programmes) of exit destinations."""
    return rows.of(_EXIT[:episodes, :programmes])


def extension(rows: Rows, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of an extended limit."""
    return rows.of(_EXTENSIONS[:episodes])


def returning(rows: Rows, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of coming back."""
    return rows.of(_RETURNS[:episodes])


def return_delay(rows: Rows, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of the time until coming back."""
    return rows.of(_DELAYS[:episodes])


def choose(u: Floats, shares: Sequence[float]) -> Smalls:
    """Return which share each uniform falls into, in file order (C3).

    >>> choose(np.array([0.0, 0.25, 0.999]), [0.25, 0.0, 0.75]).tolist()
    [0, 2, 2]
    """
    cell = np.zeros(np.shape(u), np.int32)
    for upto in np.cumsum(shares)[:-1].tolist():
        cell += u >= upto
    return cell
