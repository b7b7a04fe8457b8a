"""Problems that are found after reading, each put at its place in the file."""

from sim.errors import Problem
from sim.scenario.sentences import located
from sim.scenario.tree import Branch, Steps

__all__ = ["Findings"]


class Findings:
    """Collects problems with the places of one tree."""

    def __init__(self, tree: Branch) -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def add(
        self, steps: Steps, problem: str, fix: str = "", *, key: bool = False
    ) -> None:
        """Note a problem at a path: under its value, or under its key."""
        self.problems.append(located(self.tree, steps, problem, fix, key=key))
