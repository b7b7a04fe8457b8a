"""Many replications drawn at once: the luck of each drawn alone, to the last bit."""

import subprocess
import sys
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path

import chancy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from strategies import plans

from sim.chance import Chances, draw, draw_many
from sim.chance.numbers import Generators, Numbers, in_order
from sim.compiling import HAS_COMPILER
from sim.distributions import (
    Clipped,
    Discrete,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
    Weibull,
)
from sim.scenario import load
from sim.scenario.plan import (
    MixChange,
    RateChange,
    RatePlan,
    Resident,
    StagePlan,
)
from sim.streams import Streams

ROOT = Path(__file__).parents[1]
LIBRARY = sorted((ROOT / "scenarios").glob("*.yaml"))
SEED = 11

LAWS = (
    Exponential(30),
    Lognormal.from_mean_sigma(60, 1.1),
    Gamma.from_mean_cv(50, 0.7),
    Weibull.from_mean_shape(45, 0.8),
    Uniform(0, 90),
    Triangular(1, 5, 60),
    Discrete((30.0, 7.0, 90.0), (0.2, 0.5, 0.3)),
    Empirical((3.0, 14.0, 15.0, 92.0, 65.0)),
    Fixed(12.5),
)
laws = st.sampled_from(LAWS)
rates = st.builds(
    RatePlan,
    per_year=st.sampled_from([0.0, 0.7, 20.0, 64.0, 300.0]),
    spread=st.sampled_from([None, 6.0]),
    season=st.sampled_from([None, (0.5, 1.5) * 6]),
    growth_per_year=st.sampled_from([0.0, 0.3]),
    detected=st.sampled_from([1.0, 0.4]),
    changes=st.sampled_from(
        [(), (RateChange(day=20, times=3.0), RateChange(day=60, per_year=50.0))]
    ),
) | st.builds(
    RatePlan,
    counts=st.just((15, 26, 17, 22)),
    spread=st.sampled_from([None, 18.0]),
)
batches = st.integers(0, 2**32 - 2).flatmap(
    lambda first: st.lists(st.integers(first, first + 40), min_size=1, max_size=5)
)


@st.composite
def streams(draw, name):
    return chancy.stream(
        name,
        draw(rates),
        mix=draw(st.sampled_from([chancy.MIX, chancy.MIX[1:]])),
        batch_size=draw(st.sampled_from([None, None, Uniform(0, 4), Fixed(2.0)])),
        batch_days=draw(st.sampled_from([(), (-3, 5, 40, 40)])),
        mix_changes=draw(st.sampled_from([(), (MixChange(day=30, mix=chancy.MIX),)])),
        accompanied_by=draw(st.sampled_from([None, Fixed(1.0), Uniform(0, 3)])),
    )


@st.composite
def homes(draw, name):
    before = draw(st.sampled_from([None, 0.0, 40.0, 100.0]))
    return chancy.shelter(
        name,
        stays=(
            chancy.stay(
                draw(laws), at_most=91.0, extended=0.4, extension=draw(lengths)
            ),
            chancy.stay(draw(laws), at_most=None, since=15),
        ),
        residents_now=draw(
            st.sampled_from(
                [
                    (),
                    (Resident(number=3),),
                    (Resident(number=2, so_far=before), Resident(number=1)),
                ]
            )
        ),
    )


lengths = st.sampled_from([0.0, 30.0, 60.5])


@st.composite
def chances(draw):
    """A scenario in which anything that chance decides may be at stake."""
    late, lag = draw(st.tuples(laws, laws))
    ministry = chancy.funder(
        late=late,
        late_unit=draw(st.sampled_from(["days", "months"])),
        lag=lag,
        award=draw(st.sampled_from([0.8, 1.0])),
        gifts=(chancy.gifts(), chancy.gifts(rate=0.0)),
    )
    return chancy.scenario(
        draw(streams("identified")),
        draw(streams("raids")),
        days=draw(st.sampled_from([90, 400])),
        warm_up_days=draw(st.sampled_from([0, 0, 70])),
        shelters=(draw(homes("pvpt")), draw(homes("hope"))),
        stages=(StagePlan(name="first", takes=draw(laws), passes=0.5),)
        * draw(st.sampled_from([0, 2, 7])),
        returns=draw(st.sampled_from([(), (chancy.returning(),)])),
        funders=(ministry, chancy.funder("donor", late=None, lag=None)),
        compensation=draw(st.sampled_from([(), (chancy.fund(),)])),
    )


def arrays_of(thing, path=""):
    """Every array inside, by its path: kind, shape and bytes."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from arrays_of(getattr(thing, field.name), f"{path}.{field.name}")
    elif isinstance(thing, tuple):
        yield path, len(thing)
        for number, part in enumerate(thing):
            yield from arrays_of(part, f"{path}.{number}")
    elif isinstance(thing, np.ndarray):
        yield path, (thing.dtype, thing.shape, thing.tobytes())
    else:
        yield path, thing


def assert_same(found, wanted):
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        differing = [
            path
            for (path, this), (_, that) in zip(
                arrays_of(one), arrays_of(other), strict=True
            )
            if this != that
        ]
        assert differing == []


def alone(world, replications):
    return [draw(world, seed=SEED, replication=number) for number in replications]


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_the_luck_of_the_library_is_the_same_drawn_together(path):
    world = load(path)
    wanted = alone(world, range(3))

    for compiled in (False, True):
        found = draw_many(world, seed=SEED, replications=range(3), compiled=compiled)
        assert_same(found, wanted)


@given(chances(), batches, st.booleans())
@example_settings(max_examples=40)
def test_whatever_chance_decides_is_the_same_drawn_together(world, numbers, compiled):
    found = draw_many(world, seed=SEED, replications=numbers, compiled=compiled)

    assert_same(found, alone(world, numbers))


@given(plans(), batches)
@example_settings(max_examples=30)
def test_the_worlds_of_the_model_are_the_same_drawn_together(world, numbers):
    found = draw_many(world, seed=SEED, replications=numbers, compiled=True)

    assert_same(found, alone(world, numbers))


@given(st.sets(st.integers(1, 11), max_size=5), st.booleans())
@example_settings(max_examples=10)
def test_any_split_into_blocks_gives_the_same(cuts, compiled):
    bounds = [0, *sorted(cuts), 12]
    found = [
        chance
        for first, end in pairwise(bounds)
        for chance in draw_many(
            RICH, seed=SEED, replications=range(first, end), compiled=compiled
        )
    ]

    assert_same(found, alone(RICH, range(12)))


RICH = chancy.rich()


def test_some_are_chosen_in_any_order_and_cut_out_like_a_list():
    together = draw_many(RICH, seed=SEED, replications=range(10, 16))
    each = alone(RICH, range(10, 16))

    assert_same(together.chosen(np.array([4, 0, 2])), [each[4], each[0], each[2]])
    assert_same(together[1:3], each[1:3])
    assert_same([together[-1]], [each[-1]])
    assert together.chosen(np.array([4, 0])).replications == (14, 10)
    with pytest.raises(IndexError):
        together[6]


def test_luck_alone_stands_in_the_columns_it_had():
    chance = draw(RICH, seed=SEED, replication=3)
    only = Chances.only(chance)

    assert_same(only, [chance])
    assert only.people is chance.people


def test_replications_of_any_size_may_stand_in_one_batch():
    numbers = [2**32 + 1, 3, 2**32 - 1]
    found = draw_many(RICH, seed=2**70, replications=numbers, compiled=True)

    wanted = [draw(RICH, seed=2**70, replication=number) for number in numbers]
    assert_same(found, wanted)


def test_of_no_replications_there_is_no_luck():
    with pytest.raises(ValueError, match="no luck of no replications"):
        draw_many(RICH, seed=SEED, replications=())


def test_without_a_compiler_the_luck_is_the_same(monkeypatch):
    monkeypatch.setattr("sim.compiling.HAS_COMPILER", False)
    found = draw_many(RICH, seed=SEED, replications=range(3), compiled=True)

    assert_same(found, alone(RICH, range(3)))


def test_no_compiler_is_brought_along_unless_it_is_asked_for():
    code = (
        "import sys; sys.path.insert(0, 'tests'); import chancy\n"
        "from sim.chance import draw_many\n"
        "draw_many(chancy.rich(), seed=1, replications=range(2))\n"
        "assert 'numba' not in sys.modules and 'sim.compiling' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_a_persons_columns_stand_in_one_piece():
    """The fast player reads them as they stand in memory."""
    for chance in draw_many(RICH, seed=SEED, replications=range(3)):
        stays = [plan for plans in chance.stays for plan in plans]
        for thing in (chance.people, *stays, *chance.returns):
            for field in fields(thing):
                assert getattr(thing, field.name).flags.c_contiguous, field.name
        for name in ("stage_takes", "stage_passes", "patience", "willingness"):
            assert getattr(chance, name).flags.c_contiguous, name


def test_plans_that_say_the_same_share_their_luck():
    world = chancy.scenario(
        shelters=(
            chancy.shelter("a"),
            chancy.shelter("b", stays=(chancy.stay(condition=ADULTS),)),
            chancy.shelter("c", stays=(chancy.stay(at_most=30.0),)),
        )
    )
    a, b, c = (plans[0] for plans in draw(world, seed=1, replication=0).stays)

    assert a is b
    assert c is not a
    assert np.shares_memory(c.exit, a.exit)


ADULTS = chancy.condition(age="adult")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: type(law).__name__)
def test_a_law_gives_each_the_same_whoever_else_is_asked(law):
    """Machines take several numbers at a time: where each stands must not matter."""
    u = np.random.default_rng(5).random(700)
    clipped = Clipped(law, 2.0, 60.0)
    for ask in (law.quantile, clipped.cdf, clipped.limited_mean):
        one_by_one = np.array([ask(u[at : at + 1])[0] for at in range(len(u))])

        for first in range(9):
            for size in (1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 600):
                part = slice(first, first + size)
                assert np.array_equal(ask(u[part]), one_by_one[part])
        table = u.reshape(70, 10)
        asked = ask(table[:, ::3])
        assert np.array_equal(asked, one_by_one.reshape(70, 10)[:, ::3])


def test_gaps_add_up_the_same_in_a_table_as_in_a_row():
    gaps = -np.log1p(-np.random.default_rng(6).random((40, 333)))
    rows = np.array([np.cumsum(row) for row in gaps])

    assert np.array_equal(np.cumsum(gaps, axis=1), rows)


@pytest.mark.skipif(not HAS_COMPILER, reason="machine code needs numba")
@given(
    st.integers(0, 2**200),
    batches,
    st.lists(st.text(max_size=30), min_size=1, max_size=4, unique=True),
    st.integers(1, 110),
    st.data(),
)
def test_our_generators_are_numpys(seed, replications, names, width, data):
    columns = data.draw(st.integers(1, width))
    more = data.draw(st.sets(st.integers(columns, width))) - {width}
    read = np.array([*range(columns), *sorted(more)])
    count = data.draw(st.integers(1, 12))
    name, replication = np.divmod(
        np.arange(len(names) * len(replications)), len(replications)
    )
    generators = Generators(names, name, replication)
    wanted = np.array(
        [
            Streams(seed, replications[r])(names[n]).random((count, width))
            for n, r in zip(name.tolist(), replication.tolist(), strict=True)
        ]
    )
    for compiled in (True, False):
        numbers = Numbers(seed, tuple(replications), compiled)
        sheet = numbers.sheet(generators, width, read)

        first = sheet.first(np.full(len(name), count), columns)
        assert np.array_equal(first, wanted.reshape(-1, width).T[:columns])
        index = np.arange(0, count, 2)
        picked = sheet.picked(
            np.repeat(np.arange(len(name)), len(index)), np.tile(index, len(name))
        )
        expected = wanted[:, index][:, :, read].reshape(-1, len(read)).T
        assert np.array_equal(picked, expected)


def test_who_comes_at_one_instant_stays_in_the_order_of_keys():
    replication = np.array([1, 0, 1, 0, 1])
    time = np.array([2.0, 3.5, 2.0, -1.0, 2.0 - 2.0**-20])

    order, ends = in_order(replication, time, 2)

    assert order.tolist() == [3, 1, 4, 0, 2]
    assert ends.tolist() == [2]


def test_instants_too_far_apart_for_one_number_are_put_in_order_too():
    order, ends = in_order(np.array([0, 0, 0]), np.array([2.0**41, 5.0, 2.0**40]), 1)

    assert order.tolist() == [1, 2, 0]
    assert ends.tolist() == []
