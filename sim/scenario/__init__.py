"""What someone plans, read from a file: the only door to ruamel.yaml and pydantic."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import Problem

if TYPE_CHECKING:
    from sim.scenario.loading import Draft, Examined
    from sim.scenario.plan import Scenario

__all__ = [
    "STARTER",
    "examined",
    "json_schema",
    "load",
    "opened",
    "problems_in",
    "starter",
]


def load(path: str | Path, overrides: Mapping[str, str] | None = None) -> "Scenario":
    """Return the scenario that a file describes, whole and checked.

    ``overrides`` maps dotted paths to the text to put there, such as
    ``{"shelters.pvpt.reserve": "2 months"}``; items of lists count from 1.

    Raises
    ------
    ScenarioError
        With every problem found, each located.
    """
    from sim.scenario import loading  # slow to import, and --help does not need it

    return loading.load(path, overrides)


def opened(path: str | Path) -> "Draft":
    """Return a file read once, of which ``scenario(overrides)`` makes many variants.

    Raises
    ------
    ScenarioError
        When the file itself has problems.
    """
    from sim.scenario import loading

    return loading.Draft(path)


def problems_in(
    path: str | Path, overrides: Mapping[str, str] | None = None
) -> list[Problem]:
    """Return every problem of a file, in file order; none if it can be run."""
    from sim.scenario import loading

    return loading.problems_in(path, overrides)


def examined(path: str | Path) -> "Examined":
    """Return what a file means, or its problems; and what may not be meant."""
    from sim.scenario import loading

    return loading.examined(path)


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of scenario files, for editors."""
    from sim.scenario import schema

    return schema.json_schema()


def starter(language: str | None = None) -> str:
    """Return a commented scenario: its comments in ``sq``, ``sr``, else in English."""
    ending = "" if language is None else f".{language}"
    page = Path(__file__).parent / f"starter{ending}.yaml"
    return page.read_text(encoding="utf-8")


def __getattr__(name: str) -> str:
    if name == "STARTER":
        return starter()
    raise AttributeError(name)


STARTER: str
"""A commented scenario that passes every check, runs, and teaches the language."""
