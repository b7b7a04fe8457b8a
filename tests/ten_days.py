"""Ten days around New Year, written by hand, of which every count is known.

Day 0 is 27 December 2016, day 5 is 1 January 2017.  North (2 beds) freezes on
day 4, closes on day 6 because the ministry owes it, and opens again on day 9;
South (1 bed) has no money of its own.
"""

from datetime import date
from fractions import Fraction
from math import nan

import numpy as np

from sim.distributions import Fixed
from sim.history import Accounts, Cause, Events, History, Instalments, Kind, Nights
from sim.scenario.plan import (
    Attribute,
    ClosurePlan,
    Condition,
    CostLine,
    FunderPlan,
    Grant,
    Group,
    Instalment,
    InterimPlan,
    ProgrammePlan,
    Round,
    Scenario,
    ShelterPlan,
    StayPlan,
    WaitingPlan,
)

CHILD, ADULT = 0, 1
NORTH, SOUTH = 0, 1
MINISTRY, DONOR = 0, 1
DAYS = 10

STAY = StayPlan(condition=Condition(), law=Fixed(3.0), exits=(("home", 1.0),))


def funder(name: str) -> FunderPlan:
    return FunderPlan(
        name=name,
        title=name,
        instrument="block",
        grants=(Grant(shelter="north", amounts=(400_000,)),),
        rounds=(Round(name="2016", first=0, last=9, signed=0),),
        instalments=(Instalment(trigger="signature", share=Fraction(1)),),
        lag=Fixed(0.0),
    )


SCENARIO = Scenario(
    name="ten-days",
    title="Ten days around New Year",
    question="Does anything add up?",
    start=date(2016, 12, 27),
    days=DAYS,
    currency="EUR",
    price_year=2016,
    attributes=(Attribute("age", ("child", "adult")),),
    groups=(
        Group("children", Condition((("age", ("child",)),))),
        Group("adults", Condition((("age", ("adult",)),))),
    ),
    waiting=WaitingPlan(
        patience=Fixed(30.0),
        gives_up_to=(("street", 1.0),),
        interim=("police_station",),
    ),
    interim=(
        InterimPlan(
            name="police_station", kind="police_station", cost_per_night=20, payer="us"
        ),
    ),
    programmes=(ProgrammePlan(name="north"), ProgrammePlan(name="south")),
    shelters=(
        ShelterPlan(
            name="north",
            title="North",
            programme="north",
            beds=2,
            stays=(STAY,),
            costs=(CostLine(name="staff", kind="fixed", amount=1, per="day"),),
            closure=ClosurePlan(tolerated_days=0),
        ),
        ShelterPlan(
            name="south", title="South", programme="south", beds=1, stays=(STAY,)
        ),
    ),
    funders=(funder("ministry"), funder("donor")),
    displaced_night_cost=1_000,
)


def events(*rows: tuple) -> Events:
    """Make a log of (time, kind, {column: value}) rows."""
    empty = {"person": -1, "shelter": -1, "detail": -1, "until": nan, "amount": 0}
    whole = [{"time": time, "kind": kind, **empty, **more} for time, kind, more in rows]
    types = {"time": float, "until": float, "amount": np.int64}
    return Events(
        **{
            name: np.array([row[name] for row in whole], types.get(name, np.int32))
            for name in Events.__slots__
        }
    )


def someone(number: int, **more: float) -> dict:
    return {"person": number, **more}


K = Kind
LOG = events(
    (0.0, K.RESIDENT, someone(0, shelter=NORTH, until=12.0)),
    (0.5, K.REFERRED, someone(1)),
    (1.5, K.READY, someone(1)),
    (1.5, K.ADMITTED, someone(1, shelter=NORTH, until=4.5)),
    (2.0, K.REFERRED, someone(2)),
    (2.0, K.INTERIM_BEGAN, someone(2, detail=0)),
    (2.25, K.READY, someone(2)),
    (2.25, K.JOINED_LIST, someone(2, detail=Cause.NO_BED, until=32.25)),
    (3.0, K.REFERRED, someone(3)),
    (3.0, K.NOT_RECOGNISED, someone(3, detail=0)),
    (4.0, K.FROZEN, {"shelter": NORTH}),
    (4.5, K.LEFT, someone(1, shelter=NORTH, detail=0)),
    (5.0, K.CAUSE_CHANGED, someone(2, detail=Cause.FROZEN)),
    (5.0, K.THAWED, {"shelter": NORTH}),
    (5.0, K.ADMITTED, someone(2, shelter=NORTH, until=9.0, amount=1)),
    (5.0, K.INTERIM_ENDED, someone(2, detail=0)),
    (6.0, K.CLOSED, {"shelter": NORTH, "detail": MINISTRY, "amount": 150_000}),
    (6.0, K.TRANSFERRED, someone(0, shelter=SOUTH, until=12.0)),
    (6.0, K.DISPLACED, someone(2, shelter=NORTH, until=9.0)),
    (6.5, K.REFERRED, someone(4)),
    (6.5, K.READY, someone(4)),
    (6.5, K.TURNED_AWAY, someone(4, detail=Cause.NO_FIT, until=8.0)),
    (7.0, K.REFERRED, someone(5)),
    (7.0, K.READY, someone(5)),
    (7.0, K.JOINED_LIST, someone(5, detail=Cause.CLOSED, until=8.0)),
    (8.0, K.REOPENING, {"shelter": NORTH, "amount": 300}),
    (8.0, K.BRIDGED, {"shelter": NORTH, "detail": 0, "amount": 77}),
    (8.0, K.GAVE_UP, someone(5, detail=Cause.CLOSED, until=20.0, amount=0)),
    (9.0, K.REOPENED, {"shelter": NORTH}),
    (9.0, K.REFERRED, someone(6)),
    (9.0, K.READY, someone(6)),
    (9.0, K.JOINED_LIST, someone(6, detail=Cause.NO_BED, until=39.0)),
)


def pair(north: list[int], south: list[int] | None = None, kind=np.int64):
    return np.array([north, south or [0] * DAYS], kind).T


NAMES = (
    "equity:north",
    "cash:north",
    "owed:north",
    "cost:north:staff",
    "cost:north:reopening",
    "cost:south:reopening",
    "pot:ministry:north",
    "paid:ministry:north",
    "returned:ministry:north",
    "pot:donor:north",
    "paid:donor:north",
    "interim:police_station",
    "payer:us",
)
BALANCES = np.array(
    [
        [-3000, 3000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [-3000, 0, 0, 5000, 0, 0, 0, -2000, 0, 0, 0, 60, -60],
        [-3000, 0, -800, 8400, 300, 0, 0, -2000, 100, 0, -3000, 60, -60],
    ],
    np.int64,
)
HISTORY = History(
    replication=0,
    days=DAYS,
    referred=np.array([0.0, 0.5, 2.0, 3.0, 6.5, 7.0, 9.0]),
    stream=np.array([-1, 0, 0, 0, 0, 0, 0], np.int32),
    values=np.array([[CHILD], [ADULT], [CHILD]] + [[ADULT]] * 4, np.int32),
    key=np.zeros((7, 4), np.int32),
    size=np.ones(7, np.int32),
    events=LOG,
    nights=Nights(
        census=pair(
            [1, 2, 2, 2, 1, 2, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1], np.int32
        ),
        usable=pair([2, 2, 2, 2, 2, 2, 0, 0, 0, 2], [1] * 10, np.int32),
        state=pair([0, 0, 0, 0, 1, 0, 3, 3, 4, 0], None, np.int32),
        bill=pair([1000] * 6 + [200, 200, 1000, 1000]),
        cash=pair([2000, 1000, 0, 0, 0, 0, 0, 0, 0, 0]),
        pots=pair([0] * 10),
        arrears=pair([0, 0, 0, 0, 0, 1000, 1200, 1400, 0, 800]),
        debt=pair([0, 0, 0, 0, 0, 0, 0, 77, 77, 77]),
    ),
    accounts=Accounts(
        names=NAMES,
        month_ends=np.array([4, 9], np.int32),
        balances=BALANCES,
        runway=np.array([[3, 366], [0, 366], [2, 366]], np.int32),
    ),
    instalments=Instalments(
        funder=np.array([MINISTRY, MINISTRY, DONOR, DONOR], np.int32),
        shelter=np.array([NORTH] * 4, np.int32),
        round=np.zeros(4, np.int32),
        number=np.arange(4, dtype=np.int32),
        planned=np.array([0, 3, 4, 12], np.int32),
        due=np.array([0, 3, 4, -1], np.int32),
        paid_on=np.array([0, -1, 8, -1], np.int32),
        promised=np.array([2000, 1500, 3000, 500], np.int64),
        paid=np.array([2000, 0, 3000, 0], np.int64),
    ),
    peak_arrears=np.array([1400, 0, 0], np.int64),
    peak_overdraft=np.zeros(2, np.int64),
)
