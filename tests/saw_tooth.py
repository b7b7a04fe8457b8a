"""Results made by hand: shelters paid late twice a year, whose cash is a saw-tooth."""

from datetime import date

import numpy as np

from sim.calendar import Calendar
from sim.distributions import Fixed
from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.experiment.series import Series
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS
from sim.scenario.plan import (
    ClosurePlan,
    Condition,
    CostLine,
    ProgrammePlan,
    Scenario,
    ShelterPlan,
    StayPlan,
    WaitingPlan,
)

BILL = 10_000  # minor units a day


def shelter(
    name: str, title: str | None = None, *, closure: ClosurePlan | None = None
) -> ShelterPlan:
    """A shelter that costs 100 a day whoever stays."""
    stay = StayPlan(condition=Condition(), law=Fixed(30.0), exits=(("home", 1.0),))
    cost = CostLine(name="rent", kind="fixed", amount=BILL, per="day")
    return ShelterPlan(
        name=name,
        title=title or name.upper(),
        programme=name,
        beds=12,
        stays=(stay,),
        costs=(cost,),
        closure=closure,
    )


def scenario(*shelters: ShelterPlan, days: int = 365, name: str = "late") -> Scenario:
    """The smallest plan that has these shelters."""
    return Scenario(
        name=name,
        title="The call comes late",
        question="Does a shelter close?",
        start=date(2017, 1, 1),
        days=days,
        currency="EUR",
        price_year=2017,
        waiting=WaitingPlan(patience=Fixed(0.0), gives_up_to=()),
        programmes=tuple(ProgrammePlan(name=plan.name) for plan in shelters),
        shelters=shelters,
        text="title: The call comes late\n",
        digest="0123456789abcdef",
    )


def results(
    *shelters: ShelterPlan,
    replications: int = 20,
    days: int = 365,
    name: str = "late",
    estimates: tuple[Estimate, ...] = (),
) -> Results:
    """Half a year of bills arrives late, twice; a shelter without cash is closed."""
    plan = scenario(*shelters, days=days, name=name)
    rng = np.random.default_rng(7)
    shape = (replications, days, len(shelters))
    receipts = np.zeros(shape, dtype=np.int64)
    for due in range(0, days, 182):
        for run in range(replications):
            day = due + int(rng.integers(0, 60))
            receipts[run, min(day, days - 1)] += 182 * BILL
    cash, closed = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    paid = np.zeros(shape, np.int64)
    held = np.full((replications, len(shelters)), 20 * BILL)
    arrears, owed = np.zeros(shape, np.int64), np.zeros_like(held)
    for day in range(days):
        held += receipts[:, day]
        owed += BILL
        paid[:, day] = np.minimum(held, owed)
        held, owed = held - paid[:, day], owed - paid[:, day]
        arrears[:, day] = owed
        cash[:, day], closed[:, day] = held, held == 0
    months = Calendar(plan.start, plan.days).months
    firsts = [month.first for month in months]
    ends = [month.last for month in months]
    monthly_paid = np.add.reduceat(paid, firsts, axis=1)
    monthly_receipts = np.add.reduceat(receipts, firsts, axis=1)
    closing = cash[:, ends]
    people = rng.integers(4, 9, (replications, days)).astype(np.int32)
    frame = frame_of(plan)
    return Results(
        scenario=plan,
        seed=1,
        replications=replications,
        version="0.1.0",
        estimates=estimates,
        tallies={
            name: np.zeros((replications, *frame.shape(axes)), np.int64)
            for name, axes in COUNTS.items()
        },
        series=Series(
            cash=cash,
            arrears=arrears,
            closed=closed & np.array([s.closure is not None for s in shelters]),
            frozen=closed,
            waiting=people // 4,
            sheltered=people,
            displaced=np.cumsum(people == 8, axis=1, dtype=np.int32),
            opening=closing - monthly_receipts + monthly_paid,
            receipts=monthly_receipts,
            bills=np.full_like(monthly_paid, 30 * BILL),
            paid=monthly_paid,
            closing=closing,
            restricted=np.zeros_like(closing),
            month_ends=np.array(ends, np.int32),
        ),
    )
