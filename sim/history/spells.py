"""Spells: an event log read as stays, waits and nights (SEMANTICS S1, B6, W2).

A spell runs from the event that began it to the next one of the same person that
ends it; a spell still open at the end of the log has no end and is censored.  It
covers the midnights t with start < t ≤ end: midnight t closes day t - 1, so a
whole-day stay of n days is n nights at any hour, and nothing before 0 counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Cause, Kind, State
from sim.history.record import Events, Nights

__all__ = [
    "Runs",
    "Spells",
    "blocked_spells",
    "closed_runs",
    "frozen_nights",
    "interim_spells",
    "list_spells",
    "nights_in",
    "people_at_midnight",
    "queue_spells",
    "referrals",
    "runs",
    "stays",
    "ticks_in",
    "unmet_spells",
    "wait_spells",
]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]

TICKS_PER_DAY = 2**20


def _table(kinds: Iterable[Kind]) -> Flags:
    """Return a table that says of each kind whether it is one of ``kinds``."""
    table = np.zeros(max(Kind) + 1, np.bool_)
    table[[int(kind) for kind in kinds]] = True
    return table


_STAY_BEGINS = _table(
    {Kind.ADMITTED, Kind.TRANSFERRED, Kind.STEPPED_DOWN, Kind.RESIDENT}
)
_STAY_ENDS = _table(
    {
        Kind.LEFT,
        Kind.LEFT_AT_LIMIT,
        Kind.FORCED_EXIT,
        Kind.DISPLACED,
        Kind.DECLINED,
    }
)
_LIST_BEGINS = _table({Kind.JOINED_LIST})
_LIST_SEGMENTS = _table({Kind.JOINED_LIST, Kind.CAUSE_CHANGED})
_LIST_ENDS = _STAY_BEGINS | _STAY_ENDS | _table({Kind.GAVE_UP, Kind.TURNED_AWAY})
_LOSSES = _table({Kind.TURNED_AWAY, Kind.GAVE_UP, Kind.FORCED_EXIT, Kind.DISPLACED})
_NEW_EPISODE = _STAY_BEGINS | _table({Kind.REFERRED, Kind.READY, Kind.JOINED_LIST})
_WAIT_BEGINS = _table({Kind.READY})
_WAIT_ENDS = _table({Kind.ADMITTED, Kind.GAVE_UP, Kind.TURNED_AWAY, Kind.DECLINED})
_INTERIM_BEGINS = _table({Kind.INTERIM_BEGAN})
_INTERIM_ENDS = _table({Kind.INTERIM_ENDED})
_BLOCKED_BEGINS = _table({Kind.BLOCKED})
_QUEUE_BEGINS = _table({Kind.STAGE_QUEUED})
_QUEUE_ENDS = _table({Kind.STAGE_BEGAN})
_REFERRED = int(Kind.REFERRED)


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells in columns, by person and then in the order in which they began.

    ``start`` and ``end`` in days, ``end`` inf where the log ends first.
    ``first`` and ``last`` are the positions in the log of the events that began
    and ended the spell (-1: not ended); ``began`` and ``ended`` their
    :class:`~sim.history.events.Kind` (-1: not ended).  ``shelter`` and ``detail``
    are those of the first event.
    """

    person: Smalls
    shelter: Smalls
    detail: Smalls
    start: Floats
    end: Floats
    first: Ints
    last: Ints
    began: Smalls
    ended: Smalls

    def where(self, chosen: Flags) -> "Spells":
        """Return the chosen spells only."""
        return Spells(
            self.person[chosen],
            self.shelter[chosen],
            self.detail[chosen],
            self.start[chosen],
            self.end[chosen],
            self.first[chosen],
            self.last[chosen],
            self.began[chosen],
            self.ended[chosen],
        )

    @property
    def is_open(self) -> Flags:
        """Whether a spell was still under way at the end of the log."""
        return self.last < 0


def _spells(events: Events, begins: Flags, ends: Flags) -> Spells:
    """Return what runs from each beginning to the person's next event of either."""
    chosen = np.flatnonzero((begins | ends)[events.kind])
    order = chosen[np.argsort(events.person[chosen], kind="stable")]
    person = events.person[order]
    following = np.full(order.size, -1, np.int64)
    if order.size > 1:
        following[:-1] = np.where(person[1:] == person[:-1], order[1:], -1)
    here = begins[events.kind[order]]
    first, last = order[here], following[here]
    ended = last >= 0
    return Spells(
        person=person[here],
        shelter=events.shelter[first],
        detail=events.detail[first],
        start=events.time[first],
        end=np.where(ended, events.time[last], np.inf),
        first=first,
        last=last,
        began=events.kind[first],
        ended=np.where(ended, events.kind[last], -1).astype(np.int32),
    )


def stays(events: Events) -> Spells:
    """Return every stay in one shelter; a transfer or step-down begins another."""
    return _spells(events, _STAY_BEGINS, _STAY_ENDS)


def list_spells(events: Events, among: Spells | None = None) -> Spells:
    """Return the spells on the waiting list of people who have no bed meanwhile.

    Those who wait in a bed for their next programme are left out: their nights
    are *blocked*, not unmet (S5).  ``among`` may bring the stays, if known.
    """
    spells = _spells(events, _LIST_BEGINS, _LIST_ENDS)
    return spells.where(~_in_bed(spells, stays(events) if among is None else among))


def _in_bed(spells: Spells, among: Spells) -> Flags:
    """Return which spells began while the person was in one of the stays."""
    if not among.person.size:
        return np.zeros(spells.person.size, np.bool_)
    shift = np.int64(2**40)
    keys = among.person * shift + among.first
    before = np.searchsorted(keys, spells.person * shift + spells.first) - 1
    stay = np.maximum(before, 0)
    mine = (before >= 0) & (among.person[stay] == spells.person)
    inside: Flags = mine & ((among.last[stay] < 0) | (among.last[stay] > spells.first))
    return inside


def wait_spells(events: Events) -> Spells:
    """Return the time from ready to a bed, giving up or a refusal, anybody's (B5)."""
    return _spells(events, _WAIT_BEGINS, _WAIT_ENDS)


def unmet_spells(events: Events, among: Spells | None = None) -> tuple[Spells, Ints]:
    """Return the spells of unmet need and the cause of each (B6).

    Time on the list, split wherever the cause changed: midnight looks again before
    it counts (B4), so a change at a midnight is told one tick earlier.  Then,
    after someone was turned away, gave up, was displaced or forced out, the rest
    of the stay that did not happen, or until the person's next episode.
    """
    waits = _spells(events, _LIST_SEGMENTS, _LIST_ENDS)
    waits = waits.where(~_in_bed(waits, stays(events) if among is None else among))
    looked_again = waits.began == Kind.CAUSE_CHANGED
    changed = waits.ended == Kind.CAUSE_CHANGED
    waits = replace(
        waits,
        start=waits.start - looked_again / TICKS_PER_DAY,
        end=waits.end - changed / TICKS_PER_DAY,
    )
    losses = _spells(events, _LOSSES, _NEW_EPISODE)
    until = events.until[losses.first]
    end = np.fmin(losses.end, np.where(np.isnan(until), losses.start, until))
    losses = replace(losses, end=np.maximum(end, losses.start))
    displaced = losses.began == Kind.DISPLACED
    cause = np.where(displaced, Cause.DISPLACED, losses.detail)
    both = Spells(
        *(
            np.concatenate([getattr(waits, name), getattr(losses, name)])
            for name in Spells.__slots__
        )
    )
    return both, np.concatenate([waits.detail, cause]).astype(np.int64)


def referrals(events: Events, spells: Spells) -> tuple[Ints, Ints]:
    """Return where each referral stands in the log, and each spell's own (C6).

    Referrals are told by person and then in order: a person who comes back has
    several.  A spell belongs to the person's last one before it began, given as a
    number among them; -1 where there is none, as for residents of day 0.
    """
    at = np.flatnonzero(events.kind == _REFERRED)
    shift = np.int64(2**40)
    keys = np.sort(events.person[at] * shift + at)
    before = np.searchsorted(keys, spells.person * shift + spells.first) - 1
    places = keys % shift
    if not places.size:
        return places, np.full(spells.person.size, -1, np.int64)
    own = (before >= 0) & (keys[np.maximum(before, 0)] // shift == spells.person)
    return places, np.where(own, before, -1).astype(np.int64)


def queue_spells(events: Events) -> Spells:
    """Return the time people queue for the staff of a stage; ``detail`` is it."""
    return _spells(events, _QUEUE_BEGINS, _QUEUE_ENDS)


def interim_spells(events: Events) -> Spells:
    """Return the spells in interim places; ``detail`` is the place."""
    return _spells(events, _INTERIM_BEGINS, _INTERIM_ENDS)


def blocked_spells(events: Events) -> Spells:
    """Return the spells in a bed after the planned end of the stay (S5)."""
    return _spells(events, _BLOCKED_BEGINS, _STAY_BEGINS | _STAY_ENDS)


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


def ticks_in(start: Floats, end: Floats, edges: Ints) -> Ints:
    """Return the exact time of each spell in each window, in 2⁻²⁰ days."""
    bounds = edges[None, :]
    upto = np.clip(end[:, None], bounds[:, :-1], bounds[:, 1:])
    after = np.clip(start[:, None], bounds[:, :-1], bounds[:, 1:])
    return ((upto - after) * TICKS_PER_DAY).astype(np.int64)


def people_at_midnight(
    start: Floats, end: Floats, days: int, beds: Smalls | None = None
) -> Ints:
    """Return how many of the spells cover the midnight that closes each day.

    ``beds`` counts each spell as so many (B7).

    >>> people_at_midnight(np.array([0.5, -2.0]), np.array([2.0, 1.0]), 3)
    array([2, 1, 0])
    """
    begins = np.clip(np.floor(start), 0, days).astype(np.int64)
    ends = np.clip(np.floor(end), 0, days).astype(np.int64)
    each = np.ones(len(begins), np.int64) if beds is None else beds.astype(np.int64)
    steps = np.zeros(days + 1, np.int64)
    np.add.at(steps, begins, each)
    np.subtract.at(steps, ends, each)
    return np.cumsum(steps)[:days]


@dataclass(frozen=True, slots=True)
class Runs:
    """Unbroken runs of days: from day ``first`` up to the day before ``end``."""

    shelter: Ints
    first: Ints
    end: Ints


def runs(flags: Flags) -> Runs:
    """Return the unbroken runs of true in each column of (days, shelters)."""
    days, shelters = flags.shape
    padded = np.zeros((shelters, days + 2), np.int8)
    padded[:, 1:-1] = flags.T
    steps = np.diff(padded, axis=1)
    shelter, first = np.nonzero(steps == 1)
    end = np.nonzero(steps == -1)[1]
    return Runs(shelter.astype(np.int64), first.astype(np.int64), end.astype(np.int64))


def closed_runs(nights: Nights) -> Runs:
    """Return the closures: unbroken runs of days closed or reopening (W2)."""
    return runs(nights.state >= State.CLOSED)


def frozen_nights(nights: Nights) -> Flags:
    """Return which nights a shelter was open but took nobody (freeze or notice)."""
    flags: Flags = (nights.state == State.FROZEN) | (nights.state == State.NOTICE)
    return flags
