"""What files say of themselves, in the language spoken where there are words for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

from sim.report.language import knowing, named
from sim.scenario.plan import LeverPlan, Scenario
from sim.scenario.translations import in_other_words

__all__ = ["in_words"]

Found = TypeVar("Found")
PARTS = ("scenario", "base", "variants", "levers", "bought", "lever", "choice")
"""Where what was found keeps scenarios and their levers."""


@contextmanager
def in_words(found: Found) -> Iterator[Found]:
    """Give what was found with the texts of its scenarios in the language spoken.

    Titles, questions, the record and the reasons of values are told as an office, the
    file itself or our library has them; the rest stays as the file says it.  For as
    long as the block lasts, names of the file are told by its own words too.

    Parameters
    ----------
    found
        A scenario, or anything that holds one: results, a comparison, a search.
    """
    with knowing(_own(found)):
        yield _told(found)


def _own(found: object) -> Mapping[str, Mapping[str, str]]:
    """Return the translations that files bring with them; the first file's count."""
    own: dict[str, dict[str, str]] = {}
    for scenario in _scenarios(found):
        for each in scenario.translations:
            own.setdefault(each.language, {}).setdefault(each.text, each.told)
    return own


def _scenarios(found: object) -> Iterator[Scenario]:
    if isinstance(found, Scenario):
        yield found
        return
    for name in PARTS:
        held = getattr(found, name, None)
        for each in held if isinstance(held, tuple) else (held,):
            if isinstance(each, Scenario):
                yield each


def _told(found: Any) -> Any:
    """Return the same with every scenario and lever in it told by :func:`named`."""
    if isinstance(found, Scenario):
        return in_other_words(found, named)
    if isinstance(found, LeverPlan):
        return replace(found, title=named(found.title))
    if isinstance(found, tuple):
        return tuple(map(_told, found))
    if not is_dataclass(found) or isinstance(found, type):
        return found
    parts = {name: getattr(found, name) for name in PARTS if hasattr(found, name)}
    return replace(found, **{name: _told(part) for name, part in parts.items()})
