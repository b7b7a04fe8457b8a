"""What a scenario's counts are split by: axes, their labels, and the windows.

Every axis of a count has one entry more than it has labels: the last one stands
for the whole system, all groups, the whole period (W3: the whole of a count of
distinct persons is not the sum of its parts).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.history.events import Cause
from sim.scenario.plan import Condition, Scenario

__all__ = ["INTERIM_LINE", "REOPENING_LINE", "Frame", "Layout", "frame_of"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

INTERIM_LINE = "interim places"
REOPENING_LINE = "reopening"
NOT_PROMISED = "not promised"

_KEPT = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the accounts of a ledger stand: positions and what they belong to."""

    cost: Ints
    cost_shelter: Ints
    cost_line: Ints
    paid: Ints
    paid_funder: Ints
    paid_shelter: Ints
    returned: Ints
    returned_funder: Ints
    returned_shelter: Ints
    interim: Ints


@dataclass(frozen=True, slots=True)
class Frame:
    """Labels of every axis, and the windows of the period.

    ``edges`` (years + 1,) are the days at which calendar years begin, cut to the
    period; ``year_rows`` the rows of :class:`~sim.history.record.Accounts` at
    those days.  ``groups`` pairs, for each group, attribute numbers with a table
    of the values allowed.
    """

    scenario: Scenario
    labels: dict[str, tuple[str, ...]]
    edges: Ints
    year_rows: Ints
    groups: tuple[tuple[tuple[int, Flags], ...], ...]
    child: tuple[int, Flags] | None
    police: Ints
    layouts: dict[tuple[str, ...], Layout] = field(default_factory=dict)

    def size(self, axis: str) -> int:
        """Return the length of an axis, its whole included."""
        return len(self.labels[axis]) + 1

    def shape(self, axes: tuple[str, ...]) -> tuple[int, ...]:
        """Return the shape of a count with these axes."""
        return tuple(self.size(axis) for axis in axes)

    def members(self, values: NDArray[np.int32]) -> Ints:
        """Return (people, groups + 1): 1 where a person is in a group, or in all."""
        inside = np.ones((len(values), len(self.groups) + 1), np.int64)
        for number, group in enumerate(self.groups):
            for attribute, allowed in group:
                inside[:, number] &= allowed[values[:, attribute]]
        return inside

    def children(self, values: NDArray[np.int32]) -> Flags:
        """Return who is a child, by an attribute ``age`` if there is one."""
        if self.child is None:
            return np.zeros(len(values), np.bool_)
        attribute, allowed = self.child
        return np.asarray(allowed[values[:, attribute]], np.bool_)

    def years(self, day: NDArray[np.int64]) -> Ints:
        """Return the position of the calendar year of each day of the period."""
        return np.searchsorted(self.edges, day, side="right").astype(np.int64) - 1

    def layout(self, names: tuple[str, ...]) -> Layout:
        """Return where the accounts with these names stand, worked out once."""
        found = self.layouts.get(names)
        if found is None:
            found = self.layouts[names] = _layout(self, names)
        return found


_recent: list[Frame] = []
"""A pure function's last few answers; never part of a result."""


def frame_of(scenario: Scenario) -> Frame:
    """Return the frame of a scenario, kept for the next replication of the same."""
    for frame in _recent:
        if frame.scenario is scenario:
            return frame
    frame = _frame(scenario)
    _recent.insert(0, frame)
    del _recent[_KEPT:]
    return frame


def _frame(scenario: Scenario) -> Frame:
    calendar = Calendar(scenario.start, scenario.days)
    ends = {month.year: row for row, month in enumerate(calendar.months, 1)}
    lasts = {month.year: month.last for month in calendar.months}
    numbers = {a.name: number for number, a in enumerate(scenario.attributes)}
    funders = tuple(funder.name for funder in scenario.funders)
    return Frame(
        scenario=scenario,
        labels={
            "shelter": tuple(shelter.name for shelter in scenario.shelters),
            "funder": funders,
            "group": tuple(group.name for group in scenario.groups),
            "year": tuple(str(year) for year in calendar.years),
            "cause": tuple(cause.name.lower() for cause in Cause),
            "fault": (*funders, NOT_PROMISED),
            "line": _lines(scenario),
        },
        edges=np.array([0, *(lasts[year] + 1 for year in calendar.years)], np.int64),
        year_rows=np.array([0, *(ends[year] for year in calendar.years)], np.int64),
        groups=tuple(
            _tables(scenario, numbers, group.condition) for group in scenario.groups
        ),
        child=_child(scenario, numbers),
        police=np.array(
            [place.kind == "police_station" for place in scenario.interim], np.int64
        ),
    )


def _lines(scenario: Scenario) -> tuple[str, ...]:
    names = [line.name for shelter in scenario.shelters for line in shelter.costs]
    return tuple(dict.fromkeys([*names, REOPENING_LINE, INTERIM_LINE]))


def _tables(
    scenario: Scenario, numbers: dict[str, int], condition: Condition
) -> tuple[tuple[int, Flags], ...]:
    return tuple(
        (
            numbers[name],
            np.array(
                [v in allowed for v in scenario.attributes[numbers[name]].values],
                np.bool_,
            ),
        )
        for name, allowed in condition.allowed
    )


def _child(scenario: Scenario, numbers: dict[str, int]) -> tuple[int, Flags] | None:
    """Return which ages are a child's: their names say ``child`` or ``under``."""
    if "age" not in numbers:
        return None
    ages = scenario.attributes[numbers["age"]].values
    young = ["child" in age.lower() or "under" in age.lower() for age in ages]
    return numbers["age"], np.array(young, np.bool_)


def _layout(frame: Frame, names: tuple[str, ...]) -> Layout:
    shelters = {name: n for n, name in enumerate(frame.labels["shelter"])}
    funders = {name: n for n, name in enumerate(frame.labels["funder"])}
    lines = {name: n for n, name in enumerate(frame.labels["line"])}
    found: dict[str, list[tuple[int, int, int]]] = {
        kind: [] for kind in ("cost", "paid", "returned", "interim")
    }
    for position, name in enumerate(names):
        kind, *of = name.split(":")
        if kind == "cost":
            found[kind].append((position, lines[of[1]], shelters[of[0]]))
        elif kind in {"paid", "returned"}:
            found[kind].append((position, funders[of[0]], shelters[of[1]]))
        elif kind == "interim":
            found[kind].append((position, 0, 0))
    columns = {
        kind: np.array(rows, np.int64).reshape(-1, 3).T for kind, rows in found.items()
    }
    return Layout(
        cost=columns["cost"][0],
        cost_line=columns["cost"][1],
        cost_shelter=columns["cost"][2],
        paid=columns["paid"][0],
        paid_funder=columns["paid"][1],
        paid_shelter=columns["paid"][2],
        returned=columns["returned"][0],
        returned_funder=columns["returned"][1],
        returned_shelter=columns["returned"][2],
        interim=columns["interim"][0],
    )
