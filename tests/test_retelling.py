"""What is wrong with a file is told in the reader's language, every sentence of it."""

import pickle
from pathlib import Path

import pytest

from sim.report.language import speaking
from sim.report.language.catalogue import words_of
from sim.report.language.retelling import retold
from sim.said import Said, together
from sim.scenario import problems_in

INVALID = sorted((Path(__file__).parent / "scenarios" / "invalid").glob("*.yaml"))


def sentences(text):
    """A sentence with all sentences in it."""
    yield text
    for value in getattr(text, "values", {}).values():
        if isinstance(value, Said):
            yield from sentences(value)


def test_a_sentence_is_its_english():
    said = Said("there is no shelter '{name}'", name="pvt")

    assert said == "there is no shelter 'pvt'"
    assert said.endswith("'pvt'")


def test_a_sentence_says_its_number():
    told = [Said("{number} day", many="{number} days", number=n) for n in (1, 2)]

    assert told == ["1 day", "2 days"]


def test_a_sentence_survives_the_way_to_another_process():
    said = pickle.loads(pickle.dumps(Said("no {what}", what=Said("shelters"))))

    with speaking("sq"):
        assert said == "no shelters"
        assert isinstance(said.values["what"], Said)


def test_a_sentence_is_told_again_with_the_sentences_in_it():
    said = Said("{what} here: {listed}", what=Said("shelters"), listed="north, south")

    with speaking("sq"):
        assert retold(said) == "strehimore këtu: north, south"
    with speaking("sr-Cyrl"):
        assert retold(said) == "склоништа овде: north, south"
    assert retold(said) == "shelters here: north, south"


def test_what_stands_in_a_file_keeps_its_letters():
    said = Said("write for example {code}", code="rate: 14 per year")

    with speaking("sr-Cyrl"):
        assert retold(together(["one", "two"])) == "one и two"
        assert retold(said) == "напишите на пример rate: 14 per year"


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_fault_has_its_words(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    for problem in problems_in(path.name):
        for text in filter(None, (problem.problem, problem.fix)):
            for said in sentences(text):
                assert isinstance(said, Said), f"{said!r} cannot be told again"
                for words in (words_of("sq"), words_of("sr")):
                    known = words.one if said.many is None else words.many
                    assert said.template in known, said.template
