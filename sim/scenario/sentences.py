"""pydantic's findings in our own words, each at its place in the file."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.errors import Problem
from sim.said import Said
from sim.scenario.laws import UNEVEN
from sim.scenario.tree import (
    Branch,
    Fault,
    Leaf,
    Node,
    Row,
    Spot,
    Steps,
    did_you_mean,
    follow,
)

__all__ = ["helps", "located", "problems_of"]

MOST = 200  # nobody mends more in one go, and each costs time to word
EVERYDAY: Mapping[str, str] = {
    "admissions": "referrals",
    "arrivals": "referrals",
    "average": "mean",
    "capacity": "beds",
    "delay": "late",
    "destinations": "exits",
    "donors": "funding",
    "expenses": "costs",
    "funders": "funding",
    "grants": "funding",
    "length_of_stay": "stay",
    "max": "at_most",
    "maximum": "at_most",
    "min": "at_least",
    "minimum": "at_least",
    "name": "title",
    "overdraft": "credit",
    "places": "beds",
    "rooms": "beds",
    "savings": "reserve",
    "spending": "costs",
}
"""What people call our settings, where no spelling is near."""


def problems_of(
    error: ValidationError, tree: Branch, model: type[BaseModel]
) -> list[Problem]:
    """Return every finding of pydantic as a located problem, one fault one message."""
    found = error.errors(include_url=False, include_input=False)[:MOST]
    misspelt = {
        (tuple(e["loc"][:-1]), meant)
        for e in found
        if e["type"] == "extra_forbidden"
        for meant in [_nearest(str(e["loc"][-1]), _siblings(model, e["loc"], tree))]
        if meant
    }
    problems = []
    for e in found:
        loc = tuple(step for step in e["loc"] if step != "[key]")
        if e["type"] == "missing" and (loc[:-1], loc[-1]) in misspelt:
            continue
        problems.append(_problem(e, loc, tree, model))
    return problems


def located(
    tree: Node, steps: Steps, problem: str, fix: str = "", *, key: bool = False
) -> Problem:
    """Return a problem at a path: under the value, or under its key."""
    reached, node, key_spot = follow(tree, steps)
    spot = node.spot
    if key_spot and (key or (isinstance(node, Branch) and not _on_one_line(node))):
        spot = key_spot
    if isinstance(node, Row | Branch) and spot is node.spot and not key:
        spot = _whole(node)
    if not reached:
        spot = Spot(node.spot.source, node.spot.line, node.spot.column)
        if isinstance(node, Branch) and node.entries:
            first = next(iter(node.entries.values())).spot
            spot = first
    shown = reached
    if key and steps and (not reached or reached[-1] != steps[-1]):
        shown = (*reached, steps[-1])  # the key that is missing
    return spot.problem(shown, problem, fix)


def _on_one_line(node: Branch) -> bool:
    """Whether a mapping is written in braces, so that a caret can underline it."""
    lines = node.spot.source.lines
    line = lines[node.spot.line - 1] if node.spot.line <= len(lines) else ""
    return line[node.spot.column - 1 : node.spot.column] == "{"


def _whole(node: Branch | Row) -> Spot:
    """Return the spot of a bracketed node, as far as its line goes."""
    spot = node.spot
    lines = spot.source.lines
    line = lines[spot.line - 1] if spot.line <= len(lines) else ""
    start = spot.column - 1
    depth = 0
    for position in range(start, len(line)):
        if line[position] in "[{":
            depth += 1
        elif line[position] in "]}":
            depth -= 1
        if depth == 0:
            width = position - start + 1
            return Spot(spot.source, spot.line, spot.column, max(1, width))
    return Spot(spot.source, spot.line, spot.column, max(1, len(line.rstrip()) - start))


def _problem(e: Any, loc: Steps, tree: Branch, model: type[BaseModel]) -> Problem:
    name = str(loc[-1]) if loc else "this"
    match e["type"]:
        case "value_error":
            fault = e["ctx"]["error"]
            if isinstance(fault, Fault):
                key = fault.key or "[key]" in e["loc"]
                steps = (*loc, *fault.at)
                problem, fix = fault.args
                if fix == UNEVEN:
                    fix = _inherited(tree, steps) or fix
                return located(tree, steps, problem, fix, key=key)
            return located(tree, loc, str(fault))
        case "missing":
            return located(
                tree,
                loc,
                Said("'{name}' is missing", name=name),
                _example(model, loc),
                key=True,
            )
        case "extra_forbidden":
            known = _siblings(model, loc, tree)
            near = _nearest(name, known)
            return located(
                tree,
                loc,
                Said("'{name}' is not a setting here", name=name),
                Said("did you mean '{near}'?", near=near)
                if near
                else did_you_mean(name, known, "settings"),
                key=True,
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            node = follow(tree, loc)[1]
            problem = Said("a list stands where settings belong")
            if isinstance(node, Leaf):
                problem = Said("'{text}' stands where settings belong", text=node.text)
            fix = Said("write  name: value  pairs")
            if isinstance(node, Leaf) and ":" in node.text:
                fix = Said(
                    "put a space after the colon: {code}",
                    code=node.text.replace(":", ": ", 1),
                )
            if name == "cuts" or name.endswith("changes"):
                fix = Said("write the date first:  {2017-06-01: …}")
            return located(tree, loc, problem, fix)
        case "list_type":
            braces = isinstance(follow(tree, loc)[1], Branch)
            fix = (
                Said("put brackets around it: {code}", code="[{…}]")
                if braces
                else Said("write {code}", code="[one, other]")
            )
            return located(tree, loc, Said("a list is needed here"), fix)
    return located(
        tree,
        loc,
        Said("this value cannot be used here"),
        Said("see the reference page"),
    )


def _inherited(tree: Branch, steps: Steps) -> str:
    """Return how to get rid of shares that come from the file below."""
    node = follow(tree, steps)[1]
    if not isinstance(node, Branch):
        return ""
    below = [k for k, e in node.entries.items() if e.spot.source != node.spot.source]
    if not below or len(below) == len(node.entries):
        return ""
    return Said(
        "'{name}' is inherited: change it, or write  {name}: null", name=below[0]
    )


def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the setting that is meant: by what people call it, or by its spelling."""
    meant = EVERYDAY.get(word.lower())
    if meant in known:
        return meant
    near = get_close_matches(word.lower(), known, 1, 0.6)
    return near[0] if near else None


def _model_at(model: type[BaseModel], loc: Steps) -> type[BaseModel] | None:
    """Return the model that reads the mapping a path leads to."""
    here: Any = model
    for step in loc:
        here = _inside(here, step)
        if here is None:
            return None
    found = _first_model(here)
    return found if isinstance(found, type) else None


def _inside(here: Any, step: str | int) -> Any:
    """Follow one step through a type: a field, or the items of a container."""
    found = _first_model(here, containers=True)
    if isinstance(found, type) and issubclass(found, BaseModel):
        for name, info in found.model_fields.items():
            if step in (name, info.alias):
                return info.annotation
        return None
    arguments = getattr(found, "__args__", ())
    return arguments[-1] if arguments else None


def _first_model(here: Any, *, containers: bool = False) -> Any:
    """Return the first model, or container of something, inside a type."""
    if isinstance(here, type) and issubclass(here, BaseModel):
        return here
    origin = getattr(here, "__origin__", None)
    if origin in (dict, list, tuple, Mapping):
        return here if containers else None
    for argument in getattr(here, "__args__", ()):
        found = _first_model(argument, containers=containers)
        if found is not None:
            return found
    return None


def _siblings(model: type[BaseModel], loc: Steps, tree: Branch) -> tuple[str, ...]:
    """Return the keys that could stand where an unknown key stands."""
    del tree
    found = _model_at(model, tuple(loc[:-1]))
    if found is None:
        return ()
    return tuple(info.alias or name for name, info in found.model_fields.items())


def _example(model: type[BaseModel], loc: Steps) -> str:
    """Return a fix for a missing setting: its name with an example."""
    found = _model_at(model, tuple(loc[:-1]))
    name = str(loc[-1])
    if found is None:
        return Said("add  {code}", code=f"{name}: …")
    for field, info in found.model_fields.items():
        if name in (field, info.alias):
            code = f"{name}: {_value_for(info)}"
            return Said("add  {code}  ({help})", code=code, help=Said(_help(info)))
    return Said("add  {code}", code=f"{name}: …")


def helps(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the help of every setting that must be there, for translators."""
    found: dict[str, None] = {}
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        for info in model.model_fields.values():
            if info.is_required() and info.description:
                found[_help(info)] = None
            waiting += _models_in(info.annotation)
    return tuple(found)


def _models_in(annotated: Any) -> list[type[BaseModel]]:
    """Return every model inside a type."""
    if isinstance(annotated, type) and issubclass(annotated, BaseModel):
        return [annotated]
    return [m for a in getattr(annotated, "__args__", ()) for m in _models_in(a)]


def _help(info: Any) -> str:
    """Return the first line of a setting's help, to stand in brackets."""
    line = (info.description or "").split("\n")[0].rstrip(".")
    return f"{line[:1].lower()}{line[1:]}"


def _metadata(annotated: Any) -> tuple[Any, ...]:
    return getattr(annotated, "__metadata__", ())


def _value_for(info: Any) -> str:
    inner = getattr(info.annotation, "__args__", ())
    for piece in (*info.metadata, *(m for a in inner for m in _metadata(a))):
        schema = getattr(piece, "json_schema", None)
        if schema:
            if schema.get("examples"):
                return str(schema["examples"][0])
            if schema.get("enum"):
                return str(schema["enum"][0])
        if getattr(piece, "example", None):
            return str(piece.example)
    return "…"
