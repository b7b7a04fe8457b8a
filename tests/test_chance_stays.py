"""How long people stay: limits that are extended, residents of day 0 (S3, S4)."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from chancy import (
    condition,
    lives,
    returning,
    scenario,
    shelter,
    stay,
    stream,
    z_of_mean,
    z_of_share,
)

from sim.chance import draw
from sim.distributions import Clipped, Exponential, Fixed, Lognormal, Uniform
from sim.scenario.plan import Resident

TICK = 2.0**-20


@cache
def many(world, replications=200):
    return [draw(world, seed=9, replication=r) for r in range(replications)]


def pooled(world, part, replications=200):
    return np.concatenate([part(c) for c in many(world, replications)])


MONTH = stay(Exponential(60), at_most=30.0)
EXTENDED = replace(MONTH, extended=0.4, extension=30.0)


def stayed(plan, **more):
    return scenario(stream(rate=100.0), shelters=(shelter(stays=(plan,)),), **more)


def first(world, part, replications=200):
    return pooled(world, lambda c: getattr(c.stays[0][0], part)[:, 0], replications)


@pytest.mark.oracle
def test_an_extension_lengthens_the_limit_for_its_share():
    """About 20,000 people; a share off by 2 points gives z above 5."""
    length = first(stayed(EXTENDED), "length")[:, 0]
    at_limit = first(stayed(EXTENDED), "at_limit")[:, 0]
    extended = first(stayed(EXTENDED), "extended")
    whole = len(length)

    assert abs(z_of_share(extended.sum(), whole, 0.4)) < 4
    for mine, limit in ((extended, 60.0), (~extended, 30.0)):
        over = np.exp(-limit / 60)
        assert abs(z_of_share(at_limit[mine].sum(), mine.sum(), over)) < 4
        assert set(length[mine & at_limit].tolist()) == {limit}
        assert length[mine].max() == limit
        law = Clipped(EXTENDED.law, 0.0, limit)
        assert abs(z_of_mean(length[mine], law.mean)) < 4


def test_an_extension_lengthens_the_limit_and_not_the_draw():
    """Whoever leaves before the usual limit leaves when they would have (S3)."""
    for usual, longer in zip(
        many(stayed(MONTH), 20), many(stayed(EXTENDED), 20), strict=True
    ):
        one, two = usual.stays[0][0], longer.stays[0][0]
        may = two.extended[:, :, np.newaxis]

        assert np.array_equal(one.exit, two.exit)
        assert np.array_equal(one.length[~one.at_limit], two.length[~one.at_limit])
        assert np.array_equal(one.at_limit & ~may, two.at_limit & ~may)
        assert (two.length[one.at_limit & may] > 30.0).all()
        assert set(two.length[one.at_limit & ~may].tolist()) == {30.0}
        assert not one.extended.any()


def test_an_extension_is_one_for_all_programmes_of_an_episode_and_new_in_the_next():
    plan = replace(EXTENDED, law=Fixed(100.0))
    length = pooled(
        stayed(plan, returns=(returning(),)), lambda c: c.stays[0][0].length, 20
    )
    extended = length > 30.0

    assert (extended == extended[:, :, :1]).all()
    share = extended[:, :, 0].mean(axis=0)
    assert share == pytest.approx([0.4] * 4, abs=4 * (0.24 / len(length)) ** 0.5)
    away = np.corrcoef(extended[:, :, 0].T)[np.triu_indices(4, 1)]
    assert np.abs(away).max() < 4 / len(length) ** 0.5


def test_a_stay_without_a_limit_has_nothing_to_extend():
    endless = replace(EXTENDED, at_most=None)
    usual = replace(MONTH, at_most=None)
    one, two = (many(stayed(plan), 1)[0].stays[0][0] for plan in (usual, endless))

    assert np.array_equal(one.length, two.length)
    assert not two.at_limit.any()


def test_an_extension_moves_nothing_but_the_stays_of_its_plan():
    def world(plan):
        return scenario(
            stream(accompanied_by=Uniform(0, 2)),
            shelters=(shelter(stays=(plan, stay())), shelter("hope")),
            returns=(returning(),),
        )

    one, two = (draw(world(p), seed=9, replication=0) for p in (MONTH, EXTENDED))
    unchanged = ((one.stays[0][0], two.stays[0][1]), two.stays[1])

    assert lives(one) != lives(two)
    assert lives(one) == lives(replace(two, stays=unchanged))


def residents(plan, *who):
    mine = shelter(
        stays=plan if isinstance(plan, tuple) else (plan,), residents_now=who
    )
    return draw(scenario(shelters=(mine,)), seed=9, replication=0).people


def left(plan, so_far=None, number=20_000):
    people = residents(plan, Resident(number=number, so_far=so_far))
    here = people.home >= 0
    return people.residual[here], people.residual_at_limit[here]


@pytest.mark.oracle
def test_a_residents_known_stay_may_be_extended():
    """20,000 residents; a share of extensions off by 2 points gives z above 5."""
    days, at_limit = left(EXTENDED, so_far=20.0)
    beyond = days > 10.0

    assert abs(z_of_share(beyond.sum(), len(days), 0.4 * np.exp(-10 / 60))) < 4
    assert days.max() == 40.0
    at_end = 0.6 * np.exp(-10 / 60) + 0.4 * np.exp(-40 / 60)
    assert abs(z_of_share(at_limit.sum(), len(days), at_end)) < 4
    assert set(days[at_limit].tolist()) == {10.0, 40.0}
    mean = sum(
        share * 60 * (1 - np.exp(-rest / 60)) for share, rest in ((0.6, 10), (0.4, 40))
    )
    assert abs(z_of_mean(days, mean)) < 4


def test_whoever_is_here_beyond_the_usual_limit_has_an_extended_one():
    days, at_limit = left(EXTENDED, so_far=45.0, number=500)

    assert days.max() == 15.0
    assert (at_limit == (days == 15.0)).all()
    assert abs(z_of_share(at_limit.sum(), 500, np.exp(-15 / 60))) < 4


@pytest.mark.oracle
@pytest.mark.parametrize("law", [Exponential(60), Lognormal.from_mean_sigma(40, 1.0)])
def test_residents_found_on_a_day_like_any_other_are_more_often_extended(law):
    """E[X²] / 2 E[X] of the mixture of both limits: the inspection paradox.

    Forgetting that longer limits are found more often gives |z| above 10.
    """
    days, at_limit = left(replace(EXTENDED, law=law, extension=150.0))
    usual, longer = Clipped(law, 0.0, 30.0), Clipped(law, 0.0, 180.0)
    parts = ((0.6, usual), (0.4, longer))
    mean = sum(share * part.mean for share, part in parts)
    square = sum(share * (part.sd**2 + part.mean**2) for share, part in parts)
    ends = sum(
        share * part.limit * (1 - float(law.cdf(part.limit))) for share, part in parts
    )

    assert abs(z_of_mean(days, square / (2 * mean))) < 4
    assert abs(z_of_share(at_limit.sum(), len(days), ends / mean)) < 4


def test_an_impossible_extension_leaves_residents_where_they_were():
    for so_far in (None, 20.0):
        usual, at_limit = left(MONTH, so_far, 50)
        same, at_same = left(replace(EXTENDED, extended=0.0), so_far, 50)

        assert np.array_equal(usual, same)
        assert np.array_equal(at_limit, at_same)


def test_an_extension_only_lengthens_the_known_stays_of_residents():
    usual, ends = left(MONTH, 20.0, 500)
    longer, _ = left(EXTENDED, 20.0, 500)

    assert np.array_equal(usual[~ends], longer[~ends])
    assert (usual <= longer).all()
    assert (usual < longer).any()


def test_residents_stay_by_the_plan_in_force_when_they_came():
    plans = (
        stay(Fixed(100.0), condition=condition(age="adult")),
        stay(Fixed(200.0), since=-50),
        stay(Fixed(110.0)),
        stay(Fixed(300.0), since=-20, condition=condition(age="child")),
        stay(Fixed(400.0), since=0),
        stay(Fixed(210.0), since=-50),
        stay(Fixed(310.0), since=-40, condition=condition(age="child")),
    )

    def total(so_far, age):
        who = Resident(number=1, so_far=so_far, values=(("age", age),))
        return float(residents(plans, who).residual[0]) + (so_far or 0.0)

    assert [total(60.0, age) for age in ("adult", "child")] == [100.0, 110.0]
    assert [total(50.0, age) for age in ("adult", "child")] == [200.0, 200.0]
    assert [total(20.0, age) for age in ("adult", "child")] == [200.0, 300.0]


def test_a_resident_here_for_an_unknown_time_came_before_every_date():
    plans = (stay(Fixed(100.0)), stay(Fixed(400.0), since=-365))
    people = residents(plans, Resident(number=200))

    assert people.residual[:200].max() <= 100.0
