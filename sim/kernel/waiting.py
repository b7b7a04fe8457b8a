"""The one waiting list: who stands where in it (SEMANTICS B2, B3)."""

import numpy as np

from sim.compiling import compiled_inside
from sim.kernel.growing import doubled
from sim.kernel.system import Ints, Smalls, System, holds

__all__ = ["class_of", "in_turn", "join_list", "leave_list"]


@compiled_inside
def class_of(system: System, person: int) -> int:
    """Return the priority class of someone who comes from outside."""
    values = system.kind_values[system.people[person].kind]
    priority = system.plan.priority
    for number in range(len(priority)):
        if holds(system.plan, priority[number], values):
            return number
    return len(priority)


@compiled_inside
def _is_before(system: System, one: int, other: int) -> bool:
    """Say who is first: by class, by the time of joining, by number."""
    a, b = system.people[one], system.people[other]
    if a.waiting_class != b.waiting_class:
        return a.waiting_class < b.waiting_class
    if a.joined != b.joined:
        return a.joined < b.joined
    return one < other


@compiled_inside
def _turn(system: System, person: int) -> int:
    """Return the first place on the list that is not before someone's own."""
    low, high = 0, system.waiters
    while low < high:
        middle = (low + high) // 2
        if _is_before(system, system.waiting[middle], person):
            low = middle + 1
        else:
            high = middle
    return low


@compiled_inside
def join_list(system: System, person: int) -> None:
    """Put someone in, by the class and the time they joined."""
    if system.waiters == len(system.waiting):
        system.waiting = doubled(system.waiting)
    turn = _turn(system, person)
    for place in range(system.waiters, turn, -1):
        system.waiting[place] = system.waiting[place - 1]
    system.waiting[turn] = person
    system.waiters += 1


@compiled_inside
def leave_list(system: System, person: int) -> None:
    """Take someone off."""
    system.waiters -= 1
    for place in range(_turn(system, person), system.waiters):
        system.waiting[place] = system.waiting[place + 1]


@compiled_inside
def in_turn(system: System) -> Smalls:
    """Return everyone in the order in which beds are offered (B3).

    Each ``ageing_step`` days of waiting raise the class by one.
    """
    here = system.waiting[: system.waiters].copy()
    step = system.plan.ageing_step
    if step == np.inf:
        return here
    aged = np.empty(len(here), np.int64)
    for place in range(len(here)):
        victim = system.people[here[place]]
        aged[place] = victim.waiting_class - (system.now - victim.joined) // step
    return _sorted(system, here, aged)


@compiled_inside
def _sorted(system: System, here: Smalls, aged: Ints) -> Smalls:
    """Sort people by class with age, then joining, then number."""
    for end in range(1, len(here)):
        person, level = here[end], aged[end]
        joined = system.people[person].joined
        place = end
        while place > 0:
            other = here[place - 1]
            later = system.people[other].joined
            if (aged[place - 1], later, other) <= (level, joined, person):
                break
            here[place], aged[place] = other, aged[place - 1]
            place -= 1
        here[place], aged[place] = person, level
    return here
