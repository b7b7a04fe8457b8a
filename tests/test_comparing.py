"""Comparisons: the same luck, differences with their doubt, and what they cost."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm
from telling import estimate
from typer.testing import CliRunner

import cli
from sim.experiment import intervals, paired
from sim.experiment.acceptability import ERROR, SAMPLES, acceptable
from sim.experiment.comparing import NotComparableError, compare
from sim.experiment.contributions import SMOOTH
from sim.experiment.economics import _Plane, _ranked
from sim.experiment.luck import Luck, same_plan
from sim.experiment.precision import goals_in
from sim.experiment.skewness import reaches
from sim.measures.registry import MEASURES, measure
from sim.report.answer.tables import HEADLINE
from sim.report.decision.comparison import as_data, tell
from sim.report.decision.comparison_answer import _on_average
from sim.report.decision.comparison_tables import is_untold
from sim.report.decision.wording import gap, gap_cell
from sim.scenario import STARTER, load, opened
from sim.scenario.changes import changes_between

SCENARIOS = Path(__file__).parents[1] / "scenarios"
LATER = {"funding.ministry.call.late": "3 months", "title": "Three months late"}


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    file = tmp_path_factory.mktemp("plans") / "one.yaml"
    file.write_text(STARTER, encoding="utf-8")
    return opened(file)


@pytest.fixture(scope="module")
def found(draft):
    plans = [
        draft.scenario(),
        draft.scenario(LATER),
        draft.scenario({"title": "Again"}),
    ]
    names = ("base", "later", "again")
    return compare(
        plans, names=names, replications=12, workers=1, worth={"closure_days": 5_000}
    )


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


# What it costs


def test_dominance_and_extended_dominance_of_the_textbook():
    names = ("none", "A", "B", "C", "D")
    costs = np.array([0.0, 100, 300, 400, 450])
    gains = np.array([0.0, 10, 12, 20, 15])

    plane = _Plane(costs[:, None].repeat(9, 1), gains[:, None].repeat(9, 1), 0.95)
    ranked = {s.name: s for s in _ranked(names, "supported_victims", plane)}

    assert (ranked["D"].status, ranked["D"].by) == ("dominated", ("C",))
    assert ranked["B"].status == "extendedly dominated"
    assert ranked["B"].by == ("A", "C")
    assert ranked["B"].sure
    assert ranked["D"].sure
    assert ranked["A"].ratio == pytest.approx(10)
    assert ranked["C"].ratio == pytest.approx(30)


def test_a_plan_is_surely_dominated_only_where_intervals_say_so():
    chance = np.random.default_rng(1).normal(size=(2, 3, 100))
    names = ("none", "near", "far")
    costs = np.array([[0.0], [-0.05], [3]]) + chance[0]
    gains = np.array([[0.0], [0.05], [-2]]) + chance[1]

    plane = _Plane(costs, gains, 0.95)
    ranked = {s.name: s for s in _ranked(names, "closure_days", plane)}

    assert (ranked["none"].by, ranked["none"].sure) == (("near",), False)
    assert ranked["far"].sure


def test_extended_dominance_is_sure_only_where_a_mixture_surely_is_better():
    chance = np.random.default_rng(2).normal(size=(2, 3, 100))
    names = ("none", "half", "all")
    gains = np.array([[0.0], [5], [10]]) + chance[1]

    def of(cost):
        costs = np.array([[0.0], [cost], [100]]) + 3 * chance[0]
        plane = _Plane(costs, gains, 0.95)
        ranked = {s.name: s for s in _ranked(names, "closure_days", plane)}
        return ranked["half"]

    assert of(80).sure
    assert of(80).by == ("none", "all")
    assert of(54).status == "extendedly dominated"
    assert not of(54).sure


def test_a_stated_price_gives_net_benefit(found):
    later = next(b for b in found.economics.benefits if b.variant == "later")
    trade = next(
        t
        for t in found.economics.trades
        if (t.variant, t.effect) == ("later", "closure_days")
    )

    expected = 50 * trade.gain.value - trade.cost.value
    assert later.estimate.value == pytest.approx(expected)


def test_at_no_price_the_cheapest_is_best_and_shares_add_up(found):
    for prices, shares in found.economics.acceptable.values():
        assert prices[0] == 0
        assert shares[:2].sum(axis=0) == pytest.approx(1)


def test_plans_that_tie_are_best_together(found):
    costs = np.array([[12.0] * 3, [12.0] * 3, [21.0] * 3])
    gains = np.array([[0.0, 0, 0], [0, 0, 0], [1, 1, 1]])

    prices, shares = acceptable(costs, gains, seed=1, dearest=9.0, stated=10.0)

    at = int(np.flatnonzero(prices == 9)[0])
    assert shares[:, 0].tolist() == [1, 1, 0]
    assert shares[:, at].tolist() == [1, 1, 1]
    assert shares[:, -1].tolist() == [0, 0, 1]
    for base, _, again in (each for _, each in found.economics.acceptable.values()):
        assert (base == again).all()


def test_shares_of_the_best_plan_come_near_those_of_the_normal_law():
    gap = np.random.default_rng(4).normal(0.1, 1.0, 100)
    costs = np.stack([np.zeros(100), np.full(100, 1.0)])
    gains = np.stack([np.zeros(100), gap])

    prices, shares = acceptable(costs, gains, seed=1, dearest=0, stated=50.0)

    error = gap.std() / 10
    expected = norm.sf(1 / prices[1:], gap.mean(), error)
    assert SAMPLES == 2_000
    assert np.abs(shares[1, 1:] - expected).max() < 1.5 * ERROR


def test_curves_that_cross_at_low_prices_are_drawn_where_they_cross():
    rng = np.random.default_rng(4)
    costs = np.stack([np.zeros(100), rng.normal(-0.3, 4.0, 100)])
    gains = np.stack([np.zeros(100), rng.normal(10, 20, 100)])

    prices, shares = acceptable(costs, gains, seed=1, dearest=0, stated=0)

    assert prices[-1] < 1
    assert shares[1, 0] < 0.97 < shares[1, -1]


def test_the_base_is_named_first_among_those_that_dominate():
    names = ("base", "cheap and poor", "half")
    gains = np.array([[10.0], [5], [4]]).repeat(9, 1)
    costs = np.array([[2.0], [1], [3]]).repeat(9, 1)

    ranked = {s.name: s for s in _ranked(names, "x", _Plane(costs, gains, 0.95))}

    assert ranked["half"].by == ("base",)
    assert ranked["base"].after == "cheap and poor"


def test_the_price_of_a_step_has_fiellers_interval():
    rng = np.random.default_rng(4)
    costs, gains = (rng.normal(size=(2, 50)) + np.array([[0.0], [5]]) for _ in "cg")
    gains -= gains[0]

    ranked = _ranked(("base", "more"), "x", _Plane(costs, gains, 0.95))

    known = paired.quotient(costs[1] - costs[0], gains[1], 0.95)
    told = ranked[1]
    assert (told.ratio, told.ratio_low, told.ratio_high) == (
        known.value,
        known.low,
        known.high,
    )


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


# Telling


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


def bednight(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


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
