"""One tree on top of another: what ``extends`` and overrides do.

Mappings merge by key; lists, single values and laws (mappings with
``distribution``) replace what was there; ``null`` removes it.  Every node
remembers the nodes it replaced.
"""

from functools import lru_cache

from sim.errors import Problem
from sim.said import Said
from sim.scenario.composer import compose
from sim.scenario.evidence import lift
from sim.scenario.tree import (
    Branch,
    Entry,
    Leaf,
    Node,
    Row,
    Source,
    Spot,
    Steps,
    copied,
    did_you_mean,
    follow,
)

__all__ = ["OVERRIDE", "merge", "override"]

OVERRIDE = "override"
"""The name of what is no file: a value that was put over one."""
KEPT = 8192
"""So many values are read only once: those of a design of 256 points, and more."""


def merge(base: Branch, over: Branch, steps: Steps, problems: list[Problem]) -> None:
    """Put ``over`` on top of ``base``, in place."""
    for key, entry in over.entries.items():
        old = base.entries.get(key)
        if (
            isinstance(entry.node, Leaf)
            and entry.node.nothing
            and not entry.node.evidence
        ):
            if old is None:
                fix = did_you_mean(key, tuple(base.entries), "settings")
                problems.append(
                    entry.spot.problem(
                        (*steps, key),
                        Said("there is no '{key}' here to remove", key=key),
                        fix,
                    )
                )
            base.entries.pop(key, None)
        elif old is None:
            base.entries[key] = entry
        else:
            node = _placed(old.node, entry.node, (*steps, key), problems)
            base.entries[key] = Entry(entry.spot, node, entry.quoted)
    if over.evidence:
        base.evidence = over.evidence
    base.spot = over.spot


def _placed(old: Node, new: Node, steps: Steps, problems: list[Problem]) -> Node:
    """Return what stands where ``new`` was written over ``old``."""
    if isinstance(new, Branch) and isinstance(old, Branch):
        if "distribution" not in new.entries:
            merge(old, new, steps, problems)
            return old
    elif isinstance(new, Branch) and not new.entries and new.evidence:
        old.evidence = {**old.evidence, **new.evidence}
        return old
    new.earlier = (*old.earlier, old)
    return new


def override(tree: Branch, dotted_path: str, text: str) -> list[Problem]:
    """Put ``text`` at a path of the tree, in place; return what is wrong with it."""
    source = _written(dotted_path, text)
    steps = [int(s) - 1 if s.isdecimal() else s for s in dotted_path.split(".")]
    missed = _unknown_step(tree, steps, source)
    if missed:
        return [missed]
    read, wrong = _read(dotted_path, text)
    if read is None or wrong:
        return [p for p in wrong if p] or [_unreadable(source, dotted_path)]
    problems: list[Problem] = []
    node = lift(copied(read), tuple(steps), problems)
    _, parent, _ = follow(tree, tuple(steps[:-1]))
    last = steps[-1]
    key_spot = Spot(
        source,
        1,
        len(dotted_path) - len(str(dotted_path.rsplit(".", maxsplit=1)[-1])) + 1,
    )
    key_spot = Spot(source, 1, key_spot.column, len(dotted_path) - key_spot.column + 1)
    if isinstance(parent, Branch):
        over = Branch(parent.spot, {str(last): Entry(key_spot, node)})
        merge(parent, over, tuple(steps[:-1]), problems)
    elif isinstance(parent, Row) and isinstance(last, int):
        node.earlier = (*parent.items[last].earlier, parent.items[last])
        parent.items[last] = node
    return problems


@lru_cache(KEPT)
def _read(dotted_path: str, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return what is put at a path, to be copied before it is changed.

    Reading YAML takes long, and a design puts each of its values many times.
    """
    source = _written(dotted_path, text)
    node, problems = compose(Source(OVERRIDE, (" " * (len(dotted_path) + 2) + text,)))
    if node is not None and not problems:
        _rehome(node, source)
    return node, tuple(problems)


def _written(dotted_path: str, text: str) -> Source:
    """Return an override as its reader would write it."""
    return Source(OVERRIDE, tuple(f"{dotted_path}: {text}".split("\n")))


def _unreadable(source: Source, dotted_path: str) -> Problem:
    spot = Spot(source, 1, len(dotted_path) + 3)
    return spot.problem(
        (dotted_path,), Said("this value cannot be read"), Said("put it in quotes")
    )


def _unknown_step(
    tree: Branch, steps: list[str | int], source: Source
) -> Problem | None:
    node: Node = tree
    column = 1
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        word = str(step + 1) if isinstance(step, int) else step
        spot = Spot(source, 1, column, max(1, len(word)))
        known: tuple[str, ...] = ()
        if isinstance(node, Branch):
            if word in node.entries:
                steps[number] = word
                node = node.entries[word].node
                column += len(word) + 1
                continue
            if last and word:
                return None
            known = tuple(node.entries)
        elif isinstance(node, Row):
            if isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
                column += len(word) + 1
                continue
            known = tuple(str(n + 1) for n in range(len(node.items)))
        here = ".".join(str(s) for s in steps[:number]) or Said("this scenario")
        fix = (
            did_you_mean(word, known, "settings")
            if known
            else Said("{place} has no parts", place=here)
        )
        return spot.problem(
            (), Said("there is no '{name}' in {place}", name=word, place=here), fix
        )
    return None


def _rehome(node: Node, source: Source) -> None:
    """Let positions in an override's value point into the whole override."""
    node.spot = Spot(source, node.spot.line, node.spot.column, node.spot.width)
    if isinstance(node, Branch):
        for entry in node.entries.values():
            spot = entry.spot
            entry.spot = Spot(source, spot.line, spot.column, spot.width)
            _rehome(entry.node, source)
    elif isinstance(node, Row):
        for item in node.items:
            _rehome(item, source)
