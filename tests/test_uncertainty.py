"""How much of the doubt about one year is chance, and how much is not knowing."""

from dataclasses import replace

import numpy as np
import pytest
from drafts import RANGED, bednight, drafted

from sim.experiment.asking import read_quantity
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.luck import Luck
from sim.experiment.uncertainty import Doubt, doubt_of, share_between, uncertainty
from sim.experiment.unknowns import unknowns_of
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS
from sim.report.decision.doubt import (
    Uncertainty,
    tell_uncertainty,
    uncertainty_answer,
    uncertainty_as_data,
)
from sim.report.document.doubting import build_uncertainty
from sim.report.document.parts import Table


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return drafted(tmp_path_factory, RANGED)


@pytest.fixture(scope="module")
def unknowns(draft):
    return unknowns_of(draft)


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
    lines = tell_uncertainty(doubted, width=100).split("\n")
    at = next(number for number, line in enumerate(lines) if "one period" in line)

    assert [line.split("  ")[0] for line in lines[at + 1 : at + 5 : 2]] == [
        "A shelter closes",
        "Shelter-days admitting nobody",
    ]
    assert [line.split() for line in lines[at + 2 : at + 5 : 2]] == [
        ["by", "luck", "alone", "25", "%", "(22–29)", "–"],
        ["by", "luck", "alone", "51", "(41–61)", "0", "to", "120", "shelter-days"],
    ]


@pytest.mark.parametrize("width", [70, 80])
def test_the_table_is_no_wider_than_the_terminal(doubted, width):
    assert max(map(len, tell_uncertainty(doubted, width=width).split("\n"))) <= width


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
    table = next(
        block for block in blocks if isinstance(block, Table) and block.name == "doubts"
    )
    at = [column.title for column in table.columns].index("Average by luck alone")

    assert [(row[at].text, row[at].value) for row in table.rows] == [
        ("25 % (22–29)", 0.25),
        ("51 (41–61)", 51.2),
    ]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(RANGED, encoding="utf-8")
    return tmp_path


def test_uncertainty_tells_both_kinds_of_doubt(desk):
    words = ["uncertainty", "one.yaml", "--draws", "8", "--replications", "2"]
    words += ["--measure", "freeze_days", "--workers", "1"]

    told = bednight(*words, "--out", "out")

    assert told.exit_code == 0, told.output
    assert "comes from not knowing" in " ".join(told.stdout.split())
    assert (desk / "out/uncertainty-one/figures/one-period.svg").is_file()
