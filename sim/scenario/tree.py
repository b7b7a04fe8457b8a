"""The tree of a scenario file: every word keeps the place where it stands.

A scalar is a :class:`Leaf` and stays text.  A mapping is a :class:`Branch`, a
list a :class:`Row`.  Each may carry evidence, and the nodes it took over from
when a scenario extends another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import PurePath
from typing import TypeAlias

from sim.errors import Problem
from sim.said import Said

__all__ = [
    "Branch",
    "Entry",
    "Fault",
    "Leaf",
    "Node",
    "Quoted",
    "Row",
    "Source",
    "Spot",
    "Steps",
    "copied",
    "did_you_mean",
    "flow",
    "follow",
    "plain",
    "walk",
]

Steps: TypeAlias = tuple[str | int, ...]
ORIGIN = re.compile(r"  # (\S[^:#]*\.ya?ml):(\d+)$")
"""The comment with which a resolved scenario says where a value was set."""
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Quoted(str):
    """Text that stood in quotes, so that ``"NO"`` is a word and not a no."""

    __slots__ = ()


class Fault(ValueError):  # noqa: N818 - a fault of the file, not of the program
    """A problem and its fix, not yet located.

    ``at`` leads from the value being read to the part at fault; ``key`` asks for
    the caret under the key instead of the value.
    """

    def __init__(
        self, problem: str, fix: str = "", *, at: Steps = (), key: bool = False
    ) -> None:
        super().__init__(problem, fix)
        self.at = at
        self.key = key


@dataclass(frozen=True, slots=True)
class Source:
    """A text being read: its name for readers, its lines, its folder."""

    name: str
    lines: tuple[str, ...]
    folder: str = "."

    @property
    def file(self) -> str:
        """Return the name without folders, which are nobody else's business."""
        return _last_part(self.name)


@cache
def _last_part(name: str) -> str:
    return PurePath(name).name


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands; line and column count from 1."""

    source: Source
    line: int
    column: int
    width: int = 1

    @property
    def origin(self) -> tuple[str, int]:
        """The file and line that set what stands here.

        A resolved scenario says them of each value in a comment, so that what it
        came from is known also where only the resolved one is at hand.  A part that
        begins with another part began where the first value in it was set.
        """
        told = None
        for line in self.source.lines[self.line - 1 :]:
            told = ORIGIN.search(line)
            if told or not line.endswith(":"):
                break
        return (told[1], int(told[2])) if told else (self.source.file, self.line)

    def problem(self, steps: Steps, problem: str, fix: str = "") -> Problem:
        """Return a problem located here."""
        lines = self.source.lines
        return Problem(
            file=self.source.name,
            line=self.line,
            column=self.column,
            path=dotted(steps),
            source=lines[self.line - 1] if self.line <= len(lines) else "",
            width=self.width,
            problem=problem,
            fix=fix,
        )


@dataclass(slots=True)
class Leaf:
    """A scalar, as written."""

    spot: Spot
    text: str
    quoted: bool = False
    evidence: "dict[str, Node]" = field(default_factory=dict)
    earlier: "tuple[Node, ...]" = ()

    @property
    def nothing(self) -> bool:
        """Whether it is empty or ``null``."""
        return not self.quoted and self.text in NOTHING


@dataclass(slots=True)
class Entry:
    """A key, where it stands, and what it holds."""

    spot: Spot
    node: "Node"
    quoted: bool = False


@dataclass(slots=True)
class Branch:
    """A mapping, in file order."""

    spot: Spot
    entries: dict[str, Entry]
    evidence: "dict[str, Node]" = field(default_factory=dict)
    earlier: "tuple[Node, ...]" = ()

    def get(self, key: str) -> "Node | None":
        """Return what a key holds, or None."""
        entry = self.entries.get(key)
        return entry.node if entry else None

    def keys_of(self, key: str) -> tuple[str, ...]:
        """Return the keys of the mapping that ``key`` holds, if it holds one."""
        node = self.get(key)
        return tuple(node.entries) if isinstance(node, Branch) else ()


@dataclass(slots=True)
class Row:
    """A list."""

    spot: Spot
    items: "list[Node]"
    evidence: "dict[str, Node]" = field(default_factory=dict)
    earlier: "tuple[Node, ...]" = ()


Node: TypeAlias = Leaf | Branch | Row


def dotted(steps: Steps) -> str:
    """Return a path as text; items of a list count from 1."""
    return ".".join(str(s + 1) if isinstance(s, int) else s for s in steps)


def plain(node: Node) -> object:
    """Return the tree as dictionaries, lists and text, for the models."""
    match node:
        case Leaf():
            return Quoted(node.text) if node.quoted else node.text
        case Branch():
            return {
                Quoted(key) if entry.quoted else key: plain(entry.node)
                for key, entry in node.entries.items()
            }
        case Row():
            return [plain(item) for item in node.items]


def copied(node: Node) -> Node:
    """Return a tree that can be changed without changing this one.

    Places and evidence are shared: nobody changes those.
    """
    match node:
        case Leaf():
            return Leaf(node.spot, node.text, node.quoted, node.evidence, node.earlier)
        case Branch():
            entries = {
                key: Entry(entry.spot, copied(entry.node), entry.quoted)
                for key, entry in node.entries.items()
            }
            return Branch(node.spot, entries, node.evidence, node.earlier)
        case Row():
            items = [copied(item) for item in node.items]
            return Row(node.spot, items, node.evidence, node.earlier)


def walk(node: Node, steps: Steps = ()) -> Iterator[tuple[Steps, Node]]:
    """Yield every node of a tree with its path, parents first."""
    yield steps, node
    if isinstance(node, Branch):
        for key, entry in node.entries.items():
            yield from walk(entry.node, (*steps, key))
    elif isinstance(node, Row):
        for number, item in enumerate(node.items):
            yield from walk(item, (*steps, number))


def follow(node: Node, steps: Steps) -> tuple[Steps, Node, Spot | None]:
    """Follow a path as far as it leads.

    A step that is not in the file is passed over: models may read a short form
    as a longer one.  Returns the path that exists, its node, and where its key
    stands.
    """
    reached: list[str | int] = []
    key_spot: Spot | None = None
    for step in steps:
        if isinstance(node, Branch) and step in node.entries:
            entry = node.entries[str(step)]
            node, key_spot = entry.node, entry.spot
        elif isinstance(node, Row) and isinstance(step, int) and step < len(node.items):
            node, key_spot = node.items[step], None
        else:
            continue
        reached.append(step)
    return tuple(reached), node, key_spot


def flow(node: Node) -> str:
    """Return a node as one line, the way it would stand in a file."""
    match node:
        case Leaf():
            return node.text
        case Branch():
            inside = (f"{key}: {flow(e.node)}" for key, e in node.entries.items())
            return "{" + ", ".join(inside) + "}"
        case Row():
            return "[" + ", ".join(flow(item) for item in node.items) + "]"


def did_you_mean(
    word: str, known: Sequence[str], what: str, *, closeness: float = 0.6
) -> str:
    """Return a fix that names the nearest known words, or all of a few.

    Examples
    --------
    >>> did_you_mean("bed", ["beds", "stay"], "settings")
    "did you mean 'beds'?"
    """
    near = get_close_matches(word.lower(), [str(k) for k in known], 1, closeness)
    kind = what if isinstance(what, Said) else Said(what)
    if near:
        return Said("did you mean '{near}'?", near=near[0])
    if not known:
        return Said("there are no {what} in this scenario", what=kind)
    listed = ", ".join(list(known)[:16]) + (", …" if len(known) > 16 else "")
    return Said("{what} here: {listed}", what=kind, listed=listed)
