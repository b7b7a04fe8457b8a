"""The command line: which commands there are.

Results go to stdout; progress, warnings and problems to stderr.  Exit codes:
0 done; 1 a file has problems or cannot be read or written, nothing was run;
2 a mistyped command; 4 a fault of this program; 130 stopped by Ctrl-C.
"""

import sys
from typing import Annotated, Literal

import typer

from sim import __version__
from sim.commands.deciding import compare
from sim.commands.doubting import sensitivity, uncertainty
from sim.commands.mistyped import VARIABLE
from sim.commands.options import speak
from sim.commands.playing import run, story
from sim.commands.reading import check, explain, new, schema
from sim.commands.reporting import report
from sim.commands.searching import find, sweep
from sim.commands.spending import allocate, marginal
from sim.commands.terminal import Plain, PlainGroup, say

__all__ = ["app", "main"]

COMMANDS = (
    new,
    check,
    explain,
    run,
    story,
    compare,
    find,
    sweep,
    sensitivity,
    uncertainty,
    marginal,
    allocate,
    report,
    schema,
)

app = typer.Typer(
    name="bednight",
    cls=PlainGroup,
    help=(
        "Will this shelter still be open next winter, how long will people wait, "
        "and what does it cost to be sure?\n\n"
        "To begin: 'bednight new my-shelter.yaml'"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line, in UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


Language = Annotated[
    Literal["en", "sq", "sr-Latn", "sr-Cyrl"],
    typer.Option(
        "--lang",
        envvar=VARIABLE,
        metavar="en|sq|sr-Latn|sr-Cyrl",
        help="The language of answers: English, Albanian, Serbian in two scripts.",
        callback=speak,
        is_eager=True,
    ),
]


@app.callback(invoke_without_command=True)
def bednight(
    *,
    _language: Language = "en",
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Simulate a system of shelters from a scenario file."""
    if version:
        say(f"bednight {__version__}")
        raise typer.Exit


for command in COMMANDS:
    app.command(cls=Plain)(command)

if __name__ == "__main__":
    main()
