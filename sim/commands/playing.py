"""Commands that play one scenario: run, story."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import (
    USUAL,
    AsJson,
    AtMost,
    Page,
    Player,
    Quiet,
    Reader,
    Replications,
    ScenarioFile,
    Seed,
    Spoken,
    Tongue,
    Workers,
    how_many,
    number,
    page_for,
    precise,
)
from sim.commands.terminal import (
    STOPPED,
    columns,
    complain,
    print_json,
    quoted,
    refuse_unwritable,
    say,
    told_kindly,
)
from sim.said import Said

if TYPE_CHECKING:
    from sim.experiment import Results
    from sim.experiment.players import Asked

__all__ = ["run", "story"]


@told_kindly
def run(
    file: ScenarioFile,
    *,
    replications: Replications = USUAL,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="PRECISION",
            help=(
                "Play until the answer is this precise, such as "
                "'closure_probability ±1 point and cost_per_supported_victim ±3 %'."
            ),
        ),
    ] = None,
    at_most: AtMost = None,
    seed: Seed = 1,
    out: Annotated[
        Path,
        typer.Option(help="The folder for results.", file_okay=False, writable=True),
    ] = Path("outputs"),
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Play again what is there already.")
    ] = False,
    player: Player = "auto",
    workers: Workers = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="A Dask scheduler whose workers play, such as tcp://host:8786.",
        ),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Also make a page to pass on.")
    ] = False,
    reader: Reader = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    language: Tongue = None,
) -> None:
    """Play a scenario many times and say what came of it, with its doubt.

    Finished replications are kept at once: the same command goes on where an earlier
    one ended, and a higher number only adds.
    """
    from sim.experiment import Experiment
    from sim.experiment.experiment import kept_from_this
    from sim.experiment.store import forget
    from sim.report.answer.sentences import as_data
    from sim.report.answer.terminal import tell
    from sim.report.folder.writing import blocks_of, write
    from sim.report.progress import Progress
    from sim.report.titles import in_words
    from sim.scenario import load

    started = datetime.now(UTC)
    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out)
    if cluster is not None and workers is not None:
        raise typer.BadParameter(
            Said(
                "the workers of a cluster play, however many there are; leave out "
                "--workers or --cluster"
            )
        )
    scenario = load(file)
    experiment = Experiment(
        scenario=scenario,
        seed=seed,
        replications=how_many(until, replications, at_most),
        workers=workers,
        player=player,
        cluster=cluster,
        goals=precise(until, scenario.currency),
    )
    blocks = blocks_of(experiment, out)
    if afresh:
        forget(blocks)
    progress = Progress(sys.stderr, open_ended=until is not None)
    with progress:
        results = experiment.run(
            folder=blocks,
            progress=None if quiet else progress,
            announce=None if quiet else progress.note,
        )
    folder, unwritten = None, None
    pages: tuple[Path, ...] = ()
    with in_words(results) as told:
        try:
            folder = write(told, out, started=started)
            pages = (
                ()
                if page is None
                else _reported(
                    results, folder, page, quiet=quiet, player=player, workers=workers
                )
            )
        except KeyboardInterrupt as stop:
            stop.add_note(kept_from_this(results.replications, blocks))
            raise
        except OSError as error:
            unwritten = error
        if as_json:
            print_json(as_data(told))
        else:
            say(
                tell(
                    told,
                    folder=folder,
                    file=quoted(file),
                    width=columns(),
                    reports=pages,
                )
            )
    if unwritten is not None:
        raise unwritten
    if results.interrupted:
        complain(
            Said(
                "Stopped by Ctrl-C after {done} of {number} replication; they are "
                "what is told. The same command goes on from there.",
                many="Stopped by Ctrl-C after {done} of {number} replications; they "
                "are what is told. The same command goes on from there.",
                done=f"{results.replications:,}",
                number=experiment.replications,
            )
        )
        raise typer.Exit(STOPPED)


def _reported(
    results: "Results",
    folder: Path,
    page: Page,
    *,
    quiet: bool,
    player: "Asked",
    workers: int | None,
) -> tuple[Path, ...]:
    """Make the usual report of a run: a page for a browser."""
    from sim.commands.reporting import tried
    from sim.report.document.writing import write_report

    return write_report(
        results,
        folder,
        forms=("html",),
        audience=page.audience,
        language=page.language,
        trials=tried(results, folder, quiet=quiet, player=player, workers=workers),
    )


@told_kindly
def story(
    file: ScenarioFile,
    *,
    replication: Annotated[
        int,
        typer.Option(
            min=0,
            max=10**9,
            metavar="NUMBER",
            parser=number(0, 10**9, Said("replications are numbered from 0")),
            help="Which future to tell.",
        ),
    ] = 0,
    seed: Seed = 1,
    shelter: Annotated[
        str | None, typer.Option(help="Only this shelter, by its id.")
    ] = None,
    victim: Annotated[
        int | None, typer.Option(help="Only this victim, by number.")
    ] = None,
    _language: Spoken = None,
) -> None:
    """Tell one replication as a dated log: what happened, and why."""
    from sim.chance import draw
    from sim.model import play
    from sim.report.story.log import tell, unknown, unlucky
    from sim.report.titles import in_words
    from sim.scenario import load

    if shelter is not None and victim is not None:
        raise typer.BadParameter(Said("choose --shelter or --victim, not both"))
    scenario = load(file)
    history = play(scenario, draw(scenario, seed=seed, replication=replication))
    if wrong := unknown(scenario, history, shelter=shelter, victim=victim):
        raise typer.BadParameter(wrong)
    with in_words(scenario) as told:
        say(
            tell(
                told,
                history,
                seed=seed,
                shelter=shelter,
                victim=victim,
                width=columns(),
            )
        )
    luck = "" if seed == 1 else f" --seed {seed}"
    again = f"bednight story {quoted(file)}{luck} --replication {replication}"
    say("")
    if victim is None:
        again += f" --victim {unlucky(history)}"
    say(Said("Next: {command}", command=again))
