"""What every command shares: its streams, its exit codes, its kind words."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from sim.commands.helping import Helpful
from sim.commands.mistyped import in_words, worded
from sim.said import Said

if TYPE_CHECKING:
    from sim.commands.options import Page
    from sim.report.progress import Progress

__all__ = [
    "PROBLEMS",
    "STOPPED",
    "WANTED",
    "Plain",
    "PlainGroup",
    "UnfitFileError",
    "columns",
    "complain",
    "did_you_mean",
    "hand_over",
    "observed",
    "print_json",
    "quoted",
    "refuse_unwritable",
    "say",
    "told_kindly",
    "with_fix",
]

P = ParamSpec("P")
Found = TypeVar("Found")

PROBLEMS, OUR_FAULT, STOPPED = 1, 4, 130
WANTED = {
    "--between": Said(
        "two values are wanted, the lowest and then the highest, such as {code}",
        code='--between "0 months" "6 months"',
    )
}
"""What an option wants that was given too little."""
USUAL_OUT = Path("outputs")
"""Where results go that are not told where."""
LIBRARY = "Value error, "
"""What the library below puts before what we say of an option."""


@contextmanager
def _without_prefix() -> Iterator[None]:
    """Say what is wrong with an option without the words of the library below."""
    try:
        yield
    except typer.BadParameter as wrong:
        from sim.report.language.retelling import retold

        wrong.message = retold(wrong.message)  # our words, in the language asked for
        if wrong.message.startswith(LIBRARY):
            wrong.message = wrong.message.removeprefix(LIBRARY)
        raise
    except Exception as wrong:
        wanted = WANTED.get(getattr(wrong, "option_name", None) or "")
        if wanted is not None and hasattr(wrong, "message"):
            from sim.report.language.retelling import retold

            wrong.message = retold(wanted)
        raise


class _ToldPlainly(Helpful):
    """A part of the program whose options are refused in plain words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options."""
        with worded(ctx, args), _without_prefix():
            return super().parse_args(ctx, args)  # type: ignore[misc,no-any-return]


class PlainGroup(_ToldPlainly, TyperGroup):
    """The program, whose faults are told in plain words."""

    def resolve_command(
        self,
        ctx: typer.Context,  # type: ignore[override]
        args: list[str],
    ) -> tuple[str | None, Any, list[str]]:
        """Find the command."""
        with worded(ctx, args):
            return super().resolve_command(ctx, args)


class Plain(_ToldPlainly, TyperCommand):
    """A command whose usage names its files as we do: ``FILE``, without braces."""

    def collect_usage_pieces(
        self,
        ctx: typer.Context,  # type: ignore[override]
    ) -> list[str]:
        """Return the words after the name of the command."""
        pieces = super().collect_usage_pieces(ctx)
        return [re.sub(r"[{}]|(?<=…)\.\.\.|(?<=…})\.\.\.", "", p) for p in pieces]


class UnfitFileError(Exception):
    """A file that is right in itself cannot answer what the command asks."""


def told_kindly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn every fault into words and an exit code; never show a traceback."""

    @wraps(command)
    def kind(*args: P.args, **kwargs: P.kwargs) -> None:
        from sim.commands.given import by_option
        from sim.errors import ScenarioError
        from sim.report.faults import apology, reason
        from sim.report.language.retelling import retold

        try:
            command(*args, **kwargs)
        except typer.Exit:
            raise
        except typer.BadParameter as wrong:
            wrong.message = retold(wrong.message)
            in_words(wrong)
            raise
        except ScenarioError as wrong_file:
            error = by_option(wrong_file, kwargs)
            if kwargs.get("as_json"):
                print_json(error.as_data(retold))
            else:
                complain(error.told(retold, columns()))
            raise typer.Exit(PROBLEMS) from None
        except UnfitFileError as unfit:
            complain(retold(unfit.args[0]))
            raise typer.Exit(PROBLEMS) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            notes = map(retold, getattr(error, "__notes__", ()))
            complain("\n".join([reason(error), *notes]))
            raise typer.Exit(PROBLEMS) from None
        except KeyboardInterrupt as stop:
            told = [Said("Stopped."), *getattr(stop, "__notes__", ())]
            nothing = Said("Stopped. Nothing was written.")
            complain("\n".join(map(retold, told)) if len(told) > 1 else nothing)
            raise typer.Exit(STOPPED) from None
        except Exception as error:  # noqa: BLE001 - a traceback helps no planner
            complain(apology(error))
            raise typer.Exit(OUR_FAULT) from None

    return kind


def say(text: str) -> None:
    """Print a result, in the language spoken."""
    from sim.report.language.retelling import retold

    print(retold(text))


def complain(text: str) -> None:
    """Print a problem, in the language spoken."""
    from sim.report.language.retelling import retold

    print(retold(text), file=sys.stderr)


def print_json(document: object) -> None:
    """Print one JSON document."""
    from sim.report.summary import as_json

    say(as_json(document))


def hand_over(
    found: Found,
    *,
    tell: Callable[..., str],
    as_data: Callable[[Found], object],
    write: Callable[[Found, Path], Path],
    out: Path | None,
    as_json: bool,
    page: "Page | None" = None,
) -> None:
    """Print what a decision found, as text or JSON; write its folder and its report.

    A report that is not told where to go goes where those of runs go.
    """
    from sim.report.titles import in_words

    with in_words(found) as told:
        if as_json:
            print_json(as_data(told))
        else:
            say(tell(told, width=columns()))
        if out is None and page is None:
            return
        folder = write(told, out or USUAL_OUT)
    from sim.report.decision.folder import written

    pages: tuple[Path, ...] = ()
    if page is not None:
        from sim.report.document.writing import write_decision_report

        pages = write_decision_report(
            folder, forms=("html",), audience=page.audience, language=page.language
        )
    if not as_json:
        say(f"\n{written(folder, pages)}")


def refuse_unwritable(out: Path | None, *, report: bool = False) -> None:
    """Refuse a folder that cannot be written before anything is played for it.

    Raises
    ------
    UnfitFileError
        With why, and what to do.
    """
    from tempfile import TemporaryDirectory

    folder = out or (USUAL_OUT if report else None)
    if folder is None:
        return
    within = next(
        each for each in (folder, *folder.absolute().parents) if each.exists()
    )
    try:
        with TemporaryDirectory(prefix=".bednight-", dir=within):
            pass
    except OSError:
        raise UnfitFileError(
            Said(
                "Nothing can be written to --out {folder}: in {place} no folder can be "
                "made. Choose another, such as {example}. Nothing was played.",
                folder=quoted(folder),
                place=within,
                example="--out outputs",
            )
        ) from None


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
    if not nearest:
        return problem
    return Said("{problem}; did you mean '{near}'?", problem=problem, near=nearest)


def with_fix(sentences: Sequence[str]) -> str:
    """Return a problem and its fix as one sentence."""
    problem, fix = sentences
    return Said("{problem}; {fix}", problem=problem, fix=fix) if fix else problem


@contextmanager
def observed(*, quiet: bool) -> "Iterator[Progress | None]":
    """Give what tells how far a search has come, or None; rub it out at the end."""
    from sim.report.progress import Progress

    progress = None if quiet else Progress(sys.stderr)
    try:
        yield progress
    finally:
        if progress is not None:
            progress.end()
