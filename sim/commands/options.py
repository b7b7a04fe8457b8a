"""What the commands are given: files, seeds, numbers of replications."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "MOST_REPLICATIONS",
    "AsJson",
    "Out",
    "Player",
    "Quiet",
    "Replications",
    "ScenarioFile",
    "ScenarioFiles",
    "Seed",
    "Workers",
    "number",
]

ScenarioFile = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
ScenarioFiles = Annotated[list[Path], typer.Argument(metavar="FILE…")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document, no text.")]


Quiet = Annotated[bool, typer.Option("--quiet", help="No progress.")]


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


MOST_REPLICATIONS = 1_000_000

Replications = Annotated[
    int,
    typer.Option(
        min=1,
        max=MOST_REPLICATIONS,
        metavar="NUMBER",
        parser=number(1, MOST_REPLICATIONS, "play at least 1 replication"),
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
        parser=number(0, 2**63 - 1, "seeds are 0 or more"),
        help="Which luck to draw.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=256,
        metavar="NUMBER",
        parser=number(1, 256, "at least 1 worker has to play"),
        help="How many play at once; one a core unless given, when that pays.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="A folder for figures, tables and all numbers.",
        file_okay=False,
        writable=True,
        show_default=False,
    ),
]
