"""The audit finds what is planted, says it in a sentence, and of the right history."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import (
    ON_SIGNATURE,
    STRICT,
    Person,
    daily,
    funder,
    grant,
    run,
    scenario,
    shelter,
    whole_year,
)

from sim.distributions import Fixed
from sim.history import Kind, State, audit, stacked
from sim.scenario.plan import CompensationPlan, Condition, RatePlan

NORTH, SOUTH = 0, 1
DAYS = 40
PLAN = scenario(
    shelter("north", beds=2, costs=(daily(100),), reserve=950, closure=STRICT),
    shelter("south", beds=1),
    funders=(
        funder(
            rounds=(whole_year(DAYS, signed=20),),
            grants=(grant("north", 9_000),),
            instalments=(ON_SIGNATURE,),
        ),
    ),
    compensation=(
        CompensationPlan(
            name="justice",
            title="Justice",
            rate=RatePlan(per_year=1.0),
            income=Fixed(1.0),
            per_case=400,
            balance=500,
            condition=Condition(),
        ),
    ),
    days=DAYS,
)
PEOPLE = [
    Person(1.0, (5.0,)),
    Person(2.0, (30.0,)),
    Person(3.0, (9.0,)),
    Person(3.5, patience=9.0),
    Person(25.0, (5.0,)),
]
HISTORY = run(PLAN, PEOPLE)


def found(spoiled):
    """Return what the audit says of a spoiled history between two good ones."""
    histories = [
        replace(HISTORY, replication=3),
        replace(spoiled, replication=4),
        replace(HISTORY, replication=5),
    ]
    broken = audit(stacked(histories))

    assert set(broken) <= {4}
    return broken.get(4, [])


def with_nights(**columns):
    """Change cells of nights: column=((day, shelter), value)."""
    nights = HISTORY.nights
    for name, (place, value) in columns.items():
        column = getattr(nights, name).copy()
        column[place] = value
        nights = replace(nights, **{name: column})
    return replace(HISTORY, nights=nights)


def with_event(at, **columns):
    """Change one event of the log."""
    events = HISTORY.events
    for name, value in columns.items():
        column = getattr(events, name).copy()
        column[at] = value
        events = replace(events, **{name: column})
    return replace(HISTORY, events=events)


def with_balance(name, row, more, against=None):
    """Add to an account at the end of one month, or from then on, against another."""
    balances = HISTORY.accounts.balances.copy()
    names = HISTORY.accounts.names
    balances[row, names.index(name)] += more
    if against is not None:
        balances[row, names.index(against)] -= more
    return replace(HISTORY, accounts=replace(HISTORY.accounts, balances=balances))


def place(kind, number=0):
    """Return where in the log something happened for the n-th time."""
    return int(np.flatnonzero(HISTORY.events.kind == kind)[number])


def test_the_world_has_what_the_faults_need():
    kinds = set(HISTORY.events.kind.tolist())

    assert {Kind.CLOSED, Kind.REOPENED, Kind.DISPLACED, Kind.COMPENSATED} <= kinds
    assert found(HISTORY) == []


@pytest.mark.parametrize(
    "kind, becomes, sentence",
    [
        (Kind.REFERRED, Kind.READY, "victim 0 cannot be READY on day 1.0"),
        (Kind.ADMITTED, Kind.LEFT, "victim 0 cannot be LEFT on day 1.0"),
        (Kind.ADMITTED, Kind.GAVE_UP, "victim 0 cannot be GAVE_UP on day 1.0"),
        (Kind.ADMITTED, Kind.RESIDENT, "victim 0 cannot be RESIDENT on day 1.0"),
        (Kind.LEFT, Kind.ADMITTED, "victim 0 cannot be ADMITTED on day 6.0"),
        (Kind.JOINED_LIST, Kind.BLOCKED, "victim 3 cannot be BLOCKED on day 3.5"),
    ],
)
def test_a_life_takes_legal_steps_only(kind, becomes, sentence):
    said = found(with_event(place(kind), kind=becomes))

    assert sentence in said
    assert sum("cannot be" in rule for rule in said) == 1


def test_who_left_cannot_leave_again():
    events = HISTORY.events
    left = place(Kind.LEFT)
    twice = np.sort(np.append(np.arange(len(events.time)), left))
    columns = {name: getattr(events, name)[twice] for name in type(events).__slots__}

    said = found(replace(HISTORY, events=replace(events, **columns)))

    assert said == ["victim 0 cannot be LEFT on day 6.0"]


def test_time_runs_forwards():
    said = found(with_event(place(Kind.REOPENED), time=0.25))

    assert "time runs backwards at day 0.25" in said


def test_nobody_comes_into_a_closed_shelter():
    shut = with_event(place(Kind.REOPENED), kind=Kind.FROZEN)
    came = place(Kind.ADMITTED, -1)

    assert HISTORY.events.shelter[came] == NORTH
    assert found(shut) == ["victim 4 came into a closed shelter on day 25.0"]


def test_doors_are_those_of_one_shelter_in_one_history():
    """That the South closed is no matter in the North, nor in other histories."""
    elsewhere = with_event(place(Kind.REOPENED), kind=Kind.CLOSED, shelter=SOUTH)

    assert found(elsewhere) == ["victim 4 came into a closed shelter on day 25.0"]


def test_a_census_is_the_stays_that_cover_the_night():
    night = (4, SOUTH)
    counted = int(HISTORY.nights.census[night])

    said = found(with_nights(census=(night, counted - 1)))

    sentence = f"shelter {SOUTH} counted {counted - 1} on the night of day 4, "
    assert said == [sentence + f"its stays say {counted}"]


def test_of_a_shelter_only_the_first_false_night_is_told():
    census = HISTORY.nights.census.copy()
    census[[6, 3], NORTH] += 7

    said = found(replace(HISTORY, nights=replace(HISTORY.nights, census=census)))

    assert sum("its stays say" in rule for rule in said) == 1
    assert any("the night of day 3" in rule for rule in said)


def test_nobody_is_admitted_above_the_usable_beds():
    """Who comes in at a midnight may do so by the beds of the day before."""
    came = int(np.flatnonzero(np.diff(HISTORY.nights.census[:, NORTH]) > 0)[0])
    both = slice(came, came + 2)

    assert found(with_nights(usable=((came + 1, NORTH), 0))) == []
    assert found(with_nights(usable=((both, NORTH), 0))) == [
        "someone was admitted above the usable beds"
    ]


def test_who_stays_on_in_beds_that_were_cut_was_not_admitted_above_them():
    flat = np.diff(HISTORY.nights.census[:, NORTH]) == 0
    day = int(np.flatnonzero(flat & (HISTORY.nights.census[1:, NORTH] > 0))[0]) + 1

    assert found(with_nights(usable=((day, NORTH), 0))) == []


@pytest.mark.parametrize("state", [State.CLOSED, State.REOPENING])
def test_nobody_sleeps_in_a_closed_shelter(state):
    said = found(with_nights(state=((4, SOUTH), state)))

    assert said == ["someone slept in a closed shelter"]


def test_accounts_sum_to_zero():
    said = found(with_balance("equity:north", 1, 1))

    assert said == ["the accounts do not sum to zero"]


def test_cash_at_a_months_end_is_that_nights():
    said = found(with_balance("cash:north", 1, 5, against="equity:north"))

    assert said == ["cash and arrears at a month's end differ from that night's"]


def test_pots_at_a_months_end_are_that_nights():
    said = found(with_balance("pot:ministry:north", 1, 5, against="equity:north"))

    assert said == ["the pots at a month's end differ from that night's"]


@pytest.mark.parametrize("column", ["pots", "arrears", "debt"])
def test_nothing_owed_or_set_aside_is_below_zero(column):
    said = found(with_nights(**{column: ((4, NORTH), -1)}))

    assert said == [f"{column} are below zero"]


def test_a_fund_pays_what_it_has():
    said = found(with_balance("fund:justice", 1, -10_000, against="equity:north"))

    assert said == ["a compensation fund paid what it did not have"]


def test_what_funders_paid_is_instalments_and_gifts():
    said = found(with_balance("paid:ministry:north", -1, -5, against="equity:north"))

    assert said == ["what funders paid differs from the instalments and gifts"]


def test_an_instalment_that_was_paid_has_a_day():
    due = replace(
        HISTORY.instalments, paid_on=np.full_like(HISTORY.instalments.paid_on, -1)
    )

    said = found(replace(HISTORY, instalments=due))

    assert said == ["an instalment has an amount but no day"]


def test_every_history_is_judged_by_its_own_number():
    wrong = with_balance("equity:north", 1, 1)
    histories = [replace(wrong, replication=n) for n in (9, 7)]

    assert list(audit(stacked(histories)).items()) == [
        (7, ["the accounts do not sum to zero"]),
        (9, ["the accounts do not sum to zero"]),
    ]
