"""Moving those who cannot stay: closures, smaller shelters (SEMANTICS D1, S2, S6)."""

from math import inf

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.beds import staffed_beds
from sim.kernel.growing import doubled
from sim.kernel.kinds import preference_of, stay_of, takes
from sim.kernel.layout import Status
from sim.kernel.placement import (
    first_with_room,
    keep_accepted,
    look_around,
    why_no_bed,
)
from sim.kernel.stays import DISPLACED, end_early, enter, go, lose_step, vacate
from sim.kernel.system import System, note
from sim.kernel.timers import wait_anew
from sim.kernel.waiting import leave_list

__all__ = ["evacuate", "make_room"]

FINISH, TRANSFER, FORCED_EXIT = range(3)
"""What becomes of those above a new limit."""


@compiled_inside
def evacuate(system: System, shelter: int) -> None:
    """Move the residents of a closing shelter, or displace them (D1)."""
    for place in range(_first_admitted_first(system, shelter)):
        person = system.moving[place]
        new = _refuge(system, person, shelter)
        if new < 0:
            _displace(system, person)
        else:
            _transfer(system, person, new)
        wait_anew(system, person)


@compiled_inside
def make_room(
    system: System,
    shelter: int,
    residents: int,
    narrower: bool,  # noqa: FBT001
) -> None:
    """Move or put out those above a new limit, or no longer taken (S6).

    ``residents`` says which of the two; ``narrower``, that whom it takes changed.
    """
    if residents == FINISH:
        return
    here = system.shelters[shelter]
    for place in range(_first_admitted_first(system, shelter) - 1, -1, -1):
        person = system.moving[place]
        values = system.kind_values[system.people[person].kind]
        above = here.occupied > min(here.beds, staffed_beds(system, shelter))
        if above or (narrower and not takes(system, shelter, values)):
            new = _refuge(system, person, shelter) if residents == TRANSFER else -1
            if new < 0:
                _force_out(system, person, residents == TRANSFER)
            else:
                _transfer(system, person, new)
            wait_anew(system, person)


@compiled_inside
def _first_admitted_first(system: System, shelter: int) -> int:
    """Put the residents in order into ``system.moving``; return how many they are."""
    people, count = system.people, 0
    person = system.shelters[shelter].first_resident
    while person >= 0:
        if count == len(system.moving):
            system.moving = doubled(system.moving)
        place, count = count, count + 1
        while place > 0:
            other = system.moving[place - 1]
            theirs, own = people[other].admitted, people[person].admitted
            if theirs < own or (theirs == own and other < person):
                break
            system.moving[place] = other
            place -= 1
        system.moving[place] = person
        person = people[person].next_resident
    return count


@compiled_inside
def _refuge(system: System, person: int, leaving: int) -> int:
    """Return where someone who must leave can go on with the stay; -1: nowhere (S2)."""
    victim = system.people[person]
    if victim.status == Status.BLOCKED:
        return -1
    found = kept = _possible(system, person, leaving)
    for place in range(found - 1, -1, -1):
        if system.offered[place] == leaving:
            kept -= 1
            for later in range(place, kept):
                system.offered[later] = system.offered[later + 1]
    return first_with_room(system, person, kept)


@compiled_inside
def _possible(system: System, person: int, leaving: int) -> int:
    """Look for where a stay may go on and would, ``leaving`` too if it takes."""
    values = system.kind_values[system.people[person].kind]
    found = 0
    for shelter in system.plan.order[preference_of(system, values)]:
        if system.shelters[shelter].beds and _may_go_on_at(
            system, person, shelter, leaving
        ):
            system.offered[found] = shelter
            found += 1
    return keep_accepted(system, person, found)


@compiled_inside
def _may_go_on_at(system: System, person: int, shelter: int, leaving: int) -> bool:
    new, old = system.shelters[shelter], system.shelters[leaving]
    return (
        (new.entry or new.programme == old.programme)
        and new.overnight == old.overnight
        and takes(system, shelter, system.kind_values[system.people[person].kind])
        and _limit(system, person, shelter) > system.now
    )


@compiled_inside
def _limit(system: System, person: int, shelter: int) -> float:
    """Return when the limit of a new shelter would end this stay (S2)."""
    victim = system.people[person]
    values = system.kind_values[victim.kind]
    number = max(0, stay_of(system, shelter, values, victim.started))
    plan = system.shelters[shelter].first_stay + number
    stay = system.plan.stays[plan]
    if stay.at_most == inf:
        return inf
    row = system.luck.stay_row[plan]
    extended = system.luck.stay_extended[person, row, victim.episode]
    return victim.started + stay.at_most + (stay.extension if extended else 0.0)


@compiled_inside
def _transfer(system: System, person: int, shelter: int) -> None:
    """Move someone to another shelter; the planned end stays (S2)."""
    victim = system.people[person]
    limit = _limit(system, person, shelter)
    if limit < victim.planned_end:
        victim.planned_end, victim.at_limit = limit, True
    victim.due = victim.planned_end
    vacate(system, person)
    enter(system, person, shelter, Kind.TRANSFERRED, 0)


@compiled_inside
def _displace(system: System, person: int) -> None:
    """Put someone out because the shelter closes and no other takes them (D1)."""
    shelter = system.people[person].shelter
    until = _out_of_bed(system, person)
    note(system, Kind.DISPLACED, person, shelter, -1, until, 0)
    go(system, person, system.plan.destinations + DISPLACED)


@compiled_inside
def _force_out(
    system: System,
    person: int,
    elsewhere: bool,  # noqa: FBT001
) -> None:
    """End a stay for want of a bed; only closure displaces (S6).

    The cause is that of B4, with the bed given up, over where the stay could have
    gone on: here, and ``elsewhere`` where the file has people taken there.
    """
    shelter = system.people[person].shelter
    if system.people[person].status == Status.BLOCKED:
        found = look_around(system, person)
        cause = why_no_bed(system, person, found)
        until = _out_of_bed(system, person)
    else:
        until = _out_of_bed(system, person)
        found = _possible(system, person, shelter)
        if not elsewhere:
            found = _only(system, shelter, found)
        cause = why_no_bed(system, person, found)
    end_early(system, person, shelter, cause, until)


@compiled_inside
def _only(system: System, shelter: int, found: int) -> int:
    """Keep of what was found one shelter."""
    for place in range(found):
        if system.offered[place] == shelter:
            system.offered[0] = shelter
            return 1
    return 0


@compiled_inside
def _out_of_bed(system: System, person: int) -> float:
    """Free a bed; return when this stay, or the next step's, would have ended (B6)."""
    victim = system.people[person]
    if victim.status == Status.BLOCKED:
        found = look_around(system, person)
        leave_list(system, person)
        return lose_step(system, person, found)
    has_bed = system.shelters[victim.shelter].overnight
    vacate(system, person)
    return max(victim.planned_end, system.now) if has_bed else system.now
