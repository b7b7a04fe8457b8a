"""Who is already here on day 0, and how long they will stay (S3, S4, T7, W1)."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.chance.crowd import Crowd, Source, draw_values, meets
from sim.chance.layout import GAP, TICK, WIDTH, extension, on_grid, stays
from sim.chance.residual import equilibrium_stay, remaining_stay
from sim.distributions import Clipped
from sim.scenario.plan import Scenario, ShelterPlan, StayPlan
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
    """Return each resident's days left, and whether the limit ends them."""
    here = shelter.residents_now
    entry = np.repeat(np.arange(len(here)), [resident.number for resident in here])
    so_far = np.array([np.inf if r.so_far is None else r.so_far for r in here])
    chosen = _plan_of(values, so_far[entry], shelter, scenario)
    if (chosen < 0).any():
        raise ValueError(f"{shelter.name}: no stay is planned for some residents")
    left, at_limit = np.zeros(len(rows)), np.zeros(len(rows), np.bool_)
    for number, plan in enumerate(shelter.stays):
        for at, resident in enumerate(here):
            who = (chosen == number) & (entry == at)
            if who.any():
                left[who], at_limit[who] = _left(plan, resident.so_far, rows[who])
    return np.maximum(on_grid(left), TICK), at_limit


def _plan_of(
    values: Smalls, so_far: Floats, shelter: ShelterPlan, scenario: Scenario
) -> NDArray[np.intp]:
    """Return the index of each resident's stay plan, −1 where there is none.

    Of those they meet it is the one whose date is the latest before they came,
    the first in the file among equals.  Who has been here for an unknown time
    came before every date.
    """
    chosen = np.full(len(values), -1, np.intp)
    latest = np.full(len(values), -np.inf)
    for number, plan in enumerate(shelter.stays):
        mine = meets(plan.condition, scenario.attributes, values)
        if plan.since is None:
            mine &= chosen < 0
        else:
            mine &= (latest < plan.since) & (plan.since <= -so_far)
            latest[mine] = plan.since
        chosen[mine] = number
    return chosen


def _left(plan: StayPlan, so_far: float | None, rows: Floats) -> tuple[Floats, Flags]:
    """Return days left, and whether the limit ends them, by one stay plan.

    An extended limit makes a stay longer, and so more likely to be found; whoever
    is here beyond the usual limit has an extended one.
    """
    u, v = stays(rows, 1)[:, 0, 0], rows[:, GAP]
    usual = Clipped(plan.law, plan.at_least, plan.at_most)
    if plan.at_most is None or not plan.extended:
        return _left_by(usual, so_far, u, v)
    longer = replace(usual, at_most=plan.at_most + plan.extension)
    share = plan.extended
    if so_far is None:
        found = share * longer.mean
        share = found / (found + (1 - share) * usual.mean)
    elif so_far >= plan.at_most:
        share = 1.0
    extended = extension(rows, 1)[:, 0] < share
    left, at_limit = _left_by(usual, so_far, u, v)
    more, at_later_limit = _left_by(longer, so_far, u, v)
    return np.where(extended, more, left), np.where(extended, at_later_limit, at_limit)


def _left_by(
    law: Clipped, so_far: float | None, u: Floats, v: Floats
) -> tuple[Floats, Flags]:
    if so_far is None:
        return equilibrium_stay(law, u, v)
    return remaining_stay(law, so_far, u)
