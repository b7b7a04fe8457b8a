"""The map of systems is complete: its words exist, and its scenarios use them."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.scenario import json_schema, load

ROOT = Path(__file__).parents[1]
LIBRARY = {path.stem: path for path in sorted((ROOT / "scenarios").glob("*.yaml"))}
PAGE = (ROOT / "docs/background/systems.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (?!system|-)([^|]+) \| ([^|]*) \| (`[^|]+) \| ([^|]+) \|$", re.MULTILINE
)
INVENTED = {"people", "groups"}
"""Sections whose keys a file invents."""


def rows():
    """Yield what each row tells: the system, its words, the scenario's name."""
    for system, _, words, shown in ROW.findall(PAGE):
        yield system, re.findall(r"`([a-z_.]+)`", words), shown


ROWS = list(rows())
SHOWN = {re.search(r"\((?:.*/)?([^/]+)\.yaml\)", shown)[1] for *_, shown in ROWS}


def below(schema, node):
    """Yield every schema that a value of ``node`` may have to meet, itself included."""
    node = schema["$defs"][node["$ref"].rsplit("/")[-1]] if "$ref" in node else node
    yield node
    parts = [*node.get("anyOf", ()), *node.get("allOf", ()), *node.get("oneOf", ())]
    if isinstance(node.get("items"), dict):
        parts.append(node["items"])
    for part in parts:
        yield from below(schema, part)


def named(schema, nodes):
    """Return the schemas of what a file gives a name to, such as one shelter."""
    return [
        each
        for node in nodes
        if isinstance(node.get("additionalProperties"), dict)
        for each in below(schema, node["additionalProperties"])
    ]


def in_the_language(word):
    """Say whether the schema has a key, going through the names that files give."""
    schema = json_schema()
    nodes = list(below(schema, schema))
    for part in word.split("."):
        found = [
            each
            for node in [*nodes, *named(schema, nodes)]
            if part in node.get("properties", {})
            for each in below(schema, node["properties"][part])
        ]
        if not found:
            return word.split(".")[0] in INVENTED and word.count(".") == 1
        nodes = found
    return True


def uses(name, word):
    """Say whether a scenario sets a key, in its own text or one that it extends."""
    pattern = r"\.(?:\w+\.)?".join(map(re.escape, word.split(".")))
    return any(
        re.match(rf"{pattern}(?:\.|$)", setting.path)
        for setting in load(LIBRARY[name]).settings
    )


def test_the_map_has_a_row_for_every_line_of_its_tables():
    lines = [line for line in PAGE.splitlines() if "../../scenarios/" in line]

    assert len(ROWS) == len(lines) >= len(LIBRARY)


def test_every_scenario_of_the_map_is_in_the_library_and_the_other_way_round():
    assert sorted(SHOWN) == sorted(LIBRARY)


def test_every_word_of_the_map_is_in_the_language():
    words = {word for _, words, _ in ROWS for word in words}

    assert sorted(word for word in words if not in_the_language(word)) == []


def test_a_word_that_nobody_reads_is_not_in_the_language():
    assert not in_the_language("shelters.colour")
    assert not in_the_language("shelters.beds.number")
    assert not in_the_language("colour")


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_scenario_uses_the_words_that_it_is_to_show(name):
    words = {
        word for _, words, shown in ROWS if f"/{name}.yaml" in shown for word in words
    }

    assert sorted(word for word in words if not uses(name, word)) == []


def test_every_scenario_of_the_library_is_in_its_list():
    listed = (ROOT / "scenarios/README.md").read_text(encoding="utf-8")

    assert [name for name in LIBRARY if f"]({name}.yaml)" not in listed] == []


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_the_question_in_the_comment_is_a_question_and_so_is_the_one_asked(name):
    text = YAML(typ="safe").load(LIBRARY[name].read_text(encoding="utf-8"))

    assert text["question"].strip().endswith("?")
