"""Values, and whether 95 % intervals hold the truth 95 times of a hundred."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import betaincinv, stdtrit

from sim.experiment import intervals, waiting
from sim.experiment.estimate import Estimate, few
from sim.experiment.paired import difference
from sim.experiment.skewness import few_for, reaches
from sim.experiment.waiting import pooled, resampled, wait_curve
from sim.experiment.within import _within as admitted
from sim.measures.waits import Waits

DAY = 2**20
ONE = Estimate(
    measure="closure_days",
    value=1.0,
    low=0.5,
    high=1.5,
    interval="skewness-adjusted t",
    unit="shelter-days",
    replications=200,
)


def covered(bounds, truth):
    """Return the share of cells whose interval holds the truth."""
    return np.mean((bounds.low <= truth) & (truth <= bounds.high))


def rng(name):
    return np.random.default_rng([ord(letter) for letter in name])


# Known values


def test_a_mean_has_the_t_interval_of_the_textbook():
    bounds = intervals.mean(np.array([[1.0], [2], [3], [4], [5]]))

    half = 2.7764451052 * np.sqrt(2.5 / 5)
    assert bounds.value == 3
    assert bounds.low == pytest.approx(3 - half)
    assert bounds.high == pytest.approx(3 + half)


def test_a_mean_of_counts_is_never_below_nothing_but_a_balance_may_be():
    rare, overdrawn = np.eye(1, 50).T, -np.eye(1, 50).T

    assert intervals.mean(rare).low == 0
    assert intervals.mean(overdrawn).low < overdrawn.mean()


def test_a_probability_has_the_wilson_interval():
    bounds = intervals.probability(np.arange(100)[:, None] < 5)

    assert bounds.low == pytest.approx(0.02154368)
    assert bounds.high == pytest.approx(0.11175047)


@pytest.mark.parametrize("n", [1, 20, 200])
def test_never_and_always_have_the_clopper_pearson_bound(n):
    never = intervals.probability(np.zeros((n, 1), bool))
    always = intervals.probability(np.ones((n, 1), bool))

    assert (never.value, never.low) == (0, 0)
    assert never.high == pytest.approx(betaincinv(1, n, 0.975))
    assert (always.value, always.high) == (1, 1)
    assert always.low == pytest.approx(betaincinv(n, 1, 0.025))


def test_a_median_of_a_hundred_lies_between_the_40th_and_the_61st():
    bounds = intervals.quantile(np.arange(1.0, 101.0)[::-1], 0.5)

    assert (bounds.value, bounds.low, bounds.high) == (50, 40, 61)


def test_a_bound_for_which_there_are_too_few_is_not_made_up():
    bounds = intervals.quantile(np.arange(20.0), 0.9)

    assert bounds.value == 17
    assert bounds.low == 14
    assert np.isnan(bounds.high)
    assert np.isnan(intervals.quantile(np.array([]), 0.5).value)


def test_a_ratio_is_a_ratio_of_totals_with_the_spread_of_leaving_one_out():
    tops, bottoms = np.array([[10.0], [40], [10]]), np.array([[1.0], [2], [1]])

    bounds = intervals.ratio(tops, bottoms)

    without = np.array([50 / 3, 20 / 2, 50 / 3])
    error = np.sqrt(2 / 3 * ((without - without.mean()) ** 2).sum())
    below, above = reaches(-2 * without)  # longer above: one is far more than two
    assert bounds.value == 15
    assert below == pytest.approx(stdtrit(2, 0.975) * error)
    assert above > below
    assert bounds.low == pytest.approx(max(0, 15 - below))
    assert bounds.high == pytest.approx(15 + above)


def test_nothing_is_divided_by_nothing():
    nobody = intervals.ratio(np.ones((5, 1)), np.zeros((5, 1)))
    only_once = intervals.ratio(np.ones((5, 1)), np.eye(1, 5).T)

    assert np.isnan(nobody.value)
    assert only_once.value == 5
    assert np.isnan(only_once.low)


def test_a_share_stays_between_nothing_and_all():
    parts = np.array([[9.0], [10], [10], [10]])
    wholes = np.full((4, 1), 10.0)

    assert intervals.ratio(parts, wholes).high > 1
    assert intervals.ratio(parts, wholes, share=True).high == 1


def test_one_funder_is_all_concentration_and_four_equal_ones_a_quarter():
    alone = np.array([[[7.0], [0.0]]] * 3)
    equal = np.ones((3, 4, 1))

    assert intervals.concentration(alone).value == 1
    assert intervals.concentration(equal).value == pytest.approx(0.25)
    assert np.isnan(intervals.concentration(np.zeros((3, 2, 1))).value)


def test_one_replication_has_a_value_and_no_interval():
    one = np.array([[3.0]])

    for bounds in (intervals.mean(one), intervals.ratio(one, one)):
        assert bounds.value.item() in {1, 3}
        assert np.isnan(bounds.low)
        assert np.isnan(bounds.high)
    assert np.isnan(intervals.mean_prediction(one)[0])


def test_an_estimate_says_none_and_never_nan():
    estimate = Estimate(
        measure="coverage_rate",
        by={"group": "men"},
        value=None,
        low=None,
        high=None,
        interval="none",
        unit="share",
        replications=20,
        note="not defined: there was nothing to divide by",
    )

    assert estimate.as_json() == {
        "measure": "coverage_rate",
        "by": {"group": "men"},
        "value": None,
        "low": None,
        "high": None,
        "interval": "none",
        "unit": "share",
        "replications": 20,
        "note": "not defined: there was nothing to divide by",
    }


# Coverage: 4,000 experiments each; ± 0.015 is four standard errors and a bit


def test_t_intervals_cover_the_mean():
    counts = rng("mean").poisson(4.0, (40, 4000)).astype(float)

    assert covered(intervals.mean(counts), 4.0) == pytest.approx(0.95, abs=0.015)


def test_jackknife_intervals_cover_a_hard_ratio_where_a_mean_of_ratios_is_off():
    draw = rng("ratio")
    cost = draw.normal(100, 20, (30, 4000))
    people = draw.poisson(5.0, (30, 4000)).astype(float)

    bounds = intervals.ratio(cost, people)
    served = people > 0
    naive = (cost / np.where(served, people, 1)).sum(axis=0) / served.sum(axis=0)

    assert covered(bounds, 20.0) == pytest.approx(0.95, abs=0.015)
    assert bounds.value.mean() == pytest.approx(20.2, abs=0.2)
    assert naive.mean() > 24


def test_wilson_intervals_cover_a_small_probability():
    closed = rng("wilson").random((200, 4000)) < 0.05

    assert covered(intervals.probability(closed), 0.05) == pytest.approx(0.95, abs=0.02)


def test_order_statistics_cover_a_quantile_of_any_law():
    sums = rng("quantile").exponential(1.0, (1000, 100))
    found = [intervals.quantile(sample, 0.9) for sample in sums]

    share = np.mean([b.low <= -np.log(0.1) <= b.high for b in found])
    assert 0.94 <= share <= 0.985  # discrete ranks: at least 95 %


def test_a_prediction_holds_the_next_period_whatever_its_law():
    draw = rng("next")
    seen = draw.exponential(1.0, (119, 4000))
    low, high = intervals.mean_prediction(seen)
    following = draw.exponential(1.0, 4000)

    share = np.mean((low <= following) & (following <= high))
    assert share == pytest.approx(0.95, abs=0.015)
    assert np.isnan(intervals.mean_prediction(seen[:38])[0]).all()


@pytest.mark.parametrize("known, ends", [(39, (1, 39)), (78, (1, 78)), (79, (2, 78))])
def test_a_prediction_leaves_out_one_value_in_forty_on_each_side(known, ends):
    """Of n values and the next, each is the smallest with a chance of 1/(n + 1)."""
    values = rng("shuffle").permutation(np.arange(1.0, known + 1))

    assert intervals.mean_prediction(values) == ends


def test_a_bed_after_exactly_so_many_days_is_within_them():
    every = waits([0.0, 3.0, 3.25, -1.0], [7.0])
    within, ready = admitted(every, None, np.array([0, 3 * DAY, 7 * DAY]))

    assert within.tolist() == [[1, 2, 3], [0, 0, 1]]
    assert ready.tolist() == [4, 1]


# Waits


def waits(*of_each):
    """Make the waits of replications from lists of days; negative: still waiting."""
    return pooled(
        [
            Waits(
                replications=1,
                replication=np.zeros(len(days), np.int64),
                ticks=np.array([int(abs(day) * DAY) for day in days], np.int64),
                admitted=np.array([day >= 0 for day in days], bool),
                is_open=np.array([day < 0 for day in days], bool),
                year=np.zeros(len(days), np.int64),
                members=np.ones((len(days), 1), np.int64),
            )
            for days in of_each
        ]
    )


def wait(level, *of_each):
    every = waits(*of_each)
    chosen = np.ones(len(every.ticks), bool)
    return wait_curve(every, chosen).quantile(level, resampled(len(of_each), seed=1))


@pytest.mark.parametrize("few", [1, 3, 1000])
def test_going_through_waits_a_few_at_a_time_changes_no_bit(monkeypatch, few):
    luck = np.random.default_rng(5)
    days = luck.integers(-20, 60, (40, 12)) / 8
    before = [wait(level, *days.tolist()) for level in (0.3, 0.5, 0.9)]
    monkeypatch.setattr(waiting, "_AT_A_TIME", few)

    assert [wait(level, *days.tolist()) for level in (0.3, 0.5, 0.9)] == before


def test_a_quantile_of_waits_is_the_one_that_this_share_does_not_exceed():
    assert wait(0.5, [0, 0, 4], [2, 6]).value == 2
    assert wait(0.9, [0, 0, 4], [2, 6]).value == 6
    assert wait(0.4, [0, 0, 4], [2, 6]).value == 0


def test_who_still_waits_waited_longer_than_was_seen():
    assert wait(0.5, [1, 2, 3, 4]).value == 2
    assert wait(0.5, [1, -1.5, 3, 4]).value == 3
    late = wait(0.9, [1, 2, 3, -9])
    assert np.isnan(late.value)
    assert late.longest == 9


def test_no_waits_have_no_quantile():
    nobody = wait(0.5, [], [])

    assert np.isnan(nobody.value)
    assert np.isnan(nobody.low)


def test_the_same_seed_draws_the_same_samples_and_another_seed_others():
    assert np.array_equal(resampled(30, 7), resampled(30, 7))
    assert not np.array_equal(resampled(30, 7), resampled(30, 8))
    assert (resampled(30, 7).sum(axis=1) == 30).all()


def test_an_interval_of_waits_leaves_out_five_samples_of_two_hundred_on_each_side():
    """As W7 has it: from the sixth smallest quantile to the sixth largest."""
    days = np.random.default_rng(3).uniform(1, 4_000, (30, 200))
    every, draws = waits(*days.tolist()), resampled(30, seed=1)
    curve = wait_curve(every, np.ones(len(every.ticks), bool))
    found, quantiles = curve.quantile(0.9, draws), np.sort(curve.samples(0.9, draws))

    assert len(quantiles) == 200
    assert np.diff(quantiles)[[4, 5, -6, -5]].min() > 0
    assert (found.low, found.high) == (quantiles[5], quantiles[-6])


@pytest.mark.parametrize(
    "replications, units, sizes",
    [(7, 3, [3, 2, 2]), (8, 3, [3, 3, 2]), (3, 3, [1, 1, 1]), (2, 3, [1, 1])],
)
def test_many_replications_are_drawn_in_runs_of_as_many(replications, units, sizes):
    """As W7 has it: replication r is in unit floor(units × r / replications)."""
    every = waits(*([number + 0.5] for number in range(replications)))
    whole = wait_curve(every, np.ones(replications, bool))
    drawn = whole.drawn_in(units)
    (_, _, of) = next(drawn.parts())

    assert drawn.later.tolist() == sizes
    assert of.tolist() == sorted(of.tolist())
    assert of.tolist() == [
        min(units, replications) * r // replications for r in range(replications)
    ]
    for level in (0.3, 0.9):
        one = np.ones((1, replications), np.int64)
        assert drawn.samples(level, one[:, : len(sizes)]) == whole.samples(level, one)


def test_drawing_whole_replications_covers_p90_where_people_hang_together():
    """Each replication is a good or a bad year: its people wait alike."""
    draw = rng("bootstrap")
    bad_years = draw.exponential(10.0, 200_000)
    truth = np.quantile(draw.exponential(bad_years), 0.9)
    trials, hits, naive = 150, 0, 0
    for _ in range(trials):
        years = draw.exponential(10.0, 60)
        found = [draw.exponential(year, 20) for year in years]
        interval = wait(0.9, *found)
        people = intervals.quantile(np.concatenate(found), 0.9)
        hits += interval.low <= truth <= interval.high
        naive += people.low <= truth <= people.high

    assert hits / trials >= 0.87
    assert naive / trials <= 0.80


# Skewed numbers


def test_few_replications_of_a_skewed_mean_are_marked_with_what_is_enough():
    rare = np.r_[np.zeros(196), np.arange(1.0, 5)]
    enough = few_for(rare)

    skewness = ((rare - rare.mean()) ** 3).mean() / rare.std() ** 3
    assert 200 < 10 * skewness**2 <= enough
    told = few(200, enough)
    assert told == (
        f"200 replications are few for so skewed a measure: take {enough:,} or more"
    )
    assert replace(ONE, note=told).enough == enough
    assert replace(ONE, note="the same in every replication").enough == 0


@pytest.mark.parametrize("law", ["poisson", "constant", "balance"])
def test_what_is_hardly_skewed_is_not_marked(law):
    draw = rng("plain")
    counts = {
        "poisson": draw.poisson(4.0, 200).astype(float),
        "constant": np.full(200, 7.0),
        "balance": draw.normal(0, 1, 200),
    }[law]

    assert few_for(counts) == 0


def test_an_interval_holds_however_skewed_where_that_of_t_does_not():
    """Nought in four years of five, 50 replications: t alone covers 88 %."""
    draw = rng("rare")
    counts = (draw.random((50, 2000)) < 0.2) * draw.exponential(10.0, (50, 2000))
    half = stdtrit(49, 0.975) * counts.std(axis=0, ddof=1) / np.sqrt(50)

    assert (np.abs(counts.mean(axis=0) - 2.0) <= half).mean() < 0.90
    assert 0.93 <= covered(intervals.mean(counts), 2.0) <= 0.97


def test_an_interval_holds_for_losses_as_for_gains():
    draw = rng("losses")
    gap = -draw.gamma(0.5, 20.0, (50, 2000)) * draw.random((50, 2000))

    assert 0.93 <= covered(difference(0 * gap, gap), -5.0) <= 0.97


def test_no_difference_that_is_skewed_either_way_is_taken_for_one():
    draw = rng("both ways")
    gap = draw.exponential(10.0, (50, 2000)) * draw.choice([-1, 1], (50, 2000))
    gap *= draw.random((50, 2000)) < 0.2

    assert covered(difference(0 * gap, gap), 0.0) >= 0.94


def test_only_the_side_of_the_long_tail_reaches_further():
    """A single one among 50: worked out by hand from the law it is taken from."""
    once = np.eye(1, 50)[0]
    t = float(stdtrit(49, 0.975))
    below, above = reaches(once)
    above_, below_ = reaches(-once)

    # the most skewness believed is 1.6; at two errors the cube root of W is 0.3956
    assert t > 2
    assert below == pytest.approx(t * 0.02)
    assert above == pytest.approx(0.02 * 2 / 1.6 * (0.395555556**-3 - 1))
    assert (below_, above_) == (below, above)


def test_an_interval_does_not_leap_as_one_value_grows():
    rows = np.tile(np.r_[np.zeros(40), np.ones(10)][:, None], 4001)
    rows[-1] = np.linspace(0.0, 40.0, 4001)
    below, above = reaches(rows)
    error = rows.std(axis=0, ddof=1) / np.sqrt(50)

    assert np.abs(np.diff(above / error)).max() < 0.05
    assert np.abs(np.diff(below / error)).max() < 0.05


@pytest.mark.parametrize("n", [2, 3, 5, 50])
def test_no_interval_is_shorter_than_that_of_t_nor_endless(n):
    draw = rng("sane")
    each = (draw.random((n, 500)) < 0.3) * draw.normal(1.0, 9.0, (n, 500))
    error = each.std(axis=0, ddof=1) / np.sqrt(n)
    for level in (0.5, 0.95, 0.9999):
        t = stdtrit(n - 1, 0.5 + level / 2)
        for reach in reaches(each, level):
            assert (reach >= error * t * (1 - 1e-9)).all()
            assert (reach <= error * max(t, 1000.0)).all()


def test_what_never_differs_has_an_interval_without_width():
    for always in (0.0, 7.0, 0.1):
        below, above = reaches(np.full((50, 1), always))

        assert below <= 1e-15
        assert above <= 1e-15
    assert reaches(np.zeros((50, 1))) == (0, 0)
