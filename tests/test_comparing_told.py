"""What a comparison says: differences in words, what is sure, and the command."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from drafts import bednight, compared, drafted
from telling import estimate

from sim.experiment.comparing import compare
from sim.report.answer.tables import HEADLINE
from sim.report.decision.comparison import as_data, tell
from sim.report.decision.comparison_answer import _on_average
from sim.report.decision.comparison_tables import is_untold
from sim.report.decision.wording import gap, gap_cell
from sim.scenario import STARTER, load
from sim.scenario.changes import changes_between

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, STARTER)


@pytest.fixture(scope="module")
def found(draft):
    return compared(draft)


def test_a_difference_of_few_replications_is_marked(found):
    gap = found.difference("later", "costs")
    few = replace(gap, differing=7, estimate=replace(gap.estimate, replications=100))
    others = [d for d in found.differences if d is not gap]
    other = replace(found, differences=(few, *others), replications=100)

    assert few.as_json()["small"] is True
    assert not replace(few, differing=20).is_small
    assert not replace(few, differing=0).is_small
    told = " ".join(tell(other).split())
    assert "* = small: of 100 replications A differs only in a few" in told
    assert "“Cost” in 7" in told


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "said"),
    [
        (-35.2, -45.1, -26.3, "shelter-days", "35 days less (26 to 45)"),
        (-0.19, -0.26, -0.12, "probability", "19 of 100 fewer (12 to 26)"),
        (57.0, 25.0, 94.0, "EUR per person", "€57 more (€20 to €90)"),
        (0.05, 0.02, 0.08, "share", "5 points more (2 to 8)"),
        (0.0, 0.0, 0.0, "persons", "no difference at all"),
        (-2, -13, 8, "persons", "no difference that can be told (13 fewer to 8 more)"),
    ],
)
def test_differences_in_words(value, low, high, unit, said):
    assert gap(estimate("any", value, low, high, unit=unit)) == said


def test_the_base_stands_in_the_table_and_sameness_is_said(found):
    text = tell(found, width=88)

    assert "again plans the same as base" in text
    assert "A - base" in text
    assert "Ranges of differences are 95 % intervals." in " ".join(text.split())
    assert max(map(len, text.split("\n"))) <= 88
    assert "again changes no setting." in text


def test_what_does_not_differ_and_what_cannot_be_told_is_said(found):
    text = " ".join(tell(found, width=88).split())

    assert "In no replication does A differ in: people referred;" in text
    assert "~ = cannot be told from no difference" in text
    assert "has later an effect, and so no price, on: turn-aways avoided" in text
    every = [found.difference("later", measure) for measure, _ in HEADLINE]
    untold = [gap_cell(each.estimate) for each in every if is_untold(each)]
    assert untold
    assert text.count(" ~ ") == len(untold) + 1  # and where the sign is explained
    assert all(f"{gap} ~" in text for gap in untold)


def test_it_is_said_which_way_is_sure_and_where_neither_is(found):
    text = " ".join(tell(found, width=88).split())

    assert "That it is worse on average is sure to over 99.9 %." in text
    assert _on_average(0.0, 0.3) == (
        "Which of the two is better on average cannot be told."
    )


def test_the_parts_of_a_change_are_told_by_path():
    plans = [load(SCENARIOS / f"kosovo-2021{n}.yaml") for n in ("", "-bridge-fund")]

    text = tell(compare(plans, replications=2, workers=1), width=80)

    assert "1 variant and 2 measures asked for hold together with 95 %" in " ".join(
        text.split()
    )
    assert "changes 6 settings:" in text
    assert "\n  bridge.float.size: nothing → €16,250 " in text
    assert "{" not in text


def test_json_has_the_fields_of_estimates_and_the_variant(found):
    document = json.loads(json.dumps(as_data(found), allow_nan=False))
    row = document["differences"][0]

    assert {"variant", "measure", "by", "value", "low", "high", "interval"} <= set(row)
    assert {"unit", "replications", "better", "worse"} <= set(row)
    assert document["variants"][1]["unchanged"] is True


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    late = "extends: one.yaml\nfunding: {ministry: {call: {late: 3 months}}}\n"
    (tmp_path / "late.yaml").write_text(late, encoding="utf-8")
    return tmp_path


def test_the_command_compares_files_and_writes_a_folder(desk):
    done = bednight(
        "compare", "one.yaml", "late.yaml", "--replications", 4, "--out", "out"
    )

    assert done.exit_code == 0, done.output
    assert "late against one" in done.stdout
    folder = desk / "out/compare-one"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert {"README.md", "comparison.json", "differences.csv", "run.json"} <= names
    assert {"figures/differences.svg", "figures/differences.png"} <= names


@pytest.mark.usefixtures("desk")
def test_a_wrong_effect_is_answered_with_the_nearest():
    done = bednight("compare", "one.yaml", "late.yaml", "--worth", "closure_day=€5")

    assert done.exit_code == 2
    assert "'closure_days'?" in done.output


def test_files_with_problems_are_not_compared(desk):
    (desk / "bad.yaml").write_text("extends: one.yaml\nshelter: {}\n")

    done = bednight("compare", "one.yaml", "bad.yaml")

    assert done.exit_code == 1
    assert "bad.yaml:2:1" in done.output


def test_the_scenarios_of_the_library_can_be_compared():
    base = load(SCENARIOS / "kosovo-2021.yaml")
    bridge = load(SCENARIOS / "kosovo-2021-bridge-fund.yaml")

    (change,) = changes_between(base, bridge)

    assert (change.path, change.before, change.values) == ("bridge", None, 6)
