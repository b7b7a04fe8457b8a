"""Comparisons: the same luck, and differences with their doubt."""

import numpy as np
import pytest
from drafts import LATER, compared, drafted

from sim.experiment import intervals, paired
from sim.experiment.comparing import NotComparableError, compare
from sim.experiment.contributions import SMOOTH
from sim.experiment.luck import Luck, same_plan
from sim.experiment.precision import goals_in
from sim.experiment.skewness import reaches
from sim.measures.registry import MEASURES, measure
from sim.scenario import STARTER
from sim.scenario.changes import changes_between


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, STARTER)


@pytest.fixture(scope="module")
def found(draft):
    return compared(draft)


@pytest.fixture(scope="module")
def tallied(draft):
    with Luck(1, workers=1) as luck:
        return luck.play(draft.scenario(LATER), 9).tallied


# What each replication contributes


@pytest.mark.parametrize("name", ["costs", "cost_per_bed_night", "occupancy_rate"])
def test_contributions_have_the_interval_of_the_estimate(tallied, name):
    asked = measure(name)
    each = tallied.contributions(asked).each[:, 0]
    tops = tallied.term(asked, asked.numerator, (), 1)
    divisor = tallied.divisor(asked, (), 1)
    if asked.kind == "mean":
        bounds = intervals.mean(tops)
    else:
        bounds = intervals.ratio(tops, tallied.term(asked, asked.denominator, (), 1))

    below, above = reaches(each)

    assert below == pytest.approx(((bounds.value - bounds.low) / divisor)[0])
    assert above == pytest.approx(((bounds.high - bounds.value) / divisor)[0])


def test_every_smooth_measure_is_answered_by_contributions(tallied):
    for asked in MEASURES:
        if asked.kind not in SMOOTH:
            with pytest.raises(ValueError, match="quantile"):
                tallied.contributions(asked, asked.by[0])
            continue
        for split in asked.by:
            told = tallied.contributions(asked, split)
            assert told.each.shape == told.own.shape == (9, len(told.cells))


# Intervals


def test_a_paired_difference_has_the_t_interval_of_the_differences():
    base = np.array([1.0, 5, 2, 8])
    bounds = paired.difference(base, base + np.array([1.0, 2, 3, 4]))

    assert bounds.value == 2.5
    assert bounds.high - 2.5 == pytest.approx(3.182446 * np.sqrt(5 / 3) / 2)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.999])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_plan_is_as_sure_better_as_the_interval_that_just_reaches_nought(level, sign):
    draw = np.random.default_rng(5)
    gap = sign * (draw.random(60) < 0.3) * draw.exponential(1.0, 60)
    for way in (1, -1):  # the interval's one end at nought, then the other
        bounds = paired.difference(np.zeros(60), gap, level)
        moved = gap - (bounds.low if way == 1 else bounds.high)

        sure = paired.confidence_better(moved, less=way == -1)

        assert sure == pytest.approx(0.5 + level / 2)


@pytest.mark.parametrize("claims", [1, 4])
def test_a_ratio_is_told_sure_just_where_its_interval_leaves_out_nought(claims):
    """Pseudo-values have another mean than the ratios differ by, so this may slip."""
    draw = np.random.default_rng(1)
    for _ in range(300):
        n = int(draw.integers(6, 30))
        base, variant = (
            played_ratio(draw.gamma(0.5, more, n), draw.poisson(3.0, n) + 1)
            for more in (20.0, 38.0)
        )

        moved = paired.gaps(base[1], variant[1], variant[0] - base[0])
        level = paired.level_together(claims)
        told = paired.difference(np.zeros_like(moved), moved, level)

        assert told.value == pytest.approx(variant[0] - base[0])
        for less, left_out in ((True, told.high < 0), (False, told.low > 0)):
            alone = paired.confidence_better(moved, less=less)
            sure = paired.sure_together(alone, claims)
            assert (sure >= 0.95) == left_out


def played_ratio(tops, bottoms):
    """Return a ratio of totals and its jackknife pseudo-values."""
    value = tops.sum() / bottoms.sum()
    without = (tops.sum() - tops) / (bottoms.sum() - bottoms)
    return value, len(tops) * value - (len(tops) - 1) * without


@pytest.fixture(scope="module")
def halves(draft):
    """Return two plans whose ratios differ, the differences and what is played."""
    plans = [draft.scenario(), draft.scenario({"shelters.shelter_one.beds": "7"})]
    with Luck(1, workers=1) as luck:
        played = [luck.play(plan, 12).tallied for plan in plans]
    found = compare(plans, names=("eight", "seven"), replications=12, workers=1)
    return found, played


@pytest.mark.parametrize("name", ["cost_per_completed_stay", "coverage_rate"])
def test_how_sure_a_ratio_is_better_is_of_the_difference_that_is_told(halves, name):
    found, (eight, seven) = halves
    told = next(
        d for d in found.differences if d.estimate.measure == name and not d.estimate.by
    )
    before, after = (each.contributions(measure(name)) for each in (eight, seven))
    gap = (after.each - before.each)[:, 0]
    around = gap - gap.mean() + told.estimate.value

    sure = [
        paired.sure_together(
            paired.confidence_better(around[:, None], less=less), found.claims
        )[0]
        for less in (True, False)
    ]

    assert abs(gap.mean() - told.estimate.value) > 1e-6 * abs(gap.mean())
    assert sorted((told.confidence, told.doubted)) == pytest.approx(
        sorted(sure), abs=1e-9
    )


def test_what_is_sure_is_what_the_interval_says(halves):
    found, _ = halves
    told = [d for d in found.differences if d.confidence is not None]

    for each in told:
        low, high = each.estimate.low, each.estimate.high
        if low is not None and low < high:
            surely = max(each.confidence, each.doubted) >= paired.TOGETHER
            assert surely == (low > 0 or high < 0), each


def test_a_difference_of_probabilities_adds_one_to_each_disagreement():
    base = np.repeat([True, True, False], [10, 4, 26])
    variant = np.repeat([True, False, False], [10, 4, 26])

    bounds = paired.difference_of_probabilities(base, variant)

    centre, less, more = (1 - 5) / 42, 5 / 42, 1 / 42
    half = 1.959964 * np.sqrt((less + more - centre**2) / 42)
    assert bounds.value == pytest.approx(-0.1)
    assert bounds.low == pytest.approx(centre - half)
    assert bounds.high == pytest.approx(centre + half)


def test_a_quotient_has_fiellers_interval():
    tops, bottoms = np.array([3.0, 4, 6, 7]), np.array([1.0, 2, 2, 3])
    found = paired.quotient(tops, bottoms)

    assert found.value == 2.5
    for end in (found.low, found.high):  # the ends are where the t test just refuses
        rest = tops - end * bottoms
        t = rest.mean() / (rest.std(ddof=1) / 2)
        assert abs(t) == pytest.approx(3.182446, rel=1e-5)


def test_a_quotient_by_what_may_be_nothing_has_no_bounds():
    rng = np.random.default_rng(1)
    found = paired.quotient(rng.normal(5, 1, 30), rng.normal(0, 1, 30))

    assert not found.bounded
    assert np.isnan(found.low)


def test_many_claims_need_wider_intervals():
    gap_ = np.random.default_rng(1).normal(1, 1, 30)
    alone = paired.difference(np.zeros(30), gap_)
    together = paired.difference(np.zeros(30), gap_, paired.level_together(10))

    assert paired.level_together(10) == pytest.approx(0.995)
    assert together.high - together.low > 1.3 * (alone.high - alone.low)


# Comparisons


def test_a_plan_that_changes_nothing_differs_by_exactly_nothing(found):
    same = [d for d in found.differences if d.variant == "again"]

    assert len(same) > 300
    assert {d.estimate.value for d in same} <= {0.0, None}
    assert {d.estimate.low for d in same} <= {0.0, None}
    assert found.unchanged == (False, True)


def test_three_months_later_is_worse_and_surely(found):
    told = found.difference("later", "freeze_days")

    assert told.estimate.value == pytest.approx(told.own - told.base)
    assert told.worse > 0.9
    assert told.confidence == 0
    assert told.doubted > 0.95
    assert told.estimate.low > 0


def test_how_often_it_is_better_adds_up_and_is_not_how_sure_it_is(found):
    for told in found.differences:
        if told.better is not None:
            assert told.better + told.same + told.worse == pytest.approx(1)
    assert found.difference("later", "bed_nights").better is None


def test_the_same_luck_needs_fewer_replications(found):
    assert found.difference("later", "costs").reduction > 1


def test_intervals_hold_together_for_variants_and_measures(found):
    assert found.unchanged == (False, True)
    assert found.claims == len(found.asked)  # nothing is claimed of the same plan
    assert found.level == 1 - 0.05 / found.claims


def test_a_plan_is_sure_to_be_better_just_where_its_range_leaves_out_none(found):
    told = [
        d
        for d in found.differences
        if d.confidence is not None
        and d.estimate.interval in ("skewness-adjusted t", "bonett-price")
        and d.estimate.low is not None
    ]

    assert len(told) > 100
    for each in told:
        sure = max(each.confidence, each.doubted)
        outside = each.estimate.low > 0 or each.estimate.high < 0
        assert (sure > 0.95) == outside, each


def test_a_difference_has_one_interval_wherever_it_is_told(found):
    signs = {"supported_victims": 1}
    for trade in found.economics.trades:
        cost = found.difference(trade.variant, "costs").estimate
        told = found.difference(trade.variant, trade.effect).estimate
        assert (trade.cost.low, trade.cost.high) == pytest.approx((cost.low, cost.high))
        ends = (signs.get(trade.effect, -1) * end for end in (told.low, told.high))
        assert (trade.gain.low, trade.gain.high) == pytest.approx(tuple(sorted(ends)))


def test_what_changed_is_told_with_its_place(found):
    late, again = found.changes

    assert again == ()
    assert [change.path for change in late] == ["funding.ministry.call.late"]
    assert late[0].after == "3 months"
    assert late[0].after_at == ("override", 1)
    assert late[0].before_at[0] == "one.yaml"


def test_a_law_that_becomes_a_number_is_one_change(draft):
    law = draft.scenario({"funding.ministry.call.late": "{months: {0: 0.5, 1: 0.5}}"})

    (change,) = changes_between(
        law, draft.scenario({"funding.ministry.call.late": "1 month"})
    )

    assert (change.before, change.after) == (
        "{months.0: 0.5, months.1: 0.5}",
        "1 month",
    )


def test_other_years_cannot_be_compared(draft):
    other = draft.scenario({"period": "{start: 2027-01-01, end: 2028-06-01}"})

    with pytest.raises(NotComparableError, match="different periods"):
        compare([draft.scenario(), other], replications=2)


def test_a_title_is_no_plan(draft):
    assert same_plan(draft.scenario(), draft.scenario({"title": "Other"}))
    assert not same_plan(draft.scenario(), draft.scenario(LATER))


def test_it_plays_until_every_difference_is_precise(draft):
    plans = [draft.scenario(), draft.scenario(LATER)]
    goals = goals_in("costs ±230 euros", "EUR")

    told = compare(plans, replications=400, goals=goals, workers=1)

    gap_ = told.difference(told.names[1], "costs").estimate
    assert told.stopped.precise
    assert 100 < told.replications < 400
    assert gap_.replications == told.replications
    assert gap_.high - gap_.value <= 230


def test_playing_on_gives_the_numbers_of_playing_at_once(draft):
    with Luck(3, workers=1) as luck:
        some = luck.more(draft.scenario(LATER), None, 4)
        more = luck.more(draft.scenario(LATER), some, 7)
        once = luck.play(draft.scenario(LATER), 7)

    assert all((more.counts[name] == once.counts[name]).all() for name in once.counts)
    assert (more.waits.ticks == once.waits.ticks).all()
    assert (more.waits.replication == once.waits.replication).all()
