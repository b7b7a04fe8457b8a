"""Counts of people: who came, waited, was sheltered, was not (SEMANTICS W2-W4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.spells import (
    Spells,
    blocked_spells,
    interim_spells,
    list_spells,
    nights_in,
    ticks_in,
    unmet_spells,
    wait_spells,
)
from sim.measures.reading import Reading, filled, with_whole

__all__ = ["Waits", "people_counts", "waits_of"]

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TICKS_PER_DAY = 2**20

_GROUPED = ("year", "group")
_CAUSED = ("cause", "year", "group")
_HOUSED = ("shelter", "year", "group")

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
}
_REFUSALS = {"turn_aways": Kind.TURNED_AWAY, "abandonments": Kind.GAVE_UP}


@dataclass(frozen=True, slots=True)
class Waits:
    """Every wait that began in the period, for what is pooled (W4, W7).

    ``ticks`` of 2⁻²⁰ day from ready to admission, giving up or the end of the
    period; ``admitted`` and ``is_open`` say which; ``year`` is a position in the
    years; ``members`` (waits, groups + 1).
    """

    ticks: Ints
    admitted: Flags
    is_open: Flags
    year: Ints
    members: Ints


def people_counts(reading: Reading) -> dict[str, Ints]:
    """Return every count of people, nights and waits but for pooled waits."""
    return {
        **_events(reading),
        **_nights(reading),
        **_persons(reading),
        **_unmet(reading),
        **_meanwhile(reading),
    }


def _events(reading: Reading) -> dict[str, Ints]:
    """Count what happened, where and when it happened (W2)."""
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
    for name, kind in _REFUSALS.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        people = reading.members[events.person[at]]
        index = (events.detail[at], year[at])
        counts[name] = filled(frame, _CAUSED, index, people)
    return counts


def _completed(reading: Reading) -> Ints:
    """Count stays that reached their planned end, if only to step down (S3)."""
    spells = reading.stays
    year, inside = reading.years_of(spells.end)
    ended = np.isin(spells.ended, (Kind.LEFT, Kind.LEFT_AT_LIMIT, Kind.STEPPED_DOWN))
    at = np.flatnonzero(ended & inside)
    index = (spells.shelter[at], year[at])
    return filled(reading.frame, _HOUSED, index, reading.members[spells.person[at]])


def _by_shelter(reading: Reading, spells: Spells) -> Ints:
    """Count the nights of spells by shelter, year and group (S1)."""
    nights = nights_in(spells.start, spells.end, reading.frame.edges)
    people = reading.members[spells.person]
    rows = np.zeros((len(nights), nights.shape[1] + 1, people.shape[1]), np.int64)
    rows[:, :-1] = nights[:, :, None] * people[:, None, :]
    return with_whole(filled(reading.frame, _HOUSED, (spells.shelter,), rows), 1)


def _nights(reading: Reading) -> dict[str, Ints]:
    return {
        "completed_stays": _completed(reading),
        "bed_nights": _by_shelter(reading, reading.stays),
        "blocked_nights": _by_shelter(reading, blocked_spells(reading.history.events)),
    }


def _persons(reading: Reading) -> dict[str, Ints]:
    """Count distinct persons: supported in a window, and of those referred (W3)."""
    frame, history, spells = reading.frame, reading.history, reading.stays
    least = frame.scenario.supported_after_nights
    nights = np.zeros((len(history.values), *frame.shape(("shelter", "year"))), int)
    slept = nights_in(spells.start, spells.end, frame.edges)
    np.add.at(nights[:, :, :-1], (spells.person, spells.shelter), slept)
    nights = with_whole(with_whole(nights, 1), 2)
    supported = np.tensordot((nights >= least).astype(int), reading.members, (0, 0))

    year, inside = reading.years_of(history.referred)
    came = np.flatnonzero(inside & (history.stream >= 0))
    so_far = np.cumsum(nights[came, -1, :-1], axis=1)
    index = (year[came],)
    by_its_end = (so_far[np.arange(came.size), year[came]] >= least)[:, None]
    in_the_end = (nights[came, -1, -1] >= least)[:, None]
    people = reading.members[came]
    covered = filled(frame, _GROUPED, index, people * by_its_end)
    covered[-1] = (people * in_the_end).sum(axis=0)
    return {
        "supported_victims": supported.astype(np.int64),
        "referred_persons": filled(frame, _GROUPED, index, people),
        "covered_persons": covered,
    }


def _unmet(reading: Reading) -> dict[str, Ints]:
    """Count unmet bed-nights by cause (B6), and displaced nights by shelter."""
    spells, cause = unmet_spells(reading.history.events, reading.stays)
    nights = nights_in(spells.start, spells.end, reading.frame.edges)
    people = reading.members[spells.person]
    rows = np.zeros((len(nights), nights.shape[1] + 1, people.shape[1]), np.int64)
    rows[:, :-1] = nights[:, :, None] * people[:, None, :]
    displaced = spells.began == Kind.DISPLACED
    return {
        "unmet_bed_nights": with_whole(
            filled(reading.frame, _CAUSED, (cause,), rows), 1
        ),
        "displaced_nights": _by_shelter(reading, spells.where(displaced)),
    }


def _meanwhile(reading: Reading) -> dict[str, Ints]:
    """Count exact time on the list, and nights in interim places (B5)."""
    frame, events = reading.frame, reading.history.events
    waiting = list_spells(events, reading.stays)
    interim = interim_spells(events)
    nights = nights_in(interim.start, interim.end, frame.edges)
    people = reading.members[interim.person]
    children = frame.children(reading.history.values)[interim.person]
    police = frame.police[interim.detail] * children
    return {
        "list_ticks": _by_group(
            ticks_in(waiting.start, waiting.end, frame.edges),
            reading.members[waiting.person],
        ),
        "interim_nights": _by_group(nights, people),
        "police_station_child_nights": _by_group(nights, people * police[:, None]),
    }


def _by_group(amounts: Ints, people: Ints) -> Ints:
    """Return (years + 1, groups + 1) of amounts (spells, years) of people."""
    years = amounts.T @ people
    return np.concatenate([years, years.sum(axis=0)[None]]).astype(np.int64)


def waits_of(reading: Reading) -> tuple[Waits, dict[str, Ints]]:
    """Return the waits of those ready in the period, and counts of them (W4).

    Whoever is turned away at once does not wait.  Someone still waiting at the
    end counts up to the end, and as longer than any number of days asked for.
    """
    frame, days = reading.frame, reading.history.days
    spells = wait_spells(reading.history.events)
    year, inside = reading.years_of(spells.start)
    refused = spells.ended == Kind.TURNED_AWAY
    length = np.minimum(spells.end, float(days)) - spells.start
    ticks = (length * TICKS_PER_DAY).astype(np.int64)
    placed = spells.ended == Kind.ADMITTED
    unknown = (spells.end >= days) & (ticks < TICKS_PER_DAY)
    chosen = np.flatnonzero(inside & ~refused)
    people = reading.members[spells.person]
    prompt = placed & (ticks <= TICKS_PER_DAY)

    def count(flags: Flags | Ints, at: Flags | Ints = chosen) -> Ints:
        rows = people[at] * flags[at].astype(np.int64)[:, None]
        return filled(frame, _GROUPED, (year[at],), rows)

    counts = {
        "waits": count(np.ones(len(ticks), np.int64)),
        "wait_ticks": count(ticks),
        "waited": count(ticks > 0),
        "not_placed_within_24h": count(~prompt & ~unknown, np.flatnonzero(inside)),
    }
    for limit in (1, 3, 7):
        within = placed & (ticks <= limit * TICKS_PER_DAY)
        counts[f"waits_within_{limit}"] = count(within)
    waits = Waits(
        ticks=ticks[chosen],
        admitted=placed[chosen],
        is_open=(spells.end >= days)[chosen],
        year=year[chosen],
        members=people[chosen],
    )
    return waits, counts
