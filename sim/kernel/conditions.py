"""Conditions on attributes, numbered and laid out in tables."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.plan import Condition, Scenario

__all__ = ["Conditions"]

Smalls = NDArray[np.int32]


class Conditions:
    """Every different condition of a scenario, in the order in which it was met."""

    def __init__(self, scenario: Scenario) -> None:
        self.attributes = {a.name: n for n, a in enumerate(scenario.attributes)}
        self.values = [attribute.values for attribute in scenario.attributes]
        self.known: dict[Condition, int] = {}

    def number(self, condition: Condition) -> int:
        """Return the number of a condition."""
        return self.known.setdefault(condition, len(self.known))

    def numbers(self, conditions: Iterable[Condition]) -> Smalls:
        """Return the numbers of several conditions, in order."""
        return np.array([self.number(each) for each in conditions], np.int32)

    def tables(self) -> tuple[Smalls, Smalls, Smalls, NDArray[np.bool_]]:
        """Return the terms of all conditions; see :class:`sim.kernel.system.Plan`."""
        first, attribute, begins = [0], list[int](), list[int]()
        allowed: list[bool] = []
        for condition in self.known:
            for name, chosen in condition.allowed:
                number = self.attributes[name]
                attribute.append(number)
                begins.append(len(allowed))
                allowed += [value in chosen for value in self.values[number]]
            first.append(len(attribute))
        return (
            np.array(first, np.int32),
            np.array(attribute, np.int32),
            np.array(begins, np.int32),
            np.array(allowed, np.bool_),
        )
