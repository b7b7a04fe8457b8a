"""Beds of a shelter: staffed, usable, free, held back, in use (SEMANTICS B1)."""

from sim.compiling import compiled_inside
from sim.history.events import State
from sim.kernel.system import System, holds

__all__ = [
    "enter_bed",
    "has_room",
    "has_room_for",
    "is_admitting",
    "leave_bed",
    "staffed_beds",
    "state_of",
    "usable_beds",
]


@compiled_inside
def staffed_beds(system: System, shelter: int) -> int:
    """Return the beds that the staff on duty may look after (B1)."""
    place = system.shelters[shelter]
    if place.staff < 0 or place.staff_denominator == 0:
        return place.beds
    here = max(0, place.staff - place.staff_lost)
    return here * place.staff_numerator // place.staff_denominator


@compiled_inside
def usable_beds(system: System, shelter: int) -> int:
    """Return the beds that can be slept in tonight: open and staffed (B1)."""
    place = system.shelters[shelter]
    if place.shut:
        return 0
    return min(place.beds, staffed_beds(system, shelter))


@compiled_inside
def is_admitting(system: System, shelter: int) -> bool:
    """Say whether anyone may come in (B1, D2)."""
    place = system.shelters[shelter]
    return not (place.shut or place.frozen or place.notice_since >= 0)


@compiled_inside
def has_room(system: System, shelter: int, size: int) -> bool:
    """Say whether beds are free; nobody may be admitted for that alone."""
    free = usable_beds(system, shelter) - system.shelters[shelter].occupied
    return free >= size


@compiled_inside
def _belongs(system: System, held: int, person: int) -> bool:
    values = system.kind_values[system.people[person].kind]
    return holds(system.plan, system.held[held].condition, values)


@compiled_inside
def has_room_for(system: System, shelter: int, person: int) -> bool:
    """Say whether beds are free that this household may have (B1).

    Beds held back count for their class only, which uses them first.
    """
    place, size = system.shelters[shelter], system.people[person].size
    free = usable_beds(system, shelter) - place.occupied
    if free < size:
        return False
    for row in range(place.first_held, place.end_held):
        if not _belongs(system, row, person):
            held = system.held[row]
            free -= max(0, held.beds - held.in_use)
    return free >= size


@compiled_inside
def _count(system: System, shelter: int, person: int, size: int) -> None:
    """Count a household in, or out by a negative size."""
    place = system.shelters[shelter]
    place.occupied += size
    for row in range(place.first_held, place.end_held):
        if _belongs(system, row, person):
            system.held[row].in_use += size


@compiled_inside
def enter_bed(system: System, shelter: int, person: int) -> None:
    """Put someone among the residents of a shelter."""
    place, victim = system.shelters[shelter], system.people[person]
    victim.shelter = shelter
    victim.previous_resident = -1
    victim.next_resident = place.first_resident
    if place.first_resident >= 0:
        system.people[place.first_resident].previous_resident = person
    place.first_resident = person
    _count(system, shelter, person, victim.size)


@compiled_inside
def leave_bed(system: System, person: int) -> None:
    """Take someone from among the residents."""
    victim = system.people[person]
    shelter = victim.shelter
    if victim.previous_resident >= 0:
        before = system.people[victim.previous_resident]
        before.next_resident = victim.next_resident
    else:
        system.shelters[shelter].first_resident = victim.next_resident
    if victim.next_resident >= 0:
        after = system.people[victim.next_resident]
        after.previous_resident = victim.previous_resident
    _count(system, shelter, person, -victim.size)
    victim.shelter = -1


@compiled_inside
def state_of(system: System, shelter: int) -> int:
    """Return the one word for how a shelter stands."""
    place = system.shelters[shelter]
    if place.shut:
        return State.REOPENING if place.reopening_until >= 0 else State.CLOSED
    if place.notice_since >= 0:
        return State.NOTICE
    return State.FROZEN if place.frozen else State.OPEN
