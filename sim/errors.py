"""Problems of a scenario file: complete, located, and kind.

A :class:`Problem` says where (file, line, column, path), shows the line with a
caret under the exact words, and says what is wrong and how to put it right.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from textwrap import fill, wrap
from typing import ClassVar, Self

from sim.said import Retelling, Said, together

__all__ = ["Problem", "Remark", "ScenarioError"]

WIDTH = 80
"""The columns that a problem may fill, unless told otherwise."""
UNIT = re.compile(r"(?<=[0-9]) (?=[%\w])")
"""Between a number and its unit, where no line is broken."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file.

    ``line`` and ``column`` count from 1.  ``path`` is dotted, empty for the file
    as a whole.  ``source`` is the line as it stands in the file and ``width``
    the number of characters at fault.  ``fix`` may be empty.  Whatever tells it
    takes a ``retold``, which says sentences in the reader's language.
    """

    file: str
    line: int
    column: int
    path: str
    source: str
    width: int
    problem: str
    fix: str = ""

    labels: ClassVar = (Said("problem:"), Said("fix:"))
    keys: ClassVar = ("problem", "fix")

    @property
    def place(self) -> str:
        """The position, as editors and terminals understand it.

        What an option of a command said has no lines: its name stands alone.
        """
        if self.file.startswith("--"):
            return self.file
        return f"{self.file}:{self.line}:{self.column}"

    def trail(self, retold: Retelling = str) -> str:
        """Return the path for readers: ``shelters › pvpt › stay › 2nd``."""
        steps = (part for part in self.path.split(".") if part)
        return " › ".join(retold(_step(part)) for part in steps)

    def excerpt(self, columns: int = WIDTH) -> tuple[str, str]:
        """Return the source line and the carets under it; a long line is cut to fit."""
        room = columns - len(f"  {self.line} │ ")
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

    def lines(self, retold: Retelling = str, columns: int = WIDTH) -> list[str]:
        """Return the whole block, line by line, without colours."""
        block = [f"{self.place}  {self.trail(retold)}".rstrip()]
        if self.source.strip():
            source, carets = self.excerpt(columns)
            number = str(self.line)
            block.append(f"  {number} │ {source}")
            block.append(f"  {' ' * len(number)} │ {carets}")
        labels = [retold(label) for label in self.labels]
        indent = 2 + max(map(len, labels)) + 1
        for label, text in zip(labels, (self.problem, self.fix), strict=True):
            if text:
                block += _paragraph(label, retold(text), indent, columns)
        return block

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_data(self, retold: Retelling = str) -> dict[str, str | int]:
        """Return the problem as plain data, for ``--json``."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            self.keys[0]: retold(self.problem),
            self.keys[1]: retold(self.fix),
        }


class Remark(Problem):
    """Something to look at again in a file that is right: it may be meant.

    ``problem`` says what was seen, ``fix`` what one may do.
    """

    __slots__ = ()
    labels: ClassVar = (Said("note:"), Said("you may:"))
    keys: ClassVar = ("note", "advice")

    @classmethod
    def of(cls, found: Problem) -> Self:
        """Return what was found as a remark."""
        return cls(**{each.name: getattr(found, each.name) for each in fields(found)})


class ScenarioError(Exception):
    """A scenario file cannot be used; holds every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    @property
    def summary(self) -> str:
        """One line: how many problems, in which files."""
        files = list(dict.fromkeys(problem.file for problem in self.problems))
        return Said(
            "{number} problem in {files}. Nothing was run.",
            many="{number} problems in {files}. Nothing was run.",
            number=len(self.problems),
            files=together(files),
        )

    def told(self, retold: Retelling = str, columns: int = WIDTH) -> str:
        """Return every problem and the summary, for a terminal so wide."""
        blocks = ["\n".join(p.lines(retold, columns)) for p in self.problems]
        return "\n\n".join([*blocks, fill(retold(self.summary), columns)])

    def __str__(self) -> str:
        return self.told()

    def as_data(self, retold: Retelling = str) -> Mapping[str, object]:
        """Return every problem as plain data, for ``--json``."""
        return {"problems": [problem.as_data(retold) for problem in self.problems]}

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def _paragraph(label: str, text: str, indent: int, columns: int) -> list[str]:
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    lines = wrap(
        UNIT.sub("\0", text),
        columns,
        initial_indent=f"  {label}".ljust(indent),
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\0", " ") for line in lines]


def _step(part: str) -> str:
    """Return a step of a path, the place in a list as an ordinal."""
    if not part.isdecimal():
        return part
    number = int(part)
    if number % 100 in (11, 12, 13):
        return Said("{number}th", number=number)
    match number % 10:
        case 1:
            return Said("{number}st", number=number)
        case 2:
            return Said("{number}nd", number=number)
        case 3:
            return Said("{number}rd", number=number)
    return Said("{number}th", number=number)
