"""A shelter that lives on late money: it closes often, and soon."""

from chancy import AGE, MIX, RISK, funder, scenario, shelter, stream

from sim.distributions import Discrete, Exponential, Fixed
from sim.scenario.plan import (
    ClosurePlan,
    Condition,
    CostLine,
    Grant,
    Group,
    ProgrammePlan,
    Round,
    StayPlan,
)

STAY = StayPlan(condition=Condition(), law=Exponential(20.0), exits=(("home", 1.0),))
LATE = funder(
    shelters=("pvpt",),
    rounds=(Round(name="2017", first=0, last=89, signed=0),),
    grants=(Grant(shelter="pvpt", amounts=(900_000,)),),
    late=Discrete((0, 5, 20, 40), (0.25, 0.25, 0.25, 0.25)),
    late_unit="days",
    lag=Fixed(0.0),
    award=1.0,
)
HARD_UP = scenario(
    stream(rate=80.0, mix=MIX[:2]),
    days=60,
    attributes=(AGE, RISK),
    groups=(
        Group("children", Condition((("age", ("child",)),))),
        Group("adults", Condition((("age", ("adult",)),))),
    ),
    programmes=(ProgrammePlan(name="pvpt"), ProgrammePlan(name="hope")),
    shelters=(
        shelter(
            stays=(STAY,),
            costs=(
                CostLine(name="staff", kind="fixed", amount=10_000, per="day"),
                CostLine(name="food", kind="bed_night", amount=500, per="each"),
            ),
            reserve=100_000,
            closure=ClosurePlan(
                freeze_below=3, thaw_with=3, tolerated_days=0, reopen_with=3
            ),
        ),
        shelter("hope", stays=(STAY,)),
    ),
    funders=(LATE,),
)

__all__ = ["HARD_UP"]
