"""The JSON Schema for editors, and the language it describes."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from sim.scenario import STARTER, json_schema, load
from sim.scenario.language import ScenarioFile

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "scenarios" / "scenario.schema.json"
VALID = sorted((ROOT / "tests" / "scenarios" / "valid").glob("*.yaml"))
LIBRARY = sorted((ROOT / "scenarios").glob("*.yaml"))
KEPT = "whole-language", "money-words"  # YAML cuts 1,200 in braces; the reader does not
BRACES = re.compile(r"\{[^{}\"]*[0-9],[0-9]{3}")
EDITED = [path for path in VALID + LIBRARY if path.stem not in KEPT]


def as_an_editor_reads(text):
    """Return what YAML 1.2 makes of a file, dates and keys as text."""

    def told(node):
        if isinstance(node, dict):
            return {str(key): told(value) for key, value in node.items()}
        if isinstance(node, list):
            return [told(item) for item in node]
        return node if isinstance(node, bool | int | float | None) else str(node)

    return told(YAML(typ="safe", pure=True).load(text))


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(json_schema())


def test_the_committed_schema_is_that_of_the_language():
    told = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"

    assert told == COMMITTED.read_text(encoding="utf-8"), (
        "write it again: bednight schema > scenarios/scenario.schema.json"
    )


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", EDITED, ids=lambda path: path.stem)
def test_an_editor_finds_no_fault_in_a_valid_file(path, validator):
    text = path.read_text(encoding="utf-8-sig")

    assert [
        error.message for error in validator.iter_errors(as_an_editor_reads(text))
    ] == []


def test_an_editor_finds_no_fault_in_the_starter(validator):
    assert not BRACES.search(STARTER)
    assert list(validator.iter_errors(as_an_editor_reads(STARTER))) == []


@pytest.mark.parametrize(
    "text",
    [
        "shelter: {}",
        "shelters: {one: {bed: 3}}",
        "funding: {one: {instrument: gift}}",
        "shelters: {one: {beds: {value: 3, sources: [F001]}}}",
        "period: {start: 2017-01-01, ends: 2018-01-01}",
    ],
)
def test_an_editor_underlines_what_the_reader_refuses(text, validator):
    assert list(validator.iter_errors(as_an_editor_reads(text)))


def parts(model):
    """Return the models of the language with their fields."""
    schema = model.model_json_schema()
    return {"ScenarioFile": schema} | schema["$defs"]


def test_every_setting_has_a_meaning():
    silent = [
        f"{name}.{field}"
        for name, part in parts(ScenarioFile).items()
        for field, told in part.get("properties", {}).items()
        if not told.get("description")
    ]

    assert silent == []


def test_the_valid_corpus_uses_every_setting_of_the_language():
    used = set()
    for path in VALID:
        scenario = load(path)
        for setting in scenario.settings:
            used |= set(setting.path.split("."))
        used |= {"translations"} if scenario.translations else set()
    known = {
        field
        for part in parts(ScenarioFile).values()
        for field in part.get("properties", {})
    }

    assert known - used - {"file"} == set()
