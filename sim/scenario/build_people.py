"""People: attributes, groups, referral streams, the waiting list."""

from fractions import Fraction
from itertools import chain

from sim.calendar import Calendar
from sim.distributions import Distribution, Fixed
from sim.scenario.conditions import Allowed
from sim.scenario.language import ScenarioFile
from sim.scenario.laws import CountOrMapping
from sim.scenario.people import Stream
from sim.scenario.plan import (
    Acceptance,
    Attribute,
    Condition,
    Group,
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
from sim.scenario.rates import RateChanged, Timed

__all__ = [
    "acceptances",
    "attributes",
    "condition",
    "groups",
    "joint_shares",
    "preferences",
    "rate_plan",
    "return_plans",
    "stage_plans",
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
    return RatePlan(
        per_year=per_year,
        counts=counts,
        spread=spread,
        season=_season(timed.season),
        growth_per_year=float(timed.growth or 0),
        detected=float(_or(getattr(timed, "detected", None), 1)),
        changes=tuple(
            _rate_change(calendar.day(day), change)
            for day, change in sorted(timed.changes.items())
        ),
    )


def _rate_change(day: int, change: RateChanged) -> RateChange:
    detected = getattr(change, "detected", None)
    return RateChange(
        day=day,
        per_year=None if change.rate is None else float(change.rate),
        times=None if change.times is None else float(change.times),
        detected=None if detected is None else float(detected),
    )


def _or(value: Fraction | None, default: Fraction | int) -> Fraction | int:
    return default if value is None else value


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
            enters_at=_stage(file, stream.enters_at),
            batch_size=_law(stream.batch_size),
            batch_days=tuple(sorted(calendar.day(day) for day in stream.on)),
            mix_changes=_mix_changes(file, stream, calendar),
            accompanied_by=_law(stream.accompanied_by),
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


def _law(law: CountOrMapping | None) -> Distribution | None:
    return None if law is None else law.clipped


def _mix_changes(
    file: ScenarioFile, stream: Stream, calendar: Calendar
) -> tuple[MixChange, ...]:
    """Return each changed mix whole: what a change does not name stays (T7)."""
    mix = _whole_mix(file, stream)
    found = []
    for day, part in sorted(stream.mix_changes.items()):
        mix = _replaced(mix, joint_shares(part))
        found.append(MixChange(day=calendar.day(day), mix=mix))
    return tuple(found)


def _replaced(
    mix: tuple[JointShares, ...], parts: tuple[JointShares, ...]
) -> tuple[JointShares, ...]:
    """Return a mix with new parts where the old ones of their attributes stood."""
    left = list(parts)
    found: list[JointShares] = []
    for old in mix:
        new = [part for part in left if {*part.attributes} & {*old.attributes}]
        left = [part for part in left if part not in new]
        named = {name for part in parts for name in part.attributes}
        found += new or ([] if named & {*old.attributes} else [old])
    return (*found, *left)


def _stage(file: ScenarioFile, name: str | None) -> int:
    """Return the index of the stage that is entered; -1: before all of them (C5)."""
    if name is None:
        return 0
    stages = [*file.pathway, "ready"]
    return stages.index(name) if name in stages else -1


def stage_plans(file: ScenarioFile, calendar: Calendar) -> tuple[StagePlan, ...]:
    """Return the stages between referral and a bed."""
    return tuple(
        StagePlan(
            name=name,
            takes=stage.takes.clipped,
            passes=float(stage.passes),
            otherwise=stage.otherwise,
            meanwhile=stage.meanwhile,
            cases=tuple(
                StageCase(
                    condition=condition(case.for_),
                    takes=(case.takes or stage.takes).clipped,
                    passes=float(_or(case.passes, stage.passes)),
                )
                for case in stage.cases
            ),
            staff=stage.staff,
            staff_changes=tuple(
                (calendar.day(day), staff)
                for day, staff in sorted(stage.staff_changes.items())
            ),
        )
        for name, stage in file.pathway.items()
    )


def acceptances(file: ScenarioFile) -> tuple[Acceptance, ...]:
    """Return how likely people accept each regime (C7)."""
    return tuple(
        Acceptance(
            condition=condition(entry.for_),
            regimes=tuple((name, float(share)) for name, share in entry.regimes),
        )
        for entry in file.acceptance
    )


def return_plans(file: ScenarioFile) -> tuple[ReturnPlan, ...]:
    """Return who comes back after leaving (C6)."""
    return tuple(
        ReturnPlan(
            condition=condition(plan.for_),
            chance=float(plan.chance),
            after=plan.after.clipped,
            from_exits=tuple(plan.from_ or ()),
            enters_at=_stage(file, plan.enters_at),
        )
        for plan in file.returns
    )


def preferences(file: ScenarioFile) -> tuple[Preference, ...]:
    """Return in which order people are offered shelters (B2)."""
    return tuple(
        Preference(
            condition=condition(order.for_),
            order=tuple(order.prefer or ()),
            by=order.then_by,  # type: ignore[arg-type]
        )
        for order in file.placement
    )


def waiting_plan(file: ScenarioFile) -> WaitingPlan:
    """Return the waiting list; where nobody is referred, nobody waits."""
    waiting = file.waiting
    if waiting is None:
        return WaitingPlan(patience=Fixed(0.0), gives_up_to=())
    return WaitingPlan(
        patience=waiting.patience.clipped,
        gives_up_to=_shares(waiting.gives_up_to or {}),
        priority=tuple(condition(first) for first in waiting.first),
        ageing_step=None if waiting.ageing is None else float(waiting.ageing),
        interim=tuple(waiting.interim),
    )


def _shares(shares: dict[str, Fraction]) -> tuple[tuple[str, float], ...]:
    total = sum(shares.values(), Fraction(0))
    return tuple((name, float(share / total)) for name, share in shares.items())
