"""What could be changed about a plan, one thing at a time, to see what it moves.

Where a file states levers they are tried, each as far as it goes.  Else a few are
made from the plan itself, the same for every plan that has the part they change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sim.calendar import Calendar
from sim.experiment.contributions import Tallied
from sim.measures.registry import measure
from sim.money import minor_digits
from sim.scenario.loading import Draft
from sim.scenario.plan import (
    BridgePlan,
    FunderPlan,
    RateChange,
    RatePlan,
    Round,
    Scenario,
    ShelterPlan,
)

__all__ = ["KINDS", "Change", "Kind", "changed_plans"]

Kind = Literal[
    "lever",
    "reserve",
    "reserves",
    "earlier call",
    "later call",
    "bridge",
    "larger bridge",
    "bed",
    "fewer people",
    "more people",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
"""What may be changed: a lever of the file, or a part of the plan."""

BEFORE_INTAKE_STOPS = 14
"""Days of money at which a bridge is given, where shelters state no days of theirs."""
A_MONTH = 30
TENTH = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise than planned.

    ``of`` names what it is about: shelters, a funder, bridges, or the lever.  ``put``
    is where a lever stands then, for readers.  ``amount`` is money in minor units:
    the reserve added to each shelter, what is in the bridge, the price of a lever.
    """

    kind: Kind
    of: tuple[str, ...] = ()
    put: str = ""
    amount: int | None = None


def changed_plans(
    base: Tallied, draft: Draft | None
) -> tuple[tuple[Change, Scenario], ...]:
    """Return each change with the plan that has it.

    Parameters
    ----------
    base
        The plan as it is, played: who is in danger, and what a month costs.
    draft
        The file, where it has levers; without it they are not tried.
    """
    scenario = base.scenario
    if draft is not None and scenario.levers:
        return tuple(_levers(scenario, draft))
    return tuple(
        (change, plan) for change, plan in _usual(scenario, base) if plan != scenario
    )


def _levers(scenario: Scenario, draft: Draft) -> Iterator[tuple[Change, Scenario]]:
    for lever in scenario.levers:
        last = lever.options[-1]
        put = dict.fromkeys(lever.sets, last.put)
        yield (
            Change(kind="lever", of=(lever.name,), put=last.label, amount=last.price),
            draft.scenario(put),
        )


def _usual(scenario: Scenario, base: Tallied) -> Iterator[tuple[Change, Scenario]]:
    months = _cost_of_a_month(scenario, base)
    able = [
        plan for plan in scenario.shelters if plan.closure and months[plan.name] > 0
    ]
    if able:
        worst = max(able, key=lambda plan: _danger(base, plan))
        yield _reserve("reserve", [worst], scenario, months)
        if len(able) > 1:
            yield _reserve("reserves", able, scenario, months)
    if (latest := _latest_caller(scenario)) is not None:
        yield _call("earlier call", latest, -1, scenario)
        yield _call("later call", latest, 1, scenario)
    if scenario.bridges:
        yield _larger_bridges(scenario)
    elif able:
        yield _bridge(scenario, able, months)
    if (fullest := _fullest(scenario, base)) is not None:
        yield _bed(scenario, fullest)
    yield _people("fewer people", 1 - TENTH, scenario)
    yield _people("more people", 1 + TENTH, scenario)


def _cost_of_a_month(scenario: Scenario, base: Tallied) -> dict[str, int]:
    """Return what a month of each shelter costs on average, in minor units."""
    found = base.contributions(measure("costs"), ("shelter",))
    coins = 10 ** minor_digits(scenario.currency)
    months = scenario.days * 12 / 365
    return {
        by["shelter"]: round(value * coins / months)
        for by, value in zip(found.cells, found.value.tolist(), strict=True)
    }


def _danger(base: Tallied, plan: ShelterPlan) -> tuple[float, ...]:
    """Return how often a shelter closes, how long it freezes, what it lacks."""
    return tuple(
        _of_shelter(base, name, plan)
        for name in ("closure_probability", "freeze_days", "bridge_needed")
    )


def _of_shelter(base: Tallied, name: str, plan: ShelterPlan) -> float:
    found = base.contributions(measure(name), ("shelter",))
    cells = [by["shelter"] for by in found.cells]
    if plan.name not in cells:
        return 0.0
    value = float(found.value[cells.index(plan.name)])
    return value if value == value else 0.0  # noqa: PLR0124 - nan is not itself


def _with_shelters(scenario: Scenario, changed: Sequence[ShelterPlan]) -> Scenario:
    new = {plan.name: plan for plan in changed}
    return replace(
        scenario, shelters=tuple(new.get(s.name, s) for s in scenario.shelters)
    )


def _reserve(
    kind: Literal["reserve", "reserves"],
    able: Sequence[ShelterPlan],
    scenario: Scenario,
    months: dict[str, int],
) -> tuple[Change, Scenario]:
    richer = [replace(s, reserve=s.reserve + months[s.name]) for s in able]
    return (
        Change(
            kind=kind,
            of=tuple(plan.name for plan in able),
            amount=sum(months[plan.name] for plan in able),
        ),
        _with_shelters(scenario, richer),
    )


def _latest_caller(scenario: Scenario) -> FunderPlan | None:
    """Return the funder whose calls to come are latest; at a tie, that pays most.

    Of those that pay a shelter which lack of money can close, if there are any.
    """
    able = {plan.name for plan in scenario.shelters if plan.closure is not None}
    callers = [f for f in scenario.funders if any(c.signed >= 0 for c in f.rounds)]
    chosen = [f for f in callers if able & {grant.shelter for grant in f.grants}]
    return max(chosen or callers, key=_lateness, default=None)


def _lateness(funder: FunderPlan) -> tuple[float, int]:
    late = 0.0 if funder.late is None else float(funder.late.mean)
    days = late * (A_MONTH if funder.late_unit == "months" else 1)
    return days, sum(sum(grant.amounts) for grant in funder.grants)


def _call(
    kind: Literal["earlier call", "later call"],
    funder: FunderPlan,
    months: int,
    scenario: Scenario,
) -> tuple[Change, Scenario]:
    calendar = Calendar(scenario.start, scenario.days)

    def moved(call: Round) -> Round:
        if call.signed < 0:  # it is over on the first day
            return call
        return replace(call, signed=calendar.add_months(call.signed, months))

    other = replace(funder, rounds=tuple(moved(call) for call in funder.rounds))
    funders = tuple(other if f is funder else f for f in scenario.funders)
    return (
        Change(kind=kind, of=(funder.name,)),
        replace(scenario, funders=funders),
    )


def _bridge(
    scenario: Scenario, able: Sequence[ShelterPlan], months: dict[str, int]
) -> tuple[Change, Scenario]:
    """Return a fund with one month's cost of all shelters that can close, lent."""
    frozen = [s.closure.freeze_below or 0 for s in able if s.closure is not None]
    below = max(frozen) or BEFORE_INTAKE_STOPS
    plan = BridgePlan(
        name="bridge",
        title="bridge",
        size=sum(months[plan.name] for plan in able),
        below=below,
        up_to=max(A_MONTH, below),
        terms="lent",
        shelters=tuple(plan.name for plan in able),
    )
    return (
        Change(kind="bridge", of=plan.shelters, amount=plan.size),
        replace(scenario, bridges=(plan,)),
    )


def _larger_bridges(scenario: Scenario) -> tuple[Change, Scenario]:
    doubled = tuple(replace(each, size=2 * each.size) for each in scenario.bridges)
    return (
        Change(
            kind="larger bridge",
            of=tuple(each.name for each in doubled),
            amount=sum(each.size for each in doubled),
        ),
        replace(scenario, bridges=doubled),
    )


def _fullest(scenario: Scenario, base: Tallied) -> ShelterPlan | None:
    """Return the shelter with beds of which most of the open beds are in use."""
    able = [plan for plan in scenario.shelters if plan.overnight and plan.beds]
    return max(
        able, key=lambda plan: _of_shelter(base, "occupancy_rate", plan), default=None
    )


def _bed(scenario: Scenario, plan: ShelterPlan) -> tuple[Change, Scenario]:
    later = tuple(
        replace(each, beds=each.beds + 1) if each.beds else each
        for each in plan.changes
    )
    more = replace(plan, beds=plan.beds + 1, changes=later)
    return Change(kind="bed", of=(plan.name,)), _with_shelters(scenario, [more])


def _people(
    kind: Literal["fewer people", "more people"], times: float, scenario: Scenario
) -> tuple[Change, Scenario]:
    streams = tuple(
        replace(stream, rate=_scaled(stream.rate, times)) for stream in scenario.streams
    )
    return Change(kind=kind), replace(scenario, streams=streams)


def _scaled(rate: RatePlan, times: float) -> RatePlan:
    """Return a rate of which more or fewer come to anybody's notice."""

    def scaled(change: RateChange) -> RateChange:
        if change.detected is None:
            return change
        return replace(change, detected=times * change.detected)

    return replace(
        rate,
        detected=times * rate.detected,
        changes=tuple(scaled(change) for change in rate.changes),
    )
