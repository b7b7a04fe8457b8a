"""What a donor asks first: the next 10,000, bridges, equity, who depends on whom."""

from collections.abc import Iterator, Mapping

import numpy as np

from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.intervals import probability
from sim.experiment.results import Results
from sim.measures.registry import measure
from sim.report.answer.spread import briefly, find, spread
from sim.report.answer.underused import of_totals
from sim.report.document.bought import Bought
from sim.report.document.cells import minor_of, no_prices, priced
from sim.report.document.few import hardly_anybody_came, left_out_few
from sim.report.document.parts import Block, Bullets
from sim.report.language import marked, say
from sim.report.names import word_of
from sim.report.numbers import count, rounded, titled, whole
from sim.scenario.plan import ShelterPlan

__all__ = ["TEN_THOUSAND", "donor", "late_without"]

TEN_THOUSAND = 10_000
"""Whole units of currency whose use a donor asks for."""


def donor(results: Results, bought: Bought | None = None) -> tuple[Block, ...]:
    """Say what the next 10,000 buys, how bridges are repaid, who depends on whom.

    ``bought`` is what ``bednight marginal`` found of each lever of the plan.
    """
    if not priced(results):
        return (Bullets((no_prices(), *_equity(results))),)
    told = [] if bought is None else [*bought.told()]
    told += [*_ten_thousand(results)]
    if bought is None:
        told.append(
            say(
                "What it buys in reserves, beds, a bridge fund or an earlier call this "
                "run alone does not price: whoever plays the plan can, with `levers` "
                "in the file and `bednight marginal`, whose folder a report takes with "
                "`--marginal`."
            )
        )
    told += [*_bridges(results), *_equity(results), *_concentration(results)]
    table = () if bought is None else (bought.table(),)
    return (Bullets(tuple(told)), *table)


def late_without(
    results: Results, bridge: int = 0, shelter: ShelterPlan | None = None
) -> Estimate:
    """Return how likely some bill is late although a bridge of so much is there.

    ``bridge`` is in minor units; of one shelter, or of the whole system.
    """
    if shelter is None:
        need = results.of_all("bridge_needed")
    else:
        place = results.scenario.shelters.index(shelter)
        need = results.of_shelters("bridge_needed")[:, place]
    late = need > bridge
    bounds = probability(np.asarray(late))
    return Estimate(
        measure="bridge_needed",
        value=float(bounds.value),
        low=float(bounds.low),
        high=float(bounds.high),
        interval="wilson",
        unit="probability",
        replications=results.replications,
    )


def _ten_thousand(results: Results) -> Iterator[str]:
    """Say what 10,000 does as a bridge, and as nights and support at average cost."""
    currency = results.scenario.currency
    amount = whole(TEN_THOUSAND, currency)
    late = late_without(results)
    left = late_without(results, TEN_THOUSAND * minor_of(currency))
    if not late.value:
        yield say(
            "As a bridge {amount} buys nothing: some bill was late in {late}.",
            amount=amount,
            late=briefly(late),
        )
    elif left.value == late.value:
        yield say(
            "As a bridge {amount} changes nothing: with it or without, some bill is "
            "late in {late}.",
            amount=amount,
            late=briefly(late),
        )
    else:
        yield say(
            "As a bridge, there on the day money is missing and paid back when grants "
            "arrive: without it some bill is late in {late}; with {amount}, in {left}.",
            amount=amount,
            late=briefly(late),
            left=briefly(left),
        )
    night = find(results, "cost_per_bed_night")
    if night is not None and night.value:
        yield say(
            "As nights, at the average cost of {cost}: {nights}; one more night in an "
            "open shelter with a free bed costs less than the average.",
            cost=spread(night),
            nights=spread(_for_ten_thousand(night, "nights")),
        )
    person = find(results, "cost_per_supported_victim")
    if person is not None and person.value:
        yield say(
            "As support, at the average cost of {cost} a person over the whole system: "
            "{people}.",
            cost=spread(person),
            people=spread(_for_ten_thousand(person, "persons")),
        )


def _for_ten_thousand(cost: Estimate, unit: str) -> Estimate:
    """Return how many 10,000 pay at an average cost, with its interval."""
    assert cost.value
    low, high = (TEN_THOUSAND / end if end else None for end in (cost.high, cost.low))
    return Estimate(
        measure=cost.measure,
        value=TEN_THOUSAND / cost.value,
        low=low,
        high=high,
        interval=cost.interval,
        unit=unit,
        replications=cost.replications,
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
        share=spread(
            of_totals(
                results.of_all("bridge_repaid").astype(np.float64),
                results.of_all("bridge_drawn").astype(np.float64),
                "share",
                share=True,
            )
        ),
    )


def _equity(results: Results) -> Iterator[str]:
    """Say which group is supported least often, and which most."""
    few = hardly_anybody_came(results)
    names = [group.name for group in few]
    found = [
        e
        for e in results.by("coverage_rate", "group")
        if e.value is not None and e.by["group"] not in names
    ]
    if len(found) < 2:
        return
    least = min(found, key=lambda estimate: estimate.value or 0.0)
    most = max(found, key=lambda estimate: estimate.value or 0.0)
    if least.value == most.value:
        return
    told = say(
        "Equity: of those referred, {least} of {group} are supported, and {most} of "
        "{other}. The table by group has them all.",
        least=spread(least),
        group=word_of(least.by["group"]),
        most=spread(most),
        other=word_of(most.by["group"]),
    )
    yield f"{told} {left_out_few(few)}".strip()


def _share_of_income(results: Results, by: Mapping[str, str]) -> Estimate:
    """Return the share that a funder has in all income, with its interval."""
    tallied = Tallied(results.scenario, results.tallies)
    each = tallied.contributions(measure("income"), ("funder",))
    own = each.each[:, each.cells.index(dict(by))]
    every = tallied.contributions(measure("income")).each[:, 0]
    return of_totals(own, every, "share", share=True)


def _concentration(results: Results) -> Iterator[str]:
    """Say how far the system hangs on its largest funder."""
    titles = {each.name: titled(each.title) for each in results.scenario.funders}
    paid = [e for e in results.by("income", "funder") if e.value]
    income = find(results, "income")
    if not paid or income is None or not income.value:
        return
    most = max(paid, key=lambda estimate: estimate.value or 0.0)
    share = _share_of_income(results, most.by)
    told = marked(
        "{funder} pays {amount}, {share} of the income of {all}. The plan has "
        "{funders}: if one is gone, what it pays is missing."
    )
    if share.low == share.high:
        told = marked(
            "{funder} pays {amount}, {share} of the income of {all}, the same in every "
            "replication. The plan has {funders}: if one is gone, what it pays is "
            "missing."
        )
    yield say(
        told,
        funder=titles.get(most.by["funder"], most.by["funder"]),
        amount=spread(most),
        share=spread(share),
        all=spread(income),
        funders=count(len(paid), "funder"),
    )
    index = find(results, "funder_hhi")
    if index is not None and index.value and len(paid) > 1:
        yield say(
            "Concentration of funders: {index}, where {even} is the least that "
            "{funders} can have and 1 is a single payer (the sum of squared shares).",
            index=spread(index, ""),
            even=rounded(1 / len(paid), 0.01),
            funders=count(len(paid), "funder"),
        )
