"""Counts of nights and of distinct persons (SEMANTICS B6, B7, S1, W3).

A household sleeps in as many beds as it has people.  Programmes without a bed
count as no shelter: their days and users are counted apart.
"""

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.history.events import Kind
from sim.history.midnights import nights_by_window, ticks_by_window
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

Amounts = tuple[Ints, Ints, Ints]
"""Of which spell, in which year, and how much."""

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
    spells: Spells,
    index: tuple[Ints | Smalls, ...],
    amounts: Amounts,
) -> Ints:
    """Count amounts of people, with wholes; ``index`` are places of spells."""
    spell, year, amount = amounts
    places = (*(one[spell] for one in index), year)
    return reading.filled(axes, spells.person[spell], places, amount)


def _nights_of(reading: Reading, spells: Spells) -> Amounts:
    """Return the nights of spells by year (S1)."""
    if spells is reading.in_beds:
        return reading.slept
    return nights_by_window(spells.start, spells.end, reading.frame.edges)


def _beds_of(reading: Reading, spells: Spells) -> Amounts:
    """Return nights of everybody in the household by year."""
    spell, year, nights = _nights_of(reading, spells)
    return spell, year, nights * reading.size_of(spells.person[spell])


def _by_shelter(reading: Reading, spells: Spells) -> Ints:
    """Count the nights of spells by shelter, year and group, of everybody."""
    beds = _beds_of(reading, spells)
    return _spread(reading, _HOUSED, spells, (spells.shelter,), beds)


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
    victims = reading.counted(_HOUSED, person, (shelter, year))
    everybody = victims
    if reading.households:
        size = reading.size[person]
        everybody = reading.counted(_HOUSED, person, (shelter, year), size)
    return {
        "supported_victims": victims,
        "supported_people": everybody,
        "service_users": reading.counted(_HOUSED, user, (place, when)),
    }


def _had(reading: Reading, spells: Spells, least: int) -> tuple[Ints, Ints, Ints]:
    """Return who had ``least`` nights in the spells, where, and in which year.

    The last place is anywhere, the last year the whole period: nights in several
    places or years add up.
    """
    shelters, years = reading.frame.shape(("shelter", "year"))
    spell, year, nights = _nights_of(reading, spells)
    person, shelter = spells.person[spell], spells.shelter[spell]
    anybody, ever = _enough(person, year, nights, least, years - 1)
    somewhere = person * shelters + shelter
    order = np.arange(len(spell))
    if (somewhere[1:] < somewhere[:-1]).any():
        order = np.argsort(somewhere, kind="stable")
        somewhere, year, nights = somewhere[order], year[order], nights[order]
    there, when = _enough(somewhere, year, nights, least, years - 1)
    there = order[there]
    return (
        person[np.concatenate([there, anybody])],
        np.concatenate([shelter[there], np.full(len(anybody), shelters - 1)]),
        np.concatenate([when, ever]),
    )


def _enough(
    key: Ints, year: Ints, nights: Ints, least: int, whole_period: int
) -> tuple[Ints, Ints]:
    """Return where a key that has enough nights begins, and in which year it has them.

    Nights of one key stand together, one after the other in time.
    """
    another = np.diff(key, prepend=-1) != 0
    whole = np.flatnonzero(another)
    each = np.flatnonzero(another | (np.diff(year, prepend=-1) != 0))
    if key.size and least > 1:
        each = each[np.add.reduceat(nights, each) >= least]
        whole = whole[np.add.reduceat(nights, whole) >= least]
    when = np.concatenate([year[each], np.full(len(whole), whole_period)])
    return np.concatenate([each, whole]), when


def _placed(reading: Reading) -> dict[str, Ints]:
    """Count referrals that led to a bed: in time to be covered, and when (B5, W3)."""
    frame, events, spells = reading.frame, reading.stack.events, reading.in_beds
    at, own = referrals(reading.stack.lives, spells)
    mine = np.flatnonzero(own >= 0)
    first = np.full(at.size, np.inf)
    first[own[mine[::-1]]] = spells.start[mine[::-1]]  # so that the first one stays

    year, inside = reading.years_of(events.time[at])
    spell, when, slept = reading.slept
    own = own[spell]
    if len(mine) < len(spells.place):
        led = np.flatnonzero(own >= 0)
        own, when, slept = own[led], when[led], slept[led]
    nights = np.zeros(at.size, np.int64)
    so_far = np.zeros(at.size, np.int64)
    np.add.at(nights, own, slept)
    np.add.at(so_far, own, np.where(when <= year[own], slept, 0))

    person = events.person[at].astype(np.int64)
    least = frame.scenario.supported_after_nights
    in_time = np.flatnonzero(inside & (so_far >= least))
    ever = np.flatnonzero(inside & (nights >= least))
    covered = reading.counted(_GROUPED, person[in_time], (year[in_time],))
    covered += reading.counted(_GROUPED, person[ever], (-1,))

    placed = np.flatnonzero(inside & np.isfinite(first))
    delay = first[placed] - events.time[at[placed]]
    ticks = (delay * TICKS_PER_DAY).astype(np.int64)
    person, year = person[placed], year[placed]
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
    spells, cause = unmet_spells(reading.stack.lives, reading.stack.stays)
    if not frame.overnight.all():
        asks = frame.asks_for_bed(reading.stack.values)[spells.person]
        bed = asks | (spells.shelter >= 0)  # ``until`` says whether a bed was lost
        spells, cause = spells.where(bed), cause[bed]
    beds = _beds_of(reading, spells)
    displaced = spells.where(spells.began == Kind.DISPLACED)
    return {
        "unmet_bed_nights": _spread(reading, _CAUSED, spells, (cause,), beds),
        "displaced_nights": _by_shelter(reading, displaced),
    }


def _meanwhile(reading: Reading) -> dict[str, Ints]:
    """Count exact time on the list, and nights in interim places (B5).

    Of a household in a police station only the victim's age is known.
    """
    frame = reading.frame
    waiting = list_spells(reading.stack.lives, reading.stack.stays)
    spell, year, ticks = ticks_by_window(waiting.start, waiting.end, frame.edges)
    amounts = ticks * reading.size_of(waiting.person[spell])
    interim = interim_spells(reading.stack.lives)
    child = frame.children(reading.stack.values)[interim.person]
    police = interim.where(child & (frame.police[interim.detail] > 0))
    inside, alone = _beds_of(reading, interim), _nights_of(reading, police)
    return {
        "list_ticks": _spread(reading, _GROUPED, waiting, (), (spell, year, amounts)),
        "interim_nights": _spread(reading, _GROUPED, interim, (), inside),
        "police_station_child_nights": _spread(reading, _GROUPED, police, (), alone),
    }
