"""What is counted of money: compensation, debts, runways, funders that give way."""

from fractions import Fraction

import numpy as np
from counted_worlds import ADULT, COMES_BACK, Counted
from worlds import (
    ON_SIGNATURE,
    Person,
    daily,
    funder,
    grant,
    lender,
    on_date,
    scenario,
    shelter,
    whole_year,
)

from sim.distributions import Fixed
from sim.history import Cause, Kind
from sim.measures.frame import frame_of
from sim.scenario.plan import CompensationPlan, RatePlan, StaffLoss


def fund(**more):
    more.setdefault("balance", 500)
    more.setdefault("condition", ADULT)
    return CompensationPlan(
        name="justice",
        title="Justice",
        rate=RatePlan(per_year=1.0),
        income=Fixed(1.0),
        per_case=400,
        **more,
    )


def test_compensation_is_counted_by_victim_and_by_cent():
    plan = scenario(
        shelter(beds=4), returns=COMES_BACK, compensation=(fund(),), days=30
    )
    people = [
        Person(1.0, (2.0,), returns=(5.0,)),
        Person(1.0, (4.0,)),
        Person(1.0, (2.0,), age="child"),
    ]
    counted = Counted(plan, people, confiscations=[[(7.5, 600)]])

    # 500 pays the first; 100 is left, so the second's 400 is; 700 pays the return.
    assert counted("compensation_paid", fund="justice") == 800
    assert counted("compensation_missing") == 400
    assert counted("compensated_victims") == 1
    assert counted("compensated_victims", group="children") == 0
    accounts = counted.history.accounts
    paid = accounts.balances[-1, accounts.names.index("compensation:justice")]
    assert counted("compensation_paid") == paid
    assert counted.estimate("compensation_paid", cause="justice").value == 8.0


def test_compensation_of_the_last_midnight_belongs_to_the_last_day():
    plan = scenario(compensation=(fund(),), days=4)
    counted = Counted(plan, [Person(1.0, (2.5,))], confiscations=[[]])

    assert counted.history.events.time[-1] == 4.0
    assert counted("compensated_victims") == 1
    assert counted("compensation_paid") == 400


def test_days_without_the_staff_who_left_unpaid():
    """They leave at the ends of days 6, 8 and 10, and are paid and back later."""
    home = shelter(
        beds=3,
        staff=3,
        residents_per_staff=Fraction(1),
        costs=(daily(100, "staff"),),
        reserve=200,
        staff_loss=StaffLoss(line="staff", after=4, every=2, rehired_after=1),
    )
    pays = funder(
        grants=[grant(amount=5_000)],
        rounds=(whole_year(20, dates=(12,)),),
        instalments=(on_date(),),
    )
    counted = Counted(scenario(home, funders=(pays,), days=20))
    events = counted.history.events
    moves = np.isin(events.kind, (Kind.STAFF_LEFT, Kind.STAFF_BACK))

    assert events.time[moves].tolist() == [7.0, 9.0, 11.0, 14.0]
    assert counted("staff_lost_days") == 14 - 7
    assert counted.estimate("staff_lost_days", shelter="north").value == 7


def test_money_of_one_house_makes_no_overdraft_of_another_smaller():
    """W6: a bridge is needed for what is below 0, cent by cent."""
    poor = shelter("poor", costs=(daily(100),), credit=1_000)
    counted = Counted(scenario(poor, shelter("rich", reserve=5_000), days=3))

    assert counted("bridge_needed", shelter="poor") == 300
    assert counted("bridge_needed") == 300


def test_the_lowest_runway_is_of_months_that_have_ended():
    """M10: how the period opens is the file's own doing."""
    giver = funder(
        grants=[grant(amount=9_000)],
        rounds=(whole_year(40),),
        instalments=(ON_SIGNATURE,),
    )
    plan = scenario(shelter(costs=(daily(100),)), funders=(giver,), days=40)
    counted = Counted(plan)

    assert counted.history.accounts.runway[:, 0].tolist() == [0, 59, 50]
    assert counted("lowest_runway_days", shelter="north") == 50


def test_what_is_paid_on_new_years_day_was_missing_in_the_old_year():
    """W6: by the end of its year an instalment of December was not there."""
    giver = funder(
        grants=[grant(amount=900)],
        rounds=(whole_year(400, dates=(360,)),),
        instalments=(on_date(),),
    )
    plan = scenario(funders=(giver,), days=400)
    late = {days: Counted(plan, lag={"ministry": days}) for days in (4, 5)}

    assert [late[n]("funding_shortfall", year="2017") for n in (4, 5)] == [0, 900]
    assert [late[n]("funding_shortfall") for n in (4, 5)] == [0, 0]


def test_money_in_hand_does_not_make_a_loan_smaller():
    """W6: a shelter that was lent 900 is 900 short, whatever it keeps for later."""
    plan = scenario(
        shelter(costs=(daily(100),), reserve=500),
        bridges=(lender(10_000, below=2, up_to=10),),
        days=10,
    )
    counted = Counted(plan)

    assert counted.history.nights.cash[3, 0] == 1_000
    assert counted("bridge_drawn") == counted("peak_shortfall") == 900


def test_money_of_funders_who_give_way():
    def pays(name, amount, **more):
        return funder(
            name,
            grants=[grant(amount=amount)],
            rounds=(whole_year(20, dates=(10,)),),
            instalments=(on_date(),),
            **more,
        )

    donor = pays("donor", 5_000, gives_way_to=(("ministry", Fraction(1, 2)),))
    plan = scenario(
        shelter(costs=(daily(100),), reserve=9_000),
        funders=(pays("ministry", 3_000), donor),
        days=20,
    )
    counted = Counted(plan)

    assert counted("gave_way_money", funder="donor") == 1_500
    assert counted("gave_way_money", funder="ministry") == 0
    assert counted("income", funder="donor") == 3_500
    assert counted.estimate("gave_way_money", funder="donor").value == 15.0


def test_causes_of_every_kind_have_their_labels():
    labels = frame_of(scenario(compensation=(fund(),))).labels

    assert labels["cause"] == tuple(cause.name.lower() for cause in Cause)
    assert labels["destination"] == ("home",)
    assert labels["fund"] == ("justice",)
    assert labels["stage"] == ()
