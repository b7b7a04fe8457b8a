"""Whose time is up next: a heap with one timer a person (SEMANTICS T4, T6)."""

from math import inf
from typing import Any

from sim.compiling import compiled_inside
from sim.kernel.layout import Phase, Rank, Status
from sim.kernel.system import System

__all__ = ["arm", "disarm", "wait_anew"]


@compiled_inside
def _is_before(timer: Any, at: float, rank: int, person: int) -> bool:
    """Say whether a timer rings first: earlier, then by rank, then by number."""
    if timer.at != at:
        return timer.at < at
    if timer.rank != rank:
        return timer.rank < rank
    return timer.person < person


@compiled_inside
def _put(system: System, place: int, at: float, rank: int, person: int) -> None:
    timer = system.timers[place]
    timer.at, timer.rank, timer.person = at, rank, person
    system.people[person].timer_place = place


@compiled_inside
def _rise(system: System, place: int, at: float, rank: int, person: int) -> None:
    """Put a timer at a place, or further up where it rings before those above."""
    while place > 0:
        above = (place - 1) // 2
        other = system.timers[above]
        if _is_before(other, at, rank, person):
            break
        _put(system, place, other.at, other.rank, other.person)
        place = above
    _put(system, place, at, rank, person)


@compiled_inside
def _sink(system: System, place: int, at: float, rank: int, person: int) -> None:
    """Put a timer at a place, or further down where others below ring before it."""
    while True:
        below = 2 * place + 1
        if below >= system.timed:
            break
        other = system.timers[below]
        if below + 1 < system.timed:
            beside = system.timers[below + 1]
            if _is_before(beside, other.at, other.rank, other.person):
                below, other = below + 1, beside
        if not _is_before(other, at, rank, person):
            break
        _put(system, place, other.at, other.rank, other.person)
        place = below
    _put(system, place, at, rank, person)


@compiled_inside
def disarm(system: System, person: int) -> None:
    """Forget someone's timer, if there is one."""
    place = system.people[person].timer_place
    if place < 0:
        return
    system.people[person].timer_place = -1
    system.timed -= 1
    last = system.timers[system.timed]
    at, rank, whose = last.at, last.rank, last.person
    if whose == person:
        return
    if place > 0 and not _is_before(system.timers[(place - 1) // 2], at, rank, whose):
        _rise(system, place, at, rank, whose)
    else:
        _sink(system, place, at, rank, whose)


@compiled_inside
def arm(system: System, person: int, at: float, rank: int) -> None:
    """Let someone's one timer ring at day ``at``; never, if that is inf."""
    disarm(system, person)
    if at == inf:
        return
    system.timed += 1
    _rise(system, system.timed - 1, at, rank, person)


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
