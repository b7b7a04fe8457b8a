"""Tiny worlds for tests: a plan in a few words, and luck written by hand."""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import nan

import numpy as np

from sim.chance.luck import Chance, FunderLuck, People, ReturnLuck, StayLuck
from sim.distributions import Fixed
from sim.history import Cause, History, Kind, audit, stacked
from sim.model import play
from sim.scenario.plan import (
    Attribute,
    BridgePlan,
    ClosurePlan,
    Condition,
    CostLine,
    FunderPlan,
    Grant,
    Instalment,
    ProgrammePlan,
    RatePlan,
    Round,
    Scenario,
    ShelterPlan,
    StayPlan,
    StreamPlan,
    WaitingPlan,
)

ANYBODY = Condition()
TICK = 2.0**-20


def only(**values):
    """A condition: ``only(age=("child",))``."""
    return Condition(tuple((name, tuple(v)) for name, v in values.items()))


def stay(days=10.0, exits=(("home", 1.0),), condition=ANYBODY, **more):
    return StayPlan(condition=condition, law=Fixed(days), exits=exits, **more)


def shelter(name="north", beds=1, **more):
    more.setdefault("stays", (stay(),))
    more.setdefault("programme", name)
    return ShelterPlan(name=name, title=name.title(), beds=beds, **more)


def daily(amount, name="upkeep", **more):
    """A cost line that bills ``amount`` minor units every day."""
    return CostLine(name=name, kind="fixed", amount=amount, per="day", **more)


def each(amount, kind, name, **more):
    return CostLine(name=name, kind=kind, amount=amount, per="each", **more)


STRICT = ClosurePlan(tolerated_days=0)
"""Closes at the first unpaid bill and reopens as soon as today can be paid."""


def funder(name="ministry", grants=(), **more):
    more.setdefault("instrument", "block")
    return FunderPlan(name=name, title=name.title(), grants=tuple(grants), **more)


def grant(to="north", amount=0, rounds=1, **more):
    return Grant(shelter=to, amounts=(amount,) * rounds, **more)


def whole_year(days, **more):
    more.setdefault("signed", 0)
    return Round(name="year", first=0, last=days - 1, **more)


def lender(size, *, below, up_to, to=("north",)):
    """Return a fund that lends where fewer days of bills are in hand, up to so many."""
    return BridgePlan(
        name="float",
        title="Float",
        size=size,
        below=below,
        up_to=up_to,
        terms="lent",
        shelters=to,
    )


ON_SIGNATURE = Instalment(trigger="signature", share=Fraction(1))


def on_date(share=Fraction(1)):
    return Instalment(trigger="date", share=Fraction(share))


def scenario(*shelters, days=100, **more):
    shelters = shelters or (shelter(),)
    more.setdefault("attributes", (Attribute("age", ("child", "adult")),))
    more.setdefault(
        "programmes",
        tuple(
            ProgrammePlan(name=n) for n in dict.fromkeys(s.programme for s in shelters)
        ),
    )
    more.setdefault(
        "waiting", WaitingPlan(patience=Fixed(5.0), gives_up_to=(("elsewhere", 1.0),))
    )
    more.setdefault(
        "streams", (StreamPlan(name="known", rate=RatePlan(per_year=1.0), mix=()),)
    )
    return Scenario(
        name="tiny",
        title="Tiny",
        question="What happens?",
        start=more.pop("start", date(2017, 1, 1)),
        days=days,
        currency="EUR",
        price_year=None,
        shelters=shelters,
        **more,
    )


@dataclass
class Person:
    """Someone whose luck is written by hand; times in days.

    ``stays`` are lengths of stay by programme step; ``exits`` the index of the
    destination after each.
    """

    at: float
    stays: tuple = (10.0,)
    patience: float = 5.0
    age: str = "adult"
    exits: tuple = (0,)
    stages: tuple = ()
    passes: tuple = ()
    home: int = -1
    so_far: float = nan
    at_limit: bool = False
    size: int = 1
    willing: float = 0.5
    gives_up_to: int = 0
    extended: bool = False
    returns: tuple = ()
    values: dict = field(default_factory=dict)


def chance(
    plan,
    people=(),
    *,
    signed=None,
    awarded=None,
    lag=None,
    gifts=None,
    confiscations=(),
):
    """Luck by hand: people in number order, and each funder's dates."""
    people = [p if isinstance(p, Person) else Person(p) for p in people]
    count, stages = len(people), max(1, len(plan.stages))
    episodes = 4 if plan.returns else 1

    def again(column):
        """Every episode has the luck of the first."""
        return np.repeat(column, episodes, axis=1)

    def codes(p):
        row = {"age": p.age} | p.values
        return [
            a.values.index(row[a.name]) if a.name in row else 0 for a in plan.attributes
        ]

    def steps(values, default):
        return [list(values) + [default] * (3 - len(values))]

    length = np.array([steps(p.stays, 10.0) for p in people]).reshape(count, 1, 3)
    exits = np.array([steps(p.exits, 0) for p in people], dtype=np.int32)
    at_limit = [steps((p.at_limit,), False) for p in people]
    luck = StayLuck(
        length=again(length),
        at_limit=again(np.array(at_limit, dtype=bool).reshape(count, 1, 3)),
        exit=again(exits.reshape(count, 1, 3)),
        extended=again(np.array([p.extended for p in people], bool).reshape(count, 1)),
    )
    takes = [list(p.stages) + [0.0] * (stages - len(p.stages)) for p in people]
    passes = [list(p.passes) + [True] * (stages - len(p.passes)) for p in people]
    homes = np.array([p.home for p in people], dtype=np.int32)
    return Chance(
        seed=0,
        replication=0,
        people=People(
            arrival=np.array([p.at for p in people], dtype=np.float64),
            stream=np.where(homes >= 0, -1, 0).astype(np.int32),
            key=np.array([[0, 0, i, 0] for i in range(count)], dtype=np.int32).reshape(
                count, 4
            ),
            values=np.array([codes(p) for p in people], dtype=np.int32).reshape(
                count, len(plan.attributes)
            ),
            home=homes,
            size=np.array([p.size for p in people], dtype=np.int32),
            residual=np.array([p.stays[0] for p in people], dtype=np.float64),
            residual_at_limit=np.array([p.at_limit for p in people], dtype=bool),
            so_far=np.array([p.so_far for p in people], dtype=np.float64),
        ),
        stage_takes=again(np.array(takes, dtype=float).reshape(count, 1, stages)),
        stage_passes=again(np.array(passes, dtype=bool).reshape(count, 1, stages)),
        patience=again(np.array([p.patience for p in people]).reshape(count, 1)),
        gives_up_to=again(
            np.array([p.gives_up_to for p in people], np.int32).reshape(count, 1)
            % len(plan.waiting.gives_up_to)
        ),
        willingness=again(np.array([p.willing for p in people]).reshape(count, 1)),
        stays=tuple(
            tuple(replace(luck, exit=luck.exit % len(p.exits)) for p in s.stays)
            for s in plan.shelters
        ),
        returns=tuple(_return_luck(people) for _ in plan.returns),
        confiscation_times=tuple(
            np.array([t for t, _ in c], dtype=np.float64) for c in confiscations
        ),
        confiscations=tuple(
            np.array([a for _, a in c], dtype=np.int64) for c in confiscations
        ),
        funders=tuple(
            _funder_luck(f, signed=signed, awarded=awarded, lag=lag, gifts=gifts)
            for f in plan.funders
        ),
    )


def _return_luck(people):
    """Everybody comes back as often as ``Person.returns`` says, so much later."""
    again = [[n < len(p.returns) for n in range(4)] for p in people]
    after = [[*p.returns, *([1.0] * (4 - len(p.returns)))] for p in people]
    return ReturnLuck(
        comes_back=np.array(again, dtype=bool).reshape(len(people), 4),
        after=np.array(after, dtype=np.float64).reshape(len(people), 4),
    )


def _funder_luck(plan, *, signed, awarded, lag, gifts):
    rounds, grants = len(plan.rounds), len(plan.grants)
    parts = max([len(plan.instalments)] + [len(r.invoices) for r in plan.rounds] + [1])
    gifts = (gifts or {}).get(plan.name, [])
    days = (signed or {}).get(plan.name, [r.signed for r in plan.rounds])
    won = (awarded or {}).get(plan.name, True)
    return FunderLuck(
        signed=np.array(days, dtype=np.int32),
        awarded=np.broadcast_to(np.array(won, dtype=bool), (rounds, grants)).copy(),
        lag=np.full((rounds, grants, parts), (lag or {}).get(plan.name, 0), np.int32),
        receivable_lag=np.zeros(len(plan.receivables), dtype=np.int32),
        gift_times=tuple(np.array([t for t, _ in g], dtype=np.float64) for g in gifts),
        gift_amounts=tuple(np.array([a for _, a in g], dtype=np.int64) for g in gifts),
    )


def run(plan, people=(), *, unlimited_credit=False, **luck) -> History:
    history = play(
        plan, chance(plan, people, **luck), unlimited_credit=unlimited_credit
    )
    assert audit(stacked([history])) == {}
    return history


def balance(history, name, month=-1):
    """Return an account at the end of a month: of the last one, if none is named."""
    return int(history.accounts.balances[month, history.accounts.names.index(name)])


def told(history, *kinds):
    """The log as short tuples: (day, kind, person or shelter)."""
    events = history.events
    rows = zip(
        events.time.tolist(),
        events.kind.tolist(),
        events.person.tolist(),
        events.shelter.tolist(),
        strict=True,
    )
    return [
        (time, Kind(kind).name, person if person >= 0 else shelter)
        for time, kind, person, shelter in rows
        if not kinds or Kind(kind) in kinds
    ]


def causes(history, kind):
    """The causes noted with one kind of event."""
    events = history.events
    return [Cause(d).name for d in events.detail[events.kind == kind].tolist()]
