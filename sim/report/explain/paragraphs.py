"""The paragraphs of ``explain``: one shelter, and the calendar of payments."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from textwrap import fill

from sim.report.explain.budget import Budget, Promise
from sim.report.explain.deadlines import HORIZON, Deadline, Expected, Forecast
from sim.report.explain.demand import Demand
from sim.report.explain.outlook import Outlook
from sim.report.numbers import (
    about,
    called,
    count,
    days,
    long_date,
    money,
    percent,
    short_date,
)
from sim.scenario.plan import Scenario, ShelterPlan

__all__ = ["told_calendar", "told_shelter"]

LABEL = 10
WHEN = 28  # columns of a date and of the gaps between columns


def told_shelter(scenario: Scenario, number: int, seen: Outlook, width: int) -> str:
    """Return what is understood of one shelter."""
    demand, budget = seen.demands[number], seen.budgets[number]
    shelter = scenario.shelters[number]
    can_close = shelter.closure is not None
    name = f" ({shelter.name})" if shelter.name != shelter.title else ""
    lines = [f"{shelter.title}{name}: {_beds(scenario, shelter)}"]
    paragraphs = [
        (
            "Demand",
            _demand(
                demand,
                seen.beds[number],
                seen.turned_away[number],
                seen.in_use[number],
            ),
        ),
        *_labelled("Stay", _stays(demand)),
        *_labelled("Cost", _costs(scenario, budget)),
        *_labelled("Income", _income(scenario, budget, can_close=can_close)),
        *_labelled("Reserve", _reserve(scenario, budget, can_close=can_close)),
        *_labelled("Cash", _cash(scenario, number, seen.forecast)),
    ]
    lines += [_paragraph(label, text, width) for label, text in paragraphs]
    return "\n".join(lines)


def _beds(scenario: Scenario, shelter: ShelterPlan) -> str:
    """Say how many beds, or slots, there are, and from when there are others."""
    what = "bed" if shelter.overnight else "slot"
    told = [count(shelter.beds, what)]
    for change in shelter.changes:
        if change.beds is not None:
            when = long_date(_date(scenario, change.day))
            told.append(f"{count(change.beds, what)} from {when}")
    return ", ".join(told)


def _labelled(label: str, sentences: Iterator[str]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        yield label, sentence
        label = ""


def _paragraph(label: str, text: str, width: int) -> str:
    return fill(
        text,
        width,
        initial_indent=f"  {label:<{LABEL}}",
        subsequent_indent=" " * (LABEL + 2),
        break_on_hyphens=False,
    )


def _demand(demand: Demand, beds: int, turned_away: float, in_use: float) -> str:
    if not demand.load:
        return "Nobody's first choice by the file: no demand of its own."
    return (
        f"{demand.arrivals:.3g} people a year come here first and stay "
        f"{demand.mean_stay:.0f} days on average: an offered load of "
        f"{demand.load:.2g} beds (erlangs). If nothing else changed, "
        f"{percent(turned_away)} of them would find all {count(beds, 'bed')} taken "
        f"(Erlang B), and {percent(in_use)} of the beds would be in use."
    )


def _stays(demand: Demand) -> Iterator[str]:
    for stay in demand.stays:
        said = f"{stay.people}: {stay.law}" if stay.people else stay.law
        if stay.at_most is not None:
            said += (
                f"; cut off at {stay.at_most:.4g} days the mean is {stay.limited:.1f} "
                f"days, without the limit {stay.unlimited:.1f}"
            )
        yield said[0].upper() + said[1:] + "."


def _costs(scenario: Scenario, budget: Budget) -> Iterator[str]:
    if not budget.cost:
        yield "No costs in the file."
        return
    lines = ", ".join(
        f"{cost.name.replace('_', ' ')} {about(cost.amount, scenario.currency)}"
        for cost in budget.costs
        if cost.amount
    )
    time = "a year" if budget.days >= 365 else f"in {days(budget.days)}"
    yield (
        f"{about(budget.cost, scenario.currency)} {time} with "
        f"{count(budget.residents, 'resident')}: {lines}."
    )


def _income(scenario: Scenario, budget: Budget, *, can_close: bool) -> Iterator[str]:
    if not budget.cost:
        return
    for promise in budget.promises:
        yield _promise(scenario, promise)
    if not can_close and not budget.promises:
        return
    gap = budget.cost - budget.usable
    amount = about(abs(gap), scenario.currency)
    if budget.uncovered >= 0.005:
        yield f"Nobody promised {amount}: {percent(budget.uncovered)} of the cost."
    elif gap < 0:
        yield f"Promised income exceeds the cost by {amount}."
    else:
        yield "The whole cost is promised."
    if without := budget.without_payer:
        names = ", ".join(cost.name.replace("_", " ") for cost in without)
        share = percent(sum(cost.amount for cost in without) / budget.cost)
        yield f"No funder accepts: {names} ({share} of the cost)."


def _promise(scenario: Scenario, promise: Promise) -> str:
    usable = about(promise.usable, scenario.currency)
    said = f"{usable} from {promise.title} ({promise.terms})"
    if promise.promised - promise.usable > 0.005 * promise.promised:
        said += f", of {about(promise.promised, scenario.currency)} promised"
    return f"{said}."


def _reserve(scenario: Scenario, budget: Budget, *, can_close: bool) -> Iterator[str]:
    if budget.runway_months is not None and can_close:
        reserve = money(budget.reserve, scenario.currency)
        yield f"{reserve}: {budget.runway_months:.1f} months of cost."


def _cash(scenario: Scenario, number: int, outlook: Forecast) -> Iterator[str]:
    shelter = scenario.shelters[number]
    if shelter.closure is None:
        yield "Lack of money never closes it (a budget line that does not gap)."
        return
    plan = outlook.as_planned[number]
    if plan.stops is None:
        how_long = (
            "throughout" if scenario.days <= HORIZON else "for two years at least"
        )
        yield f"If every payment comes when expected, it stays open {how_long}."
    else:
        end = _end(scenario, plan)
        yield f"Even if every payment comes when expected, {end}."
    for deadline in outlook.without:
        if deadline.shelter == number and deadline.payment is not None:
            yield _deadline(scenario, deadline, deadline.payment)


def _end(scenario: Scenario, outcome: Deadline) -> str:
    stops, closes = outcome.stops, outcome.closes
    admits = None if stops is None else long_date(_date(scenario, stops))
    if closes is None:
        return f"it stops admitting on {admits}"
    if closes == stops:
        return f"it closes on {admits}"
    return (
        f"it stops admitting on {admits} and closes on "
        f"{long_date(_date(scenario, closes))}"
    )


def _deadline(scenario: Scenario, deadline: Deadline, payment: Expected) -> str:
    what = _payment(scenario, payment)
    planned = long_date(_date(scenario, payment.day))
    amount = money(payment.amount, scenario.currency)
    said = f"{what} ({amount}, expected {planned}) must arrive by"
    stops, closes = (
        None if day is None else long_date(_date(scenario, day))
        for day in (deadline.stops, deadline.closes)
    )
    if stops == closes or stops is None:
        return f"{said} {closes} or the shelter closes."
    then = f", and by {closes} or it closes" if closes is not None else ""
    return f"{said} {stops} or the shelter stops admitting{then}."


def _payment(scenario: Scenario, payment: Expected) -> str:
    funder = scenario.funders[payment.funder]
    if payment.round < 0:
        return f"What {funder.title} owes from before"
    kind = "payment" if funder.in_arrears else "instalment"
    return f"The first {kind} of {funder.title}"


def told_calendar(scenario: Scenario, outlook: Forecast, width: int) -> str:
    """Return the payments of the first year: planned day and expected day."""
    if not outlook.payments:
        return ""
    names = [called(scenario.shelters[p.shelter].title) for p in outlook.payments]
    sums = [money(p.amount, scenario.currency) for p in outlook.payments]
    payers = [scenario.funders[p.funder].title for p in outlook.payments]
    first, second = max(map(len, names)), max(map(len, sums))
    if WHEN + first + second + max(map(len, payers)) > width:
        names = [scenario.shelters[p.shelter].name for p in outlook.payments]
        first = max(map(len, names))
    if WHEN + first + second + max(map(len, payers)) > width:
        payers = [scenario.funders[p.funder].name for p in outlook.payments]
    lines = [
        "Payments of the first year, when they are expected",
        f"{'planned':>13}  {'arrives':>7}",
    ]
    for payment, name, amount, payer in zip(
        outlook.payments, names, sums, payers, strict=True
    ):
        due, when = _date(scenario, payment.due), _date(scenario, payment.day)
        planned = f"{short_date(due)} {due.year}"
        row = f"{planned:>13}  {short_date(when):>7}  {amount:>{second}}"
        lines.append(f"{row}  {name:<{first}}  {payer}"[:width].rstrip())
    lines += [fill(said, width, subsequent_indent="  ") for said in _lateness(scenario)]
    return "\n".join(lines)


def _lateness(scenario: Scenario) -> Iterator[str]:
    """Yield how late each funder may sign, which no planned day knows of."""
    for funder in scenario.funders:
        if funder.late is None or not funder.late.mean:
            continue
        unit = funder.late_unit.removesuffix("s")
        late = funder.late.describe(partial(_late, unit=unit))
        yield f"How late {funder.title} signs, by the file: {late}."


def _late(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}{'' if value == 1 else 's'}"


def _date(scenario: Scenario, day: int) -> date:
    return scenario.start + timedelta(days=day)
