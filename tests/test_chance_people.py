"""Who comes: attributes, households of chance, batches, stays, in what order."""

from functools import cache

import numpy as np
import pytest
from chancy import (
    AGE,
    MIX,
    RISK,
    rich,
    scenario,
    shelter,
    stay,
    stream,
    z_of_count,
    z_of_mean,
    z_of_share,
)

from sim.chance import draw
from sim.distributions import Clipped, Exponential, Fixed, Gamma, Uniform
from sim.scenario.plan import (
    Attribute,
    Condition,
    JointShares,
    Resident,
    StagePlan,
    WaitingPlan,
)

TICK = 2.0**-20
STEPS_DOWN = stay(exits=(("home", 0.7), ("pvpt", 0.3)))


@cache
def many(world, replications=200, seed=7):
    return [draw(world, seed=seed, replication=r) for r in range(replications)]


def pooled(world, part, replications=200):
    return np.concatenate([part(c) for c in many(world, replications)])


def test_every_share_is_kept():
    """About 8,000 people; a share off by 3 points gives z above 5."""
    values = pooled(scenario(), lambda c: c.people.values)

    for position, shares_of in enumerate(MIX):
        for code, (_, share) in enumerate(shares_of.cells):
            hits = (values[:, position] == code).sum()
            assert abs(z_of_share(hits, len(values), share)) < 4


def test_attributes_are_independent_unless_the_file_says_otherwise():
    values = pooled(scenario(), lambda c: c.people.values)

    away = np.corrcoef(values.T)[np.triu_indices(3, 1)]
    assert np.abs(away).max() < 4 / len(values) ** 0.5


def test_joint_shares_are_kept_cell_by_cell():
    cells = (
        (("child", "high"), 0.5),
        (("adult", "high"), 0.1),
        (("adult", "low"), 0.4),
    )
    world = scenario(
        stream(mix=(JointShares(("age", "risk"), cells),)), attributes=(AGE, RISK)
    )
    values = pooled(world, lambda c: c.people.values)

    for (age, risk), share in cells:
        codes = (AGE.values.index(age), RISK.values.index(risk))
        hits = (values == codes).all(axis=1).sum()
        assert abs(z_of_share(hits, len(values), share)) < 4


def test_two_joint_sets_do_not_share_their_luck():
    origin = Attribute("origin", ("here", "abroad"))
    sex = Attribute("sex", ("female", "male"))
    half = 0.5
    mix = (
        JointShares(
            ("age", "risk"), ((("child", "high"), half), (("adult", "low"), half))
        ),
        JointShares(
            ("sex", "origin"), ((("female", "here"), half), (("male", "abroad"), half))
        ),
    )
    world = scenario(stream(mix=mix), attributes=(AGE, RISK, sex, origin))
    values = pooled(world, lambda c: c.people.values)

    assert abs(np.corrcoef(values[:, 0], values[:, 2])[0, 1]) < 4 / len(values) ** 0.5


def test_what_a_mix_leaves_open_is_unknown():
    world = scenario(stream(mix=()), attributes=(AGE,))

    assert set(many(world, 3)[0].people.values.ravel().tolist()) == {-1}


def test_people_come_in_order_and_on_the_grid():
    for chance in many(rich(days=700), 20):
        people = chance.people
        home = people.home >= 0
        order = [
            (t, *k)
            for t, k in zip(
                people.arrival[~home], people.key[~home].tolist(), strict=True
            )
        ]

        assert order == sorted(order)
        assert home.tolist() == [True] * 5 + [False] * (len(home) - 5)
        assert people.arrival[~home].min() >= 0
        assert people.arrival.max() < 700
        assert (people.stream == people.key[:, 0]).all()
        for days in (people.arrival, chance.patience, chance.stage_takes):
            assert np.array_equal(days * 2**20, np.rint(days * 2**20))
        for plans in chance.stays:
            for luck in plans:
                assert (luck.length >= TICK).all()
                assert np.array_equal(luck.length * 2**20, np.rint(luck.length * 2**20))


def test_keys_name_one_person_each():
    for chance in many(rich(days=700), 20):
        keys = set(map(tuple, chance.people.key.tolist()))

        assert len(keys) == len(chance.people.key)


@pytest.mark.oracle
def test_stays_follow_their_law_up_to_the_limit():
    """z of about 40,000 stays; a mean stay 5 % too long gives z = 8."""
    world = scenario(stream(rate=200.0))
    (plan,) = world.shelters[0].stays
    length = pooled(world, lambda c: c.stays[0][0].length[:, 0, 0])
    at_limit = pooled(world, lambda c: c.stays[0][0].at_limit[:, 0, 0])
    leaves = pooled(world, lambda c: c.stays[0][0].exit[:, 0, 0])

    assert abs(z_of_mean(length, Clipped(plan.law, 0.0, 365.0).mean)) < 4
    assert (at_limit == (length == 365)).all()
    beyond = 1 - float(plan.law.cdf(365.0))
    assert abs(z_of_share(at_limit.sum(), len(at_limit), beyond)) < 4
    assert abs(z_of_share((leaves == 0).sum(), len(leaves), 0.7)) < 4


def test_whoever_can_step_down_brings_two_more_stays_and_the_first_as_before():
    alone, before = scenario(), scenario(shelters=(shelter(), shelter("hope")))
    able = scenario(shelters=(shelter(), shelter("hope", stays=(STEPS_DOWN,))))
    one, same, three = (
        draw(world, seed=1, replication=0).stays[0][0]
        for world in (alone, before, able)
    )

    assert one.length.shape == same.length.shape == (len(one.length), 1, 1)
    assert three.length.shape == three.exit.shape == (len(one.length), 1, 3)
    assert np.array_equal(three.length[:, :, :1], one.length)
    assert np.array_equal(three.exit[:, :, :1], one.exit)


def test_a_stay_of_exactly_the_limit_ends_as_planned():
    fixed = shelter(
        stays=(stay(Fixed(30.0), at_most=30.0), stay(Fixed(31.0), at_most=30.0))
    )
    (as_planned, cut), *_ = draw(
        scenario(shelters=(fixed,)), seed=1, replication=0
    ).stays

    assert not as_planned.at_limit.any()
    assert cut.at_limit.all()
    assert set(cut.length.ravel().tolist()) == {30.0}


def test_at_least_lengthens_short_stays():
    world = scenario(shelters=(shelter(stays=(stay(Exponential(10), at_least=7.0),)),))
    length = pooled(world, lambda c: c.stays[0][0].length[:, 0, 0], 20)

    assert length.min() == 7.0


@pytest.mark.oracle
def test_stages_patience_and_destinations_follow_their_laws():
    world = rich()
    people = len(pooled(world, lambda c: c.people.arrival))
    interviews = pooled(world, lambda c: c.stage_takes[:, 0, 0])
    passed = pooled(world, lambda c: c.stage_passes[:, 0, 0])
    placement = pooled(world, lambda c: c.stage_takes[:, 0, 1])
    patience = pooled(world, lambda c: c.patience[:, 0])
    to = pooled(world, lambda c: c.gives_up_to[:, 0])

    assert abs(z_of_mean(interviews, 2.0)) < 4
    assert abs(z_of_share(passed.sum(), people, 0.5)) < 4
    assert set(placement.tolist()) == {1.0}
    assert pooled(world, lambda c: c.stage_passes[:, 0, 1]).all()
    assert abs(z_of_mean(patience, 14.0)) < 4
    assert abs(z_of_share((to == 0).sum(), people, 0.5)) < 4


@pytest.mark.oracle
def test_what_happens_to_a_person_is_independent():
    """All pairs of stay, patience, stage, age and arrival time: |r| < 4/√n."""
    world = scenario(
        stages=(StagePlan(name="x", takes=Exponential(2), passes=0.5),),
        shelters=(shelter(stays=(STEPS_DOWN,)),),
    )
    columns = [
        pooled(world, lambda c: c.stays[0][0].length[:, 0, 0]),
        pooled(world, lambda c: c.stays[0][0].length[:, 0, 1]),
        pooled(world, lambda c: c.stays[0][0].exit[:, 0, 0]),
        pooled(world, lambda c: c.patience[:, 0]),
        pooled(world, lambda c: c.gives_up_to[:, 0]),
        pooled(world, lambda c: c.stage_takes[:, 0, 0]),
        pooled(world, lambda c: c.stage_passes[:, 0, 0]),
        pooled(world, lambda c: c.people.arrival),
        *pooled(world, lambda c: c.people.values).T,
    ]

    away = np.corrcoef(np.array(columns, float))[np.triu_indices(len(columns), 1)]
    assert np.abs(away).max() < 4 / len(columns[0]) ** 0.5


@pytest.mark.parametrize("stages", [0, 7, 13])
def test_a_pathway_may_have_any_number_of_stages(stages):
    world = scenario(
        stages=tuple(
            StagePlan(name=f"s{n}", takes=Exponential(2), passes=0.5)
            for n in range(stages)
        )
    )
    takes = pooled(world, lambda c: c.stage_takes[:, 0], 100)
    passes = pooled(world, lambda c: c.stage_passes[:, 0], 100)

    assert takes.shape[1] == stages
    for column in range(stages):
        assert abs(z_of_mean(takes[:, column], 2.0)) < 4
        assert abs(z_of_share(passes[:, column].sum(), len(passes), 0.5)) < 4
    if stages:
        away = np.corrcoef(takes.T)[np.triu_indices(stages, 1)]
        assert np.abs(away).max() < 4.5 / len(takes) ** 0.5


@pytest.mark.oracle
def test_batches_have_the_sizes_of_their_law_and_arrive_together():
    """12 raids a year of 3 to 8: rounding gives P(3) = P(8) = 0.1, mean 5.5."""
    world = scenario(stream("raids", 12.0, batch_size=Uniform(3, 8)))
    sizes = []
    for chance in many(world):
        keys = chance.people.key
        events, size = np.unique(keys[:, :3], axis=0, return_counts=True)
        sizes += size.tolist()
        for event in events:
            mine = (keys[:, :3] == event).all(axis=1)
            assert len(set(chance.people.arrival[mine].tolist())) == 1
            assert keys[mine, 3].tolist() == list(range(mine.sum()))

    assert abs(z_of_count(len(sizes), 200 * 12)) < 4
    assert abs(z_of_mean(sizes, 5.5)) < 4
    assert abs(z_of_share(sizes.count(3), len(sizes), 0.1)) < 4
    values = pooled(world, lambda c: c.people.values)
    assert abs(z_of_share((values[:, 0] == 0).sum(), len(values), 0.75)) < 4
    assert abs(z_of_share((values[:, 2] == 0).sum(), len(values), 0.8)) < 4


def test_a_batch_has_at_least_one_person():
    world = scenario(stream("raids", 12.0, batch_size=Uniform(0, 0.4)))

    assert set(many(world, 3)[0].people.key[:, 3].tolist()) == {0}


def test_dated_batches_come_on_their_day_beside_the_rate():
    plan = stream("raids", 0.0, batch_size=Fixed(4), batch_days=(133, 20, 133, 400))
    people = draw(scenario(plan), seed=1, replication=0).people

    assert np.floor(people.arrival).tolist() == [20] * 4 + [133] * 8
    assert people.key[:, 1].tolist() == [-1] * 12
    assert people.key[:4].tolist() == [[0, -1, 20, n] for n in range(4)]
    assert sorted(people.key[4:, 3].tolist()) == list(range(8))


def test_dated_batches_have_luck_of_their_own():
    days = tuple(range(10, 310, 10))
    plan = stream("raids", 0.0, batch_size=Uniform(1, 100), batch_days=days)
    people = draw(scenario(plan), seed=1, replication=0).people

    _, sizes = np.unique(people.key[:, 2], return_counts=True)
    assert len(set(sizes.tolist())) > 15
    assert len(set((people.arrival % 1).tolist())) > 10


def test_one_person_comes_on_a_dated_day_without_a_size():
    people = draw(
        scenario(stream(rate=0.0, batch_days=(7,))), seed=1, replication=0
    ).people

    assert people.key.tolist() == [[0, -1, 7, 0]]


def test_a_scenario_may_have_nobody_at_all():
    world = scenario(
        stream(rate=0.0),
        waiting=WaitingPlan(patience=Fixed(0.0), gives_up_to=()),
        stages=tuple(StagePlan(name=f"s{n}", takes=Fixed(1.0)) for n in range(7)),
    )
    chance = draw(world, seed=1, replication=0)

    assert chance.people.key.shape == (0, 4)
    assert chance.people.values.shape == (0, 3)
    assert chance.stays[0][0].length.shape == (0, 1, 1)
    assert chance.patience.shape == (0, 1)


def test_the_warm_up_has_people_of_its_own_and_no_residents():
    cold, warm = rich(), rich(warm_up_days=200)
    early = draw(warm, seed=1, replication=0).people

    assert (early.home == -1).all()
    assert early.arrival.min() >= -200
    assert (early.arrival < 0).sum() > 20
    assert (early.key[early.arrival < 0, 1] <= -2).all()
    later = early.arrival >= 0
    within = draw(cold, seed=1, replication=0).people
    assert np.array_equal(early.key[later], within.key[within.home < 0])
    assert np.array_equal(early.arrival[later], within.arrival[within.home < 0])


def test_residents_are_who_the_file_says():
    mine = shelter(
        residents_now=(
            Resident(number=2, so_far=40.0, values=(("age", "adult"), ("risk", "low"))),
            Resident(number=1, values=(("language", "serbian"),)),
        ),
        stays=(
            stay(Fixed(60.0), condition=Condition((("age", ("adult",)),))),
            stay(Fixed(50.0)),
        ),
    )
    people = draw(scenario(shelters=(mine,)), seed=1, replication=0).people

    assert people.key[:3].tolist() == [[-1, 0, 0, 0], [-1, 0, 1, 0], [-1, 0, 2, 0]]
    assert people.home[:4].tolist() == [0, 0, 0, -1]
    assert people.values[:2, :2].tolist() == [[1, 2], [1, 2]]
    assert people.values[2, 2] == 1
    assert people.residual[:2].tolist() == [20.0, 20.0]
    assert people.so_far[:2].tolist() == [40.0, 40.0]
    assert np.isnan(people.so_far[2:]).all()
    assert np.isnan(people.residual[3:]).all()


def test_a_resident_without_a_planned_stay_is_refused():
    nobody = Condition((("age", ()),))
    mine = shelter(residents_now=(Resident(number=1),), stays=(stay(condition=nobody),))

    with pytest.raises(ValueError, match="pvpt: no stay is planned"):
        draw(scenario(shelters=(mine,)), seed=1, replication=0)


def test_a_gamma_stay_can_be_very_short_but_never_nothing():
    world = scenario(shelters=(shelter(stays=(stay(Gamma(0.01, 10.0)),)),))
    length = pooled(world, lambda c: c.stays[0][0].length[:, 0, 0], 20)

    assert length.min() == TICK
