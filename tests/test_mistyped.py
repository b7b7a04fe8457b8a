"""What is wrong with a command as it was typed is told in the language asked for."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from sim.report.language import spoken
from sim.scenario import STARTER

MISTYPED = [
    ("chek one.yaml", "nuk ka urdhër 'chek'; a menduat 'check'"),
    ("run", "mungon FILE"),
    ("run one.yaml --sed 3", "nuk ka opsion --sed; a menduat --seed?"),
    ("run one.yaml --seed", "pas --seed duhet një vlerë"),
    ("run one.yaml --seed abc", "--seed: shkruani një numër të plotë"),
    ("run one.yaml --player fast", "'fast' nuk është asnjë nga 'auto'"),
    ("run one.yaml --out one.yaml", "'one.yaml' është skedar, jo dosje"),
    ("run one.yaml two.yaml", "më shumë se sa merr urdhri: two.yaml"),
    ("run one.yaml --until soon", "--until: 'soon' nuk kuptohet"),
    ("explain one.yaml shelter", "nuk ka cilësim 'shelter'; a menduat 'shelters'?"),
    ("story one.yaml --shelter x", "nuk ka strehimore 'x'; ka:"),
]


@pytest.fixture(autouse=True)
def starter(tmp_path, monkeypatch):
    """A folder with ``one.yaml``, the scenario that ``new`` writes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")


def bednight(*words):
    return CliRunner().invoke(cli.app, words, env={"COLUMNS": "200"})


@pytest.mark.parametrize("words, told", MISTYPED)
def test_what_is_mistyped_is_told_in_the_language_asked_for(words, told):
    done = bednight("--lang", "sq", *words.split())

    assert done.exit_code == 2
    assert told in done.stderr
    assert "Gabim" in done.stderr


def test_a_command_can_be_asked_for_a_language_of_its_own():
    done = bednight("check", "one.yaml", "--lang", "sr-Cyrl")

    assert done.exit_code == 0
    assert "one.yaml је у реду" in done.stdout


def test_the_language_comes_from_the_surroundings_unless_asked_for(monkeypatch):
    monkeypatch.setenv("BEDNIGHT_LANG", "sq")

    assert "one.yaml është në rregull" in bednight("check", "one.yaml").stdout
    assert "is fine" in bednight("check", "one.yaml", "--lang", "en").stdout


def test_a_language_is_spoken_by_one_command_only():
    wrong = bednight("run", "one.yaml", "--sed", "3", "--lang", "sq")
    assert wrong.exc_info is not None
    assert spoken().code == "en"

    said = bednight("run", "one.yaml", "--sed", "3").stderr

    assert "No such option" in said
    assert "Error" in said
    assert "run --help' for help" in said


def test_a_fault_of_a_file_is_told_in_it_as_data_too():
    Path("one.yaml").write_text(f"{STARTER}colour: blue\n", encoding="utf-8")

    done = bednight("check", "one.yaml", "--json", "--lang", "sq")

    assert done.exit_code == 1
    assert "'colour' nuk është cilësim këtu" in done.stdout
