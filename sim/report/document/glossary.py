"""The words of a report, one meaning each, for a reader who meets them first here."""

import re
from collections.abc import Iterator, Sequence

from sim.report.document.parts import (
    Bullets,
    Column,
    Headlines,
    Paragraph,
    Picture,
    Section,
    Table,
    cell,
)
from sim.report.language import marked, say

__all__ = ["GLOSSARY", "glossary"]

GLOSSARY = (
    (marked("replication"), marked("one possible future, played from start to end")),
    (
        marked("95 % interval"),
        marked("how well an average is known after so many replications"),
    ),
    (
        marked("one year, one period"),
        marked("what 95 % of single futures lie between: what a budget must face"),
    ),
    (
        marked("closure"),
        marked("all beds shut for lack of money, residents moved or displaced"),
    ),
    (marked("freeze"), marked("no admissions; residents stay")),
    (
        marked("shelter-day"),
        marked("one day of one shelter; the days of several add up"),
    ),
    (marked("displaced"), marked("put out by a closure, with no other place")),
    (marked("referral"), marked("a request to place a person")),
    (
        marked("supported victim"),
        marked("a distinct person with at least one bed-night in the period"),
    ),
    (marked("coverage"), marked("of those referred, the share supported")),
    (marked("bed-night"), marked("one bed, one person, one night")),
    (
        marked("occupancy"),
        marked("bed-nights for each bed-night that open beds offered"),
    ),
    (marked("wait"), marked("from being ready for a bed to admission")),
    (marked("turned away"), marked("refused at once")),
    (marked("gave up"), marked("left the waiting list before a bed came")),
    (marked("unmet nights"), marked("nights of need without a bed, by cause")),
    (marked("call"), marked("the yearly invitation to apply, with its decision")),
    (marked("instalment"), marked("part payment of a grant")),
    (marked("reserve"), marked("money of the shelter's own at the start")),
    (marked("arrears"), marked("bills due and unpaid")),
    (marked("runway"), marked("days the shelter can pay without further receipts")),
    (
        marked("bridge"),
        marked("money that covers lateness, not a deficit; lent or granted"),
    ),
    (
        marked("shortfall"),
        marked("promised for the period and not paid by its end"),
    ),
    (
        marked("cost per supported victim"),
        marked("all bills due in the period over distinct people supported"),
    ),
)
"""Words as docs/reference/glossary.md has them, for readers of a report."""


STEM, ENDING = 4, 2
"""Of a longer word so many letters may change with its case and number."""


def glossary(sections: Sequence[Section] | None = None) -> Section:
    """Return the words and what they mean; of a short report those that it uses."""
    used: tuple[tuple[str, str], ...] = GLOSSARY
    if sections is not None:
        text = " ".join(_texts(sections)).lower()
        used = tuple(each for each in used if _stands_in(say(each[0]), text))
    table = Table(
        name="glossary",
        title=say("Words"),
        columns=(
            Column(title=say("Word"), meaning=say("as used in this report")),
            Column(title=say("Meaning"), meaning=say("one meaning each")),
        ),
        rows=tuple((cell(say(word)), cell(say(text))) for word, text in used),
    )
    return Section(name="glossary", title=say("What the words mean"), blocks=(table,))


def _stands_in(word: str, text: str) -> bool:
    """Say whether each part of a word begins some word of a text.

    Its ending may be another, for words change by case and number.

    >>> _stands_in("closure day", "two days of closures"), _stands_in("wait", "await")
    (True, False)
    """
    parts = re.findall(r"[\w%-]+", word.lower())
    stems = [part[: max(STEM, len(part) - ENDING)] for part in parts]
    return all(re.search(rf"(?<!\w){re.escape(stem)}", text) for stem in stems)


def _texts(sections: Sequence[Section]) -> Iterator[str]:
    """Yield all that a reader sees of some sections, cells of tables too."""
    for section in sections:
        yield section.title
        for block in section.blocks:
            match block:
                case Paragraph():
                    yield block.text
                case Bullets():
                    yield from block.items
                case Headlines():
                    for figure in block.figures:
                        yield from (figure.label, figure.value, figure.doubt)
                case Table():
                    yield from _texts_of(block)
                case Picture():
                    yield block.title
                    yield from _texts_of(block.data)


def _texts_of(table: Table) -> Iterator[str]:
    yield from (table.title, table.note)
    for column in table.columns:
        yield from (column.title, column.meaning)
    for row in table.rows:
        yield from (each.text for each in row)
