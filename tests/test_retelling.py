"""What is wrong with a file is told in the reader's language, every sentence of it."""

import pickle
import re
from pathlib import Path

import pytest

from sim.chance import draw
from sim.errors import ScenarioError
from sim.model import play
from sim.report.explain.page import tell as explained
from sim.report.explain.page import tell_settings
from sim.report.language import speaking, speech
from sim.report.language.catalogue import Words, words_of
from sim.report.language.retelling import retold
from sim.report.story.log import tell as storied
from sim.report.story.log import unlucky
from sim.report.summary import is_fine
from sim.said import Said, together
from sim.scenario import load, problems_in

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


class Strict(dict):
    """Words of which none may be missing."""

    def get(self, text, _=None):
        assert text in self, f"{text!r} is not translated"
        return self[text]


@pytest.fixture(params=["sq", "sr-Cyrl"])
def strictly(request, monkeypatch):
    """Speak a language in which every sentence has to be translated."""

    def words(catalogue):
        known = words_of(catalogue)
        return Words(Strict(known.one), Strict(known.many))

    monkeypatch.setattr(speech, "words_of", words)
    with speaking(request.param):
        yield request.param


ENGLISH = re.compile(
    r"\b(the|of|is|are|and|with|from|by|for|not|has|nobody|every|when|days|as)\b"
)


def foreign(text, scenario):
    """The English words of a text, but for what the file calls its own."""
    own = [scenario.title, *(part.title for part in scenario.shelters)]
    own += [part.title for part in (*scenario.funders, *scenario.bridges)]
    for title in sorted(own, key=len, reverse=True):
        text = text.replace(title, "").replace(title.partition(" (")[0], "")
    return ENGLISH.findall(text)


LIBRARY = Path(__file__).parents[1] / "scenarios"


@pytest.mark.usefixtures("strictly")
@pytest.mark.parametrize("name", ["kosovo-2017-late-call", "kosovo-2021-services"])
def test_no_english_is_left_in_check_and_explain(name):
    scenario = load(LIBRARY / f"{name}.yaml")
    whole = explained(scenario, width=10_000)
    told = whole.split("\n\n", 2)[2].split("\n")

    assert not foreign(is_fine("a.yaml", scenario), scenario)
    for line in told:
        assert not foreign(line, scenario), line
    assert tell_settings(scenario, "shelters")


@pytest.mark.usefixtures("strictly")
@pytest.mark.parametrize("name", ["kosovo-2017-late-call", "kosovo-2021-services"])
def test_no_english_is_left_in_a_story(name):
    scenario = load(LIBRARY / f"{name}.yaml")
    history = play(scenario, draw(scenario, seed=1, replication=3))
    told = storied(scenario, history, width=10_000)
    told += storied(scenario, history, victim=unlucky(history), width=10_000)

    for line in told.split("\n")[1:]:
        assert not foreign(line, scenario), line


@pytest.mark.usefixtures("strictly")
@pytest.mark.parametrize("path", INVALID[::6], ids=lambda path: path.stem)
def test_no_english_is_left_in_what_is_wrong(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    error = ScenarioError(problems_in(path.name))

    assert error.told(retold) != str(error)
    for problem in error.problems:
        assert all(len(line) <= 80 for line in problem.lines(retold)[1:])
