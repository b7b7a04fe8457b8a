"""The command line: parse, delegate, print.

Results go to stdout; progress, warnings and problems to stderr.  Exit codes:
0 done; 1 a file has problems or cannot be read or written, nothing was run;
2 a mistyped command; 4 a fault of this program; 130 stopped by Ctrl-C.
"""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from typer.core import TyperCommand

from sim import __version__

__all__ = ["app", "main"]

P = ParamSpec("P")

PROBLEMS, MISTYPED, OUR_FAULT, STOPPED = 1, 2, 4, 130

app = typer.Typer(
    name="bednight",
    help=(
        "Will this shelter still be open next winter, how long will people wait, "
        "and what does it cost to be sure?"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

ScenarioFile = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
ScenarioFiles = Annotated[list[Path], typer.Argument(metavar="FILE…")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document, no text.")]


class Plain(TyperCommand):
    """A command whose usage names its files as we do: ``FILE``, without braces."""

    def collect_usage_pieces(
        self,
        ctx: typer.Context,  # type: ignore[override]
    ) -> list[str]:
        """Return the words after the name of the command."""
        pieces = super().collect_usage_pieces(ctx)
        return [re.sub(r"[{}]|(?<=…)\.\.\.|(?<=…})\.\.\.", "", p) for p in pieces]


def number(least: int, most: int, otherwise: str) -> Callable[[str], int]:
    """Return what reads a whole number, or says in our words what to write."""

    def read(text: str) -> int:
        try:
            given = int(text)
        except ValueError:
            raise typer.BadParameter("write a whole number, such as 40") from None
        if given < least:
            raise typer.BadParameter(otherwise)
        if given > most:
            raise typer.BadParameter(f"the largest is {most:,}")
        return given

    return read


Replications = Annotated[
    int,
    typer.Option(
        min=1,
        max=20_000,
        metavar="NUMBER",
        parser=number(1, 20_000, "play at least 1 replication"),
        help="How many possible futures to play.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        min=0,
        max=2**63 - 1,
        metavar="NUMBER",
        parser=number(0, 2**63 - 1, "seeds are 0 or more"),
        help="Which luck to draw.",
    ),
]


def main() -> None:
    """Run the command line, in UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


def told_kindly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn every fault into words and an exit code; never show a traceback."""

    @wraps(command)
    def kind(*args: P.args, **kwargs: P.kwargs) -> None:
        from sim.errors import ScenarioError
        from sim.report.faults import apology, reason

        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.BadParameter):
            raise
        except ScenarioError as error:
            if kwargs.get("as_json"):
                print_json(error.as_data())
            else:
                complain(str(error))
            raise typer.Exit(PROBLEMS) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            complain(reason(error))
            raise typer.Exit(PROBLEMS) from None
        except KeyboardInterrupt:
            complain("Stopped. Nothing was written.")
            raise typer.Exit(STOPPED) from None
        except Exception as error:  # noqa: BLE001 - a traceback helps no planner
            complain(apology(error))
            raise typer.Exit(OUR_FAULT) from None

    return kind


@app.callback(invoke_without_command=True)
def bednight(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Simulate a system of shelters from a scenario file."""
    if version:
        say(f"bednight {__version__}")
        raise typer.Exit


@app.command(cls=Plain)
@told_kindly
def check(files: ScenarioFiles, *, as_json: AsJson = False) -> None:
    """Find every problem in scenario files. Nothing is run."""
    from sim.errors import ScenarioError
    from sim.report.summary import is_fine
    from sim.scenario import load, problems_in

    found = [(file, tuple(problems_in(file))) for file in files]
    problems = [problem for _, of_file in found for problem in of_file]
    if as_json:
        rows = [{"file": str(file), "problems": len(of)} for file, of in found]
        print_json({**ScenarioError(problems).as_data(), "files": rows})
    else:
        for file, of_file in found:
            if not of_file:
                say(is_fine(file.name, load(file)))
        if problems:
            complain(str(ScenarioError(problems)))
        else:
            say(f"\nNext: bednight run {quoted(files[0])}")
    if problems:
        raise typer.Exit(PROBLEMS)


@app.command(cls=Plain)
@told_kindly
def explain(
    file: ScenarioFile,
    key: Annotated[
        str | None,
        typer.Argument(help="One setting, such as shelters.pvpt.beds.", metavar="KEY"),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what a scenario means, and where each value came from, before it runs."""
    from sim.report.explain.page import as_data, settings_as_data, tell, tell_settings
    from sim.scenario import load

    scenario = load(file)
    try:
        if as_json and key is None:
            print_json(as_data(scenario))
        elif as_json and key is not None:
            print_json(settings_as_data(scenario, key))
        elif key is None:
            say(tell(scenario, width=columns()))
            say(f"\nNext: bednight run {quoted(file)}")
        else:
            say(tell_settings(scenario, key, width=columns()))
    except LookupError as unknown:
        raise typer.BadParameter(did_you_mean(f"no setting '{key}'", unknown)) from None


@app.command(cls=Plain)
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
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=256,
            metavar="NUMBER",
            parser=number(1, 256, "at least 1 process has to work"),
            help="Processes; one a core unless given.",
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
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
    try:
        folder = write(results, out, started=started)
    except OSError as error:
        unwritten = error
    if as_json:
        print_json(as_data(results))
    else:
        say(tell(results, folder=folder, file=quoted(file), width=columns()))
    if unwritten is not None:
        raise unwritten
    if results.interrupted:
        kept = f"{results.replications} of {replications} replications"
        complain(f"Stopped by Ctrl-C after {kept}; they are what is told.")
        raise typer.Exit(STOPPED)


@app.command(cls=Plain)
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


@app.command(cls=Plain)
@told_kindly
def new(file: ScenarioFile) -> None:
    """Write a commented starter scenario: one shelter, one funder, one stream."""
    from sim.scenario import STARTER

    with file.open("x", encoding="utf-8", newline="\n") as page:
        page.write(STARTER)
    say(f"{file} is ready to be edited.\n\nNext: bednight explain {quoted(file)}")


@app.command(cls=Plain)
@told_kindly
def schema(
    *,
    out: Annotated[
        Path | None, typer.Option(help="A file instead of the terminal.")
    ] = None,
) -> None:
    """Write the JSON Schema of scenario files, with which editors complete keys."""
    from sim.report.summary import as_json
    from sim.scenario import json_schema

    text = as_json(json_schema())
    if out is None:
        say(text)
    else:
        out.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        say(f"The schema is in {out}.")


def say(text: str) -> None:
    """Print a result."""
    print(text)


def complain(text: str) -> None:
    """Print a problem."""
    print(text, file=sys.stderr)


def print_json(document: object) -> None:
    """Print one JSON document."""
    from sim.report.summary import as_json

    say(as_json(document))


def columns() -> int:
    """Return how many columns text may fill: the terminal's, 60 to 100."""
    from shutil import get_terminal_size

    return max(60, min(100, get_terminal_size((80, 24)).columns))


def quoted(path: Path) -> str:
    """Return a path so that it can be pasted into a command."""
    text = str(path)
    return f'"{text}"' if any(sign.isspace() for sign in text) else text


def did_you_mean(problem: str, unknown: LookupError) -> str:
    """Add the nearest known name to a problem, where there is one."""
    nearest = unknown.args[0] if unknown.args else None
    return f"{problem}; did you mean '{nearest}'?" if nearest else problem


if __name__ == "__main__":
    main()
