"""How many come, and when: observed counts against the integral of the rate."""

from datetime import date, timedelta

import numpy as np
import pytest
from chancy import scenario, stream, z_of_count, z_of_mean, z_of_share
from scipy.special import gammaincinv

from sim.calendar import Calendar
from sim.chance import draw
from sim.chance.numbers import Numbers
from sim.chance.rate import Days, intensity
from sim.chance.strips import points_of
from sim.scenario.plan import RateChange, RatePlan
from sim.streams import Streams

START, DAYS = date(2015, 7, 1), 1096  # includes a leap year and two year ends
SEASON = (0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.4, 1.2, 1.0, 0.8, 0.6)
PLAN = RatePlan(
    per_year=60.0,
    season=SEASON,
    growth_per_year=0.2,
    changes=(
        RateChange(day=200, times=2.0),
        RateChange(day=300, times=1.0),
        RateChange(day=800, per_year=100.0),
    ),
)


def expected_on(day):
    """The rule in words, day by day, without arrays."""
    when = START + timedelta(days=day)
    rate, given = (100.0, 2017) if day >= 800 else (60.0, 2015)
    if 200 <= day < 300:
        rate *= 2
    length = 366 if when.year == 2016 else 365
    return rate * 1.2 ** (when.year - given) * SEASON[when.month - 1] / length


def times_of(plan, replications, days=DAYS, start=START, seed=1):
    """All arrival times of many replications, from the strips alone."""
    axis = Days(Calendar(start, days))
    found = []
    for replication in range(replications):
        streams = Streams(seed, replication)
        daily = intensity(plan, axis, streams, "x")
        numbers = Numbers(seed, (replication,))
        found.append(points_of(numbers, "x", daily[np.newaxis], 2, np.arange(2)).time)
    return np.concatenate([np.empty(0), *found])


@pytest.mark.oracle
def test_counts_of_every_month_agree_with_the_integral_of_the_rate():
    """400 replications of about 290 arrivals.

    A rate 3 % too high gives z = 10 in all, and days looked up once per gap
    rather than per candidate give |z| > 30 in single months.
    """
    times = times_of(PLAN, 400)
    months = Calendar(START, DAYS).months

    zs = []
    for month in months:
        expected = 400 * sum(expected_on(d) for d in range(month.first, month.last + 1))
        seen = ((times >= month.first) & (times < month.last + 1)).sum()
        zs.append(z_of_count(seen, expected))
    whole = 400 * sum(map(expected_on, range(DAYS)))
    assert whole > 100_000
    assert abs(z_of_count(len(times), whole)) < 4
    assert max(map(abs, zs)) < 4
    assert sum(z * z for z in zs) < len(zs) + 4 * (2 * len(zs)) ** 0.5


def test_a_yearly_rate_holds_in_years_of_every_length():
    axis = Days(Calendar(date(2015, 1, 1), 1096))
    daily = intensity(RatePlan(per_year=40.0), axis, Streams(1, 0), "x")

    per_year = [daily[axis.year == year].sum() / 365 for year in (2015, 2016, 2017)]
    assert per_year == pytest.approx([40.0, 40.0, 40.0])


def test_growth_steps_on_the_first_of_january():
    axis = Days(Calendar(date(2015, 7, 1), 366), before=365)
    plan = RatePlan(per_year=100.0, growth_per_year=0.1)
    daily = intensity(plan, axis, Streams(1, 0), "x") / axis.scale

    assert daily[[0, 365, 365 + 183, 365 + 184]] == pytest.approx(
        [100 / 1.1, 100, 100, 110]
    )


@pytest.mark.oracle
def test_gaps_of_a_steady_rate_are_exponential():
    """A Poisson count has its mean as its variance; 2,000 years of 20."""
    counts = [
        len(times_of(RatePlan(per_year=20.0), 1, 365, seed=s)) for s in range(2000)
    ]

    assert abs(z_of_mean(counts, 20.0)) < 4
    ratio = np.var(counts, ddof=1) / 20.0
    assert abs(ratio - 1) < 4 * (2 / 2000) ** 0.5


@pytest.mark.oracle
def test_yearly_counts_make_the_rate_a_gamma_law():
    """Gamma(80.5, rate 4): mean 20.125, sd 2.243.

    A rate 2 % too high gives z = 12.  Forgetting the prior's half a count would
    shift the mean by 3.5 standard errors only: that is what the exact check is for.
    """
    plan = RatePlan(counts=(15, 26, 17, 22))
    axis = Days(Calendar(date(2017, 1, 1), 1))
    theta = [float(intensity(plan, axis, Streams(2, r), "x")[0]) for r in range(4000)]

    exact = [gammaincinv(80.5, Streams(2, r)("x/rate").random()) / 4 for r in range(9)]
    assert theta[:9] == pytest.approx(exact)
    assert abs(z_of_mean(theta, 20.125)) < 4
    assert np.std(theta) == pytest.approx(80.5**0.5 / 4, rel=4 / (2 * 4000) ** 0.5)
    inside = sum(15.97 < rate < 24.75 for rate in theta)
    assert abs(z_of_share(inside, 4000, 0.95)) < 4


@pytest.mark.oracle
def test_a_future_year_lies_between_11_and_31():
    """The predictive interval of the same counts; exactly 0.9645 of it lies inside."""
    plan = RatePlan(counts=(15, 26, 17, 22))
    start = date(2017, 1, 1)
    counts = [len(times_of(plan, 1, 365, start, seed=s)) for s in range(3000)]

    inside = sum(11 <= count <= 31 for count in counts)
    assert abs(z_of_share(inside, 3000, 0.9645)) < 4


@pytest.mark.oracle
def test_spread_makes_good_and_bad_years():
    """Factors of mean 1 and variance 1/k, one for each calendar year."""
    axis = Days(Calendar(date(2016, 7, 1), 365))
    plan = RatePlan(per_year=1.0, spread=6.0)
    factors = []
    for replication in range(3000):
        daily = intensity(plan, axis, Streams(4, replication), "x") / axis.scale
        assert len(np.unique(daily)) == 2
        factors.append(daily[[0, -1]])
    first, second = np.array(factors).T

    assert abs(z_of_mean(first, 1.0)) < 4
    assert abs(z_of_mean(second, 1.0)) < 4
    assert np.var(first) == pytest.approx(1 / 6, rel=0.15)
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / 3000**0.5


def test_counts_with_spread_weigh_less():
    """Mean (Σy + ½)/n as before, variance φ times as large: φ = 1 + 20/18."""
    plan = RatePlan(counts=(15, 26, 17, 22), spread=18.0)
    plain = RatePlan(counts=(15, 26, 17, 22))
    axis = Days(Calendar(date(2017, 1, 1), 1))
    theta = []
    for replication in range(3000):
        streams = Streams(2, replication)
        year = intensity(RatePlan(per_year=1.0, spread=18.0), axis, streams, "x")[0]
        theta.append(intensity(plan, axis, streams, "x")[0] / year)
    certain = [intensity(plain, axis, Streams(2, r), "x")[0] for r in range(3000)]

    assert abs(z_of_mean(theta, 20.125)) < 4
    assert np.var(theta) / np.var(certain) == pytest.approx(1 + 20 / 18, rel=0.1)


@pytest.mark.oracle
def test_the_warm_up_has_the_rate_of_its_own_dates():
    """March 2016 in the warm-up, three times the rate of other months."""
    plan = RatePlan(per_year=50.0, season=(1, 1, 3, *(7 / 9,) * 9))
    world = scenario(stream(rate=plan), days=30, warm_up_days=366)
    times = np.concatenate(
        [draw(world, seed=3, replication=r).people.arrival for r in range(300)]
    )
    march = date(2016, 3, 1) - date(2017, 1, 1)
    seen = ((times >= march.days) & (times < march.days + 31)).sum()

    assert times.min() >= -366
    assert abs(z_of_count(seen, 300 * 50 * 3 * 31 / 366)) < 4
    early = 300 * 50 / 366 * (31 + 29 + 3 * 31 + 7 / 9 * 275)
    assert abs(z_of_count((times < 0).sum(), early)) < 4


def test_a_rate_of_nothing_brings_nobody():
    assert len(times_of(RatePlan(per_year=0.0), 5)) == 0


@pytest.mark.parametrize("rate", [0.3, 1.0, 2.0, 64.0])
def test_a_rate_at_the_edge_of_a_strip_is_reached(rate):
    seen = len(times_of(RatePlan(per_year=rate), 300))

    assert abs(z_of_count(seen, 300 * rate * 3)) < 4


def test_the_size_of_a_block_of_candidates_changes_nothing(monkeypatch):
    whole = points_of(Numbers(1, (0, 1)), "x", FLAT, 7, np.arange(7))

    monkeypatch.setattr("sim.chance.strips.MARGIN", -7.0)
    parts = points_of(Numbers(1, (0, 1)), "x", FLAT, 7, np.arange(7))
    assert len(whole.names) == 7
    assert np.array_equal(whole.rows, parts.rows)
    assert np.array_equal(whole.time, parts.time)


FLAT = np.full((1, 1000), 60.0)
