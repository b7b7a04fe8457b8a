"""What people bring along for their way: cases of stages, and returns (C5, C6)."""

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
    z_of_mean,
    z_of_share,
)

from sim.chance import draw
from sim.distributions import Exponential, Fixed, Uniform
from sim.scenario.plan import StageCase, StagePlan

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
def test_people_come_back_by_chance_after_a_delay():
    """About 24,000 chances; a chance 2 points too high gives z above 6."""
    world = scenario(returns=(returning(0.3, Exponential(60)),))
    back = pooled(world, lambda c: c.returns[0].comes_back)
    after = pooled(world, lambda c: c.returns[0].after)

    for episode in range(4):
        assert abs(z_of_share(back[:, episode].sum(), len(back), 0.3)) < 4
        assert abs(z_of_mean(after[:, episode], 60.0)) < 4
        mine = back[:, episode]
        assert abs(z_of_mean(after[mine, episode], 60.0)) < 4
    away = np.corrcoef(back.T)[np.triu_indices(4, 1)]
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
