"""Who is already here on day 0, and how long they will stay (S4, W1)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.chance.crowd import Crowd, Source, draw_values, meets
from sim.chance.layout import GAP, TICK, WIDTH, on_grid, stays
from sim.chance.residual import equilibrium_stay, remaining_stay
from sim.distributions import Clipped
from sim.scenario.plan import Scenario, ShelterPlan
from sim.streams import Streams

__all__ = ["Residents", "draw_residents"]

Floats = NDArray[np.float64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Residents:
    """The residents of day 0, in shelter file order, then index."""

    crowd: Crowd
    values: Smalls
    home: Smalls
    left: Floats
    at_limit: Flags


def draw_residents(scenario: Scenario, streams: Streams) -> Residents:
    """Return the residents of day 0; there are none after a warm-up (W1)."""
    shelters = () if scenario.warm_up_days else enumerate(scenario.shelters)
    found = [
        _residents_of(shelter, number, scenario, streams)
        for number, shelter in shelters
        if shelter.residents_now
    ]
    nobody = np.empty((0, len(scenario.attributes)), np.int32)
    crowd = Crowd.joined([r.crowd for r in found])
    return Residents(
        crowd.with_stages(len(scenario.stages), streams),
        np.concatenate([nobody, *(r.values for r in found)]),
        np.concatenate([np.empty(0, np.int32), *(r.home for r in found)]),
        np.concatenate([np.empty(0), *(r.left for r in found)]),
        np.concatenate([np.empty(0, np.bool_), *(r.at_limit for r in found)]),
    )


def _residents_of(
    shelter: ShelterPlan, number: int, scenario: Scenario, streams: Streams
) -> Residents:
    count = sum(resident.number for resident in shelter.residents_now)
    name = f"residents/{shelter.name}"
    key = np.zeros((count, 4), np.int32)
    key[:, 0], key[:, 1], key[:, 2] = -1, number, np.arange(count)
    rows = streams(name).random((count, WIDTH))
    source = Source(name, count, np.arange(count))
    crowd = Crowd(np.zeros(count), key, rows, (source,))
    values = draw_values(shelter.residents_mix, scenario.attributes, crowd, streams)
    _fix_values(values, shelter, scenario)
    left, at_limit = _time_left(values, rows, shelter, scenario)
    home = np.full(count, number, np.int32)
    return Residents(crowd, values, home, left, at_limit)


def _fix_values(values: Smalls, shelter: ShelterPlan, scenario: Scenario) -> None:
    """Write what the file says of each resident over what was drawn."""
    place = {attribute.name: at for at, attribute in enumerate(scenario.attributes)}
    begin = 0
    for resident in shelter.residents_now:
        for name, value in resident.values:
            code = scenario.attributes[place[name]].values.index(value)
            values[begin : begin + resident.number, place[name]] = code
        begin += resident.number


def _time_left(
    values: Smalls, rows: Floats, shelter: ShelterPlan, scenario: Scenario
) -> tuple[Floats, Flags]:
    """Return each resident's days left, by the first stay plan they meet."""
    u, v = stays(rows)[:, 0, 0], rows[:, GAP]
    left, at_limit = np.zeros(len(u)), np.zeros(len(u), np.bool_)
    entry = np.repeat(
        np.arange(len(shelter.residents_now)),
        [resident.number for resident in shelter.residents_now],
    )
    free = np.ones(len(u), np.bool_)
    for plan in shelter.stays:
        mine = free & meets(plan.condition, scenario.attributes, values)
        free &= ~mine
        law = Clipped(plan.law, plan.at_least, plan.at_most)
        for at, resident in enumerate(shelter.residents_now):
            who = mine & (entry == at)
            if not who.any():
                continue
            if resident.so_far is None:
                left[who], at_limit[who] = equilibrium_stay(law, u[who], v[who])
            else:
                so_far = resident.so_far
                left[who], at_limit[who] = remaining_stay(law, so_far, u[who])
    if free.any():
        raise ValueError(f"{shelter.name}: no stay is planned for some residents")
    return np.maximum(on_grid(left), TICK), at_limit
