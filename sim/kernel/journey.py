"""A victim's journey, one wait after the other (T5): the model's generator, unrolled.

``Person.phase`` says where in it someone stands; whatever follows from an event
happens inside it.
"""

from math import inf, nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.beds import has_room, has_room_for, is_admitting
from sim.kernel.interim import enter_interim, leave_interim
from sim.kernel.kinds import FROM_STREET
from sim.kernel.layout import Phase, Status
from sim.kernel.pathway import begin_stage, end_stage, first_stage
from sim.kernel.placement import (
    first_with_room,
    keep_accepted,
    look_around,
    may_ask,
    offer_entries,
    potential_stay,
    why_no_bed,
    would_go_to,
)
from sim.kernel.stays import (
    TURNED_AWAY,
    admit,
    decline,
    end_stay,
    go,
    move_on,
    stop_short,
)
from sim.kernel.system import System, note
from sim.kernel.timers import wait_anew
from sim.kernel.waiting import class_of, in_turn, join_list, leave_list

__all__ = ["refer", "ring", "serve"]


@compiled_inside
def refer(system: System, person: int) -> None:
    """Someone is referred, or again after leaving, and sets out (C6)."""
    victim = system.people[person]
    note(system, Kind.REFERRED, person, -1, -1, nan, victim.episode)
    victim.phase = Phase.PASSING
    _pass_stages(system, person, first_stage(system, person))


@compiled_inside
def _come_back(system: System, person: int) -> None:
    victim = system.people[person]
    victim.returns_at = inf
    victim.episode += 1
    victim.step = 0
    victim.status = Status.ON_THE_WAY
    refer(system, person)


@compiled_inside
def _pass_stages(system: System, person: int, stage: int) -> None:
    """Begin stages until one takes time; after the last one, find a bed."""
    victim = system.people[person]
    while stage < len(system.stages):
        begin_stage(system, person, stage)
        if victim.due > system.now:
            wait_anew(system, person)
            return
        if not end_stage(system, person, stage):
            _move_along(system, person)
            return
        stage += 1
    _seek_bed(system, person)
    _move_along(system, person)


@compiled_inside
def _move_along(system: System, person: int) -> None:
    """Wait for whatever comes after the pathway: a bed, its end, a return."""
    system.people[person].phase = Phase.STAYING
    wait_anew(system, person)


@compiled_inside
def ring(system: System, person: int) -> None:
    """Someone's time is up: the end of a stage, a wait, a stay, or time away."""
    victim = system.people[person]
    if victim.phase == Phase.PASSING:
        if end_stage(system, person, victim.stage):
            _pass_stages(system, person, victim.stage + 1)
        else:
            _move_along(system, person)
    elif victim.phase == Phase.RETURNING:
        _come_back(system, person)
    else:
        _time_is_up(system, person)
        wait_anew(system, person)


@compiled_inside
def _seek_bed(system: System, person: int) -> None:
    """Give a bed, a place on the list, or a refusal with its cause (B2)."""
    note(system, Kind.READY, person, -1, -1, nan, 0)
    leave_interim(system, person)
    victim = system.people[person]
    eligible = may_ask(system, victim.kind, FROM_STREET)
    found = keep_accepted(system, person, eligible)
    if eligible and not found:
        decline(system, person)
        return
    shelter = first_with_room(system, person, found)
    if shelter >= 0:
        admit(system, person, shelter, Kind.ADMITTED)
        return
    victim.cause = why_no_bed(system, person, found)
    if found and system.luck.patience[person, victim.episode] > 0:
        _join(system, person)
        return
    found = found or offer_entries(system)
    until = system.now + potential_stay(system, person, found)
    note(system, Kind.TURNED_AWAY, person, -1, victim.cause, until, 0)
    go(system, person, system.plan.destinations + TURNED_AWAY)


@compiled_inside
def _join(system: System, person: int) -> None:
    victim = system.people[person]
    victim.status = Status.WAITING
    victim.joined = system.now
    victim.due = system.now + system.luck.patience[person, victim.episode]
    victim.waiting_class = class_of(system, person)
    join_list(system, person)
    note(system, Kind.JOINED_LIST, person, -1, victim.cause, victim.due, 0)
    for place in system.plan.waiting_interim:
        if enter_interim(system, person, place):
            break


@compiled_inside
def _time_is_up(system: System, person: int) -> None:
    """End a wait, a stay, or a bed kept for too long."""
    status = system.people[person].status
    if status == Status.WAITING:
        _give_up(system, person)
    elif status == Status.SHELTERED:
        end_stay(system, person)
    elif status == Status.BLOCKED:
        found = look_around(system, person)
        leave_list(system, person)
        stop_short(system, person, why_no_bed(system, person, found), found)
    else:
        return
    serve(system)


@compiled_inside
def _give_up(system: System, person: int) -> None:
    victim = system.people[person]
    found = look_around(system, person) or offer_entries(system)
    leave_list(system, person)
    leave_interim(system, person)
    drawn = system.luck.gives_up_to[person, victim.episode]
    destination = system.plan.gives_up_to[drawn]
    until = system.now + potential_stay(system, person, found)
    note(system, Kind.GAVE_UP, person, -1, victim.cause, until, destination)
    go(system, person, destination)


@compiled_inside
def serve(system: System) -> None:
    """Offer freed beds, first freed first, until none is left (B3, T5)."""
    while system.first_freed < system.end_freed:
        shelter = system.freed[system.first_freed]
        system.first_freed += 1
        if is_admitting(system, shelter) and has_room(system, shelter, 1):
            _offer_beds(system, shelter)
    system.first_freed = system.end_freed = 0


@compiled_inside
def _offer_beds(system: System, shelter: int) -> None:
    """Go down the list until the beds of a shelter are taken up (B3)."""
    if not system.waiters:
        return
    for person in in_turn(system):
        if has_room_for(system, shelter, person) and would_go_to(
            system, person, shelter
        ):
            _take_up(system, person, shelter)
            if not has_room(system, shelter, 1):
                break


@compiled_inside
def _take_up(system: System, person: int, shelter: int) -> None:
    leave_list(system, person)
    if system.people[person].status == Status.BLOCKED:
        move_on(system, person, shelter)
    else:
        admit(system, person, shelter, Kind.ADMITTED)
    wait_anew(system, person)
