"""Midnights: which ones a spell covers, and runs of days between them (S1, W2).

A spell covers the midnights t with start < t ≤ end: midnight t closes day t - 1, so
a whole-day stay of n days is n nights at any hour, and nothing before 0 counts.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.history.events import State
from sim.history.record import Nights

__all__ = [
    "Runs",
    "closed_nights",
    "ever",
    "frozen_nights",
    "moves_by_midnight",
    "nights_by_window",
    "nights_in",
    "one_for_all",
    "owing_nights",
    "people_at_midnight",
    "runs",
    "ticks_by_window",
    "ticks_in",
]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)
Whole = TypeVar("Whole", bound=np.signedinteger)


def nights_in(start: Floats, end: Floats, edges: Ints) -> Ints:
    """Return how many midnights of each spell close a day of each window (S1).

    Windows lie between consecutive ``edges``, whole days from 0 up to the number
    of days of the period.  The shape is (spells, windows).

    >>> nights_in(np.array([-3.5, 1.25]), np.array([2.0, np.inf]), np.array([0, 2, 5]))
    array([[2, 0],
           [1, 3]])
    """
    bounds = edges[None, :]
    upto = np.clip(np.floor(end)[:, None], bounds[:, :-1], bounds[:, 1:])
    after = np.clip(np.floor(start)[:, None], bounds[:, :-1], bounds[:, 1:])
    nights: Ints = (upto - after).astype(np.int64)
    return nights


def nights_by_window(
    start: Floats, end: Floats, edges: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return the nights of spells where there are any: spell, window, how many (S1).

    What :func:`nights_in` has in all its windows; most spells are in one or two.
    They come by spell and then by window.

    >>> nights_by_window(np.array([-3.5, 1.25]), np.array([2.0, np.inf]),
    ...                  np.array([0, 2, 5]))
    (array([0, 1, 1]), array([0, 0, 1]), array([2, 1, 3]))
    """
    spell, window, nights = _by_window(np.floor(start), np.floor(end), edges)
    return spell, window, nights.astype(np.int64)


def ticks_by_window(start: Floats, end: Floats, edges: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the exact time of spells where there is any, like nights, in 2⁻²⁰ days.

    >>> ticks_by_window(np.array([1.5]), np.array([2.25]), np.array([0, 2, 5]))
    (array([0, 0]), array([0, 1]), array([524288, 262144]))
    """
    spell, window, days = _by_window(start, end, edges)
    return spell, window, (days * TICKS_PER_DAY).astype(np.int64)


def _by_window(start: Floats, end: Floats, edges: Ints) -> tuple[Ints, Ints, Floats]:
    """Return spell, window and days of overlap, by spell and then by window."""
    after, upto = np.maximum(start, edges[0]), np.minimum(end, edges[-1])
    some = np.flatnonzero(upto > after)
    after, upto = after[some], upto[some]
    window_of = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    first = window_of[after.astype(np.int64) - edges[0]]
    more = window_of[np.ceil(upto).astype(np.int64) - 1 - edges[0]] - first
    if not more.any():
        return some, first, upto - after
    spell = np.repeat(np.arange(len(some)), more + 1)
    before = np.cumsum(more + 1) - (more + 1) - first
    window = np.arange(len(spell)) - before[spell]
    bounds = edges.astype(np.float64)
    days = np.minimum(upto[spell], bounds[window + 1])
    days -= np.maximum(after[spell], bounds[window])
    return some[spell], window, days


def ticks_in(start: Floats, end: Floats, edges: Ints) -> Ints:
    """Return the exact time of each spell in each window, in 2⁻²⁰ days."""
    bounds = edges[None, :]
    upto = np.clip(end[:, None], bounds[:, :-1], bounds[:, 1:])
    after = np.clip(start[:, None], bounds[:, :-1], bounds[:, 1:])
    return ((upto - after) * TICKS_PER_DAY).astype(np.int64)


def people_at_midnight(
    start: Floats, end: Floats, beds: Ints, row: Ints, shape: tuple[int, int]
) -> Ints:
    """Return how many beds the spells take up at the midnight that closes each day.

    ``beds`` are those of each spell (B7) and ``row`` says where it is counted;
    ``shape`` is (rows, days).

    >>> start, end = np.array([0.5, -2.0]), np.array([2.0, 1.0])
    >>> people_at_midnight(start, end, np.array([1, 3]), np.array([0, 0]), (1, 3))
    array([[4, 1, 0]])
    """
    days = shape[1]
    moves = moves_by_midnight(start, end, beds, (row, np.zeros_like(row)), (*shape, 1))
    return np.cumsum(moves[:, :days, 0], axis=1)


def moves_by_midnight(
    start: Floats,
    end: Floats,
    beds: NDArray[Whole],
    where: tuple[Ints, Ints | NDArray[np.int32]],
    shape: tuple[int, int, int],
) -> NDArray[Whole]:
    """Return how many more beds are taken up at each midnight than at the one before.

    ``where`` says in which row and column each spell is counted; ``shape`` is (rows,
    days, columns); a last day is there for what ends later.
    """
    rows, days, columns = shape
    moves = np.zeros((rows, days + 1, columns), beds.dtype)
    row, column = where
    place = row * ((days + 1) * columns) + column
    begins = np.clip(start, 0, days).astype(np.int64)
    ends = np.clip(end, 0, days).astype(np.int64)
    np.add.at(moves.reshape(-1), place + begins * columns, beds)
    np.subtract.at(moves.reshape(-1), place + ends * columns, beds)
    return moves


@dataclass(frozen=True, slots=True)
class Runs:
    """Unbroken runs of days: from day ``first`` up to the day before ``end``.

    ``row`` is the replication, counted from 0 in its stack.
    """

    row: Ints
    shelter: Ints
    first: Ints
    end: Ints


def runs(flags: Flags) -> Runs:
    """Return the unbroken runs of true along the days of (R, days, shelters)."""
    replications, days, shelters = flags.shape
    padded = np.zeros((replications, shelters, days + 2), np.int8)
    padded[:, :, 1:-1] = flags.swapaxes(1, 2)
    steps = np.diff(padded, axis=2)
    row, shelter, first = np.nonzero(steps == 1)
    return Runs(row, shelter, first, np.nonzero(steps == -1)[2])


def one_for_all(nightly: NDArray[Number]) -> NDArray[Number]:
    """Return (R, 1, …) of what is kept once for all nights, else (R, days, …) as it is.

    >>> one_for_all(np.broadcast_to(np.zeros((1, 1, 2)), (1, 365, 2))).shape
    (1, 1, 2)
    """
    return nightly[:, :1] if nightly.strides[1] == 0 else nightly


def ever(nightly: NDArray[np.generic]) -> bool:
    """Say whether any night has anything, sooner where all are alike."""
    return bool(one_for_all(nightly).any())


def closed_nights(nights: Nights) -> Flags:
    """Return which nights a shelter was closed or reopening (W2)."""
    closed = one_for_all(nights.state) >= State.CLOSED
    return np.broadcast_to(closed, nights.state.shape)


def owing_nights(nights: Nights) -> Flags:
    """Return which nights a shelter ended with unpaid bills."""
    owing = one_for_all(nights.arrears) > 0
    return np.broadcast_to(owing, nights.arrears.shape)


def frozen_nights(nights: Nights) -> Flags:
    """Return which nights a shelter was open but took nobody (freeze or notice)."""
    state = one_for_all(nights.state)
    frozen = (state == State.FROZEN) | (state == State.NOTICE)
    return np.broadcast_to(frozen, nights.state.shape)
