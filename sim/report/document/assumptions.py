"""The assumptions table: every value with evidence, its range, source and place."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from sim.experiment.results import Results
from sim.report.document.parts import Block, Column, Paragraph, Section, Table, cell
from sim.report.document.values import value_told
from sim.report.language import say, spoken
from sim.report.numbers import count
from sim.scenario.plan import Setting

__all__ = ["FEWEST", "assumptions", "hushed"]

FEWEST = 5
"""Counts of people below this, from real registers, are not told."""
COUNTED = re.compile(r"(\.counts|residents_now(\.\d+)?(\.number)?)$")
"""Settings that count real people."""


def assumptions(results: Results) -> Section:
    """Return what the answer rests on, value by value."""
    settings = results.scenario.settings
    shown = [setting for setting in settings if _has_evidence(setting)]
    unsure = sum(s.assumed is not None or s.proxy is not None for s in settings)
    told = say(
        "Of {values} in the file, {unsure} assumed or taken from elsewhere. "
        "The table lists {shown} with a source, a reason or a range; the "
        "others stand in `scenario.resolved.yaml`. Counts of fewer than "
        "{fewest} people from real registers are not told.",
        values=count(len(settings), "value"),
        unsure=count(unsure, "is", "are"),
        shown=len(shown),
        fewest=FEWEST,
    )
    blocks: list[Block] = [
        Paragraph(" ".join((told, *_as_written()))),
        _table(shown),
    ]
    return Section(
        name="assumptions", title=say("Assumptions and sources"), blocks=tuple(blocks)
    )


def _as_written() -> Iterator[str]:
    """Say, where words are translated, whose words are left as they are."""
    if spoken().catalogue is not None:
        yield say(
            "Titles, names and reasons are words of the scenario file; they stand as "
            "they are written there."
        )


def _has_evidence(setting: Setting) -> bool:
    return bool(
        setting.source
        or setting.assumed
        or setting.proxy
        or setting.low
        or setting.high
    )


def _table(settings: list[Setting]) -> Table:
    return Table(
        name="assumptions",
        title=say("Values, ranges and where they come from"),
        columns=(
            Column(title=say("Setting"), meaning=say("its place in the scenario file")),
            Column(title=say("Value"), meaning=say("as written, with its unit")),
            Column(title=say("Range"), meaning=say("how far it may be off")),
            Column(
                title=say("Kind"), meaning=say("observed, from elsewhere, or assumed")
            ),
            Column(
                title=say("Source, or why"),
                meaning=say("F-numbers are facts of scenarios/evidence/facts.csv"),
            ),
            Column(title=say("Where"), meaning=say("the file and line that set it")),
        ),
        rows=tuple(tuple(cell(text) for text in _row(setting)) for setting in settings),
    )


def _row(setting: Setting) -> Iterator[str]:
    yield setting.path
    yield hushed(setting)
    low, high = (
        None if end is None else value_told(end) for end in (setting.low, setting.high)
    )
    both = low is not None and high is not None
    yield say("{low} to {high}", low=low, high=high) if both else low or high or ""
    yield _kind(setting)
    yield "; ".join(_why(setting))
    file, line, _ = setting.history[-1] if setting.history else ("", 0, "")
    yield f"{PurePath(file).name}:{line}" if line else say("default")


def _kind(setting: Setting) -> str:
    if setting.assumed is not None:
        return say("assumed")
    if setting.proxy is not None:
        return say("from elsewhere")
    if setting.source:
        return say("observed or derived")
    return say("stated")


def _why(setting: Setting) -> Iterator[str]:
    if setting.source:
        yield ", ".join(setting.source)
    for said in (setting.proxy, setting.note):
        if said is not None:
            yield said
    if setting.assumed is not None:
        yield setting.assumed


def hushed(setting: Setting) -> str:
    """Return a value as written, without counts of fewer than five real people.

    What is assumed is nobody's register, and is told as it is.
    """
    if setting.assumed is not None or not COUNTED.search(setting.path):
        return value_told(setting.text)

    def told(found: re.Match[str]) -> str:
        small = 0 < int(found[0]) < FEWEST
        return say("fewer than {number}", number=FEWEST) if small else found[0]

    return re.sub(r"(?<![\w.])\d+(?![\w.])", told, setting.text)
