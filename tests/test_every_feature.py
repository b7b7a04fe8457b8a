"""The scenario that times everything uses every word of the language."""

from collections import defaultdict
from pathlib import Path

from ruamel.yaml import YAML

from sim.scenario import load
from sim.scenario.language import ScenarioFile

FILE = Path(__file__).parents[1] / "bench/every-feature.yaml"
SCHEMA = ScenarioFile.model_json_schema()
LAWS = {"CountOrMapping", "DurationOrMapping", "MoneyOrMapping", "StayOrMapping"}
"""Laws of chance, whatever they measure: what one of them says is said for all."""
INSTEAD = {
    ("whole", "warm_up"): "residents_now, which a warm-up excludes",
    ("law", "file"): "observed, the same numbers in place",
}
"""Words that the file has another word instead of."""


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


def of_the_file():
    used = defaultdict(set)
    note(SCHEMA, YAML(typ="safe").load(FILE), "whole", used)
    return used


def test_every_word_of_the_language_is_used():
    used = of_the_file()

    unused = {
        (where, word)
        for where, words in of_the_language().items()
        for word in words - used[where]
    }

    assert unused == set(INSTEAD)


def test_every_trigger_of_an_instalment_is_used():
    plan = load(FILE)

    triggers = {i.trigger for funder in plan.funders for i in funder.instalments}

    assert triggers == {"signature", "date", "spent", "final"}


def test_it_has_ten_shelters_with_beds_and_plays_one_year():
    plan = load(FILE)

    assert sum(shelter.overnight for shelter in plan.shelters) == 10
    assert (plan.days, plan.warm_up_days) == (365, 0)
