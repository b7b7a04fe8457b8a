"""Common random numbers: what two scenarios share has the same luck (C1–C3, W8)."""

import os
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256

import numpy as np
import pytest
from chancy import (
    AGE,
    LANGUAGE,
    MIX,
    RISK,
    fund,
    funder,
    lives,
    returning,
    rich,
    scenario,
    shelter,
    stay,
    stream,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.chance import draw
from sim.distributions import Discrete, Exponential, Fixed, Lognormal, Uniform
from sim.scenario.plan import RateChange, RatePlan, Resident


def drawn(world, replication=0):
    return lives(draw(world, seed=11, replication=replication))


def flat(thing):
    """Every array inside a Chance, in order."""
    if is_dataclass(thing):
        return [a for f in fields(thing) for a in flat(getattr(thing, f.name))]
    if isinstance(thing, tuple):
        return [a for part in thing for a in flat(part)]
    return [np.asarray(thing)]


def digest(chance):
    return sha256(b"".join(a.tobytes() for a in flat(chance))).hexdigest()


def test_the_same_draw_twice_is_the_same_to_the_last_bit():
    world = rich()

    assert digest(draw(world, seed=1, replication=3)) == digest(
        draw(world, seed=1, replication=3)
    )


def test_seeds_and_replications_differ():
    world = rich()
    digests = {
        digest(draw(world, seed=seed, replication=r)) for seed in (1, 2) for r in (0, 1)
    }

    assert len(digests) == 4


def test_the_order_of_python_hashes_does_not_matter():
    """Dictionaries and sets of text would betray themselves here."""
    program = (
        "from test_chance_common import digest, rich, draw;"
        "print(digest(draw(rich(warm_up_days=50), seed=1, replication=2)),"
        "digest(draw(rich(), seed=1, replication=2)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=dict(
                os.environ, PYTHONHASHSEED=seed, PYTHONPATH=os.pathsep.join(sys.path)
            ),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "271828")
    }

    assert len(answers) == 1


def test_another_stream_moves_nobody():
    base = drawn(scenario(stream("identified", 40.0)))
    more = drawn(scenario(stream("identified", 40.0), stream("presumed", 30.0)))

    assert base
    assert {key: life for key, life in more.items() if key[0] == 0} == base


def test_another_order_of_streams_only_renumbers_them():
    """The number is part of the key; the life is the name's."""
    a, b = stream("identified", 40.0), stream("presumed", 30.0)
    forwards, backwards = drawn(scenario(a, b)), drawn(scenario(b, a))

    assert {(1 - s, *rest): life for (s, *rest), life in forwards.items()} == backwards


def test_another_shelter_moves_nobody():
    def people(*names):
        world = rich(shelters=tuple(shelter(n) for n in names))
        chance = draw(world, seed=11, replication=0)
        return chance.people.arrival, chance.people.values, chance.stays[-1][0].length

    for one, other in zip(people("a"), people("b", "c", "a"), strict=True):
        assert np.array_equal(one, other)


def test_an_invented_attribute_moves_nobody():
    plain = scenario(stream(mix=MIX[:2]), attributes=(AGE, RISK))
    invented = scenario(stream(mix=MIX), attributes=(AGE, RISK, LANGUAGE))
    one, other = drawn(plain), drawn(invented)

    assert one == {key: life[:3] + life[4:] for key, life in other.items()}


def test_a_longer_period_only_appends():
    short, long = drawn(rich(days=365)), drawn(rich(days=900))
    within = {key: life for key, life in long.items() if life[0] < 365}

    assert len(long) > 1.8 * len(short)
    assert within == short


def test_a_longer_warm_up_only_adds_earlier_people():
    short, long = drawn(rich(warm_up_days=100)), drawn(rich(warm_up_days=400))
    within = {key: life for key, life in long.items() if life[0] >= -100}

    assert within == short


def test_other_money_moves_nobody():
    base = rich()
    other = replace(base, funders=(funder("new", late=None), *base.funders))
    one, two = (draw(w, seed=1, replication=0) for w in (base, other))

    assert lives(one) == lives(two)
    assert digest(one.funders) == digest(two.funders[1:])


def test_other_residents_move_no_one_referred():
    base = rich()
    fewer = replace(base, shelters=(shelter("pvpt"), base.shelters[1]))
    one, two = drawn(base), drawn(fewer)

    assert one != two
    assert two == {key: life for key, life in one.items() if key[:2] != (-1, 0)}


def test_a_raised_batch_size_only_adds_members():
    small = drawn(
        scenario(stream("raids", 9.0, batch_size=Uniform(2, 6), batch_days=(50,)))
    )
    large = drawn(
        scenario(stream("raids", 9.0, batch_size=Uniform(4, 8), batch_days=(50,)))
    )

    assert small.items() < large.items()


def test_another_dated_batch_moves_no_other():
    one = drawn(
        scenario(stream("raids", 0.0, batch_size=Uniform(2, 6), batch_days=(50,)))
    )
    two = drawn(
        scenario(stream("raids", 0.0, batch_size=Uniform(2, 6), batch_days=(20, 50)))
    )

    assert one.items() < two.items()


@settings(deadline=None)
@given(
    st.floats(0.1, 150),
    st.floats(1.0, 3.0),
    st.lists(st.tuples(st.integers(0, 364), st.floats(0, 3)), max_size=3),
    st.integers(0, 50),
)
def test_a_raised_rate_only_adds_people(rate, times, changes, replication):
    dated = tuple(RateChange(day=day, times=factor) for day, factor in changes)
    low = RatePlan(per_year=rate, changes=dated)
    high = RatePlan(per_year=rate * times, changes=dated)
    few = drawn(scenario(stream(rate=low)), replication)
    many = drawn(scenario(stream(rate=high)), replication)

    assert few.items() <= many.items()


@settings(deadline=None)
@given(st.integers(0, 364), st.floats(0, 3), st.integers(0, 50))
def test_a_dated_change_moves_nobody_before_it(day, times, replication):
    base = RatePlan(per_year=40.0)
    changed = RatePlan(per_year=40.0, changes=(RateChange(day=day, times=times),))
    one, two = (drawn(scenario(stream(rate=p)), replication) for p in (base, changed))

    assume(one)
    assert {k: v for k, v in one.items() if v[0] < day} == {
        k: v for k, v in two.items() if v[0] < day
    }
    small, large = (one, two) if times >= 1 else (two, one)
    assert small.items() <= large.items()


@pytest.mark.parametrize("replication", range(5))
def test_changed_stays_keep_everybodys_rank(replication):
    """Whoever stays longer than another still does under another law (C3)."""
    laws = (Lognormal.from_mean_sigma(129, 1.0), Exponential(60), Uniform(10, 300))
    orders = [
        np.argsort(
            draw(
                scenario(shelters=(shelter(stays=(stay(law, at_most=None),)),)),
                seed=2,
                replication=replication,
            )
            .stays[0][0]
            .length[:, 0, 0],
            kind="stable",
        ).tolist()
        for law in laws
    ]

    assert orders[0] == orders[1] == orders[2]


def test_a_longer_known_stay_of_a_resident_moves_no_other():
    def world(so_far):
        mine = (Resident(number=1, so_far=so_far), Resident(number=2))
        return scenario(shelters=(shelter(residents_now=mine),))

    one, two = drawn(world(10.0)), drawn(world(300.0))
    differing = [key for key in one if one[key] != two[key]]

    assert one.keys() == two.keys()
    assert differing == [(-1, 0, 0, 0)]


def test_the_luck_of_one_scenario_is_known_by_heart():
    """A change here is a change of every published result: say so in the changelog."""
    chance = draw(scenario(stream("identified", 10.0)), seed=1, replication=0)

    assert chance.people.key[:3, 1:3].tolist() == [[4, 0], [3, 0], [0, 0]]
    assert chance.people.arrival[:3].tolist() == [
        22.50519561767578,
        43.00440311431885,
        53.404767990112305,
    ]


def test_the_luck_of_households_extensions_and_returns_is_known_by_heart():
    """Likewise."""
    children = Discrete((0, 1, 2), (0.5, 0.3, 0.2))
    month = stay(Fixed(100.0), at_most=30.0, extended=0.4, extension=30.0)
    world = scenario(
        stream("identified", 10.0, accompanied_by=children),
        shelters=(shelter(stays=(month,)),),
        returns=(returning(0.3),),
        compensation=(fund(rate=2.0),),
    )
    chance = draw(world, seed=1, replication=0)

    assert chance.people.size[:8].tolist() == [2, 1, 3, 2, 1, 2, 2, 1]
    assert chance.stays[0][0].extended[:3].tolist() == [
        [True, True, False, True],
        [False, False, True, False],
        [True, True, False, False],
    ]
    assert chance.returns[0].comes_back[:3].tolist() == [
        [False, True, False, True],
        [True, False, True, False],
        [True, False, True, False],
    ]
    assert chance.confiscation_times[0].tolist() == [236.20539379119873]
