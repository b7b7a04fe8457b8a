"""Problems of a scenario file: complete, located, and kind.

A :class:`Problem` says where (file, line, column, path), shows the line with a
caret under the exact words, and says what is wrong and how to put it right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap

__all__ = ["Problem", "ScenarioError"]

WIDTH = 88
INDENT = 11  # "  problem: " and "  fix:     "


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file.

    ``line`` and ``column`` count from 1.  ``path`` is dotted, empty for the file
    as a whole.  ``source`` is the line as it stands in the file and ``width``
    the number of characters at fault.  ``fix`` may be empty.
    """

    file: str
    line: int
    column: int
    path: str
    source: str
    width: int
    problem: str
    fix: str = ""

    @property
    def place(self) -> str:
        """The position, as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def trail(self) -> str:
        """The path for readers: ``shelters › pvpt › stay › 2nd``."""
        return " › ".join(_step(part) for part in self.path.split(".") if part)

    @property
    def excerpt(self) -> tuple[str, str]:
        """The source line and the carets under it; a long line is cut to fit."""
        room = WIDTH - 8
        shown = "".join(c if c.isprintable() else " " for c in self.source)
        start, width = self.column - 1, max(1, self.width)
        if len(shown) <= room:
            return shown.rstrip(), " " * start + "^" * width
        begin = max(0, min(start - room // 3, len(shown) - room))
        width = min(width, room - (start - begin))
        piece = shown[begin : begin + room].rstrip()
        if begin:
            piece = "…" + piece[1:]
        if begin + room < len(shown):
            piece = piece[: room - 1] + "…"
        return piece, " " * (start - begin) + "^" * max(1, width)

    def lines(self) -> list[str]:
        """Return the whole block, line by line, without colours."""
        block = [f"{self.place}  {self.trail}".rstrip()]
        if self.source.strip():
            source, carets = self.excerpt
            number = str(self.line)
            block.append(f"  {number} │ {source}")
            block.append(f"  {' ' * len(number)} │ {carets}")
        block += _paragraph("problem", self.problem)
        if self.fix:
            block += _paragraph("fix", self.fix)
        return block

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_data(self) -> dict[str, str | int]:
        """Return the problem as plain data, for ``--json``."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "problem": self.problem,
            "fix": self.fix,
        }


class ScenarioError(Exception):
    """A scenario file cannot be used; holds every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    @property
    def summary(self) -> str:
        """One line: how many problems, in which files."""
        files = list(dict.fromkeys(problem.file for problem in self.problems))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        return f"{count} {noun} in {_and(files)}. Nothing was run."

    def __str__(self) -> str:
        blocks = [str(problem) for problem in self.problems]
        return "\n\n".join([*blocks, self.summary])

    def as_data(self) -> Mapping[str, object]:
        """Return every problem as plain data, for ``--json``."""
        return {"problems": [problem.as_data() for problem in self.problems]}

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def _paragraph(label: str, text: str) -> list[str]:
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    first = f"  {label}:".ljust(INDENT)
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _step(part: str) -> str:
    if not part.isdecimal():
        return part
    number = int(part)
    ending = "th" if number % 100 in (11, 12, 13) else None
    return part + (ending or {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


def _and(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
