"""What was given to a command: which option said what turned out to be wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from sim.errors import Problem, ScenarioError
from sim.said import Said
from sim.scenario.merging import OVERRIDE

__all__ = ["by_option", "turned"]


def by_option(error: ScenarioError, given: Mapping[str, object]) -> ScenarioError:
    """Return the same error with each value of an option told by the option's name.

    ``given`` are the arguments of the command.
    """
    return ScenarioError(
        replace(problem, file=_option(problem, given))
        if problem.file == OVERRIDE
        else problem
        for problem in error.problems
    )


def _option(problem: Problem, given: Mapping[str, object]) -> str:
    """Return the option that said what is wrong."""
    path, _, value = problem.source.partition(": ")
    put = given.get("put")
    texts = put if isinstance(put, list) else []
    for text in texts:
        named, _, said = text.partition("=")
        if (named.strip(), said.strip()) == (path, value):
            return "--set"
    if "between" in given and problem.column > len(path):
        return "--step" if _is_between(value, given) else "--between"
    return "--vary" if "vary" in given else "--set" if texts else OVERRIDE


def _is_between(value: str, given: Mapping[str, object]) -> bool:
    """Say whether a step that was given leads to a value, which is none of the ends."""
    from sim.scenario.scale import scale_between

    ends = given["between"]
    if given.get("step") is None or not isinstance(ends, tuple):
        return False
    scale = scale_between(*ends)
    return value not in {*ends, scale.text(scale.low), scale.text(scale.high)}


@contextmanager
def turned() -> Iterator[None]:
    """Say how to add what is missing where only a turned setting makes a file wrong."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(map(_hinted, error.problems)) from None


def _hinted(problem: Problem) -> Problem:
    values = getattr(problem.fix, "values", None)
    code = values.get("code") if isinstance(values, dict) else None
    if problem.file == OVERRIDE or not isinstance(code, str) or ": " not in code:
        return problem
    key, _, value = code.partition(": ")
    fix = Said(
        "the file is right as it stands, but not with this setting turned: add  "
        "{option}  to the command",
        option=f'--set "{problem.path}.{key}={value}"',
    )
    return replace(problem, fix=fix)
