"""A scenario as numbers: what people meet, in tables for the fast player."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from sim.kernel.conditions import Conditions
from sim.kernel.layout import (
    CHANGE,
    EXIT,
    HELD,
    INTERIM,
    PREFERENCE,
    SHELTER,
    STAGE,
    STAY,
)
from sim.planned import Eligibility
from sim.remembered import remembered
from sim.scenario.plan import Scenario

__all__ = ["Packed", "packed"]

Records = NDArray[np.void]
Smalls = NDArray[np.int32]

SPECIAL = ("turned away", "forced exit", "displaced", "declined")
"""How people go who leave for no destination, in the order of the tables."""

ALWAYS = -1e9
"""Since when a stay plan without a date is for everybody."""

RESIDENTS = ("finish", "transfer", "forced_exit")


@dataclass(frozen=True, slots=True)
class Packed:
    """The tables of a scenario: those that stay, and those each world copies.

    ``plan`` are the fields of :class:`~sim.kernel.system.Plan`.
    """

    plan: tuple[object, ...]
    shelters: Records
    held: Records
    stages: Records
    interim: Records
    programmes: int
    compensated: Smalls


@remembered
def packed(scenario: Scenario) -> Packed:
    """Work out the tables of a scenario, once for all its replications."""
    conditions = Conditions(scenario)
    shelters, accepts, refused = _shelters(scenario, conditions)
    stays, exits, becomes = _stays(scenario, conditions)
    preferences, order, named = _preferences(scenario, conditions)
    acceptance, willing = _acceptance(scenario, conditions)
    held = _held(scenario, conditions)
    interim = _interim(scenario, conditions)
    priority = conditions.numbers(scenario.waiting.priority)
    compensated = conditions.numbers(f.condition for f in scenario.compensation)
    plan = (
        *conditions.tables(),
        accepts,
        refused,
        stays,
        exits,
        becomes,
        _changes(scenario),
        _stage_changes(scenario),
        _small(stream.enters_at for stream in scenario.streams),
        np.array([p.blocked_at_most or 0.0 for p in scenario.programmes]),
        _small(p.waiting_class for p in scenario.programmes),
        preferences,
        order,
        named,
        acceptance,
        willing,
        priority,
        float(scenario.waiting.ageing_step or inf),
        _places(scenario, scenario.waiting.interim),
        _small(
            scenario.destinations.index(name)
            for name, _ in scenario.waiting.gives_up_to
        ),
        _small(plan.enters_at for plan in scenario.returns),
        _returns_from(scenario),
        len(scenario.destinations),
    )
    return Packed(
        plan,
        shelters,
        held,
        _stages(scenario),
        interim,
        len(scenario.programmes),
        compensated,
    )


def _small(numbers: Iterable[int]) -> Smalls:
    return np.array(list(numbers), np.int32)


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _shelters(
    scenario: Scenario, conditions: Conditions
) -> tuple[Records, Smalls, Smalls]:
    """Return the shelters as they begin, whom they accept by era, whom they refuse."""
    shelters = np.zeros(len(scenario.shelters), SHELTER)
    regimes, programmes = _regimes(scenario), _programmes(scenario)
    accepts: list[int] = []
    refused: list[int] = []
    stays = held = changes = 0
    for row, plan in zip(shelters, scenario.shelters, strict=True):
        ratio = plan.residents_per_staff
        row["beds"], row["staff"] = plan.beds, _or_none(plan.staff)
        if ratio is not None:
            row["staff_numerator"] = ratio.numerator
            row["staff_denominator"] = ratio.denominator
        row["regime"] = regimes.index(plan.regime)
        row["programme"] = programmes.index(plan.programme)
        row["entry"], row["overnight"] = plan.entry, plan.overnight
        for name in ("staff_back_on", "notice_since", "reopening_until"):
            row[name] = -1
        row["first_resident"] = -1
        row["first_accepts"] = len(accepts)
        accepts += conditions.numbers(
            [plan.accepts, *(c.accepts for c in plan.changes if c.accepts is not None)]
        ).tolist()
        row["first_refused"] = len(refused)
        refused += conditions.numbers(plan.refuses).tolist()
        row["end_refused"] = len(refused)
        row["first_stay"], stays = stays, stays + len(plan.stays)
        row["first_held"], held = held, held + len(plan.held_back)
        row["first_change"], changes = changes, changes + len(plan.changes)
        row["end_stay"], row["end_held"], row["end_change"] = stays, held, changes
    return shelters, _small(accepts), _small(refused)


def _regimes(scenario: Scenario) -> list[str]:
    """Return every regime that a shelter ever has, or that somebody may decline."""
    shelters = scenario.shelters
    named = [plan.regime for plan in shelters]
    named += [c.regime for s in shelters for c in s.changes if c.regime is not None]
    named += [regime for plan in scenario.acceptance for regime, _ in plan.regimes]
    return list(dict.fromkeys(named))


def _programmes(scenario: Scenario) -> list[str]:
    """Return the programmes of the plan, then any that only a shelter names."""
    named = [plan.name for plan in scenario.programmes]
    return list(dict.fromkeys([*named, *(s.programme for s in scenario.shelters)]))


def _stays(
    scenario: Scenario, conditions: Conditions
) -> tuple[Records, Records, Smalls]:
    """Return every shelter's stays, their exits, and what people become on leaving."""
    plans = [stay for shelter in scenario.shelters for stay in shelter.stays]
    stays = np.zeros(len(plans), STAY)
    becomes = np.full((len(plans), len(scenario.attributes)), -1, np.int32)
    leaving: list[tuple[int, int]] = []
    programmes = [programme.name for programme in scenario.programmes]
    place = {a.name: number for number, a in enumerate(scenario.attributes)}
    for number, stay in enumerate(plans):
        row = stays[number]
        row["at_most"] = inf if stay.at_most is None else stay.at_most
        row["extension"] = stay.extension
        row["since"] = ALWAYS if stay.since is None else stay.since
        row["condition"] = conditions.number(stay.condition)
        row["first_exit"] = len(leaving)
        leaving += [
            (
                scenario.destinations.index(name),
                programmes.index(name) if name in programmes else -1,
            )
            for name, _ in stay.exits
        ]
        for name, value in stay.becomes:
            values = scenario.attributes[place[name]].values
            becomes[number, place[name]] = values.index(value)
    return stays, np.array(leaving, EXIT), becomes


def _held(scenario: Scenario, conditions: Conditions) -> Records:
    rows = [
        (conditions.number(held.condition), held.beds, 0)
        for shelter in scenario.shelters
        for held in shelter.held_back
    ]
    return np.array(rows, HELD)


def _changes(scenario: Scenario) -> Records:
    regimes = _regimes(scenario)
    rows = [
        (
            change.day,
            _or_none(change.beds),
            _or_none(change.staff),
            -1 if change.regime is None else regimes.index(change.regime),
            RESIDENTS.index(change.residents),
            change.accepts is not None,
        )
        for shelter in scenario.shelters
        for change in shelter.changes
    ]
    return np.array(rows, CHANGE)


def _places(scenario: Scenario, names: Sequence[str]) -> Smalls:
    numbers = {place.name: number for number, place in enumerate(scenario.interim)}
    return _small(numbers[name] for name in names)


def _interim(scenario: Scenario, conditions: Conditions) -> Records:
    rows = [
        (_or_none(place.places), 0, conditions.number(place.accepts))
        for place in scenario.interim
    ]
    return np.array(rows, INTERIM)


def _stages(scenario: Scenario) -> Records:
    stages = np.full(len(scenario.stages), -1, STAGE)
    for row, stage in zip(stages, scenario.stages, strict=True):
        row["staff"] = _or_none(stage.staff)
        row["busy"] = 0
        row["otherwise"] = scenario.destinations.index(stage.otherwise)
        if stage.meanwhile is not None:
            row["meanwhile"] = _places(scenario, [stage.meanwhile])[0]
    return stages


def _stage_changes(scenario: Scenario) -> Smalls:
    rows = [
        (day, number, staff)
        for number, stage in enumerate(scenario.stages)
        for day, staff in stage.staff_changes
    ]
    return np.array(rows, np.int32).reshape(len(rows), 3)


def _preferences(
    scenario: Scenario, conditions: Conditions
) -> tuple[Records, Smalls, NDArray[np.bool_]]:
    """Return preferences, the order each gives, and which shelters each names."""
    plans = scenario.preferences
    numbers = {plan.name: number for number, plan in enumerate(scenario.shelters)}
    rows = [(conditions.number(p.condition), p.by == "emptiest") for p in plans]
    asked = Eligibility(scenario)
    order = [asked.order_by(preference) for preference in (*plans, None)]
    named = np.zeros((len(plans) + 1, len(numbers)), np.bool_)
    for number, plan in enumerate(plans):
        named[number, [numbers[name] for name in plan.order]] = True
    return np.array(rows, PREFERENCE), np.array(order, np.int32), named


def _acceptance(
    scenario: Scenario, conditions: Conditions
) -> tuple[Smalls, NDArray[np.float64]]:
    regimes = _regimes(scenario)
    willing = np.ones((len(scenario.acceptance), len(regimes)))
    for row, plan in zip(willing, scenario.acceptance, strict=True):
        for regime, chance in plan.regimes:
            row[regimes.index(regime)] = chance
    return conditions.numbers(p.condition for p in scenario.acceptance), willing


def _returns_from(scenario: Scenario) -> NDArray[np.bool_]:
    ways = (*scenario.destinations, *SPECIAL)
    return np.array(
        [
            [not plan.from_exits or way in plan.from_exits for way in ways]
            for plan in scenario.returns
        ],
        np.bool_,
    ).reshape(len(scenario.returns), len(ways))
