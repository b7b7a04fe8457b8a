"""The resolved text and the digest: what a scenario is, whoever wrote it."""

from pathlib import Path

import pytest

from sim.scenario import load

VALID = Path(__file__).parent / "scenarios" / "valid"


@pytest.fixture
def changed(tmp_path):
    def changed(old, new):
        text = (VALID / "small.yaml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "small.yaml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return load(path)

    return changed


def test_every_value_names_the_file_and_line_that_set_it():
    text = load(VALID / "variant-of-variant.yaml").text

    assert "    beds: 9  # variant-of-variant.yaml:6\n" in text
    assert "    planned_residents: 8  # base.yaml:22\n" in text
    assert "extends" not in text


def test_the_resolved_text_is_its_own_resolved_text(tmp_path):
    once = load(VALID / "variant-of-variant.yaml").text
    path = tmp_path / "again.yaml"
    path.write_text(once, encoding="utf-8")
    twice = load(path).text

    def bare(text):
        return [line.split("  # ")[0] for line in text.splitlines()]

    assert bare(twice) == bare(once)


@pytest.mark.parametrize("file", ["levers.yaml", "variant-of-variant.yaml"])
def test_a_resolved_text_keeps_the_lines_that_set_each_value(tmp_path, file):
    path = tmp_path / "again.yaml"
    path.write_text(load(VALID / file).text, encoding="utf-8")

    def places(scenario):
        return {each.path: each.history[-1][:2] for each in scenario.settings}

    assert places(load(path)) == places(load(VALID / file))
    assert {file for file, _ in places(load(path)).values()} >= {"base.yaml", file}


def test_observations_stand_in_the_resolved_text(tmp_path):
    path = tmp_path / "alone.yaml"
    path.write_text(load(VALID / "laws.yaml").text, encoding="utf-8")

    assert load(path).digest == load(VALID / "laws.yaml").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("€36,000 / year", "36 000 EUR per year"),
        ("€36,000 / year", "{value: €36000 / year, note: the same}"),
        ("€700 / month", "€8,400 / year"),
        ("share_of_cost: 50 %", "share_of_cost: 1/2"),
        ("lag: 0 days", "lag: 0 hours  # at once"),
        ("beds: 8", "entry: yes\n    beds: '8'"),
        ("14 per year", "14 / year"),
    ],
)
def test_two_files_that_mean_the_same_have_the_same_digest(changed, old, new):
    assert changed(old, new).digest == load(VALID / "small.yaml").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("beds: 8", "beds: 9"),
        ("€36,000 / year", "€36,000.01 / year"),
        ("sigma: 1,", "sigma: 1.01,"),
        ("while_closed: [rent]", "while_closed: []"),
        ("end: 2018-01-01", "end: 2018-01-02"),
    ],
)
def test_two_files_that_differ_have_two_digests(changed, old, new):
    assert changed(old, new).digest != load(VALID / "small.yaml").digest


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("small", "4ad9a59741118b79"),
        ("funders", "109eab02cb598283"),
        ("programmes", "925371f52462a579"),
    ],
)
def test_a_file_keeps_its_digest_when_the_language_grows(name, digest):
    assert load(VALID / f"{name}.yaml").digest == digest


def test_what_answers_the_question_counts_where_a_file_says_so(changed):
    usual = load(VALID / "small.yaml").digest
    question = "question: Is every fault found where it is?\n"
    told = question + "answered_by: [%s]\n"

    assert changed(question, told % "closure_probability").digest == usual
    assert changed(question, told % "displaced").digest != usual


def test_the_digest_does_not_know_the_name_of_the_file(tmp_path):
    path = tmp_path / "other-name.yaml"
    path.write_bytes((VALID / "small.yaml").read_bytes())

    assert load(path).name == "other-name"
    assert load(path).digest == load(VALID / "small.yaml").digest


def test_the_resolved_text_names_no_machine(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_bytes((VALID / "small.yaml").read_bytes())
    scenario = load(path)

    assert str(tmp_path) not in scenario.text
    assert all(str(tmp_path) not in repr(s.history) for s in scenario.settings)
