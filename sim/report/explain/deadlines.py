"""When money must arrive: the model played once with nothing left to chance.

Every shelter houses the residents it plans for, every funder signs and pays on
its planned day, with a delay that is certain and an expected lag, and gifts
arrive in equal parts at their expected rate.  Then one funder's payments to one
shelter are held back, to see how long the shelter lasts without them.  The rules
are the model's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.calendar import Calendar
from sim.chance import Chance, draw
from sim.distributions import Fixed, is_fixed
from sim.history import History, Kind, State
from sim.model import play
from sim.report.explain.budget import Budget, first_year
from sim.report.explain.demand import expected_by_day
from sim.report.story.facts import facts
from sim.scenario.plan import (
    Attribute,
    Condition,
    CostLine,
    FunderPlan,
    Receivable,
    Resident,
    Scenario,
    ShelterPlan,
    StayPlan,
)

__all__ = [
    "HORIZON",
    "Deadline",
    "Expected",
    "Forecast",
    "Promised",
    "Spell",
    "forecast",
    "missed",
]

HORIZON = 731  # days: what is foretold is told of two years at most
FOR_GOOD = 100_000.0  # days: longer than any period
NEVER = 10**6  # days
SHUT = (State.CLOSED, State.REOPENING)
STOPPED = (State.FROZEN, State.NOTICE, *SHUT)


@dataclass(frozen=True, slots=True)
class Expected:
    """A payment of the first year, in minor units.

    It falls due on ``due`` and is expected to arrive on ``day``, after its lag.
    """

    day: int
    due: int
    funder: int
    shelter: int
    round: int
    number: int
    amount: int


@dataclass(frozen=True, slots=True)
class Promised:
    """What ``funder`` promised in minor units and will owe on ``due``, if not cut."""

    funder: int
    due: int
    amount: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long ``shelter`` lasts without ``payment`` and what would follow it.

    ``stops`` is the first day on which it admits nobody, ``closes`` the day it
    closes; None means not within the period, nor within ``HORIZON`` days.
    """

    shelter: int
    payment: Expected | None
    stops: int | None
    closes: int | None


@dataclass(frozen=True, slots=True)
class Spell:
    """The days from ``first`` to ``last`` on which ``shelter`` admits nobody.

    ``closed`` where it is closed on all of them, a day of reopening included.
    """

    shelter: int
    closed: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The calendar of payments, and what follows with and without them.

    ``as_planned`` holds one entry a shelter, with no payment held back, and
    ``spells`` how long each stop and each closure then lasts;
    ``without`` one entry for each funder of each shelter that it depends on.
    ``promised`` is all that falls due within the period and ``HORIZON`` days.
    """

    payments: tuple[Expected, ...]
    as_planned: tuple[Deadline, ...]
    without: tuple[Deadline, ...]
    spells: tuple[Spell, ...]
    promised: tuple[Promised, ...] = ()


def forecast(scenario: Scenario, budgets: tuple[Budget, ...]) -> Forecast:
    """Return what is expected of the money in the first year of a scenario."""
    sure = _without_chance(scenario, budgets)
    chance = draw(sure, seed=0, replication=0)
    past = play(sure, chance)
    payments = tuple(sorted(_payments(scenario, past), key=lambda payment: payment.day))
    shelters = range(len(sure.shelters))
    as_planned = tuple(_outcome(past, number, None) for number in shelters)
    without = []
    for payment in _first_of_each(payments):
        held = play(sure, _held_back(sure, chance, payment))
        outcome = _outcome(held, payment.shelter, payment)
        if _is_worse(outcome, as_planned[payment.shelter]):
            without.append(outcome)
    promised = tuple(_promised(scenario, past))
    spells = tuple(_spells(past))
    return Forecast(payments, as_planned, tuple(without), spells, promised)


def _spells(past: History) -> Iterator[Spell]:
    """Yield every stop of intake, closed or not, and every closure.

    What a midnight decides is seen at the next one, and belongs to the day it ends.
    """
    state = past.nights.state
    for closed, states in ((False, STOPPED), (True, SHUT)):
        for shelter, nights in enumerate(np.isin(state, states).T):
            turns = np.flatnonzero(np.diff(nights, prepend=False, append=False))
            for first, end in turns.reshape(-1, 2).tolist():
                yield Spell(shelter, closed, max(0, first - 1), end - 1)


def missed(
    scenario: Scenario,
    budgets: tuple[Budget, ...],
    payments: tuple[Expected, ...],
    asked: tuple[Expected, ...],
) -> tuple[Deadline, ...]:
    """Return what follows if each payment ``asked`` of, and all after it, never come.

    What the same funder paid that shelter before stays paid, and counts from the day
    of the last of it; ``payments`` are all that are expected.  The others come as
    expected.  What the plan itself leads to is no consequence, and left out.
    """
    sure = _without_chance(scenario, budgets)
    chance = draw(sure, seed=0, replication=0)
    plan = play(sure, chance)
    found = []
    for payment in asked:
        paid = _before(payment, payments)
        since = max((each.day for each in paid), default=-1)
        held = play(sure, _held_back(sure, chance, payment, paid))
        outcome = _outcome(held, payment.shelter, payment, since)
        if _is_worse(outcome, _outcome(plan, payment.shelter, None, since)):
            found.append(outcome)
    return tuple(found)


def _before(payment: Expected, payments: tuple[Expected, ...]) -> tuple[Expected, ...]:
    """Return what the same funder pays the same shelter on earlier days."""
    return tuple(
        each
        for each in payments
        if (each.funder, each.shelter) == (payment.funder, payment.shelter)
        and each.day < payment.day
    )


def _is_worse(outcome: Deadline, plan: Deadline) -> bool:
    return any(
        day is not None and (other is None or day < other)
        for day, other in ((outcome.stops, plan.stops), (outcome.closes, plan.closes))
    )


def _first_of_each(payments: tuple[Expected, ...]) -> Iterator[Expected]:
    """Yield the first payment of each funder to each shelter, by shelter."""
    seen: dict[tuple[int, int], Expected] = {}
    for payment in payments:
        seen.setdefault((payment.shelter, payment.funder), payment)
    yield from (seen[pair] for pair in sorted(seen))


def _promised(scenario: Scenario, past: History) -> Iterator[Promised]:
    """Yield what falls due and is no gift, in the order of the days."""
    rows = past.instalments
    for row in np.argsort(rows.due, kind="stable").tolist():
        funder, due, amount = (
            int(column[row]) for column in (rows.funder, rows.due, rows.promised)
        )
        if due >= 0 and amount and not _is_gift(scenario, past, row):
            yield Promised(funder, due, amount)


def _is_gift(scenario: Scenario, past: History, row: int) -> bool:
    """Say whether a row stands for gifts, which the plan expects and nobody owes."""
    rows = past.instalments
    owed = len(scenario.funders[int(rows.funder[row])].receivables)
    return bool(rows.round[row] < 0 and rows.number[row] >= owed)


def _payments(scenario: Scenario, past: History) -> Iterator[Expected]:
    """Yield what is promised and paid in the first year, without gifts."""
    rows = past.instalments
    year = first_year(scenario)
    paid = (rows.paid_on >= 0) & (rows.paid_on < year) & (rows.paid > 0)
    for row in np.flatnonzero(paid).tolist():
        if not _is_gift(scenario, past, row):
            yield Expected(
                int(rows.paid_on[row]),
                int(rows.due[row]),
                int(rows.funder[row]),
                int(rows.shelter[row]),
                int(rows.round[row]),
                int(rows.number[row]),
                int(rows.paid[row]),
            )


def _outcome(
    past: History, shelter: int, payment: Expected | None, since: int = -1
) -> Deadline:
    """Return the first day after ``since`` on which intake stops, or it closes."""
    stops = closes = None
    for fact in facts(past):
        if fact.shelter != shelter or fact.day <= since:
            continue
        if fact.kind in (Kind.FROZEN, Kind.NOTICE_GIVEN, Kind.CLOSED):
            stops = fact.day if stops is None else stops
        if fact.kind is Kind.CLOSED:
            closes = fact.day if closes is None else closes
    return Deadline(shelter, payment, stops, closes)


def _held_back(
    scenario: Scenario,
    chance: Chance,
    payment: Expected,
    paid: tuple[Expected, ...] = (),
) -> Chance:
    """Return the same luck, but this funder pays this shelter only what is ``paid``."""
    plan = scenario.funders[payment.funder]
    name = scenario.shelters[payment.shelter].name
    luck = chance.funders[payment.funder]
    lag, receivable_lag = luck.lag.copy(), luck.receivable_lag.copy()
    theirs = [grant.shelter == name for grant in plan.grants]
    lag[:, theirs, :] = NEVER
    receivable_lag[[owed.shelter == name for owed in plan.receivables]] = NEVER
    for each in paid:
        if each.round < 0:
            receivable_lag[each.number] = luck.receivable_lag[each.number]
        else:
            kept = (each.round, theirs, each.number)
            lag[kept] = luck.lag[kept]
    held = replace(luck, lag=lag, receivable_lag=receivable_lag)
    funders = list(chance.funders)
    funders[payment.funder] = held
    return replace(chance, funders=tuple(funders))


def _without_chance(scenario: Scenario, budgets: tuple[Budget, ...]) -> Scenario:
    """Return the scenario with planned residents, planned days and nobody new."""
    names = tuple(shelter.name for shelter in scenario.shelters)
    shelters = tuple(
        _with_planned_residents(shelter, budget)
        for shelter, budget in zip(scenario.shelters, budgets, strict=True)
    )
    return replace(
        scenario,
        days=min(scenario.days, HORIZON),
        attributes=(Attribute("home", names),),
        groups=(),
        streams=(),
        stages=(),
        interim=(),
        preferences=(),
        acceptance=(),
        returns=(),
        compensation=(),
        waiting=replace(scenario.waiting, priority=(), interim=()),
        shelters=shelters,
        funders=tuple(_on_plan(scenario, funder) for funder in scenario.funders),
        warm_up_days=0,
    )


def _with_planned_residents(shelter: ShelterPlan, budget: Budget) -> ShelterPlan:
    """Let the planned residents stay for good, where no other shelter takes them."""
    home = (("home", shelter.name),)
    count = min(budget.residents, shelter.beds)
    return replace(
        shelter,
        accepts=Condition((("home", (shelter.name,)),)),
        refuses=(),
        held_back=(),
        changes=(),
        staff=None,
        residents_per_staff=None,
        staff_loss=None,
        stays=(
            StayPlan(
                condition=Condition(), law=Fixed(FOR_GOOD), exits=(("stays", 1.0),)
            ),
        ),
        costs=tuple(
            _evened_out(line, cost.amount / budget.days)
            for line, cost in zip(shelter.costs, budget.costs, strict=True)
        ),
        residents_now=(Resident(number=count, so_far=0.0, values=home),)
        if count
        else (),
        residents_mix=(),
    )


def _evened_out(line: CostLine, a_day: float) -> CostLine:
    """Bill admissions and exits evenly, for nobody comes or goes here."""
    if line.kind not in ("admission", "exit"):
        return line
    return replace(line, kind="fixed", per="year", amount=round(a_day * 365))


def _on_plan(scenario: Scenario, funder: FunderPlan) -> FunderPlan:
    """Let a funder sign and pay as planned, and gifts come once a month.

    A delay that is certain is part of the plan.
    """
    return replace(
        funder,
        award=1.0,
        late=funder.late if funder.late and is_fixed(funder.late) else None,
        lag=None if funder.lag is None else Fixed(float(round(funder.lag.mean))),
        receivables=(*funder.receivables, *_expected_gifts(scenario, funder)),
        gifts=(),
    )


def _expected_gifts(scenario: Scenario, funder: FunderPlan) -> Iterator[Receivable]:
    for gift in funder.gifts:
        daily = expected_by_day(scenario, gift.rate) * gift.amount.mean
        for month in Calendar(scenario.start, min(scenario.days, HORIZON)).months:
            amount = round(float(daily[month.first : month.last + 1].sum()))
            yield Receivable(shelter=gift.shelter, amount=amount, day=month.last)
