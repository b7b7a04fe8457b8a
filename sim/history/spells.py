"""Spells: lives read as stays, waits and losses (SEMANTICS S1, B6, W2).

A spell runs from the event that began it to the next one of the same person that
ends it; a spell still open at the end of the log has no end and is censored.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.history.events import Cause, Kind
from sim.history.lives import Lives, table_of

__all__ = [
    "Spells",
    "blocked_spells",
    "interim_spells",
    "list_spells",
    "queue_spells",
    "referrals",
    "stays",
    "unmet_spells",
    "wait_spells",
]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]


_STAY_BEGINS = table_of(
    {Kind.ADMITTED, Kind.TRANSFERRED, Kind.STEPPED_DOWN, Kind.RESIDENT}
)
_STAY_ENDS = table_of(
    {
        Kind.LEFT,
        Kind.LEFT_AT_LIMIT,
        Kind.FORCED_EXIT,
        Kind.DISPLACED,
        Kind.DECLINED,
    }
)
_LIST_BEGINS = table_of({Kind.JOINED_LIST})
_LIST_SEGMENTS = table_of({Kind.JOINED_LIST, Kind.CAUSE_CHANGED})
_LIST_ENDS = _STAY_BEGINS | _STAY_ENDS | table_of({Kind.GAVE_UP, Kind.TURNED_AWAY})
_LOSSES = table_of({Kind.TURNED_AWAY, Kind.GAVE_UP, Kind.FORCED_EXIT, Kind.DISPLACED})
_NEW_EPISODE = _STAY_BEGINS | table_of({Kind.REFERRED, Kind.READY, Kind.JOINED_LIST})
_WAIT_BEGINS = table_of({Kind.READY})
_WAIT_ENDS = table_of({Kind.ADMITTED, Kind.GAVE_UP, Kind.TURNED_AWAY, Kind.DECLINED})
_INTERIM_BEGINS = table_of({Kind.INTERIM_BEGAN})
_INTERIM_ENDS = table_of({Kind.INTERIM_ENDED})
_BLOCKED_BEGINS = table_of({Kind.BLOCKED})
_QUEUE_BEGINS = table_of({Kind.STAGE_QUEUED})
_QUEUE_ENDS = table_of({Kind.STAGE_BEGAN})
_REFERRALS = table_of({Kind.REFERRED})


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells in columns, by person and then in the order in which they began.

    ``start`` and ``end`` in days, ``end`` inf where the log ends first.
    ``first`` and ``last`` are the positions in the log of the events that began
    and ended the spell (-1: not ended); ``began`` and ``ended`` their
    :class:`~sim.history.events.Kind` (-1: not ended).  ``place`` is the position of
    the first event in the lives; ``shelter`` and ``detail`` are that event's.
    """

    person: Ints
    shelter: Smalls
    detail: Smalls
    start: Floats
    end: Floats
    place: Ints
    first: Ints
    last: Ints
    began: Ints
    ended: Ints

    def where(self, chosen: Flags) -> "Spells":
        """Return the chosen spells only."""
        at = np.flatnonzero(chosen)  # numbers pick far sooner than flags do
        if len(at) == len(chosen):
            return self
        return Spells(*(getattr(self, name)[at] for name in self.__slots__))

    @property
    def is_open(self) -> Flags:
        """Whether a spell was still under way at the end of the log."""
        return self.last < 0


def _spells(lives: Lives, begins: Flags, ends: Flags) -> Spells:
    """Return what runs from each beginning to the person's next event of either."""
    events, here = lives.events, lives.places(begins)
    ending = _following(lives, here, begins | ends)
    ended = ending >= 0
    first = lives.at[here]
    last = np.where(ended, lives.at[ending], -1)
    return Spells(
        person=lives.person[here],
        shelter=events.shelter[first],
        detail=events.detail[first],
        start=events.time[first],
        end=np.where(ended, events.time[last], np.inf),
        place=here,
        first=first,
        last=last,
        began=lives.kind[here],
        ended=np.where(ended, lives.kind[ending], -1),
    )


def _following(lives: Lives, here: Ints, either: Flags) -> Ints:
    """Return where the same person's next event of some kinds stands; -1: nowhere.

    For most that is the very next one; of the others it is looked one further.
    """
    person, kind = lives.person, lives.kind
    found = np.full(len(here), -1, np.int64)
    whose, place = np.arange(len(here)), here + 1
    while place.size:
        if place[-1] == len(kind):  # they rise, so only the last can be beyond
            whose, place = whose[:-1], place[:-1]
        mine = person[place] == person[here[whose]]
        there = either[kind[place]]
        hit, on = np.flatnonzero(mine & there), np.flatnonzero(mine & ~there)
        found[whose[hit]] = place[hit]
        whose, place = whose[on], place[on] + 1
    return found


def stays(lives: Lives) -> Spells:
    """Return every stay in one shelter; a transfer or step-down begins another."""
    return _spells(lives, _STAY_BEGINS, _STAY_ENDS)


def list_spells(lives: Lives, among: Spells | None = None) -> Spells:
    """Return the spells on the waiting list of people who have no bed meanwhile.

    Those who wait in a bed for their next programme are left out: their nights
    are *blocked*, not unmet (S5).  ``among`` may bring the stays, if known.
    """
    spells = _spells(lives, _LIST_BEGINS, _LIST_ENDS)
    return spells.where(~_in_bed(spells, stays(lives) if among is None else among))


def _in_bed(spells: Spells, among: Spells) -> Flags:
    """Return which spells began while the person was in one of the stays."""
    if not among.person.size:
        return np.zeros(spells.person.size, np.bool_)
    before = np.searchsorted(among.place, spells.place) - 1
    stay = np.maximum(before, 0)
    mine = (before >= 0) & (among.person[stay] == spells.person)
    inside: Flags = mine & ((among.last[stay] < 0) | (among.last[stay] > spells.first))
    return inside


def wait_spells(lives: Lives) -> Spells:
    """Return the time from ready to a bed, giving up or a refusal, anybody's (B5)."""
    return _spells(lives, _WAIT_BEGINS, _WAIT_ENDS)


def unmet_spells(lives: Lives, among: Spells | None = None) -> tuple[Spells, Ints]:
    """Return the spells of unmet need and the cause of each (B6).

    Time on the list, split wherever the cause changed: midnight looks again before
    it counts (B4), so a change at a midnight is told one tick earlier.  Then,
    after someone was turned away, gave up, was displaced or forced out, the rest
    of the stay that did not happen, or until the person's next episode.
    """
    waits = _spells(lives, _LIST_SEGMENTS, _LIST_ENDS)
    waits = waits.where(~_in_bed(waits, stays(lives) if among is None else among))
    looked_again = waits.began == Kind.CAUSE_CHANGED
    changed = waits.ended == Kind.CAUSE_CHANGED
    waits = replace(
        waits,
        start=waits.start - looked_again / TICKS_PER_DAY,
        end=waits.end - changed / TICKS_PER_DAY,
    )
    losses = _spells(lives, _LOSSES, _NEW_EPISODE)
    until = lives.events.until[losses.first]
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


def referrals(lives: Lives, spells: Spells) -> tuple[Ints, Ints]:
    """Return where each referral stands in the log, and each spell's own (C6).

    Referrals are told by person and then in order: a person who comes back has
    several.  A spell belongs to the person's last one before it began, given as a
    number among them; -1 where there is none, as for residents of day 0.
    """
    referred = lives.places(_REFERRALS)
    if not referred.size:
        return referred, np.full(spells.person.size, -1, np.int64)
    so_far = (lives.kind == Kind.REFERRED).astype(np.int32).cumsum(dtype=np.int32)
    before = so_far[spells.place].astype(np.int64) - 1
    own = lives.person[referred[np.maximum(before, 0)]] == spells.person
    return lives.at[referred], np.where((before >= 0) & own, before, -1)


def queue_spells(lives: Lives) -> Spells:
    """Return the time people queue for the staff of a stage; ``detail`` is it."""
    return _spells(lives, _QUEUE_BEGINS, _QUEUE_ENDS)


def interim_spells(lives: Lives) -> Spells:
    """Return the spells in interim places; ``detail`` is the place."""
    return _spells(lives, _INTERIM_BEGINS, _INTERIM_ENDS)


def blocked_spells(lives: Lives) -> Spells:
    """Return the spells in a bed after the planned end of the stay (S5)."""
    return _spells(lives, _BLOCKED_BEGINS, _STAY_BEGINS | _STAY_ENDS)
