"""Files, what they extend, overrides: where every value comes from."""

import os

import pytest

from sim.errors import ScenarioError
from sim.scenario import load, problems_in

SMALL = """\
title: One house
question: Is it read?
period: {start: 2017-01-01, end: 2018-01-01}
currency: EUR
shelters:
  house:
    beds: 8
    stay: {distribution: lognormal, mean: 60 days, sigma: 1}
    exits: {home: 100 %}
    costs:
      rent: {value: €700 / month, range: [600, 800], source: [F013], note: a guess}
    reserve: €5,000
    closure: never
    residents_now: [{number: 2}, {number: 3, so_far: 10 days}]
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write_(name, text):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write_


def said(name, overrides=None):
    with pytest.raises(ScenarioError) as caught:
        load(name, overrides)
    return str(caught.value)


def setting(scenario, path):
    return next(s for s in scenario.settings if s.path == path)


@pytest.mark.usefixtures("write")
def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path):
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(50_000_000)

    assert "'big.yaml' has 50.0 MB; a scenario file has at most 1 MB" in said(
        "big.yaml"
    )


def test_a_missing_file_brings_the_nearest_name(write):
    write("kosovo-2017.yaml", SMALL)

    assert "did you mean 'kosovo-2017.yaml'?" in said("kosovo-2071.yaml")


@pytest.mark.usefixtures("write")
def test_a_folder_is_no_scenario(tmp_path):
    assert "is a folder" in " ".join(said(str(tmp_path)).split())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.usefixtures("write")
def test_a_pipe_does_not_make_it_wait(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")

    assert "cannot find 'pipe.yaml'" in said("pipe.yaml")


def test_every_value_remembers_what_set_it(write):
    write("base.yaml", SMALL)
    write("middle.yaml", "extends: base.yaml\nshelters:\n  house: {beds: 10}\n")
    write("top.yaml", "extends: middle.yaml\nshelters:\n  house:\n    beds: 12\n")
    scenario = load("top.yaml", {"shelters.house.beds": "14"})

    assert scenario.shelters[0].beds == 14
    assert setting(scenario, "shelters.house.beds").history == (
        ("base.yaml", 7, "8"),
        ("middle.yaml", 3, "10"),
        ("top.yaml", 4, "12"),
        ("override", 1, "14"),
    )
    assert setting(scenario, "title").history == (("base.yaml", 1, "One house"),)


def test_evidence_stays_with_its_value(write):
    write("base.yaml", SMALL)
    write(
        "top.yaml", "extends: base.yaml\nshelters: {house: {costs: {rent: €9 / day}}}\n"
    )
    before = setting(load("base.yaml"), "shelters.house.costs.rent")
    after = setting(load("top.yaml"), "shelters.house.costs.rent")

    assert before.source == ("F013",)
    assert (before.low, before.high) == ("€600 / month", "€800 / month")
    assert before.note == "a guess"
    assert after.source == ()
    assert after.low is None


def test_a_law_replaces_a_law_and_a_part_of_one_changes_it(write):
    write("base.yaml", SMALL)
    write(
        "law.yaml",
        "extends: base.yaml\nshelters:\n  house:\n"
        "    stay: {distribution: exponential, mean: 9 days}\n",
    )
    write(
        "part.yaml", "extends: base.yaml\nshelters: {house: {stay: {mean: 9 days}}}\n"
    )

    assert load("law.yaml").shelters[0].stays[0].law.mean == 9
    assert type(load("part.yaml").shelters[0].stays[0].law).__name__ == "Lognormal"
    assert load("part.yaml").shelters[0].stays[0].law.mean == pytest.approx(9)


def test_null_removes(write):
    write("base.yaml", SMALL)
    write("top.yaml", "extends: base.yaml\nshelters: {house: {residents_now: null}}\n")

    assert load("top.yaml").shelters[0].residents_now == ()


def test_a_base_in_another_folder_is_found_from_the_file_that_names_it(write):
    write("plans/base.yaml", SMALL)
    write("plans/top.yaml", "extends: base.yaml\ntitle: Top\n")

    assert load("plans/top.yaml").title == "Top"


def test_more_than_ten_files_in_a_row_are_refused(write):
    write("f0.yaml", SMALL)
    for number in range(1, 12):
        write(f"f{number}.yaml", f"extends: f{number - 1}.yaml\n")

    assert load("f9.yaml")
    assert "more than 10 files extend each other" in said("f11.yaml")


def test_overrides_are_checked_like_the_file(write):
    write("base.yaml", SMALL)

    assert (
        said("base.yaml", {"shelters.house.reserve": "€5.000"})
        == """\
override:1:25  shelters › house › reserve
  1 │ shelters.house.reserve: €5.000
    │                         ^^^^^^
  problem: '5.000' is ambiguous: it could mean 5000 or 5
  fix:     write 5000 or 5,000; or 5 if you mean the small number

1 problem in override. Nothing was run."""
    )


@pytest.mark.parametrize(
    ("path", "problem", "fix"),
    [
        (
            "shelters.hose.beds",
            "there is no 'hose' in shelters",
            "did you mean 'house'?",
        ),
        ("shelters.house.bed", "'bed' is not a setting here", "did you mean 'beds'?"),
        ("funding.x.lag", "there is no 'funding' in this scenario", "settings here: "),
        ("shelters.house.beds.value", "there is no 'value' in", "has no parts"),
        ("shelters.house.residents_now.3.number", "there is no '3' in", "here: 1, 2"),
        ("", "there is no ''", "settings here: "),
    ],
)
def test_an_unknown_path_brings_the_nearest(write, path, problem, fix):
    write("base.yaml", SMALL)
    answer = said("base.yaml", {path: "3"})

    assert problem in answer
    assert fix in answer


def test_items_of_lists_count_from_one_in_overrides(write):
    write("base.yaml", SMALL)
    scenario = load("base.yaml", {"shelters.house.residents_now.2.number": "4"})

    assert [group.number for group in scenario.shelters[0].residents_now] == [2, 4]


@pytest.mark.parametrize("text", ["", "[", "{", "'", "*a", "a: b: c", "\n- x", "null"])
def test_an_override_that_cannot_be_read_is_answered(write, text):
    write("base.yaml", SMALL)

    assert problems_in("base.yaml", {"shelters.house.beds": text})


def test_a_law_can_be_given_as_an_override(write):
    write("base.yaml", SMALL)
    scenario = load(
        "base.yaml",
        {"shelters.house.stay": "{distribution: exponential, mean: 9 days}"},
    )

    assert scenario.shelters[0].stays[0].law.mean == 9


def test_a_range_in_full_can_be_used_as_an_override(write):
    write("base.yaml", SMALL)
    rent = setting(load("base.yaml"), "shelters.house.costs.rent")
    scenario = load("base.yaml", {rent.path: rent.low})

    assert scenario.shelters[0].costs[0].amount == 600_00 * 12
