"""The lowest and the highest of many points, corrected for their being many."""

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from scipy.stats import binom, ttest_rel

from sim.experiment.asking import Quantity
from sim.experiment.curve import Dial, Point, Sweep
from sim.experiment.estimate import Estimate
from sim.experiment.extremes import beyond, ends_of
from sim.measures.registry import measure
from sim.report.decision.sweep import cell_marked, sweep_answer, tell_sweep
from sim.scenario import STARTER, load

DAYS = Quantity(measure("freeze_days"))
CHANCE = Quantity(measure("closure_probability"))


def points_of(each, quantity=DAYS):
    """Points whose replications (replications, points) are known."""
    made = []
    for at, column in enumerate(each.T):
        told = Estimate(
            measure=quantity.measure.name,
            value=float(column.mean()),
            low=0.0,
            high=1.0,
            interval="skewness-adjusted t",
            unit=quantity.measure.unit,
            replications=len(column),
        )
        made.append(Point(at=(at,), settings={}, estimates=(told,), each=(column,)))
    return made


def drawn(trial, truth, replications=60):
    """Skewed replications, most of the luck common to all points."""
    rng = np.random.default_rng([31, trial])
    common = rng.gamma(2, 4, (replications, 1))
    return truth + common + rng.gamma(1, 3, (replications, len(truth)))


# How often it is right


def test_both_ends_and_their_values_hold_together_in_95_of_100():
    """Eight points, three of them close together at each end."""
    truth = np.array([10, 10.2, 10.4, 12, 13, 14.6, 14.8, 15.0])
    means = truth + 8 + 3
    held = narrow = 0
    for trial in range(400):
        each = drawn(trial, truth)
        (ends,) = ends_of([DAYS], points_of(each))

        least, most = ends.least, ends.most
        held += (
            0 in least.perhaps
            and 7 in most.perhaps
            and least.told.low <= means[least.points[0]] <= least.told.high
            and most.told.low <= means[most.points[0]] <= most.told.high
        )
        narrow += len(least.perhaps) + len(most.perhaps)
    assert held >= 0.95 * 400
    assert narrow / 400 < 10  # of 16, so that something is said


@pytest.mark.parametrize("end", [0, 1])
def test_one_of_equal_points_is_left_out_as_seldom_as_promised(end):
    """Eight equal points with luck of their own, the worst case: 5 % at most.

    Not corrected for the seven others it would be left out in about 20 %.
    """
    out = often = 0
    for trial in range(1_000):
        each = np.random.default_rng([32, trial]).normal(0, 5, (40, 8))
        out += beyond(each.mean(axis=0), each, 0.05)[end][0]
        often += beyond(each.mean(axis=0), each, 0.05 * 7)[end][0]
    assert 0.02 * 1_000 <= out <= 0.05 * 1_000 + 3 * np.sqrt(1_000 * 0.05 * 0.95)
    assert often > 0.12 * 1_000


def test_of_two_points_it_is_the_paired_t_test_of_one_side():
    for trial in range(50):
        each = drawn(trial, np.array([10.0, 10.9]))
        (lower, higher), (p, q) = (
            beyond(each.mean(axis=0), each, 0.05),
            [
                ttest_rel(each[:, 1], each[:, 0], alternative=way).pvalue
                for way in ("greater", "less")
            ],
        )

        assert (lower[1], lower[0]) == (p < 0.05, q < 0.05)
        assert (higher[0], higher[1]) == (p < 0.05, q < 0.05)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5])
def test_values_of_chances_hold_together_by_enumeration(share):
    """Three points of twelve replications: every outcome, with its probability."""
    n, level = 12, 1 - 0.025 / 3
    covered = sum(
        binom.pmf(times, n, share)
        for times in range(n + 1)
        for each in [np.arange(n) < times]
        for low, high in [CHANCE.within(times / n, each.astype(float), level)]
        if low <= share <= high
    )

    assert covered**3 >= 1 - 0.025


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5])
def test_equal_chances_are_told_apart_as_seldom_as_promised_by_enumeration(share):
    """Twelve pairs of replications, in which only one of two closes: every outcome."""
    n, error, wrong = 12, 0.05, 0.0
    for first in range(n + 1):
        for second in range(n + 1 - first):
            rest = n - first - second
            weight = comb(n, first) * comb(n - first, second)
            weight *= (share / 2) ** (first + second) * (1 - share) ** rest
            own = np.repeat([1.0, 0.0, 0.0], [first, second, rest])
            other = np.repeat([0.0, 1.0, 0.0], [first, second, rest])
            each = np.stack([own, other], axis=1)
            wrong += weight * beyond(each.mean(axis=0), each, error, chances=True)[0][0]

    assert wrong <= error


# What is said


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    return load(tmp_path / "one.yaml")


def swept(plan, each, quantity=DAYS):
    texts = tuple(f"{at} months" for at in range(each.shape[1]))
    points = points_of(each, quantity)
    return Sweep(
        scenario=plan,
        dials=(Dial(("shelters.shelter_one.reserve",), texts, texts),),
        quantities=(quantity,),
        points=tuple(points),
        ends=ends_of([quantity], points),
        seed=1,
        replications=len(each),
    )


def test_points_that_may_be_the_end_too_are_named(plan):
    noise = np.random.default_rng(5).normal(0, 1, (200, 5))
    found = swept(plan, noise + np.array([10, 10.01, 20, 30, 40]))
    (ends,) = found.ends
    told = sweep_answer(found)

    assert set(ends.least.perhaps) == {0, 1}
    assert ends.most.perhaps == (4,)
    (other,) = {0, 1} - set(ends.least.points)
    assert told.startswith("Turned here: “Shelter One: reserve at the start”. By ")
    assert f"the lowest is there or at {other} months." in told
    assert "With 95 % confidence no other point is higher." in told
    assert [cell_marked(found, at, 0)[-1] for at in range(5)] == [*"↓↓))↑"]


def test_where_any_point_may_be_the_end_nothing_is_marked(plan):
    found = swept(plan, np.random.default_rng(6).normal(10, 5, (30, 4)))

    assert "Which point is truly the lowest cannot be told." in sweep_answer(found)
    assert "Which point is truly the highest cannot be told." in sweep_answer(found)
    assert not any(set(cell_marked(found, at, 0)) & {*"↓↑"} for at in range(4))


def test_many_points_that_may_be_the_end_are_counted_and_marked(plan):
    noise = np.random.default_rng(7).normal(0, 1, (100, 8))
    found = swept(plan, noise + np.array([10, 10, 10, 10, 10, 10, 30, 40]))

    assert "at one of 5 other points, marked ↓ in the table" in sweep_answer(found)


def test_many_points_that_tie_are_counted(plan):
    found = swept(plan, np.array([[0, 0, 0, 0, 8], [0, 0, 0, 0, 9]]))

    assert "is least at 4 of the 5 points: 0" in sweep_answer(found)


def test_ranges_of_the_ends_are_wider_than_those_of_the_table(plan):
    each = (np.random.default_rng(8).random((100, 6)) < 0.3).astype(float)
    found = swept(plan, each, CHANCE)
    (ends,) = found.ends
    alone = CHANCE.within(ends.least.told.value, each[:, ends.least.points[0]], 0.95)

    assert ends.least.told.low < alone[0] < alone[1] < ends.least.told.high
    assert ends.least.told.interval == "clopper-pearson"
    text = " ".join(tell_sweep(found).split())
    assert "corrected for all 6 points and holds together with 95 %" in text


def test_a_quantity_that_is_defined_nowhere_has_no_end():
    points = [
        replace(p, estimates=(replace(p.estimates[0], value=None),))
        for p in points_of(np.ones((5, 3)))
    ]

    assert ends_of([DAYS], points) == (None,)
