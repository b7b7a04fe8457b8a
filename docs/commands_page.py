"""The page of commands: what each is for, and its own help."""
# ruff: noqa: E501 - prose is one sentence a line

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from textwrap import wrap
from typing import get_type_hints

from typer.models import ArgumentInfo, ParameterInfo

import cli

__all__ = ["commands_page"]

FOR = {
    "new": (
        "To begin.",
        (
            "It writes a small scenario that runs as it stands, with a comment on every"
            " line that needs one; it never overwrites a file."
        ),
    ),
    "check": (
        "After every edit.",
        (
            "It finds every problem in one pass, shows the line with a mark under the"
            " place, and says what to write instead; nothing is run."
        ),
    ),
    "explain": (
        "Before you believe a result.",
        (
            "It shows what was understood, where each value comes from, what each shelter"
            " costs and is promised, and by when the money must be there."
        ),
        (
            "With a key such as `shelters.pvpt.beds` it tells the history of that one"
            " value."
        ),
    ),
    "run": (
        "For the answer.",
        (
            "It plays the scenario many times, says what came of it with its doubt, and"
            " writes a folder of figures and tables."
        ),
    ),
    "story": (
        "To see why.",
        (
            "It tells one replication as a dated log: who came, what was paid late, when"
            " intake stopped, why a shelter closed."
        ),
    ),
    "compare": (
        "To choose between plans.",
        (
            "It plays a base and its variants with the same luck and says what differs,"
            " how surely, what was changed, and what an effect costs; see"
            " [comparing plans](../guides/compare.md)."
        ),
    ),
    "find": (
        "To know how much is enough.",
        (
            "It looks for the smallest or largest value of a setting that keeps a"
            " condition, and says how sure that is; see"
            " [how much is enough](../guides/find.md)."
        ),
    ),
    "sweep": (
        "To see a whole curve.",
        (
            "It turns one setting or two over a grid and tells every point with its"
            " range; see [the whole curve](../guides/find.md#the-whole-curve)."
        ),
    ),
    "report": (
        "For the meeting.",
        (
            "It makes a report from a results folder: a page, a PDF, a Word file, a"
            " workbook, in four languages, for three kinds of reader; see"
            " [reports](../guides/report.md)."
        ),
    ),
    "sensitivity": (
        "To know which guess matters.",
        (
            "It turns every value that has a range, alone and together, and says what"
            " to measure first; see [what is not known](../guides/unknowns.md)."
        ),
    ),
    "uncertainty": (
        "To tell chance from not knowing.",
        (
            "It draws what is not known, plays each draw, and divides the doubt about"
            " one period; see"
            " [chance or not knowing](../guides/unknowns.md#chance-or-not-knowing)."
        ),
    ),
    "marginal": (
        "For the next 10,000 euros.",
        (
            "It pulls each lever of the file alone and says what that avoids, and at"
            " what price; see [spending a sum](../guides/spend.md)."
        ),
    ),
    "allocate": (
        "To split a budget.",
        (
            "It chooses how far to pull each lever, and says what cannot be told from"
            " the choice; see"
            " [how to split a budget](../guides/spend.md#how-to-split-a-budget)."
        ),
    ),
    "schema": (
        "For your editor.",
        (
            "With the schema, editors such as Visual Studio Code complete keys, show their"
            " help and underline mistakes while you type."
        ),
    ),
}
EXAMPLES = {
    "new": "new my-shelter.yaml",
    "check": "check my-shelter.yaml scenarios/kosovo-2017.yaml",
    "explain": "explain my-shelter.yaml funding.ministry.call.late",
    "run": "run my-shelter.yaml --replications 20 --seed 7 --out winter",
    "story": "story my-shelter.yaml --replication 3 --seed 7 --victim 4",
    "compare": (
        "compare scenarios/kosovo-2021.yaml scenarios/kosovo-2021-bridge-fund.yaml"
        " --replications 10"
    ),
    "find": (
        "find my-shelter.yaml --vary shelters.shelter_one.reserve --between '0 months'"
        " '2 months' --step '1 month' --until 'closure_days <= 5' --replications 5"
    ),
    "sweep": (
        "sweep my-shelter.yaml --vary 'shelters.shelter_one.reserve=0 months..2 months'"
        " --points 3 --replications 5"
    ),
    "report": "report winter/my-shelter-1375e40b-seed-7 --for director",
    "sensitivity": (
        "sensitivity scenarios/kosovo-2021.yaml --input shelters.pvpt.reserve"
        " --replications 5"
    ),
    "uncertainty": (
        "uncertainty scenarios/kosovo-2021.yaml --input shelters.pvpt.reserve"
        " --draws 8 --replications 2"
    ),
    "marginal": (
        "marginal scenarios/kosovo-2021-levers.yaml --amount €5,000 --replications 5"
    ),
    "allocate": (
        "allocate scenarios/kosovo-2021-levers.yaml --budget €3,000 --replications 5"
    ),
    "schema": "schema --out scenario.schema.json",
}
ARGUMENTS = {
    "FILE": "A scenario file.",
    "FOLDER": "A results folder.",
    "FILE…": "One or more scenario files.",
    "BASE": "The scenario file that the others are compared with.",
    "VARIANT…": "One or more scenario files.",
}
OPENING = """\
# Commands

What `bednight` can do, in the order in which it is usually needed.
This page is written from the program's own help; nobody edits it.

A result goes to the standard output; progress and problems go to the standard error.
The exit code says how it ended:

| code | meaning |
|---|---|
| 0 | done |
| 1 | a file has problems, or cannot be read or written; nothing was run |
| 2 | the command was mistyped |
| 4 | a fault of the program itself; please report it |
| 130 | stopped by Ctrl-C; finished replications of a run are kept |

`bednight --install-completion` teaches your shell to complete commands and options.
"""


def commands_page() -> str:
    """Return the Markdown of ``docs/reference/cli.md``."""
    commands = {
        command.name or command.callback.__name__: command.callback
        for command in cli.app.registered_commands
        if command.callback is not None
    }
    if set(commands) != set(FOR):
        raise SystemExit(f"say what these are for: {sorted(set(commands) ^ set(FOR))}")
    whole = str(cli.app.info.help)
    rows = [f"| [`{n}`](#bednight-{n}) | {_first(commands[n])} |" for n in FOR]
    parts = [OPENING, "## bednight", "", whole, ""]
    parts += ["| command | what it does |", "|---|---|", *rows, ""]
    parts += _help("bednight COMMAND", whole, cli.bednight)
    for name, sentences in FOR.items():
        parts += [f"## bednight {name}", "", *sentences, ""]
        parts += ["```console", f"$ bednight {EXAMPLES[name]}", "```", ""]
        parts += _help(f"bednight {name}", _first(commands[name]), commands[name])
    return "\n".join(parts).rstrip() + "\n"


def _first(command: Callable[..., None]) -> str:
    return (command.__doc__ or "").split("\n")[0]


def _help(usage: str, help_: str, command: Callable[..., None]) -> list[str]:
    """Return what ``--help`` says, in 80 columns and without boxes.

    Written from the same words, not from its output, which every release of
    typer lays out anew.
    """
    told = []
    for name, parameter in signature(command).parameters.items():
        kind = get_type_hints(command, include_extras=True)[name]
        if name == "context":
            continue
        info = kind.__metadata__[0]
        called = _called(name, kind.__origin__, info)
        if isinstance(info, ArgumentInfo):
            optional = parameter.default is not parameter.empty
            usage += f" [{called}]" if optional else f" {called}"
        told.append((called, _meaning(called, info, parameter.default)))
    told.append(("--help", "Show the help of the command."))
    wide = max(len(called) for called, _ in told)
    lines = [f"{usage} [OPTIONS]", "", *wrap(help_, 80), ""]
    for called, meaning in told:
        front = f"  {called:{wide}}  "
        lines += wrap(
            meaning, 80, initial_indent=front, subsequent_indent=" " * len(front)
        )
    return ["```text", *lines, "```", ""]


def _called(name: str, kind: object, info: ParameterInfo) -> str:
    """Return how a parameter is written, such as ``--seed NUMBER``."""
    if isinstance(info, ArgumentInfo):
        return info.metavar or name.upper()
    given = info.default  # typer keeps the first declaration there
    option = given if isinstance(given, str) else f"--{name.replace('_', '-')}"
    if kind is bool:
        return option
    written = {"int": "NUMBER", "int | None": "NUMBER", "str | None": "ID"}
    value = info.metavar or written.get(getattr(kind, "__name__", str(kind)), "PATH")
    return f"{option} {value}"


def _meaning(called: str, info: ParameterInfo, default: object) -> str:
    """Return the help of a parameter, with its bounds and its default."""
    words = [info.help or ARGUMENTS[called]]
    if info.min is not None and info.max is not None:
        many = info.max > 10**9
        words.append(
            f"{info.min} or more." if many else f"From {info.min:,} to {info.max:,}."
        )
    if isinstance(default, (int, Path)) and not isinstance(default, bool):
        words.append(f"{default} unless given.")
    return " ".join(words)
