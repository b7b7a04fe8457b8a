"""Counts of nights and of distinct persons (SEMANTICS B6, B7, S1, W3).

A household sleeps in as many beds as it has people.  Programmes without a bed
count as no shelter: their days and users are counted apart.
"""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.spells import (
    Spells,
    blocked_spells,
    interim_spells,
    list_spells,
    nights_in,
    referrals,
    ticks_in,
    unmet_spells,
)
from sim.measures.reading import Reading, filled, with_whole

__all__ = ["night_counts"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

TICKS_PER_DAY = 2**20

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


def _spread(nights: Ints, people: Ints) -> Ints:
    """Return (spells, years + 1, groups + 1) of nights (spells, years) of people."""
    rows = np.zeros((len(nights), nights.shape[1] + 1, people.shape[1]), np.int64)
    rows[:, :-1] = nights[:, :, None] * people[:, None, :]
    return rows


def _by_shelter(reading: Reading, spells: Spells) -> Ints:
    """Count the nights of spells by shelter, year and group, of everybody (S1)."""
    nights = nights_in(spells.start, spells.end, reading.frame.edges)
    rows = _spread(nights, reading.sleepers[spells.person])
    return with_whole(filled(reading.frame, _HOUSED, (spells.shelter,), rows), 1)


def _nights(reading: Reading) -> dict[str, Ints]:
    blocked = blocked_spells(reading.history.events)
    in_beds = reading.frame.overnight[blocked.shelter]
    return {
        "bed_nights": _by_shelter(reading, reading.in_beds),
        "service_days": _by_shelter(reading, reading.in_services),
        "blocked_nights": _by_shelter(reading, blocked.where(in_beds)),
    }


def _persons(reading: Reading) -> dict[str, Ints]:
    """Count the distinct persons who had enough nights in a window (W3)."""
    least = reading.frame.scenario.supported_after_nights
    supported = _had(reading, reading.in_beds, least)
    users = _had(reading, reading.in_services, 1)
    return {
        "supported_victims": _distinct(supported, reading.members),
        "supported_people": _distinct(supported, reading.sleepers),
        "service_users": _distinct(users, reading.members),
    }


def _had(reading: Reading, spells: Spells, least: int) -> Flags:
    """Say who had ``least`` nights in the spells, by shelter and year."""
    frame = reading.frame
    shape = (len(reading.members), *frame.shape(("shelter", "year")))
    if not spells.person.size:
        return np.zeros((0, *shape[1:]), np.bool_)
    nights = np.zeros(shape, np.int64)
    slept = nights_in(spells.start, spells.end, frame.edges)
    np.add.at(nights[:, :, :-1], (spells.person, spells.shelter), slept)
    return with_whole(with_whole(nights, 1), 2) >= least


def _distinct(flags: Flags, people: Ints) -> Ints:
    """Return (shelters + 1, years + 1, groups + 1) of the people flagged."""
    inside = people[: len(flags)]
    return np.tensordot(flags.astype(np.int64), inside, (0, 0)).astype(np.int64)


def _placed(reading: Reading) -> dict[str, Ints]:
    """Count referrals that led to a bed: in time to be covered, and when (B5, W3)."""
    frame, events, spells = reading.frame, reading.history.events, reading.in_beds
    at, own = referrals(events, spells)
    mine = np.flatnonzero(own >= 0)
    nights = np.zeros((at.size, len(frame.edges) - 1), np.int64)
    slept = nights_in(spells.start[mine], spells.end[mine], frame.edges)
    np.add.at(nights, own[mine], slept)
    first = np.full(at.size, np.inf)
    np.minimum.at(first, own[mine], spells.start[mine])

    year, inside = reading.years_of(events.time[at])
    came = np.flatnonzero(inside)
    people, index = reading.members[events.person[at[came]]], (year[came],)
    least = frame.scenario.supported_after_nights
    so_far = np.cumsum(nights[came], axis=1)
    by_its_end = so_far[np.arange(came.size), year[came]] >= least
    covered = filled(frame, _GROUPED, index, people * by_its_end[:, None])
    covered[-1] = (people * (so_far[:, -1:] >= least)).sum(axis=0)

    delay = first[came] - events.time[at[came]]
    placed = np.isfinite(delay)
    ticks = (np.where(placed, delay, 0.0) * TICKS_PER_DAY).astype(np.int64)
    return {
        "covered_referrals": covered,
        "placed_referrals": filled(frame, _GROUPED, index, people * placed[:, None]),
        "placement_ticks": filled(frame, _GROUPED, index, people * ticks[:, None]),
    }


def _unmet(reading: Reading) -> dict[str, Ints]:
    """Count unmet bed-nights by cause (B6), and displaced nights by shelter.

    Whoever only asks for a programme without a bed, or loses one, misses no bed.
    """
    frame = reading.frame
    spells, cause = unmet_spells(reading.history.events, reading.stays)
    bed = frame.overnight[spells.shelter]
    if not frame.overnight.all():
        asks = frame.asks_for_bed(reading.history.values)[spells.person]
        bed = np.where(spells.shelter < 0, asks, bed)
        spells, cause = spells.where(bed), cause[bed]
    nights = nights_in(spells.start, spells.end, frame.edges)
    rows = _spread(nights, reading.sleepers[spells.person])
    displaced = spells.began == Kind.DISPLACED
    return {
        "unmet_bed_nights": with_whole(filled(frame, _CAUSED, (cause,), rows), 1),
        "displaced_nights": _by_shelter(reading, spells.where(displaced)),
    }


def _meanwhile(reading: Reading) -> dict[str, Ints]:
    """Count exact time on the list, and nights in interim places (B5).

    Of a household in a police station only the victim's age is known.
    """
    frame, events = reading.frame, reading.history.events
    waiting = list_spells(events, reading.stays)
    interim = interim_spells(events)
    nights = nights_in(interim.start, interim.end, frame.edges)
    children = frame.children(reading.history.values)[interim.person]
    police = frame.police[interim.detail] * children
    return {
        "list_ticks": _by_group(
            ticks_in(waiting.start, waiting.end, frame.edges),
            reading.sleepers[waiting.person],
        ),
        "interim_nights": _by_group(nights, reading.sleepers[interim.person]),
        "police_station_child_nights": _by_group(
            nights, reading.members[interim.person] * police[:, None]
        ),
    }


def _by_group(amounts: Ints, people: Ints) -> Ints:
    """Return (years + 1, groups + 1) of amounts (spells, years) of people."""
    years = amounts.T @ people
    return np.concatenate([years, years.sum(axis=0)[None]]).astype(np.int64)
