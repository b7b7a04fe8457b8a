"""By when money must be there: what follows if a payment, and all after it, fails."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sim.experiment.results import Results
from sim.remembered import remembered
from sim.report.answer.spread import listing
from sim.report.document.focus import in_focus
from sim.report.explain.deadlines import Deadline, Expected, Forecast, missed
from sim.report.explain.outlook import Outlook, outlook
from sim.report.language import marked, say, some
from sim.report.numbers import called, count, long_date
from sim.scenario.plan import FunderPlan, ShelterPlan

__all__ = ["already", "safe_dates", "without"]

MOST_TOLD = 4
"""So many dates of a kind stand on a first page."""
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


def already(seen: Forecast, payment: Expected, *, closed: bool) -> int | None:
    """Return since when the plan itself admits nobody, or is closed, at a payment.

    With nothing held back: the first day of the first such stop or closure that
    begins before the payment comes and lasts until it is due, or longer.
    """
    waited = [
        each.first
        for each in seen.spells
        if (each.shelter, each.closed) == (payment.shelter, closed)
        and each.first < payment.day
        and each.last >= min(payment.due, payment.day - 1)
    ]
    return min(waited, default=None)


def safe_dates(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Iterator[str]:
    """Say until when a contract can be signed, and the first money must be there.

    Of one shelter the calls alone: a table beside them has every payment.  Of many
    dates those that come first, for they stand on a page of their own.
    """
    calls = [*_of_calls(results, seen, shelter)]
    plans = [*_of_plans(results, seen, shelter)]
    told = [*_soonest(calls)]
    if (rest := len(calls) - MOST_TOLD) > 0:
        told.append(
            some(
                "{number} later date of a first payment is left out here; the table "
                "of payments has it.",
                "{number} later dates of first payments are left out here; the table "
                "of payments has them.",
                rest,
            )
        )
    told += _soonest(plans)
    if (rest := len(plans) - MOST_TOLD) > 0:
        told.append(
            some(
                "Likewise other shelters stop admitting on {number} later date.",
                "Likewise other shelters stop admitting on {number} later dates.",
                rest,
            )
        )
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


def _soonest(told: Sequence[tuple[int, str]]) -> list[str]:
    """Return what is told of days: all where there are few, else the first of them."""
    few = told if len(told) <= MOST_TOLD else sorted(told)[:MOST_TOLD]
    return [text for _, text in few]


def _of_calls(
    results: Results, seen: Outlook, shelter: ShelterPlan | None
) -> Iterator[tuple[int, str]]:
    """Say of the first payment of each contract by when it must be there."""
    scenario = results.scenario
    told: dict[_Limit, list[str]] = {}
    for row in _of_first_payments(results, seen):
        plan, payment = scenario.shelters[row.shelter], row.payment
        end = row.stops if row.stops is not None else row.closes
        if payment is None or end is None:
            continue
        if shelter is not None and plan.name != shelter.name:
            continue
        funder = scenario.funders[payment.funder]
        limit = _Limit(
            funder.title,
            end,
            _signed_by(results, payment, end),
            payment.day - payment.due,
            closes=row.stops is None,
            has_call=_has_call(funder),
        )
        told.setdefault(limit, []).append(called(plan.title))
    for limit, names in told.items():
        signed = limit.signed
        if signed is None and shelter is not None:
            continue
        words = FIRST
        if signed is not None:
            words = CALL if limit.has_call else SIGNATURE
        text = say(
            words,
            shelter=listing(names),
            funder=limit.funder,
            signed=""
            if signed is None
            else long_date(scenario.start + timedelta(days=signed)),
            lag=count(limit.lag, "day"),
            safe=long_date(scenario.start + timedelta(days=limit.end - 1)),
            what=say(CLOSES if limit.closes else STOPS),
        )
        yield limit.end if signed is None else signed, text


@dataclass(frozen=True, slots=True)
class _Limit:
    """Until when a first payment can wait: days, the day of signature, the lag."""

    funder: str
    end: int
    signed: int | None
    lag: int
    closes: bool
    has_call: bool


FIRST = marked(
    "{shelter}: the first payment of {funder} must be there by {safe}; after that "
    "{what}."
)
CALL = marked(
    "The latest safe date of the call, for {shelter}: the contract of {funder} can be "
    "signed on {signed} at the latest, so that its first instalment, {lag} later, is "
    "there by {safe}; after that {what}."
)
SIGNATURE = marked(
    "The latest safe date of signature, for {shelter}: the contract of {funder} can be "
    "signed on {signed} at the latest, so that its first instalment, {lag} later, is "
    "there by {safe}; after that {what}."
)
STOPS, CLOSES = marked("no one is admitted"), marked("the shelter closes")


def _of_first_payments(results: Results, seen: Outlook) -> Iterator[Deadline]:
    """Yield what follows without the first payment of each contract.

    Not without what is owed from before, where there is a contract too.
    """
    firsts: dict[tuple[int, int], Expected] = {}
    ordered = sorted(seen.forecast.payments, key=lambda p: (p.round < 0, p.day))
    for payment in ordered:
        firsts.setdefault((payment.shelter, payment.funder), payment)
    found = without(results)
    yield from (found[firsts[pair]] for pair in sorted(firsts) if firsts[pair] in found)


def _of_plans(
    results: Results, seen: Outlook, shelter: ShelterPlan | None
) -> Iterator[tuple[int, str]]:
    """Say which shelters stop admitting even if every payment comes as expected."""
    scenario = results.scenario
    told: dict[tuple[int, int | None], list[str]] = {}
    for plan, row in zip(scenario.shelters, seen.forecast.as_planned, strict=True):
        day = _first(row)
        if day is not None and (shelter is None or plan.name == shelter.name):
            told.setdefault((day, row.closes), []).append(called(plan.title))
    for (day, closes), names in told.items():
        words = marked(
            "{shelter}: even if every payment comes when it is expected, intake stops "
            "on {date}."
        )
        if closes is not None:
            words = marked(
                "{shelter}: even if every payment comes when it is expected, intake "
                "stops on {date}, and doors close on {closes}."
            )
        text = say(
            words,
            shelter=listing(names),
            date=long_date(scenario.start + timedelta(days=day)),
            closes=""
            if closes is None
            else long_date(scenario.start + timedelta(days=closes)),
        )
        yield day, text


def _signed_by(results: Results, payment: Expected, end: int) -> int | None:
    """Return the last safe day of signature where that is what a payment waits for."""
    funder = results.scenario.funders[payment.funder]
    if payment.round < 0 or payment.number or funder.in_arrears:
        return None
    if not funder.instalments or funder.instalments[0].trigger != "signature":
        return None
    signed = end - 1 - (payment.day - payment.due)
    return signed if signed >= 0 else None


def _has_call(funder: FunderPlan) -> bool:
    """Say whether contracts wait for a call; else each is signed on its first day."""
    may_fail = funder.late is not None or funder.award < 1
    return may_fail or any(each.signed != each.first for each in funder.rounds)


def _first(row: Deadline) -> int | None:
    """Return the first day on which something is wrong."""
    found = [day for day in (row.stops, row.closes) if day is not None]
    return min(found) if found else None
