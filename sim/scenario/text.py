"""The resolved scenario as text: every value, and the file and line that set it."""

import re

from sim.scenario.kept import Kept
from sim.scenario.merging import OVERRIDE
from sim.scenario.tree import Branch, Entry, Leaf, Node, Row

__all__ = ["canonical_text"]

SAFE = re.compile(r"[\w€$£+.%/ ^()–…,'-]+")
AMBIGUOUS = frozenset(
    ["yes", "no", "on", "off", "true", "false", "null", "~", "y", "n"]
)


def canonical_text(tree: Branch, kept: Kept[str]) -> str:
    """Return a scenario file that means the same and extends nothing.

    Each value carries its evidence, and a comment says where it was set.
    """
    lines: list[str] = []
    for key, entry in tree.entries.items():
        _write(key, entry, 0, lines, kept)
    return "\n".join(lines) + "\n"


def _write(
    key: str, entry: Entry, depth: int, lines: list[str], kept: Kept[str]
) -> None:
    pad, node = "  " * depth, entry.node
    if isinstance(node, Leaf):
        place = (key, entry.quoted, depth)
        lines.append(
            kept.of(node, place, lambda: "\n".join(_single(key, entry, depth)))
        )
    elif isinstance(node, Branch) and node.entries:
        lines.append(f"{pad}{_name(key, entry)}:")
        for inner, held in node.entries.items():
            _write(inner, held, depth + 1, lines, kept)
        for inner, evidence in node.evidence.items():
            lines.append(f"{pad}  {inner}: {_flow(evidence)}")
    elif isinstance(node, Row) and _over_lines(node):
        lines.append(f"{pad}{_name(key, entry)}:  # {_origin(node)}")
        for item in node.items:
            _write_item(item, depth + 1, lines, kept)
    else:
        lines += _single(key, entry, depth)


def _single(key: str, entry: Entry, depth: int) -> list[str]:
    """Write what stands in one line, its evidence below it."""
    pad, node = "  " * depth, entry.node
    name, origin = _name(key, entry), f"  # {_origin(node)}"
    if not node.evidence:
        return [f"{pad}{name}: {_flow(node, inside=False)}{origin}"]
    return [
        f"{pad}{name}:",
        f"{pad}  value: {_flow(node, inside=False)}{origin}",
        *(f"{pad}  {inner}: {_flow(told)}" for inner, told in node.evidence.items()),
    ]


def _name(key: str, entry: Entry) -> str:
    return _word(key, quoted=entry.quoted, inside=False)


def _over_lines(node: Row) -> bool:
    """Say whether a list is of mappings, each with a place of its own to be told."""
    parts = [
        entry.node
        for item in node.items
        if isinstance(item, Branch)
        for entry in item.entries.values()
    ]
    return (
        not node.evidence
        and all(isinstance(item, Branch) and item.entries for item in node.items)
        and any(part.spot.origin != node.spot.origin for part in parts)
    )


def _write_item(item: Node, depth: int, lines: list[str], kept: Kept[str]) -> None:
    """Write an item of a list: a mapping, whose first line begins with a dash."""
    assert isinstance(item, Branch)
    at, pad = len(lines), "  " * depth
    for inner, entry in item.entries.items():
        _write(inner, entry, depth + 1, lines, kept)
    for inner, evidence in item.evidence.items():
        lines.append(f"{pad}  {inner}: {_flow(evidence)}")
    lines[at] = f"{pad}- {lines[at].lstrip()}"


def _origin(node: Node) -> str:
    """Return the file and line that set a value, or that a command did."""
    file, line = node.spot.origin
    return "put by the command" if file == OVERRIDE else f"{file}:{line}"


def _flow(node: Node, *, inside: bool = True) -> str:
    match node:
        case Leaf():
            return _word(node.text, quoted=node.quoted, inside=inside)
        case Row():
            return "[" + ", ".join(_with_evidence(item) for item in node.items) + "]"
        case Branch():
            parts = [
                f"{_word(k, quoted=e.quoted, inside=True)}: {_with_evidence(e.node)}"
                for k, e in node.entries.items()
            ]
            return "{" + ", ".join(parts) + "}"


def _with_evidence(node: Node) -> str:
    if not node.evidence:
        return _flow(node)
    parts = [f"{key}: {_flow(value)}" for key, value in node.evidence.items()]
    if isinstance(node, Branch):
        parts[:0] = [
            f"{_word(k, quoted=e.quoted, inside=True)}: {_with_evidence(e.node)}"
            for k, e in node.entries.items()
        ]
    else:
        parts.insert(0, f"value: {_flow(node)}")
    return "{" + ", ".join(parts) + "}"


def _word(text: str, *, quoted: bool, inside: bool) -> str:
    """Return a scalar, in quotes where YAML would read it otherwise."""
    plain = SAFE.fullmatch(text) and text == text.strip() and text[0] not in "-?%,'…^("
    if inside and "," in text:
        plain = False
    needs = not plain or (quoted and text.lower() in AMBIGUOUS)
    if not needs:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
