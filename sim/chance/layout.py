"""Which uniform of a candidate's row decides what (SEMANTICS C3, C6, C7).

A row holds all that chance ever says about one candidate.  Its columns never
move: a column whose feature a scenario does not use is drawn and left alone, so
using it later changes nobody.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
    "choose",
    "columns_of",
    "episodes_of",
    "exits",
    "extension",
    "gives_up_to",
    "on_grid",
    "passes",
    "patience",
    "return_delay",
    "returning",
    "stays",
    "takes",
    "willingness",
]

Floats = NDArray[np.float64]
Smalls = NDArray[np.int32]

TICKS_PER_DAY = 2.0**20
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


def _columns(first: int, count: int, step: int) -> NDArray[np.intp]:
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


def episodes_of(scenario: Scenario) -> int:
    """Return how many episodes a person can have: one where nobody returns (C6)."""
    return EPISODES if scenario.returns else 1


def columns_of(scenario: Scenario) -> int:
    """Return how many columns of a row a scenario reads, from the first on."""
    if len(scenario.stages) > STAGES:
        return WIDTH  # more columns stand behind it
    return _FIRST_EPISODE + episodes_of(scenario) * _EPISODE


def _stage(stage: int) -> NDArray[np.intp]:
    """Return the columns (episodes,) of a stage's duration; passing is next to it.

    A seventh stage and later ones stand in blocks behind the row.
    """
    block, at = divmod(stage, STAGES)
    if block == 0:
        return _TAKES[:, at]
    first = WIDTH + (block - 1) * MORE_STAGES + 2 * at
    return np.asarray(first + 2 * STAGES * np.arange(EPISODES), np.intp)


def takes(rows: Floats, stage: int, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of a stage's duration."""
    return np.take(rows, _stage(stage)[:episodes], axis=1)


def passes(rows: Floats, stage: int, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of passing a stage."""
    return np.take(rows, _stage(stage)[:episodes] + 1, axis=1)


def willingness(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of accepting an offer (C7)."""
    return np.take(rows, _WILLING[:episodes], axis=1)


def patience(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of patience."""
    return np.take(rows, _PATIENCES[:episodes], axis=1)


def gives_up_to(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of where one goes on giving up."""
    return np.take(rows, _GIVE_UPS[:episodes], axis=1)


def stays(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes, programmes) of lengths of stay."""
    return np.take(rows, _STAY[:episodes], axis=1)


def exits(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes, programmes) of exit destinations."""
    return np.take(rows, _EXIT[:episodes], axis=1)


def extension(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of an extended limit."""
    return np.take(rows, _EXTENSIONS[:episodes], axis=1)


def returning(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of coming back."""
    return np.take(rows, _RETURNS[:episodes], axis=1)


def return_delay(rows: Floats, episodes: int) -> Floats:
    """Return the uniforms (people, episodes) of the time until coming back."""
    return np.take(rows, _DELAYS[:episodes], axis=1)


def choose(u: Floats, shares: Sequence[float]) -> Smalls:
    """Return which share each uniform falls into, in file order (C3).

    >>> choose(np.array([0.0, 0.25, 0.999]), [0.25, 0.0, 0.75]).tolist()
    [0, 2, 2]
    """
    cell = np.zeros(np.shape(u), np.int32)
    for upto in np.cumsum(shares)[:-1].tolist():
        cell += u >= upto
    return cell


def on_grid(days: Floats) -> Floats:
    """Round times or durations to the grid of T1, half to even.

    >>> on_grid(np.array([1.5 * 2.0**-20, 30.0])) * 2.0**20
    array([2.000000e+00, 3.145728e+07])
    """
    return np.asarray(np.rint(days * TICKS_PER_DAY) * TICK)
