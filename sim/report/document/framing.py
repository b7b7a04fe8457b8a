"""The frame of a decision's report: its answer first, what is left out, its numbers."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim import __version__
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

__all__ = ["framed", "pictured"]


def framed(
    scenario: Scenario,
    audience: Audience,
    *,
    question: str,
    first: Sequence[Section],
    rest: Sequence[Block],
    basis: str,
    command: str,
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
    annex
        What nobody has to read; it stands last.
    """
    told = (
        *first,
        Section(
            name="left-out",
            title=say("What the model leaves out"),
            blocks=(left_out(),),
        ),
        Section(
            name="numbers",
            title=say("What it rests on"),
            blocks=tuple(rest),
            starts_page=True,
        ),
        *_annexed(annex),
    )
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
            glossary(told),
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


def _annexed(annex: Sequence[Block]) -> tuple[Section, ...]:
    if not annex:
        return ()
    title = say("Annex: every plan")
    return (Section(name="annex", title=title, blocks=tuple(annex), starts_page=True),)


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
