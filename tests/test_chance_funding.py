"""What funders do by chance: when they sign, whether, and how late they pay."""

from datetime import date
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from chancy import (
    call,
    fund,
    funder,
    gifts,
    lives,
    scenario,
    z_of_count,
    z_of_mean,
    z_of_share,
)

from sim.chance import draw
from sim.chance.funding import LAGS
from sim.distributions import Clipped, Discrete, Exponential, Fixed, Uniform
from sim.scenario.plan import Grant, Instalment, RateChange, RatePlan, Receivable

MONTHLY = (Instalment(trigger="date", share=Fraction(1, 12)),) * 12


@cache
def many(plan, replications=1000):
    world = scenario(funders=(plan,), days=730)
    return [draw(world, seed=5, replication=r).funders[0] for r in range(replications)]


def test_without_lateness_a_call_is_signed_as_planned():
    plan = funder(late=None, rounds=(call(2016, -365, signed=-300), call(2017, 0)))

    assert many(plan, 1)[0].signed.tolist() == [-300, 0]


def test_lateness_in_months_follows_the_calendar():
    """Planned 31 January 2017: one month late is 28 February, two 31 March."""
    seen = {
        months: many(funder(late=Fixed(months), rounds=(call(signed=30),)), 1)[
            0
        ].signed[0]
        for months in (0, 1, 2, 3)
    }

    assert seen == {0: 30, 1: 58, 2: 89, 3: 119}


def test_lateness_in_days_is_rounded_and_never_negative():
    plan = funder(late=Uniform(0, 40), late_unit="days")
    signed = np.array([luck.signed for luck in many(plan)])

    assert abs(z_of_mean(signed[:, 0], 20.0)) < 4
    assert abs(z_of_mean(signed[:, 1] - 365, 20.0)) < 4
    assert signed[:, 0].min() == 0
    assert signed[:, 0].max() == 40


@pytest.mark.oracle
def test_calls_are_as_late_as_the_file_says():
    signed = np.array([luck.signed for luck in many(funder())])

    planned = [(date(2017, 1 + m, 1) - date(2017, 1, 1)).days for m in range(4)]
    for day, share in zip(planned, (0.2, 0.4, 0.28, 0.12), strict=True):
        assert abs(z_of_share((signed[:, 0] == day).sum(), 1000, share)) < 4
    assert abs(np.corrcoef(signed.T)[0, 1]) < 4 / 1000**0.5


@pytest.mark.oracle
def test_awards_are_decided_for_each_call_and_shelter():
    awarded = np.array([luck.awarded for luck in many(funder())]).reshape(1000, -1)

    for column in awarded.T:
        assert abs(z_of_share(column.sum(), 1000, 0.8)) < 4
    away = np.corrcoef(awarded.T)[np.triu_indices(4, 1)]
    assert np.abs(away).max() < 4 / 1000**0.5


def test_a_certain_award_is_given_and_an_impossible_one_is_not():
    assert many(funder(award=1.0), 1)[0].awarded.all()
    assert not many(funder(award=0.0), 1)[0].awarded.any()


@pytest.mark.oracle
def test_every_instalment_has_its_own_lag():
    plan = funder(instalments=MONTHLY, lag=Exponential(20))
    lags = np.array([luck.lag for luck in many(plan)])

    assert lags.shape == (1000, 2, 2, 12)
    assert lags.min() == 0
    whole = 1 / (2 * np.sinh(1 / 40))  # the mean of an exponential once rounded
    assert abs(z_of_mean(lags[:, 0, 0, 0], whole)) < 4
    assert abs(z_of_mean(lags.mean(axis=(1, 2, 3)), whole)) < 4
    away = np.corrcoef(lags.reshape(1000, -1).T)[np.triu_indices(48, 1)]
    assert np.abs(away).max() < 5 / 1000**0.5
    awarded = np.array([luck.awarded[0, 0] for luck in many(plan)], float)
    away = np.corrcoef(awarded, lags[:, 0, 0, 0])[0, 1]
    assert abs(away) < 4 / 1000**0.5


def test_a_fixed_lag_is_the_lag_of_all():
    plan = funder(
        lag=Fixed(10.4), receivables=(Receivable(shelter="a", amount=1, day=3),)
    )
    luck = many(plan, 1)[0]

    assert set(luck.lag.ravel().tolist()) == {10}
    assert luck.receivable_lag.tolist() == [10]


def test_invoices_of_a_contract_in_arrears_have_lags():
    invoices = tuple(range(30, 390, 30))
    plan = funder(in_arrears=True, instalments=(), rounds=(call(invoices=invoices),))

    assert many(plan, 1)[0].lag.shape == (1, 2, 12)


def test_more_instalments_than_a_row_holds_move_nobody():
    few = funder(instalments=MONTHLY, lag=Uniform(0, 60))
    lots = funder(instalments=MONTHLY * 12, lag=Uniform(0, 60))
    first, second = many(few, 50), many(lots, 50)

    assert len(MONTHLY * 12) > 2 * LAGS
    for a, b in zip(first, second, strict=True):
        assert np.array_equal(a.lag, b.lag[:, :, :12])
        assert np.array_equal(a.signed, b.signed)
        assert np.array_equal(a.awarded, b.awarded)
    late = np.array([luck.lag[0, 0, -1] for luck in second])
    assert len(set(late.tolist())) > 20


def test_what_is_not_random_moves_nothing_else():
    """Lateness made certain, or lags, or awards: the rest stays as it was."""
    base, *others = (
        many(plan, 50)
        for plan in (
            funder(),
            funder(late=None),
            funder(lag=Fixed(0.0)),
            funder(award=1.0),
            funder(late=Clipped(Discrete((0, 1), (0.5, 0.5)), 0, 0)),
        )
    )
    for a, b, c, d, e in zip(base, *others, strict=True):
        assert np.array_equal(a.lag, b.lag)
        assert np.array_equal(a.awarded, b.awarded)
        assert np.array_equal(a.signed, c.signed)
        assert np.array_equal(a.awarded, c.awarded)
        assert np.array_equal(a.lag, d.lag)
        assert e.signed.tolist() == [0, 365]


def test_another_shelter_moves_no_award_and_no_lag():
    two = many(funder(shelters=("pvpt", "hope")), 50)
    three = many(funder(shelters=("isf", "pvpt", "hope")), 50)

    for a, b in zip(two, three, strict=True):
        assert np.array_equal(a.awarded, b.awarded[:, 1:])
        assert np.array_equal(a.lag, b.lag[:, 1:])
        assert np.array_equal(a.signed, b.signed)


def test_another_year_of_calls_only_appends():
    one = many(funder(rounds=(call(2017, 0),)), 50)
    two = many(funder(), 50)

    for a, b in zip(one, two, strict=True):
        assert np.array_equal(a.signed, b.signed[:1])
        assert np.array_equal(a.lag, b.lag[:1])


@pytest.mark.oracle
def test_gifts_come_at_their_rate_with_their_amounts():
    """2,000 years of 12 gifts of €300; a rate 3 % too high gives z = 4.6."""
    plan = funder(gifts=(gifts("pvpt"), gifts("hope")))
    drawn = many(plan)
    times = np.concatenate([luck.gift_times[0] for luck in drawn])
    amounts = np.concatenate([luck.gift_amounts[0] for luck in drawn])

    assert abs(z_of_count(len(times), 1000 * 2 * 12)) < 4
    assert abs(z_of_mean(amounts, 30_000)) < 4
    assert amounts.dtype == np.int64
    for luck in drawn[:50]:
        assert (np.diff(luck.gift_times[0]) >= 0).all()
        assert len(luck.gift_times[0]) == len(luck.gift_amounts[0])
        assert luck.gift_times[0].tolist() != luck.gift_times[1].tolist()


def test_a_gift_is_at_least_one_cent_and_more_of_them_move_none():
    few = many(funder(gifts=(gifts(rate=12.0, mean=0.1),)), 20)
    lots = many(funder(gifts=(gifts(rate=50.0, mean=0.1),)), 20)

    assert {int(n) for luck in few for n in luck.gift_amounts[0]} == {1}
    for a, b in zip(few, lots, strict=True):
        assert set(a.gift_times[0].tolist()) <= set(b.gift_times[0].tolist())


def test_gifts_can_dry_up_at_a_date():
    rate = RatePlan(per_year=50.0, changes=(RateChange(day=100, per_year=0.0),))
    plan = funder(gifts=(gifts().__class__(shelter="a", rate=rate, amount=Fixed(5.0)),))

    assert max(t for luck in many(plan, 50) for t in luck.gift_times[0]) < 100


def test_a_funder_without_calls_or_gifts_has_no_luck():
    plan = funder(rounds=(), grants=(Grant(shelter="pvpt", amounts=()),))
    luck = many(plan, 1)[0]

    assert luck.signed.shape == (0,)
    assert luck.awarded.shape == (0, 1)
    assert luck.lag.shape == (0, 1, 1)
    assert luck.gift_times == ()


def confiscated(*funds, replications=500, **more):
    world = scenario(compensation=funds, **more)
    return [draw(world, seed=5, replication=r) for r in range(replications)]


@pytest.mark.oracle
def test_confiscations_come_at_their_rate_with_their_amounts():
    """1,000 years of 6 of €5,000; a rate 6 % too high gives z = 4.6."""
    drawn = confiscated(fund("a"), fund("b", rate=3.0), days=730)
    times = np.concatenate([chance.confiscation_times[0] for chance in drawn])
    amounts = np.concatenate([chance.confiscations[0] for chance in drawn])
    others = sum(len(chance.confiscation_times[1]) for chance in drawn)

    assert abs(z_of_count(len(times), 500 * 2 * 6)) < 4
    assert abs(z_of_count(others, 500 * 2 * 3)) < 4
    assert abs(z_of_mean(amounts, 500_000)) < 4
    assert amounts.dtype == np.int64
    for chance in drawn[:50]:
        one, two = chance.confiscation_times
        assert (np.diff(one) >= 0).all()
        assert np.array_equal(one * 2**20, np.rint(one * 2**20))
        assert len(one) == len(chance.confiscations[0])
        assert not set(one.tolist()) & set(two.tolist())


def test_a_compensation_fund_moves_nobody_and_no_other_money():
    giving = funder(gifts=(gifts(),))
    for without, one, two in zip(
        confiscated(replications=10, funders=(giving,)),
        confiscated(fund("a"), replications=10, funders=(giving,)),
        confiscated(fund("b"), fund("a"), replications=10, funders=(giving,)),
        strict=True,
    ):
        assert without.confiscation_times == without.confiscations == ()
        assert lives(without) == lives(one) == lives(two)
        gave = [c.funders[0].gift_times[0].tolist() for c in (without, one, two)]
        assert gave[0] == gave[1] == gave[2]
        assert np.array_equal(one.confiscation_times[0], two.confiscation_times[1])
        assert np.array_equal(one.confiscations[0], two.confiscations[1])


def test_more_confiscations_move_none_and_lie_in_the_period():
    few = confiscated(fund(rate=5.0, mean=0.1), replications=20, warm_up_days=100)
    lots = confiscated(fund(rate=50.0, mean=0.1), replications=20)

    assert {int(n) for c in few for n in c.confiscations[0]} == {1}
    assert min(float(t) for c in few for t in c.confiscation_times[0]) >= 0
    for a, b in zip(few, lots, strict=True):
        seen, more = (set(c.confiscation_times[0].tolist()) for c in (a, b))
        assert seen <= more
