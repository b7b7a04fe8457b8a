"""Who may go where, and in which order shelters are asked (SEMANTICS B2).

What a shelter takes can change at dates.  An *era* holds, for each shelter, how
many changes of whom it accepts are in force.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import TypeAlias, TypeVar

from sim.scenario.plan import Acceptance, Condition, Preference, Scenario

__all__ = ["BEFORE", "Eligibility", "Era", "Values"]

Values: TypeAlias = tuple[int, ...]
"""A person's attribute values, as codes in the order of ``Scenario.attributes``."""

Era: TypeAlias = tuple[int, ...]

Codes: TypeAlias = tuple[tuple[int, frozenset[int]], ...]
Conditional = TypeVar("Conditional", Acceptance, Preference)

BEFORE = -1.0
"""Residents of day 0 were admitted before it."""

_ALWAYS = -(10**9)


class Eligibility:
    """Answers that depend on the plan and on what kind of person asks.

    Conditions are known by their identity, since to hash one costs more than to ask
    it; they are kept, so that no other can take its place.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._codes: dict[int, tuple[Condition, Codes]] = {}
        self._stays: dict[tuple[int, Values], list[tuple[int, int]]] = {}
        self._preferences: dict[Values, Preference | None] = {}
        self._acceptances: dict[Values, Mapping[str, float]] = {}
        self._orders: dict[Values, tuple[int, ...]] = {}
        self._streets: dict[tuple[Values, Era], tuple[int, ...]] = {}
        self._steps: dict[tuple[str, Values, Era], tuple[int, ...]] = {}
        self._shelters = {s.name: i for i, s in enumerate(scenario.shelters)}
        self._accepts = [
            [plan.accepts] + [c.accepts for c in plan.changes if c.accepts is not None]
            for plan in scenario.shelters
        ]

    def holds(self, condition: Condition, values: Values) -> bool:
        """Say whether ``condition`` holds of a person with ``values``."""
        known = self._codes.get(id(condition))
        if known is None:
            known = condition, _encoded(self.scenario, condition)
            self._codes[id(condition)] = known
        for attribute, allowed in known[1]:  # noqa: SIM110 - all() costs twice as much
            if values[attribute] not in allowed:
                return False
        return True

    def stay_of(self, shelter: int, values: Values, day: float = 0.0) -> int:
        """Return the stay plan of whoever is admitted on ``day``; -1: none.

        Of the plans that hold, the one of the latest ``since`` up to that day;
        the first in the file among equals.
        """
        found = self._stays.get((shelter, values))
        if found is None:
            found = self._stays[shelter, values] = self._plans(shelter, values)
        best, since = -1, _ALWAYS - 1
        for number, first in found:
            if since < first <= day:
                best, since = number, first
        return best

    def _plans(self, shelter: int, values: Values) -> list[tuple[int, int]]:
        return [
            (number, _ALWAYS if plan.since is None else plan.since)
            for number, plan in enumerate(self.scenario.shelters[shelter].stays)
            if self.holds(plan.condition, values)
        ]

    def takes(self, shelter: int, values: Values, era: Era) -> bool:
        """Say whether a shelter takes such a person at all."""
        plan = self.scenario.shelters[shelter]
        return (
            self.holds(self._accepts[shelter][era[shelter]], values)
            and not any(self.holds(refused, values) for refused in plan.refuses)
            and self.stay_of(shelter, values) >= 0
        )

    def preference_of(self, values: Values) -> Preference | None:
        """Return the first preference that holds of such a person."""
        if values not in self._preferences:
            self._preferences[values] = self._first_that_holds(
                self.scenario.preferences, values
            )
        return self._preferences[values]

    def acceptance_of(self, values: Values) -> Mapping[str, float]:
        """Return by regime how likely such a person accepts it; else surely (C7)."""
        if values not in self._acceptances:
            plan = self._first_that_holds(self.scenario.acceptance, values)
            self._acceptances[values] = dict(plan.regimes) if plan else {}
        return self._acceptances[values]

    def _first_that_holds(
        self, plans: Sequence[Conditional], values: Values
    ) -> Conditional | None:
        return next((p for p in plans if self.holds(p.condition, values)), None)

    def order_for(self, values: Values) -> tuple[int, ...]:
        """Return all shelters in the order such a person prefers (B2)."""
        found = self._orders.get(values)
        if found is None:
            found = self._orders[values] = self.order_by(self.preference_of(values))
        return found

    def order_by(self, preference: Preference | None) -> tuple[int, ...]:
        """Return all shelters in the order of a preference.

        Which of them is emptiest is not known here; file order stands in.
        """
        first = [self._shelters[n] for n in preference.order] if preference else []
        rest = [i for i in range(len(self._accepts)) if i not in first]
        if preference and preference.by == "cheapest":
            rest.sort(key=self._night_cost)
        elif preference and preference.by == "best_fit":
            rest.sort(key=self._kinds_taken)
        return tuple(first + rest)

    def _night_cost(self, shelter: int) -> int:
        costs = self.scenario.shelters[shelter].costs
        return sum(line.amount for line in costs if line.kind == "bed_night")

    def _kinds_taken(self, shelter: int) -> int:
        """Return how many kinds of people a shelter accepts."""
        allowed = dict(self.scenario.shelters[shelter].accepts.allowed)
        return prod(
            len(allowed.get(attribute.name, attribute.values))
            for attribute in self.scenario.attributes
        )

    def from_street(self, values: Values, era: Era) -> tuple[int, ...]:
        """Return the shelters that take such a person from outside, preferred first."""
        found = self._streets.get((values, era))
        if found is None:
            found = self._streets[values, era] = tuple(
                shelter
                for shelter in self.order_for(values)
                if self.scenario.shelters[shelter].entry
                and self.takes(shelter, values, era)
            )
        return found

    def of_programme(self, programme: str, values: Values, era: Era) -> tuple[int, ...]:
        """Return the shelters that offer a programme to such a person."""
        found = self._steps.get((programme, values, era))
        if found is None:
            found = self._steps[programme, values, era] = tuple(
                shelter
                for shelter in self.order_for(values)
                if self.scenario.shelters[shelter].programme == programme
                and self.takes(shelter, values, era)
            )
        return found


def _encoded(scenario: Scenario, condition: Condition) -> Codes:
    index = {a.name: i for i, a in enumerate(scenario.attributes)}
    return tuple(
        (
            index[name],
            frozenset(scenario.attributes[index[name]].values.index(v) for v in values),
        )
        for name, values in condition.allowed
    )
