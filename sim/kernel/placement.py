"""Who may go where now, who would, who has room; and why nobody (SEMANTICS B2, B4).

Functions that look around leave what they found in ``system.offered`` and return
how many shelters that are.
"""

from sim.compiling import compiled_inside
from sim.history.events import Cause
from sim.kernel.beds import (
    has_room,
    has_room_for,
    is_admitting,
    staffed_beds,
    usable_beds,
)
from sim.kernel.kinds import FROM_STREET, after_stay, list_of, preference_of, stay_of
from sim.kernel.layout import Status
from sim.kernel.system import System, holds

__all__ = [
    "first_with_room",
    "is_willing",
    "look_around",
    "may_ask",
    "next_kind",
    "offer_entries",
    "offer_programme",
    "potential_stay",
    "way_of",
    "why_no_bed",
    "would_go_to",
]


@compiled_inside
def next_kind(system: System, person: int) -> int:
    """Return what kind someone is assessed to be when stepping down (S5)."""
    victim = system.people[person]
    first = system.shelters[victim.stay_shelter].first_stay
    return after_stay(system, victim.kind, first + victim.plan)


@compiled_inside
def way_of(programme: int) -> int:
    """Return the way into a programme from another one."""
    return FROM_STREET + 1 + programme


@compiled_inside
def may_ask(system: System, kind: int, way: int) -> int:
    """Look for shelters that take such a person and are there (B2, T7).

    Shelters without beds are not: not yet opened, or given up.
    """
    found = 0
    for shelter in list_of(system, kind, way):
        if system.shelters[shelter].beds:
            system.offered[found] = shelter
            found += 1
    return found


@compiled_inside
def is_willing(system: System, person: int, shelter: int) -> bool:
    """Say whether this person does not decline the regime of a shelter (C7)."""
    plan, victim = system.plan, system.people[person]
    values = system.kind_values[victim.kind]
    for number in range(len(plan.acceptance)):
        if holds(plan, plan.acceptance[number], values):
            chance = plan.willing[number, system.shelters[shelter].regime]
            return system.luck.willingness[person, victim.episode] < chance
    return True


@compiled_inside
def keep_accepted(system: System, person: int, found: int) -> int:
    """Keep of what was found the shelters this person does not decline (C7)."""
    if not len(system.plan.acceptance):
        return found
    kept = 0
    for place in range(found):
        shelter = system.offered[place]
        if is_willing(system, person, shelter):
            system.offered[kept] = shelter
            kept += 1
    return kept


@compiled_inside
def _asks(system: System, person: int) -> tuple[int, int]:
    """Return as what kind, and by which way in, someone on the list asks."""
    victim = system.people[person]
    if victim.status == Status.BLOCKED:
        return next_kind(system, person), way_of(victim.programme)
    return victim.kind, FROM_STREET


@compiled_inside
def look_around(system: System, person: int) -> int:
    """Look for shelters where someone on the list may go, and would."""
    kind, way = _asks(system, person)
    return keep_accepted(system, person, may_ask(system, kind, way))


@compiled_inside
def would_go_to(system: System, person: int, shelter: int) -> bool:
    """Say whether a shelter is one that someone on the list may ask, and would."""
    if not system.shelters[shelter].beds:
        return False
    kind, way = _asks(system, person)
    for other in list_of(system, kind, way):
        if other == shelter:
            return is_willing(system, person, shelter)
    return False


@compiled_inside
def first_with_room(system: System, person: int, found: int) -> int:
    """Return the first admitting shelter found with room, by preference; -1: none."""
    values = system.kind_values[system.people[person].kind]
    preference = preference_of(system, values)
    preferences = system.plan.preferences
    if preference < len(preferences) and preferences[preference].emptiest:
        return _emptiest(system, person, found, preference)
    for place in range(found):
        if _takes_now(system, system.offered[place], person):
            return system.offered[place]
    return -1


@compiled_inside
def _takes_now(system: System, shelter: int, person: int) -> bool:
    return is_admitting(system, shelter) and has_room_for(system, shelter, person)


@compiled_inside
def _emptiest(system: System, person: int, found: int, preference: int) -> int:
    """Return the first shelter that a preference names, else the emptiest (B2)."""
    is_named = system.plan.is_named[preference]
    best, most = -1, 0
    for place in range(found):
        shelter = system.offered[place]
        if is_named[shelter] and _takes_now(system, shelter, person):
            return shelter
    for place in range(found):
        shelter = system.offered[place]
        free = usable_beds(system, shelter) - system.shelters[shelter].occupied
        better = best < 0 or free > most
        if not is_named[shelter] and better and _takes_now(system, shelter, person):
            best, most = shelter, free
    return best


@compiled_inside
def why_no_bed(system: System, person: int, found: int) -> int:
    """Return why there is no bed in the shelters found: the first cause (B4)."""
    if found == 0:
        return Cause.NO_FIT
    size = system.people[person].size
    is_frozen = lacks_staff = False
    for place in range(found):
        shelter = system.offered[place]
        here = system.shelters[shelter]
        if here.shut:
            return Cause.CLOSED
        if not is_admitting(system, shelter) and has_room(system, shelter, size):
            is_frozen = True
        spare = here.beds - here.occupied >= size
        if spare and staffed_beds(system, shelter) < here.beds:
            lacks_staff = True
    if is_frozen:
        return Cause.FROZEN
    return Cause.NO_STAFF if lacks_staff else Cause.NO_BED


@compiled_inside
def offer_entries(system: System) -> int:
    """Look for all shelters that take people from outside, in file order (B6)."""
    found = 0
    for shelter in range(len(system.shelters)):
        if system.shelters[shelter].entry:
            system.offered[found] = shelter
            found += 1
    return found


@compiled_inside
def offer_programme(system: System, person: int) -> int:
    """Look for the shelters of the next programme, open or not, as B6 asks them.

    Those that take such a person; if none does, all of them.
    """
    victim, found = system.people[person], 0
    for shelter in list_of(system, victim.kind, way_of(victim.programme)):
        system.offered[found] = shelter
        found += 1
    if found:
        return found
    values = system.kind_values[victim.kind]
    for shelter in system.plan.order[preference_of(system, values)]:
        if system.shelters[shelter].programme == victim.programme:
            system.offered[found] = shelter
            found += 1
    return found


@compiled_inside
def potential_stay(system: System, person: int, found: int) -> float:
    """Return the days of the stay in a bed that would have been (B6).

    It is the one at the first shelter found with beds; where none of them has
    any, no bed is missed.
    """
    victim, luck = system.people[person], system.luck
    values = system.kind_values[victim.kind]
    for place in range(found):
        shelter = system.offered[place]
        if system.shelters[shelter].overnight:
            plan = max(0, stay_of(system, shelter, values, system.now))
            row = luck.stay_row[system.shelters[shelter].first_stay + plan]
            step = min(victim.step, luck.stay_length.shape[3] - 1)
            return luck.stay_length[person, row, victim.episode, step]
    return 0.0
