"""Whose time is up next: a heap with one timer a person (SEMANTICS T4, T6)."""

from math import inf

from sim.compiling import compiled_inside
from sim.kernel.layout import Phase, Rank, Status
from sim.kernel.system import System

__all__ = ["arm", "disarm", "wait_anew"]


@compiled_inside
def _is_before(system: System, one: int, other: int) -> bool:
    """Say whose timer rings first: earlier, then by rank, then by number."""
    a, b = system.people[one], system.people[other]
    if a.timer_at != b.timer_at:
        return a.timer_at < b.timer_at
    if a.timer_rank != b.timer_rank:
        return a.timer_rank < b.timer_rank
    return one < other


@compiled_inside
def _put(system: System, place: int, person: int) -> None:
    system.timers[place] = person
    system.people[person].timer_place = place


@compiled_inside
def _rise(system: System, place: int) -> None:
    """Move a timer up until the one above it rings first."""
    person = system.timers[place]
    while place > 0:
        above = (place - 1) // 2
        other = system.timers[above]
        if not _is_before(system, person, other):
            break
        _put(system, place, other)
        place = above
    _put(system, place, person)


@compiled_inside
def _sink(system: System, place: int) -> None:
    """Move a timer down until it rings before both below it."""
    person = system.timers[place]
    while True:
        below = 2 * place + 1
        if below >= system.timed:
            break
        if below + 1 < system.timed and _is_before(
            system, system.timers[below + 1], system.timers[below]
        ):
            below += 1
        other = system.timers[below]
        if not _is_before(system, other, person):
            break
        _put(system, place, other)
        place = below
    _put(system, place, person)


@compiled_inside
def disarm(system: System, person: int) -> None:
    """Forget someone's timer, if there is one."""
    place = system.people[person].timer_place
    if place < 0:
        return
    system.people[person].timer_place = -1
    system.timed -= 1
    last = system.timers[system.timed]
    if last != person:
        _put(system, place, last)
        _rise(system, place)
        _sink(system, system.people[last].timer_place)


@compiled_inside
def arm(system: System, person: int, at: float, rank: int) -> None:
    """Let someone's one timer ring at day ``at``; never, if that is inf."""
    disarm(system, person)
    if at == inf:
        return
    timer = system.people[person]
    timer.timer_at = at
    timer.timer_rank = rank
    _put(system, system.timed, person)
    system.timed += 1
    _rise(system, system.timed - 1)


@compiled_inside
def wait_anew(system: System, person: int) -> None:
    """Wait for what is due now, in the part of the journey someone is in (T5)."""
    victim = system.people[person]
    if victim.phase == Phase.PASSING:
        arm(system, person, victim.due, Rank.END_OF_STAGE)
    elif victim.status == Status.WAITING:
        arm(system, person, victim.due, Rank.END_OF_PATIENCE)
    elif victim.status != Status.GONE:
        arm(system, person, victim.due, Rank.END_OF_STAY)
    else:
        arm(system, person, victim.returns_at, Rank.ARRIVAL)
        victim.phase = Phase.OVER if victim.returns_at == inf else Phase.RETURNING
