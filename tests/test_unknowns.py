"""What is not known: tornado, shares of variance, what to measure, chance apart."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm
from typer.testing import CliRunner

import cli
from sim.experiment.asking import read_quantity
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.luck import Luck
from sim.experiment.sensitivity import (
    Bar,
    Index,
    Information,
    Sobol,
    Tornado,
    Worth,
    sobol_indices,
    tornado,
    value_of_information,
)
from sim.experiment.uncertainty import Doubt, doubt_of, share_between, uncertainty
from sim.experiment.unknowns import Unknown, quasi_random, unknowns_of
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS
from sim.report.decision.doubt import (
    Uncertainty,
    tell_uncertainty,
    uncertainty_answer,
    uncertainty_as_data,
)
from sim.report.decision.unknowns import (
    Sensitivity,
    end_told,
    sensitivity_answer,
    sensitivity_caution,
    tell_sensitivity,
)
from sim.report.document.parts import Table
from sim.report.document.unknowing import build_uncertainty
from sim.scenario import STARTER, opened
from sim.scenario.tree import Fault

ROOT = Path(__file__).parents[1]
SURE = STARTER.replace("        range: [36000, 44000]\n", "")
RANGED = SURE.replace("beds: 8", "beds: {value: 8, range: [4, 12]}").replace(
    "late: 1 month", "late: {value: 1 month, range: [0 months, 3 months]}"
)


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    file = tmp_path_factory.mktemp("plans") / "one.yaml"
    file.write_text(RANGED, encoding="utf-8")
    return opened(file)


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


def test_an_unknown_that_never_changes_the_choice_is_worth_nothing():
    shares = quasi_random(256, 1, seed=3)
    benefits = np.column_stack([shares[:, 0], shares[:, 0] + 5])

    found = value_of_information(shares, benefits, named("moves"), ("A", "B"), seed=1)

    assert found.best == "B"
    assert found.perfect == 0
    assert found.unknowns[0].value == pytest.approx(0.0, abs=1e-9)


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


def test_a_plan_that_ties_in_some_cases_is_best_there_too():
    shares = quasi_random(64, 1, seed=3)
    some = np.column_stack([np.zeros(64), np.minimum(shares[:, 0] - 0.5, 0)])

    known = value_of_information(shares, some, named("moves"), ("A", "B"), seed=1)

    assert known.best == "A"
    assert known.chosen == (1, 0.5)
    assert known.alike == ()


# Chance and not knowing


@pytest.mark.parametrize("between", [0.0, 1.0, 3.0])
def test_the_share_of_not_knowing_is_that_of_the_variances(between):
    rng = np.random.default_rng(8)
    rows = rng.normal(10, between, (2000, 1)) + rng.normal(0, 1, (2000, 20))

    found = share_between(rows)

    assert found.value == pytest.approx(between**2 / (between**2 + 1), abs=0.03)
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_the_share_of_not_knowing_lies_in_its_interval_however_skewed(share):
    """Effects of a lognormal law, drawn 200 times over; the bootstrap holds 70 %."""
    rng = np.random.default_rng(12)
    chance = np.sqrt((np.e - 1) * np.e * (1 - share) / share)
    held = 0
    for _ in range(200):
        effects = np.exp(rng.normal(0, 1, (64, 1)))
        values = effects + chance * (rng.exponential(1, (64, 20)) - 1)
        found = share_between(values)
        held += found.low <= share <= found.high

    assert held / 200 >= 0.85


def test_where_one_draw_alone_decides_the_share_may_be_anything():
    values = np.zeros((20, 10))
    values[3] = np.arange(10)

    found = share_between(values)

    assert 0 < found.value < 1
    assert (found.low, found.high) == (0, 1)


def counted(plan, **counts):
    """Return replications of a plan that count so much, in every cell."""
    frame = frame_of(plan)
    shapes = {name: frame.shape(COUNTS[name]) for name in counts}
    return Tallied(
        plan,
        {
            name: np.multiply.outer(each, np.ones(shapes[name], np.int64))
            for name, each in counts.items()
        },
    )


def test_single_years_are_bounded_by_both_doubts_and_by_luck_alone(unknowns):
    plan = unknowns.plan({})
    drawn = counted(plan, freeze_days=np.arange(0, 400, 4))
    alone = counted(plan, freeze_days=np.arange(100, 200))

    found = doubt_of(read_quantity("freeze_days", plan), drawn, alone, outer=20)

    assert (found.outer, found.inner, found.unit) == (20, 5, "shelter-days")
    assert (found.one_low, found.one_high) == pytest.approx((9.9, 386.1))
    assert (found.luck_low, found.luck_high) == pytest.approx((102.475, 196.525))
    assert found.mean == 198
    assert found.alone.value == 149.5


def test_by_luck_alone_is_what_a_run_of_the_file_as_it_stands_says(unknowns):
    """With as many replications as all draws together, from the first on."""
    plan = unknowns.plan({})
    asked = [
        read_quantity(name, plan)
        for name in ("closure_probability", "supported_victims", "cost_per_bed_night")
    ]

    with Luck(1, workers=1) as luck:
        found = uncertainty(unknowns, tuple(asked), luck, outer=8, inner=3)
        run = luck.play(plan, 24).tallied

    assert [each.alone for each in found] == [each.estimate(run) for each in asked]
    assert [each.alone.interval for each in found] == [
        "wilson" if found[0].alone.value else "clopper-pearson",
        "skewness-adjusted t",
        "jackknife",
    ]


def test_the_average_of_a_ratio_is_that_of_the_totals_of_all_draws(unknowns):
    """4 of 10 beds in use, then 60 of 90: not the mean of 40 and 67 %, but 64 %."""
    plan = unknowns.plan({})
    quantity = read_quantity("occupancy_rate", plan)

    drawn = counted(plan, bed_nights=[4, 60] * 20, capacity_bed_nights=[10, 90] * 20)

    found = doubt_of(quantity, drawn, drawn, outer=20)

    assert found.mean == found.alone.value == pytest.approx(0.64)


@pytest.fixture(scope="module")
def doubted(unknowns):
    plan = unknowns.plan({})
    sure, asked = (
        read_quantity(name, plan) for name in ("closure_probability", "freeze_days")
    )
    days = Estimate(
        measure="freeze_days",
        value=51.2,
        low=41.0,
        high=61.0,
        interval="skewness-adjusted t",
        unit="shelter-days",
        replications=640,
    )
    chance = replace(
        days, value=0.25, low=0.22, high=0.29, unit="probability", interval="wilson"
    )
    many = Doubt(
        quantity=asked,
        unit="shelter-days",
        mean=60.3,
        mean_low=40.0,
        mean_high=80.0,
        alone=days,
        share=0.4,
        share_low=0.3,
        share_high=0.5,
        one_low=0.0,
        one_high=180.0,
        luck_low=0.0,
        luck_high=120.0,
        outer=64,
        inner=10,
    )
    often = replace(
        many,
        quantity=sure,
        unit="probability",
        mean=0.31,
        mean_low=0.24,
        mean_high=0.38,
        alone=chance,
    )
    return Uncertainty(scenario=plan, doubts=(often, many), paths=("beds",), seed=1)


def test_what_a_measure_is_by_luck_alone_is_told_beside_it(doubted):
    first, second, *_ = uncertainty_answer(doubted)

    assert first.startswith(
        "“A shelter closes”: in 31 % (24–38) of single periods, by luck and by what "
        "the file does not know; in 25 % (22–29) by luck alone, were every value as "
        "the file says."
    )
    assert "(95 of 100), by luck and by what the file does not know; 0 to 120" in second
    assert "On average it is 60 (40–80), and by luck alone 51 (41–61)." in second


def test_the_table_has_a_line_by_luck_alone_below_each_measure(doubted):
    lines = tell_uncertainty(doubted).split("\n")
    at = next(number for number, line in enumerate(lines) if "one period" in line)

    assert [line.split("  ")[0] for line in lines[at + 1 : at + 5 : 2]] == [
        "A shelter closes",
        "Shelter-days admitting nobody",
    ]
    assert [line.split() for line in lines[at + 2 : at + 5 : 2]] == [
        ["by", "luck", "alone", "25", "%", "(22–29)", "–"],
        ["by", "luck", "alone", "51", "(41–61)", "0", "to", "120", "shelter-days"],
    ]


def test_json_holds_what_a_measure_is_by_luck_alone_with_its_interval(doubted):
    chance, days = uncertainty_as_data(doubted)["doubts"]

    assert chance["value_by_luck_alone"] == 0.25
    assert (days["low_by_luck_alone"], days["high_by_luck_alone"]) == (41, 61)
    assert days["interval_by_luck_alone"] == "skewness-adjusted t"


def test_the_page_has_a_column_of_averages_by_luck_alone(doubted):
    blocks = [
        block
        for section in build_uncertainty(doubted, "ministry").sections
        for block in section.blocks
    ]
    table = next(block for block in blocks if isinstance(block, Table))
    at = [column.title for column in table.columns].index("Average by luck alone")

    assert [(row[at].text, row[at].value) for row in table.rows] == [
        ("25 % (22–29)", 0.25),
        ("51 (41–61)", 51.2),
    ]


# Telling


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(RANGED, encoding="utf-8")
    late = "extends: one.yaml\nshelters: {shelter_one: {reserve: €20000}}\n"
    (tmp_path / "rich.yaml").write_text(late, encoding="utf-8")
    return tmp_path


def bednight(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


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


def test_uncertainty_tells_both_kinds_of_doubt(desk):
    words = ["uncertainty", "one.yaml", "--draws", "8", "--replications", "2"]
    words += ["--measure", "freeze_days", "--workers", "1"]

    told = bednight(*words, "--out", "out")

    assert told.exit_code == 0, told.output
    assert "comes from not knowing" in " ".join(told.stdout.split())
    assert (desk / "out/uncertainty-one/figures/one-period.svg").is_file()


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
