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
from sim.remembered import remembered
from sim.scenario.plan import Condition, Scenario

__all__ = ["INTERIM_LINE", "REOPENING_LINE", "Frame", "Layout", "frame_of"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

INTERIM_LINE = "interim places"
REOPENING_LINE = "reopening"
NOT_PROMISED = "not promised"
DECLINED = "declined"

Test = tuple[tuple[int, Flags], ...]
"""A condition: attribute numbers, each with a table of the values allowed."""


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
    period; ``year_of`` (days,) says in which year each day is; ``year_rows`` the rows
    of :class:`~sim.history.record.Accounts` at those days. ``groups`` holds a test for
    each group. ``overnight`` (shelters,) is false for programmes without a bed, which
    count as no shelter; ``beds`` (days, shelters) are the beds planned for each night
    (B1, T7). ``leaving`` (destinations,) says where in the labels of ``destination``
    each one stands, -1 if nobody leaves a shelter for it. ``doors`` says of each way in
    whether it leads to a bed, whom it lets in, and whom not.
    """

    scenario: Scenario
    labels: dict[str, tuple[str, ...]]
    edges: Ints
    year_of: Ints
    year_rows: Ints
    groups: tuple[Test, ...]
    child: tuple[int, Flags] | None
    police: Ints
    overnight: Flags
    beds: Ints
    leaving: Ints
    doors: tuple[tuple[bool, Test, tuple[Test, ...]], ...]
    layouts: dict[tuple[str, ...], Layout] = field(default_factory=dict)

    def size(self, axis: str) -> int:
        """Return the length of an axis, its whole included."""
        return len(self.labels[axis]) + 1

    def shape(self, axes: tuple[str, ...]) -> tuple[int, ...]:
        """Return the shape of a count with these axes."""
        return tuple(self.size(axis) for axis in axes)

    def circles(self, values: NDArray[np.int32]) -> tuple[Ints, Ints]:
        """Return (people,) the circle each person is in, and (circles, groups + 1).

        People of one circle are in the same groups: the second answer has 1 where a
        circle is in a group, the last column being everybody.
        """
        if not self.groups:
            return np.zeros(len(values), np.int64), np.ones((1, 1), np.int64)
        kind, kinds = _kinds(values)
        circle = np.zeros(len(kinds), np.int64)
        groups = np.ones((min(1, len(kinds)), 1), np.int64)
        for test in reversed(self.groups):
            found, circle = _distinct(2 * circle + _holds(test, kinds))
            groups = np.column_stack([found % 2, groups[found // 2]])
        return circle[kind], groups

    def asks_for_bed(self, values: NDArray[np.int32]) -> Flags:
        """Return whom not only programmes without a bed would ever take in.

        Whoever nobody takes asks for a bed too.
        """
        bed = np.zeros(len(values), np.bool_)
        place = np.zeros(len(values), np.bool_)
        for overnight, accepted, refused in self.doors:
            taken = _holds(accepted, values)
            for test in refused:
                taken &= ~_holds(test, values)
            if overnight:
                bed |= taken
            else:
                place |= taken
        return bed | ~place

    def children(self, values: NDArray[np.int32]) -> Flags:
        """Return who is a child, by an attribute ``age`` if there is one."""
        if self.child is None:
            return np.zeros(len(values), np.bool_)
        attribute, allowed = self.child
        return np.asarray(allowed[values[:, attribute]], np.bool_)

    def years(self, day: NDArray[np.int64]) -> Ints:
        """Return the position of the calendar year of each day of the period."""
        return self.year_of[day]

    def layout(self, names: tuple[str, ...]) -> Layout:
        """Return where the accounts with these names stand, worked out once."""
        found = self.layouts.get(names)
        if found is None:
            found = self.layouts[names] = _layout(self, names)
        return found


def _holds(test: Test, values: NDArray[np.int32]) -> Flags:
    """Return of whom a condition holds."""
    inside = np.ones(len(values), np.bool_)
    for attribute, allowed in test:
        inside &= allowed[values[:, attribute]]
    return inside


def _kinds(values: NDArray[np.int32]) -> tuple[Ints, NDArray[np.int32]]:
    """Return (people,) the kind each person is of, and (kinds, attributes).

    People of one kind have the same values, of which there are few.
    """
    kind = np.zeros(len(values), np.int64)
    kinds = np.empty((min(1, len(values)), 0), np.int32)
    for column in values.T:
        size = int(column.max(initial=0)) + 2  # -1 is left open
        found, kind = _distinct(kind * size + column + 1)
        kinds = np.column_stack([kinds[found // size], found % size - 1])
    return kind, kinds.astype(np.int32)


def _distinct(code: Ints) -> tuple[Ints, Ints]:
    """Return the codes there are, rising, and where among them each one stands.

    >>> _distinct(np.array([7, 3, 7]))
    (array([3, 7]), array([1, 0, 1]))
    """
    there = np.bincount(code) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[code]


@remembered
def frame_of(scenario: Scenario) -> Frame:
    """Return the frame of a scenario, worked out once for all its replications."""
    calendar = Calendar(scenario.start, scenario.days)
    ends = {month.year: row for row, month in enumerate(calendar.months, 1)}
    lasts = {month.year: month.last for month in calendar.months}
    numbers = {a.name: number for number, a in enumerate(scenario.attributes)}
    leaving = _leaving(scenario)
    edges = np.array([0, *(lasts[year] + 1 for year in calendar.years)], np.int64)
    return Frame(
        scenario=scenario,
        labels=_labels(scenario, calendar, leaving),
        edges=edges,
        year_of=np.repeat(np.arange(len(edges) - 1), np.diff(edges)),
        year_rows=np.array([0, *(ends[year] for year in calendar.years)], np.int64),
        groups=tuple(
            _tables(scenario, numbers, group.condition) for group in scenario.groups
        ),
        child=_child(scenario, numbers),
        police=np.array(
            [place.kind == "police_station" for place in scenario.interim], np.int64
        ),
        overnight=np.array([plan.overnight for plan in scenario.shelters], np.bool_),
        beds=_beds(scenario),
        leaving=np.array(
            [
                leaving.index(name) if name in leaving else -1
                for name in scenario.destinations
            ],
            np.int64,
        ),
        doors=_doors(scenario, numbers),
    )


def _labels(
    scenario: Scenario, calendar: Calendar, leaving: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    funders = tuple(funder.name for funder in scenario.funders)
    return {
        "shelter": tuple(shelter.name for shelter in scenario.shelters),
        "funder": funders,
        "group": tuple(group.name for group in scenario.groups),
        "year": tuple(str(year) for year in calendar.years),
        "cause": tuple(cause.name.lower() for cause in Cause),
        "fault": (*funders, NOT_PROMISED),
        "line": _lines(scenario),
        "stage": tuple(stage.name for stage in scenario.stages),
        "destination": leaving,
        "fund": tuple(fund.name for fund in scenario.compensation),
    }


def _lines(scenario: Scenario) -> tuple[str, ...]:
    names = [line.name for shelter in scenario.shelters for line in shelter.costs]
    return tuple(dict.fromkeys([*names, REOPENING_LINE, INTERIM_LINE]))


def _leaving(scenario: Scenario) -> tuple[str, ...]:
    """Return where people go from shelters, programmes left out; last: declined."""
    programmes = {programme.name for programme in scenario.programmes}
    names = [
        name
        for shelter in scenario.shelters
        for stay in shelter.stays
        for name, _ in stay.exits
        if name not in programmes
    ]
    return tuple(dict.fromkeys([*names, *([DECLINED] if scenario.acceptance else [])]))


def _beds(scenario: Scenario) -> Ints:
    """Return the beds planned for each night of each shelter, dated changes in."""
    shelters = scenario.shelters
    beds = np.empty((scenario.days, len(shelters)), np.int64)
    for number, shelter in enumerate(shelters):
        beds[:, number] = shelter.beds
        for change in shelter.changes:
            if change.beds is not None:
                beds[max(0, change.day) :, number] = change.beds
    return beds


def _doors(
    scenario: Scenario, numbers: dict[str, int]
) -> tuple[tuple[bool, Test, tuple[Test, ...]], ...]:
    """Return whom each shelter takes from outside, before and after each change."""
    return tuple(
        (
            shelter.overnight,
            _tables(scenario, numbers, accepts),
            tuple(_tables(scenario, numbers, refused) for refused in shelter.refuses),
        )
        for shelter in scenario.shelters
        if shelter.entry
        for accepts in (
            shelter.accepts,
            *(c.accepts for c in shelter.changes if c.accepts is not None),
        )
    )


def _tables(scenario: Scenario, numbers: dict[str, int], condition: Condition) -> Test:
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
