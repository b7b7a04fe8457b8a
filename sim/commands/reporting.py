"""The command that makes reports from a results folder."""

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.commands.options import Quiet
from sim.commands.terminal import did_you_mean, quoted, say, told_kindly
from sim.said import Said

if TYPE_CHECKING:
    from sim.experiment import Results
    from sim.experiment.players import Asked
    from sim.experiment.trying import Trials

__all__ = ["report", "tried"]

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        show_default=False,
        help="Where a run or a decision put its results, within outputs.",
    ),
]


@told_kindly
def report(
    folder: Folder,
    *,
    html: Annotated[
        bool, typer.Option("--html", help="One page for a browser (the usual).")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="A tagged PDF.")] = False,
    word: Annotated[bool, typer.Option("--word", help="A Word file.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="An Excel workbook.")] = False,
    every: Annotated[bool, typer.Option("--all", help="All four.")] = False,
    audience: Annotated[
        Literal["ministry", "director", "donor"],
        typer.Option(
            "--for",
            metavar="ministry|director|donor",
            help="Who reads it; a director's is of one shelter.",
        ),
    ] = "ministry",
    language: Annotated[
        Literal["en", "sq", "sr-Latn", "sr-Cyrl"] | None,
        typer.Option(
            "--lang",
            metavar="en|sq|sr-Latn|sr-Cyrl",
            help="English, Albanian, or Serbian in two scripts.",
        ),
    ] = None,
    shelter: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The shelter that it is about."),
    ] = None,
    sensitivity: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A folder of bednight sensitivity, for what matters most.",
        ),
    ] = None,
    marginal: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A folder of bednight marginal, for what the next sum buys.",
        ),
    ] = None,
    letterhead: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A .docx whose header and styles to keep."),
    ] = None,
    words: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A .po file with an office's own words."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Make a report from the folder of a run or of a decision, offline."""
    from sim.experiment.reading import read_results
    from sim.report.document.cases import another
    from sim.report.document.deciding import is_decision
    from sim.report.document.writing import (
        FORMS,
        read_office,
        write_decision_report,
        write_report,
    )
    from sim.report.language import speaking, spoken
    from sim.report.titles import in_words

    if not folder.is_dir():
        why = Said("there is no such folder; run a scenario, and name its folder")
        if folder.is_file():
            why = Said("it is no results folder; run a scenario, and name its folder")
        raise OSError(errno.EINVAL, why, str(folder))
    spoken_in = language or spoken().code
    asked = {"html": html, "pdf": pdf, "word": word, "excel": excel}
    chosen = [form for form in FORMS if every or asked[form]] or ["html"]
    if letterhead is not None and "word" not in chosen:
        raise typer.BadParameter(Said("--letterhead goes with --word"))
    office = None if words is None else read_office(words)
    others = ""
    try:
        if is_decision(folder):
            if sensitivity is not None:
                raise typer.BadParameter(
                    Said("--sensitivity goes with the folder of a run")
                )
            written = write_decision_report(
                folder,
                forms=chosen,
                audience=audience,
                language=spoken_in,
                shelter=shelter,
                letterhead=letterhead,
                office=office,
            )
        else:
            results = read_results(folder)
            trials = tried(results, folder, quiet=quiet)
            written = write_report(
                results,
                folder,
                forms=chosen,
                audience=audience,
                language=spoken_in,
                shelter=shelter,
                sensitivity=sensitivity,
                marginal=marginal,
                trials=trials,
                letterhead=letterhead,
                office=office,
            )
            if audience == "director" and shelter is None:
                with speaking(spoken_in, office), in_words(results) as told:
                    others = another(told)
    except LookupError as unknown:
        if type(unknown) is not LookupError:  # a fault of ours
            raise
        problem = Said(
            "no shelter '{name}' in {place}", name=shelter, place=folder.name
        )
        raise typer.BadParameter(did_you_mean(problem, unknown)) from None
    for path in written:
        say(Said("Written: {page}", page=quoted(path)))
    if others:
        say(f"\n{others}")


def tried(
    results: "Results",
    folder: Path,
    *,
    quiet: bool,
    player: "Asked" = "auto",
    workers: int | None = None,
) -> "Trials | None":
    """Return what each change to a plan does, playing it where nobody did yet.

    What was played is kept in the folder, so that a second report plays nothing.
    None where the run has too few replications to tell any difference.
    """
    from sim.experiment.trying import how_many, try_changes
    from sim.report.folder.levers import keep_trials, kept_trials
    from sim.report.progress import Progress
    from sim.scenario.loading import Draft

    if not how_many(results.replications):
        return None
    known = kept_trials(results, folder)
    if known is not None:
        return known
    has_levers = bool(results.scenario.levers)
    draft = Draft(folder / "scenario.resolved.yaml") if has_levers else None
    progress = Progress(sys.stderr)
    with progress:
        found = try_changes(
            results,
            draft,
            player=player,
            workers=workers,
            progress=None if quiet else progress,
        )
    keep_trials(found, folder)
    return found
