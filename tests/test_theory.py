"""The closed forms against each other and against tables."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.theory import (
    closed_months,
    erlang_a,
    erlang_b,
    erlang_c,
    freeze_month,
    mean_queue,
    mean_wait,
    poisson_cdf,
    rate_posterior,
    ruin_probability,
    share_delayed,
    stored_grants,
)

ACUTE, REHABILITATION = 8.3555, 9.7182
STROKE_BEDS = [
    (9, ACUTE, 0.1915),
    (10, ACUTE, 0.1379),
    (11, ACUTE, 0.0948),
    (12, ACUTE, 0.0619),
    (13, ACUTE, 0.0383),
    (14, ACUTE, 0.0223),
    (10, REHABILITATION, 0.2015),
    (12, REHABILITATION, 0.1091),
    (13, REHABILITATION, 0.0754),
    (14, REHABILITATION, 0.0497),
    (15, REHABILITATION, 0.0312),
    (16, REHABILITATION, 0.0186),
]


@pytest.mark.parametrize(("beds", "load", "share"), STROKE_BEDS)
def test_stroke_beds_are_short_as_often_as_the_paper_says(beds, load, share):
    assert share_delayed(beds, load) == pytest.approx(share, abs=6e-5)
    assert erlang_b(beds, load) == pytest.approx(share, abs=6e-5)


@settings(deadline=None)
@given(st.integers(1, 200), st.floats(0.01, 300))
def test_turning_away_and_the_poisson_census_agree(beds, load):
    assert erlang_b(beds, load) == pytest.approx(share_delayed(beds, load), rel=1e-6)


def test_many_beds_do_not_overflow():
    assert 0.99 < erlang_b(10, 5000.0) < 1
    assert erlang_b(2000, 1500.0) < 1e-20


def test_a_queue_reference_with_four_servers():
    """M/M/4 with 35 arrivals and 12 services a year each."""
    assert round(erlang_c(4, 35 / 12), 4) == 0.4750
    assert round(mean_queue(4, 35, 12) + 35 / 12, 4) == 4.1955


def test_a_load_of_all_beds_has_no_long_run():
    with pytest.raises(ValueError, match="outgrow"):
        erlang_c(3, 3.0)


def test_patience_without_end_is_erlang_c_and_without_beginning_erlang_b():
    patient = erlang_a(12, 0.1, 1 / 90, 1e-9)
    hasty = erlang_a(12, 0.1, 1 / 90, 1e6)

    assert patient.waits == pytest.approx(erlang_c(12, 9.0), rel=1e-5)
    assert patient.mean_wait == pytest.approx(mean_wait(12, 0.1, 1 / 90), rel=1e-5)
    assert hasty.gives_up == pytest.approx(erlang_b(12, 9.0), rel=1e-5)


@settings(deadline=None)
@given(st.integers(1, 40), st.floats(0.01, 3), st.floats(0.005, 1), st.floats(0.005, 5))
def test_who_arrives_is_admitted_or_gives_up(beds, arriving, leaving, giving_up):
    world = erlang_a(beds, arriving, leaving, giving_up)

    admitted = world.occupancy * beds * leaving
    assert admitted + arriving * world.gives_up == pytest.approx(arriving, rel=1e-6)
    assert world.queue == pytest.approx(arriving * world.mean_wait)


def test_the_table_of_late_calls():
    table = [
        [closed_months(late, reserve) for late in range(1, 5)] for reserve in range(4)
    ]

    assert table == [[1, 2, 3, 4], [0, 1, 2, 3], [0, 0, 1, 2], [0, 0, 0, 1]]
    assert [freeze_month(reserve, 1) for reserve in (0, 1, 3)] == [0, 0, 2]


def test_closed_time_is_closures_times_their_length():
    world = stored_grants(3, 18_000, 60_000)

    assert world.closed == pytest.approx(world.closures_per_time * world.closed_spell)
    cycle = world.open_spell + world.closed_spell
    assert world.closures_per_time == pytest.approx(1 / cycle)


def test_grants_above_costs_have_no_long_run():
    with pytest.raises(ValueError, match="never closes"):
        stored_grants(4, 18_000, 60_000)


def test_more_reserve_makes_ruin_rarer_and_none_makes_it_certain():
    ruins = [ruin_probability(reserve, 1_000, 2, 600) for reserve in (0, 1e4, 1e5)]

    assert ruins[0] == 1.0
    assert ruins == sorted(ruins, reverse=True)


def test_ruin_agrees_with_a_walk_from_gift_to_gift():
    """40,000 walks, z < 4; a gift rate 2 % higher gives z = −6."""
    rng = np.random.default_rng(5)
    reserve, burn, gift_rate, mean_gift = 2_000.0, 1_000.0, 2.0, 1_000.0
    cash, dry = np.full(40_000, reserve), np.zeros(40_000, bool)
    for _ in range(300):
        cash -= burn * rng.exponential(1 / gift_rate, len(cash))
        dry |= cash < 0
        cash = np.where(dry, inf, cash + rng.exponential(mean_gift, len(cash)))

    truth = ruin_probability(reserve, burn, gift_rate, mean_gift)
    z = (dry.sum() - len(dry) * truth) / (len(dry) * truth * (1 - truth)) ** 0.5
    assert abs(z) < 4


def test_kosovo_counts_give_a_rate_of_twenty():
    posterior = rate_posterior((15, 26, 17, 22))

    assert posterior.mean == 20.125
    assert [round(x, 2) for x in posterior.interval()] == [15.97, 24.75]
    assert posterior.prediction() == (11, 31)


def test_spread_widens_what_counts_say():
    plain, spread = (
        rate_posterior((15, 26, 17, 22)),
        rate_posterior((15, 26, 17, 22), 18),
    )

    assert spread.mean == pytest.approx(plain.mean)
    assert spread.interval()[0] < plain.interval()[0]
    assert spread.interval()[1] > plain.interval()[1]


def test_the_poisson_law_sums_to_one():
    assert poisson_cdf(200, 60.0) == pytest.approx(1)
