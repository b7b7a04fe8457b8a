"""Every feature has an exact log, is drawn where invariants hold, and is shown.

The table is ``features.FEATURES``; a new word of the language fails here until it
stands there, with its tests and its example.
"""

import ast
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from features import FEATURES, PLAYED
from hypothesis import Phase, given, settings
from ruamel.yaml import YAML
from test_docs import DOCS, blocks
from words import of_the_language, unused, used_by
from written import files

HERE = Path(__file__).parent
IN_WORDS = {("law", "file"): "`file: stays.csv`"}
"""Keys that a runnable example cannot show, and how the section tells them."""


def named(listed):
    return [name.strip() for name in listed.split(";")]


def words_of(feature):
    return {tuple(word.split(".")) for word in feature.words.split()}


def keys_of_the_language():
    return {
        (where, key)
        for where, keys in of_the_language().items()
        if isinstance(where, str)
        for key in keys
    }


def test_every_word_of_the_language_belongs_to_one_feature():
    told = Counter(word for feature in FEATURES for word in words_of(feature))

    assert set(told) == keys_of_the_language()
    assert {word for word, times in told.items() if times > 1} == set()


def test_every_feature_has_words_or_a_sign():
    assert [f.name for f in FEATURES if not (f.words or f.sign)] == []


# An exact log


@cache
def asserted_in(file):
    """Return the tests of a file, each with the text of what it asserts."""
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {
        node.name: [ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Assert)]
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def assertions(test):
    """Return what a named test asserts, None where there is no such test."""
    file, name = test.split("::")
    return asserted_in(file).get(name) if (HERE / file).exists() else None


LOGS = sorted({test for feature in FEATURES for test in named(feature.log)})


def test_every_test_that_is_named_is_there():
    assert [test for test in (*LOGS, *PLAYED) if assertions(test) is None] == []


def test_every_log_is_exact():
    assert [t for t in LOGS if not any(" == " in a for a in assertions(t) or ())] == []


# Drawn where invariants hold


def test_every_feature_is_drawn():
    drawn = []

    @settings(max_examples=300, phases=[Phase.generate], database=None)
    @given(files())
    def draw(file):
        drawn.append(file)

    draw()

    texts = [json.dumps(file) for file in drawn]
    signs = {feature.sign for feature in FEATURES if feature.sign}
    assert unused(used_by(*drawn)) == set()
    assert {s for s in signs if not any(re.search(s, text) for text in texts)} == set()


# Shown


@cache
def section(place):
    """Return the text of a section of the docs, and its examples that are tested."""
    page, heading = place.split("#")
    text = (DOCS / page).read_text(encoding="utf-8")
    start = text.index(f"\n## {heading}\n")
    end = text.find("\n## ", start + 1) % (len(text) + 1)
    shown = [
        YAML(typ="safe").load(block.text)
        for block in blocks(DOCS / page)
        if start < block.place < end and block.kind == "yaml"
        if block.mark.split(":")[0] not in ("faulty", "not a scenario")
    ]
    return text[start:end], shown


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_feature_is_shown_by_an_example(feature):
    sections = [section(place) for place in named(feature.shown)]
    used = used_by(*(example for _, shown in sections for example in shown))
    in_words = {
        word
        for word, said in IN_WORDS.items()
        if any(said in text for text, _ in sections)
    }

    assert any(shown for _, shown in sections)
    assert {w for w in words_of(feature) if w[1] not in used[w[0]]} - in_words == set()
