"""A response along one or two settings: what a sweep plays and a search walks on.

Every point has the same luck, so that neighbours differ by the setting alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf

import numpy as np
from numpy.typing import NDArray

from sim.errors import ScenarioError
from sim.experiment.asking import Quantity, counts_of
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.extremes import Ends, ends_of
from sim.experiment.luck import Luck, Played, Progress
from sim.experiment.players import Asked
from sim.experiment.precision import Goal, Stopped, stopping
from sim.scenario.loading import Draft
from sim.scenario.plan import Scenario

__all__ = ["Dial", "Point", "Sweep", "as_it_stands", "played_point", "sweep"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dial:
    """Settings that move together, and the texts they are given, in order.

    ``numbers`` are the places of the texts on an axis; None where they are words.
    """

    paths: tuple[str, ...]
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    numbers: tuple[float, ...] | None = None

    @property
    def name(self) -> str:
        """The paths, as they are told."""
        return " and ".join(self.paths)

    def overrides(self, at: int) -> dict[str, str]:
        """Return the overrides of one place."""
        return dict.fromkeys(self.paths, self.texts[at])


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point: what was set, and each quantity with its doubt."""

    at: tuple[int, ...]
    settings: Mapping[str, str]
    estimates: tuple[Estimate, ...]
    each: tuple[Floats, ...] = field(repr=False)

    def as_json(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "settings": dict(self.settings),
            "estimates": [estimate.as_json() for estimate in self.estimates],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Every point of a grid, the last dial moving fastest.

    ``scenario`` is the plan as it stands; that of the first point
    where it is none before it is turned.  ``ends`` are the least
    and the most of each quantity, None where it is defined nowhere.  ``stopped`` says
    how precise every point is, where that was asked for.
    """

    scenario: Scenario
    dials: tuple[Dial, ...]
    quantities: tuple[Quantity, ...]
    points: tuple[Point, ...]
    ends: tuple[Ends | None, ...]
    seed: int
    replications: int
    stopped: Stopped | None = None

    def grid(self, quantity: int) -> Floats:
        """Return the values of a quantity, shaped like the dials; nan where none."""
        values = [
            np.nan
            if point.estimates[quantity].value is None
            else point.estimates[quantity].value
            for point in self.points
        ]
        return np.array(values, np.float64).reshape(
            [len(dial.texts) for dial in self.dials]
        )


def played_point(
    scenario: Scenario,
    quantities: Sequence[Quantity],
    luck: Luck,
    replications: int,
    *,
    settings: Mapping[str, str],
    at: tuple[int, ...],
) -> Point:
    """Return a point, played."""
    played = luck.play(scenario, replications, counts=counts_of(quantities))
    return _point(played, quantities, settings=settings, at=at)


def _point(
    played: Played,
    quantities: Sequence[Quantity],
    *,
    settings: Mapping[str, str],
    at: tuple[int, ...],
) -> Point:
    tallied = played.tallied
    return Point(
        at=at,
        settings=settings,
        estimates=tuple(quantity.estimate(tallied) for quantity in quantities),
        each=tuple(quantity.values(tallied)[1] for quantity in quantities),
    )


def as_it_stands(draft: Draft, fixed: Mapping[str, str]) -> Scenario | None:
    """Return the plan with nothing turned, None where it would be none."""
    try:
        return draft.scenario(fixed)
    except ScenarioError:
        return None


def sweep(
    draft: Draft,
    dials: Sequence[Dial],
    quantities: Sequence[Quantity],
    *,
    overrides: Mapping[str, str] | None = None,
    seed: int = 1,
    replications: int = 200,
    goals: Sequence[Goal] = (),
    player: Asked = "auto",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Play every combination of the dials' values with the same luck.

    Every point is checked like a file before the first is played.

    Parameters
    ----------
    goals
        How precise some measures of the whole system have to be at every point: then
        ``replications`` is the most that are played.

    Raises
    ------
    ScenarioError
        When a value is not allowed where it is put.
    """
    fixed = dict(overrides or {})
    places = list(product(*(range(len(dial.texts)) for dial in dials)))
    plans = []
    for at in places:
        put: dict[str, str] = {}
        for dial, place in zip(dials, at, strict=True):
            put |= dial.overrides(place)
        plans.append((at, put, draft.scenario({**fixed, **put})))
    expected = len(plans) * replications
    counts = counts_of([*quantities, *(Quantity(goal.measure) for goal in goals)])
    with Luck(
        seed, player=player, workers=workers, progress=progress, expected=expected
    ) as luck:
        stopped = None
        if goals:
            scenarios = [scenario for _, _, scenario in plans]
            played, stopped = _until(scenarios, goals, replications, luck, counts)
            replications = stopped.replications
        else:
            played = [
                luck.play(scenario, replications, counts=counts)
                for _, _, scenario in plans
            ]
    points = tuple(
        _point(each, quantities, settings=put, at=at)
        for each, (at, put, _) in zip(played, plans, strict=True)
    )
    return Sweep(
        scenario=as_it_stands(draft, fixed) or plans[0][2],
        dials=tuple(dials),
        quantities=tuple(quantities),
        points=points,
        ends=ends_of(quantities, points),
        seed=seed,
        replications=replications,
        stopped=stopped,
    )


def _until(
    scenarios: Sequence[Scenario],
    goals: Sequence[Goal],
    at_most: int,
    luck: Luck,
    counts: frozenset[str],
) -> tuple[list[Played], Stopped]:
    """Play until every point is precise, or at the most.

    Each goal is held against the point that is farthest from it.
    """
    played: list[Played | None] = [None] * len(scenarios)

    def look(replications: int) -> list[Estimate]:
        luck.expected = len(scenarios) * replications
        for at, scenario in enumerate(scenarios):
            played[at] = luck.more(scenario, played[at], replications, counts=counts)
        known = [each.tallied for each in played if each is not None]
        return [_farthest(goal, known) for goal in goals]

    stopped = stopping(goals, scenarios[0], at_most, look)
    return [each for each in played if each is not None], stopped


def _farthest(goal: Goal, known: Sequence[Tallied]) -> Estimate:
    """Return the estimate that is farthest from a goal, one that misses it first."""

    def lack(told: Estimate) -> tuple[bool, float]:
        return not goal.is_met(told), _width(told)

    return max(map(Quantity(goal.measure).estimate, known), key=lack)


def _width(told: Estimate) -> float:
    return inf if told.low is None or told.high is None else told.high - told.low
