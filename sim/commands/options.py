"""What the commands are given: files, seeds, replications, readers of reports."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from sim.said import Said

if TYPE_CHECKING:
    from sim.experiment.precision import Goal

__all__ = [
    "USUAL",
    "AsJson",
    "AtMost",
    "Out",
    "Page",
    "Player",
    "Quiet",
    "Reader",
    "Replications",
    "Report",
    "ScenarioFile",
    "ScenarioFiles",
    "Seed",
    "Spoken",
    "Tongue",
    "Workers",
    "how_many",
    "number",
    "page_for",
    "precise",
    "speak",
    "suits",
]

ScenarioFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="A scenario file, such as my-shelter.yaml.",
    ),
]
ScenarioFiles = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="Scenario files, such as my-shelter.yaml."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document, no text.")]


Quiet = Annotated[bool, typer.Option("--quiet", help="No progress.")]


def number(least: int, most: int, otherwise: str) -> Callable[[str], int]:
    """Return what reads a whole number, or says in our words what to write."""

    def read(text: str) -> int:
        try:
            given = int(text)
        except ValueError:
            raise typer.BadParameter(
                Said("write a whole number, such as {example}", example="40")
            ) from None
        if given < least:
            raise typer.BadParameter(otherwise)
        if given > most:
            raise typer.BadParameter(Said("the largest is {most}", most=f"{most:,}"))
        return given

    return read


MOST_REPLICATIONS = 1_000_000

Replications = Annotated[
    int,
    typer.Option(
        min=1,
        max=MOST_REPLICATIONS,
        metavar="NUMBER",
        parser=number(1, MOST_REPLICATIONS, Said("play at least 1 replication")),
        help="How many possible futures to play.",
    ),
]
Player = Annotated[
    Literal["auto", "simpy", "compiled"],
    typer.Option(
        help=(
            "Who plays: simpy starts at once, compiled is faster once it is prepared; "
            "auto chooses by the work ahead. The numbers are the same."
        )
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        min=0,
        max=2**63 - 1,
        metavar="NUMBER",
        parser=number(0, 2**63 - 1, Said("seeds are 0 or more")),
        help="Which luck to draw.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=256,
        metavar="NUMBER",
        parser=number(1, 256, Said("at least 1 worker has to play")),
        help="How many play at once; one a core unless given, when that pays.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="A folder for figures, tables and all numbers; outputs with --report.",
        file_okay=False,
        writable=True,
        show_default=False,
    ),
]

AtMost = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=MOST_REPLICATIONS,
        metavar="NUMBER",
        parser=number(1, MOST_REPLICATIONS, Said("play at least 1 replication")),
        help="With --until: how many to play at the most; 20,000 unless given.",
    ),
]
USUAL, AT_MOST = 200, 20_000
"""So many replications are played, or at the most, unless somebody says."""


def how_many(until: str | None, replications: int, at_most: int | None) -> int:
    """Return how many replications to play, or to play at the most."""
    if until is None and at_most is not None:
        raise typer.BadParameter(Said("--at-most goes with --until"))
    if until is not None and replications != USUAL:
        raise typer.BadParameter(
            Said(
                "--until finds the number itself; give --at-most instead of "
                "--replications"
            )
        )
    return replications if until is None else at_most or AT_MOST


def precise(until: str | None, currency: str) -> "tuple[Goal, ...]":
    """Read a precision, or say what to write."""
    from sim.experiment.precision import GoalError, goals_in

    try:
        return () if until is None else goals_in(until, currency)
    except GoalError as error:
        raise typer.BadParameter(
            Said("--until: {problem}", problem=error.args[0])
        ) from None


Audience: TypeAlias = Literal["ministry", "director", "donor"]
Report = Annotated[
    bool, typer.Option("--report", help="With --out: also make a page to pass on.")
]
Reader = Annotated[
    Audience | None,
    typer.Option(
        "--for",
        metavar="ministry|director|donor",
        help="With --report: who reads it; a ministry unless given.",
    ),
]


def speak(context: typer.Context, code: str | None) -> str | None:
    """Speak the language that is asked for until the command ends."""
    if code is not None:
        from sim.report.language import speaking

        context.with_resource(speaking(code))
    return code


Tongue = Annotated[
    Literal["en", "sq", "sr-Latn", "sr-Cyrl"] | None,
    typer.Option(
        "--lang",
        metavar="en|sq|sr-Latn|sr-Cyrl",
        help="The language of the answer, the folder and the report.",
        callback=speak,
        is_eager=True,
    ),
]
"""A language of a command: spoken from the moment it is read."""
Spoken = Annotated[
    Literal["en", "sq", "sr-Latn", "sr-Cyrl"] | None,
    typer.Option(
        "--lang",
        metavar="en|sq|sr-Latn|sr-Cyrl",
        help="The language of what is printed.",
        callback=speak,
        is_eager=True,
    ),
]
"""A language of a command that only prints."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to pass on: for whom, and in which language."""

    audience: Audience
    language: str


def page_for(
    *,
    report: bool,
    reader: Audience | None,
    language: str | None,
) -> Page | None:
    """Return the page that is asked for with a decision, or None."""
    if not report:
        if reader is not None:
            raise typer.BadParameter(
                Said("--for says who reads the report: add --report")
            )
        return None
    from sim.report.language import spoken

    return Page(reader or "ministry", language or spoken().code)


def suits(page: Page | None, kind: str) -> None:
    """Refuse a page for a reader whom a decision has nothing to tell."""
    if page is None:
        return
    from sim.report.document.deciding import refusal

    why = refusal(kind, page.audience)
    if why is not None:
        raise typer.BadParameter(why)
