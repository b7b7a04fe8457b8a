"""Bills, arrears, credit, bridges: every cent on its day (SEMANTICS M)."""

from fractions import Fraction

from worlds import (
    ON_SIGNATURE,
    STRICT,
    Person,
    balance,
    daily,
    each,
    funder,
    grant,
    lender,
    on_date,
    run,
    scenario,
    shelter,
    told,
    whole_year,
)

from sim.history import Kind
from sim.scenario.plan import (
    CompensationPlan,
    Condition,
    CostLine,
    GiftPlan,
    RatePlan,
)

HALF = Fraction(1, 2)


def cash(history):
    return history.nights.cash[:, 0].tolist()


def test_a_yearly_amount_is_billed_to_the_cent():
    yearly = CostLine(name="rent", kind="fixed", amount=10_001, per="year")
    history = run(scenario(shelter(costs=(yearly,), reserve=20_000), days=365))

    bills = history.nights.bill[:, 0].tolist()
    assert sum(bills) == 10_001
    assert set(bills) == {27, 28}
    assert bills[0] == 10_001 // 365


def test_a_weekly_amount_is_billed_from_monday_to_sunday():
    """M1: the period begins on a Sunday, the last day of a week."""
    weekly = CostLine(name="rent", kind="fixed", amount=100, per="week")
    history = run(scenario(shelter(costs=(weekly,), reserve=1_000), days=9))

    assert history.nights.bill[:, 0].tolist() == [15, 14, 14, 14, 15, 14, 14, 15, 14]


def test_a_closed_shelter_is_spared_what_does_not_go_on():
    """D4: a single bill too, unless it is one of those that go on."""

    def once(name, **more):
        return CostLine(name=name, kind="one_off", amount=70, per="each", day=3, **more)

    costs = (daily(100), once("roof", while_closed=True), once("car"))
    plan = scenario(shelter(costs=costs, closure=STRICT), days=6)

    assert run(plan).nights.bill[:, 0].tolist() == [100, 0, 0, 70, 0, 0]


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
        bridges=(lender(10_000, below=2, up_to=10),),
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


def test_a_bridge_goes_first_to_whoever_can_pay_fewest_days():
    """M11: by runway, then in file order, as long as the fund lasts."""

    def poor(name, reserve):
        return shelter(name, costs=(daily(100),), reserve=reserve)

    plan = scenario(
        poor("a", 300),
        poor("b", 200),
        poor("c", 300),
        poor("d", 400),
        bridges=(lender(800, below=3, up_to=5, to=("a", "b", "c", "d")),),
        days=1,
    )
    events = run(plan).events
    lent = events.kind == Kind.BRIDGED

    # With today's bill to pay, a and c have 200 left, b has 100, and d just enough.
    assert events.shelter[lent].tolist() == [1, 0, 2]
    assert events.amount[lent].tolist() == [400, 300, 100]


def test_a_runway_is_the_last_day_that_can_be_paid():
    """M10: to the cent, and told up to 366 days."""
    runways = [
        run(
            scenario(shelter(costs=(daily(100),), reserve=reserve, credit=50), days=1)
        ).accounts.runway[:, 0]
        for reserve in (1_049, 1_050, 36_649, 36_650, 99_999)
    ]

    assert [runway.tolist() for runway in runways] == [
        [10, 9],
        [11, 10],
        [366, 365],
        [366, 366],
        [366, 366],
    ]


def shared_for_a_month(reserve, amount, last=199, **more):
    """Half of 100 a day is paid out of a pot that is filled on day 0."""
    giver = funder(
        instrument="share",
        share=HALF,
        grants=[grant(amount=amount)],
        rounds=(whole_year(last + 1),),
        instalments=(ON_SIGNATURE,),
        **more,
    )
    home = shelter(costs=(daily(100),), reserve=reserve)
    return scenario(home, funders=(giver,), days=31)


def test_a_runway_goes_on_at_the_full_price_once_the_pot_is_empty():
    """M10: 8,650 and a pot of 2,450 pay 49 days by halves, and 62 days whole."""
    history = run(shared_for_a_month(10_200, 4_000))

    assert history.nights.cash[-1, 0] == 8_650
    assert history.nights.pots[-1, 0] == 2_450
    assert history.accounts.runway[-1, 0] == 111


def test_a_pot_pays_what_is_left_in_it_for_a_last_day():
    """M10: 2,525 and 49 halves, then 25 out of the pot: 50 days and not a cent over."""
    history = run(shared_for_a_month(4_075, 4_025))

    assert history.nights.cash[-1, 0] == 2_525
    assert history.nights.pots[-1, 0] == 2_475
    assert history.accounts.runway[-1, 0] == 50


def test_a_contract_that_is_over_lengthens_no_runway():
    """M10: what is left in its pot until the report is in pays no day to come."""
    plan = shared_for_a_month(12_000, 9_000, last=19, report_takes=60)
    history = run(plan)

    assert history.nights.cash[-1, 0] == 12_000 - 31 * 100 + 20 * 50
    assert history.nights.pots[-1, 0] == 8_000
    assert history.accounts.runway[-1, 0] == 99


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
        bridges=(lender(5_000, below=1, up_to=6),),
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

    just_enough = run(plan, people, confiscations=[[(6.5, 600)]])
    assert told(just_enough, Kind.COMPENSATED)[-1] == (9.0, "COMPENSATED", 2)
    assert balance(just_enough, "fund:fund") == 0
