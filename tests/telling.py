"""Plans, histories and results made by hand, for the tests of the telling."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import nan

import numpy as np

from sim.distributions import Exponential, Fixed
from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.history import Accounts, Events, History, Instalments, Nights
from sim.scenario.plan import (
    Attribute,
    ClosurePlan,
    Condition,
    CostLine,
    FunderPlan,
    Grant,
    Instalment,
    JointShares,
    ProgrammePlan,
    RatePlan,
    Round,
    Scenario,
    ShelterPlan,
    StayPlan,
    StreamPlan,
    WaitingPlan,
)

PVPT = ShelterPlan(
    name="pvpt",
    title="PVPT",
    programme="pvpt",
    beds=4,
    stays=(
        StayPlan(
            condition=Condition(),
            law=Exponential(73.0),
            exits=(("home", 0.75), ("abroad", 0.25)),
        ),
    ),
    costs=(
        CostLine(name="staff", kind="fixed", amount=3_650_000, per="year"),
        CostLine(name="food", kind="bed_night", amount=500, per="each"),
    ),
    planned_residents=2,
    reserve=300_000,
    closure=ClosurePlan(freeze_below=14, thaw_with=14, tolerated_days=30),
)
MINISTRY = FunderPlan(
    name="ministry",
    title="the Ministry",
    instrument="block",
    grants=(Grant(shelter="pvpt", amounts=(4_000_000,)),),
    rounds=(Round(name="2017", first=0, last=364, signed=0),),
    instalments=(
        Instalment(trigger="signature", share=Fraction(1, 2)),
        Instalment(trigger="spent", share=Fraction(1, 2), threshold=Fraction(7, 10)),
    ),
    lag=Fixed(0.0),
)
ONE_SHELTER = Scenario(
    name="one-shelter",
    title="A year of one shelter",
    question="Does it stay open?",
    start=date(2017, 1, 1),
    days=365,
    currency="EUR",
    price_year=2017,
    attributes=(Attribute("age", ("child", "adult")),),
    streams=(
        StreamPlan(
            name="police",
            rate=RatePlan(per_year=10.0),
            mix=(JointShares(("age",), ((("child",), 0.25), (("adult",), 0.75))),),
        ),
    ),
    waiting=WaitingPlan(patience=Exponential(14.0), gives_up_to=(("street", 1.0),)),
    programmes=(ProgrammePlan(name="pvpt"),),
    shelters=(PVPT,),
    funders=(MINISTRY,),
)
"""One shelter, one funder, one referral stream; €46.5 thousand for 2 residents."""
HOPE = replace(PVPT, name="hope", title="Hope and Homes")
TWO_SHELTERS = replace(ONE_SHELTER, shelters=(PVPT, HOPE))


def with_shelter(scenario=ONE_SHELTER, **changes):
    """Return the scenario with its first shelter changed."""
    first, *others = scenario.shelters
    return replace(scenario, shelters=(replace(first, **changes), *others))


def with_funder(scenario=ONE_SHELTER, **changes):
    """Return the scenario with its first funder changed."""
    first, *others = scenario.funders
    return replace(scenario, funders=(replace(first, **changes), *others))


def history(*rows, instalments=(), people=3, beds=1, cash=(), arrears=(), state=()):
    """Return a year's History of ONE_SHELTER in which the rows happen.

    A row is (time, kind) and a dict of the other columns.  ``cash``, ``arrears``
    and ``state`` pair a day with the value from that day on.
    """
    columns = {name: [] for name in Events.__slots__}
    blank = {"person": -1, "shelter": 0, "detail": -1, "until": nan, "amount": 0}
    for time, kind, *rest in rows:
        row = {"time": time, "kind": kind, **blank, **(rest[0] if rest else {})}
        for name, value in row.items():
            columns[name].append(value)
    smalls = ("kind", "person", "shelter", "detail")
    kinds = {"amount": np.int64} | dict.fromkeys(smalls, np.int32)
    events = Events(
        **{n: np.array(c, kinds.get(n, np.float64)) for n, c in columns.items()}
    )
    return History(
        replication=17,
        days=365,
        referred=np.zeros(people),
        stream=np.zeros(people, np.int32),
        values=np.ones((people, 1), np.int32),
        key=np.zeros((people, 4), np.int32),
        size=np.full(people, beds, np.int32),
        events=events,
        nights=_nights(cash, arrears, state),
        accounts=Accounts(
            names=(),
            month_ends=np.zeros(0, np.int32),
            balances=np.zeros((0, 0), np.int64),
            runway=np.zeros((0, 1), np.int32),
        ),
        instalments=_instalments(instalments),
        peak_arrears=np.zeros(0, np.int64),
        peak_overdraft=np.zeros(1, np.int64),
    )


def _nights(cash, arrears, state):
    def stepped(steps, kind):
        column = np.zeros((365, 1), kind)
        for day, value in steps:
            column[day:] = value
        return column

    zero = np.zeros((365, 1), np.int64)
    return Nights(
        census=stepped((), np.int32),
        usable=stepped((), np.int32),
        state=stepped(state, np.int32),
        bill=zero,
        cash=stepped(cash, np.int64),
        pots=zero,
        arrears=stepped(arrears, np.int64),
        debt=zero,
    )


def _instalments(rows):
    names = Instalments.__slots__
    money = ("promised", "paid")
    return Instalments(
        **{
            name: np.array(
                [row[name] for row in rows], np.int64 if name in money else np.int32
            )
            for name in names
        }
    )


def instalment(**changes):
    """Return one row of Instalments: €20,000 of the Ministry, due 1 January."""
    row = {"funder": 0, "shelter": 0, "round": 0, "number": 0, "planned": 0}
    row |= {"due": 0, "paid_on": -1, "promised": 2_000_000, "paid": 0}
    return row | changes


def estimate(measure, value, low, high, unit="persons", **rest):
    """Return an Estimate over 200 replications, split by ``by`` if that is given."""
    rest = {"interval": "skewness-adjusted t", "replications": 200, "by": {}} | rest
    return Estimate(measure=measure, value=value, low=low, high=high, unit=unit, **rest)


def chance(value, low, high, **rest):
    """Return an estimate of how likely a closure is."""
    rest = {"unit": "probability", "interval": "wilson"} | rest
    return estimate("closure_probability", value, low, high, **rest)


def results(*estimates, scenario=ONE_SHELTER, closed_in=(), frozen_in=(), **changes):
    """Return Results with these estimates, closed or frozen in some replications."""
    played = changes.pop("replications", 200)
    closure_days = np.zeros((played, len(scenario.shelters) + 1, 2), np.int64)
    freeze_days = closure_days.copy()
    closure_days[list(closed_in)] = 31
    freeze_days[list(frozen_in)] = 14
    plain = {"seed": 1, "replications": played, "version": "0.1.0", "series": None}
    return Results(
        scenario=scenario,
        estimates=tuple(estimates),
        tallies={"closure_days": closure_days, "freeze_days": freeze_days},
        **(plain | changes),
    )
