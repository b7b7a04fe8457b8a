"""The list of sources: every number in the annex, and the document it stands in."""

from collections.abc import Iterable

from sim.report.document.evidence import (
    FEWEST,
    about_derived,
    about_fact,
    place_of,
    value_of,
)
from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.language import marked, say
from sim.scenario.facts import Derived, Fact, rests_on
from sim.scenario.plan import Setting

__all__ = ["sources_table"]

SURE = {
    "high": marked("official or first hand"),
    "medium": marked("second hand, rounded or undated"),
}
"""How far a document is to be trusted."""


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
            "The sources are those of `scenarios/evidence`; documents keep the titles "
            "under which they were published. Where a year is empty, the document "
            "gives none; page numbers were not kept. Counts of fewer than {fewest} "
            "people are not told.",
            fewest=FEWEST,
        ),
    )


def _of_fact(fact: Fact) -> tuple[Cell, ...]:
    sure = SURE.get(fact.confidence)
    return tuple(
        cell(text)
        for text in (
            fact.name,
            about_fact(fact),
            value_of(fact),
            place_of(fact),
            fact.document,
            fact.confidence if sure is None else say(sure),
        )
    )


def _of_derived(derived: Derived) -> tuple[Cell, ...]:
    parts = ", ".join(derived.parts)
    computed = say("computed from {parts}", parts=parts) if parts else say("computed")
    return tuple(
        cell(text)
        for text in (
            derived.name,
            about_derived(derived),
            value_of(derived),
            "",
            computed,
            say("derived"),
        )
    )
