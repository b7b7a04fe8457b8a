"""The corpora: every valid file loads, every other gets exactly its answer.

``BEDNIGHT_UPDATE_GOLDEN=1 pytest tests/test_corpus.py`` rewrites the answers
(``invalid/*.txt`` and ``remarked/*.txt``); read the difference before committing it.
"""

import os
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import STARTER, examined, load, problems_in
from sim.scenario.plan import Scenario

HERE = Path(__file__).parent / "scenarios"
VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))
REMARKED = sorted((HERE / "remarked").glob("*.yaml"))
LIBRARY = sorted((HERE.parents[1] / "scenarios").glob("*.yaml"))
UPDATE = os.environ.get("BEDNIGHT_UPDATE_GOLDEN") == "1"


def named(path):
    return path.stem


def answer_to(path):
    with pytest.raises(ScenarioError) as caught:
        load(path.name)

    return str(caught.value) + "\n"


@pytest.mark.parametrize("path", INVALID, ids=named)
def test_an_invalid_file_gets_exactly_its_answer(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    golden = path.with_suffix(".txt")
    answer = answer_to(path)
    if UPDATE:
        golden.write_text(answer, encoding="utf-8")

    assert answer == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", INVALID, ids=named)
def test_every_problem_points_into_its_file(path, monkeypatch):
    monkeypatch.chdir(path.parent)

    for problem in problems_in(path.name):
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.width >= 1
        assert problem.problem
        assert all(len(line) <= 80 for line in problem.lines()[1:])


def test_there_are_enough_invalid_files_and_every_answer_belongs_to_one():
    answers = {path.stem for path in (HERE / "invalid").glob("*.txt")}

    assert len(INVALID) >= 45
    assert answers == {path.stem for path in INVALID}


@pytest.mark.parametrize("path", REMARKED, ids=named)
def test_a_file_that_may_not_be_meant_so_is_played_with_exactly_its_remarks(
    path, monkeypatch
):
    monkeypatch.chdir(path.parent)
    golden = path.with_suffix(".txt")
    seen = examined(path.name)
    answer = "\n\n".join(map(str, seen.remarks)) + "\n"
    if UPDATE:
        golden.write_text(answer, encoding="utf-8")

    assert isinstance(seen.scenario, Scenario)
    assert answer == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", VALID, ids=named)
def test_a_valid_file_loads_without_a_problem(path):
    assert problems_in(path) == []


@pytest.mark.parametrize("path", [*VALID, *LIBRARY], ids=named)
def test_a_file_in_which_all_find_their_place_is_not_remarked_upon(path):
    assert examined(path).remarks == ()


@pytest.mark.parametrize("path", VALID, ids=named)
def test_the_resolved_text_means_the_same(path, tmp_path):
    scenario = load(path)
    copy = tmp_path / path.name
    copy.write_text(scenario.text, encoding="utf-8")
    again = load(copy)

    assert again == scenario
    assert again.digest == scenario.digest


def test_the_starter_passes_every_check(tmp_path):
    file = tmp_path / "starter.yaml"
    file.write_text(STARTER, encoding="utf-8")

    assert isinstance(load(file), Scenario)
