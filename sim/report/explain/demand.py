"""How many people a shelter would meet if there were always a bed and money.

Everybody goes to the first shelter by preference that takes them, and on to the
programmes their stay leads to.  That is the offered load, before any shelter is
full, frozen or closed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance.rate import Days, intensity
from sim.distributions import Clipped, Distribution
from sim.planned.eligibility import Eligibility, Values
from sim.report.language import say, some
from sim.report.language.retelling import retold
from sim.report.names import word_of
from sim.report.numbers import localised
from sim.scenario.plan import RatePlan, Scenario, StayPlan, StreamPlan
from sim.streams import Streams

__all__ = ["Demand", "StayMean", "demand_of", "expected_by_day", "limited"]

YEAR = 365.0
QUANTILES = (np.arange(2_000) + 0.5) / 2_000


@dataclass(frozen=True, slots=True)
class StayMean:
    """A law of stay in words, with its mean before and after the limits (S3).

    ``people`` says for whom it is, empty for everybody.
    """

    people: str
    law: str
    unlimited: float
    limited: float
    at_most: float | None


@dataclass(frozen=True, slots=True)
class Demand:
    """What one shelter meets: people a year, bed-years a year, and their stays.

    ``arrivals`` are people for whom it is the first choice, step-downs included;
    ``load`` is arrivals × mean stay × beds each needs, in beds (erlangs);
    ``mean_stay`` is in days, after limits, of those who come.
    """

    arrivals: float
    load: float
    mean_stay: float
    stays: tuple[StayMean, ...]


Flow: TypeAlias = dict[tuple[int, Values], tuple[float, float]]
"""People a year, and beds they need a year, by shelter and kind of person."""


def demand_of(scenario: Scenario) -> tuple[Demand, ...]:
    """Return the demand that each shelter meets, in file order.

    By the terms of the first day: dated changes, returns and refused offers are
    left out.
    """
    eligibility = Eligibility(scenario)
    flow: Flow = defaultdict(lambda: (0.0, 0.0))
    for stream in scenario.streams:
        referred = _people_a_year(scenario, stream)
        beds = _beds_a_person(stream)
        for values, share in _kinds_of_people(scenario, stream):
            people = referred * share * _passing(eligibility, stream, values)
            choices = eligibility.from_street(values, _as_begun(scenario))
            _send(eligibility, choices, values, (people, people * beds), flow)
    return tuple(
        _demand(eligibility, number, flow) for number in range(len(scenario.shelters))
    )


def _as_begun(scenario: Scenario) -> tuple[int, ...]:
    """Return the era in which no shelter has changed whom it takes."""
    return (0,) * len(scenario.shelters)


def _demand(eligibility: Eligibility, number: int, flow: Flow) -> Demand:
    plans = eligibility.scenario.shelters[number].stays
    here = [(values, of) for (at, values), of in flow.items() if at == number]
    load = sum(
        beds * limited(plans[eligibility.stay_of(number, values)]) / YEAR
        for values, (_, beds) in here
    )
    days = sum(
        people * limited(plans[eligibility.stay_of(number, values)])
        for values, (people, _) in here
    )
    arrivals = sum(people for _, (people, _) in here)
    stays = tuple(
        StayMean(
            people=_people_of(plan),
            law=retold(plan.law.describe(_days)),
            unlimited=plan.law.mean,
            limited=limited(plan),
            at_most=plan.at_most,
        )
        for plan in plans
    )
    usual = sum(stay.limited for stay in stays) / len(stays)
    return Demand(arrivals, load, days / arrivals if arrivals else usual, stays)


def _days(value: float) -> str:
    number = localised(f"{round(value, 2):.12g}")
    return some("{number} day", "{number} days", number)


def _people_of(plan: StayPlan) -> str:
    return ", ".join(
        f"{word_of(name)} {say(' or ').join(map(word_of, values))}"
        for name, values in plan.condition.allowed
    )


def _send(
    eligibility: Eligibility,
    choices: tuple[int, ...],
    values: Values,
    many: tuple[float, float],
    flow: Flow,
) -> None:
    """Send people to their first choice, and on by their exits (S5)."""
    people, beds = many
    if not choices or people <= 0:
        return
    shelter = choices[0]
    before = flow[shelter, values]
    flow[shelter, values] = before[0] + people, before[1] + beds
    scenario = eligibility.scenario
    programmes = {programme.name for programme in scenario.programmes}
    plan = scenario.shelters[shelter].stays[eligibility.stay_of(shelter, values)]
    after = _reassessed(scenario, values, plan)
    for destination, share in plan.exits:
        if destination in programmes:
            era = _as_begun(scenario)
            onwards = eligibility.of_programme(destination, after, era)
            part = people * share, beds * share
            _send(eligibility, onwards, after, part, flow)


def _reassessed(scenario: Scenario, values: Values, plan: StayPlan) -> Values:
    codes = list(values)
    for name, value in plan.becomes:
        names = [attribute.name for attribute in scenario.attributes]
        number = names.index(name)
        codes[number] = scenario.attributes[number].values.index(value)
    return tuple(codes)


def limited(plan: StayPlan) -> float:
    """Return the mean stay with its limits applied, extensions included (S3)."""
    mean = Clipped(plan.law, plan.at_least, plan.at_most).mean
    if plan.at_most is None or not plan.extended:
        return mean
    longer = Clipped(plan.law, plan.at_least, plan.at_most + plan.extension).mean
    return (1 - plan.extended) * mean + plan.extended * longer


def _kinds_of_people(
    scenario: Scenario, stream: StreamPlan
) -> Iterator[tuple[Values, float]]:
    """Yield each combination of attribute values of a stream with its share."""
    for cells in product(*(shares.cells for shares in stream.mix)):
        said = {
            name: value
            for shares, (values, _) in zip(stream.mix, cells, strict=True)
            for name, value in zip(shares.attributes, values, strict=True)
        }
        codes = tuple(
            attribute.values.index(said[attribute.name])
            if attribute.name in said
            else -1
            for attribute in scenario.attributes
        )
        yield codes, prod(share for _, share in cells)


def _people_a_year(scenario: Scenario, stream: StreamPlan) -> float:
    """Return how many people a stream is expected to bring, a year (C1)."""
    events = float(expected_by_day(scenario, stream.rate).sum())
    events += sum(0 <= day < scenario.days for day in stream.batch_days)
    sizes = 1.0 if stream.batch_size is None else _whole(stream.batch_size, 1)
    return events * sizes * YEAR / scenario.days


def _passing(eligibility: Eligibility, stream: StreamPlan, values: Values) -> float:
    """Return the share of such people who pass the stages that count (C5)."""
    return prod(
        next(
            (c.passes for c in stage.cases if eligibility.holds(c.condition, values)),
            stage.passes,
        )
        for stage in eligibility.scenario.stages[stream.enters_at + 1 :]
    )


def _beds_a_person(stream: StreamPlan) -> float:
    """Return how many beds a victim needs, with those who come along (B7)."""
    return 1 + (
        0 if stream.accompanied_by is None else _whole(stream.accompanied_by, 0)
    )


def _whole(law: Distribution, least: int) -> float:
    """Return the mean of a law rounded to whole persons."""
    return float(np.maximum(np.rint(law.quantile(QUANTILES)), least).mean())


def expected_by_day(scenario: Scenario, rate: RatePlan) -> NDArray[np.float64]:
    """Return the expected number of events on each day of the period."""
    if rate.counts is not None:
        mean = (sum(rate.counts) + 0.5) / len(rate.counts)
        rate = replace(rate, per_year=mean, counts=None)
    sure = replace(rate, spread=None)
    days = Days(Calendar(scenario.start, scenario.days))
    return intensity(sure, days, Streams(0, 0), "expected") / YEAR
