"""Where a value comes from: ``source``, ``proxy``, ``assumed``, ``range``, ``note``.

Evidence stands in the mapping of a value, beside ``value`` or beside the value's
own keys.  Reading lifts it off the tree, so that models see plain values.
"""

import re

from sim.errors import Problem
from sim.said import Said
from sim.scenario.facts import derived_values, facts
from sim.scenario.kept import Kept
from sim.scenario.plan import Setting
from sim.scenario.ranges import completed_range
from sim.scenario.tree import (
    Branch,
    Fault,
    Leaf,
    Node,
    Row,
    Steps,
    did_you_mean,
    dotted,
    flow,
    walk,
)

__all__ = ["EVIDENCE", "check_evidence", "lift", "settings"]

EVIDENCE = ("source", "proxy", "assumed", "range", "note")


def lift(node: Node, steps: Steps, problems: list[Problem]) -> Node:
    """Return the tree with evidence moved from the keys to the nodes."""
    if isinstance(node, Row):
        node.items = [lift(n, (*steps, i), problems) for i, n in enumerate(node.items)]
        return node
    if not isinstance(node, Branch):
        return node
    evidence = {
        key: node.entries.pop(key).node
        for key in EVIDENCE
        if steps and key in node.entries
    }
    for key, entry in node.entries.items():
        entry.node = lift(entry.node, (*steps, key), problems)
    problems += _malformed(evidence, steps)
    if steps and set(node.entries) == {"value"}:
        inner = node.entries["value"].node
        inner.evidence = {**inner.evidence, **evidence}
        return inner
    node.evidence = evidence
    return node


def _malformed(evidence: dict[str, Node], steps: Steps) -> list[Problem]:
    problems = []
    for key, node in evidence.items():
        items = node.items if isinstance(node, Row) else [node]
        leaves = all(isinstance(item, Leaf) and item.text for item in items)
        fine = leaves and bool(items)
        fix = Said("write a few words")
        if key == "range":
            fine = leaves and isinstance(node, Row) and len(items) == 2
            fix = Said("write the lowest and the highest value:  range: [low, high]")
        elif key == "source":
            fix = Said("write F-numbers, such as  source: [F013, F014]")
        elif isinstance(node, Row):
            fine = False
        if not fine:
            problem = Said("'{key}' is not written as evidence is", key=key)
            problems.append(node.spot.problem((*steps, key), problem, fix))
    return problems


def check_evidence(tree: Node) -> list[Problem]:
    """Return what is wrong with sources and ranges, wherever they stand."""
    problems = []
    for steps, node in walk(tree):
        source = node.evidence.get("source")
        if source is not None:
            items = source.items if isinstance(source, Row) else [source]
            for item in items:
                why = _unknown_source(flow(item))
                if why:
                    problems.append(item.spot.problem((*steps, "source"), *why))
        row = node.evidence.get("range")
        if isinstance(row, Row) and len(row.items) == 2:
            problems += _bad_range(steps, node)
    return problems


def _unknown_source(text: str) -> tuple[str, str] | None:
    known, derived = facts(), derived_values()
    if re.fullmatch(r"[Ff][0-9]+", text):
        if not known or text in known:
            return None
        fix = did_you_mean(text, sorted(known), "facts")
        if not fix.startswith("did"):
            fix = Said("F-numbers are those of scenarios/evidence/facts.csv")
        return Said("there is no fact '{name}'", name=text), fix
    if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", text):
        if not derived or text in derived:
            return None
        fix = did_you_mean(text, sorted(derived), "derived values")
        if not fix.startswith("did"):
            fix = Said("names are those of scenarios/evidence/derived.csv")
        return Said("there is no derived value '{name}'", name=text), fix
    return None


def _bad_range(steps: Steps, node: Node) -> list[Problem]:
    row = node.evidence["range"]
    assert isinstance(row, Row)
    at = (*steps, "range")
    if not isinstance(node, Leaf):
        fix = Said(
            "write it beside that number:  mean: {value: 30 days, range: [20, 40]}"
        )
        return [row.spot.problem(at, Said("a range belongs to a single number"), fix)]
    try:
        completed_range(node.text, flow(row.items[0]), flow(row.items[1]))
    except Fault as fault:
        problem, fix = fault.args
        spot = row.items[int(fault.at[0])].spot if fault.at else row.spot
        return [spot.problem(at, problem, fix)]
    return []


def settings(tree: Node, kept: Kept[Setting]) -> tuple[Setting, ...]:
    """Return every value of the tree with its history and its evidence.

    A translation is none: nothing is planned with it.
    """
    found = []
    for steps, node in walk(tree):
        if steps[:1] == ("translations",):
            continue
        single = isinstance(node, Leaf)
        listed = isinstance(node, Row) and all(isinstance(i, Leaf) for i in node.items)
        inside = steps and isinstance(steps[-1], int) and single and not node.evidence
        if steps and (single or listed or node.evidence) and not inside:
            found.append(_kept(steps, node, kept))
    return tuple(found)


def _kept(steps: Steps, node: Node, kept: Kept[Setting]) -> Setting:
    if isinstance(node, Leaf):
        return kept.of(node, steps, lambda: _setting(steps, node))
    return _setting(steps, node)


def _setting(steps: Steps, node: Node) -> Setting:
    evidence = {key: flow(value) for key, value in node.evidence.items()}
    low = high = None
    row = node.evidence.get("range")
    if isinstance(row, Row) and isinstance(node, Leaf):
        low, high = completed_range(node.text, flow(row.items[0]), flow(row.items[1]))
    source = node.evidence.get("source")
    items = source.items if isinstance(source, Row) else [source] if source else []
    return Setting(
        path=dotted(steps),
        text=flow(node),
        history=tuple((*n.spot.origin, flow(n)) for n in (*node.earlier, node)),
        source=tuple(flow(item) for item in items),
        proxy=evidence.get("proxy"),
        assumed=evidence.get("assumed"),
        low=low,
        high=high,
        note=evidence.get("note"),
    )
