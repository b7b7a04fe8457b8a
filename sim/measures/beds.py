"""Counts of beds and of closures: what each midnight's audit saw (B1, D, W2)."""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.midnights import (
    closed_nights,
    ever,
    frozen_nights,
    nights_in,
    one_for_all,
    owing_nights,
    runs,
)
from sim.measures.reading import Reading, with_wholes

__all__ = ["bed_counts", "highest"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


def bed_counts(reading: Reading) -> dict[str, Ints]:
    """Return every count of beds, of days in a state, and of closures."""
    frame, nights = reading.frame, reading.stack.nights
    closed = closed_nights(nights)
    closed_days = _summed(reading, closed)
    days = np.append(np.diff(frame.edges), frame.edges[-1])
    planned = _summed(reading, frame.beds[None], frame.overnight)
    return {
        "days": np.tile(days, (reading.replications, 1)),
        "closure_days": closed_days,
        "freeze_days": _summed(reading, frozen_nights(nights)),
        "closure_spells": _spells(reading, closed),
        "closed_periods": (closed_days > 0).astype(np.int64),
        "first_closure_day": _first(closed),
        "capacity_bed_nights": _summed(reading, nights.usable, frame.overnight),
        "all_bed_nights": np.repeat(planned, reading.replications, axis=0),
        "service_capacity": _summed(reading, nights.usable, ~frame.overnight),
        "peak_census": highest(reading, nights.census, frame.overnight),
        "staff_lost_days": _staff_lost(reading),
        "arrears_days": _summed(reading, owing_nights(nights)),
    }


def _summed(
    reading: Reading, nightly: NDArray[np.generic], chosen: Flags | None = None
) -> Ints:
    """Add up (R, days, shelters) of the chosen into (R, shelters + 1, years + 1)."""
    starts = reading.frame.edges[:-1]
    shape = (len(nightly), *reading.frame.shape(("shelter", "year")))
    counts = np.zeros(shape, np.int64)
    if (chosen is not None and not chosen.any()) or not ever(nightly):
        return counts
    if nightly.strides[1] == 0:
        years = one_for_all(nightly) * np.diff(reading.frame.edges)[:, None]
    else:
        years = np.add.reduceat(nightly, starts, axis=1, dtype=np.int64)
    counts[:, :-1, :-1] = years.swapaxes(1, 2)
    if chosen is not None:
        counts[:, :-1] *= chosen[:, None]
    return with_wholes(counts, (1, 2))


def highest(
    reading: Reading, nightly: NDArray[np.signedinteger], chosen: Flags | None = None
) -> Ints:
    """Return the highest night of each shelter and year; of the system as a whole.

    The system's is the highest night of the sum, not the sum of highest nights.
    Only ``chosen`` shelters count.
    """
    starts = reading.frame.edges[:-1]
    shape = (len(nightly), *reading.frame.shape(("shelter", "year")))
    counts = np.zeros(shape, np.int64)
    if not ever(nightly):
        return counts
    if chosen is not None and not chosen.all():
        nightly = nightly * chosen
    years = np.maximum.reduceat(nightly, starts, axis=1)
    counts[:, :-1, :-1] = years.swapaxes(1, 2)
    together = np.einsum("rds->rd", nightly)
    counts[:, -1, :-1] = np.maximum.reduceat(together, starts, axis=1)
    counts[:, :, -1] = counts[:, :, :-1].max(axis=2)
    return counts


def _staff_lost(reading: Reading) -> Ints:
    """Count the days on which staff had left unpaid and not come back.

    Staff who leave at midnight t are missed from day t on, until the next move.
    """
    days, events = reading.stack.days, reading.stack.events
    left = reading.events_of(Kind.STAFF_LEFT)
    at = np.concatenate([left, reading.events_of(Kind.STAFF_BACK)])
    row, home = reading.stack.of_event[at], events.shelter[at]
    order = np.lexsort((at, home, row))
    at, row, home = at[order], row[order], home[order]
    until = np.full(len(at), float(days))
    same = (row[1:] == row[:-1]) & (home[1:] == home[:-1])
    until[:-1] = np.where(same, events.time[at[1:]], days)
    lost = nights_in(events.time[at], until, reading.frame.edges)
    lost[events.kind[at] == Kind.STAFF_BACK] = 0
    run, year = np.nonzero(lost)
    index = (home[run], year)
    counts = reading.summed(("shelter", "year"), row[run], index, lost[run, year])
    return with_wholes(counts, (1, 2))


def _first(closed: Flags) -> Ints:
    """Return the first closed day of each shelter and of any; -1 where none is."""
    replications, days, shelters = closed.shape
    if not ever(closed):
        return np.full((replications, shelters + 1), -1, np.int64)
    first = np.full((replications, shelters + 1), days, np.int64)
    first[:, :-1] = np.where(closed.any(axis=1), closed.argmax(axis=1), days)
    first[:, -1] = first.min(axis=1)
    return np.where(first < days, first, -1)


def _spells(reading: Reading, closed: Flags) -> Ints:
    """Count closures by shelter, by who had not paid (D5), by year of beginning."""
    if not ever(closed):
        return reading.zeros(("shelter", "fault", "year"))
    shut = runs(closed)
    unknown = reading.frame.size("fault") - 2
    cause = _faults(reading, (shut.row, shut.shelter, shut.first))
    fault = np.where(cause < 0, unknown, cause)
    axes = ("shelter", "fault", "year")
    index = (shut.shelter, fault, reading.frame.years(shut.first))
    return with_wholes(reading.summed(axes, shut.row, index), (1, 2, 3))


def _faults(reading: Reading, where: tuple[Ints, Ints, Ints]) -> Ints:
    """Return the funder at fault by replication, shelter and first closed day.

    A shelter that closes at midnight t sleeps nobody from day t on.  -1 is nobody.
    """
    events, shape = reading.stack.events, reading.stack.nights.state.shape
    at = reading.events_of(Kind.CLOSED)
    day = events.time[at].astype(np.int64)
    shut = _door(
        (reading.stack.of_event[at], events.shelter[at].astype(np.int64), day), shape
    )
    order = np.argsort(shut, kind="stable")
    if not order.size:
        return np.full(len(where[0]), -1, np.int64)
    door = _door(where, shape)
    last = order[np.maximum(np.searchsorted(shut[order], door, "right") - 1, 0)]
    return np.where(shut[last] == door, events.detail[at[last]], -1)


def _door(where: tuple[Ints, Ints, Ints], shape: tuple[int, ...]) -> Ints:
    """Return one number for a replication, a shelter and a day up to the last."""
    row, shelter, day = where
    return (row * shape[2] + shelter) * (shape[1] + 1) + day
