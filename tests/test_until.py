"""A precision instead of a number: understood, reached not by luck, and told."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hard_up import HARD_UP
from telling import estimate, results

from sim.experiment import Experiment
from sim.experiment.precision import (
    GoalError,
    Stopped,
    goals_in,
    looks,
    stopping,
)
from sim.report.answer.playing import who_played

TWO = "closure_probability ±1 point and cost_per_supported_victim ±3 %"


def test_several_measures_are_read_at_once():
    chance, cost = goals_in(TWO)

    assert (chance.measure.name, chance.amount, chance.relative) == (
        *("closure_probability", 0.01, False),
    )
    assert (cost.measure.name, cost.amount, cost.relative) == (
        *("cost_per_supported_victim", 0.03, True),
    )
    assert (chance.text, cost.text) == tuple(TWO.split(" and "))


@pytest.mark.parametrize(
    "text, amount, relative",
    [
        ("closure_probability +-2 points", 0.02, False),
        ("closure_probability+/-2.5 percentage points", 0.025, False),
        ("closure_probability ±10%", 0.1, True),
        ("closure_days ± 3 days", 3.0, False),
        ("closure_days ±3", 3.0, False),
        ("bed_nights ±1 bed-night", 1.0, False),
        ("cost_per_supported_victim ±400 EUR", 400.0, False),
        ("cost_per_supported_victim ±400 euros", 400.0, False),
    ],
)
def test_points_shares_and_plain_units_are_understood(text, amount, relative):
    (goal,) = goals_in(text)

    assert (goal.amount, goal.relative) == (pytest.approx(amount), relative)


@pytest.mark.parametrize(
    "text, said",
    [
        ("closure_probabilty ±1 point", "did you mean 'closure_probability'?"),
        ("xyzzy ±1 point", "see docs/reference/measures.md"),
        ("nonsense ±1 point", "see docs/reference/measures.md"),
        ("closure_probability ±1 day", "write  ±1 points  or  ±1 %"),
        ("cost_per_supported_victim ±400 USD", "is in eur; write  ±400 eur"),
        ("closure_probability ±0 points", "no number of replications"),
        ("closure_probability 1 point", "is not understood; write for example"),
        ("closure_cause_share ±1 %", "is not told of the whole system"),
        ("", "is not understood"),
    ],
)
def test_what_is_not_understood_is_told_with_a_fix(text, said):
    with pytest.raises(GoalError) as caught:
        goals_in(text)

    assert said in str(caught.value)


@pytest.mark.parametrize(
    "low, high, met",
    [(0.29, 0.31, True), (0.29, 0.32, False), (0.28, 0.31, False), (None, None, False)],
)
def test_an_interval_may_reach_no_further_on_either_side(low, high, met):
    (goal,) = goals_in("closure_probability ±1 point")
    found = replace(
        estimate("closure_probability", 0.30, low=0.2, high=0.4), low=low, high=high
    )

    assert goal.is_met(found) is met


def test_looks_depend_on_the_scenario_alone_and_grow_by_a_tenth():
    found = list(looks(HARD_UP, 20_000))

    assert found[:3] == [100, 150, 200]
    assert found[-1] == 20_000
    assert all(b >= 1.1 * a for a, b in pairwise(found[:-1]))
    assert list(looks(HARD_UP, 120)) == [100, 120]
    assert list(looks(HARD_UP, 100)) == [100]
    assert list(looks(HARD_UP, 60)) == [60]


def looking(widths):
    """What looks see: intervals of these half-widths, one after the other."""
    left = iter(widths)

    def look(replications):
        width = next(left)
        found = estimate("closure_probability", 0.3, low=0.3 - width, high=0.3 + width)
        return [replace(found, replications=replications)]

    return look


def test_one_short_interval_may_be_luck():
    goals = goals_in("closure_probability ±1 point")

    found = stopping(goals, HARD_UP, 20_000, looking([0.02, 0.009, 0.02, 0.009, 0.009]))

    assert (found.replications, found.looks, found.precise) == (300, 5, True)


def test_it_ends_at_the_most_and_says_so():
    goals = goals_in("closure_probability ±1 point")

    found = stopping(goals, HARD_UP, 160, looking([0.5, 0.5, 0.5]))

    assert found == Stopped({goals[0].text: False}, 160, 3, 160)


def test_all_goals_have_to_hold_at_once():
    goals = goals_in(TWO)
    chance, cost = looking([0.009] * 9), looking([0.9, 0.9, 0.001, 0.001])

    found = stopping(goals, HARD_UP, 20_000, lambda n: [chance(n)[0], cost(n)[0]])

    assert (found.looks, found.replications) == (4, 250)


def test_the_same_number_is_found_whoever_plays():
    goals = goals_in("closure_probability ±9 points and bed_nights +-20 %")
    asked = Experiment(HARD_UP, seed=3, replications=2_000, goals=goals, player="simpy")

    one, two = asked.run(workers=1), asked.run(workers=2)

    assert one.stopped.precise
    assert 100 < one.replications < 1_000
    assert (one.replications, one.stopped, one.estimates) == (
        *(two.replications, two.stopped, two.estimates),
    )
    closes = one.estimate("closure_probability")
    assert max(closes.value - closes.low, closes.high - closes.value) <= 0.09


def test_the_answer_of_a_precision_is_that_of_its_number():
    goals = goals_in("closure_probability ±9 points")
    found = Experiment(HARD_UP, seed=3, replications=500, goals=goals).run(workers=1)
    plain = Experiment(HARD_UP, seed=3, replications=found.replications)

    assert plain.run(workers=1).estimates == found.estimates


def test_it_is_told_what_was_reached_and_that_nobody_looked_at_the_answer():
    stopped = Stopped({"closure_days ±3": True, "bed_nights ±1 %": False}, 500, 7, 500)

    said = who_played(replace(results(), stopped=stopped, played={"simpy": 500}))

    assert "Reached: closure_days ±3." in said
    assert "Not reached in 500 replications: bed_nights ±1 %; raise --at-most" in said
    assert "looked 7 times, for precision only" in said
    once = who_played(replace(results(), stopped=replace(stopped, looks=1)))
    assert "looked 1 time, for precision only" in once
    assert said.endswith("Played by SimPy.")
