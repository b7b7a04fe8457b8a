"""The pathway before a bed: stages, the staff on duty, who passes (C5)."""

from math import inf, nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.interim import enter_interim, leave_interim
from sim.kernel.layout import Status
from sim.kernel.system import System, note
from sim.kernel.timers import wait_anew

__all__ = ["begin_stage", "change_staff", "end_stage", "first_stage"]


@compiled_inside
def _entered(system: System, person: int) -> int:
    """Return the stage someone enters at; -1 means that all stages apply (C5)."""
    victim = system.people[person]
    if victim.episode > 0:
        return victim.enters_at
    return system.plan.enters_at[system.luck.stream[person]]


@compiled_inside
def first_stage(system: System, person: int) -> int:
    """Return the first stage someone goes through."""
    return max(0, _entered(system, person))


@compiled_inside
def _is_full(system: System, stage: int) -> bool:
    place = system.stages[stage]
    return place.staff >= 0 and place.busy >= place.staff


@compiled_inside
def _takes(system: System, person: int, stage: int) -> float:
    episode = system.people[person].episode
    return system.luck.stage_takes[person, episode, stage]


@compiled_inside
def begin_stage(system: System, person: int, stage: int) -> None:
    """Enter a stage, or wait for somebody on duty to have time.

    Who needs no time in a stage needs nobody's and goes on at once.
    """
    leave_interim(system, person)
    victim, place = system.people[person], system.stages[stage]
    victim.stage = stage
    takes_time = _takes(system, person, stage) > 0
    if takes_time and place.meanwhile >= 0:
        enter_interim(system, person, place.meanwhile)
    if takes_time and _is_full(system, stage):
        victim.due = inf
        _queue(system, person, stage)
        note(system, Kind.STAGE_QUEUED, person, -1, stage, nan, 0)
    else:
        _work_on(system, person, stage)


@compiled_inside
def _queue(system: System, person: int, stage: int) -> None:
    place = system.stages[stage]
    system.people[person].next_in_queue = -1
    if place.first_in_queue < 0:
        place.first_in_queue = person
    else:
        system.people[place.last_in_queue].next_in_queue = person
    place.last_in_queue = person


@compiled_inside
def _work_on(system: System, person: int, stage: int) -> None:
    system.stages[stage].busy += 1
    system.people[person].due = system.now + _takes(system, person, stage)
    note(system, Kind.STAGE_BEGAN, person, -1, stage, nan, 0)


@compiled_inside
def end_stage(system: System, person: int, stage: int) -> bool:
    """End a stage, take the next in line, and say whether it was passed."""
    system.stages[stage].busy -= 1
    passed = _passes(system, person, stage)
    if not passed:
        leave_interim(system, person)
        system.people[person].status = Status.GONE
        otherwise = system.stages[stage].otherwise
        note(system, Kind.NOT_RECOGNISED, person, -1, otherwise, nan, 0)
    _call_next(system, stage)
    return passed


@compiled_inside
def _passes(system: System, person: int, stage: int) -> bool:
    if stage <= _entered(system, person):
        return True
    episode = system.people[person].episode
    return system.luck.stage_passes[person, episode, stage]


@compiled_inside
def _call_next(system: System, stage: int) -> None:
    place = system.stages[stage]
    while place.first_in_queue >= 0 and not _is_full(system, stage):
        person = place.first_in_queue
        place.first_in_queue = system.people[person].next_in_queue
        _work_on(system, person, stage)
        wait_anew(system, person)


@compiled_inside
def change_staff(system: System, day: int) -> None:
    """Put the staff planned from ``day`` on duty (T3 step 4, T7)."""
    for change in system.plan.stage_changes:
        if change[0] == day:
            system.stages[change[1]].staff = change[2]
            _call_next(system, change[1])
