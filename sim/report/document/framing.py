"""The frame of a decision's report: its answer first, what is left out, its numbers."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim import __version__
from sim.report.document.forms.word_heights import height_of, opening
from sim.report.document.glossary import glossary
from sim.report.document.opening import left_out
from sim.report.document.parts import (
    Audience,
    Block,
    Chart,
    Document,
    Paragraph,
    Picture,
    Section,
    Table,
)
from sim.report.document.pictures import alt_of
from sim.report.language import say, spoken
from sim.scenario.plan import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["fits", "framed", "pictured"]

WIDE, PAGE = 482.0, 757.0
"""How wide and high the text of a page of A4 is, in points."""
LETTERS = 0.9
"""Letters may be so much smaller where more then stands on the first page."""
MOST_ROWS = 24
"""An annex of more rows has pages of its own."""
LITTLE = 0.3
"""Where no more of a page follows the first, the glossary fills that."""
SPARE = 0.03
"""The part of a first page that is kept free, for we only guess how high it is."""


def framed(
    scenario: Scenario,
    audience: Audience,
    *,
    question: str,
    first: Sequence[Section],
    rest: Sequence[Block],
    basis: str,
    command: str,
    movable: Sequence[Section] = (),
    annex: Sequence[Block] = (),
) -> Document:
    """Return the report of a decision.

    Parameters
    ----------
    first
        The sections of the page that can stand alone, the answer at their head.
    rest
        The pictures and tables that the answer rests on.
    basis
        How it was found, and how sure it is.
    command
        The line that makes the same numbers, in the results folder.
    movable
        What stands on the first page before what is left out, as far as there is room
        for it, and else opens the pages after it.
    annex
        What nobody has to read; it stands last.
    """
    left = Section(
        name="left-out", title=say("What the model leaves out"), blocks=(left_out(),)
    )
    moved: tuple[Section, ...] = ()
    for each in movable:
        if fits(scenario.title, question, basis, (*first, *moved, each, left)):
            moved = (*moved, each)
    waiting = [b for each in movable if each not in moved for b in each.blocks]
    opens = (*first, *moved, left)
    numbers = Section(
        name="numbers",
        title=say("What it rests on"),
        blocks=(*waiting, *rest),
        starts_page=True,
    )
    told = (*opens, numbers, *_annexed(annex))
    words = glossary([each for each in told if each is not left])
    follows = sum(map(_tall, (*numbers.blocks, *annex)))
    if follows > LITTLE * PAGE and fits(
        scenario.title, question, basis, (*opens, words)
    ):
        told = (*opens, words, numbers, *_annexed(annex))
    else:
        told = (*told, words)
    return Document(
        title=scenario.title,
        question=question,
        audience=audience,
        for_whom={
            "ministry": say("For a ministry: a decision, and what it rests on"),
            "director": say("For a director: a decision, and what it rests on"),
            "donor": say("For a donor: a decision, and what it rests on"),
        }[audience],
        language=spoken().tag,
        currency=scenario.currency,
        digest=scenario.digest,
        basis=basis,
        sections=(
            *told,
            Section(
                name="again",
                title=say("Where this comes from"),
                blocks=(
                    Paragraph(
                        say("In the results folder, this line gives the same numbers:")
                    ),
                    Paragraph(command, "code"),
                    Paragraph(
                        say(
                            "The plan's digest is {digest}; bednight {version}.",
                            digest=scenario.digest,
                            version=__version__,
                        )
                    ),
                ),
            ),
        ),
    )


def fits(title: str, question: str, basis: str, first: Sequence[Section]) -> bool:
    """Return whether some sections are one page, as far as can be guessed."""
    page = Document(
        title=title,
        question=question,
        audience="ministry",
        for_whom=title,
        language="",
        currency="",
        digest="",
        basis=basis,
        sections=tuple(first),
    )
    return opening(page, WIDE, _high, LETTERS) <= PAGE * (1 - SPARE)


def _tall(block: Block) -> float:
    """Return about how high a block is, in points."""
    return _high(block) if isinstance(block, Picture) else height_of(block, WIDE)


def _high(picture: Picture) -> float:
    """Return how high a picture is that is as wide as the text, in points."""
    assert picture.draw is not None
    wide, high = picture.draw().get_size_inches()
    return WIDE * float(high / wide)


def _annexed(annex: Sequence[Block]) -> tuple[Section, ...]:
    if not annex:
        return ()
    rows = sum(len(each.rows) for each in annex if isinstance(each, Table))
    return (
        Section(
            name="annex",
            title=say("Annex: every plan"),
            blocks=tuple(annex),
            starts_page=rows > MOST_ROWS,
        ),
    )


def pictured(
    name: str,
    drawn: "Callable[[], tuple[Figure, str]]",
    data: Table,
    chart: Chart | None = None,
    *,
    what: str,
    says: str,
) -> Picture:
    """Return a picture with the table that it shows, and how a spreadsheet draws it.

    ``what`` is the kind of picture, and ``says`` a sentence of what is seen on it, for
    who does not see it.
    """
    figure, title = drawn()
    return Picture(
        name=name,
        title=title,
        alt=alt_of(title, what, says),
        data=Table(
            name=f"{name}_shown",
            title=data.title,
            columns=data.columns,
            rows=data.rows,
            note=data.note,
        ),
        chart=chart,
        draw=lambda: figure,
    )
