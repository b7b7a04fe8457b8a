"""The machine shows what it understood before it computes anything."""

from dataclasses import replace
from fractions import Fraction

import pytest
from telling import ONE_SHELTER, PVPT, with_funder, with_shelter

from sim.distributions import Fixed, Lognormal, Uniform
from sim.report.explain.budget import budgets_of
from sim.report.explain.deadlines import forecast
from sim.report.explain.demand import demand_of
from sim.report.explain.page import as_data, settings_as_data, tell, tell_settings
from sim.scenario.plan import (
    Condition,
    CostLine,
    Instalment,
    ProgrammePlan,
    RatePlan,
    Round,
    Setting,
    ShelterChange,
    StageCase,
    StagePlan,
    StayPlan,
)

DATED = (Instalment(trigger="signature", share=Fraction(1)),)


def stay(law, *, exits=(("home", 1.0),), for_=(), **rest):
    return StayPlan(condition=Condition(for_), law=law, exits=exits, **rest)


def the_budget(scenario):
    (budget,) = budgets_of(scenario, demand_of(scenario))
    return budget


def the_forecast(scenario):
    return forecast(scenario, budgets_of(scenario, demand_of(scenario)))


# Demand


def test_offered_load_is_the_rate_times_the_mean_stay():
    (demand,) = demand_of(ONE_SHELTER)

    assert demand.arrivals == pytest.approx(10.0)
    assert demand.load == pytest.approx(10 * 73 / 365)


@pytest.mark.parametrize("enters_at, share", [(-1, 0.4), (0, 0.8), (1, 1.0), (2, 1.0)])
def test_only_those_who_pass_and_may_come_in_are_counted(enters_at, share):
    taken = Fixed(1.0)
    stages = (
        StagePlan(name="screening", takes=taken, passes=0.5),
        StagePlan(name="placement", takes=taken, passes=0.8),
    )
    (stream,) = ONE_SHELTER.streams
    streams = (replace(stream, enters_at=enters_at),)
    children = with_shelter(
        replace(ONE_SHELTER, stages=stages, streams=streams),
        accepts=Condition((("age", ("child",)),)),
    )

    (demand,) = demand_of(children)

    assert demand.arrivals == pytest.approx(10 * share * 0.25)


def test_step_downs_are_demand_of_the_next_programme():
    house = replace(
        PVPT,
        name="house",
        programme="house",
        entry=False,
        stays=(stay(Fixed(100.0)),),
    )
    scenario = replace(
        with_shelter(stays=(stay(Fixed(73.0), exits=(("home", 0.4), ("house", 0.6))),)),
        programmes=(ProgrammePlan(name="pvpt"), ProgrammePlan(name="house")),
    )
    scenario = replace(scenario, shelters=(*scenario.shelters, house))

    first, second = demand_of(scenario)

    assert first.arrivals == pytest.approx(10)
    assert second.arrivals == pytest.approx(6)
    assert second.load == pytest.approx(6 * 100 / 365)


def test_households_need_more_beds_and_are_no_more_people():
    (stream,) = ONE_SHELTER.streams
    families = replace(stream, accompanied_by=Fixed(2.0))

    (demand,) = demand_of(replace(ONE_SHELTER, streams=(families,)))

    assert demand.arrivals == pytest.approx(10)
    assert demand.load == pytest.approx(3 * 10 * 73 / 365)
    assert demand.mean_stay == pytest.approx(73)


def test_a_case_of_a_stage_replaces_the_share_that_passes():
    children = Condition((("age", ("child",)),))
    case = StageCase(condition=children, takes=Fixed(1.0), passes=1.0)
    stage = StagePlan(name="screening", takes=Fixed(1.0), passes=0.5, cases=(case,))

    (demand,) = demand_of(replace(ONE_SHELTER, stages=(stage,)))

    assert demand.arrivals == pytest.approx(10 * (0.25 * 1.0 + 0.75 * 0.5))


def test_an_extension_lengthens_some_stays():
    longer = stay(Fixed(300.0), at_most=90.0, extended=0.25, extension=60.0)

    (demand,) = demand_of(with_shelter(stays=(longer,)))

    assert demand.mean_stay == pytest.approx(0.75 * 90 + 0.25 * 150)


def test_yearly_counts_give_the_mean_of_their_posterior():
    (stream,) = ONE_SHELTER.streams
    counted = replace(stream, rate=RatePlan(counts=(15, 26, 17, 22)))

    (demand,) = demand_of(replace(ONE_SHELTER, streams=(counted,)))

    assert demand.arrivals == pytest.approx(20.125)


def test_a_limit_is_shown_with_the_mean_before_and_after_it():
    law = Lognormal.from_mean_sigma(129, 1.0)
    text = tell(with_shelter(stays=(stay(law, at_most=365.0),)))

    assert "cut off at 365 days the mean is 113.5" in " ".join(text.split())
    assert "without the limit 129.0" in " ".join(text.split())


def test_a_law_that_is_not_for_all_says_for_whom():
    of_children = stay(Fixed(40.0), for_=(("age", ("child",)),))
    text = tell(with_shelter(stays=(of_children, stay(Fixed(73.0)))))

    assert "Stay      Age child: always 40 days.\n            Always 73 days." in text


def test_turn_away_is_by_erlang_b():
    (shelter,) = as_data(ONE_SHELTER)["shelters"]

    assert shelter["turned_away"] == pytest.approx(0.0952, abs=5e-5)
    assert shelter["expected_occupancy"] == pytest.approx(
        2 * (1 - 0.0952) / 4, abs=1e-4
    )


def test_a_shelter_without_beds_can_be_explained():
    (shelter,) = as_data(with_shelter(beds=0))["shelters"]

    assert (shelter["turned_away"], shelter["expected_occupancy"]) == (1, 0)


# Budget


def test_cost_is_for_the_planned_residents():
    budget = the_budget(ONE_SHELTER)

    assert budget.residents == 2
    assert [(cost.name, cost.amount) for cost in budget.costs] == [
        ("staff", 3_650_000),
        ("food", 2 * 365 * 500),
    ]


def test_every_kind_of_cost_is_counted():
    plain = {"per": "each"}
    budget = the_budget(
        with_shelter(
            costs=(
                CostLine(
                    name="team",
                    kind="team",
                    amount=365_000,
                    per="year",
                    residents_per_team=1,
                ),
                CostLine(name="intake", kind="admission", amount=1_000, **plain),
                CostLine(name="roof", kind="one_off", amount=9_000, day=100, **plain),
                CostLine(name="lift", kind="one_off", amount=9_000, day=500, **plain),
            )
        )
    )

    assert [cost.amount for cost in budget.costs] == [
        730_000,
        pytest.approx(2 / 73 * 365 * 1_000),
        9_000,
        0,
    ]


def test_a_share_of_cost_is_worth_no_more_than_the_cost_it_covers():
    half = with_funder(instrument="share", share=Fraction(1, 2), eligible=("staff",))

    (promise,) = the_budget(half).promises

    assert promise.promised == 4_000_000
    assert promise.usable == 1_825_000
    assert promise.terms == "50 % of staff, in advance"


def test_a_cost_line_that_no_funder_accepts_is_named():
    half = with_funder(instrument="share", share=Fraction(1, 2), eligible=("staff",))

    text = " ".join(tell(half).split())

    assert "No funder accepts: food (9 % of the cost)." in text
    assert "Nobody promised €21,900: 55 % of the cost." in text


def test_a_reserve_is_told_in_months_of_cost():
    assert the_budget(ONE_SHELTER).runway_months == pytest.approx(
        300_000 / ((3_650_000 + 365_000) / 12)
    )


# Cash


def test_money_must_arrive_before_the_reserve_is_spent():
    (late,) = the_forecast(with_funder(instalments=DATED)).without

    # 300,000 at 11,000 a day: 14 days are left on the evening of day 12, and fewer
    # on day 13; the bill of day 27 is the first that is not paid in full.
    assert (late.stops, late.closes) == (13, 57)
    assert (late.payment.day, late.payment.amount) == (0, 4_000_000)


def test_deadlines_are_told_as_dates():
    text = " ".join(tell(with_funder(instalments=DATED)).split())

    assert (
        "The first instalment of the Ministry (€40,000, expected 1 January 2017) must "
        "arrive by 14 January 2017 or the shelter stops admitting, and by 27 February "
        "2017 or it closes."
    ) in text


def test_a_funder_that_is_not_needed_sets_no_deadline():
    rich = with_shelter(with_funder(instalments=DATED), reserve=10_000_000)

    assert the_forecast(rich).without == ()
    assert "it stays open throughout" in " ".join(tell(rich).split())


def test_a_long_period_is_foretold_for_two_years():
    rich = with_shelter(with_funder(instalments=DATED), reserve=50_000_000)
    text = " ".join(tell(replace(rich, days=3652)).split())

    assert "it stays open for two years at least" in text


def test_the_calendar_lists_when_payments_are_planned_and_when_they_arrive():
    slow = with_funder(instalments=DATED, lag=Fixed(20.0))

    assert tell(slow).split("\n")[-1] == (
        "   1 Jan 2017   21 Jan  €40,000  PVPT  the Ministry"
    )


IN_TURN = with_funder(
    rounds=(Round(name="2017", first=0, last=364, signed=0, dates=(59, 80, 180)),),
    instalments=(
        Instalment(trigger="signature", share=Fraction(1, 4)),
        *[Instalment(trigger="date", share=Fraction(1, 4))] * 3,
    ),
)


def test_cuts_that_multiply_are_told_together_and_month_by_month():
    cut = with_funder(
        IN_TURN, cuts=((59, Fraction(9, 10)), (120, Fraction(9, 10))), lag=Fixed(20.0)
    )

    assert tell(cut, width=60).split("\n")[-6:] == [
        "After its cuts, which multiply, the Ministry pays of what",
        "  falls due: 90 % from 1 March 2017, 81 % from 1 May 2017.",
        "  falls due     promised  after cuts",
        "  January 2017   €10,000     €10,000",
        "  March 2017     €20,000     €18,000",
        "  June 2017      €10,000      €8,100",
    ]
    assert as_data(cut)["cuts"] == [
        {
            "funder": "ministry",
            "kept": [
                {"from": "2017-03-01", "share": 0.9},
                {"from": "2017-05-01", "share": 0.81},
            ],
            "months": [
                {"month": "2017-01", "promised": 1_000_000, "after_cuts": 1_000_000},
                {"month": "2017-03", "promised": 2_000_000, "after_cuts": 1_800_000},
                {"month": "2017-06", "promised": 1_000_000, "after_cuts": 810_000},
            ],
        }
    ]


def test_what_cuts_leave_by_month_is_what_the_play_pays():
    cut = with_funder(IN_TURN, cuts=((59, Fraction(9, 10)), (120, Fraction(2, 3))))

    paid = [payment.amount for payment in the_forecast(cut).payments]

    assert sum(paid) == sum(
        month["after_cuts"] for row in as_data(cut)["cuts"] for month in row["months"]
    )


def test_a_funder_that_cuts_nothing_is_not_told_of():
    assert as_data(IN_TURN)["cuts"] == []
    assert "cut" not in tell(IN_TURN)


def test_lateness_in_the_file_is_told_beside_the_planned_days():
    late = with_funder(instalments=DATED, late=Fixed(1.0), late_unit="months")

    assert tell(late).split("\n")[-1] == (
        "How late the Ministry signs, by the file: always 1 month."
    )


def test_a_shelter_nobody_funds_ends_even_as_planned():
    alone = replace(ONE_SHELTER, funders=())

    (plan,) = the_forecast(alone).as_planned

    assert (plan.stops, plan.closes) == (13, 57)


def test_two_shelters_are_not_mixed_up():
    hope = replace(PVPT, name="hope", title="Hope", reserve=600_000)
    scenario = replace(
        with_funder(instalments=DATED),
        shelters=(PVPT, hope),
        programmes=(*ONE_SHELTER.programmes, ProgrammePlan(name="hope")),
    )

    seen = the_forecast(scenario)

    assert [plan.stops for plan in seen.as_planned] == [None, 40]
    assert [(late.shelter, late.stops) for late in seen.without] == [(0, 13)]


# Settings

SETTINGS = (
    Setting(
        path="shelters.pvpt.beds",
        text="4",
        history=(("base.yaml", 3, "3"), ("one.yaml", 9, "4")),
        source=("F078",),
        assumed="one room was lost",
        low="3",
        high="6",
    ),
    Setting(
        path="shelters.pvpt.title", text="PVPT", history=(("one.yaml", 8, "PVPT"),)
    ),
)


def test_a_setting_tells_its_whole_chain():
    scenario = replace(ONE_SHELTER, settings=SETTINGS)

    assert tell_settings(scenario, "shelters.pvpt.beds") == (
        "shelters.pvpt.beds: 4\n"
        "  base.yaml:3                     3\n"
        "  one.yaml:9                      4\n"
        "  sources: F078\n"
        "  assumed: one room was lost\n"
        "  range: 3 to 6"
    )
    assert len(settings_as_data(scenario, "shelters.pvpt")["settings"]) == 2


def test_every_value_is_listed_with_the_line_that_set_it():
    lines = tell(replace(ONE_SHELTER, settings=SETTINGS)).split("\n")

    assert lines[5:7] == [
        f"  shelters.pvpt.beds: 4{WHERE:>57}",
        f"  shelters.pvpt.title: PVPT{'one.yaml:8':>53}",
    ]


def test_a_long_value_that_was_replaced_is_cut_short():
    before = "How likely is it that a shelter closes in 2017, and why?"
    history = (("base.yaml", 3, before), ("one.yaml", 9, "Why?"))
    setting = Setting(path="question", text="Why?", history=history)

    line = tell(replace(ONE_SHELTER, settings=(setting,))).split("\n")[5]

    assert line.endswith("one.yaml:9 (was How likely is it that a … in base.yaml:3)")


def test_a_long_value_has_its_origin_on_the_next_line():
    lines = tell(replace(ONE_SHELTER, settings=SETTINGS), width=60).split("\n")

    assert lines[5:7] == ["  shelters.pvpt.beds: 4", f"{WHERE:>60}"]


WHERE = "one.yaml:9 (F078, assumed, was 3 in base.yaml:3)"


@pytest.mark.parametrize(
    "key, nearest",
    [
        ("beds", "shelters.pvpt.beds"),
        ("shelters.pvtp.beds", "shelters.pvpt.beds"),
        ("shelter", "shelters"),
        ("quite.another.thing", None),
    ],
)
def test_an_unknown_key_offers_the_nearest(key, nearest):
    with pytest.raises(LookupError) as unknown:
        tell_settings(replace(ONE_SHELTER, settings=SETTINGS), key)

    assert unknown.value.args[0] == nearest


def test_a_delay_that_is_certain_is_part_of_the_plan():
    """One that is not stays out of the calendar: it is told beside it."""
    on_time = the_forecast(ONE_SHELTER).payments[0].day
    certain = with_funder(late=Fixed(40.0), late_unit="days")
    perhaps = with_funder(late=Uniform(0.0, 40.0), late_unit="days")

    assert the_forecast(certain).payments[0].day == on_time + 40
    assert the_forecast(perhaps).payments[0].day == on_time


def test_a_shelter_that_opens_later_is_judged_by_the_beds_it_opens_with():
    opening = with_shelter(beds=0, changes=(ShelterChange(day=31, beds=6),))
    told = tell(opening, width=200)

    assert "0 beds, 6 beds from 1 February 2017" in told
    assert "would find all 6 beds taken" in told
