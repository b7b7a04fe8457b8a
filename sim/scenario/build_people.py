"""People: attributes, groups, referral streams, the waiting list."""

from fractions import Fraction
from itertools import chain

from sim.calendar import Calendar
from sim.distributions import Fixed
from sim.scenario.conditions import Allowed
from sim.scenario.language import ScenarioFile, Stream
from sim.scenario.plan import (
    Attribute,
    Condition,
    Group,
    JointShares,
    RateChange,
    RatePlan,
    StreamPlan,
    WaitingPlan,
)
from sim.scenario.rates import Timed

__all__ = [
    "attributes",
    "condition",
    "groups",
    "joint_shares",
    "rate_plan",
    "stream_plans",
    "waiting_plan",
]

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def condition(allowed: Allowed) -> Condition:
    """Return what must hold of a person."""
    return Condition(tuple(allowed))


def joint_shares(mix: object) -> tuple[JointShares, ...]:
    """Return the shares of a mix, scaled so that each sums to one exactly."""
    assert isinstance(mix, tuple)
    found = []
    for names, cells in mix:
        total = sum((share for _, share in cells), Fraction(0))
        scaled = tuple((values, float(share / total)) for values, share in cells)
        found.append(JointShares(attributes=names, cells=scaled))
    return tuple(found)


def attributes(file: ScenarioFile) -> tuple[Attribute, ...]:
    """Return the attributes of people in file order."""
    return tuple(Attribute(name, tuple(v)) for name, v in file.people.items())


def groups(file: ScenarioFile) -> tuple[Group, ...]:
    """Return the groups of the file, or one for each value of each attribute."""
    if file.groups:
        return tuple(Group(name, condition(c)) for name, c in file.groups.items())
    values = list(chain.from_iterable(file.people.values()))
    return tuple(
        Group(
            value if values.count(value) == 1 else f"{name}: {value}",
            Condition(((name, (value,)),)),
        )
        for name, known in file.people.items()
        for value in known
    )


def rate_plan(timed: Timed, calendar: Calendar) -> RatePlan:
    """Return how often something happens (C1, C4)."""
    counts, spread = None, None
    per_year = None if timed.rate is None else float(timed.rate)
    if timed.per_year is not None:
        counts = tuple(timed.per_year.counts)
        spread = None if timed.per_year.spread is None else float(timed.per_year.spread)
    elif per_year is None:
        per_year = 0.0
    changes = sorted(
        (calendar.day(day), rate, times) for day, (rate, times) in timed.changes.items()
    )
    return RatePlan(
        per_year=per_year,
        counts=counts,
        spread=spread,
        season=_season(timed.season),
        growth_per_year=float(timed.growth or 0),
        changes=tuple(
            RateChange(
                day=day,
                per_year=None if rate is None else float(rate),
                times=None if times is None else float(times),
            )
            for day, rate, times in changes
        ),
    )


def _season(weights: list[Fraction] | None) -> tuple[float, ...] | None:
    if weights is None:
        return None
    pairs = zip(weights, MONTH_DAYS, strict=True)
    average = sum((w * days for w, days in pairs), Fraction(0)) / 365
    return tuple(float(weight / average) for weight in weights)


def stream_plans(file: ScenarioFile, calendar: Calendar) -> tuple[StreamPlan, ...]:
    """Return the streams of referrals."""
    return tuple(
        StreamPlan(
            name=name,
            rate=rate_plan(stream, calendar),
            mix=_whole_mix(file, stream),
            enters_at=_stage(file, stream),
            batch_size=stream.batch_size.clipped if stream.batch_size else None,
            batch_days=tuple(sorted(calendar.day(day) for day in stream.on)),
        )
        for name, stream in file.referrals.items()
    )


def _whole_mix(file: ScenarioFile, stream: Stream) -> tuple[JointShares, ...]:
    """Return the mix; an attribute with a single value needs no share."""
    mixed = joint_shares(stream.mix)
    named = {name for part in mixed for name in part.attributes}
    single = tuple(
        JointShares(attributes=(name,), cells=(((values[0],), 1.0),))
        for name, values in file.people.items()
        if name not in named
    )
    return mixed + single


def _stage(file: ScenarioFile, stream: Stream) -> int:
    if stream.enters_at is None:
        return 0
    return [*file.pathway, "ready"].index(stream.enters_at)


def waiting_plan(file: ScenarioFile) -> WaitingPlan:
    """Return the waiting list; where nobody is referred, nobody waits."""
    waiting = file.waiting
    if waiting is None:
        return WaitingPlan(patience=Fixed(0.0), gives_up_to=())
    return WaitingPlan(
        patience=waiting.patience.clipped,
        gives_up_to=_shares(waiting.gives_up_to or {}),
        priority=tuple(condition(first) for first in waiting.first),
        interim=tuple(waiting.interim),
    )


def _shares(shares: dict[str, Fraction]) -> tuple[tuple[str, float], ...]:
    total = sum(shares.values(), Fraction(0))
    return tuple((name, float(share / total)) for name, share in shares.items())
