"""The annex of values: each in words, with its range, its source and its place."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from sim.experiment.results import Results
from sim.report.document.evidence import FEWEST
from sim.report.document.parts import Block, Column, Paragraph, Section, Table, cell
from sim.report.document.sources import sources_table
from sim.report.document.written import told_in_words
from sim.report.language import say, spoken
from sim.report.numbers import count
from sim.report.settings import setting_told, whose_setting
from sim.scenario.plan import Scenario, Setting

__all__ = ["assumptions", "hushed"]

COUNTED = re.compile(r"(\.counts|residents_now(\.\d+)?(\.number)?)$")
"""Settings that count real people."""


def assumptions(results: Results) -> Section:
    """Return what the answer rests on, value by value, and the sources."""
    scenario = results.scenario
    shown = [setting for setting in scenario.settings if _has_evidence(setting)]
    unsure = [s.assumed is not None or s.proxy is not None for s in scenario.settings]
    told = say(
        "None of {values} in the file has a source, a reason or a range; all stand in "
        "`scenario.resolved.yaml`.",
        values=count(len(scenario.settings), "value"),
    )
    if shown:
        told = say(
            "Of {values} in the file, {unsure} assumed or taken from elsewhere. "
            "The table lists {shown} with a source, a reason or a range; the "
            "others stand in `scenario.resolved.yaml`. Counts of fewer than "
            "{fewest} people from real registers are not told.",
            values=count(len(scenario.settings), "value"),
            unsure=count(sum(unsure), "is", "are"),
            shown=len(shown),
            fewest=FEWEST,
        )
    sources = sources_table(shown)
    blocks: list[Block] = [
        Paragraph(" ".join((told, *_as_written()))),
        _table(shown, scenario),
        *([] if sources is None else [sources]),
    ]
    return Section(
        name="assumptions",
        title=say("Annex: assumptions and sources"),
        blocks=tuple(blocks),
    )


def _as_written() -> Iterator[str]:
    """Say, where words are translated, whose words are left as they are."""
    if spoken().catalogue is not None:
        yield say(
            "Titles, names and reasons are words of the scenario file; what nobody "
            "translated stands as it is written there."
        )


def _has_evidence(setting: Setting) -> bool:
    return bool(
        setting.source
        or setting.assumed
        or setting.proxy
        or setting.low
        or setting.high
    )


def _table(settings: list[Setting], scenario: Scenario) -> Table:
    return Table(
        name="assumptions",
        title=say("Values, ranges and where they come from"),
        columns=(
            Column(title=say("Of what"), meaning=say("a shelter, a funder, a stream")),
            Column(title=say("What it is"), meaning=say("the setting, in words")),
            Column(title=say("Value"), meaning=say("with its unit")),
            Column(title=say("Range"), meaning=say("how far it may be off")),
            Column(
                title=say("Source, or assumed why"),
                meaning=say("numbers and names are those of the list of sources"),
            ),
            Column(title=say("Where"), meaning=say("the file and line that set it")),
        ),
        rows=tuple(
            tuple(cell(text) for text in _row(setting, scenario))
            for setting in settings
        ),
        grouped=1,
    )


def _row(setting: Setting, scenario: Scenario) -> Iterator[str]:
    path = setting.path
    yield whose_setting(path, scenario)
    yield setting_told(path, scenario)
    yield told_in_words(path, hushed(setting), scenario)
    low, high = (
        None if end is None else told_in_words(path, end, scenario)
        for end in (setting.low, setting.high)
    )
    both = low is not None and high is not None
    yield say("{low} to {high}", low=low, high=high) if both else low or high or ""
    yield "; ".join(_why(setting))
    file, line, _ = setting.history[-1] if setting.history else ("", 0, "")
    yield f"{PurePath(file).name}:{line}" if line else say("default")


def _why(setting: Setting) -> Iterator[str]:
    """Yield the standing of a value: its sources, or why it is assumed."""
    if setting.source:
        yield ", ".join(setting.source)
    if setting.proxy is not None:
        yield say("from elsewhere: {why}", why=setting.proxy)
    if setting.note is not None:
        yield setting.note
    if setting.assumed is not None:
        yield say("assumed: {why}", why=setting.assumed)
    elif not (setting.source or setting.proxy):
        yield say("stated in the file, without a source of its own")


def hushed(setting: Setting) -> str:
    """Return a value as written, without counts of fewer than five real people.

    What is assumed is nobody's register, and is told as it is.
    """
    if setting.assumed is not None or not COUNTED.search(setting.path):
        return setting.text

    def told(found: re.Match[str]) -> str:
        small = 0 < int(found[0]) < FEWEST
        return say("fewer than {number}", number=FEWEST) if small else found[0]

    return re.sub(r"(?<![\w.])\d+(?![\w.])", told, setting.text)
