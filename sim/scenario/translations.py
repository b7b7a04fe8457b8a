"""A file's own texts in other languages: which there are, and how they are put in.

A file speaks the language of who wrote it.  Under ``translations`` it may say each of
its texts again for readers of another one.  No number depends on that.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Annotated, TypeAlias

from sim.errors import Problem
from sim.said import Said
from sim.scenario.border import one_of
from sim.scenario.plan import Scenario, Setting, Translation
from sim.scenario.tree import Branch, Leaf, Node, Row, walk

__all__ = [
    "Tongue",
    "check_translations",
    "drop_unsaid",
    "in_other_words",
    "texts_of",
    "translation_plans",
]

Tongue: TypeAlias = Annotated[str, *one_of("en", "sq", "sr")]
"""A language of translations; Serbian in Latin script, whence the Cyrillic follows."""
KEY = "translations"


def translation_plans(
    given: Mapping[str, Mapping[str, str]],
) -> tuple[Translation, ...]:
    """Return the translations of a file, one by one."""
    return tuple(
        Translation(language, text, told)
        for language, texts in given.items()
        for text, told in texts.items()
    )


def check_translations(tree: Branch) -> list[Problem]:
    """Return what is translated but not said.

    What a file takes over from another is checked there: the text may have been
    replaced since.
    """
    given = tree.get(KEY)
    if not isinstance(given, Branch):
        return []
    here = tree.spot.source.file
    said = frozenset(_said(tree))
    problems = []
    for language, texts in given.entries.items():
        entries = texts.node.entries if isinstance(texts.node, Branch) else {}
        for text, entry in entries.items():
            if entry.spot.source.file == here and text not in said:
                problem = Said("the file does not say '{text}'", text=text)
                steps = (KEY, language, text)
                problems.append(entry.spot.problem(steps, problem, _near(text, said)))
    return problems


def drop_unsaid(tree: Branch) -> None:
    """Leave out, in place, translations of what the file no longer says.

    What it takes over from another may have been replaced since; the resolved text is
    to be a file that passes every check.
    """
    given = tree.get(KEY)
    if not isinstance(given, Branch):
        return
    said = frozenset(_said(tree))
    for texts in given.entries.values():
        if isinstance(texts.node, Branch):
            kept = texts.node.entries.items()
            texts.node.entries = {text: e for text, e in kept if text in said}


def _near(text: str, said: frozenset[str]) -> str:
    """Return how to mend a text that the file does not say."""
    near = get_close_matches(text, sorted(said), 1)
    if near:
        return Said("did you mean '{near}'?", near=near[0])
    return Said("copy the text as the file has it")


def _said(tree: Branch) -> Iterator[str]:
    """Yield every text and every name of a file, but for its translations."""
    for steps, node in walk(tree):
        if steps[:1] == (KEY,):
            continue
        if isinstance(node, Leaf):
            yield node.text
        elif isinstance(node, Branch):
            for name in node.entries:
                yield from (name, name.replace("_", " "))
        for evidence in node.evidence.values():
            yield from _texts(evidence)


def _texts(node: Node) -> Iterator[str]:
    items = node.items if isinstance(node, Row) else [node]
    yield from (item.text for item in items if isinstance(item, Leaf))


def in_other_words(scenario: Scenario, tell: Callable[[str], str]) -> Scenario:
    """Return a scenario in which every text for readers is told another way.

    Names of lines, groups and places are ids, by which other parts find them; they
    stay.
    """
    record = scenario.on_record
    return replace(
        scenario,
        title=tell(scenario.title),
        question=tell(scenario.question),
        on_record=None if record is None else tell(record),
        shelters=tuple(replace(s, title=tell(s.title)) for s in scenario.shelters),
        funders=tuple(replace(f, title=tell(f.title)) for f in scenario.funders),
        bridges=tuple(replace(b, title=tell(b.title)) for b in scenario.bridges),
        compensation=tuple(
            replace(c, title=tell(c.title)) for c in scenario.compensation
        ),
        levers=tuple(replace(each, title=tell(each.title)) for each in scenario.levers),
        settings=tuple(_setting(setting, tell) for setting in scenario.settings),
    )


def _setting(setting: Setting, tell: Callable[[str], str]) -> Setting:
    """Return a value with its reasons told another way; what was written stays."""
    proxy, assumed, note = (
        None if text is None else tell(text)
        for text in (setting.proxy, setting.assumed, setting.note)
    )
    return replace(setting, proxy=proxy, assumed=assumed, note=note)


def texts_of(scenario: Scenario) -> tuple[str, ...]:
    """Return every text of a scenario that readers meet, each once, in file order."""
    found: dict[str, None] = {}

    def seen(text: str) -> str:
        found[text] = None
        return text

    in_other_words(scenario, seen)
    return tuple(found)
