"""Kinds of people, and which shelters each may ask in which order (SEMANTICS B2).

Everybody with the same attribute values is of one kind.  What a kind may ask is
worked out when it is first wanted, and again when some shelter has changed whom it
takes: then the *era* is another one.
"""

import numpy as np

from sim.compiling import compiled_inside
from sim.kernel.growing import copied, doubled
from sim.kernel.system import Smalls, System, holds

__all__ = [
    "after_stay",
    "kind_of",
    "list_of",
    "preference_of",
    "stay_of",
    "takes",
]

FROM_STREET = 0
"""The way in for those who come from outside; programme ``p`` is way ``p + 1``."""


@compiled_inside
def _slot_of(system: System, values: Smalls) -> int:
    """Return where a kind with these values is, or would be, by open addressing."""
    mixed = 1469598103934665603
    for value in values:
        mixed = (mixed ^ (value + 1)) * 1099511628211
    last = len(system.kind_slots) - 1
    slot = (mixed ^ (mixed >> 29)) & last
    while True:
        kind = system.kind_slots[slot]
        if kind < 0:
            return slot
        same = True
        for number in range(len(values)):
            same &= system.kind_values[kind, number] == values[number]
        if same:
            return slot
        slot = (slot + 1) & last


@compiled_inside
def _make_room(system: System) -> None:
    """Double the room for kinds and find each one's place again."""
    room, width = system.kind_values.shape
    values = np.empty((2 * room, width), np.int32)
    lists = np.empty((2 * room, system.lists.shape[1]), system.lists.dtype)
    for kind in range(room):
        copied(values[kind], system.kind_values[kind])
        copied(lists[kind], system.lists[kind])
    system.kind_values, system.lists = values, lists
    system.kind_slots = np.full(4 * room, -1, np.int32)
    for kind in range(system.kinds):
        system.kind_slots[_slot_of(system, values[kind])] = kind


@compiled_inside
def kind_of(system: System, values: Smalls) -> int:
    """Return the kind of someone with these values, a new one if need be."""
    slot = _slot_of(system, values)
    if system.kind_slots[slot] >= 0:
        return system.kind_slots[slot]
    if system.kinds == len(system.kind_values):
        _make_room(system)
        slot = _slot_of(system, values)
    kind = system.kinds
    system.kind_slots[slot] = kind
    copied(system.kind_values[kind], values)
    for way in range(system.lists.shape[1]):
        system.lists[kind, way].era = -1
    system.kinds += 1
    return kind


@compiled_inside
def after_stay(system: System, kind: int, stay: int) -> int:
    """Return what kind someone is assessed to be when stepping down (S5)."""
    becomes = system.plan.becomes[stay]
    values = system.kind_values[kind].copy()
    changed = False
    for number in range(len(values)):
        if becomes[number] >= 0:
            values[number] = becomes[number]
            changed = True
    return kind_of(system, values) if changed else kind


@compiled_inside
def stay_of(system: System, shelter: int, values: Smalls, day: float) -> int:
    """Return the stay plan of whoever is admitted on ``day``; -1: none (T7).

    Of the plans that hold, the one of the latest ``since`` up to that day; the
    first in the file among equals.
    """
    place = system.shelters[shelter]
    best, since = -1, -np.inf
    for row in range(place.first_stay, place.end_stay):
        stay = system.plan.stays[row]
        if since < stay.since <= day and holds(system.plan, stay.condition, values):
            best, since = row - place.first_stay, stay.since
    return best


@compiled_inside
def takes(system: System, shelter: int, values: Smalls) -> bool:
    """Say whether a shelter takes such a person at all."""
    place, plan = system.shelters[shelter], system.plan
    if not holds(plan, plan.accepts[place.first_accepts + place.era], values):
        return False
    for row in range(place.first_refused, place.end_refused):
        if holds(plan, plan.refused[row], values):
            return False
    return stay_of(system, shelter, values, 0.0) >= 0


@compiled_inside
def preference_of(system: System, values: Smalls) -> int:
    """Return the first preference that holds, or the number of preferences."""
    preferences = system.plan.preferences
    for number in range(len(preferences)):
        if holds(system.plan, preferences[number].condition, values):
            return number
    return len(preferences)


@compiled_inside
def _leads_in(system: System, shelter: int, way: int) -> bool:
    place = system.shelters[shelter]
    return place.entry if way == FROM_STREET else place.programme == way - 1


@compiled_inside
def _work_out(system: System, kind: int, way: int) -> None:
    """Write down the shelters a kind may ask, preferred first (B2)."""
    values = system.kind_values[kind]
    order = system.plan.order[preference_of(system, values)]
    while system.listed_end + len(order) > len(system.listed):
        system.listed = doubled(system.listed)
    first = end = system.listed_end
    for shelter in order:
        if _leads_in(system, shelter, way) and takes(system, shelter, values):
            system.listed[end] = shelter
            end += 1
    system.listed_end = end
    entry = system.lists[kind, way]
    entry.first, entry.end, entry.era = first, end, system.era


@compiled_inside
def list_of(system: System, kind: int, way: int) -> Smalls:
    """Return the shelters that take such a person by a way in, preferred first."""
    if system.lists[kind, way].era != system.era:
        _work_out(system, kind, way)
    entry = system.lists[kind, way]
    return system.listed[entry.first : entry.end]
