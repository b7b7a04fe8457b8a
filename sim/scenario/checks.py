"""What only the whole file shows: references, cycles, overlaps, bounds."""

from sim.errors import Problem
from sim.scenario.language import ScenarioFile
from sim.scenario.sentences import located
from sim.scenario.tree import Branch, Steps

__all__ = ["Findings", "check"]


class Findings:
    """Collects problems with the places of one tree."""

    def __init__(self, tree: Branch, problems: list[Problem]) -> None:
        self.tree = tree
        self.problems = problems

    def add(
        self, steps: Steps, problem: str, fix: str = "", *, key: bool = False
    ) -> None:
        """Note a problem at a path."""
        self.problems.append(located(self.tree, steps, problem, fix, key=key))


def check(file: ScenarioFile, findings: Findings) -> None:
    """Note everything that no part of the file can see alone."""
