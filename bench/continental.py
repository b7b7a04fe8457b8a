"""A scenario the size of a continent: one city, many times over.

    python bench/continental.py            # how it is made up

A scenario file has at most 200 shelters, so a continent is made of the plan of one
city (city.yaml).  People have as few shelters to ask as in a small country: those of
their own city.  All of it is by rule, so the same numbers give the same plan.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sim.scenario import load
from sim.scenario.plan import (
    Attribute,
    Condition,
    CostLine,
    FunderPlan,
    JointShares,
    Scenario,
    ShelterPlan,
    StreamPlan,
)

__all__ = ["continental"]

CITY = Path(__file__).with_name("city.yaml")
PEOPLE = 200
"""How many come to the one city a year."""


def continental(
    shelters: int = 500, arrivals: int = 20_000, years: int = 10
) -> Scenario:
    """Return the plan: so many shelters, people a year, and years.

    Shelters come five to a city.  Beds, money and residents go with the people of
    a city, so that every continent is as busy as another.
    """
    end = date(2020 + years, 1, 1).isoformat()
    city = load(CITY, {"period.end": end})
    count = max(shelters // len(city.shelters), 1)
    names = tuple(f"city_{number}" for number in range(count))
    size = arrivals / count / PEOPLE
    anywhere = JointShares(("city",), tuple(((name,), 1 / count) for name in names))
    return replace(
        city,
        name="continental",
        title=f"A continent of {count} cities for {years} years",
        attributes=(*city.attributes, Attribute("city", names)),
        streams=tuple(
            _for_all(stream, size * count, anywhere) for stream in city.streams
        ),
        shelters=tuple(
            _shelter(plan, name, size) for plan in city.shelters for name in names
        ),
        funders=tuple(
            _funder(plan, name, size) for plan in city.funders for name in names
        ),
        settings=(),
        text="",
    )


def _for_all(stream: StreamPlan, size: float, city: JointShares) -> StreamPlan:
    rate = replace(stream.rate, per_year=stream.rate.per_year * size)
    return replace(stream, rate=rate, mix=(*stream.mix, city))


def _shelter(plan: ShelterPlan, city: str, size: float) -> ShelterPlan:
    here = JointShares(("city",), (((city,), 1.0),))
    return replace(
        plan,
        name=f"{plan.name}_{city}",
        title=f"{plan.title} {city}",
        beds=_times(plan.beds, size),
        accepts=Condition((*plan.accepts.allowed, ("city", (city,)))),
        costs=tuple(_cost(line, size) for line in plan.costs),
        planned_residents=_times(plan.planned_residents, size),
        reserve=_times(plan.reserve, size),
        residents_now=tuple(
            replace(resident, number=_times(resident.number, size))
            for resident in plan.residents_now
        ),
        residents_mix=(*plan.residents_mix, here),
    )


def _cost(line: CostLine, size: float) -> CostLine:
    return replace(
        line, amount=_times(line.amount, size if line.kind == "fixed" else 1)
    )


def _funder(plan: FunderPlan, city: str, size: float) -> FunderPlan:
    grants = tuple(
        replace(
            grant,
            shelter=f"{grant.shelter}_{city}",
            amounts=tuple(_times(amount, size) for amount in grant.amounts),
        )
        for grant in plan.grants
    )
    return replace(plan, name=f"{plan.name}_{city}", title=city, grants=grants)


def _times(number: int, size: float) -> int:
    return max(round(number * size), 1)


if __name__ == "__main__":
    made = continental()
    print(f"{made.title}: {len(made.shelters)} shelters, {len(made.funders)} funders,")
    people = sum(
        stream.rate.per_year * (stream.batch_size.mean if stream.batch_size else 1)
        for stream in made.streams
    )
    print(f"{people:,.0f} people a year, {sum(s.beds for s in made.shelters):,} beds")
