"""Help in the language spoken; English stays as the commands themselves say it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import typer
from typer.core import TyperGroup

from sim.said import Said

__all__ = ["Helpful", "help_texts"]

HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": Said("Arguments"),
    "OPTIONS_PANEL_TITLE": Said("Options"),
    "COMMANDS_PANEL_TITLE": Said("Commands"),
    "DEFAULT_STRING": Said("[unless given: {}]"),
    "ENVVAR_STRING": Said("[or in the variable {}]"),
    "REQUIRED_LONG_STRING": Said("[required]"),
}
"""What the library below puts around our words, in words of ours."""
USAGE = Said("Usage:")


def help_texts(program: Any) -> Iterator[tuple[str, str]]:
    """Yield every text of the help of a program, with the name of its command."""
    for command in (program, *getattr(program, "commands", {}).values()):
        name = f"bednight {command.name}" if command is not program else "bednight"
        for paragraph in _paragraphs(command.help):
            yield name, paragraph
        for param in command.get_params(typer.Context(command)):
            for paragraph in _paragraphs(getattr(param, "help", None)):
                yield name, paragraph


def _paragraphs(text: str | None) -> list[str]:
    return [" ".join(part.split()) for part in (text or "").split("\n\n") if part]


class Helpful:
    """A command whose help is in the language spoken."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the help."""
        with _headed():
            super(Helpful, _told(self, ctx)).format_help(ctx, formatter)  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        """Return how the command is written."""
        from sim.report.language.retelling import retold

        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace(USAGE, retold(USAGE), 1)


@contextmanager
def _headed() -> Iterator[None]:
    """Head the parts of a help in the language spoken, without bounds of numbers.

    Who goes beyond a bound is told of it.
    """
    from typer import rich_utils

    from sim.report.language import spoken
    from sim.report.language.retelling import retold

    names = (*HEADINGS, "RANGE_STRING")
    before = {name: getattr(rich_utils, name) for name in names}
    is_other = spoken().catalogue is not None
    try:
        rich_utils.RANGE_STRING = ""
        for name, heading in HEADINGS.items() if is_other else ():
            setattr(rich_utils, name, retold(heading))
        yield
    finally:
        for name, heading in before.items():
            setattr(rich_utils, name, heading)


def _told(command: Any, context: Any) -> Any:
    """Return a command whose texts, and those of its options, are told.

    What is said or not, without a value, has no kind of value beside it.
    """
    told = copy(command)
    told.help = _said(command.help)
    params = [copy(param) for param in command.get_params(context)]
    for param in params:
        param.help = _said(getattr(param, "help", None))
        if getattr(param, "is_flag", False):
            param.metavar = ""
    told.get_params = lambda _: params
    if isinstance(command, TyperGroup):
        told.commands = {name: copy(each) for name, each in command.commands.items()}
        for each in told.commands.values():
            each.help = _said(each.help)
    return told


def _said(text: str | None) -> str | None:
    """Say a help text, paragraph by paragraph."""
    from sim.report.language import say

    return None if text is None else "\n\n".join(map(say, _paragraphs(text)))
