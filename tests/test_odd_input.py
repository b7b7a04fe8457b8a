"""What a planner does who holds the wrong file: a sentence and a fix, never a trace."""

import json
import shutil

import pytest
from typer.testing import CliRunner

import cli
from sim.scenario import STARTER, problems_in

BACKWARDS = "period: {start: 2027-06-01, end: 2027-01-01}"
NO_DAY = "period: {start: 2027-06-01, end: 2027-06-01}"
PERIOD = "period: {start: 2027-01-01, end: 2028-01-01}"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder of a run of two replications."""
    place = tmp_path_factory.mktemp("played")
    (place / "one.yaml").write_text(STARTER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        done = bednight(
            "run", "one.yaml", "--replications", "2", "--quiet", "--out", "o"
        )
    assert done.exit_code == 0, done.output
    (folder,) = (place / "o").iterdir()
    return folder


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to work in, with ``one.yaml``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    return tmp_path


def bednight(*words):
    return CliRunner().invoke(cli.app, words, env={"COLUMNS": "200"})


def only_problem(path, data):
    path.write_bytes(data)
    (problem,) = problems_in(path)
    return problem.problem, problem.fix


@pytest.mark.parametrize(
    "words, code, told",
    [
        (("new", "no/a.yaml"), 1, "there is no folder no; make it, or name another."),
        (("schema", "--out", "no/a.json"), 1, "there is no folder no; make it"),
        (("report", "no"), 1, "no: there is no such folder; run a scenario, and name"),
        (("report", "one.yaml"), 1, "one.yaml: it is no results folder; run a"),
        (("run", "one.yaml", "--out", "one.yaml"), 2, "'one.yaml' is a file, not a"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_wrong_place_is_told_in_whole_words(words, code, told):
    done = bednight(*words)

    assert done.exit_code == code
    assert told in done.stderr


def test_a_run_json_nobody_understands_says_what_to_do(here):
    (here / "half").mkdir()
    (here / "half" / "run.json").write_text("{", encoding="utf-8")

    done = bednight("report", "half")

    assert done.exit_code == 1
    assert "its run.json cannot be understood; run the scenario again" in done.stderr


def test_a_letterhead_without_word_is_refused(played):
    done = bednight("report", str(played), "--letterhead", "paper.docx")

    assert done.exit_code == 2
    assert "--letterhead goes with --word" in done.stderr


@pytest.mark.usefixtures("here")
def test_a_file_that_is_no_catalogue_is_named_once(played):
    done = bednight("report", str(played), "--words", "one.yaml")

    assert done.exit_code == 1
    assert done.stderr == "one.yaml: it is no catalogue of words (.po).\n"


def test_a_block_that_was_cut_short_is_played_again(played, tmp_path):
    hurt = tmp_path / "hurt"
    shutil.copytree(played, hurt)
    for block in (hurt / "replications").rglob("*.parquet"):
        block.write_bytes(block.read_bytes()[:50])

    done = bednight("report", str(hurt), "--quiet")

    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads((hurt / "run.json").read_bytes())["replications"] == 2


@pytest.mark.parametrize(
    "period, problem",
    [
        (BACKWARDS, "the period ends before it begins"),
        (NO_DAY, "the period has no day: it ends as it begins"),
    ],
)
def test_dates_the_wrong_way_round_are_told_with_an_end_that_fits(
    tmp_path, period, problem
):
    data = STARTER.replace(PERIOD, period).encode()

    assert only_problem(tmp_path / "one.yaml", data) == (
        problem,
        "'end' is the first day after the period, such as 2028-05-31",
    )


def test_a_workbook_is_no_scenario(tmp_path):
    assert only_problem(tmp_path / "plan.yaml", b"PK\3\4 and so on") == (
        f"'{tmp_path / 'plan.yaml'}' is a workbook or an archive, and no text",
        "name a .yaml file; bednight new FILE writes one",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_known_with_and_without_its_mark(tmp_path, encoding):
    problem, fix = only_problem(tmp_path / "one.yaml", STARTER.encode(encoding))

    assert problem.endswith("is saved as UTF-16")
    assert fix == "save it as UTF-8 in your editor"
