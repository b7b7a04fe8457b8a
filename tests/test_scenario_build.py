"""What the words of a file become: days, minor units, shares, rounds."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from sim.distributions import Clipped, Discrete, Empirical, Fixed, Lognormal, Uniform
from sim.scenario import load
from sim.scenario.build_dated import days_of
from sim.scenario.plan import (
    Attribute,
    ClosurePlan,
    Condition,
    CostLine,
    Grant,
    Group,
    Instalment,
    JointShares,
    RateChange,
    Receivable,
    Resident,
    Round,
)

VALID = Path(__file__).parent / "scenarios" / "valid"


def scenario(name, **overrides):
    paths = {key.replace("__", "."): text for key, text in overrides.items()}
    return load(VALID / f"{name}.yaml", paths)


def only(items, name):
    return next(item for item in items if item.name == name)


@pytest.fixture(scope="module")
def whole():
    return scenario("whole-language")


def test_the_period_ends_before_its_end(whole):
    assert (whole.start, whole.days) == (date(2017, 1, 1), 365)


def test_people_have_attributes_and_groups(whole):
    assert whole.attributes[1] == Attribute("age", ("child", "adult"))
    assert whole.groups[1] == Group(
        "at_risk_women",
        Condition(
            (
                ("sex", ("female",)),
                ("age", ("adult",)),
                ("risk", ("medium", "low")),
            )
        ),
    )


def test_without_groups_there_is_one_for_each_value():
    named = [group.name for group in scenario("small").groups]

    assert named == ["child", "adult", "high", "low"]


def test_a_value_of_two_attributes_makes_two_groups(tmp_path):
    text = (VALID / "small.yaml").read_text(encoding="utf-8")
    text = text.replace("risk: [high, low]", "risk: [high, child]")
    text = text.replace("{high: 0.6, low: 0.4}", "{high: 0.6, child: 0.4}")
    (tmp_path / "two.yaml").write_text(text, encoding="utf-8")
    named = [group.name for group in load(tmp_path / "two.yaml").groups]

    assert named == ["age: child", "adult", "high", "risk: child"]


def test_joint_shares_keep_their_order(whole):
    assert whole.streams[0].mix[0] == JointShares(
        attributes=("sex", "age"),
        cells=(
            (("female", "child"), 0.5),
            (("female", "adult"), 0.4),
            (("male", "child"), 0.1),
        ),
    )


def test_a_season_averages_one_over_a_year_of_365_days(whole):
    season = whole.streams[0].rate.season
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

    assert season[9] / season[0] == pytest.approx(1.3)
    assert sum(f * d for f, d in zip(season, days, strict=True)) == pytest.approx(365)


def test_rates_are_by_the_year(whole):
    rate = whole.streams[0].rate

    assert (rate.per_year, rate.counts, rate.spread) == (None, (30, 36, 32), 18.0)
    assert rate.growth_per_year == 0.02
    assert rate.changes == (
        RateChange(day=151, per_year=20.0),
        RateChange(day=243, times=1.5),
    )
    assert scenario("laws").streams[0].rate.per_year == 24.0
    assert scenario("variant").streams[0].rate.per_year == pytest.approx(2 * 365 / 7)


def test_a_stream_enters_at_a_stage_before_all_or_is_ready(whole):
    assert whole.streams[0].enters_at == 1
    assert whole.streams[1].enters_at == -1
    assert scenario("programmes").streams[0].enters_at == 0


def test_dated_batches_have_days(whole):
    assert whole.streams[1].batch_days == (133,)
    assert whole.streams[1].batch_size == Uniform(3.0, 8.0)


def test_limits_of_a_stay_stand_beside_its_law(whole):
    plan = whole.shelters[0].stays[0]

    assert isinstance(plan.law, Lognormal)
    assert plan.law.mean == pytest.approx(30)
    assert (plan.at_least, plan.at_most) == (0.0, 90.0)
    assert plan.exits == (("rehabilitation", 0.9), ("home", 0.1))
    assert plan.becomes == (("risk", "low"),)


def test_a_mean_after_the_limit_is_solved_for(whole):
    plan = whole.shelters[1].stays[1]

    assert Clipped(plan.law, at_most=365).mean == pytest.approx(113.5)
    assert plan.law.mean == pytest.approx(129, abs=0.1)


def test_every_law_is_read():
    laws = {s.name: s.stays[0].law for s in scenario("laws").shelters}

    assert laws["fixed"] == laws["plain"] == Fixed(30.0)
    assert laws["sd"].sd == pytest.approx(20)
    assert float(laws["median"].cdf(60)) == pytest.approx(0.9)
    assert laws["gamma_cv"].sd == pytest.approx(15)
    assert laws["gamma_sd"].sd == pytest.approx(10)
    assert laws["weibull"].mean == pytest.approx(30)
    assert laws["weibull_scale"].scale == 30
    assert laws["discrete"] == Discrete((10.0, 20.0), (0.5, 0.5))
    assert laws["from_file"] == Empirical((7.0, 12.0, 30.5, 140.0))
    assert laws["observed"] == Empirical((3.0, 12.0, 40.0))
    for name in ("after", "limited"):
        assert Clipped(laws[name], at_most=90).mean == pytest.approx(30)
    assert Clipped(laws["gamma_after"], at_most=60).mean == pytest.approx(30)


def test_durations_are_in_days():
    stages = scenario("laws").stages

    assert stages[0].takes == Fixed(1.5)
    assert stages[1].takes == Uniform(1 / 48, 1 / 16)


def test_cost_lines_become_years_weeks_days_or_events(whole):
    lines = {line.name: line for line in whole.shelters[1].costs}

    assert lines["staff"] == CostLine(
        name="staff", kind="fixed", amount=46_800_00, per="year"
    )
    assert lines["food"] == CostLine(
        name="food", kind="bed_night", amount=5_00, per="each"
    )
    assert lines["intake"].kind == "admission"
    assert lines["leaving"].kind == "exit"
    assert lines["care_team"] == CostLine(
        name="care_team",
        kind="team",
        amount=12_000_00,
        per="year",
        residents_per_team=6,
    )
    assert (lines["roof"].kind, lines["roof"].day) == ("one_off", 120)
    assert lines["rent"] == CostLine(
        name="rent",
        kind="fixed",
        amount=8_400_00,
        per="year",
        growth=Fraction(1, 50),
        while_closed=True,
    )
    other = {line.name: line for line in scenario("no-people").shelters[0].costs}
    assert (other["guard"].amount, other["guard"].per) == (10_00, "day")
    assert (other["cleaning"].amount, other["cleaning"].per) == (50_00, "week")
    assert (other["audit"].amount, other["audit"].per) == (3_600_00, "year")


def test_a_month_of_cost_is_a_twelfth_of_the_year_at_planned_residents(whole):
    staff, food, teams, rent = 46_800_00, 5_00 * 9 * 365, 2 * 12_000_00, 8_400_00

    assert whole.shelters[1].reserve == (staff + food + teams + rent) // 12
    assert whole.shelters[1].closure.tolerated_arrears == whole.shelters[1].reserve
    half = (40_000_00 + 4_50 * 8 * 365) // 24
    assert scenario("base").shelters[0].reserve == half


def test_a_closure_is_in_whole_days_and_minor_units(whole):
    assert whole.shelters[0].closure is None
    assert whole.shelters[1].closure == ClosurePlan(
        freeze_below=14,
        thaw_with=14,
        close_below=0,
        tolerated_arrears=whole.shelters[1].reserve,
        tolerated_days=30,
        notice=1,
        reopen_with=14,
        reopening_cost=0,
        reopening_takes=7,
    )


def test_intake_thaws_where_it_froze_unless_said_otherwise():
    assert scenario("small").shelters[0].closure.thaw_with == 14
    assert scenario("base").shelters[0].closure.thaw_with is None


def test_residents_keep_what_is_known_of_them(whole):
    assert whole.shelters[1].residents_now == (
        Resident(number=3, so_far=40.0),
        Resident(number=2, values=(("age", "child"),)),
    )


def test_programmes_come_in_file_order_then_the_shelters_own(whole):
    named = [(p.name, p.blocked_at_most) for p in whole.programmes]

    assert named == [("rehabilitation", 30.0), ("secure", None), ("hope", None)]


def test_days_that_end_something_are_on_the_grid():
    """T1: 50 hours are no whole number of ticks, 36 are."""
    hours = {
        said: scenario(
            "whole-language", programmes__rehabilitation__blocked_at_most=said
        )
        .programmes[0]
        .blocked_at_most
        for said in ("36 hours", "50 hours")
    }

    assert hours == {"36 hours": 1.5, "50 hours": round(50 / 24 * 2**20) / 2**20}
    assert [days_of(days) for days in (None, Fraction(1, 3))] == [None, 349525 / 2**20]


def test_instalments_are_exact_shares_with_their_trigger(whole):
    assert whole.funders[0].instalments == (
        Instalment(trigger="signature", share=Fraction(1, 2)),
        Instalment(trigger="spent", share=Fraction(2, 5), threshold=Fraction(7, 10)),
        Instalment(trigger="final", share=Fraction(1, 10)),
    )


def test_lateness_in_months_is_a_law_of_months(whole):
    assert whole.funders[0].late_unit == "months"
    assert whole.funders[0].late == Discrete(
        (0.0, 1.0, 2.0, 3.0), (0.2, 0.4, 0.28, 0.12)
    )
    assert scenario("no-people").funders[0].late == Fixed(1.0)
    funders = scenario("funders").funders
    assert only(funders, "running").late_unit == "days"
    assert only(funders, "three_years").late == Uniform(0.0, 60.0)


def test_a_call_opens_on_the_day_nearest_to_its_contract(whole):
    october, january = whole.funders[0], scenario("funders").funders[0]

    assert october.rounds[0].signed == -92 + 60  # 1 October 2016 and 60 days
    assert january.rounds[0].signed == 14 + 45  # 15 January 2018 and 45 days


def test_yearly_contracts_have_one_round_a_year():
    funder = only(scenario("funders").funders, "yearly")
    spans = [(r.name, r.first, r.last) for r in funder.rounds]

    assert spans == [("2018", 0, 364), ("2019", 365, 729), ("2020", 730, 1095)]
    assert funder.grants == (Grant(shelter="house", amounts=(10_000_00,) * 3),)
    assert funder.rounds[1].dates == (365, 365 + 90)


def test_a_contract_of_three_years_is_one_round():
    funder = only(scenario("funders").funders, "three_years")

    assert [(r.first, r.last) for r in funder.rounds] == [(0, 1095)]
    assert (
        funder.instalments == (Instalment(trigger="date", share=Fraction(1, 12)),) * 12
    )
    quarters = [date(2018 + k // 4, 1 + k % 4 * 3, 1) for k in range(12)]
    start = date(2018, 1, 1)
    assert funder.rounds[0].dates == tuple((d - start).days for d in quarters)


def test_arrears_are_invoiced_at_the_end_of_each_month_or_quarter():
    funders = scenario("funders").funders
    start = date(2018, 1, 1)

    def invoices(name, number):
        days = only(funders, name).rounds[number].invoices
        return [str(start + timedelta(days=day)) for day in days]

    assert invoices("once", 0)[:2] == ["2018-03-31", "2018-04-30"]
    assert invoices("once", 0)[-2:] == ["2019-01-31", "2019-02-28"]
    assert len(invoices("once", 0)) == 12
    assert invoices("running", 0) == [
        "2017-09-30",
        "2017-12-31",
        "2018-03-31",
        "2018-06-30",
    ]


def test_a_round_under_way_keeps_its_past():
    funder = only(scenario("funders").funders, "running")

    assert funder.rounds[0].first == -184
    assert funder.grants[0].received == 0
    assert funder.grants[0].entitled == 1_000_00
    assert len(funder.grants[0].amounts) == len(funder.rounds) == 4


def test_a_yearly_amount_is_shared_out_over_part_of_a_year():
    contract = "{from: 2017-01-01, to: 2017-06-30}"
    parts = "{first: 60 % on signature, second: 40 % on 2017-06-01}"
    part = scenario(
        "small",
        funding__ministry__contract=contract,
        funding__ministry__instalments=parts,
    )

    assert part.funders[0].grants[0].amounts == (36_000_00 * 181 // 365,)


def test_money_from_before_and_cuts_have_days(whole):
    assert whole.funders[0].receivables == (
        Receivable(shelter="pvpt", amount=3_600_00, day=45),
    )
    assert whole.funders[0].cuts == ((181, Fraction(18, 25)),)
    assert whole.funders[0].ceiling == 72_000_00
    assert only(scenario("funders").funders, "running").ceiling == 4_800_00


def test_gifts_are_a_process_of_amounts_in_minor_units():
    gift = only(scenario("funders").funders, "friends").gifts[0]

    assert gift.rate.counts == (10, 14, 9)
    assert gift.rate.growth_per_year == -0.05
    assert isinstance(gift.amount, Clipped)
    assert gift.amount.law.mean == pytest.approx(200_00)
    assert gift.amount.at_most == 5_000_00


def test_a_bridge_is_in_minor_units_and_days(whole):
    bridge = whole.bridges[0]

    assert (bridge.size, bridge.below, bridge.up_to) == (20_000_00, 7, 30)
    assert (bridge.terms, bridge.shelters) == ("lent", ("pvpt",))


def test_where_nobody_comes_nobody_waits():
    waiting = scenario("no-people").waiting

    assert waiting.patience == Fixed(0.0)
    assert waiting.gives_up_to == ()


def test_money_is_the_same_however_it_is_written():
    shelters = scenario("money-words").shelters

    assert {s.reserve for s in shelters} == {1_200_00}
    assert {s.costs[0].amount for s in shelters} == {12_000_00}


def test_equal_parts_by_the_month_begin_with_the_contract():
    funder = scenario("no-people").funders[0]

    assert (
        funder.instalments == (Instalment(trigger="date", share=Fraction(1, 12)),) * 12
    )
    assert funder.rounds == (
        Round(
            name="2017",
            first=0,
            last=364,
            signed=0,
            dates=(0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334),
        ),
    )
