"""What each audience asks first: a ministry, a shelter's director."""

from collections.abc import Iterator

from sim.experiment.estimate import Estimate, finite, kind_of
from sim.experiment.intervals import mean
from sim.experiment.results import Results
from sim.report.answer.spread import briefly, find, spread
from sim.report.document.bought import Bought
from sim.report.document.cells import minor_of, no_prices, period_of, priced
from sim.report.document.dates import safe_dates
from sim.report.document.donor import late_without
from sim.report.document.focus import risk
from sim.report.document.funding import payments
from sim.report.document.months import distress_of, name_of
from sim.report.document.parts import Block, Bullets
from sim.report.explain.outlook import Outlook
from sim.report.language import marked, say
from sim.report.numbers import about, called, count, rounded, whole
from sim.scenario.plan import ShelterPlan

__all__ = ["another", "director", "least_safe", "ministry", "whose"]

ALIKE = 0.1
"""Two sums that differ by no more than this share are taken for one another."""
OFTEN = 0.1
"""A month is at risk where this share of replications is in distress in it."""


def ministry(
    results: Results, seen: Outlook, bought: Bought | None = None
) -> tuple[Block, ...]:
    """Say what closing costs beside bridging, and the latest safe date of the call.

    ``bought`` is what ``bednight marginal`` found of each lever of the plan.
    """
    told = [no_prices()]
    if priced(results):
        told = [*_closing_beside_bridging(results), *safe_dates(results, seen)]
    told += [] if bought is None else [*bought.told()]
    table = () if bought is None else (bought.table(),)
    return (Bullets(tuple(told)), *table)


def _closing_beside_bridging(results: Results) -> Iterator[str]:
    closing = find(results, "closure_cost")
    if closing is not None and closing.value:
        single = period_of(closing)
        told = spread(closing)
        yield say(
            "Closing, standing closed and reopening cost the public {closing} on "
            "average{single}.",
            closing=told,
            single=say("; in one period {range}", range=single) if single else "",
        )
    else:
        yield say("No closure had to be paid for.")
    late, bridge = late_without(results), find(results, "bridge_needed_p90")
    if not late.value:
        yield say(
            "No bridge was needed: some bill was late in {late}.", late=briefly(late)
        )
    elif bridge is not None and bridge.value:
        yield say(
            "Bridging: without a bridge some bill is late in {late}. A bridge of "
            "{bridge}, there on the day money is missing, is enough in nine of ten "
            "replications. Lent, it comes back as far as payments are only late; where "
            "nobody promised the money, it does not.",
            late=briefly(late),
            bridge=spread(bridge),
        )
        yield from _another_sum(results, bridge)
    else:
        yield say(
            "Bridging: without a bridge some bill is late in {late}, fewer than one in "
            "ten; where one is, {bridge} is missing on the worst day, on average.",
            late=briefly(late),
            bridge=spread(_missing_where_late(results)),
        )


def _missing_where_late(results: Results) -> Estimate:
    """Return the mean bridge needed in the replications that need one."""
    need = results.of_all("bridge_needed")
    needed = need[need > 0] / minor_of(results.scenario.currency)
    bounds = mean(needed)
    low, high = finite(bounds.low), finite(bounds.high)
    return Estimate(
        measure="bridge_needed",
        value=float(bounds.value),
        low=low,
        high=high,
        interval=kind_of("skewness-adjusted t", low, high),
        unit=results.scenario.currency,
        replications=len(needed),
    )


def least_safe(results: Results) -> ShelterPlan:
    """Return the shelter that closes most often; at a tie, that freezes longest."""
    able = [plan for plan in results.scenario.shelters if plan.closure is not None]
    return max(able or results.scenario.shelters, key=lambda plan: risk(results, plan))


def whose(results: Results, shelter: ShelterPlan, *, chosen: bool) -> str:
    """Say which shelter a page is about, and why where nobody chose it."""
    shelters = results.scenario.shelters
    if len(shelters) == 1:
        return ""
    name, many = called(shelter.title), count(len(shelters), "shelter")
    told = marked("This page is about {shelter}, one of {shelters} of the plan.")
    if not chosen and any(risk(results, shelter)[:2]):
        told = marked(
            "This page is about {shelter}: of {shelters} of the plan it closes most "
            "often or, at a tie, admits nobody for longest."
        )
    elif not chosen:
        told = marked(
            "This page is about {shelter}, one of {shelters} of the plan, none of "
            "which ever closes or stops admitting."
        )
    return say(told, shelter=name, shelters=many)


def another(results: Results) -> str:
    """Say which shelter a director's page is about unless asked, and what to ask."""
    chosen = least_safe(results)
    others = [plan for plan in results.scenario.shelters if plan is not chosen]
    if not others:
        return ""
    return say(
        "It is about {shelter}, the one most at risk. For another give --shelter: "
        "{others}.",
        shelter=called(chosen.title),
        others=", ".join(f"{plan.name} ({called(plan.title)})" for plan in others),
    )


def director(
    results: Results, seen: Outlook, shelter: ShelterPlan
) -> tuple[Block, ...]:
    """Say what one shelter can ask for: reserve, dates, months at risk."""
    if not priced(results, shelter):
        return (Bullets((no_prices(),)),)
    told = [*_runway(results, seen, shelter), *_months_at_risk(results, shelter)]
    told += [*_reserve(results, shelter), *safe_dates(results, seen, shelter)]
    due = payments(results, seen, shelter)
    return (Bullets(tuple(told)), *((due,) if due.rows else ()))


def _runway(results: Results, seen: Outlook, shelter: ShelterPlan) -> Iterator[str]:
    if shelter.closure is None:
        yield say("By the plan, lack of money neither closes it nor stops its intake.")
        if not shelter.reserve:
            return
    number = results.scenario.shelters.index(shelter)
    months = seen.budgets[number].runway_months
    if months is not None and shelter.reserve:
        yield say(
            "Runway: the reserve of {amount} at the start pays {months} months of "
            "planned cost.",
            amount=about(shelter.reserve, results.scenario.currency),
            months=rounded(months, 0.1),
        )
    lowest = find(results, "lowest_runway_days", shelter=shelter.name)
    if lowest is not None and lowest.value is not None and shelter.closure is not None:
        yield say(
            "At the end of its worst month its money lasts for {days} on "
            "average{single}.",
            days=spread(lowest),
            single=say("; in one period {range} days", range=period_of(lowest))
            if period_of(lowest)
            else "",
        )


def _months_at_risk(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    """Say in which months one replication in ten is in distress on some night."""
    if shelter.closure is None:
        return
    shares = distress_of(results, shelter)
    risky = [name_of(month) for month, share in shares.items() if share >= OFTEN]
    if len(risky) == len(shares) > 1:
        yield say(
            "In every month at least one replication in ten admits nobody, is closed "
            "or leaves a bill unpaid, be it for one night."
        )
    elif risky:
        yield say(
            "Months at risk, in which at least one replication in ten admits nobody, "
            "is closed or leaves a bill unpaid, be it for one night: {months}.",
            months=", ".join(risky),
        )
    else:
        yield say(
            "In no month does one replication in ten admit nobody, close or leave a "
            "bill unpaid, even for one night."
        )


def _reserve(results: Results, shelter: ShelterPlan) -> Iterator[str]:
    need = find(results, "bridge_needed_p90", shelter=shelter.name)
    if need is None or need.value is None or shelter.closure is None:
        return
    currency = results.scenario.currency
    late = briefly(late_without(results, shelter=shelter))
    if not need.value:
        yield say(
            "The reserve to ask for: with the planned {reserve} every bill is paid on "
            "time in nine of ten replications; some bill is late in {late}.",
            reserve=about(shelter.reserve, currency),
            late=late,
        )
        return
    if not shelter.reserve:
        yield say(
            "The reserve to ask for: {more}, where none is planned, pays every bill on "
            "time in nine of ten replications; without it some bill is late in {late}.",
            more=spread(need),
            late=late,
        )
        yield from _another_sum(results, need, shelter=shelter.name)
        return
    units = shelter.reserve / minor_of(currency)
    yield say(
        "The reserve to ask for: {reserve}, {more} more than planned, pays every bill "
        "on time in nine of ten replications; with the planned one some bill is late "
        "in {late}.",
        reserve=whole(round(units + need.value, -2), currency),
        more=spread(need),
        late=late,
    )
    yield from _another_sum(results, need, shelter=shelter.name)


def _another_sum(results: Results, need: Estimate, **by: str) -> Iterator[str]:
    """Say that as much cash at the end is not the bridge, where they look alike."""
    left = find(results, "final_cash", **by)
    if left is None or not left.value or not need.value:
        return
    if abs(left.value - need.value) <= ALIKE * max(left.value, need.value):
        yield say(
            "The {cash} that are left at the end on average are another sum: the one "
            "is missing on the worst day, the other is there on the last.",
            cash=spread(left),
        )
