"""The people's side of a world at its first instant."""

import numpy as np

from sim.compiling import compiled_inside
from sim.kernel.kinds import kind_of
from sim.kernel.layout import LIST, PERSON, TIMER
from sim.kernel.system import Luck, Plan, Records, Smalls, System

__all__ = ["new_system"]

KINDS = 32


@compiled_inside
def new_system(
    plan: Plan,
    luck: Luck,
    log: Records,
    logged: int,
    values: Smalls,
    size: Smalls,
    shelters: Records,
    held: Records,
    stages: Records,
    interim: Records,
    programmes: int,
    warm_up: float,
) -> System:
    """Return a system in which nothing has happened yet, with tables of its own.

    It goes on writing in the log of whoever was played before.
    """
    count, width = values.shape
    system = System(
        -warm_up,
        plan,
        luck,
        log,
        logged,
        np.zeros(count, PERSON),
        np.empty(count + 1, TIMER),
        0,
        np.empty(16, np.int32),
        0,
        np.empty(16, np.int32),
        0,
        shelters.copy(),
        held.copy(),
        stages.copy(),
        interim.copy(),
        np.empty(16, np.int32),
        0,
        0,
        0,
        np.empty((KINDS, width), np.int32),
        0,
        np.full(2 * KINDS, -1, np.int32),
        np.empty((KINDS, 1 + programmes), LIST),
        np.empty(64, np.int32),
        0,
        np.empty(len(shelters), np.int32),
        np.empty(16, np.int32),
    )
    for person in range(count):
        victim = system.people[person]
        victim.size = size[person]
        victim.kind = kind_of(system, values[person])
        victim.returns_at = np.inf
        victim.enters_at = victim.shelter = victim.stay_shelter = -1
        victim.plan = victim.interim = victim.timer_place = -1
    return system
