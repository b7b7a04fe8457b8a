"""From a path to a Scenario: every problem of the file in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pydantic import ValidationError

from sim.errors import Problem, Remark, ScenarioError
from sim.scenario.build import build
from sim.scenario.checks import check
from sim.scenario.evidence import check_evidence
from sim.scenario.files import changed, read_tree
from sim.scenario.kept import Telling
from sim.scenario.language import ScenarioFile
from sim.scenario.names import Names, names_in
from sim.scenario.observed import inline_observations
from sim.scenario.plan import Scenario
from sim.scenario.remarks import remarks_on
from sim.scenario.required import check_required
from sim.scenario.scale import Scale, scale_between
from sim.scenario.sentences import problems_of
from sim.scenario.translations import drop_unsaid
from sim.scenario.tree import Branch, copied, plain

__all__ = ["Draft", "Examined", "examined", "load", "problems_in"]

STANDING_IN = {"title": "-", "question": "-", "currency": "EUR"}


def load(path: str | Path, overrides: Mapping[str, str] | None = None) -> Scenario:
    """Return the scenario that a file describes, whole and checked.

    Parameters
    ----------
    path
        A ``.yaml`` file; what it ``extends`` lies beside it.
    overrides
        Dotted paths and the text to put there, such as
        ``{"shelters.pvpt.reserve": "2 months"}``; items of lists count from 1.

    Raises
    ------
    ScenarioError
        With every problem found, each located.
    """
    scenario, problems = _attempt(str(path), overrides)
    if scenario is None:
        raise ScenarioError(problems)
    return scenario


def problems_in(
    path: str | Path, overrides: Mapping[str, str] | None = None
) -> list[Problem]:
    """Return every problem of a file, in file order; none if it can be run."""
    return _attempt(str(path), overrides)[1]


@dataclass(frozen=True, slots=True)
class Examined:
    """What looking a file through has shown.

    ``scenario`` is None where there are ``problems``; remarks are made only of a
    file without any.
    """

    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()


def examined(path: str | Path) -> Examined:
    """Return what a file means, or its problems; and what may not be meant."""
    tree, problems = read_tree(str(path))
    if tree is None:
        return Examined(None, tuple(_ordered(problems)))
    file, problems = _understood(tree, problems)
    if file is None:
        return Examined(None, tuple(problems))
    scenario = build(file, tree, Path(path).stem, Telling())
    return Examined(scenario, remarks=tuple(remarks_on(file, scenario, tree)))


class Draft:
    """A scenario file read once, from which many variants are made.

    Most of the time of :func:`load` goes into reading YAML; a search that asks for
    hundreds of variants of one file reads it only once, and tells again only of the
    leaves that a variant changes.

    Raises
    ------
    ScenarioError
        When the file itself has problems.
    """

    def __init__(self, path: str | Path) -> None:
        tree, problems = read_tree(str(path))
        if tree is None or problems:
            raise ScenarioError(_ordered(problems))
        self.name = Path(path).stem
        self._tree = tree
        self._telling = Telling()
        self.scenario()

    def scenario(self, overrides: Mapping[str, str] | None = None) -> Scenario:
        """Return the scenario with some settings changed, checked like a file.

        Raises
        ------
        ScenarioError
            With every problem found, each located in the override.
        """
        tree = copied(self._tree)
        assert isinstance(tree, Branch)
        problems = changed(tree, overrides or {})
        scenario, problems = _checked(tree, problems, self.name, self._telling)
        if scenario is None:
            raise ScenarioError(problems)
        return scenario

    def scale(
        self,
        path: str,
        low: str,
        high: str,
        *,
        step: str | None = None,
        fixed: Mapping[str, str] | None = None,
    ) -> Scale:
        """Return the scale of a setting between two ends, as fine as it may be.

        Without a ``step``, one is chosen; where the setting takes whole units only,
        a whole one.

        Raises
        ------
        Fault
            When the ends are not two values of one kind.
        ScenarioError
            When one of the ends, or the value a step above the low one, is not
            allowed there.
        """
        scale = scale_between(low, high, step)
        for end in (scale.low, scale.high):
            self.scenario({**(fixed or {}), path: scale.text(end)})
        if len(scale) > 2 and scale.step.denominator != 1:
            try:
                self.scenario({**(fixed or {}), path: scale.text(scale.at(1))})
            except ScenarioError:
                if step is not None:
                    raise
                return replace(scale, step=Fraction(1))
        return scale


def _attempt(
    path: str, overrides: Mapping[str, str] | None
) -> tuple[Scenario | None, list[Problem]]:
    tree, problems = read_tree(path, overrides)
    if tree is None:
        return None, _ordered(problems)
    return _checked(tree, problems, Path(path).stem, Telling())


def _checked(
    tree: Branch, problems: list[Problem], name: str, telling: Telling
) -> tuple[Scenario | None, list[Problem]]:
    """Return what a tree means, or every problem, those already found included."""
    file, problems = _understood(tree, problems)
    return (None if file is None else build(file, tree, name, telling)), problems


def _understood(
    tree: Branch, problems: list[Problem]
) -> tuple[ScenarioFile | None, list[Problem]]:
    """Return a file that has no problem, or every problem."""
    problems += inline_observations(tree)
    problems += check_evidence(tree)
    problems += check_required(tree)
    names = names_in(tree)
    data = plain(tree)
    assert isinstance(data, dict)
    try:
        file = ScenarioFile.model_validate(data, context=names)
    except ValidationError as error:
        problems += problems_of(error, tree, ScenarioFile)
        problems += _of_the_rest(data, error, tree, names)
        return None, _ordered(problems)
    problems += check(file, tree, names)
    if problems:
        return None, _ordered(problems)
    drop_unsaid(tree)
    return file, []


def _of_the_rest(
    data: dict[str, object], error: ValidationError, tree: Branch, names: Names
) -> list[Problem]:
    """Return what the parts without problems of their own do to each other."""
    for found in error.errors(include_url=False, include_input=False):
        section, *inside = found["loc"] or ("",)
        held = data.get(str(section))
        if section in STANDING_IN:
            data[str(section)] = STANDING_IN[str(section)]
        elif isinstance(held, dict) and inside and section != "people":
            held.pop(inside[0], None)
        else:
            data.pop(str(section), None)
    data.setdefault("shelters", {})
    try:
        return check(ScenarioFile.model_validate(data, context=names), tree, names)
    except ValidationError:
        return []


def _ordered(problems: list[Problem]) -> list[Problem]:
    """Return problems in file order, one for each place."""
    empty = {p.path for p in problems if p.problem.endswith("has no value")}
    first: dict[tuple[str, int, int, str], Problem] = {}
    for problem in problems:
        if problem.path in empty and "is missing" in problem.problem:
            continue
        place = problem.file, problem.line, problem.column, problem.path
        first.setdefault(place, problem)
    files = list(dict.fromkeys(problem.file for problem in problems))
    return sorted(first.values(), key=lambda p: (files.index(p.file), p.line, p.column))
