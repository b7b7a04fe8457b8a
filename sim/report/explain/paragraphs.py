"""The paragraphs of ``explain``: one shelter, and the calendar of payments."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from textwrap import fill

from sim.report.explain.budget import Budget, Promise
from sim.report.explain.deadlines import HORIZON, Deadline, Expected, Forecast
from sim.report.explain.demand import Demand
from sim.report.explain.outlook import Outlook
from sim.report.language import marked, say, some
from sim.report.language.retelling import retold
from sim.report.names import word_of
from sim.report.numbers import (
    about,
    called,
    count,
    days,
    localised,
    long_date,
    money,
    percent,
    short_date,
)
from sim.scenario.plan import Scenario, ShelterPlan

__all__ = ["told_calendar", "told_shelter"]

LABEL = 10  # columns of a label at the least
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
            say("Demand"),
            _demand(
                demand,
                seen.beds[number],
                seen.turned_away[number],
                seen.in_use[number],
            ),
        ),
        *_labelled(say("Stay"), _stays(demand)),
        *_labelled(say("Cost"), _costs(scenario, budget)),
        *_labelled(say("Income"), _income(scenario, budget, can_close=can_close)),
        *_labelled(say("Reserve"), _reserve(scenario, budget, can_close=can_close)),
        *_labelled(say("Cash"), _cash(scenario, number, seen.forecast)),
    ]
    indent = max(LABEL, *(len(label) + 2 for label, _ in paragraphs))
    lines += [_paragraph(label, text, width, indent) for label, text in paragraphs]
    return "\n".join(lines)


def _beds(scenario: Scenario, shelter: ShelterPlan) -> str:
    """Say how many beds, or slots, there are, and from when there are others."""
    told = [_room(shelter, shelter.beds)]
    for change in shelter.changes:
        if change.beds is not None:
            room = _room(shelter, change.beds)
            when = long_date(_date(scenario, change.day))
            told.append(say("{beds} from {date}", beds=room, date=when))
    return ", ".join(told)


def _room(shelter: ShelterPlan, number: int) -> str:
    return count(number, "bed") if shelter.overnight else count(number, "slot")


def _labelled(label: str, sentences: Iterator[str]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        yield label, sentence
        label = ""


def _paragraph(label: str, text: str, width: int, indent: int) -> str:
    return fill(
        text,
        width,
        initial_indent=f"  {label:<{indent}}",
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
    )


def _demand(demand: Demand, beds: int, turned_away: float, in_use: float) -> str:
    if not demand.load:
        return say("Nobody's first choice by the file: no demand of its own.")
    comes = say(
        "{people} people a year come here first and stay {days} days on average: an "
        "offered load of {load} beds (erlangs).",
        people=localised(f"{demand.arrivals:.3g}"),
        days=localised(f"{demand.mean_stay:.0f}"),
        load=localised(f"{demand.load:.2g}"),
    )
    finds = say(
        "If nothing else changed, {away} of them would find all {beds} taken (Erlang "
        "B), and {used} of the beds would be in use.",
        away=percent(turned_away),
        beds=count(beds, "bed"),
        used=percent(in_use),
    )
    return f"{comes} {finds}"


def _stays(demand: Demand) -> Iterator[str]:
    for stay in demand.stays:
        said = f"{stay.people}: {stay.law}" if stay.people else stay.law
        if stay.at_most is not None:
            said = say(
                "{law}; cut off at {limit} days the mean is {limited} days, without "
                "the limit {unlimited}",
                law=said,
                limit=localised(f"{stay.at_most:.4g}"),
                limited=localised(f"{stay.limited:.1f}"),
                unlimited=localised(f"{stay.unlimited:.1f}"),
            )
        yield said[0].upper() + said[1:] + "."


def _costs(scenario: Scenario, budget: Budget) -> Iterator[str]:
    if not budget.cost:
        yield say("No costs in the file.")
        return
    lines = ", ".join(
        f"{word_of(cost.name)} {about(cost.amount, scenario.currency)}"
        for cost in budget.costs
        if cost.amount
    )
    text = marked("{amount} in {days} with {residents}: {lines}.")
    if budget.days >= 365:
        text = marked("{amount} a year with {residents}: {lines}.")
    yield say(
        text,
        amount=about(budget.cost, scenario.currency),
        days=days(budget.days),
        residents=count(budget.residents, "resident"),
        lines=lines,
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
        text = marked("Nobody promised {amount}: {share} of the cost.")
        yield say(text, amount=amount, share=percent(budget.uncovered))
    elif gap < 0:
        yield say("Promised income exceeds the cost by {amount}.", amount=amount)
    else:
        yield say("The whole cost is promised.")
    if without := budget.without_payer:
        names = ", ".join(word_of(cost.name) for cost in without)
        share = percent(sum(cost.amount for cost in without) / budget.cost)
        text = marked("No funder accepts: {names} ({share} of the cost).")
        yield say(text, names=names, share=share)


def _promise(scenario: Scenario, promise: Promise) -> str:
    text = marked("{usable} from {funder} ({terms}).")
    if promise.promised - promise.usable > 0.005 * promise.promised:
        text = marked("{usable} from {funder} ({terms}), of {promised} promised.")
    return say(
        text,
        usable=about(promise.usable, scenario.currency),
        funder=promise.title,
        terms=promise.terms,
        promised=about(promise.promised, scenario.currency),
    )


def _reserve(scenario: Scenario, budget: Budget, *, can_close: bool) -> Iterator[str]:
    if budget.runway_months is not None and can_close:
        reserve = money(budget.reserve, scenario.currency)
        months = localised(f"{budget.runway_months:.1f}")
        yield some(
            "{amount}: {number} month of cost.",
            "{amount}: {number} months of cost.",
            months,
            amount=reserve,
        )


def _cash(scenario: Scenario, number: int, outlook: Forecast) -> Iterator[str]:
    shelter = scenario.shelters[number]
    if shelter.closure is None:
        yield say("Lack of money never closes it (a budget line that does not gap).")
        return
    plan = outlook.as_planned[number]
    if plan.stops is None:
        text = marked(
            "If every payment comes when expected, it stays open for two years at "
            "least."
        )
        if scenario.days <= HORIZON:
            text = marked(
                "If every payment comes when expected, it stays open throughout."
            )
        yield say(text)
    else:
        yield _end(scenario, plan)
    for deadline in outlook.without:
        if deadline.shelter == number and deadline.payment is not None:
            yield _deadline(scenario, deadline, deadline.payment)


def _end(scenario: Scenario, outcome: Deadline) -> str:
    stops, closes = outcome.stops, outcome.closes
    admits = None if stops is None else long_date(_date(scenario, stops))
    text = marked(
        "Even if every payment comes when expected, it stops admitting on {stops} and "
        "closes on {closes}."
    )
    if closes is None:
        text = marked(
            "Even if every payment comes when expected, it stops admitting on {stops}."
        )
    elif closes == stops:
        text = marked(
            "Even if every payment comes when expected, it closes on {stops}."
        )
    end = "" if closes is None else long_date(_date(scenario, closes))
    return say(text, stops=admits, closes=end)


def _deadline(scenario: Scenario, deadline: Deadline, payment: Expected) -> str:
    stops, closes = (
        None if day is None else long_date(_date(scenario, day))
        for day in (deadline.stops, deadline.closes)
    )
    text = marked(
        "{payment} ({amount}, expected {planned}) must arrive by {stops} or the "
        "shelter "
        "stops admitting, and by {closes} or it closes."
    )
    if stops == closes or stops is None:
        text = marked(
            "{payment} ({amount}, expected {planned}) must arrive by {closes} or the "
            "shelter closes."
        )
    elif closes is None:
        text = marked(
            "{payment} ({amount}, expected {planned}) must arrive by {stops} or the "
            "shelter stops admitting."
        )
    return say(
        text,
        payment=_payment(scenario, payment),
        amount=money(payment.amount, scenario.currency),
        planned=long_date(_date(scenario, payment.day)),
        stops=stops,
        closes=closes,
    )


def _payment(scenario: Scenario, payment: Expected) -> str:
    funder = scenario.funders[payment.funder]
    if payment.round < 0:
        return say("What {funder} owes from before", funder=funder.title)
    if funder.in_arrears:
        return say("The first payment of {funder}", funder=funder.title)
    return say("The first instalment of {funder}", funder=funder.title)


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
        say("Payments of the first year, when they are expected"),
        f"{say('planned'):>13}  {say('arrives'):>7}",
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
        text = marked("How late {funder} signs, by the file: {law}.")
        yield say(text, funder=funder.title, law=retold(late))


def _late(value: float, unit: str) -> str:
    number = localised(f"{value:.3g}")
    if unit == "month":
        return some("{number} month", "{number} months", number)
    return some("{number} day", "{number} days", number)


def _date(scenario: Scenario, day: int) -> date:
    return scenario.start + timedelta(days=day)
