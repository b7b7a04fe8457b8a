"""What would change the answer: which changes are tried, what they do, in words."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drafts import counts_played
from telling import estimate
from typer.testing import CliRunner

import cli
from sim.commands.reporting import tried
from sim.experiment import Experiment
from sim.experiment.changes import Change, changed_plans
from sim.experiment.contributions import Tallied
from sim.experiment.replications import tallies_of
from sim.experiment.trying import Trials, Tried, try_changes
from sim.report.document.building import build
from sim.report.document.changing import called_of, moved_by
from sim.report.folder.levers import keep_trials, kept_trials
from sim.report.language import speaking
from sim.scenario import load
from sim.scenario.loading import Draft

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PLAYED = 12


@pytest.fixture(scope="module")
def results():
    scenario = load(SCENARIOS / "kosovo-2017.yaml")
    return Experiment(scenario=scenario, replications=PLAYED).run(workers=1)


@pytest.fixture(scope="module")
def trials(results):
    return try_changes(results, workers=1)


@pytest.fixture(scope="module")
def plans(results):
    base = Tallied(results.scenario, results.tallies)
    return {change.kind: (change, plan) for change, plan in changed_plans(base, None)}


def shelter(plan, name):
    (found,) = (each for each in plan.shelters if each.name == name)
    return found


def test_a_plan_without_levers_has_the_usual_changes_tried(plans):
    assert list(plans) == [
        *("reserve", "reserves", "earlier call", "later call", "bridge", "bed"),
        *("fewer people", "more people"),
    ]


def test_the_reserve_that_grows_is_that_of_who_is_most_in_danger(results, plans):
    change, plan = plans["reserve"]
    frozen = {
        name: results.estimate("freeze_days", shelter=name).value
        for name in ("pvpt", "hope")
    }
    cost = results.estimate("costs", shelter=change.of[0]).value

    assert change.of == (max(frozen, key=frozen.get),)
    assert change.amount == pytest.approx(100 * cost / 12, abs=1)
    before = shelter(results.scenario, change.of[0]).reserve
    assert shelter(plan, change.of[0]).reserve == before + change.amount


def test_the_call_that_moves_is_that_of_the_funder_who_is_latest(results, plans):
    was = [call.signed for call in results.scenario.funders[1].rounds]
    moved = {
        kind: [call.signed for call in plans[kind][1].funders[1].rounds]
        for kind in ("earlier call", "later call")
    }

    assert plans["earlier call"][0].of == ("ministry",)
    assert was == [0]
    assert moved == {"earlier call": [-31], "later call": [31]}


def test_one_bed_more_is_where_most_beds_are_in_use(results, plans):
    change, plan = plans["bed"]
    used = {
        each.name: results.estimate("occupancy_rate", shelter=each.name).value
        for each in results.scenario.shelters
    }

    assert change.of == (max(used, key=used.get),)
    assert shelter(plan, "pvpt").beds == shelter(results.scenario, "pvpt").beds + 1


def test_one_in_ten_more_people_are_referred(results, plans):
    plan = plans["more people"][1]

    assert [stream.rate.detected for stream in plan.streams] == pytest.approx(
        [1.1 * stream.rate.detected for stream in results.scenario.streams]
    )


def test_an_effect_is_the_mean_difference_on_the_same_luck(results, trials, plans):
    change, plan = plans["later call"]
    (found,) = (each for each in trials.tried if each.change == change)
    played = tallies_of(plan, seed=1, replications=PLAYED, workers=1)
    before = np.asarray(results.tallies["freeze_days"])[:, -1]
    after = np.asarray(played.tallies["freeze_days"])[:, -1]
    gap = after.reshape(PLAYED, -1)[:, -1] - before.reshape(PLAYED, -1)[:, -1]
    effect = found.effect("freeze_days")

    assert effect.value == pytest.approx(gap.mean())
    assert effect.value > 0
    assert effect.low < effect.value < effect.high


def test_the_intervals_hold_together(trials):
    assert trials.measures == ("closure_probability", "freeze_days", "unmet_bed_nights")
    assert trials.claims == 8 * 3
    assert trials.level == pytest.approx(1 - 0.05 / 24)


def test_levers_of_a_file_are_tried_as_far_as_each_goes():
    page = SCENARIOS / "kosovo-2021-levers.yaml"
    scenario = load(page)
    base = Tallied(scenario, tallies_of(scenario, seed=1, replications=2).tallies)
    found = changed_plans(base, Draft(page))

    assert [(change.of[0], change.put, change.amount) for change, _ in found][:3] == [
        ("reserve_of_pvpt", "2.5 months", 900_000),
        ("reserve_of_hope", "2.5 months", 900_000),
        ("bridge_fund", "€20,001", 2_000_000),
    ]
    assert found[2][1].bridges[0].size == 2_000_100


def test_what_was_tried_is_read_again_as_it_was_written(results, trials, tmp_path):
    keep_trials(trials, tmp_path)

    assert kept_trials(results, tmp_path) == replace(trials, played={})


@pytest.mark.parametrize(
    ("key", "value"), [("digest", "0" * 16), ("seed", 2), ("bednight", "0.0.0")]
)
def test_what_was_tried_of_something_else_counts_for_nothing(
    results, trials, tmp_path, key, value
):
    keep_trials(trials, tmp_path)
    page = tmp_path / "levers.json"
    page.write_text(json.dumps(json.loads(page.read_text()) | {key: value}))

    assert kept_trials(results, tmp_path) is None


def test_a_second_report_plays_nothing(results, trials, tmp_path, monkeypatch):
    (tmp_path / "run.json").write_text('{"files": ["README.md"]}')
    keep_trials(trials, tmp_path)
    monkeypatch.setattr("sim.experiment.trying.try_changes", None)
    facts = json.loads((tmp_path / "run.json").read_text())

    assert tried(results, tmp_path, quiet=True) == replace(trials, played={})
    assert facts["files"] == ["README.md", "levers.csv", "levers.json"]
    assert facts["levers"]["replications"] == PLAYED


def test_too_few_replications_try_nothing(results, tmp_path):
    few = replace(results, replications=9)

    assert tried(few, tmp_path, quiet=True) is None
    with pytest.raises(ValueError, match="too few"):
        try_changes(few)


def effects(closing, frozen):
    """Return the effects of a change on closing and on stopped intake."""
    return (
        estimate("closure_probability", *closing, unit="probability"),
        estimate("freeze_days", *frozen, unit="shelter-days"),
    )


def some_trials(*pairs):
    return Trials(
        digest="",
        seed=1,
        version="",
        replications=100,
        measures=("closure_probability", "freeze_days"),
        level=0.99,
        claims=4,
        tried=tuple(
            Tried(change=change, effects=effects(*numbers)) for change, numbers in pairs
        ),
        played={},
    )


LATER = Change(kind="later call", of=("ministry",))
BED = Change(kind="bed", of=("pvpt",))
NONE = (0.0, -0.04, 0.04)


def test_what_moves_the_answer_most_is_told_first(results):
    told = moved_by(
        results,
        some_trials(
            (BED, ((-0.1, -0.15, -0.05), (0, -1, 1))),
            (LATER, ((0.21, 0.12, 0.3), (18, 11, 25))),
        ),
    ).told()

    assert told[:2] == (
        (
            "The call of Ministry of Labour and Social Welfare a month later: “A "
            "shelter closes” 21 of 100 more (12 to 30) and “Shelter-days admitting "
            "nobody” 18 days more (11 to 25)."
        ),
        (
            "One more bed in PVPT rehabilitation centre: “A shelter closes” 10 of 100 "
            "fewer (5 to 15)."
        ),
    )
    assert told[-1].startswith("Each was tried alone, with the same luck, in 100 repl")


def test_where_nothing_moves_the_answer_that_is_said_first(results):
    told = moved_by(
        results, some_trials((BED, (NONE, (0, -1, 1))), (LATER, (NONE, (18, 11, 25))))
    ).told()

    assert told[:3] == (
        "None of what was tried moves “A shelter closes” beyond chance.",
        (
            "The call of Ministry of Labour and Social Welfare a month later: "
            "“Shelter-days admitting nobody” 18 days more (11 to 25)."
        ),
        (
            "Tried too, with less effect on “Shelter-days admitting nobody”, or none "
            "that can be told: one more bed in PVPT rehabilitation centre."
        ),
    )


def test_of_many_changes_that_do_less_the_first_page_names_two(results):
    less = tuple((BED, (NONE, (0, -1, 1))) for _ in range(5))
    told = moved_by(results, some_trials((LATER, (NONE, (18, 11, 25))), *less)).told()

    bed = "one more bed in PVPT rehabilitation centre"
    assert told[2].endswith(f"none that can be told: {bed}; {bed}; and 3 more.")


def test_the_first_page_and_a_table_tell_what_was_tried(results, trials):
    document = build(results, trials=trials)
    (section,) = (s for s in document.sections if s.name == "levers-tried")
    change = document.sections[2].blocks[0].items

    assert len(section.blocks[0].rows) == 8
    assert section.blocks[0].name.isidentifier()
    assert any(text.startswith("Each was tried alone") for text in change)
    assert not any("`bednight compare`" in text for text in change)


def test_a_director_is_told_of_one_shelter(results, trials):
    moved = moved_by(results, trials, shelter(results.scenario, "hope"))
    of_isf = moved_by(results, trials, shelter(results.scenario, "isf"))

    assert moved.measures == ("closure_probability", "freeze_days")
    assert moved.section().blocks[0].columns[1].title == "It closes"
    assert of_isf is None


def test_a_change_is_called_so_in_other_languages(results):
    with speaking("sq"):
        said = called_of(results.scenario, BED)

    assert said == "një shtrat më shumë (PVPT rehabilitation centre)"


@pytest.fixture
def counted(monkeypatch):
    return counts_played(monkeypatch)


def test_nothing_is_played_with_unlimited_credit_where_no_bridge_is_told(
    results, trials, counted
):
    again = try_changes(results, workers=1)

    assert ["bridge_needed" in counts for counts in counted] == [False] * 8
    assert again.tried == trials.tried


def test_where_the_bridge_answers_the_question_it_is_played_for(results, counted):
    scenario = replace(results.scenario, answered_by=("bridge_needed",))
    found = try_changes(replace(results, scenario=scenario), workers=1)

    assert ["bridge_needed" in counts for counts in counted] == [True] * 8
    assert found.measures[0] == "bridge_needed"
    assert found.tried[0].effect("bridge_needed").value != 0


def test_who_plays_a_run_plays_what_would_change_it_too(tmp_path, monkeypatch):
    chosen = []

    def instead(*_, player, workers, **_rest):
        chosen.append((player, workers))
        raise OSError

    monkeypatch.setattr("sim.experiment.trying.try_changes", instead)
    monkeypatch.chdir(tmp_path)
    words = ["run", str(SCENARIOS / "kosovo-2017.yaml"), "--replications", "10"]
    words += ["--player", "simpy", "--workers", "1", "--report", "--quiet"]
    CliRunner().invoke(cli.app, words)

    assert chosen == [("simpy", 1)]


def test_a_ministrys_second_page_tells_what_changes_do_before_the_annex(
    results, trials
):
    def after(audience):
        report = build(results, audience, trials=trials)
        names = [section.name for section in report.sections]
        return names[names.index("happened") + 1]

    assert after("ministry") == "levers-tried"
    assert after("donor") == "money"
