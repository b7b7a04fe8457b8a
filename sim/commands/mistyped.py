"""What is wrong with a command as it was typed, in the reader's language.

The library below says it in English; what it says is recognised and said again.
English stays as the library says it, but for what it says of files and folders.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from os import environ
from typing import Any

import typer

from sim.said import Said, marked

__all__ = ["VARIABLE", "in_words", "worded"]

VARIABLE = "BEDNIGHT_LANG"
"""Where the environment says which language is spoken."""

KNOWN = (
    (r"No such command '(?P<name>.*?)'\.", marked("there is no command '{name}'")),
    (
        r"No such command '(?P<name>.*?)'\. Did you mean '?(?P<near>.*?)'?\?",
        marked("there is no command '{name}'; did you mean '{near}'?"),
    ),
    (r"Missing command\.", marked("a command is missing")),
    (r"No such option: (?P<name>\S+)", marked("there is no option {name}")),
    (
        r"No such option: (?P<name>\S+) \(Possible options: (?P<near>.*)\)",
        marked("there is no option {name}; did you mean {near}?"),
    ),
    (r"Missing (?:argument|option) '(?P<name>.*?)'\.?.*", marked("{name} is missing")),
    (
        r"Option '(?P<name>.*?)' requires an argument\.",
        marked("{name} is to be followed by a value"),
    ),
    (
        r"Option '(?P<name>.*?)' requires (?P<number>\d+) arguments\.",
        marked("{name} is to be followed by {number} values"),
    ),
    (
        r"Got unexpected extra argument(?:\(s\))?s? \((?P<names>.*)\)",
        marked("there is more than the command takes: {names}"),
    ),
    (
        r"(?:Value )?'(?P<text>.*?)' is not one of (?P<choices>.*)\.",
        marked("'{text}' is none of {choices}"),
    ),
    (
        r"(?:Value )?'(?P<text>.*?)' is not a valid (?:int|integer|float|number).*",
        marked("'{text}' is not a number"),
    ),
    (r"\w+ '(?P<text>.*)' is a file\.", marked("'{text}' is a file, not a folder")),
    (r"\w+ '(?P<text>.*)' is a directory\.", marked("'{text}' is a folder")),
    (r"\w+ '(?P<text>.*)' is not writable\.", marked("'{text}' cannot be written")),
    (r"\w+ '(?P<text>.*)' does not exist\.", marked("there is no '{text}'")),
)
"""What the library says, and what we say instead."""
INVALID = re.compile(
    r"Invalid value(?: for (?P<option>.*?))?: (?P<problem>.*)", re.DOTALL
)


ODD = re.compile(
    r"\w+ '.*' (?:is a (?:file|directory)|is not writable|does not exist)\.$"
)
"""What the library says of files and folders in words that are not English."""


@contextmanager
def worded(context: typer.Context, args: Sequence[str]) -> Iterator[None]:
    """Say in the reader's language what is mistyped in the block.

    Options are read one after the other, and the first may be the wrong one, or ask
    for help; so ``--lang`` is looked for before they are.
    """
    asked = [code for option, code in pairwise(args) if option == "--lang"]
    if not asked and context.parent is None:
        asked = [environ.get(VARIABLE, "")]
    for code in filter(None, asked):
        from sim.report.language import LANGUAGES, speaking

        if code in LANGUAGES:
            context.with_resource(speaking(code))
    try:
        yield
    except Exception as wrong:
        in_words(wrong)
        context.close()  # nobody else does, where reading the options fails
        raise


def in_words(wrong: Any) -> None:
    """Let an error of the library tell itself in the language spoken."""
    from typer import rich_utils

    from sim.report.language import spoken
    from sim.report.language.retelling import retold

    if not hasattr(wrong, "format_message"):
        return
    foreign = spoken().catalogue is not None
    if foreign or ODD.search(wrong.format_message()):
        wrong.format_message = partial(str, retold(_ours(wrong.format_message())))
        if getattr(wrong, "ctx", None) is not None:
            wrong.ctx.get_usage = partial(str, wrong.ctx.get_usage())
    help_ = "[blue]'{command_path} {help_option}'[/]"
    rich_utils.RICH_HELP = retold(Said("Try {command} for help.", command=help_))
    rich_utils.ERRORS_PANEL_TITLE = retold(Said("Error"))


def _ours(english: str) -> str:
    """Return a sentence of the library as one of ours, or as it is."""
    whole = " ".join(english.split())
    invalid = INVALID.fullmatch(whole)
    if invalid is not None:
        problem = _ours(invalid["problem"])
        if invalid["option"] is None:
            return problem
        option = invalid["option"].strip("'")
        return Said("{option}: {problem}", option=option, problem=problem)
    for pattern, template in reversed(KNOWN):
        found = re.fullmatch(pattern, whole)
        if found is not None:
            return Said(template, **found.groupdict())
    return english
