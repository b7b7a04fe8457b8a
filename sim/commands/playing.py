"""Commands that play one scenario: run, story."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import (
    AsJson,
    Quiet,
    Replications,
    ScenarioFile,
    Seed,
    Workers,
    number,
)
from sim.commands.terminal import (
    STOPPED,
    columns,
    complain,
    print_json,
    quoted,
    say,
    told_kindly,
)

if TYPE_CHECKING:
    from sim.experiment import Results

__all__ = ["run", "story"]


@told_kindly
def run(
    file: ScenarioFile,
    *,
    replications: Replications = 200,
    seed: Seed = 1,
    out: Annotated[
        Path,
        typer.Option(help="The folder for results.", file_okay=False, writable=True),
    ] = Path("outputs"),
    workers: Workers = None,
    report: Annotated[
        bool, typer.Option("--report", help="Also make a page for a ministry.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play a scenario many times and say what came of it, with its doubt."""
    from sim.experiment import Experiment
    from sim.report.answer.sentences import as_data
    from sim.report.answer.terminal import tell
    from sim.report.folder.writing import write
    from sim.report.progress import Progress
    from sim.scenario import load

    started = datetime.now(UTC)
    scenario = load(file)
    out.mkdir(parents=True, exist_ok=True)
    experiment = Experiment(scenario=scenario, seed=seed, replications=replications)
    progress = None if quiet else Progress(sys.stderr)
    results = experiment.run(workers=workers, progress=progress)
    if progress is not None:
        progress.end()
    folder, unwritten = None, None
    pages: tuple[Path, ...] = ()
    try:
        folder = write(results, out, started=started)
        pages = reported(results, folder) if report else ()
    except OSError as error:
        unwritten = error
    if as_json:
        print_json(as_data(results))
    else:
        for page in pages:
            say(f"Report: {quoted(page)}\n")
        say(tell(results, folder=folder, file=quoted(file), width=columns()))
    if unwritten is not None:
        raise unwritten
    if results.interrupted:
        kept = f"{results.replications} of {replications} replications"
        complain(f"Stopped by Ctrl-C after {kept}; they are what is told.")
        raise typer.Exit(STOPPED)


def reported(results: "Results", folder: Path) -> tuple[Path, ...]:
    """Make the usual report of a run: a page for a ministry, in English."""
    from sim.report.document.writing import write_report

    return write_report(results, folder, forms=("html",))


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
            parser=number(0, 10**9, "replications are numbered from 0"),
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
) -> None:
    """Tell one replication as a dated log: what happened, and why."""
    from sim.chance import draw
    from sim.model import play
    from sim.report.story.log import tell, unknown, unlucky
    from sim.scenario import load

    if shelter is not None and victim is not None:
        raise typer.BadParameter("choose --shelter or --victim, not both")
    scenario = load(file)
    history = play(scenario, draw(scenario, seed=seed, replication=replication))
    if wrong := unknown(scenario, history, shelter=shelter, victim=victim):
        raise typer.BadParameter(wrong)
    say(
        tell(
            scenario,
            history,
            seed=seed,
            shelter=shelter,
            victim=victim,
            width=columns(),
        )
    )
    luck = "" if seed == 1 else f" --seed {seed}"
    again = f"bednight story {quoted(file)}{luck} --replication {replication}"
    if victim is None:
        say(f"\nNext: {again} --victim {unlucky(history)}")
    else:
        say(f"\nNext: {again}")
