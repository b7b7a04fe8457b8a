"""What each audience asks first: a ministry, a shelter's director, a donor."""

from collections.abc import Iterator
from datetime import timedelta

from sim.experiment.results import Results
from sim.report.answer.sentences import find, spread
from sim.report.answer.spread import listing
from sim.report.document.cells import minor_of
from sim.report.document.focus import risk
from sim.report.document.months import forecast_of, name_of
from sim.report.document.parts import Bullets, Paragraph
from sim.report.explain.deadlines import Deadline, Expected
from sim.report.explain.outlook import Outlook
from sim.report.folder.cash_forecast import CashMonth
from sim.report.language import say
from sim.report.names import word_of
from sim.report.numbers import about, called, count, long_date, percent, rounded, whole
from sim.scenario.plan import ShelterPlan

__all__ = ["TEN_THOUSAND", "director", "donor", "least_safe", "ministry"]

TEN_THOUSAND = 10_000
"""Whole units of currency whose use a donor asks for."""
OFTEN = 0.1
"""A month is at risk where this share of replications runs short in it."""


def ministry(results: Results, seen: Outlook) -> tuple[Paragraph | Bullets, ...]:
    """Say what closing costs beside bridging, and the latest safe date of the call."""
    told = [*_closing_beside_bridging(results), *_safe_dates(results, seen)]
    return (Bullets(tuple(told)),) if told else ()


def _closing_beside_bridging(results: Results) -> Iterator[str]:
    closing, bridge = (
        find(results, "closure_cost"),
        find(results, "bridge_needed_p90"),
    )
    if closing is not None and closing.value:
        yield say(
            "Closing, standing closed and reopening cost the public {closing} on "
            "average; {bridge} in time would have paid every bill in nine of ten "
            "replications.",
            closing=spread(closing),
            bridge=spread(bridge) if bridge is not None else "–",
        )
    elif bridge is not None and bridge.value:
        yield say(
            "No closure had to be paid for; {bridge} in time would have paid every "
            "bill on the day in nine of ten replications.",
            bridge=spread(bridge),
        )
    else:
        yield say("No closure had to be paid for, and no bill was late in most years.")


def _safe_dates(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Iterator[str]:
    """Say until when a contract can be signed, and a first instalment arrive."""
    scenario = results.scenario
    told: dict[tuple[str, int, int | None], list[str]] = {}
    for row in seen.forecast.without:
        plan, payment, end = scenario.shelters[row.shelter], row.payment, _first(row)
        if payment is None or end is None:
            continue
        if shelter is None or plan.name == shelter.name:
            signed = _signed_by(results, payment, end)
            key = (scenario.funders[payment.funder].title, end, signed)
            told.setdefault(key, []).append(called(plan.title))
    for (funder, end, signed), names in told.items():
        safe = long_date(scenario.start + timedelta(days=end - 1))
        if signed is None:
            yield say(
                "{shelter}: the first payment of {funder} must be there by {safe}; "
                "after that no one is admitted.",
                shelter=listing(names),
                funder=funder,
                safe=safe,
            )
        else:
            yield say(
                "{shelter}: the contract of {funder} can be signed on {signed} at the "
                "latest, so that its first instalment is there by {safe}; after that "
                "no one is admitted.",
                shelter=listing(names),
                funder=funder,
                signed=long_date(scenario.start + timedelta(days=signed)),
                safe=safe,
            )
    for plan, row in zip(scenario.shelters, seen.forecast.as_planned, strict=True):
        day = _first(row)
        if day is not None and (shelter is None or plan.name == shelter.name):
            yield say(
                "{shelter}: even if every payment comes when it is expected, it stops "
                "admitting on {date}.",
                shelter=called(plan.title),
                date=long_date(scenario.start + timedelta(days=day)),
            )
    if not seen.forecast.without and not any(
        _first(row) is not None for row in seen.forecast.as_planned
    ):
        yield say("No single payment that fails to come stops a shelter's intake.")


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


def least_safe(results: Results) -> ShelterPlan:
    """Return the shelter that closes most often; at a tie, that freezes longest."""
    able = [plan for plan in results.scenario.shelters if plan.closure is not None]
    return max(able or results.scenario.shelters, key=lambda plan: risk(results, plan))


def director(
    results: Results, seen: Outlook, shelter: ShelterPlan
) -> tuple[Paragraph | Bullets, ...]:
    """Say what one shelter can ask for: reserve, dates, months at risk."""
    told = [*_runway(results, seen, shelter), *_months_at_risk(results, shelter)]
    told += [*_reserve(results, shelter), *_safe_dates(results, seen, shelter)]
    return (Bullets(tuple(told)),)


def _runway(results: Results, seen: Outlook, shelter: ShelterPlan) -> Iterator[str]:
    number = results.scenario.shelters.index(shelter)
    months = seen.budgets[number].runway_months
    if months is not None:
        yield say(
            "The reserve of {amount} at the start pays {months} months of planned "
            "cost.",
            amount=about(shelter.reserve, results.scenario.currency),
            months=rounded(months, 0.1),
        )
    lowest = find(results, "lowest_runway_days", shelter=shelter.name)
    if lowest is not None and lowest.value is not None and shelter.closure is not None:
        yield say(
            "The shortest time for which its money lasts is {days} at a month's end, "
            "on average.",
            days=spread(lowest),
        )


def _months_at_risk(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    """Say in which months one replication in ten is short of half a month's bills."""
    if shelter.closure is None:
        return
    months = [each for each in forecast_of(results) if each.shelter == shelter.name]
    risky = [name_of(month.month) for month in months if _is_short(month)]
    if len(risky) == len(months) > 1:
        yield say(
            "At every month's end one replication in ten holds less than half a month "
            "of bills."
        )
    elif risky:
        yield say(
            "Months at risk, at whose end one replication in ten holds less than half "
            "a month of bills: {months}.",
            months=", ".join(risky),
        )
    else:
        yield say(
            "At no month's end does one replication in ten hold less than half a month "
            "of bills."
        )


def _is_short(month: CashMonth) -> bool:
    lines = month.lines
    spendable = lines["closing"].low - lines["restricted"].mean
    return spendable < lines["bills"].mean / 2


def _reserve(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    need = find(results, "bridge_needed_p90", shelter=shelter.name)
    if need is None or need.value is None or shelter.closure is None:
        return
    if not need.value:
        yield say(
            "With the reserve as it is, every bill is paid on time in nine of ten "
            "replications."
        )
        return
    units = shelter.reserve / minor_of(results.scenario.currency)
    currency = results.scenario.currency
    yield say(
        "A reserve of {reserve}, {more} more than planned, would have paid every bill "
        "on time in nine of ten replications.",
        reserve=whole(round(units + need.value, -2), currency),
        more=spread(need),
    )


def donor(results: Results) -> tuple[Paragraph | Bullets, ...]:
    """Say what the next 10,000 buy, how bridges are repaid, who depends on whom."""
    told = [*_ten_thousand(results), *_bridges(results)]
    told += [*_equity(results), *_concentration(results)]
    return (Bullets(tuple(told)),)


def _ten_thousand(results: Results) -> Iterator[str]:
    """Say what 10,000 do as a bridge, and as nights at the average cost."""
    currency = results.scenario.currency
    sum_ = whole(TEN_THOUSAND, currency)
    need = results.of_all("bridge_needed")
    minor = TEN_THOUSAND * minor_of(currency)
    before, after = int((need <= 0).sum()), int((need <= minor).sum())
    played = count(results.replications, "replication")
    if before == results.replications:
        yield say(
            "As a bridge {amount} buy nothing: every bill was paid on time in all "
            "{played}.",
            amount=sum_,
            played=played,
        )
    elif before == after:
        yield say(
            "As a bridge {amount} change nothing: with it or without, every bill is "
            "paid on time in {before} of {played}.",
            amount=sum_,
            before=f"{before:,}",
            played=played,
        )
    else:
        yield say(
            "As a bridge, there on the day money is missing and paid back when grants "
            "arrive, {amount} raise the number of replications in which every bill is "
            "paid on time from {before} to {after} of {played}.",
            amount=sum_,
            before=f"{before:,}",
            after=f"{after:,}",
            played=played,
        )
    night = find(results, "cost_per_bed_night")
    if night is not None and night.value:
        yield say(
            "As nights, at the average cost of {cost}, they pay {nights}; one more "
            "night in an open shelter with a free bed costs less than the average.",
            cost=spread(night),
            nights=count(10 * round(TEN_THOUSAND / night.value / 10), "night"),
        )
    person = find(results, "cost_per_supported_victim")
    if person is not None and person.value:
        yield say(
            "As support, a person costs {cost} on average over the whole system.",
            cost=spread(person),
        )


def _bridges(results: Results) -> Iterator[str]:
    if not results.scenario.bridges:
        yield say("The plan has no bridge fund, so nothing is lent or paid back.")
        return
    drawn, repaid = find(results, "bridge_drawn"), find(results, "bridge_repaid")
    if drawn is None or repaid is None or not drawn.value:
        yield say("The bridge fund of the plan was never needed.")
        return
    yield say(
        "The bridge fund of the plan gave {drawn} on average and got {repaid} back, "
        "{share} of it, within the period.",
        drawn=spread(drawn),
        repaid=spread(repaid),
        share=percent(min(1.0, (repaid.value or 0.0) / drawn.value)),
    )


def _equity(results: Results) -> Iterator[str]:
    """Say which group is supported least often, and which most."""
    found = [e for e in results.by("coverage_rate", "group") if e.value is not None]
    if len(found) < 2:
        return
    least = min(found, key=lambda estimate: estimate.value or 0.0)
    most = max(found, key=lambda estimate: estimate.value or 0.0)
    if least.value == most.value:
        return
    yield say(
        "Of those referred, {least} of {group} are supported, and {most} of {other}: "
        "the table by group has them all.",
        least=spread(least),
        group=word_of(least.by["group"]),
        most=spread(most),
        other=word_of(most.by["group"]),
    )


def _concentration(results: Results) -> Iterator[str]:
    """Say how far the system hangs on its largest funder."""
    titles = {funder.name: funder.title for funder in results.scenario.funders}
    paid = [e for e in results.by("income", "funder") if e.value]
    whole_of = sum(e.value or 0.0 for e in paid)
    if not paid or not whole_of:
        return
    most = max(paid, key=lambda estimate: estimate.value or 0.0)
    yield say(
        "{funder} pays {share} of the income; with one of {funders} funders gone, what "
        "it pays is what is missing.",
        funder=titles.get(most.by["funder"], most.by["funder"]),
        share=percent((most.value or 0.0) / whole_of),
        funders=len(paid),
    )
