"""By when money must be there: what follows if a payment, and all after it, fails."""

from collections.abc import Iterator
from datetime import timedelta

from sim.experiment.results import Results
from sim.remembered import remembered
from sim.report.answer.spread import listing
from sim.report.document.focus import in_focus
from sim.report.explain.deadlines import Deadline, Expected, missed
from sim.report.explain.outlook import Outlook, outlook
from sim.report.language import say
from sim.report.numbers import called, count, long_date
from sim.scenario.plan import ShelterPlan

__all__ = ["safe_dates", "without"]

MOST = 60
"""Payments that are held back one by one; a play of the plan for each."""


@remembered
def without(results: Results) -> dict[Expected, Deadline]:
    """Return what follows if a payment and all after it by its funder never come.

    Of the shelters that are shown one by one, the first payments of a large system
    only; and only where something follows that the plan itself does not lead to.
    """
    scenario = results.scenario
    seen = outlook(scenario)
    shown = in_focus(results)
    asked = tuple(
        payment
        for payment in seen.forecast.payments
        if scenario.shelters[payment.shelter].name in shown
    )[:MOST]
    payments = seen.forecast.payments
    firsts = {(each.funder, each.shelter): each for each in reversed(payments)}
    later = tuple(p for p in asked if firsts[p.funder, p.shelter] is not p)
    rows = (
        *seen.forecast.without,  # of the first ones it is known already
        *missed(scenario, seen.budgets, payments, later),
    )
    found = {row.payment: row for row in rows}
    return {payment: found[payment] for payment in asked if payment in found}


def safe_dates(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Iterator[str]:
    """Say until when a call can be decided, and the first money must be there.

    Of one shelter the calls alone: a table beside them has every payment.
    """
    told = [
        *_of_calls(results, shelter),
        *_of_plans(results, seen, shelter),
    ]
    yield from told
    if shelter is not None:
        return
    if not told:
        yield say("No single payment that fails to come stops a shelter's intake.")
    else:
        yield say(
            "These dates follow from the plan with nothing left to chance: everything "
            "else comes when it is expected."
        )


def _of_calls(results: Results, shelter: ShelterPlan | None) -> Iterator[str]:
    """Say of the first payment of each contract by when it must be there."""
    scenario = results.scenario
    told: dict[tuple[str, int, int | None, int], list[str]] = {}
    for payment, row in _first_of_contracts(without(results)).items():
        plan, end = scenario.shelters[row.shelter], _first(row)
        if end is None or (shelter is not None and plan.name != shelter.name):
            continue
        signed = _signed_by(results, payment, end)
        lag = payment.day - payment.due
        key = (scenario.funders[payment.funder].title, end, signed, lag)
        told.setdefault(key, []).append(called(plan.title))
    for (funder, end, signed, lag), names in told.items():
        safe = long_date(scenario.start + timedelta(days=end - 1))
        if (signed is None or signed < 0) and shelter is not None:
            continue
        if signed is None or signed < 0:
            yield say(
                "{shelter}: the first payment of {funder} must be there by {safe}; "
                "after that no one is admitted.",
                shelter=listing(names),
                funder=funder,
                safe=safe,
            )
        else:
            yield say(
                "The latest safe date of the call, for {shelter}: the contract of "
                "{funder} can be signed on {signed} at the latest, so that its first "
                "instalment, {lag} later, is there by {safe}; after that no one is "
                "admitted.",
                shelter=listing(names),
                funder=funder,
                signed=long_date(scenario.start + timedelta(days=signed)),
                lag=count(lag, "day"),
                safe=safe,
            )


def _first_of_contracts(
    found: dict[Expected, Deadline],
) -> dict[Expected, Deadline]:
    """Return the first payment of each contract, not what is owed from before."""
    first: dict[tuple[int, int], Expected] = {}
    for payment in sorted(found, key=lambda each: (each.round < 0, each.day)):
        first.setdefault((payment.shelter, payment.funder), payment)
    return {first[pair]: found[first[pair]] for pair in sorted(first)}


def _of_plans(
    results: Results, seen: Outlook, shelter: ShelterPlan | None
) -> Iterator[str]:
    """Say which shelters stop admitting even if every payment comes as expected."""
    scenario = results.scenario
    for plan, row in zip(scenario.shelters, seen.forecast.as_planned, strict=True):
        day = _first(row)
        if day is not None and (shelter is None or plan.name == shelter.name):
            yield say(
                "{shelter}: even if every payment comes when it is expected, it stops "
                "admitting on {date}.",
                shelter=called(plan.title),
                date=long_date(scenario.start + timedelta(days=day)),
            )


def _signed_by(results: Results, payment: Expected, end: int) -> int | None:
    """Return the last safe day of signature where that is what a payment waits for."""
    funder = results.scenario.funders[payment.funder]
    if payment.round < 0 or payment.number or funder.in_arrears:
        return None
    if not funder.instalments or funder.instalments[0].trigger != "signature":
        return None
    return end - 1 - (payment.day - payment.due)


def _first(row: Deadline) -> int | None:
    """Return the first day on which something is wrong."""
    found = [day for day in (row.stops, row.closes) if day is not None]
    return min(found) if found else None
