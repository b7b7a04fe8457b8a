"""What find and sweep say: at the command, in every language, to every reader."""

import json
import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from drafts import bednight, drafted
from masked import english_in, everything, masking

from sim.commands.settings import dial
from sim.experiment.asking import read_condition, read_quantity
from sim.experiment.curve import sweep
from sim.experiment.estimate import Estimate
from sim.experiment.finding import Crossing, find
from sim.report.decision.curve import cell, cell_held, tell_finding
from sim.report.decision.curve_figure import draw_finding
from sim.report.decision.curve_reading import read_finding
from sim.report.decision.sweep import sweep_standing, sweep_told, tell_sweep
from sim.report.document.forms.drawn import Drawn
from sim.report.document.forms.word import as_word
from sim.report.document.searching import _question, build_finding, build_sweep
from sim.scenario import STARTER


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, STARTER)


@pytest.fixture(scope="module")
def plan(draft):
    return draft.scenario()


def test_a_value_that_is_not_allowed_is_refused_before_anything_is_played(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")

    done = bednight("sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; many")

    assert done.exit_code == 1
    assert "'many' is not a number" in done.output


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    return tmp_path


def test_find_tells_writes_and_answers_programs(desk):
    words = ["find", "one.yaml", "--vary", "funding.ministry.call.late"]
    words += ["--between", "0 months", "3 months", "--step", "1 month"]
    words += ["--until", "freeze_days <= 20", "--replications", "5", "--workers", "1"]

    told = bednight(*words, "--out", "out")
    document = json.loads(bednight(*words, "--json").stdout)

    assert told.exit_code == 0, told.output
    assert (
        "largest value of “The ministry: yearly call, how late the call is” that"
        in " ".join(told.stdout.split())
    )
    assert document["holds"] == "up to"
    assert document["value"].endswith(("month", "months"))
    assert len(document["curve"]) == 4
    names = {path.name for path in (desk / "out/find-one").rglob("*.*")}
    assert {"finding.json", "curve.csv", "curve.svg", "README.md"} <= names


def test_sweep_draws_a_curve_or_a_heat_map(desk):
    words = ["sweep", "one.yaml", "--replications", "3", "--workers", "1"]
    beds = ["--vary", "shelters.shelter_one.beds=8..10", "--points", "2"]
    late = ["--vary", "funding.ministry.call.late=1 month; 2 months"]

    one = bednight(*words, *beds, "--out", "one")
    two = bednight(*words, *beds, *late, "--out", "two")

    assert (one.exit_code, two.exit_code) == (0, 0), one.output + two.output
    assert (desk / "one/sweep-one/figures/sweep.svg").is_file()
    assert (desk / "two/sweep-one/figures/sweep.svg").is_file()


RESERVE = ["--vary", "shelters.shelter_one.reserve", "--between", "0 months"]
"""With no reserve at all a shelter soon closes: then it is not open and frozen."""


@pytest.fixture
def turning(desk):
    """A search whose response rises before it falls, told and written."""
    late = ["--set", "funding.ministry.call.late=2 months"]
    words = ["find", "one.yaml", *late, *RESERVE, "3 months", "--step", "0.5 months"]
    words += ["--until", "freeze_days <= 40", "--replications", "10", "--workers", "1"]
    done = bednight(*words, "--out", "out", "--quiet")
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split()), desk / "out" / "find-one"


def test_a_response_that_rises_and_falls_is_told_in_the_sentence(turning):
    text, folder = turning

    assert "there is no single turning point" in text
    assert "holds in 2027 at 0 months and 1.5 months to 3 months" in text
    assert (
        "“Shelter-days admitting nobody” surely rises in one part of the range" in text
    )
    assert re.search(r"0\.5 months 5[12][.0-9]* \([-–.0-9]+\) surely not kept", text)
    document = json.loads((folder / "finding.json").read_text())
    assert (document["holds"], document["monotone"]) == ("here and there", False)
    assert document["value"] is None


def test_a_value_just_beyond_the_limit_is_not_rounded_onto_it(plan):
    condition = read_condition("freeze_days <= 20", plan)

    def at(value):
        return Estimate(
            measure="freeze_days",
            value=value,
            low=17.2,
            high=23.4,
            unit="shelter-days",
            interval="skewness-adjusted t",
            replications=50,
        )

    assert cell_held(at(20.3), condition) == "20.3 (17–23)"
    assert cell_held(at(20.03), condition) == "20.03 (17–23)"
    assert cell_held(at(19.9), condition) == "20 (17–23)"
    assert cell_held(at(22.1), condition) == "22 (17–23)"


def test_all_settings_that_move_together_head_the_column(searched):
    two = replace(searched, paths=(*searched.paths, "other.reserve"))
    two = replace(
        two,
        points=tuple(
            replace(p, settings={**p.settings, "other.reserve": "1 month"})
            for p in two.points
        ),
    )

    told = tell_finding(two).split("\n")
    head = next(n for n, line in enumerate(told) if line.startswith("other.reserve  "))
    assert told[head - 1].split("  ")[0] == searched.paths[0]
    assert max(map(len, told)) <= 80


def test_what_stands_now_is_told_beside_the_answer(turning):
    text, folder = turning
    found = read_finding(folder)

    assert (
        "As the plan stands, with “Shelter One: reserve at the start” 1 month, " in text
    )
    assert found.now_kept in {"not", "surely not"}
    at_one = next(p for p in found.points if "1 month" in p.settings.values())
    assert found.now.estimates == at_one.estimates


def test_the_picture_names_its_answers_at_their_lines(turning):
    found = read_finding(turning[1])
    found = replace(
        found, value=Crossing(1.5, "1.5 months"), sure=Crossing(3.0, "3 months")
    )
    figure, _ = draw_finding(found)

    (axes,) = figure.axes
    assert {text.get_text(): text.xy for text in axes.texts} == {
        "by the estimate: 1.5 months": (1.5, 1),
        "to rely on: 3 months": (3.0, 1),
        "“Shelter-days admitting nobody” ≤ 40 shelter-days": (0.99, 40.0),
    }


@pytest.mark.usefixtures("desk")
def test_what_is_set_may_need_what_is_turned():
    words = ["--set", "funding.ministry.call.late=0 days", "--set"]
    words += ["funding.ministry.call.decision_takes=60 days", "--replications", "2"]
    done = bednight(*CALL, "--between", "10-01", "12-01", *UNTIL, *words, "--step",
                    "30 days", "--workers", "1", "--quiet")  # fmt: skip

    assert done.exit_code == 0, done.output
    assert "funding.ministry.call.opens" in done.stdout
    assert "As the plan stands" not in done.stdout


# What is said in a language, and to whom


@pytest.fixture(scope="module")
def searched(draft):
    path = "shelters.shelter_one.reserve"
    scale = draft.scale(path, "0 months", "3 months", step="1 month")
    condition = read_condition("freeze_days of shelter_one <= 40", draft.scenario())
    return find(draft, (path,), scale, condition, replications=3, workers=1)


@pytest.fixture(scope="module")
def swept(draft, plan):
    dials = [dial("shelters.shelter_one.reserve=0 months..2 months", 3)]
    quantities = [read_quantity(n, plan) for n in ("costs", "closure_probability")]
    return sweep(draft, dials, quantities, replications=3, workers=1)


SHAPES = ("from", "up to", "everywhere", "nowhere", "here and there")


@pytest.mark.parametrize("holds", SHAPES)
def test_no_english_is_left_in_what_a_search_says(searched, holds):
    found = replace(searched, holds=holds, turns=True)
    with masking():
        told = tell_finding(found)
        document = build_finding(found)

    assert english_in(told, found.scenario) == []
    assert english_in(everything(document), found.scenario) == []


def test_no_english_is_left_in_what_a_sweep_says(swept):
    with masking():
        told = tell_sweep(swept)
        document = build_sweep(swept)

    assert english_in(told, swept.scenario) == []
    assert english_in(everything(document), swept.scenario) == []


def test_each_reader_opens_another_page(searched, swept):
    opened_on = {
        audience: [s.name for s in build_finding(searched, audience).first_page]
        for audience in ("ministry", "director", "donor")
    }

    assert opened_on == {
        "ministry": ["answer", "nothing", "curve", "left-out"],
        "director": ["answer", "nothing", "values", "left-out", "glossary"],
        "donor": ["answer", "nothing", "curve", "left-out"],
    }
    two_curves = build_sweep(swept, "donor")
    assert [section.name for section in two_curves.sections] == [
        "answer", "nothing", "left-out", "glossary", "numbers", "again",
    ]  # fmt: skip
    assert [block.name for block in two_curves.sections[4].blocks] == [
        "sweep", "points",
    ]  # fmt: skip
    assert build_sweep(swept, "director").first_page[2].name == "values"


def test_a_sweep_opens_on_its_ends_and_says_what_the_plan_itself_leads_to(swept):
    answer, nothing, *_ = build_sweep(swept).first_page
    costs, _ = swept.ends
    now = swept.points[1]
    figures = answer.blocks[-1].figures

    assert [block.text for block in answer.blocks[:-1]] == sweep_told(swept)
    assert [(f.label, f.value) for f in figures[:2]] == [
        ("Cost, at the least", cell(costs.least.told).partition(" (")[0]),
        ("Cost, at the most", cell(costs.most.told).partition(" (")[0]),
    ]
    assert nothing.blocks[0].text == (
        "As the plan stands, with “Shelter One: reserve at the start” 1 month: “Cost” "
        f"{cell(now.estimates[0])}; “A shelter closes” {cell(now.estimates[1])}."
    )
    elsewhere = replace(swept, points=(swept.points[0], swept.points[2]))
    assert "None of the points" in sweep_standing(elsewhere)


def test_a_first_page_with_a_picture_is_a_word_file_too(searched):
    document = build_finding(searched, "donor")
    word = ZipFile(BytesIO(as_word(document, drawn=Drawn())))

    assert "word/media/image1.png" in word.namelist()


def test_the_page_is_in_the_language_and_for_the_reader_that_are_asked_for(desk):
    words = ["sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; 9"]
    words += ["--replications", "2", "--workers", "1", "--out", "out", "--quiet"]
    done = bednight(*words, "--report", "--lang", "sq", "--for", "director")

    assert done.exit_code == 0, done.output
    assert "“Mbyllet një strehimore” është kudo 0%" in " ".join(done.stdout.split())
    page = desk / "out" / "sweep-one" / "report-director-sq.html"
    assert "Çfarë do të bënte çdo vlerë" in page.read_text(encoding="utf-8")
    assert page.name in json.loads((page.parent / "run.json").read_text())["files"]


CALL = ["find", "one.yaml", "--vary", "funding.ministry.call.opens"]
LATE = ["find", "one.yaml", "--vary", "funding.ministry.call.late"]
BEDS = ["find", "one.yaml", "--vary", "shelters.shelter_one.beds"]
MONTHS = ["--between", "0 months", "3 months"]
UNTIL = ["--until", "closure_days <= 5"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["find", "one.yaml", "--vary", "shelters.shelter_one.bed", "--between", "1",
          "9", *UNTIL], "--vary shelters › shelter_one › bed 1 │"),
        ([*BEDS, "--between", "9", "1", *UNTIL], "--between: '9' is not below '1'"),
        ([*BEDS, "--between", "8 beds", "12 beds", *UNTIL], "1 problem in --between."),
        ([*BEDS, "--between", "8", "20", "--step", "0.5", *UNTIL, "--replications",
          "2"], "1 problem in --step."),
        ([*CALL, "--between", "12-15", "02-15", *UNTIL],
         "with their years, such as 2020-12-15 and 2021-02-15"),
        ([*LATE, "--between", "3 days", "0 months", *UNTIL],
         "write both ends in the same unit, such as 3 months"),
        ([*BEDS, "--between", "8", *UNTIL], "two values are wanted, the lowest"),
        ([*BEDS, *UNTIL, "--between", "8"], "two values are wanted, the lowest"),
        ([*LATE, *MONTHS, "--step", "1 year", *UNTIL], "--step: '1 year' is no step"),
        ([*LATE, *MONTHS, "--step", "0.5 months", *UNTIL],
         "1 problem in --step."),
        ([*LATE, "--between", "0 months", "2.5 months", "--step", "2.5 months",
          *UNTIL], "1 problem in --between."),
        ([*LATE, *MONTHS, "--until", "closure_day <= 5"], "--until: there is no"),
        ([*LATE, *MONTHS, *UNTIL, "--set", "shelters.shelter_one.bed=3"],
         "--set shelters › shelter_one › bed 1 │"),
        ([*CALL, "--between", "10-01", "12-01", *UNTIL],
         '--set "funding.ministry.call.decision_takes=60 days"'),
        (["find", "one.yaml", "--vary", "title", "--between", "1", "9", *UNTIL],
         "--vary: 'title' is a text: turning it changes nothing; turn a number"),
        (["find", "one.yaml", "--vary", "shelters.shelter_one", "--between", "1", "9",
          *UNTIL], "such as shelters.shelter_one.beds and"),
        (["sweep", "one.yaml", "--vary", "title=a; b"], "'title' is a text"),
        (["sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; many"],
         "1 problem in --vary."),
        (["sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; 9",
          "--measure", "closed"], "--measure: there is no measure 'closed'"),
        (["sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; 9",
          "--until", "p90_wait_days ±1 day"], "--until: 'p90_wait_days' is a quantile"),
        (["sweep", "one.yaml", "--vary", "shelters.shelter_one.beds=8; 9",
          "--at-most", "5"], "--at-most goes with --until"),
        (["sensitivity", "one.yaml", "--set", "shelters.shelter_one.bed=3"],
         "1 problem in --set."),
    ],
)  # fmt: skip
def test_mistakes_are_answered_by_the_name_of_the_option(words, says):
    done = bednight(*words)

    assert done.exit_code in (1, 2)
    lines = [line.removeprefix("│").removesuffix("│") for line in
             done.output.split("\n")]  # fmt: skip
    assert says in " ".join(" ".join(lines).split())
    assert "override" not in done.output


@pytest.mark.usefixtures("desk")
def test_a_list_of_values_may_put_whole_parts():
    exits = "shelters.shelter_one.exits={home: 1, unknown: null}; {home: 80 %}"
    words = ["sweep", "one.yaml", "--replications", "2", "--workers", "1", "--quiet"]

    assert bednight(*words, "--vary", exits).exit_code == 0
    refused = bednight(*words, "--vary", "shelters.shelter_one.exits=1..3")
    assert "is no single value" in refused.output


def test_a_sweep_of_two_settings_asks_what_they_do():
    assert _question(["“Beds”"]) == "What does “Beds” change?"
    assert _question(["“Beds”", "“Reserve”"]) == "What do “Beds” and “Reserve” change?"
