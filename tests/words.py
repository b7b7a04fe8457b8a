"""The words of the language, and which of them files use: keys, and their choices."""

from collections import defaultdict

from sim.scenario.language import ScenarioFile

SCHEMA = ScenarioFile.model_json_schema()
LAWS = {"CountOrMapping", "DurationOrMapping", "MoneyOrMapping", "StayOrMapping"}
"""Laws of chance, whatever they measure: what one of them says is said for all."""


def definition(node):
    """Return the mapping that a schema refers to, and its name."""
    name = node.get("like") or node.get("$ref", "").rsplit("/")[-1]
    return SCHEMA["$defs"].get(name), "law" if name in LAWS else name


def walk(node, value, at, used):
    """Note every key and every choice of ``value`` that the schema ``node`` knows."""
    mapping, name = definition(node)
    if mapping:
        note(mapping, value, name, used)
    for part in node.get("anyOf", ()):
        walk(part, value, at, used)
    if value in node.get("enum", ()):
        used[at].add(value)
    if isinstance(value, list):
        for inner in value:
            walk(node.get("items", {}), inner, at, used)
    if isinstance(value, dict) and isinstance(node.get("additionalProperties"), dict):
        for inner in value.values():
            walk(node["additionalProperties"], inner, at, used)


def note(mapping, value, name, used):
    """Note in ``used`` what a mapping called ``name`` says."""
    if isinstance(value, dict):
        for key, node in mapping["properties"].items():
            if key in value:
                used[name].add(key)
                walk(node, value[key], (name, key), used)


def enumerated(node):
    """Return the words that a value may be, if it is one of a few."""
    words = set(node.get("enum", ()))
    return words.union(*(enumerated(part) for part in node.get("anyOf", ())))


def of_the_language():
    """Return by mapping its keys, and by (mapping, key) the words it may be."""
    words = defaultdict(set)
    named = {"whole": SCHEMA} | SCHEMA["$defs"]
    for name, mapping in named.items():
        known = "law" if name in LAWS else name
        for key, node in mapping["properties"].items():
            words[known].add(key)
            words[known, key] |= enumerated(node)
    return words


def used_by(*files):
    """Return of some files, read as plain data, what ``of_the_language`` lists."""
    used = defaultdict(set)
    for file in files:
        note(SCHEMA, file, "whole", used)
    return used


def unused(used):
    """Return what no file used: (mapping, key), or ((mapping, key), choice)."""
    return {
        (where, word)
        for where, words in of_the_language().items()
        for word in words - used[where]
    }
