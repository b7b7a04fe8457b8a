"""Counts of what happened to people: who came, was let in, refused, let go (W2).

An event counts where and when it happened.  A household is one victim (B7), and
each episode of someone who comes back counts anew (C6).
"""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.spells import queue_spells, ticks_in
from sim.measures.frame import DECLINED
from sim.measures.reading import Reading, filled

__all__ = ["people_counts"]

Ints = NDArray[np.int64]

_GROUPED = ("year", "group")
_CAUSED = ("cause", "year", "group")
_HOUSED = ("shelter", "year", "group")
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
    frame, events = reading.frame, reading.history.events
    year, inside = reading.years_of(events.time)
    counts = {}

    for name, kind in _AT_A_SHELTER.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        index = (events.shelter[at], year[at])
        people = reading.members[events.person[at]]
        counts[name] = filled(frame, _HOUSED, index, people)
    for name, kind in _ON_THE_PATHWAY.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        people = reading.members[events.person[at]]
        counts[name] = filled(frame, _GROUPED, (year[at],), people)
    for name, kind in _BY_CAUSE.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        people = reading.members[events.person[at]]
        index = (events.detail[at], year[at])
        counts[name] = filled(frame, _CAUSED, index, people)
    return counts


def _referred(reading: Reading) -> dict[str, Ints]:
    """Count referrals with everybody who came along, and those of a new episode."""
    frame, events = reading.frame, reading.history.events
    year, inside = reading.years_of(events.time)
    at = np.flatnonzero((events.kind == Kind.REFERRED) & inside)
    again = at[events.amount[at] > 0]
    return {
        "referred_people": filled(
            frame, _GROUPED, (year[at],), reading.sleepers[events.person[at]]
        ),
        "returns": filled(
            frame, _GROUPED, (year[again],), reading.members[events.person[again]]
        ),
    }


def _exits(reading: Reading) -> Ints:
    """Count those who left a shelter as planned, by where they went.

    Whoever declined the next programme went where the last label says.
    """
    frame, events = reading.frame, reading.history.events
    year, inside = reading.years_of(events.time)
    refused = (events.kind == Kind.DECLINED) & (events.shelter >= 0)
    left = (events.kind == Kind.LEFT) | (events.kind == Kind.LEFT_AT_LIMIT)
    at = np.flatnonzero((left | refused) & inside)
    labels = frame.labels["destination"]
    place = np.where(
        left[at],
        frame.leaving[np.where(left[at], events.detail[at], 0)],
        labels.index(DECLINED) if DECLINED in labels else -1,
    )
    axes = ("destination", "year", "group")
    return filled(frame, axes, (place, year[at]), reading.members[events.person[at]])


def _completed(reading: Reading) -> Ints:
    """Count stays that reached their planned end, whatever came next (S3)."""
    spells = reading.stays
    year, inside = reading.years_of(spells.end)
    planned = (Kind.LEFT, Kind.LEFT_AT_LIMIT, Kind.STEPPED_DOWN, Kind.DECLINED)
    at = np.flatnonzero(np.isin(spells.ended, planned) & inside)
    index = (spells.shelter[at], year[at])
    return filled(reading.frame, _HOUSED, index, reading.members[spells.person[at]])


def _queues(reading: Reading) -> dict[str, Ints]:
    """Count those who queued for the staff of a stage, and exactly how long."""
    spells = queue_spells(reading.history.events)
    year, inside = reading.years_of(spells.start)
    at = np.flatnonzero(inside)
    people = reading.members[spells.person[at]]
    index = (spells.detail[at], year[at])
    whole = np.array([0, reading.history.days], np.int64)
    ticks = ticks_in(spells.start[at], spells.end[at], whole)
    return {
        "stage_queued": filled(reading.frame, _STAGED, index, people),
        "stage_wait_ticks": filled(reading.frame, _STAGED, index, people * ticks),
    }
