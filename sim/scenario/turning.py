"""Which settings of a scenario can be turned: numbers, amounts, times, dates, shares.

A title takes any words and changes nothing; a part of the file with settings of its
own has nothing to turn.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.errors import ScenarioError
from sim.said import Said, together
from sim.scenario.changes import TELLING
from sim.scenario.plan import Scenario
from sim.scenario.tree import Fault

if TYPE_CHECKING:
    from sim.scenario.loading import Draft

__all__ = ["refuse_texts", "refuse_unturnable", "turnable"]

WORDS = "neither a number nor a date"
"""What only a text can be."""
VALUE = re.compile(r"(€|£|\$|[A-Z]{3} )?[0-9]")
SHOWN = 3
USUAL = ("beds", "reserve", "late", "rate", "opens", "amount", "size")
"""What people turn most often, by the last word of its path."""


def turnable(scenario: Scenario) -> tuple[str, ...]:
    """Return the paths of settings that can be turned, in file order."""
    return tuple(
        setting.path
        for setting in scenario.settings
        if VALUE.match(setting.text) and setting.path.split(".")[0] not in TELLING
    )


def refuse_texts(
    draft: "Draft", paths: Sequence[str], fixed: Mapping[str, str] | None = None
) -> None:
    """Refuse settings that take any words, and so change nothing.

    Raises
    ------
    Fault
        With settings that can be turned instead.
    """
    for path in paths:
        if _takes_words(draft, path, fixed):
            raise Fault(
                Said("'{path}' is a text: turning it changes nothing", path=path),
                _instead(path, draft.scenario()),
            )


def refuse_unturnable(
    draft: "Draft", paths: Sequence[str], fixed: Mapping[str, str] | None = None
) -> None:
    """Refuse texts, and parts of a file that have settings of their own.

    Raises
    ------
    Fault
        With settings that can be turned instead.
    """
    refuse_texts(draft, paths, fixed)
    scenario = draft.scenario()  # what is fixed may need what is turned beside it
    for path in paths:
        if _has_parts(path, scenario) and not _takes_numbers(draft, path, fixed):
            raise Fault(
                Said("'{path}' is no single value that could be turned", path=path),
                _instead(path, scenario),
            )


def _takes_words(draft: "Draft", path: str, fixed: Mapping[str, str] | None) -> bool:
    """Say whether any words at all may stand at a path."""
    try:
        draft.scenario({**(fixed or {}), path: WORDS})
    except ScenarioError:
        return False
    return True


def _has_parts(path: str, scenario: Scenario) -> bool:
    return any(
        setting.path.startswith(f"{path}.")
        or (setting.path == path and setting.text.startswith(("{", "[")))
        for setting in scenario.settings
    )


def _takes_numbers(draft: "Draft", path: str, fixed: Mapping[str, str] | None) -> bool:
    """Say whether a law of chance stands there, which a fixed value may replace."""
    for number in ("1", "1 day", "1 %", "€1", "1 per year"):
        try:
            draft.scenario({**(fixed or {}), path: number})
        except ScenarioError:
            continue
        return True
    return False


def _instead(path: str, scenario: Scenario) -> str:
    """Say what could be turned: its parts, what stands beside it, or the usual."""
    known = turnable(scenario)
    usual = [each for each in known if each.rpartition(".")[2] in USUAL]
    near = f"{path}.", f"{path.rpartition('.')[0]}."
    found = [
        [each for each in among if each.startswith(start)]
        for start in near
        if start != "."
        for among in (usual, known)
    ]
    shown = next(filter(None, found), usual or list(known))
    return Said(
        "turn a number, an amount, a length of time, a date, a share or a count, such "
        "as {paths}; {command} lists them",
        paths=together(shown[:SHOWN]),
        command="bednight explain",
    )
