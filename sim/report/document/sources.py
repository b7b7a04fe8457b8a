"""The list of sources: every number in the annex, and the document it stands in."""

import re
from collections.abc import Iterable

from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.language import marked, say
from sim.report.numbers import localised
from sim.scenario.facts import Derived, Fact, rests_on
from sim.scenario.plan import Setting

__all__ = ["FEWEST", "sources_table"]

FEWEST = 5
"""Counts of people below this, from real registers, are not told."""
SURE = {
    "high": marked("official or first hand"),
    "medium": marked("second hand, rounded or undated"),
}
"""How far a document is to be trusted."""
FEW = re.compile(r"(?<![\w.])[1-4](?![\w.%])")
"""A number that may be a count of very few people."""
EVERYBODY = "all"


def sources_table(settings: Iterable[Setting]) -> Table | None:
    """Return every source that some settings name, None where they name none.

    Derived values come first, each with the facts it is computed from, which follow.
    """
    named = [name for setting in settings for name in setting.source]
    derived, facts = rests_on(named)
    if not (derived or facts):
        return None
    return Table(
        name="sources",
        title=say("Sources, by number"),
        columns=(
            Column(title=say("Source"), meaning=say("its number or name in the annex")),
            Column(title=say("What it says"), meaning=say("the quantity, and of whom")),
            Column(title=say("Value"), meaning=say("as it was read, or computed")),
            Column(title=say("Of"), meaning=say("the country and year it speaks of")),
            Column(
                title=say("Document"),
                meaning=say("where it was read, or what it is computed from"),
            ),
            Column(title=say("How sure"), meaning=say("what kind of document it is")),
        ),
        rows=(*map(_of_derived, derived), *map(_of_fact, facts)),
        note=say(
            "Sources are told in the words of `scenarios/evidence`. Where a year is "
            "empty, the document gives none; page numbers were not kept. Counts of "
            "fewer than {fewest} people are not told.",
            fewest=FEWEST,
        ),
    )


def _of_fact(fact: Fact) -> tuple[Cell, ...]:
    about = [_plain(fact.quantity)]
    if fact.group not in {"", EVERYBODY}:
        about.append(_plain(fact.group))
    if fact.note and not (fact.unit == "persons" and FEW.search(fact.note)):
        about[-1] += f" ({fact.note})"
    sure = SURE.get(fact.confidence)
    return tuple(
        cell(text)
        for text in (
            fact.name,
            ", ".join(about),
            _value(fact.value, fact.unit),
            " ".join(part for part in (fact.country, fact.year) if part),
            fact.document,
            fact.confidence if sure is None else say(sure),
        )
    )


def _of_derived(derived: Derived) -> tuple[Cell, ...]:
    few = FEW.search(derived.formula + derived.caveat)
    said = derived.computed_as if few else derived.formula
    if derived.caveat and not few:
        said += f" ({derived.caveat})"
    parts = ", ".join(derived.parts)
    computed = say("computed from {parts}", parts=parts) if parts else say("computed")
    return tuple(
        cell(text)
        for text in (
            derived.name,
            said,
            _value(derived.value, derived.unit),
            "",
            computed,
            say("derived"),
        )
    )


def _value(value: str, unit: str) -> str:
    """Return a value with its unit; never a count of very few people."""
    if unit == "persons" and re.fullmatch(r"[1-4]", value):
        return say("fewer than {number}", number=FEWEST)
    number = localised(f"{float(value):,g}") if _is_long(value) else value
    return f"{number} {_plain(unit)}".strip()


def _is_long(value: str) -> bool:
    return bool(re.fullmatch(r"\d{5,}(\.\d+)?|\d+\.\d+", value))


def _plain(name: str) -> str:
    """Return a name of the tables as words."""
    return name.replace("_", " ").replace("/", " / ")
