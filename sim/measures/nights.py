"""Counts of nights and of distinct persons (SEMANTICS B6, B7, S1, W3).

A household sleeps in as many beds as it has people.  Programmes without a bed
count as no shelter: their days and users are counted apart.
"""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.midnights import TICKS_PER_DAY, nights_in, ticks_in
from sim.history.spells import (
    Spells,
    blocked_spells,
    interim_spells,
    list_spells,
    referrals,
    unmet_spells,
)
from sim.measures.reading import Reading

__all__ = ["night_counts"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]

_GROUPED = ("year", "group")
_CAUSED = ("cause", "year", "group")
_HOUSED = ("shelter", "year", "group")


def night_counts(reading: Reading) -> dict[str, Ints]:
    """Return every count of nights, of exact time, and of distinct persons."""
    return {
        **_nights(reading),
        **_persons(reading),
        **_placed(reading),
        **_unmet(reading),
        **_meanwhile(reading),
    }


def _spread(
    reading: Reading,
    axes: tuple[str, ...],
    person: Smalls,
    index: tuple[Ints | Smalls, ...],
    amounts: Ints,
) -> Ints:
    """Count amounts (spells, years) of people, where there are any, with wholes."""
    spell, year = np.nonzero(amounts)
    places = (*(one[spell] for one in index), year)
    return reading.filled(axes, person[spell], places, amounts[spell, year])


def _beds_of(reading: Reading, spells: Spells) -> Ints:
    """Return (spells, years) of nights of everybody in the household (S1)."""
    nights = nights_in(spells.start, spells.end, reading.frame.edges)
    return nights * reading.size[spells.person][:, None]


def _by_shelter(reading: Reading, spells: Spells) -> Ints:
    """Count the nights of spells by shelter, year and group, of everybody."""
    beds = _beds_of(reading, spells)
    return _spread(reading, _HOUSED, spells.person, (spells.shelter,), beds)


def _nights(reading: Reading) -> dict[str, Ints]:
    blocked = blocked_spells(reading.stack.lives)
    in_beds = reading.frame.overnight[blocked.shelter]
    return {
        "bed_nights": _by_shelter(reading, reading.in_beds),
        "service_days": _by_shelter(reading, reading.in_services),
        "blocked_nights": _by_shelter(reading, blocked.where(in_beds)),
    }


def _persons(reading: Reading) -> dict[str, Ints]:
    """Count the distinct persons who had enough nights in a window (W3)."""
    least = reading.frame.scenario.supported_after_nights
    person, shelter, year = _had(reading, reading.in_beds, least)
    user, place, when = _had(reading, reading.in_services, 1)
    size = reading.size[person]
    return {
        "supported_victims": reading.counted(_HOUSED, person, (shelter, year)),
        "supported_people": reading.counted(_HOUSED, person, (shelter, year), size),
        "service_users": reading.counted(_HOUSED, user, (place, when)),
    }


def _had(reading: Reading, spells: Spells, least: int) -> tuple[Smalls, Ints, Ints]:
    """Return who had ``least`` nights in the spells, where, and in which year.

    -1 is anywhere, or the whole period: nights in several places or years add up.
    """
    slept = nights_in(spells.start, spells.end, reading.frame.edges)
    whole = np.column_stack([slept, slept.sum(axis=1)])
    person, shelters = spells.person, reading.frame.size("shelter")
    there = person.astype(np.int64) * shelters + spells.shelter
    order = np.argsort(there, kind="stable")
    here, anywhere = (
        _enough(there[order], whole[order], least),
        _enough(person, whole, least),
    )
    places = there[order[here[0]]]
    return (
        np.concatenate([places // shelters, person[anywhere[0]]]),
        np.concatenate([places % shelters, np.full(len(anywhere[0]), -1)]),
        np.concatenate([here[1], anywhere[1]]),
    )


def _enough(key: Ints | Smalls, nights: Ints, least: int) -> tuple[Ints, Ints]:
    """Return where runs of one key begin that have enough nights, and when.

    The last column of nights is the whole period, told as -1.
    """
    first = np.flatnonzero(np.diff(key, prepend=-1))
    sums = np.add.reduceat(nights, first, axis=0) if first.size else nights
    run, year = np.nonzero(sums >= least)
    return first[run], np.where(year < nights.shape[1] - 1, year, -1)


def _placed(reading: Reading) -> dict[str, Ints]:
    """Count referrals that led to a bed: in time to be covered, and when (B5, W3)."""
    frame, events, spells = reading.frame, reading.stack.events, reading.in_beds
    at, own = referrals(reading.stack.lives, spells)
    mine = np.flatnonzero(own >= 0)
    years = len(frame.edges) - 1
    slept = nights_in(spells.start[mine], spells.end[mine], frame.edges)
    nights = np.zeros(at.size * years, np.int64)
    place = own[mine, None] * years + np.arange(years)
    np.add.at(nights, place.reshape(-1), slept.reshape(-1))
    first = np.full(at.size, np.inf)
    np.minimum.at(first, own[mine], spells.start[mine])

    year, inside = reading.years_of(events.time[at])
    came = np.flatnonzero(inside)
    person, year = events.person[at[came]], year[came]
    least = frame.scenario.supported_after_nights
    so_far = np.cumsum(nights.reshape(at.size, years)[came], axis=1)
    in_time = so_far[np.arange(came.size), year] >= least
    ever = so_far[:, -1] >= least
    covered = reading.counted(_GROUPED, person[in_time], (year[in_time],))
    covered += reading.counted(_GROUPED, person[ever], (-1,))

    placed = np.isfinite(first[came])
    person, year = person[placed], year[placed]
    delay = (first[came] - events.time[at[came]])[placed]
    ticks = (delay * TICKS_PER_DAY).astype(np.int64)
    return {
        "covered_referrals": covered,
        "placed_referrals": reading.filled(_GROUPED, person, (year,)),
        "placement_ticks": reading.filled(_GROUPED, person, (year,), ticks),
    }


def _unmet(reading: Reading) -> dict[str, Ints]:
    """Count unmet bed-nights by cause (B6), and displaced nights by shelter.

    Whoever only asks for a programme without a bed, or loses one, misses no bed.
    """
    frame = reading.frame
    spells, cause = unmet_spells(reading.stack.lives, reading.stays)
    if not frame.overnight.all():
        asks = frame.asks_for_bed(reading.stack.values)[spells.person]
        bed = np.where(spells.shelter < 0, asks, frame.overnight[spells.shelter])
        spells, cause = spells.where(bed), cause[bed]
    beds = _beds_of(reading, spells)
    displaced = spells.where(spells.began == Kind.DISPLACED)
    return {
        "unmet_bed_nights": _spread(reading, _CAUSED, spells.person, (cause,), beds),
        "displaced_nights": _by_shelter(reading, displaced),
    }


def _meanwhile(reading: Reading) -> dict[str, Ints]:
    """Count exact time on the list, and nights in interim places (B5).

    Of a household in a police station only the victim's age is known.
    """
    frame = reading.frame
    waiting = list_spells(reading.stack.lives, reading.stays)
    ticks = ticks_in(waiting.start, waiting.end, frame.edges)
    size = reading.size[waiting.person][:, None]
    interim = interim_spells(reading.stack.lives)
    child = frame.children(reading.stack.values)[interim.person]
    police = interim.where(child & (frame.police[interim.detail] > 0))
    nights = nights_in(police.start, police.end, frame.edges)
    return {
        "list_ticks": _spread(reading, _GROUPED, waiting.person, (), ticks * size),
        "interim_nights": _spread(
            reading, _GROUPED, interim.person, (), _beds_of(reading, interim)
        ),
        "police_station_child_nights": _spread(
            reading, _GROUPED, police.person, (), nights
        ),
    }
