"""What a file says itself, in the reader's language: the library's and a user's."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from sim.experiment import Experiment
from sim.report.document.assumptions import assumptions
from sim.report.language import named, speaking, spoken
from sim.report.language.catalogue import Words
from sim.report.names import word_of
from sim.report.titles import in_words
from sim.scenario import STARTER, load, opened, problems_in, starter
from sim.scenario.translations import texts_of

LIBRARY = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
OWN = """
translations:
  sq:
    One shelter, one grant: Një strehimore, një grant
    Shelter One: Strehimorja e parë
    staff: stafi ynë
    seven part-time posts; replace this by your payroll: shtatë vende pune
  sr:
    Shelter One: Prvo sklonište
  en:
    Shelter One: House One
"""


@pytest.fixture
def page(tmp_path):
    page = tmp_path / "own.yaml"
    page.write_text(STARTER + OWN, encoding="utf-8")
    return page


@pytest.mark.parametrize("code", ["sq", "sr-Latn", "sr-Cyrl"])
@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_nothing_of_a_scenario_of_the_library_stays_english(path, code):
    scenario = load(path)
    places = {"Mitrovica"}  # the same word in two languages
    with speaking(code), in_words(scenario) as told:
        kept = set(texts_of(told)) & set(texts_of(scenario)) - places

    assert kept == set()
    assert told.digest == scenario.digest
    assert told.text == scenario.text


def test_the_library_is_left_as_it_is_in_english():
    scenario = load(LIBRARY[0])
    with speaking("en"), in_words(scenario) as told:
        assert texts_of(told) == texts_of(scenario)


def test_a_file_is_told_in_its_own_words(page):
    scenario = load(page)
    with speaking("sq"), in_words(scenario) as told:
        assert told.title == "Një strehimore, një grant"
        assert told.shelters[0].title == "Strehimorja e parë"
        assert told.question == scenario.question  # nobody translated it
        assert word_of("staff") == "stafi ynë"
        assert "shtatë vende pune" in {s.assumed for s in told.settings}
    assert spoken().code == "en"
    assert word_of("staff") == "staff"


@pytest.mark.parametrize(
    "code, title",
    [("en", "House One"), ("sr-Latn", "Prvo sklonište"), ("sr-Cyrl", "Прво склониште")],
)
def test_serbian_is_written_once_for_both_scripts(page, code, title):
    with speaking(code), in_words(load(page)) as told:
        assert told.shelters[0].title == title


def test_an_office_is_heard_before_the_file_and_the_file_before_the_library(page):
    office = Words(one={"Shelter One": "Shtëpia"})
    with speaking("sq", office), in_words(load(page)) as told:
        assert told.shelters[0].title == "Shtëpia"
    text = page.read_text(encoding="utf-8").replace(
        "Shelter One", "State budget line of the ISF"
    )
    page.write_text(text, encoding="utf-8")
    with speaking("sq"), in_words(load(page)) as told:
        assert told.shelters[0].title == "Strehimorja e parë"
    with speaking("sq"):
        assert named("State budget line of the ISF").startswith("Linja buxhetore")


def test_translations_move_no_number_and_are_no_values(page, tmp_path):
    plain = tmp_path / "plain.yaml"
    plain.write_text(STARTER, encoding="utf-8")
    with_words, without = load(page), replace(load(plain), name="own")

    assert with_words == without
    assert with_words.digest == without.digest
    assert [s.path for s in with_words.settings] == [s.path for s in without.settings]


def test_a_text_that_is_turned_takes_its_translation_along(page, tmp_path):
    turned = opened(page).scenario(
        {"title": "Another", "shelters.shelter_one.beds": "9"}
    )
    copy = tmp_path / "copy.yaml"
    copy.write_text(turned.text, encoding="utf-8")

    assert "One shelter, one grant" not in turned.text
    assert problems_in(copy) == []
    assert load(copy).translations == tuple(
        each for each in turned.translations if each.text != "One shelter, one grant"
    )


def test_what_is_translated_but_not_said_is_found(page):
    text = page.read_text(encoding="utf-8").replace("title: Shelter One", "title: One")
    page.write_text(text, encoding="utf-8")

    assert [(p.path, p.problem) for p in problems_in(page)] == [
        (
            f"translations.{code}.Shelter One",
            "the file does not say 'Shelter One'",
        )
        for code in ("sq", "sr", "en")
    ]


def bednight(*words, **env):
    return CliRunner().invoke(cli.app, [*map(str, words)], env=env)


def test_the_terminal_and_the_report_tell_a_file_in_its_own_words(page, tmp_path):
    words = ("--lang", "sq", "--out", tmp_path / "out", "--replications", 2, "--quiet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.report.folder.writing.paint", lambda *_: ())
        done = bednight("run", page, *words, "--report", "--workers", 1)
    (folder,) = (tmp_path / "out").iterdir()

    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Një strehimore, një grant\n")
    told = (folder / "report-ministry-sq.html").read_text(encoding="utf-8")
    assert "stafi ynë" in told.lower()
    assert "Strehimorja e parë" in told
    assert "One shelter, one grant" in (folder / "scenario.resolved.yaml").read_text(
        "utf-8"
    )
    assert bednight("report", folder, "--lang", "sr-Cyrl").exit_code == 0
    other = (folder / "report-ministry-sr-Cyrl.html").read_text(encoding="utf-8")
    assert "Прво склониште" in other


def test_reasons_are_told_where_assumptions_are_listed():
    late = next(path for path in LIBRARY if path.stem == "kosovo-2017-late-call")
    results = Experiment(scenario=load(late), replications=2, workers=1).run()
    with speaking("sr-Latn"), in_words(results) as told:
        cells = [c.text for row in table_of(assumptions(told)) for c in row]

    assert any("nijedan izvor ne daje rezervu" in cell for cell in cells)
    assert not any("no source" in cell for cell in cells)


def table_of(section):
    return next(block.rows for block in section.blocks if hasattr(block, "rows"))


# The starter


@pytest.mark.parametrize("code", ["sq", "sr-Latn", "sr-Cyrl"])
def test_a_starter_plans_the_same_in_every_language(code, tmp_path):
    english, other = tmp_path / "en.yaml", tmp_path / "other.yaml"
    english.write_text(STARTER, encoding="utf-8")
    assert bednight("new", other, "--lang", code).exit_code == 0
    plan, told = load(english), load(other)

    said = {"title", "question", "shelters.shelter_one.title", "funding.ministry.title"}
    assert {
        before.path
        for before, after in zip(plan.settings, told.settings, strict=True)
        if (before.path, before.text, before.low) != (after.path, after.text, after.low)
    } == said


def test_the_words_of_a_file_stay_english_in_a_cyrillic_starter(tmp_path):
    page = tmp_path / "one.yaml"
    bednight("new", page, "--lang", "sr-Cyrl")
    lines = page.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("# Први сценарио: једно склониште")
    assert "title: Једно склониште, један грант" in lines
    assert "    instrument: share # или 'block', 'earmarked', 'per_diem'" in lines


def test_a_starter_has_as_many_comments_in_every_language():
    marks = [starter(code).count("# ") for code in (None, "sq", "sr")]

    assert marks[0] <= marks[1] == marks[2] <= marks[0] + 1
