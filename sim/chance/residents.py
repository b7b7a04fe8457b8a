"""Who is already here on day 0, and how long they will stay (S3, S4, T7, W1)."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.chance.crowd import Crowd, Source, draw_values, meets
from sim.chance.layout import GAP, TICK, extension, on_grid, stays
from sim.chance.numbers import Numbers
from sim.chance.residual import equilibrium_stay, remaining_stay
from sim.distributions import Clipped
from sim.scenario.plan import Scenario, ShelterPlan, StayPlan

__all__ = ["Residents", "draw_residents"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Residents:
    """The residents of day 0, in shelter file order, then replication and index."""

    crowd: Crowd
    values: Smalls
    home: Smalls
    left: Floats
    at_limit: Flags


def draw_residents(scenario: Scenario, numbers: Numbers, columns: int) -> Residents:
    """Return the residents of day 0; there are none after a warm-up (W1)."""
    shelters = () if scenario.warm_up_days else enumerate(scenario.shelters)
    found = [
        _residents_of(shelter, at, scenario, numbers, columns)
        for at, shelter in shelters
        if shelter.residents_now
    ]
    nobody = np.empty((0, len(scenario.attributes)), np.int32)
    return Residents(
        Crowd.joined([r.crowd for r in found]),
        np.concatenate([nobody, *(r.values for r in found)]),
        np.concatenate([np.empty(0, np.int32), *(r.home for r in found)]),
        np.concatenate([np.empty(0), *(r.left for r in found)]),
        np.concatenate([np.empty(0, np.bool_), *(r.at_limit for r in found)]),
    )


def _residents_of(
    shelter: ShelterPlan,
    at: int,
    scenario: Scenario,
    numbers: Numbers,
    columns: int,
) -> Residents:
    """Return one shelter's residents, one replication's after another's."""
    here = [resident.number for resident in shelter.residents_now]
    replication, index = np.divmod(
        np.arange(len(numbers.replications) * sum(here)), sum(here)
    )
    entry = np.repeat(np.arange(len(here)), here)[index]
    source = Source(
        (f"residents/{shelter.name}",), np.zeros_like(index), replication, index
    )
    rows = source.rows(numbers, columns)
    key = np.zeros((len(index), 4), np.int32)
    key[:, 0], key[:, 1], key[:, 2] = -1, at, index
    crowd = Crowd(np.zeros(len(index)), key, (rows,), (source,))
    values = draw_values(shelter.residents_mix, scenario.attributes, crowd, numbers)
    _fix_values(values, entry, shelter, scenario)
    left, at_limit = _time_left(values, rows, entry, shelter, scenario)
    home = np.full(len(index), at, np.int32)
    return Residents(crowd, values, home, left, at_limit)


def _fix_values(
    values: Smalls, entry: Ints, shelter: ShelterPlan, scenario: Scenario
) -> None:
    """Write what the file says of each resident over what was drawn."""
    place = {attribute.name: at for at, attribute in enumerate(scenario.attributes)}
    for number, resident in enumerate(shelter.residents_now):
        for name, value in resident.values:
            code = scenario.attributes[place[name]].values.index(value)
            values[entry == number, place[name]] = code


def _time_left(
    values: Smalls,
    rows: Floats,
    entry: Ints,
    shelter: ShelterPlan,
    scenario: Scenario,
) -> tuple[Floats, Flags]:
    """Return each resident's days left, and whether the limit ends them."""
    here = shelter.residents_now
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
