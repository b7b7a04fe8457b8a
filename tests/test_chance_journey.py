"""What people bring along: cases of stages, extended limits, residents, returns."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from chancy import (
    condition,
    lives,
    returning,
    rich,
    scenario,
    shelter,
    stay,
    stream,
    z_of_mean,
    z_of_share,
)

from sim.chance import draw
from sim.distributions import Clipped, Exponential, Fixed, Lognormal, Uniform
from sim.scenario.plan import Resident, StageCase, StagePlan

TICK = 2.0**-20
CHILD, ADULT = 0, 1


@cache
def many(world, replications=200):
    return [draw(world, seed=9, replication=r) for r in range(replications)]


def pooled(world, part, replications=200):
    return np.concatenate([part(c) for c in many(world, replications)])


def case(takes, passes=1.0, **of):
    return StageCase(condition=condition(**of), takes=takes, passes=passes)


def staged(*cases, **more):
    stage = StagePlan(name="interviews", takes=Exponential(2), passes=0.5, cases=cases)
    return scenario(stages=(stage,), **more)


def test_the_first_case_that_holds_replaces_duration_and_share():
    world = staged(
        case(Fixed(5.0), 1.0, age="adult", risk="high"),
        case(Fixed(6.0), 0.0, age="adult"),
        case(Fixed(7.0), 1.0, risk="high"),
    )
    takes = pooled(world, lambda c: c.stage_takes[:, 0, 0], 20)
    passes = pooled(world, lambda c: c.stage_passes[:, 0, 0], 20)
    values = pooled(world, lambda c: c.people.values, 20)
    adult, high = values[:, 0] == ADULT, values[:, 1] == 0

    assert set(takes[adult & high].tolist()) == {5.0}
    assert set(takes[adult & ~high].tolist()) == {6.0}
    assert set(takes[~adult & high].tolist()) == {7.0}
    assert passes[adult & high].all()
    assert not passes[adult & ~high].any()
    assert passes[~adult & high].all()
    rest = ~adult & ~high
    assert abs(z_of_mean(takes[rest], 2.0)) < 4
    assert abs(z_of_share(passes[rest].sum(), rest.sum(), 0.5)) < 4


@pytest.mark.oracle
def test_a_case_follows_its_law():
    """About 2,000 adults; 10 % longer gives z above 4, 5 points more above 4."""
    world = staged(case(Exponential(10), 0.8, age="adult"))
    adult = pooled(world, lambda c: c.people.values[:, 0]) == ADULT
    takes = pooled(world, lambda c: c.stage_takes[:, 0, 0])
    passes = pooled(world, lambda c: c.stage_passes[:, 0, 0])

    assert abs(z_of_mean(takes[adult], 10.0)) < 4
    assert abs(z_of_share(passes[adult].sum(), adult.sum(), 0.8)) < 4
    assert abs(z_of_mean(takes[~adult], 2.0)) < 4
    assert abs(z_of_share(passes[~adult].sum(), (~adult).sum(), 0.5)) < 4


def test_a_case_keeps_the_uniforms_and_moves_no_one_else():
    plain = staged(returns=(returning(),))
    cased = staged(case(Exponential(10), 0.8, age="adult"), returns=(returning(),))
    one, two = (draw(world, seed=9, replication=0) for world in (plain, cased))
    adult = one.people.values[:, 0] == ADULT

    longer = one.stage_takes[adult] * 5
    assert two.stage_takes[adult] == pytest.approx(longer, abs=10 * TICK)
    assert (one.stage_passes[adult] <= two.stage_passes[adult]).all()
    assert np.array_equal(one.stage_takes[~adult], two.stage_takes[~adult])
    assert np.array_equal(one.stage_passes[~adult], two.stage_passes[~adult])
    same = {"stage_takes": one.stage_takes, "stage_passes": one.stage_passes}
    assert lives(one) == lives(replace(two, **same))


def test_a_case_of_everybody_is_a_stage_of_its_own():
    as_case = staged(case(Uniform(1, 3), 0.2))
    as_stage = scenario(
        stages=(StagePlan(name="interviews", takes=Uniform(1, 3), passes=0.2),)
    )

    assert lives(draw(as_case, seed=9, replication=0)) == lives(
        draw(as_stage, seed=9, replication=0)
    )


def test_later_episodes_go_by_the_same_case():
    world = staged(case(Fixed(5.0), 0.0, age="adult"), returns=(returning(),))
    chance = draw(world, seed=9, replication=0)
    adult = chance.people.values[:, 0] == ADULT

    assert chance.stage_takes.shape[1] == 4
    assert set(chance.stage_takes[adult].ravel().tolist()) == {5.0}
    assert not chance.stage_passes[adult].any()
    assert 5.0 not in chance.stage_takes[~adult]


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


def test_without_returns_there_is_one_episode_and_it_is_the_first_of_four():
    once, again = rich(returns=()), rich()
    one, four = (draw(world, seed=9, replication=0) for world in (once, again))
    in_first = replace(
        four,
        stage_takes=four.stage_takes[:, :1],
        stage_passes=four.stage_passes[:, :1],
        patience=four.patience[:, :1],
        gives_up_to=four.gives_up_to[:, :1],
        willingness=four.willingness[:, :1],
        stays=tuple(
            tuple(
                replace(
                    luck,
                    length=luck.length[:, :1],
                    at_limit=luck.at_limit[:, :1],
                    exit=luck.exit[:, :1],
                    extended=luck.extended[:, :1],
                )
                for luck in plans
            )
            for plans in four.stays
        ),
        returns=(),
    )

    assert (one.patience.shape[1], four.patience.shape[1]) == (1, 4)
    assert one.returns == ()
    assert lives(one) == lives(in_first)


@pytest.mark.oracle
def test_people_come_back_by_chance_after_a_delay_but_not_a_fourth_time():
    """About 24,000 chances; a chance 2 points too high gives z above 6."""
    world = scenario(returns=(returning(0.3, Exponential(60)),))
    back = pooled(world, lambda c: c.returns[0].comes_back)
    after = pooled(world, lambda c: c.returns[0].after)

    assert not back[:, 3].any()
    for episode in range(3):
        assert abs(z_of_share(back[:, episode].sum(), len(back), 0.3)) < 4
        assert abs(z_of_mean(after[:, episode], 60.0)) < 4
        mine = back[:, episode]
        assert abs(z_of_mean(after[mine, episode], 60.0)) < 4
    away = np.corrcoef(back[:, :3].T)[np.triu_indices(3, 1)]
    assert np.abs(away).max() < 4 / len(back) ** 0.5


def test_a_return_takes_a_tick_at_least_and_lies_on_the_grid():
    world = scenario(returns=(returning(1.0, Fixed(0.0)), returning(1.0)))
    at_once, later = many(world, 1)[0].returns

    assert set(at_once.after.ravel().tolist()) == {TICK}
    assert np.array_equal(later.after * 2**20, np.rint(later.after * 2**20))
    assert later.after.min() >= TICK


def test_only_those_who_meet_the_condition_come_back():
    world = scenario(returns=(returning(1.0, age="child"), returning(0.0)))
    children, nobody = many(world, 1)[0].returns
    child = many(world, 1)[0].people.values[:, 0] == CHILD

    assert 0 < child.sum() < len(child)
    assert (children.comes_back[:, :3] == child[:, np.newaxis]).all()
    assert not nobody.comes_back.any()


def test_residents_of_day_0_may_come_back_too():
    chance = draw(rich(returns=(returning(1.0),)), seed=9, replication=0)

    assert chance.returns[0].comes_back[chance.people.home >= 0, :3].all()


def test_another_return_plan_moves_nobody_and_a_likelier_one_only_adds():
    rare, often = returning(0.1, age="child"), returning(0.5)
    alone = draw(scenario(returns=(rare,)), seed=9, replication=0)
    both = draw(scenario(returns=(often, rare)), seed=9, replication=0)

    assert lives(alone) == lives(replace(both, returns=both.returns[1:]))
    one, two = both.returns
    assert (two.comes_back <= one.comes_back).all()
    assert np.array_equal(one.after, two.after)


@pytest.mark.oracle
def test_episodes_of_a_person_are_independent_of_each_other():
    """All pairs of what happens in four episodes: |r| < 4.5/√n."""
    world = staged(returns=(returning(),))
    columns = [
        *pooled(world, lambda c: c.returns[0].comes_back[:, :3]).T,
        *pooled(world, lambda c: c.returns[0].after).T,
        *pooled(world, lambda c: c.willingness).T,
        *pooled(world, lambda c: c.patience).T,
        *pooled(world, lambda c: c.stays[0][0].length[:, :, 0]).T,
        *pooled(world, lambda c: c.stage_takes[:, :, 0]).T,
    ]

    away = np.corrcoef(np.array(columns, float))[np.triu_indices(len(columns), 1)]
    assert np.abs(away).max() < 4.5 / len(columns[0]) ** 0.5
