"""The people's side of one replication: what is planned, drawn and how it stands."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled_inside, compiled_record
from sim.kernel.growing import doubled

__all__ = ["Luck", "Plan", "System", "holds", "note", "offer"]

Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Records: TypeAlias = NDArray[np.void]
Smalls: TypeAlias = NDArray[np.int32]


@compiled_record
class Plan:
    """What no replication changes, with names turned into numbers.

    ``first_term`` (conditions + 1,): the terms of a condition; a term names an
    ``term_attribute`` and where its values begin in ``allowed``.
    ``accepts`` and ``refused`` are conditions of shelters, ``priority`` those of
    classes.  ``stays``, ``exits``, ``changes``, ``preferences`` are records;
    ``becomes`` (stays, attributes) new values, -1 for none; ``order``
    (preferences + 1, shelters) who is asked when, the last row by whoever prefers
    nothing; ``is_named`` likewise.  ``stage_changes`` (n, 3) day, stage, staff.
    ``acceptance`` conditions, ``willing`` (acceptance, regimes) probabilities.
    ``blocked_at_most`` and ``waiting_class`` by programme.  ``returns_from``
    (returns, destinations + 4) says who comes back; the last four are turned away,
    forced exit, displaced, declined.  ``ageing_step`` is inf where nobody ages.
    """

    first_term: Smalls
    term_attribute: Smalls
    term_allowed: Smalls
    allowed: Flags
    accepts: Smalls
    refused: Smalls
    stays: Records
    exits: Records
    becomes: Smalls
    changes: Records
    stage_changes: Smalls
    enters_at: Smalls
    blocked_at_most: Floats
    waiting_class: Smalls
    preferences: Records
    order: Smalls
    is_named: Flags
    acceptance: Smalls
    willing: Floats
    priority: Smalls
    ageing_step: float
    waiting_interim: Smalls
    gives_up_to: Smalls
    return_stages: Smalls
    returns_from: Flags
    destinations: int


@compiled_record
class Luck:
    """The columns of a :class:`~sim.chance.luck.Chance` that people live by.

    ``stay_row`` says for each stay plan which row of the other ``stay_*`` is its own:
    (people, rows, episodes) and programmes.  ``comes_back`` is likewise by plan.
    """

    arrival: Floats
    stream: Smalls
    home: Smalls
    residual: Floats
    residual_at_limit: Flags
    so_far: Floats
    stage_takes: Floats
    stage_passes: Flags
    patience: Floats
    gives_up_to: Smalls
    willingness: Floats
    stay_row: Smalls
    stay_length: Floats
    stay_at_limit: Flags
    stay_exit: Smalls
    stay_extended: Flags
    comes_back: Flags
    comes_back_after: Floats


@compiled_record
class System:
    """Shelters, the one waiting list, everyone in them, and what happened.

    ``log[:logged]`` is the log and ``timers[:timed]`` a heap of timers.
    ``waiting[:waiters]`` are people in order of class and joining,
    ``left_today[:left]`` those whose stay ended since the last midnight,
    ``freed[first_freed:end_freed]`` shelters whose beds are to be offered.
    ``kind_values`` are the attribute values of each kind of person seen so far,
    ``kind_slots`` where to find a kind by its values; ``lists`` say which shelters,
    kept in ``listed``, a kind may ask, by way in: from the street, or into a
    programme.  ``offered`` and ``moving`` are room for shelters and people that are
    being looked at.
    """

    now: float
    plan: Plan
    luck: Luck
    log: Records
    logged: int
    people: Records
    timers: Records
    timed: int
    waiting: Smalls
    waiters: int
    left_today: Smalls
    left: int
    shelters: Records
    held: Records
    stages: Records
    interim: Records
    freed: Smalls
    first_freed: int
    end_freed: int
    era: int
    kind_values: Smalls
    kinds: int
    kind_slots: Smalls
    lists: Records
    listed: Smalls
    listed_end: int
    offered: Smalls
    moving: Smalls


@compiled_inside
def note(
    system: System,
    kind: int,
    person: int,
    shelter: int,
    detail: int,
    until: float,
    amount: int,
) -> None:
    """Write one event down; columns as in :class:`sim.history.Events`."""
    if system.logged == len(system.log):
        system.log = doubled(system.log)
    event = system.log[system.logged]
    event.time = system.now
    event.kind = kind
    event.person = person
    event.shelter = shelter
    event.detail = detail
    event.until = until
    event.amount = amount
    system.logged += 1


@compiled_inside
def holds(plan: Plan, condition: int, values: Smalls) -> bool:
    """Say whether a condition holds of someone with these attribute values."""
    for term in range(plan.first_term[condition], plan.first_term[condition + 1]):
        value = values[plan.term_attribute[term]]
        if value < 0 or not plan.allowed[plan.term_allowed[term] + value]:
            return False
    return True


@compiled_inside
def offer(system: System, shelter: int) -> None:
    """Remember to offer whatever beds a shelter has (T5)."""
    if system.end_freed == len(system.freed):
        system.freed = doubled(system.freed)
    system.freed[system.end_freed] = shelter
    system.end_freed += 1
