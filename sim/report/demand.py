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

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance.rate import Days, intensity
from sim.distributions import Clipped, Distribution
from sim.model.tables import Tables, Values, tables_of
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
    ``load`` is arrivals × mean stay, in beds (erlangs).
    """

    arrivals: float
    load: float
    stays: tuple[StayMean, ...]

    @property
    def mean_stay(self) -> float:
        """The mean stay in days of those who come, after limits."""
        if self.arrivals > 0:
            return self.load / self.arrivals * YEAR
        return sum(stay.limited for stay in self.stays) / len(self.stays)


def demand_of(scenario: Scenario) -> tuple[Demand, ...]:
    """Return the demand that each shelter meets, in file order."""
    tables = tables_of(scenario)
    flow: dict[tuple[int, Values], float] = defaultdict(float)
    for stream in scenario.streams:
        ready = _ready_a_year(scenario, stream)
        for values, share in _kinds_of_people(scenario, stream):
            _send(tables, tables.from_street(values), values, ready * share, flow)
    return tuple(
        _demand(tables, number, flow) for number in range(len(scenario.shelters))
    )


def _demand(
    tables: Tables, number: int, flow: dict[tuple[int, Values], float]
) -> Demand:
    plans = tables.scenario.shelters[number].stays
    here = [(values, rate) for (at, values), rate in flow.items() if at == number]
    load = sum(
        rate * limited(plans[tables.stay_of(number, values)]).mean / YEAR
        for values, rate in here
    )
    stays = tuple(
        StayMean(
            people=_people_of(plan),
            law=plan.law.describe(),
            unlimited=plan.law.mean,
            limited=limited(plan).mean,
            at_most=plan.at_most,
        )
        for plan in plans
    )
    return Demand(sum(rate for _, rate in here), load, stays)


def _people_of(plan: StayPlan) -> str:
    return ", ".join(
        f"{name} {' or '.join(values)}" for name, values in plan.condition.allowed
    )


def _send(
    tables: Tables,
    choices: tuple[int, ...],
    values: Values,
    rate: float,
    flow: dict[tuple[int, Values], float],
) -> None:
    """Send people to their first choice, and on by their exits (S5)."""
    if not choices or rate <= 0:
        return
    shelter = choices[0]
    flow[shelter, values] += rate
    scenario = tables.scenario
    plan = scenario.shelters[shelter].stays[tables.stay_of(shelter, values)]
    after = _reassessed(scenario, values, plan)
    for destination, share in plan.exits:
        if destination in tables.programmes:
            onwards = tables.of_programme(destination, after)
            _send(tables, onwards, after, rate * share, flow)


def _reassessed(scenario: Scenario, values: Values, plan: StayPlan) -> Values:
    codes = list(values)
    for name, value in plan.becomes:
        names = [attribute.name for attribute in scenario.attributes]
        number = names.index(name)
        codes[number] = scenario.attributes[number].values.index(value)
    return tuple(codes)


def limited(plan: StayPlan) -> Distribution:
    """Return the law of a stay with its limits applied (S3)."""
    return Clipped(plan.law, plan.at_least, plan.at_most)


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


def _ready_a_year(scenario: Scenario, stream: StreamPlan) -> float:
    """Return how many people of a stream are ready for a bed, a year (C5)."""
    events = expected_events(scenario, stream.rate)
    events += sum(0 <= day < scenario.days for day in stream.batch_days)
    later = scenario.stages[stream.enters_at + 1 :]
    people = events * _people_an_event(stream)
    return people * prod(stage.passes for stage in later) * YEAR / scenario.days


def _people_an_event(stream: StreamPlan) -> float:
    if stream.batch_size is None:
        return 1.0
    sizes = np.rint(stream.batch_size.quantile(QUANTILES))
    return float(np.maximum(sizes, 1).mean())


def expected_events(scenario: Scenario, rate: RatePlan) -> float:
    """Return how many events a rate is expected to bring in the period (C1, C4)."""
    return float(expected_by_day(scenario, rate).sum())


def expected_by_day(scenario: Scenario, rate: RatePlan) -> NDArray[np.float64]:
    """Return the expected number of events on each day of the period."""
    if rate.counts is not None:
        mean = (sum(rate.counts) + 0.5) / len(rate.counts)
        rate = replace(rate, per_year=mean, counts=None)
    sure = replace(rate, spread=None)
    days = Days(Calendar(scenario.start, scenario.days))
    return intensity(sure, days, Streams(0, 0), "expected") / YEAR
