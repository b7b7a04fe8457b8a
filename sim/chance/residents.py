"""Who is already here on day 0, and how long they will stay (S3, S4, T7, W1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from sim.calendar import on_grid
from sim.chance.crowd import Crowd, Source, draw_values, meets
from sim.chance.layout import GAP, TICK, Columns, Rows, extension, stays
from sim.chance.numbers import Numbers
from sim.chance.residual import equilibrium_stay, remaining_stay
from sim.distributions import Clipped
from sim.scenario.plan import Scenario, ShelterPlan, StayPlan

__all__ = ["Residents", "draw_residents"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.intp]
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
    so_far: Floats


@dataclass(frozen=True, slots=True)
class _Lodgers:
    """One shelter's residents, one replication's after another's.

    ``so_far`` are the days each has been here, nan where nobody knows.  ``stays`` are
    the plans by which some of them stay, how long these have been here, and who they
    are.
    """

    crowd: Crowd
    values: Smalls
    home: Smalls
    so_far: Floats
    stays: tuple[tuple[StayPlan, float | None, Places], ...]


def draw_residents(scenario: Scenario, numbers: Numbers, columns: Columns) -> Residents:
    """Return the residents of day 0; there are none after a warm-up (W1)."""
    shelters = () if scenario.warm_up_days else enumerate(scenario.shelters)
    found = [
        _lodgers(shelter, at, scenario, numbers, columns)
        for at, shelter in shelters
        if shelter.residents_now
    ]
    nobody = np.empty((0, len(scenario.attributes)), np.int32)
    left, at_limit = _time_left(found, columns)
    return Residents(
        Crowd.joined([each.crowd for each in found]),
        np.concatenate([nobody, *(each.values for each in found)]),
        np.concatenate([np.empty(0, np.int32), *(each.home for each in found)]),
        left,
        at_limit,
        np.concatenate([np.empty(0), *(each.so_far for each in found)]),
    )


def _lodgers(
    shelter: ShelterPlan,
    at: int,
    scenario: Scenario,
    numbers: Numbers,
    columns: Columns,
) -> _Lodgers:
    """Return a shelter's residents, with the values the file or the mix gives them."""
    here = [resident.number for resident in shelter.residents_now]
    people = np.arange(len(numbers.replications) * sum(here))
    replication, index = np.divmod(people, sum(here))
    entry = np.repeat(np.arange(len(here)), here)[index]
    name = f"residents/{shelter.name}"
    source = Source((name,), np.zeros_like(index), replication, index)
    key = np.zeros((len(index), 4), np.int32)
    key[:, 0], key[:, 1], key[:, 2] = -1, at, index
    rows = source.rows(numbers, columns)
    crowd = Crowd(np.zeros(len(index)), key, (rows,), (source,))
    values = draw_values(shelter.residents_mix, scenario.attributes, crowd, numbers)
    _fix_values(values, entry, shelter, scenario)
    home = np.full(len(index), at, np.int32)
    known = [nan if r.so_far is None else r.so_far for r in shelter.residents_now]
    so_far = np.array(known)[entry]
    stays_of_them = _stays_of(values, entry, shelter, scenario)
    return _Lodgers(crowd, values, home, so_far, stays_of_them)


def _fix_values(
    values: Smalls, entry: Ints, shelter: ShelterPlan, scenario: Scenario
) -> None:
    """Write what the file says of each resident over what was drawn."""
    place = {attribute.name: at for at, attribute in enumerate(scenario.attributes)}
    for number, resident in enumerate(shelter.residents_now):
        for name, value in resident.values:
            code = scenario.attributes[place[name]].values.index(value)
            values[entry == number, place[name]] = code


def _stays_of(
    values: Smalls, entry: Ints, shelter: ShelterPlan, scenario: Scenario
) -> tuple[tuple[StayPlan, float | None, Places], ...]:
    """Return the plans by which residents stay, each with who has been here so long."""
    here = shelter.residents_now
    so_far = np.array([np.inf if r.so_far is None else r.so_far for r in here])
    chosen = _plan_of(values, so_far[entry], shelter, scenario)
    if (chosen < 0).any():
        raise ValueError(f"{shelter.name}: no stay is planned for some residents")
    return tuple(
        (plan, resident.so_far, np.flatnonzero((chosen == number) & (entry == at)))
        for number, plan in enumerate(shelter.stays)
        for at, resident in enumerate(here)
    )


def _time_left(found: Sequence[_Lodgers], columns: Columns) -> tuple[Floats, Flags]:
    """Return each resident's days left, and whether the limit ends them.

    Those who stay by the same law are asked together, wherever they are.
    """
    nobody = np.empty((len(columns.read), 0))
    parts = [rows.numbers for each in found for rows in each.crowd.rows]
    rows = Rows(columns, np.concatenate([nobody, *parts], axis=1))
    alike: dict[object, list[Places]] = defaultdict(list)
    known: dict[object, tuple[StayPlan, float | None]] = {}
    begin = 0
    for lodgers in found:
        for plan, so_far, who in lodgers.stays:
            limits = plan.at_least, plan.at_most, plan.extended, plan.extension
            said = plan.law, limits, so_far
            known[said] = plan, so_far
            alike[said].append(begin + who)
        begin += len(lodgers.home)
    left, at_limit = np.zeros(len(rows)), np.zeros(len(rows), np.bool_)
    for law, theirs in alike.items():
        who = np.concatenate(theirs)
        if len(who):
            left[who], at_limit[who] = _left(*known[law], rows.where(who))
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


def _left(plan: StayPlan, so_far: float | None, rows: Rows) -> tuple[Floats, Flags]:
    """Return days left, and whether the limit ends them, by one stay plan.

    An extended limit makes a stay longer, and so more likely to be found; whoever
    is here beyond the usual limit has an extended one.
    """
    u, v = stays(rows, 1, 1)[:, 0, 0], rows.of(GAP)
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
