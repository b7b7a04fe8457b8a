"""In and out of beds: admission, stepping down, leaving, and being gone (S, C6)."""

from math import isnan, nan

from sim.compiling import compiled_inside
from sim.history.events import Cause, Kind
from sim.kernel.beds import enter_bed, leave_bed
from sim.kernel.growing import doubled
from sim.kernel.interim import leave_interim
from sim.kernel.kinds import stay_of
from sim.kernel.layout import Status
from sim.kernel.placement import (
    first_with_room,
    keep_accepted,
    may_ask,
    next_kind,
    offer_programme,
    potential_stay,
    way_of,
    why_no_bed,
)
from sim.kernel.system import System, note, offer
from sim.kernel.waiting import join_list
from sim.planned.eligibility import BEFORE

__all__ = [
    "DECLINED",
    "DISPLACED",
    "FORCED",
    "TURNED_AWAY",
    "admit",
    "decline",
    "end_early",
    "end_stay",
    "go",
    "lose_step",
    "move_on",
    "settle",
    "stop_short",
    "vacate",
]

TURNED_AWAY, FORCED, DISPLACED, DECLINED = range(4)
"""How people go who leave for no destination; counted from the last destination."""


@compiled_inside
def go(system: System, person: int, destination: int) -> None:
    """Be gone, perhaps to come back one day (C6)."""
    victim, luck = system.people[person], system.luck
    victim.status = Status.GONE
    for number in range(len(system.plan.return_stages)):
        from_here = system.plan.returns_from[number, destination]
        if from_here and luck.comes_back[person, number, victim.episode]:
            if victim.episode + 1 < luck.comes_back.shape[2]:
                after = luck.comes_back_after[person, number, victim.episode]
                victim.returns_at = system.now + after
                victim.enters_at = system.plan.return_stages[number]
            else:
                note(system, Kind.RETURN_CUT, person, -1, -1, nan, 0)
            return


@compiled_inside
def _begin_stay(system: System, person: int, shelter: int, since: float) -> None:
    """Begin a stay now, by the plan for those admitted on day ``since`` (T7)."""
    victim = system.people[person]
    victim.stay_shelter = shelter
    values = system.kind_values[victim.kind]
    plan = stay_of(system, shelter, values, since)
    if plan < 0:  # the last one in the file, as the model has it
        plan = system.shelters[shelter].end_stay - system.shelters[shelter].first_stay
        plan -= 1
    victim.plan = plan
    victim.started = system.now


@compiled_inside
def enter(system: System, person: int, shelter: int, kind: int, waited: int) -> None:
    """Take someone into a bed whose stay is already planned."""
    victim = system.people[person]
    victim.admitted = system.now
    victim.status = Status.SHELTERED
    enter_bed(system, shelter, person)
    note(system, kind, person, shelter, -1, victim.planned_end, waited)


@compiled_inside
def settle(system: System, person: int, shelter: int) -> None:
    """Put someone who is here on day 0 into their bed (S4)."""
    victim, so_far = system.people[person], system.luck.so_far[person]
    if isnan(so_far):
        _begin_stay(system, person, shelter, BEFORE)
    else:
        _begin_stay(system, person, shelter, system.now - so_far)
        victim.started -= so_far
    victim.planned_end = victim.due = system.luck.residual[person]
    victim.at_limit = system.luck.residual_at_limit[person]
    enter(system, person, shelter, Kind.RESIDENT, 0)


@compiled_inside
def admit(system: System, person: int, shelter: int, kind: int) -> None:
    """Take someone in, with the length of stay that chance drew (B2, S3)."""
    _begin_stay(system, person, shelter, system.now)
    victim, luck = system.people[person], system.luck
    place = system.shelters[shelter]
    row = luck.stay_row[place.first_stay + victim.plan]
    length = luck.stay_length[person, row, victim.episode, victim.step]
    victim.planned_end = victim.due = system.now + length
    victim.at_limit = luck.stay_at_limit[person, row, victim.episode, victim.step]
    place.admitted_today += 1
    waited = 1 if victim.status == Status.WAITING else 0
    leave_interim(system, person)
    enter(system, person, shelter, kind, waited)


@compiled_inside
def vacate(system: System, person: int) -> None:
    """Free a bed and remember to offer it (T5)."""
    shelter = system.people[person].shelter
    leave_bed(system, person)
    offer(system, shelter)


@compiled_inside
def decline(system: System, person: int) -> None:
    """Leave without a bed, or out of one, because every offer was refused (C7)."""
    shelter = system.people[person].shelter
    note(system, Kind.DECLINED, person, shelter, -1, nan, 0)
    if shelter >= 0:
        system.shelters[shelter].exits_today += 1
        vacate(system, person)
    go(system, person, system.plan.destinations + DECLINED)


@compiled_inside
def _leave_today(system: System, person: int) -> None:
    if system.left == len(system.left_today):
        system.left_today = doubled(system.left_today)
    system.left_today[system.left] = person
    system.left += 1


@compiled_inside
def end_stay(system: System, person: int) -> None:
    """Leave for the drawn destination, or step down into a programme (S5)."""
    victim = system.people[person]
    plan = system.shelters[victim.stay_shelter].first_stay + victim.plan
    stay, row = system.plan.stays[plan], system.luck.stay_row[plan]
    drawn = system.luck.stay_exit[person, row, victim.episode, victim.step]
    way = system.plan.exits[stay.first_exit + drawn]
    if way.programme >= 0:
        _step_down(system, person, way.programme)
        return
    shelter = victim.shelter
    vacate(system, person)
    system.shelters[shelter].exits_today += 1
    _leave_today(system, person)
    kind = Kind.LEFT_AT_LIMIT if victim.at_limit else Kind.LEFT
    note(system, kind, person, shelter, way.destination, nan, 0)
    go(system, person, way.destination)


@compiled_inside
def _step_down(system: System, person: int, programme: int) -> None:
    """Go on in the next programme, or keep the bed and wait for it (S5)."""
    victim = system.people[person]
    victim.programme = programme
    found = may_ask(system, next_kind(system, person), way_of(programme))
    if found == 0:
        stop_short(system, person, Cause.NO_FIT, found)
        return
    found = keep_accepted(system, person, found)
    if found == 0:
        decline(system, person)
        return
    shelter = first_with_room(system, person, found)
    if shelter >= 0:
        move_on(system, person, shelter)
        return
    victim.cause = why_no_bed(system, person, found)
    victim.status = Status.BLOCKED
    victim.joined = system.now
    victim.due = system.now + system.plan.blocked_at_most[programme]
    victim.waiting_class = system.plan.waiting_class[programme]
    join_list(system, person)
    note(system, Kind.BLOCKED, person, victim.shelter, victim.cause, victim.due, 0)


@compiled_inside
def move_on(system: System, person: int, shelter: int) -> None:
    """Take someone from one programme's bed into the next one's."""
    kind = next_kind(system, person)
    vacate(system, person)
    system.people[person].kind = kind
    system.people[person].step += 1
    admit(system, person, shelter, Kind.STEPPED_DOWN)


@compiled_inside
def stop_short(system: System, person: int, cause: int, found: int) -> None:
    """End a stay that had a next step to go to, of the shelters ``found`` (S5)."""
    shelter = system.people[person].shelter
    until = lose_step(system, person, found)
    end_early(system, person, shelter, cause, until)


@compiled_inside
def lose_step(system: System, person: int, found: int) -> float:
    """Take someone out of a bed; return when the next step would have ended."""
    kind = next_kind(system, person)
    vacate(system, person)
    system.people[person].kind = kind
    system.people[person].step += 1
    found = found or offer_programme(system, person)
    return system.now + potential_stay(system, person, found)


@compiled_inside
def end_early(
    system: System, person: int, shelter: int, cause: int, until: float
) -> None:
    """Let someone go who has left a bed before the stay was over."""
    system.shelters[shelter].exits_today += 1
    note(system, Kind.FORCED_EXIT, person, shelter, cause, until, 0)
    go(system, person, system.plan.destinations + FORCED)
