"""Freeze, notice, closing and reopening (SEMANTICS D), in exact logs."""

from dataclasses import replace
from fractions import Fraction
from math import nan

import pytest
from worlds import (
    ON_SIGNATURE,
    STRICT,
    Person,
    causes,
    daily,
    funder,
    grant,
    on_date,
    run,
    scenario,
    shelter,
    stay,
    told,
    whole_year,
)

from sim.distributions import Fixed
from sim.history import Kind, State
from sim.scenario.plan import ProgrammePlan, StagePlan

SHELTER_KINDS = [kind for kind in Kind if 30 <= kind < 50]
MONTH = 30


def late_call(reserve_months, late_months, closure=STRICT, **more):
    """A shelter with a reserve whose only grant is signed some months late (V9)."""
    days = 12 * MONTH
    plan = scenario(
        shelter(
            costs=(daily(100),),
            reserve=100 * MONTH * reserve_months,
            closure=closure,
            **more,
        ),
        funders=(
            funder(
                grants=[grant(amount=100 * days)],
                rounds=(whole_year(days),),
                instalments=(ON_SIGNATURE,),
            ),
        ),
        days=days,
    )
    return run(plan, signed={"ministry": [MONTH * late_months]})


@pytest.mark.parametrize("reserve", range(4))
@pytest.mark.parametrize("late", range(5))
def test_closed_days_are_delay_less_reserve(reserve, late):
    """D5 and the published table: max(0, d − r) months, exactly."""
    history = late_call(reserve, late)

    closed = (history.nights.state[:, 0] == State.CLOSED).sum()
    assert closed == MONTH * max(0, late - reserve)


def test_the_closure_names_the_funder_that_kept_it_waiting():
    history = late_call(1, 2)

    assert told(history, *SHELTER_KINDS) == [
        (31.0, "ARREARS_BEGAN", 0),
        (31.0, "CLOSED", 0),
        (61.0, "ARREARS_CLEARED", 0),
        (61.0, "REOPENING", 0),
        (61.0, "REOPENED", 0),
    ]
    events = history.events
    closed = events.kind == Kind.CLOSED
    assert events.detail[closed].tolist() == [0]
    assert events.amount[closed].tolist() == [100 * 12 * MONTH]


def test_intake_freezes_when_the_runway_is_short_and_thaws_with_money():
    """With a freeze at k months of runway it starts r − k months after the money."""
    history = late_call(2, 3, replace(STRICT, freeze_below=MONTH))

    assert told(history, Kind.FROZEN, Kind.CLOSED, Kind.THAWED)[:2] == [
        (MONTH + 1.0, "FROZEN", 0),
        (2 * MONTH + 1.0, "CLOSED", 0),
    ]


def test_notice_is_withdrawn_when_money_comes_in_time():
    history = late_call(1, 1, replace(STRICT, notice=5))
    assert told(history, *SHELTER_KINDS) == []

    plan_is_late = late_call(0, 0, replace(STRICT, notice=5))
    assert told(plan_is_late, *SHELTER_KINDS) == []


def test_a_shelter_closes_when_notice_is_over():
    history = late_call(0, 1, replace(STRICT, notice=3))

    assert told(history, *SHELTER_KINDS)[:3] == [
        (1.0, "ARREARS_BEGAN", 0),
        (1.0, "NOTICE_GIVEN", 0),
        (4.0, "CLOSED", 0),
    ]


def test_a_shelter_under_notice_takes_nobody_in():
    """B1, D3: from the very first midnight, if the first bill is not paid."""
    plan = scenario(
        shelter(costs=(daily(100),), closure=replace(STRICT, notice=3)), days=6
    )
    history = run(plan, [Person(1.5, patience=9.0)])

    assert history.nights.state[:, 0].tolist() == [
        State.OPEN,
        *[State.NOTICE] * 3,
        *[State.CLOSED] * 2,
    ]
    assert told(history, Kind.JOINED_LIST, Kind.ADMITTED) == [(1.5, "JOINED_LIST", 0)]
    assert causes(history, Kind.JOINED_LIST) == ["FROZEN"]


def test_the_largest_promise_broken_to_this_very_shelter_closes_it():
    """D5: not one broken to another shelter, nor one that is not due yet."""

    def giver(name, amount, to="north", dated=3):
        return funder(
            name,
            grants=[grant(to, amount)],
            rounds=(whole_year(40, dates=(dated,)),),
            instalments=(on_date(),),
        )

    plan = scenario(
        shelter(costs=(daily(100),), reserve=500, closure=STRICT),
        shelter("south"),
        funders=(
            giver("town", 400),
            giver("ministry", 900),
            giver("church", 900),
            giver("donor", 600),
            giver("county", 5_000, to="south"),
            giver("state", 5_000, dated=10),
        ),
        days=30,
    )
    names = [each.name for each in plan.funders]
    history = run(plan, lag=dict.fromkeys(names, 20))

    closed = history.events.kind == Kind.CLOSED
    assert history.events.time[closed].tolist() == [6.0]
    assert [names[n] for n in history.events.detail[closed]] == ["ministry"]
    assert history.events.amount[closed].tolist() == [900]


def test_what_is_frozen_below_five_days_thaws_with_eight():
    """D2: money for six days is not enough; transfers wait outside, residents stay."""
    south = shelter(
        "south",
        beds=2,
        costs=(daily(100),),
        reserve=1_000,
        closure=replace(STRICT, freeze_below=5, thaw_with=8),
    )
    north = shelter(costs=(daily(10),), reserve=65, closure=STRICT)
    giver = funder(
        grants=[grant("south", 800)],
        rounds=(whole_year(20, dates=(7, 8)),),
        instalments=(on_date(Fraction(1, 2)), on_date(Fraction(1, 2))),
    )
    plan = scenario(north, south, funders=(giver,), days=12)
    people = [Person(4.5), Person(4.75, stays=(3.0,)), Person(6.5, patience=9.0)]
    history = run(plan, people)

    assert [event for event in told(history) if event[0] >= 5] == [
        (6.0, "FROZEN", 1),
        (6.5, "REFERRED", 2),
        (6.5, "READY", 2),
        (6.5, "JOINED_LIST", 2),
        (7.0, "ARREARS_BEGAN", 0),
        (7.0, "CLOSED", 0),
        (7.0, "DISPLACED", 0),
        (7.75, "LEFT", 1),
        (8.0, "PAID", 1),
        (8.0, "CAUSE_CHANGED", 2),
        (9.0, "PAID", 1),
        (9.0, "THAWED", 1),
        (9.0, "ADMITTED", 2),
    ]


def test_reopening_takes_its_days_and_its_cost():
    closure = replace(STRICT, reopening_takes=7, reopening_cost=5_000)
    history = late_call(0, 1, closure)

    assert told(history, Kind.CLOSED, Kind.REOPENING, Kind.REOPENED)[:3] == [
        (1.0, "CLOSED", 0),
        (31.0, "REOPENING", 0),
        (38.0, "REOPENED", 0),
    ]
    names = history.accounts.names
    cost = history.accounts.balances[-1, names.index("cost:north:reopening")]
    assert cost == 5_000
    assert (
        history.nights.state[30:38, 0].tolist()
        == [State.CLOSED] + [State.REOPENING] * 7
    )


def test_nothing_reopens_before_its_cost_is_there_too():
    """D4: of 450 paid, 100 go to the old bill; the missing 150 come on day 6."""
    giver = funder(
        grants=[grant(amount=600)],
        rounds=(whole_year(20, dates=(3, 6)),),
        instalments=(on_date(Fraction(3, 4)), on_date(Fraction(1, 4))),
    )
    closure = replace(STRICT, reopening_cost=500)
    plan = scenario(
        shelter(costs=(daily(100),), closure=closure), funders=(giver,), days=8
    )

    assert told(run(plan), Kind.CLOSED, Kind.REOPENING) == [
        (1.0, "CLOSED", 0),
        (7.0, "REOPENING", 0),
        (8.0, "CLOSED", 0),
    ]


def test_arrears_are_tolerated_up_to_their_sum():
    """D3: a shelter fails when they exceed it."""
    closure = replace(STRICT, tolerated_days=None, tolerated_arrears=300)
    plan = scenario(shelter(costs=(daily(100),), closure=closure), days=8)

    assert told(run(plan), Kind.CLOSED) == [(4.0, "CLOSED", 0)]


def test_a_frozen_house_too_full_for_a_household_has_no_bed_for_it():
    """B4: `frozen` is the cause only where a bed that would do is free."""
    closure = replace(STRICT, tolerated_days=90, freeze_below=10)
    plan = scenario(
        shelter(beds=2, costs=(daily(100),), reserve=500, closure=closure), days=8
    )
    people = [Person(0.5), Person(1.5, size=2), Person(1.75)]

    assert causes(run(plan, people), Kind.JOINED_LIST) == ["NO_BED", "FROZEN"]


def test_arrears_are_tolerated_for_their_days():
    history = late_call(0, 2, replace(STRICT, tolerated_days=10))

    assert told(history, Kind.CLOSED) == [(11.0, "CLOSED", 0)]


def test_residents_of_a_closing_shelter_move_or_are_displaced():
    broke = shelter("broke", beds=3, costs=(daily(100),), reserve=500, closure=STRICT)
    plan = scenario(broke, shelter("safe", beds=1), days=30)
    history = run(
        plan, [Person(0.5, (20.0,)), Person(1.5, (20.0,)), Person(2.5, (20.0,))]
    )

    assert told(
        history, Kind.ADMITTED, Kind.CLOSED, Kind.TRANSFERRED, Kind.DISPLACED
    ) == [
        (0.5, "ADMITTED", 0),
        (1.5, "ADMITTED", 1),
        (2.5, "ADMITTED", 2),
        (6.0, "CLOSED", 0),
        (6.0, "TRANSFERRED", 0),
        (6.0, "DISPLACED", 1),
        (6.0, "DISPLACED", 2),
    ]
    assert told(history, Kind.LEFT) == [(20.5, "LEFT", 0)]


def test_of_a_closing_house_those_admitted_first_are_moved_first():
    """D1: not those who were referred first."""
    broke = shelter("broke", beds=2, costs=(daily(100),), reserve=500, closure=STRICT)
    plan = scenario(
        broke,
        shelter("safe", beds=1),
        stages=(StagePlan(name="placement", takes=Fixed(1.0)),),
    )
    people = [Person(0.5, stages=(3.0,)), Person(1.0, stages=(1.0,))]

    assert told(run(plan, people), Kind.ADMITTED, Kind.TRANSFERRED, Kind.DISPLACED) == [
        (2.0, "ADMITTED", 1),
        (3.5, "ADMITTED", 0),
        (6.0, "TRANSFERRED", 1),
        (6.0, "DISPLACED", 0),
    ]


def test_a_limit_elsewhere_counts_the_days_before_the_period_too():
    """S2, S4: of 90 days 80 are over; of those of whom nobody knows, none."""
    broke = shelter("broke", beds=3, costs=(daily(100),), reserve=500, closure=STRICT)
    strict = shelter("strict", beds=3, stays=(stay(at_most=90.0),))
    people = [
        Person(0.0, (left,), home=0, so_far=so_far)
        for so_far, left in [(80.0, 50.0), (84.0, 50.0), (nan, 95.0)]
    ]
    events = run(scenario(broke, strict), people).events
    moved = events.time == 6.0

    assert [
        (Kind(kind).name, until)
        for kind, until in zip(events.kind[moved], events.until[moved], strict=True)
        if kind in (Kind.TRANSFERRED, Kind.DISPLACED)
    ] == [("TRANSFERRED", 10.0), ("DISPLACED", 50.0), ("TRANSFERRED", 90.0)]


def test_those_who_come_while_it_is_closed_wait_for_that_cause():
    history = late_call(0, 1)
    assert (history.nights.census == 0).all()

    plan = scenario(shelter(costs=(daily(100),), closure=STRICT, reserve=0), days=20)
    history = run(plan, [Person(3.5, patience=4.0)])

    assert causes(history, Kind.JOINED_LIST) == ["CLOSED"]
    assert told(history, Kind.GAVE_UP) == [(7.5, "GAVE_UP", 0)]
    assert causes(history, Kind.GAVE_UP) == ["CLOSED"]


def test_whoever_is_displaced_while_waiting_for_the_next_step_misses_that_step():
    """B6: the stay was over; eight nights in the next programme are lost."""
    plan = scenario(
        shelter(
            costs=(daily(100),),
            reserve=700,
            closure=STRICT,
            stays=(stay(exits=(("flat", 1.0),)),),
        ),
        shelter("flat", entry=False),
        programmes=(
            ProgrammePlan(name="north"),
            ProgrammePlan(name="flat", blocked_at_most=90.0),
        ),
    )
    history = run(plan, [Person(0.5, (5.0, 90.0)), Person(6.5, (1.0, 8.0))])

    assert told(history, Kind.BLOCKED, Kind.DISPLACED) == [
        (7.5, "BLOCKED", 1),
        (8.0, "DISPLACED", 1),
    ]
    assert history.events.until[history.events.kind == Kind.DISPLACED] == [16.0]


def test_a_shelter_that_reopens_with_too_little_takes_nobody_in():
    """D1, D2: its balances are judged on the midnight on which it opens."""
    plan = scenario(
        shelter(
            costs=(daily(100),),
            closure=replace(STRICT, freeze_below=10),
        ),
        funders=(
            funder(
                grants=[grant(amount=500)],
                rounds=(whole_year(20),),
                instalments=(ON_SIGNATURE,),
            ),
        ),
        days=20,
    )
    history = run(plan, [Person(11.5)], signed={"ministry": [10]})

    assert told(history, Kind.REOPENED, Kind.FROZEN, Kind.JOINED_LIST)[1:] == [
        (11.0, "REOPENED", 0),
        (11.0, "FROZEN", 0),
        (11.5, "JOINED_LIST", 0),
    ]


def test_a_per_diem_promises_nothing_to_a_shelter_that_would_open_empty():
    """D4: without residents there are no nights to claim, however full the pot."""
    plan = scenario(
        shelter(
            costs=(daily(100),),
            reserve=300,
            closure=replace(STRICT, reopen_with=5),
        ),
        funders=(
            funder(
                instrument="per_diem",
                per_diem=100,
                grants=[grant(amount=5_000)],
                rounds=(whole_year(30, signed=6),),
                instalments=(ON_SIGNATURE,),
                unspent="returned",
            ),
            funder(
                "friend",
                grants=[grant(amount=200)],
                rounds=(whole_year(30, signed=8),),
                instalments=(ON_SIGNATURE,),
            ),
        ),
        days=30,
    )
    history = run(plan)

    assert told(history, Kind.CLOSED, Kind.REOPENED) == [(4.0, "CLOSED", 0)]
    assert history.nights.pots[10, 0] == 5_000
