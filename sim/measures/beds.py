"""Counts of beds and of closures: what each midnight's audit saw (B1, D, W2)."""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind, State
from sim.history.record import Events
from sim.history.spells import closed_runs, frozen_nights
from sim.measures.reading import Reading, filled, with_whole

__all__ = ["bed_counts", "highest"]

Ints = NDArray[np.int64]


def bed_counts(reading: Reading) -> dict[str, Ints]:
    """Return every count of beds, of days in a state, and of closures."""
    frame, nights = reading.frame, reading.history.nights
    closed = nights.state >= State.CLOSED
    overnight = frame.overnight
    closed_days = _summed(reading, closed)
    ever = (closed_days > 0).astype(np.int64)
    return {
        "days": np.append(np.diff(frame.edges), frame.edges[-1]),
        "closure_days": closed_days,
        "freeze_days": _summed(reading, frozen_nights(nights)),
        "closure_spells": _spells(reading),
        "closed_periods": ever,
        "first_closure_day": _first(closed),
        "capacity_bed_nights": _summed(reading, nights.usable * overnight),
        "all_bed_nights": _summed(reading, frame.beds * overnight),
        "service_capacity": _summed(reading, nights.usable * ~overnight),
        "peak_census": highest(reading, nights.census.astype(np.int64) * overnight),
        "staff_lost_days": _summed(reading, _short_of_staff(reading)),
        "arrears_days": _summed(reading, nights.arrears > 0),
    }


def _summed(reading: Reading, nightly: NDArray[np.generic]) -> Ints:
    """Add up (days, shelters) into (shelters + 1, years + 1)."""
    starts = reading.frame.edges[:-1]
    years = np.add.reduceat(nightly.astype(np.int64), starts, axis=0).T
    counts = np.zeros(reading.frame.shape(("shelter", "year")), np.int64)
    counts[:-1, :-1] = years
    return with_whole(with_whole(counts, 0), 1)


def highest(reading: Reading, nightly: Ints) -> Ints:
    """Return the highest night of each shelter and year; of the system as a whole.

    The system's is the highest night of the sum, not the sum of highest nights.
    """
    every = np.concatenate([nightly, nightly.sum(axis=1)[:, None]], axis=1)
    years = np.maximum.reduceat(every, reading.frame.edges[:-1], axis=0).T
    whole: Ints = np.concatenate([years, years.max(axis=1)[:, None]], axis=1)
    return whole


def _short_of_staff(reading: Reading) -> NDArray[np.bool_]:
    """Return (days, shelters): on which days staff had left unpaid and not come back.

    Staff who leave at midnight t are missed from day t on.
    """
    events = reading.history.events
    short = np.zeros(reading.history.nights.state.shape, np.bool_)
    moves = np.isin(events.kind, (Kind.STAFF_LEFT, Kind.STAFF_BACK))
    for at in np.flatnonzero(moves):
        first = int(events.time[at])
        short[first:, events.shelter[at]] = events.kind[at] == Kind.STAFF_LEFT
    return short


def _first(closed: NDArray[np.bool_]) -> Ints:
    """Return the first closed day of each shelter and of any; -1 where none is."""
    days = len(closed)
    shelters = np.where(closed, np.arange(days)[:, None], days).min(axis=0)
    first = np.append(shelters, shelters.min(initial=days)).astype(np.int64)
    return np.where(first < days, first, -1)


def _spells(reading: Reading) -> Ints:
    """Count closures by shelter, by who had not paid (D5), by year of beginning."""
    runs = closed_runs(reading.history.nights)
    fault = _faults(reading.history.events)
    unknown = reading.frame.size("fault") - 2
    causes = [
        fault.get((int(shelter), int(first)), -1)
        for shelter, first in zip(runs.shelter, runs.first, strict=True)
    ]
    index = (
        runs.shelter,
        np.array([unknown if cause < 0 else cause for cause in causes], np.int64),
        reading.frame.years(runs.first),
    )
    return filled(
        reading.frame,
        ("shelter", "fault", "year"),
        index,
        np.ones(len(runs.first), np.int64),
    )


def _faults(events: Events) -> dict[tuple[int, int], int]:
    """Return the funder at fault by shelter and first closed day.

    A shelter that closes at midnight t sleeps nobody from day t on.
    """
    at = np.flatnonzero(events.kind == Kind.CLOSED)
    return {
        (int(events.shelter[i]), int(events.time[i])): int(events.detail[i]) for i in at
    }
