"""Scenarios for tests of chance: small, and random in every way there is."""

from datetime import date
from fractions import Fraction

import numpy as np

from sim.distributions import Discrete, Exponential, Fixed, Lognormal, Uniform
from sim.scenario.plan import (
    Attribute,
    CompensationPlan,
    Condition,
    FunderPlan,
    GiftPlan,
    Grant,
    Instalment,
    JointShares,
    MixChange,
    ProgrammePlan,
    RatePlan,
    Resident,
    ReturnPlan,
    Round,
    Scenario,
    ShelterPlan,
    StageCase,
    StagePlan,
    StayPlan,
    StreamPlan,
    WaitingPlan,
)

AGE = Attribute("age", ("child", "adult"))
RISK = Attribute("risk", ("high", "medium", "low"))
LANGUAGE = Attribute("language", ("albanian", "serbian"))  # an invented one


def shares(name, **of):
    """Shares of one attribute: ``shares("age", child=0.75, adult=0.25)``."""
    return JointShares((name,), tuple(((value,), share) for value, share in of.items()))


MIX = (
    shares("age", child=0.75, adult=0.25),
    shares("risk", high=0.6, medium=0.25, low=0.15),
    shares("language", albanian=0.8, serbian=0.2),
)


def stream(name="identified", rate=40.0, **more):
    plan = rate if isinstance(rate, RatePlan) else RatePlan(per_year=rate)
    more.setdefault("mix", MIX)
    return StreamPlan(name=name, rate=plan, **more)


def stay(law=None, at_most=365.0, condition=None, **more):
    more.setdefault("exits", (("home", 0.7), ("abroad", 0.3)))
    return StayPlan(
        condition=Condition() if condition is None else condition,
        law=Lognormal.from_mean_sigma(129, 1.0) if law is None else law,
        at_most=at_most,
        **more,
    )


def shelter(name="pvpt", **more):
    more.setdefault("stays", (stay(),))
    more.setdefault("residents_mix", MIX)
    return ShelterPlan(name=name, title=name, programme=name, beds=10, **more)


def call(year=2017, first=0, **more):
    more.setdefault("signed", first)
    return Round(name=str(year), first=first, last=first + 364, **more)


def funder(name="ministry", shelters=("pvpt", "hope"), **more):
    more.setdefault("late", Discrete((0, 1, 2, 3), (0.2, 0.4, 0.28, 0.12)))
    more.setdefault("late_unit", "months")
    more.setdefault("lag", Uniform(0, 30))
    more.setdefault("award", 0.8)
    more.setdefault("rounds", (call(2017, 0), call(2018, 365)))
    more.setdefault(
        "instalments", (Instalment(trigger="signature", share=Fraction(1)),)
    )
    amounts = (1_000,) * len(more["rounds"])
    more.setdefault(
        "grants", tuple(Grant(shelter=s, amounts=amounts) for s in shelters)
    )
    return FunderPlan(name=name, title=name, instrument="block", **more)


def gifts(to="pvpt", rate=12.0, mean=30_000):
    return GiftPlan(shelter=to, rate=RatePlan(per_year=rate), amount=Exponential(mean))


def condition(**of):
    """Who meets it: ``condition(age="adult")``."""
    return Condition(tuple((name, (value,)) for name, value in of.items()))


def returning(chance=0.3, after=None, **of):
    return ReturnPlan(
        condition=condition(**of),
        chance=chance,
        after=Exponential(60) if after is None else after,
    )


def fund(name="fund", rate=6.0, mean=500_000):
    return CompensationPlan(
        name=name,
        title=name,
        balance=0,
        rate=RatePlan(per_year=rate),
        income=Exponential(mean),
        per_case=100_000,
        condition=Condition(),
    )


def scenario(*streams, days=365, **more):
    more.setdefault("start", date(2017, 1, 1))
    more.setdefault("attributes", (AGE, RISK, LANGUAGE))
    more.setdefault("shelters", (shelter("pvpt"), shelter("hope")))
    more.setdefault("programmes", (ProgrammePlan(name="pvpt"),))
    more.setdefault(
        "waiting",
        WaitingPlan(
            patience=Exponential(14), gives_up_to=(("home", 0.5), ("unknown", 0.5))
        ),
    )
    return Scenario(
        name="chancy",
        title="Chancy",
        question="Who knows?",
        days=days,
        currency="EUR",
        price_year=None,
        streams=streams or (stream(),),
        **more,
    )


def rich(**more):
    """A scenario that uses every kind of luck."""
    raids = stream(
        "raids",
        3.0,
        batch_size=Uniform(2, 6),
        batch_days=(133,),
        mix=MIX[:2],
        mix_changes=(MixChange(day=200, mix=MIX),),
        accompanied_by=Uniform(0, 2),
    )
    present = RatePlan(per_year=60.0, detected=0.5)
    yearly = RatePlan(counts=(15, 26, 17, 22), spread=18.0, season=(0.5, 1.5) * 6)
    more.setdefault(
        "shelters",
        (
            shelter("pvpt", residents_now=(Resident(number=2, so_far=40.0),)),
            shelter(
                "hope",
                residents_now=(Resident(number=3),),
                stays=(stay(at_most=90.0, extended=0.4, extension=60.0),),
            ),
        ),
    )
    more.setdefault("returns", (returning(), returning(0.6, age="child")))
    return scenario(
        stream("identified", yearly),
        stream("presumed", present, accompanied_by=Discrete((0, 2), (0.8, 0.2))),
        raids,
        stages=(
            StagePlan(name="interviews", takes=Exponential(2), passes=0.5),
            StagePlan(
                name="placement",
                takes=Fixed(1.0),
                cases=(
                    StageCase(
                        condition=condition(risk="low"), takes=Fixed(1.0), passes=1.0
                    ),
                ),
            ),
        ),
        funders=(funder("ministry", gifts=(gifts(),)), funder("donor")),
        compensation=(fund(),),
        **more,
    )


def lives(chance):
    """Return everything chance says about each person, by key (C2)."""
    people = chance.people
    stays = [plan for plans in chance.stays for plan in plans]
    columns = [
        people.arrival,
        people.values,
        people.size,
        chance.stage_takes,
        chance.stage_passes,
        chance.patience,
        chance.gives_up_to,
        chance.willingness,
        *(getattr(plan, part) for plan in stays for part in STAY_PARTS),
        *(part for plan in chance.returns for part in (plan.comes_back, plan.after)),
        np.nan_to_num(people.residual, nan=-1.0),
        people.residual_at_limit,
        np.nan_to_num(people.so_far, nan=-1.0),
    ]
    count = len(people.arrival)
    flat = [
        np.asarray(c, np.float64).reshape(count, c.size // max(count, 1))
        for c in columns
    ]
    rows = np.concatenate(flat, axis=1)
    keys = map(tuple, people.key.tolist())
    return dict(zip(keys, map(tuple, rows.tolist()), strict=True))


STAY_PARTS = ("length", "at_limit", "exit", "extended")


def z_of_count(seen, expected):
    """Return how many standard deviations a Poisson count is off."""
    return (seen - expected) / expected**0.5


def z_of_share(hits, of, share):
    """Return how many standard deviations a binomial count is off."""
    return (hits - of * share) / (of * share * (1 - share)) ** 0.5


def z_of_mean(sample, mean):
    """Return how many standard errors a sample's mean is off."""
    sample = np.asarray(sample, float)
    return (sample.mean() - mean) / (sample.std(ddof=1) / len(sample) ** 0.5)
