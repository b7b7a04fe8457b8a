"""Counts of what happened to people: who came, was let in, refused, let go (W2).

An event counts where and when it happened.  A household is one victim (B7), and
each episode of someone who comes back counts anew (C6).
"""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.midnights import ticks_in
from sim.history.spells import queue_spells
from sim.measures.frame import DECLINED
from sim.measures.reading import Reading

__all__ = ["people_counts"]

Ints = NDArray[np.int64]

_GROUPED = ("year", "group")
_CAUSED = ("cause", "year", "group")
_HOUSED = ("shelter", "year", "group")
_LEAVING = ("destination", "year", "group")
_STAGED = ("stage", "year", "group")

_AT_A_SHELTER = {
    "admissions": Kind.ADMITTED,
    "step_downs": Kind.STEPPED_DOWN,
    "transfers": Kind.TRANSFERRED,
    "stays_at_limit": Kind.LEFT_AT_LIMIT,
    "forced_exits": Kind.FORCED_EXIT,
    "displaced": Kind.DISPLACED,
}
_ON_THE_PATHWAY = {
    "referrals": Kind.REFERRED,
    "not_recognised": Kind.NOT_RECOGNISED,
    "recognised": Kind.READY,
    "declined": Kind.DECLINED,
    "returns_cut": Kind.RETURN_CUT,
}
_BY_CAUSE = {
    "turn_aways": Kind.TURNED_AWAY,
    "abandonments": Kind.GAVE_UP,
    "forced_exits_by_cause": Kind.FORCED_EXIT,
}


def people_counts(reading: Reading) -> dict[str, Ints]:
    """Return every count of what happened to people."""
    return {
        **_events(reading),
        **_referred(reading),
        "exits": _exits(reading),
        "completed_stays": _completed(reading),
        **_queues(reading),
    }


def _events(reading: Reading) -> dict[str, Ints]:
    """Count what happened, where and when it happened."""
    events = reading.stack.events
    counts = {}

    for name, kind in _AT_A_SHELTER.items():
        at, year = reading.in_period(kind)
        index = (events.shelter[at], year)
        counts[name] = reading.filled(_HOUSED, events.person[at], index)
    for name, kind in _ON_THE_PATHWAY.items():
        at, year = reading.in_period(kind)
        counts[name] = reading.filled(_GROUPED, events.person[at], (year,))
    for name, kind in _BY_CAUSE.items():
        at, year = reading.in_period(kind)
        index = (events.detail[at], year)
        counts[name] = reading.filled(_CAUSED, events.person[at], index)
    return counts


def _referred(reading: Reading) -> dict[str, Ints]:
    """Count referrals with everybody who came along, and those of a new episode."""
    events = reading.stack.events
    at, year = reading.in_period(Kind.REFERRED)
    person, again = events.person[at], np.flatnonzero(events.amount[at] > 0)
    return {
        "referred_people": reading.filled(
            _GROUPED, person, (year,), reading.size_of(person)
        ),
        "returns": reading.filled(_GROUPED, person[again], (year[again],)),
    }


def _exits(reading: Reading) -> Ints:
    """Count those who left a shelter as planned, by where they went.

    Whoever declined the next programme went where the last label says.
    """
    frame, events = reading.frame, reading.stack.events
    counts = reading.zeros(_LEAVING)
    for kind in (Kind.LEFT, Kind.LEFT_AT_LIMIT):
        at, year = reading.in_period(kind)
        index = (frame.leaving[events.detail[at]], year)
        counts += reading.filled(_LEAVING, events.person[at], index)
    labels = frame.labels["destination"]
    place = labels.index(DECLINED) if DECLINED in labels else -1
    at, year = reading.in_period(Kind.DECLINED)
    housed = events.shelter[at] >= 0
    person = events.person[at[housed]]
    counts += reading.filled(_LEAVING, person, (place, year[housed]))
    return counts


def _completed(reading: Reading) -> Ints:
    """Count stays that reached their planned end, whatever came next (S3)."""
    spells = reading.stack.stays
    year, inside = reading.years_of(spells.end)
    planned = (Kind.LEFT, Kind.LEFT_AT_LIMIT, Kind.STEPPED_DOWN, Kind.DECLINED)
    at = np.flatnonzero(np.isin(spells.ended, planned) & inside)
    return reading.filled(_HOUSED, spells.person[at], (spells.shelter[at], year[at]))


def _queues(reading: Reading) -> dict[str, Ints]:
    """Count those who queued for the staff of a stage, and exactly how long."""
    spells = queue_spells(reading.stack.lives)
    year, inside = reading.years_of(spells.start)
    spells, year = spells.where(inside), year[inside]
    index = (spells.detail, year)
    whole = np.array([0, reading.stack.days], np.int64)
    ticks = ticks_in(spells.start, spells.end, whole)[:, 0]
    return {
        "stage_queued": reading.filled(_STAGED, spells.person, index),
        "stage_wait_ticks": reading.filled(_STAGED, spells.person, index, ticks),
    }
