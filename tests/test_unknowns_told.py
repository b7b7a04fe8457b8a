"""What sensitivity says: what moves the answer most, and what to measure first."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drafts import RANGED, SURE, bednight, drafted

from sim.experiment.asking import read_quantity
from sim.experiment.estimate import Estimate
from sim.experiment.sensitivity import (
    Bar,
    Index,
    Information,
    Sobol,
    Tornado,
    Worth,
    value_of_information,
)
from sim.experiment.unknowns import Unknown, quasi_random, unknowns_of
from sim.report.decision.unknowns import (
    Sensitivity,
    end_told,
    sensitivity_answer,
    sensitivity_caution,
    tell_sensitivity,
)


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, RANGED)


@pytest.fixture(scope="module")
def unknowns(draft):
    return unknowns_of(draft)


# What to measure first


def named(*paths):
    return [Unknown(path, "") for path in paths]


def test_what_everything_is_worth_and_how_often_a_plan_is_best_have_ranges(unknowns):
    known = Information(
        plans=("A", "B"),
        best="A",
        chosen=(0.594, 0.406),
        perfect=20.0,
        unknowns=(),
        perfect_ends=(11.0, 32.0),
        chosen_ends=((0.47, 0.7), (0.3, 0.53)),
    )
    ends = (0.2, (0.1, 0.3)), (-0.2, (-0.3, -0.1))
    seen = found(unknowns, base=(0.4, (0.3, 0.5)), low=ends[0], high=ends[1])

    told = " ".join(
        sensitivity_answer(replace(seen, information=known, objective_unit="EUR"))
    )

    assert "it is so in 59 % (47–70) of the cases" in told
    assert "would be worth €20 (€11 to €32) a period on average" in told


def test_plans_that_do_the_same_are_not_told_apart(unknowns):
    shares = quasi_random(64, 1, seed=3)
    same = np.column_stack([shares[:, 0], shares[:, 0]])

    known = value_of_information(shares, same, named("moves"), ("A", "B"), seed=1)
    told = " ".join(
        sensitivity_answer(
            replace(
                found(unknowns, base=(1, (1, 1)), low=(0, (0, 0)), high=(0, (0, 0))),
                information=known,
            )
        )
    )

    assert known.chosen == (1, 1)
    assert "A and B cannot be told apart" in told
    assert "the best" not in told


def test_what_chance_alone_would_seem_worth_is_told_as_finely_as_a_worth(unknowns):
    """13 beside *up to 10* would be told apart; beside *up to 14* it is not."""
    worth = Worth(unknown=unknowns.each[0], value=13.2, low=1, high=31, chance=14.1)
    known = Information(
        plans=("A", "B"),
        best="A",
        chosen=(0.8, 0.2),
        perfect=20.0,
        unknowns=(worth,),
        perfect_ends=(10.0, 30.0),
        chosen_ends=((0.7, 0.9), (0.1, 0.3)),
    )
    ends = (0.2, (0.1, 0.3)), (-0.2, (-0.3, -0.1))
    seen = found(unknowns, base=(0.4, (0.3, 0.5)), low=ends[0], high=ends[1])

    told = tell_sensitivity(replace(seen, information=known, objective_unit="EUR"))

    assert "€13 (€1 to €31)" in told
    assert "up to €14" in told


# Telling


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(RANGED, encoding="utf-8")
    late = "extends: one.yaml\nshelters: {shelter_one: {reserve: €20000}}\n"
    (tmp_path / "rich.yaml").write_text(late, encoding="utf-8")
    return tmp_path


def test_sensitivity_tells_what_moves_most_and_writes_pictures(desk):
    words = ["sensitivity", "one.yaml", "--measure", "freeze_days", "--workers", "1"]
    words += ["--replications", "2", "--sobol", "64", "--widest", "1"]

    told = bednight(*words, "--out", "out")

    assert told.exit_code == 0, told.output
    said = " ".join(told.stdout.split())
    late = "“The ministry: yearly call, how late the call is”"
    assert f"It moves most with {late}" in said
    names = {path.name for path in (desk / "out/sensitivity-one").rglob("*.*")}
    assert {"tornado.svg", "shares.svg", "sensitivity.json", "tornado.csv"} <= names


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("points", ["10", "63"])
def test_too_few_points_for_shares_are_refused_with_what_is_enough(points):
    done = bednight("sensitivity", "one.yaml", "--sobol", points)

    assert done.exit_code == 2
    assert "--sobol takes 64 points or more" in " ".join(done.output.split())
    assert "256 or more to decide" in " ".join(re.sub("│", "", done.output).split())


def found(unknowns, *, base, low, high, sobol=None):
    """Make a sensitivity of a chance of closure with one bar."""
    plan = unknowns.plan({})

    def told(value, ends):
        return Estimate(
            measure="closure_probability",
            value=value,
            low=ends[0],
            high=ends[1],
            interval="wilson",
            unit="probability",
            replications=200,
        )

    quantity = read_quantity("closure_probability", plan)
    bar = Bar(unknown=unknowns.each[0], low=told(*low), high=told(*high))
    return Sensitivity(
        scenario=plan,
        tornado=Tornado(quantity=quantity, base=told(*base), bars=(bar,), level=0.95),
        sobol=sobol,
        information=None,
        skipped=(),
        seed=1,
        replications=200,
    )


def test_a_change_of_a_chance_is_told_by_what_it_becomes_and_in_points(unknowns):
    """97 more of 100 on a base of 3: never *100 of 100 more*."""
    seen = found(
        unknowns,
        base=(0.03, (0.01, 0.07)),
        low=(0.97, (0.7, 0.99)),
        high=(0.0, (-0.05, 0.06)),
    )

    said = " ".join(sensitivity_answer(seen))

    assert "is 3 % (1–7) as the file stands" in said
    assert "with 4 it is 100 %, +97 points (+70 to +99)" in said
    assert "with 12 no difference can be told, 0 points (−5 to +6)" in said
    assert "of 100 more" not in said


def test_an_end_that_the_file_itself_says_is_no_change(unknowns):
    seen = found(
        unknowns,
        base=(0.03, (0.01, 0.07)),
        low=(0.97, (0.7, 0.99)),
        high=(0.0, (-0.05, 0.06)),
    )
    (bar,) = seen.tornado.bars
    own = replace(bar, unknown=replace(bar.unknown, now="12"))

    assert end_told(seen.tornado, own, "low").startswith("with 4 it is 100 %")
    assert end_told(seen.tornado, own, "high") == "12 is what the file says"


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        ((0.5, (0.3, 0.7)), (0.0, (-0.1, 0.1)), "It moves most with"),
        ((0.1, (-0.1, 0.3)), (0.0, (-0.1, 0.1)), "No unknown surely moves it"),
    ],
)
def test_an_unknown_that_may_move_nothing_is_not_said_to_move_most(
    unknowns, low, high, says
):
    seen = found(unknowns, base=(0.2, (0.1, 0.3)), low=low, high=high)

    assert says in " ".join(sensitivity_answer(seen))


def test_unknowns_that_may_move_as_much_are_named(unknowns):
    ends = {"low": (0.5, (0.3, 0.7)), "high": (0.0, (-0.1, 0.1))}
    seen = found(unknowns, base=(0.2, (0.1, 0.3)), **ends)
    first = seen.tornado.bars[0]
    near, far = (
        replace(
            first,
            unknown=Unknown(name, ""),
            low=replace(first.low, value=value, low=value - 0.1, high=value + 0.1),
        )
        for name, value in (("near", 0.4), ("far", 0.15))
    )
    tornado = replace(seen.tornado, bars=(first, near, far))

    said = " ".join(sensitivity_answer(replace(seen, tornado=tornado)))

    near = "“The plan as a whole: near”"
    assert f"These may move it as much, by chance alone: {near}." in said


@pytest.mark.parametrize(("half", "warned"), [(0.05, False), (0.25, True)])
def test_shares_with_wide_intervals_warn_and_name_what_is_enough(
    unknowns, half, warned
):
    index = Index(
        unknown=unknowns.each[0],
        first=0.5,
        first_low=0.5 - half,
        first_high=0.5 + half,
        total=0.6,
        total_low=0.6 - half,
        total_high=0.6 + half,
    )
    shares = Sobol(
        quantity=read_quantity("closure_probability", unknowns.plan({})),
        indices=(index,),
        points=64,
        variance=1.0,
        shares=np.empty((0, 0)),
        values=np.empty(0),
    )
    ends = (0.2, (0.1, 0.3)), (-0.2, (-0.3, -0.1))
    seen = found(
        unknowns, base=(0.4, (0.3, 0.5)), low=ends[0], high=ends[1], sobol=shares
    )

    said = " ".join(sensitivity_answer(seen))

    assert ("take 256 points or more" in said) == warned


def shares_of(unknowns, *told):
    """Make a sensitivity of two bars with shares told for each (alone, company)."""
    indices = tuple(
        Index(
            unknown=unknown,
            first=first,
            first_low=first - 0.05,
            first_high=first + 0.05,
            total=total,
            total_low=total - 0.05,
            total_high=total + 0.05,
        )
        for unknown, (first, total) in zip(unknowns.each, told, strict=False)
    )
    quantity = read_quantity("closure_probability", unknowns.plan({}))
    shares = Sobol(
        quantity=quantity,
        indices=indices,
        points=64,
        variance=1.0,
        shares=np.empty((0, 0)),
        values=np.empty(0),
    )
    ends = (0.2, (0.1, 0.3)), (-0.2, (-0.3, -0.1))
    seen = found(
        unknowns, base=(0.4, (0.3, 0.5)), low=ends[0], high=ends[1], sobol=shares
    )
    (bar,) = seen.tornado.bars
    return replace(seen, tornado=replace(seen.tornado, bars=(bar, bar)))


@pytest.mark.parametrize(
    ("told", "impossible"),
    [
        ([(0.30, 0.40), (0.20, 0.30)], False),
        ([(0.31, 0.30), (0.60, 0.60)], False),  # within what chance may do
        ([(0.37, 0.20), (0.20, 0.30)], True),  # more alone than with its company
        ([(0.60, 0.70), (0.55, 0.60)], True),  # together more than all
    ],
)
def test_shares_that_no_function_can_have_are_said_to_be_impossible(
    unknowns, told, impossible
):
    said = " ".join(sensitivity_answer(shares_of(unknowns, *told)))

    assert ("Some shares are impossible" in said) == impossible
    assert ("take 256 points or more" in said) == impossible


def test_how_many_of_how_many_unknowns_were_turned_together_is_said(unknowns):
    some = shares_of(unknowns, (0.3, 0.4))
    every = shares_of(unknowns, (0.3, 0.4), (0.2, 0.3))

    assert "the 1 widest of 2 unknowns" in " ".join(sensitivity_answer(some))
    assert "Only the 1 of 2 unknowns" in sensitivity_caution(some)
    assert "widest" not in " ".join(sensitivity_answer(every))
    assert "Only the" not in sensitivity_caution(every)


@pytest.mark.usefixtures("desk")
def test_what_to_measure_first_is_answered_for_a_decision():
    words = ["sensitivity", "one.yaml", "--decide", "rich.yaml", "--worth"]
    words += ["closure_days=€100", "--replications", "2", "--json", "--workers", "1"]
    words += ["--input", "shelters.shelter_one.beds", "--points", "32"]

    done = bednight(*words)

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["information"]
    assert told["unit"] == "EUR"
    assert set(told["best_in_share_of_points"]) == {"one", "rich"}


@pytest.mark.usefixtures("desk")
def test_a_file_without_ranges_has_no_unknowns():
    Path("sure.yaml").write_text(SURE, encoding="utf-8")

    done = bednight("sensitivity", "sure.yaml")

    assert done.exit_code == 1
    assert "No value of the file has a range" in done.output


def test_where_nothing_moves_the_answer_there_is_no_empty_tornado(unknowns):
    none = found(unknowns, base=(1, (1, 1)), low=(0, (0, 0)), high=(0, (0, 0)))

    told = tell_sensitivity(none)

    assert "No unknown of the file moves" in told
    assert "low end" not in told
    assert "that move it less" not in told
