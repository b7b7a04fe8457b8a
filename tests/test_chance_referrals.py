"""Who is referred with whom, of which mix, and how many of those present."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from chancy import (
    AGE,
    LANGUAGE,
    MIX,
    RISK,
    lives,
    scenario,
    shares,
    shelter,
    stream,
    z_of_count,
    z_of_share,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.calendar import Calendar
from sim.chance import draw
from sim.chance.rate import Days, intensity
from sim.distributions import Clipped, Discrete, Fixed, Uniform
from sim.scenario.plan import (
    Attribute,
    JointShares,
    MixChange,
    RateChange,
    RatePlan,
    Resident,
)
from sim.streams import Streams

CHILDREN = Discrete((0, 1, 2), (0.5, 0.3, 0.2))


@cache
def many(world, replications=200):
    return [draw(world, seed=3, replication=r) for r in range(replications)]


def pooled(world, part, replications=200):
    return np.concatenate([part(c) for c in many(world, replications)])


def sizes(world, replications=200):
    return pooled(world, lambda c: c.people.size, replications)


def unsized(world):
    """Everybody's life but for how many beds they take."""
    chance = draw(world, seed=3, replication=1)
    ones = np.ones_like(chance.people.size)
    return lives(replace(chance, people=replace(chance.people, size=ones)))


@pytest.mark.oracle
def test_a_household_has_the_victims_bed_and_one_for_each_who_comes_along():
    """About 8,000 households; a share off by 3 points gives z above 5."""
    size = sizes(scenario(stream(accompanied_by=CHILDREN)))

    assert set(size.tolist()) == {1, 2, 3}
    for beds, share in ((1, 0.5), (2, 0.3), (3, 0.2)):
        assert abs(z_of_share((size == beds).sum(), len(size), share)) < 4


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (None, {1}),
        (Fixed(0.0), {1}),
        (Fixed(1.6), {3}),
        (Clipped(Fixed(3.0)), {4}),
        (Uniform(0.0, 0.4), {1}),
        (Uniform(0.6, 1.4), {2}),
    ],
)
def test_who_comes_along_is_rounded_to_whole_persons(law, expected):
    assert set(sizes(scenario(stream(accompanied_by=law)), 3).tolist()) == expected


def test_residents_of_day_0_live_alone():
    here = shelter(residents_now=(Resident(number=5),))
    world = scenario(stream(accompanied_by=Fixed(2.0)), shelters=(here,))
    people = draw(world, seed=3, replication=1).people

    assert people.size[:6].tolist() == [1, 1, 1, 1, 1, 3]
    assert set(people.size[people.home < 0].tolist()) == {3}


def test_members_of_batches_and_people_of_the_warm_up_have_households():
    raids = stream(
        "raids", 12.0, batch_size=Fixed(4), batch_days=(50,), accompanied_by=CHILDREN
    )
    people = draw(scenario(raids, warm_up_days=300), seed=3, replication=0).people

    for mine in (people.key[:, 1] >= 0, people.arrival < 0):
        assert set(people.size[mine].tolist()) == {1, 2, 3}
    dated = pooled(
        scenario(raids), lambda c: c.people.size[c.people.key[:, 1] == -1], 50
    )
    assert len(dated) == 200
    assert set(dated.tolist()) == {1, 2, 3}


def test_households_change_nothing_but_the_beds_of_their_own_stream():
    alone, together = (
        scenario(stream("a", accompanied_by=law), stream("b"))
        for law in (None, CHILDREN)
    )
    people = draw(together, seed=3, replication=1).people

    assert unsized(alone) == unsized(together)
    assert set(people.size[people.stream == 0].tolist()) == {1, 2, 3}
    assert set(people.size[people.stream == 1].tolist()) == {1}


def test_a_larger_law_keeps_the_rank_of_households():
    few, lots = (
        sizes(scenario(stream(accompanied_by=law)), 20)
        for law in (CHILDREN, Discrete((0, 1, 2), (0.2, 0.3, 0.5)))
    )

    assert (few <= lots).all()
    assert (few < lots).any()


@pytest.mark.oracle
def test_a_household_is_independent_of_all_else_even_of_an_attribute_of_its_name():
    attribute = Attribute("household", ("alone", "with children"))
    mix = (
        *MIX[:2],
        JointShares(("household",), ((("alone",), 0.5), (("with children",), 0.5))),
    )
    world = scenario(
        stream(mix=mix, accompanied_by=CHILDREN), attributes=(AGE, RISK, attribute)
    )
    columns = [
        sizes(world),
        *pooled(world, lambda c: c.people.values).T,
        pooled(world, lambda c: c.people.arrival),
        pooled(world, lambda c: c.patience[:, 0]),
        pooled(world, lambda c: c.stays[0][0].length[:, 0, 0]),
    ]

    away = np.corrcoef(np.array(columns, float))[0, 1:]
    assert np.abs(away).max() < 4 / len(columns[0]) ** 0.5


OLDER = (shares("age", child=0.5, adult=0.5), *MIX[1:])
OLDEST = (shares("age", child=0.1, adult=0.9), *MIX[1:])


@pytest.mark.oracle
def test_people_are_of_the_mix_in_force_when_they_come():
    """About 2,700 people in each third; a change one month off gives z above 7."""
    changes = (MixChange(day=240, mix=OLDEST), MixChange(day=120, mix=OLDER))
    world = scenario(stream(mix_changes=changes))
    days = pooled(world, lambda c: c.people.arrival)
    child = pooled(world, lambda c: c.people.values[:, 0]) == 0

    for first, last, share in ((0, 120, 0.75), (120, 240, 0.5), (240, 365, 0.1)):
        mine = (days >= first) & (days < last)
        assert abs(z_of_share(child[mine].sum(), mine.sum(), share)) < 4


def test_a_changed_mix_is_for_the_whole_of_its_first_day_and_keeps_the_uniforms():
    """Who is adult in a mix of fewer adults is adult in one of more (C3)."""
    certain = (shares("age", adult=1.0, child=0.0), *MIX[1:])
    for change in (OLDER, certain):
        for replication in range(20):
            before, after = (
                draw(world, seed=3, replication=replication).people
                for world in (
                    scenario(stream(rate=400.0)),
                    scenario(
                        stream(
                            rate=400.0, mix_changes=(MixChange(day=100, mix=change),)
                        )
                    ),
                )
            )
            later = before.arrival >= 100

            assert np.array_equal(before.arrival, after.arrival)
            assert np.array_equal(before.values[~later], after.values[~later])
            assert np.array_equal(before.values[:, 1:], after.values[:, 1:])
            assert (before.values[later, 0] <= after.values[later, 0]).all()
            if change is certain:
                assert (after.values[later, 0] == 1).all()


def test_a_changed_mix_moves_no_one_but_those_it_names():
    base = scenario(stream("a"), stream("b"))
    changed = scenario(
        stream("a", mix_changes=(MixChange(day=0, mix=OLDEST),)), stream("b")
    )
    one, two = (lives(draw(w, seed=3, replication=1)) for w in (base, changed))
    age = 1

    assert one.keys() == two.keys()
    for key, life in one.items():
        if life != two[key]:
            assert key[0] == 0
            assert (life[age], two[key][age]) == (0, 1)
            assert life[:age] + life[age + 1 :] == two[key][:age] + two[key][age + 1 :]
    assert one != two


def test_a_mix_may_change_before_the_period_and_after_it():
    warm = scenario(
        stream(mix_changes=(MixChange(day=-100, mix=OLDEST),)), warm_up_days=365
    )
    plain = scenario(stream(), warm_up_days=365)
    late = scenario(stream(mix_changes=(MixChange(day=365, mix=OLDEST),)))
    mine, usual = (draw(w, seed=3, replication=0).people for w in (warm, plain))
    before = usual.arrival < -100

    assert np.array_equal(mine.values[before], usual.values[before])
    assert not np.array_equal(mine.values, usual.values)
    assert lives(draw(late, seed=3, replication=0)) == lives(
        draw(scenario(), seed=3, replication=0)
    )


def test_a_changed_mix_may_leave_an_invented_attribute_as_it_was():
    """Its generator beside the rows is read again from its beginning."""
    changed = (*OLDER[:2], MIX[2])
    world = scenario(stream(mix_changes=(MixChange(day=0, mix=changed),)))
    at = (AGE, RISK, LANGUAGE).index(LANGUAGE)
    one, two = (draw(w, seed=3, replication=0).people for w in (scenario(), world))

    assert np.array_equal(one.values[:, at], two.values[:, at])


PRESENT = RatePlan(
    per_year=73.0,
    detected=0.2,
    changes=(
        RateChange(day=50, times=2.0),
        RateChange(day=100, detected=0.6),
        RateChange(day=150, times=1.0),
        RateChange(day=200, per_year=146.0, detected=0.5),
    ),
)


def test_detection_multiplies_the_rate_and_a_change_of_it_ends_no_surge():
    axis = Days(Calendar(scenario().start, 365))
    daily = intensity(PRESENT, axis, Streams(1, 0), "x") / 365

    seen = [daily[day] for day in (0, 49, 50, 99, 100, 149, 150, 199, 200, 364)]
    assert seen == pytest.approx(
        [0.04] * 2 + [0.08] * 2 + [0.24] * 2 + [0.12] * 2 + [0.2] * 2
    )


def test_a_change_of_detection_does_not_start_growth_anew():
    axis = Days(Calendar(scenario().start, 1095))
    grows = RatePlan(per_year=100.0, growth_per_year=0.1)
    better = replace(grows, changes=(RateChange(day=400, detected=1.0),))

    one, two = (intensity(plan, axis, Streams(1, 0), "x") for plan in (grows, better))
    assert np.array_equal(one, two)


@pytest.mark.oracle
def test_those_detected_are_as_many_as_the_file_says():
    """3,000 and 9,000 arrivals; a share 5 % too high gives z = 4.7 in the second."""
    rate = RatePlan(
        per_year=300.0, detected=0.1, changes=(RateChange(day=182, detected=0.3),)
    )
    times = pooled(scenario(stream(rate=rate)), lambda c: c.people.arrival)

    assert abs(z_of_count((times < 182).sum(), 200 * 300 * 0.1 * 182 / 365)) < 4
    assert abs(z_of_count((times >= 182).sum(), 200 * 300 * 0.3 * 183 / 365)) < 4


@settings(deadline=None)
@given(
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.integers(0, 364),
    st.integers(0, 50),
)
def test_more_detection_only_adds_people_and_only_from_its_day(
    low, high, day, replication
):
    low, high = sorted((low, high))
    base = RatePlan(per_year=150.0, detected=low)
    better = replace(base, changes=(RateChange(day=day, detected=high),))
    few, many_more = (
        lives(draw(scenario(stream(rate=plan)), seed=3, replication=replication))
        for plan in (base, better)
    )

    assert few.items() <= many_more.items()
    assert all(many_more[key][0] >= day for key in many_more.keys() - few.keys())


def test_all_are_detected_unless_the_file_says_otherwise():
    one, two = (
        lives(draw(scenario(stream(rate=plan)), seed=3, replication=0))
        for plan in (RatePlan(per_year=20.0), RatePlan(per_year=40.0, detected=0.5))
    )

    assert one == two


def test_dated_batches_are_not_a_matter_of_detection():
    rate = RatePlan(per_year=50.0, detected=0.0)
    people = draw(
        scenario(stream(rate=rate, batch_days=(7,))), seed=3, replication=0
    ).people

    assert people.key.tolist() == [[0, -1, 7, 0]]
