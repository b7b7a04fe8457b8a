"""What is not known: tornado, shares of variance, what to measure first."""

from pathlib import Path

import numpy as np
import pytest
from drafts import RANGED, drafted
from scipy.stats import norm

from sim.experiment.asking import read_quantity
from sim.experiment.luck import Luck
from sim.experiment.sensitivity import sobol_indices, tornado, value_of_information
from sim.experiment.unknowns import Unknown, quasi_random, unknowns_of
from sim.scenario import opened
from sim.scenario.tree import Fault

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, RANGED)


@pytest.fixture(scope="module")
def unknowns(draft):
    return unknowns_of(draft)


# What is unknown


def test_every_range_is_an_unknown_and_a_rate_from_counts_too():
    found = unknowns_of(opened(ROOT / "scenarios/kosovo-2021.yaml"))
    paths = {unknown.path for unknown in found.each}

    assert {"shelters.pvpt.reserve", "waiting.patience.mean"} <= paths
    assert "referrals.identified.per_year" in paths
    (skipped,) = found.skipped
    assert skipped.path == "shelters.isf.stay.at_most"
    assert "mean after the limit" in skipped.why


def test_a_plan_holds_the_values_at_its_shares(unknowns):
    beds, late = unknowns.each
    plan = unknowns.plan({0: 1.0, 1: 0.5})

    assert plan.shelters[0].beds == 12
    assert (beds.told(0.0), late.told(1 / 3)) == ("4", "1 month")
    assert unknowns.plan({}).shelters[0].beds == 8


def test_a_known_rate_has_no_counts_left():
    found = unknowns_of(
        opened(ROOT / "scenarios/kosovo-2021.yaml"),
        only=["referrals.identified.per_year"],
    )
    low = found.plan({0: 0.025}).streams[0].rate
    high = found.plan({0: 0.975}).streams[0].rate

    assert low.counts is None
    assert low.spread == high.spread == 18
    assert 15 < low.per_year < 25.4 < high.per_year < 36


def test_a_path_without_a_range_is_answered_with_the_nearest(draft):
    with pytest.raises(Fault) as refused:
        unknowns_of(draft, only=["shelters.shelter_one.bed"])

    assert "did you mean 'shelters.shelter_one.beds'" in refused.value.args[1]


def test_a_plan_keeps_what_its_own_file_says_differently(unknowns, tmp_path):
    """A reserve that a plan buys is no guess in that plan; the rest still is."""
    (tmp_path / "one.yaml").write_text(RANGED, encoding="utf-8")
    more = "extends: one.yaml\nshelters: {shelter_one: {beds: 10}}\n"
    (tmp_path / "more.yaml").write_text(more, encoding="utf-8")

    there = unknowns.of(opened(tmp_path / "more.yaml"))
    low, high = there.plan({0: 0.0, 1: 0.0}), there.plan({0: 1.0, 1: 1.0})

    assert low.shelters[0].beds == high.shelters[0].beds == 10
    assert low.funders != high.funders
    assert unknowns.of(unknowns.draft).plan({0: 1.0}).shelters[0].beds == 12


def test_a_plan_keeps_a_rate_that_its_own_file_says_differently(tmp_path):
    for year in (2017, 2021):
        name = f"kosovo-{year}.yaml"
        (tmp_path / name).write_bytes((ROOT / "scenarios" / name).read_bytes())
    base = tmp_path / "kosovo-2021.yaml"
    rate = "referrals: {identified: {per_year: {counts: [40, 50, 60]}}}"
    (tmp_path / "more.yaml").write_text(f"extends: kosovo-2021.yaml\n{rate}\n")
    own = unknowns_of(opened(base), only=["referrals.identified.per_year"])

    there = own.of(opened(tmp_path / "more.yaml"))

    assert there.plan({0: 0.9}).streams[0].rate.counts == (40, 50, 60)
    assert own.of(opened(base)).plan({0: 0.9}).streams[0].rate.counts is None


# Tornado


def test_a_tornado_has_the_widest_first_and_the_ends_against_the_file(unknowns):
    quantity = read_quantity("freeze_days", unknowns.plan({}))

    with Luck(1, workers=1) as luck:
        found = tornado(unknowns, quantity, luck, 6)

    assert found.bars[0].unknown.path == "funding.ministry.call.late"
    assert found.bars[0].low.value <= 0 < found.bars[0].high.value
    assert found.bars[0].swing >= found.bars[1].swing
    assert found.level == 1 - 0.05 / 4


# Shares of variance


@pytest.mark.parametrize("replications", [3, 12])
@pytest.mark.parametrize("workers", [1, 2])
def test_many_plans_at_once_count_what_each_does_alone(replications, workers):
    draft = opened(
        Path(__file__).parents[1] / "scenarios/kosovo-2017-hand-to-mouth.yaml"
    )
    plans = [
        draft.scenario({"shelters.pvpt.reserve": f"{months} months"})
        for months in (0, 1, 2)
    ]
    with Luck(1, player="simpy", workers=workers) as luck:
        alone = [luck.play(plan, replications).counts for plan in plans]
        found = [each.counts for each in luck.play_each(plans, replications)]
        asked = frozenset({"freeze_days", "closure_cost"})
        fewer = list(luck.play_each(plans, replications, counts=asked))

    for one, other, short in zip(alone, found, fewer, strict=True):
        assert one.keys() == other.keys()
        assert all((one[name] == other[name]).all() for name in one)
        assert set(short.counts) == asked
        assert all((one[name] == short.counts[name]).all() for name in short.counts)
    assert (alone[0]["freeze_days"] != alone[2]["freeze_days"]).any()


def ishigami(rows):
    x, y, z = 2 * np.pi * rows.T - np.pi
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def test_the_shares_of_the_ishigami_function_are_those_of_the_textbook():
    design = quasi_random(2048, 6, seed=1)

    _, first, total = sobol_indices(design, ishigami, seed=1)

    truth_first, truth_total = [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]
    assert first[0] == pytest.approx(truth_first, abs=0.03)
    assert total[0] == pytest.approx(truth_total, abs=0.03)
    assert (first[1] <= truth_first).all()
    assert (truth_first <= first[2]).all()
    assert (total[1] <= truth_total).all()
    assert (truth_total <= total[2]).all()


def test_points_that_differ_in_one_unknown_are_asked_one_after_the_other():
    design = quasi_random(4, 4, seed=1)
    asked = []

    sobol_indices(design, lambda rows: asked.extend(rows) or rows[:, 0], seed=1)

    a, b = design[:, :2], design[:, 2:]
    assert [row.tolist() for row in asked] == [
        row
        for (x, y), (u, v) in zip(a.tolist(), b.tolist(), strict=True)
        for row in ([x, y], [u, v], [u, y], [x, v])
    ]


def test_quasi_random_points_fill_the_cube_evenly():
    points = quasi_random(64, 3, seed=5)

    for column in points.T:
        counts, _ = np.histogram(column, bins=16, range=(0, 1))
        assert set(counts) == {4}
    assert (points == quasi_random(64, 3, seed=5)).all()


# What to measure first


def named(*paths):
    return [Unknown(path, "") for path in paths]


def test_the_worth_of_knowing_is_that_of_the_closed_form():
    """Plan B is worth 2u - 1 more than plan A: E max(0, 2u - 1) = 1/4."""
    shares = quasi_random(1024, 2, seed=3)
    benefits = np.column_stack([np.zeros(1024), 2 * shares[:, 0] - 1])

    found = value_of_information(
        shares, benefits, named("matters", "does not"), ("A", "B"), seed=1
    )

    assert found.perfect == pytest.approx(0.25, abs=0.01)
    assert found.unknowns[0].unknown.path == "matters"
    assert found.unknowns[0].value == pytest.approx(0.25, abs=0.01)
    assert found.unknowns[0].told_apart
    assert found.unknowns[1].value == pytest.approx(0.0, abs=0.02)
    assert found.chosen == pytest.approx((0.5, 0.5), abs=0.01)
    low, high = found.perfect_ends
    assert (low, high) == pytest.approx((0.23, 0.27), abs=0.01)
    assert found.chosen_ends[0] == pytest.approx((0.47, 0.53), abs=0.005)


@pytest.mark.parametrize("mean", [0.0, 0.3, 1.0])
def test_the_worth_of_knowing_everything_lies_in_its_interval(mean):
    """A plan gains a draw of the normal law Z, or nothing: E max(0, Z) - max(0, EZ)."""
    rng = np.random.default_rng(8)
    truth = mean * norm.cdf(mean) + norm.pdf(mean) - mean
    held = 0
    for _ in range(100):
        benefits = np.column_stack([np.zeros(64), rng.normal(mean, 1, 64)])
        known = value_of_information(benefits, benefits, (), ("A", "B"), seed=1)
        held += known.perfect_ends[0] <= truth <= known.perfect_ends[1]

    assert held >= 91


def test_an_unknown_that_never_changes_the_choice_is_worth_nothing():
    shares = quasi_random(256, 1, seed=3)
    benefits = np.column_stack([shares[:, 0], shares[:, 0] + 5])

    found = value_of_information(shares, benefits, named("moves"), ("A", "B"), seed=1)

    assert found.best == "B"
    assert found.perfect == 0
    assert found.unknowns[0].value == pytest.approx(0.0, abs=1e-9)


def test_a_plan_that_ties_in_some_cases_is_best_there_too():
    shares = quasi_random(64, 1, seed=3)
    some = np.column_stack([np.zeros(64), np.minimum(shares[:, 0] - 0.5, 0)])

    known = value_of_information(shares, some, named("moves"), ("A", "B"), seed=1)

    assert known.best == "A"
    assert known.chosen == (1, 0.5)
    assert known.alike == ()
