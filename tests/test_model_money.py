"""Grants, pots, arrears, bridges: every cent on its day (SEMANTICS M)."""

from fractions import Fraction

import pytest
from worlds import (
    ON_SIGNATURE,
    STRICT,
    Person,
    daily,
    each,
    funder,
    grant,
    on_date,
    run,
    scenario,
    shelter,
    told,
    whole_year,
)

from sim.history import Kind
from sim.scenario.plan import (
    BridgePlan,
    CompensationPlan,
    Condition,
    CostLine,
    GiftPlan,
    Instalment,
    RatePlan,
    Round,
)

HALF = Fraction(1, 2)


def balance(history, name, month=-1):
    return int(history.accounts.balances[month, history.accounts.names.index(name)])


def cash(history):
    return history.nights.cash[:, 0].tolist()


def paid(history):
    return [
        (p, d, on, amount)
        for p, d, on, amount in zip(
            history.instalments.planned.tolist(),
            history.instalments.due.tolist(),
            history.instalments.paid_on.tolist(),
            history.instalments.paid.tolist(),
            strict=True,
        )
    ]


def test_a_yearly_amount_is_billed_to_the_cent():
    yearly = CostLine(name="rent", kind="fixed", amount=10_001, per="year")
    history = run(scenario(shelter(costs=(yearly,), reserve=20_000), days=365))

    bills = history.nights.bill[:, 0].tolist()
    assert sum(bills) == 10_001
    assert set(bills) == {27, 28}
    assert bills[0] == 10_001 // 365


def test_growth_steps_on_the_first_of_january():
    line = daily(100, growth=Fraction(1, 10))
    history = run(scenario(shelter(costs=(line,)), days=800))

    bills = history.nights.bill[:, 0].tolist()
    assert (bills[364], bills[365], bills[730]) == (100, 110, 121)


def test_costs_follow_nights_admissions_and_exits():
    costs = (
        each(500, "bed_night", "food"),
        each(4_000, "admission", "intake"),
        each(15_000, "exit", "grant"),
    )
    history = run(scenario(shelter(costs=costs), days=6), [Person(1.5, (2.0,))])

    assert history.nights.bill[:, 0].tolist() == [0, 4_500, 500, 15_000, 0, 0]


def test_the_warm_up_moves_no_money():
    """Who came and left before day 0 is nobody's bill (W1)."""
    costs = (each(100, "admission", "intake"), each(7, "exit", "farewell"))
    plan = scenario(shelter(costs=costs, reserve=1_000), days=4, warm_up_days=5)
    history = run(plan, [Person(-4.5, stays=(2.0,)), Person(1.5, stays=(1.0,))])

    assert history.nights.bill[:, 0].tolist() == [0, 100, 7, 0]


def test_teams_step_with_residents():
    team = CostLine(
        name="care", kind="team", amount=900, per="day", residents_per_team=2
    )
    people = [Person(t, (10.0,)) for t in (0.5, 1.5, 2.5)]
    history = run(scenario(shelter(beds=5, costs=(team,)), days=5), people)

    assert history.nights.bill[:, 0].tolist() == [900, 900, 1800, 1800, 1800]


def test_a_shared_grant_releases_half_of_each_bill():
    plan = scenario(
        shelter(costs=(daily(101),), reserve=10_000),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=1_000)],
                rounds=(whole_year(10),),
                instalments=(ON_SIGNATURE,),
                unspent="returned",
            ),
        ),
        days=20,
    )
    history = run(plan)

    # ⌊cumulative bills / 2⌋ is released: 50, 51, 50, …
    assert history.nights.pots[:4, 0].tolist() == [950, 899, 849, 798]
    assert balance(history, "returned:ministry:north") == 1_000 - 505
    assert told(history, Kind.RETURNED) == [(11.0, "RETURNED", 0)]


def test_backdated_entitlement_comes_at_once_on_signature():
    def with_terms(if_late):
        return scenario(
            shelter(costs=(daily(100),), reserve=100_000),
            funders=(
                funder(
                    instrument="share",
                    share=HALF,
                    grants=[grant(amount=1_000)],
                    rounds=(whole_year(20),),
                    instalments=(ON_SIGNATURE,),
                    if_late=if_late,
                    unspent="kept",
                ),
            ),
            days=20,
        )

    late = {"ministry": [4]}
    assert run(with_terms("backdated"), signed=late).nights.pots[4, 0] == 1_000 - 250
    assert run(with_terms("from_signature"), signed=late).nights.pots[4, 0] == 950


def test_a_late_amount_is_prorated_by_days():
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(20),),
                instalments=(ON_SIGNATURE,),
                if_late="from_signature",
                amount_if_late="prorated",
            ),
        ),
        days=20,
    )
    history = run(plan, signed={"ministry": [5]})

    assert paid(history) == [(0, 5, 5, 750)]
    assert history.instalments.promised.tolist() == [1_000]


def under_way(name, other=None, **more):
    """Paid in arrears since ten days before the period, in which 300 were earned."""
    return funder(
        name,
        instrument="share",
        share=HALF,
        in_arrears=True,
        grants=[grant(amount=400, received=300, entitled=300)],
        rounds=(Round(name="one", first=-10, last=9, signed=5, invoices=(9,)),),
        if_late="backdated",
        gives_way_to=() if other is None else ((other, Fraction(1)),),
        **more,
    )


def test_what_was_earned_before_the_period_is_not_lost_by_a_late_signature():
    plan = scenario(
        shelter(costs=(daily(20),), reserve=100_000),
        funders=(under_way("ministry", amount_if_late="prorated"),),
        days=20,
    )
    history = run(plan, signed={"ministry": [5]})  # a quarter of 400 is 100

    assert told(history, Kind.PAID) == []
    assert (history.nights.cash[-1] == 100_000 - 20 * 20).all()


def test_what_was_earned_before_the_period_does_not_give_way():
    giver = funder(
        "town",
        grants=[grant(amount=1_000)],
        rounds=(whole_year(20),),
        instalments=(ON_SIGNATURE,),
    )
    plan = scenario(
        shelter(costs=(daily(20),), reserve=100_000),
        funders=(giver, under_way("ministry", "town")),
        days=20,
    )
    history = run(plan, signed={"town": [0], "ministry": [5]})
    gave_way = history.events.kind == Kind.GAVE_WAY

    assert history.events.amount[gave_way].tolist() == [100]


def test_the_second_instalment_waits_for_seventy_per_cent():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=100_000),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=1_000)],
                rounds=(whole_year(30),),
                instalments=(
                    Instalment(trigger="signature", share=Fraction(1, 2)),
                    Instalment(
                        trigger="spent", share=Fraction(2, 5), threshold=Fraction(7, 10)
                    ),
                    Instalment(trigger="final", share=Fraction(1, 10)),
                ),
                report_takes=5,
                unspent="returned",
            ),
        ),
        days=40,
    )
    history = run(plan)

    # 50 a day: 350 of the first 500 are spent by the end of day 6.
    assert paid(history) == [(0, 0, 0, 500), (7, 7, 7, 400), (35, 35, 35, 100)]


def test_unearned_money_is_not_paid_as_a_balance():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=100_000),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=1_000)],
                rounds=(whole_year(10),),
                instalments=(
                    Instalment(trigger="signature", share=Fraction(9, 10)),
                    Instalment(trigger="final", share=Fraction(1, 10)),
                ),
                unspent="returned",
            ),
        ),
        days=20,
    )
    history = run(plan)

    assert balance(history, "paid:ministry:north") == -900
    assert balance(history, "returned:ministry:north") == 400


def test_a_per_diem_pays_for_nights_and_never_above_its_amount():
    plan = scenario(
        shelter(beds=3),
        funders=(
            funder(
                instrument="per_diem",
                per_diem=3_000,
                in_arrears=True,
                grants=[grant(amount=10_000)],
                rounds=(whole_year(20, invoices=(9, 19)),),
            ),
        ),
        days=25,
    )
    history = run(plan, [Person(6.5, (5.0,))])

    # Nights of days 6–9 fall in the first invoice; one more night is all there is.
    assert paid(history) == [(10, 10, 10, 10_000), (20, 20, 20, 0)]


def test_a_ceiling_cuts_the_awards_of_a_call_together():
    plan = scenario(
        shelter("a"),
        shelter("b"),
        shelter("c"),
        funders=(
            funder(
                grants=[grant("a", 100), grant("b", 100), grant("c", 100)],
                rounds=(whole_year(100),),
                instalments=(ON_SIGNATURE,),
                ceiling=200,
            ),
        ),
    )
    history = run(plan)

    assert history.instalments.paid.tolist() == [67, 67, 66]


def test_a_cut_scales_what_falls_due_on_or_after_it():
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(100, dates=(10, 50)),),
                instalments=(on_date(HALF), on_date(HALF)),
                cuts=((50, Fraction(72, 100)),),
            ),
        ),
    )
    history = run(plan)

    assert history.instalments.paid.tolist() == [500, 360]
    assert told(history, Kind.CUT) == [(51.0, "CUT", 0)]


@pytest.mark.parametrize(
    "terms, last", [("carried", (360, 370, 370, 500)), ("lapses", (360, 370, -1, 0))]
)
def test_what_is_unpaid_at_the_years_end_lapses_or_is_carried(terms, last):
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(365, dates=(10, 350)),),
                instalments=(on_date(HALF), on_date(HALF)),
                unpaid_at_year_end=terms,
            ),
        ),
        days=400,
    )
    history = run(plan, lag={"ministry": 20})
    planned, _, on, amount = last

    assert paid(history) == [(10, 10, 30, 500), (350, 350, on, amount)]
    assert planned == 360


def test_arrears_are_paid_oldest_first_and_money_is_conserved():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=250),
        funders=(
            funder(
                gifts=(
                    GiftPlan(shelter="north", rate=RatePlan(per_year=1.0), amount=None),
                )
            ),
        ),
        days=10,
    )
    history = run(plan, gifts={"ministry": [[(5.5, 180)]]})

    assert history.nights.arrears[:, 0].tolist() == [
        0, 0, 50, 150, 250, 170, 270, 370, 470, 570,
    ]  # fmt: skip
    assert (history.accounts.balances.sum(axis=1) == 0).all()


def test_arrears_are_known_by_cost_line_in_file_order():
    """M4: of a day's bills the first in the file is paid first, in part if need be."""
    costs = (daily(60, "staff"), daily(40, "rent"))
    history = run(scenario(shelter(costs=costs, reserve=270), days=5))

    # Two days are paid, then 70 of the third: all of staff and 10 of rent.
    assert history.peak_arrears.tolist() == [120, 110, 0]


def test_credit_is_an_overdraft_that_receipts_repay():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=0, credit=250, closure=STRICT),
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(10, dates=(4,)),),
                instalments=(on_date(),),
            ),
        ),
        days=8,
    )
    history = run(plan)

    assert cash(history) == [-100, -200, -250, -250, 700, 600, 500, 400]
    assert told(history, Kind.CLOSED, Kind.REOPENED) == [
        (3.0, "CLOSED", 0),
        (5.0, "REOPENED", 0),
    ]


def test_a_bridge_lends_lifts_and_is_repaid_from_the_next_receipt():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=500, closure=STRICT),
        funders=(
            funder(
                grants=[grant(amount=3_000)],
                rounds=(whole_year(20, dates=(10,)),),
                instalments=(on_date(),),
            ),
        ),
        bridges=(
            BridgePlan(
                name="float",
                title="Float",
                size=10_000,
                below=2,
                up_to=10,
                terms="lent",
                shelters=("north",),
            ),
        ),
        days=15,
    )
    history = run(plan)

    # Day 3: 200 left, today's 100 still to pay: two more days are not covered.
    assert told(history, Kind.BRIDGED, Kind.BRIDGE_REPAID, Kind.CLOSED) == [
        (4.0, "BRIDGED", 0),
        (11.0, "BRIDGE_REPAID", 0),
    ]
    assert history.nights.debt[[2, 3, 9, 10], 0].tolist() == [0, 900, 900, 0]
    assert balance(history, "bridge:float:north") == 0


def test_a_ceilings_rest_goes_one_cent_each_in_file_order_and_nobody_else():
    plan = scenario(
        shelter("a"),
        shelter("b"),
        funders=(
            funder(
                grants=[grant("a", 3, rounds=2), grant("b", 3, rounds=2)],
                rounds=(
                    Round(name="one", first=0, last=49, signed=0),
                    Round(name="two", first=50, last=99, signed=50),
                ),
                instalments=(ON_SIGNATURE,),
                ceiling=11,
            ),
        ),
    )
    history = run(plan)

    assert history.instalments.paid.tolist() == [3, 3, 3, 2]


def test_what_repays_a_bridge_counts_as_released_from_its_pot():
    """M5: otherwise the pot could never reach the spending it waits for."""
    plan = scenario(
        shelter(costs=(daily(100),), reserve=100, closure=STRICT),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=2_000)],
                rounds=(whole_year(40, dates=(6,)),),
                instalments=(on_date(),),
                unspent="returned",
            ),
        ),
        bridges=(
            BridgePlan(
                name="float",
                title="Float",
                size=5_000,
                below=1,
                up_to=6,
                terms="lent",
                shelters=("north",),
            ),
        ),
        days=12,
    )
    history = run(plan)

    # 600 are lent on day 0.  On day 6 they are repaid out of the 2,000; by then
    # 350 are earned, so nothing more is released until 600 are, on day 11.
    assert told(history, Kind.BRIDGED, Kind.BRIDGE_REPAID)[:2] == [
        (1.0, "BRIDGED", 0),
        (7.0, "BRIDGE_REPAID", 0),
    ]
    assert history.nights.pots[6:12, 0].tolist() == [1_400] * 6


def test_bridge_needed_is_the_worst_overdraft_with_unlimited_credit():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=500, closure=STRICT),
        funders=(
            funder(
                grants=[grant(amount=3_000)],
                rounds=(whole_year(20, dates=(10,)),),
                instalments=(on_date(),),
            ),
        ),
        days=20,
    )

    assert run(plan).peak_overdraft.tolist() == [0]
    assert run(plan, unlimited_credit=True).peak_overdraft.tolist() == [500]


def test_a_funder_gives_way_to_anothers_award():
    def terms(name, share):
        return funder(
            name,
            grants=[grant(amount=1_000)],
            rounds=(whole_year(60, dates=(10, 40)),),
            instalments=(on_date(HALF), on_date(HALF)),
            gives_way_to=share,
        )

    ministry = funder(
        "ministry",
        grants=[grant(amount=800)],
        rounds=(whole_year(60, signed=20),),
        instalments=(ON_SIGNATURE,),
    )
    plan = scenario(
        funders=(ministry, terms("donor", (("ministry", Fraction(1, 2)),))), days=60
    )
    history = run(plan)

    # 400 of the donor's 1,000 give way; 500 were paid before, 100 are left.
    assert history.instalments.paid.tolist() == [800, 500, 100]
    assert told(history, Kind.GAVE_WAY) == [(21.0, "GAVE_WAY", 0)]


def test_a_compensation_fund_pays_each_case_while_it_lasts():
    fund = CompensationPlan(
        name="fund",
        title="Fund",
        balance=1_000,
        rate=RatePlan(per_year=1.0),
        income=None,
        per_case=800,
        condition=Condition(),
    )
    plan = scenario(shelter(beds=3), compensation=(fund,), days=12)
    people = [Person(1.0, (1.0,)), Person(2.0, (1.0,)), Person(3.0, (5.0,))]
    history = run(plan, people, confiscations=[[(6.5, 700)]])

    assert told(history, Kind.COMPENSATED, Kind.NOT_COMPENSATED) == [
        (3.0, "COMPENSATED", 0),
        (4.0, "NOT_COMPENSATED", 1),
        (9.0, "COMPENSATED", 2),
    ]
    assert balance(history, "compensation:fund") == 1_600
    assert balance(history, "fund:fund") == 100
