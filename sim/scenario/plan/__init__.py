"""What someone plans: frozen, fully resolved data in which nothing happens.

Units are the same everywhere.  A *day* is a whole number counted from the first
day of the period (day 0).  A duration is in days.  Money is an integer number of
minor units (cents).  A share is an exact fraction.  Order in a tuple is file
order, which settles every tie.
"""

from sim.scenario.plan.funds import (
    BridgePlan,
    CompensationPlan,
    FunderPlan,
    GiftPlan,
    Grant,
    Instalment,
    Receivable,
    Round,
)
from sim.scenario.plan.levers import LeverPlan, Option
from sim.scenario.plan.people import (
    Acceptance,
    Attribute,
    Condition,
    Group,
    InterimPlan,
    JointShares,
    MixChange,
    Preference,
    RateChange,
    RatePlan,
    ReturnPlan,
    StageCase,
    StagePlan,
    StreamPlan,
    WaitingPlan,
)
from sim.scenario.plan.places import (
    ClosurePlan,
    CostLine,
    HeldBack,
    ProgrammePlan,
    Resident,
    ShelterChange,
    ShelterPlan,
    StaffLoss,
    StayPlan,
)
from sim.scenario.plan.whole import (
    USUAL_ANSWER,
    Answer,
    Scenario,
    Setting,
    Translation,
)

__all__ = [
    "USUAL_ANSWER",
    "Acceptance",
    "Answer",
    "Attribute",
    "BridgePlan",
    "ClosurePlan",
    "CompensationPlan",
    "Condition",
    "CostLine",
    "FunderPlan",
    "GiftPlan",
    "Grant",
    "Group",
    "HeldBack",
    "Instalment",
    "InterimPlan",
    "JointShares",
    "LeverPlan",
    "MixChange",
    "Option",
    "Preference",
    "ProgrammePlan",
    "RateChange",
    "RatePlan",
    "Receivable",
    "Resident",
    "ReturnPlan",
    "Round",
    "Scenario",
    "Setting",
    "ShelterChange",
    "ShelterPlan",
    "StaffLoss",
    "StageCase",
    "StagePlan",
    "StayPlan",
    "StreamPlan",
    "Translation",
    "WaitingPlan",
]
