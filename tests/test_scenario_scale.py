"""Values between two of a kind, and variants of a file that is read once."""

from fractions import Fraction
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import STARTER, load, opened
from sim.scenario.scale import scale_between
from sim.scenario.tree import Fault

KOSOVO = Path(__file__).parents[1] / "scenarios/kosovo-2021.yaml"


@pytest.mark.parametrize(
    ("low", "high", "four"),
    [
        ("0 months", "6 months", ["0 months", "2 months", "4 months", "6 months"]),
        ("€0", "€30,000", ["€0", "€10000", "€20000", "€30000"]),
        ("8", "20", ["8", "12", "16", "20"]),
        ("0 %", "60 %", ["0 %", "20 %", "40 %", "60 %"]),
        ("0", "30 days", ["0 days", "10 days", "20 days", "30 days"]),
        ("01-01", "01-31", ["01-01", "01-11", "01-21", "01-31"]),
        (
            "2021-02-25",
            "2021-03-03",
            ["2021-02-25", "2021-02-27", "2021-03-01", "2021-03-03"],
        ),
        (
            "€36,000 / year",
            "€72,000/year",
            ["€36000 / year", "€48000 / year", "€60000 / year", "€72000 / year"],
        ),
    ],
)
def test_what_lies_between_two_values_is_written_as_they_are(low, high, four):
    scale = scale_between(low, high)

    assert [scale.text(number) for number in scale.spread(4)] == four


@pytest.mark.parametrize(
    ("low", "high", "step"),
    [
        ("8", "20", 1),
        ("0 months", "6 months", Fraction(1, 10)),
        ("0 days", "43 days", 1),
    ],
)
def test_beds_and_days_are_whole_and_months_are_not(low, high, step):
    assert scale_between(low, high).step == step


def test_a_step_is_kept_to():
    scale = scale_between("€0", "€100,000", "€25,000")

    assert len(scale) == 5
    assert scale.text(30_000) == "€25000"


@pytest.mark.parametrize(
    ("low", "high", "step", "says"),
    [
        ("6 months", "0 months", None, "is not below"),
        ("1 month", "30 days", None, "not in the same unit"),
        ("2021-02-01", "2021-02-30", None, "February 2021 has 28 days"),
        ("often", "never", None, "is not a value between"),
        ("0 months", "6 months", "1 day", "is no step"),
        ("2021-01-01", "2021-03-01", "1 hour", "is no step"),
    ],
)
def test_what_is_no_scale_is_refused(low, high, step, says):
    with pytest.raises(Fault, match=says):
        scale_between(low, high, step)


def test_a_draft_makes_the_same_scenario_as_reading_the_file_again():
    change = {
        "shelters.pvpt.reserve": "2 months",
        "funding.ministry.call.late": "1 month",
    }

    assert opened(KOSOVO).scenario(change) == load(KOSOVO, change)
    assert opened(KOSOVO).scenario() == load(KOSOVO)


def test_a_draft_forgets_what_one_variant_changed(tmp_path):
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    draft = opened(tmp_path / "one.yaml")

    draft.scenario({"shelters.shelter_one.beds": "20"})

    assert draft.scenario() == load(tmp_path / "one.yaml")


def test_a_wrong_setting_is_located_in_the_override():
    with pytest.raises(ScenarioError) as refused:
        opened(KOSOVO).scenario({"shelters.pvpt.reserv": "2 months"})

    (problem,) = refused.value.problems
    assert (problem.file, problem.column) == ("override", 15)
    assert problem.fix == "did you mean 'reserve'?"


def test_a_file_with_problems_opens_no_draft(tmp_path):
    (tmp_path / "one.yaml").write_text(STARTER.replace("beds: 8", "bed: 8"))

    with pytest.raises(ScenarioError, match="did you mean 'beds'"):
        opened(tmp_path / "one.yaml")
