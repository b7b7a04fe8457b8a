"""What was earned is kept and what was not goes back, however late (SEMANTICS M)."""

from fractions import Fraction

import pytest
from counting import counts_of
from worlds import (
    ON_SIGNATURE,
    STRICT,
    Person,
    balance,
    daily,
    funder,
    grant,
    on_date,
    run,
    scenario,
    shelter,
    stay,
    told,
    whole_year,
)

from sim.history import Kind
from sim.scenario.plan import Instalment, Round

RICH = 100_000


def shared(round_, *instalments, days=100, **more):
    """A shelter that never lacks money, and a grant for half of its bills."""
    more.setdefault("grants", [grant(amount=10_000)])
    more.setdefault("share", Fraction(1, 2))
    return scenario(
        shelter(costs=(daily(100),), reserve=RICH),
        funders=(
            funder(
                instrument="share",
                rounds=(round_,),
                instalments=instalments,
                unspent="returned",
                **more,
            ),
        ),
        days=days,
    )


def test_unearned_money_that_comes_after_the_report_goes_back_at_once():
    """M8: the rest of the pot is returned, also when its payment came late."""
    plan = shared(
        Round(name="year", first=0, last=29, signed=0, dates=(28,)), on_date()
    )
    history = run(plan, lag={"ministry": 10})

    assert told(history, Kind.PAID, Kind.RETURNED) == [
        (39.0, "PAID", 0),
        (39.0, "RETURNED", 0),
    ]
    assert balance(history, "returned:ministry:north") == 10_000 - 30 * 50
    assert balance(history, "pot:ministry:north") == 0


def test_a_contract_signed_after_its_end_keeps_what_was_earned_only():
    plan = shared(Round(name="year", first=0, last=29, signed=0), ON_SIGNATURE)
    history = run(plan, signed={"ministry": [40]})

    assert balance(history, "returned:ministry:north") == 10_000 - 30 * 50
    assert balance(history, "cash:north") == RICH - 100 * 100 + 30 * 50


def test_what_was_earned_before_day_0_and_not_yet_paid_is_released_when_paid():
    """M3, M4: the shelter laid out 3,000 of the 8,000 it had earned."""
    plan = shared(
        Round(name="year", first=-80, last=49, signed=-80, dates=(10,)),
        Instalment(trigger="signature", share=Fraction(1, 4)),
        on_date(Fraction(3, 4)),
        grants=[grant(amount=20_000, received=5_000, entitled=8_000)],
    )
    history = run(plan)

    cash = history.nights.cash[:, 0].tolist()
    assert cash[9] == RICH - 10 * 100
    assert cash[10] == cash[9] - 100 + 3_000 + 11 * 50
    assert balance(history, "returned:ministry:north") == 20_000 - 8_000 - 50 * 50


def test_what_was_earned_and_not_yet_paid_is_asked_for_at_the_end_to_the_cent():
    """M8: nothing more was to fall due, and one cent was earned beyond it."""
    plan = shared(
        Round(name="year", first=-80, last=49, signed=-80),
        ON_SIGNATURE,
        grants=[grant(amount=20_000, received=10_499, entitled=8_000)],
    )
    history = run(plan)
    paid = history.events.kind == Kind.PAID

    assert history.events.time[paid].tolist() == [51.0]
    assert history.events.amount[paid].tolist() == [1]
    assert told(history, Kind.RETURNED) == []


@pytest.mark.parametrize(
    "terms, last, final",
    [
        ("carried", 300, [331.0]),
        ("carried", 364, [395.0]),
        ("lapses", 300, [331.0]),
        ("lapses", 364, []),
    ],
)
def test_a_balance_asked_for_in_the_next_fiscal_year_may_lapse(terms, last, final):
    """M8, M9: the report takes thirty days; what ends in December is due in January."""
    plan = shared(
        whole_year(last + 1),
        Instalment(trigger="signature", share=Fraction(9, 10)),
        Instalment(trigger="final", share=Fraction(1, 10)),
        report_takes=29,
        unpaid_at_year_end=terms,
        days=400,
    )
    history = run(plan)
    events = history.events

    assert events.time[events.kind == Kind.PAID].tolist() == [1.0, *final]
    lapsed = [] if final else [(365.0, "LAPSED", 0)]
    assert told(history, Kind.LAPSED) == lapsed


def test_the_balance_takes_in_what_lapsed_inside_a_contract_that_runs_on():
    """M9: an instalment lapses on 31 December; all that is earned is due in the end."""
    half = Fraction(1, 2)
    plan = shared(
        Round(name="two years", first=0, last=399, signed=0, dates=(10, 350)),
        on_date(half),
        on_date(half),
        unpaid_at_year_end="lapses",
        days=430,
    )
    history = run(plan, lag={"ministry": 20})
    events = history.events
    paid = events.kind == Kind.PAID

    assert told(history, Kind.LAPSED) == [(365.0, "LAPSED", 0)]
    assert events.time[paid].tolist() == [31.0, 421.0]
    assert events.amount[paid].tolist() == [5_000, 5_000]


def test_what_a_ceiling_cuts_from_invoices_is_promised_and_not_paid():
    """M9, in arrears: half of what 30 days earn is above the ceiling."""
    plan = shared(
        whole_year(30, invoices=(9, 19, 29)),
        in_arrears=True,
        grants=[grant(amount=3_000)],
        share=Fraction(1),
        ceiling=1_500,
    )
    history = run(plan)

    assert history.instalments.promised.tolist() == [1_000, 1_000, 1_000]
    assert history.instalments.paid.tolist() == [1_000, 500, 0]
    counts = counts_of(plan, history)
    assert counts["funding_shortfall"][-1, -1, -1] == 1_500


def test_what_a_ceiling_cuts_from_per_diem_claims_is_promised_and_not_paid():
    """M9: claims of a day are cut to what the ceiling has left."""
    plan = scenario(
        shelter(costs=(daily(100),), reserve=RICH, stays=(stay(50),)),
        funders=(
            funder(
                instrument="per_diem",
                per_diem=100,
                share=Fraction(1),
                grants=[grant(amount=10_000)],
                rounds=(whole_year(30, invoices=(9, 19, 29)),),
                in_arrears=True,
                ceiling=1_550,
            ),
        ),
    )
    history = run(plan, [Person(0.0, stays=(50.0,))])

    assert history.instalments.promised.tolist() == [1_000, 1_000, 1_000]
    assert history.instalments.paid.tolist() == [1_000, 550, 0]


def invoiced(signed):
    """A grant in arrears for all bills, from day 0, and a reserve for twenty days."""
    plan = scenario(
        shelter(costs=(daily(100),), reserve=2_000, closure=STRICT),
        funders=(
            funder(
                instrument="share",
                share=Fraction(1),
                grants=[grant(amount=6_000)],
                rounds=(whole_year(60, invoices=(9, 19, 29, 39, 49, 59)),),
                in_arrears=True,
            ),
        ),
        days=60,
    )
    history = run(plan, signed={"ministry": [signed]})
    return history, counts_of(plan, history)


def test_what_is_earned_under_an_unsigned_contract_is_promised_at_each_periods_end():
    """D5, W6: the funder whose call is late closed it, though nothing was invoiced."""
    history, counts = invoiced(signed=100)

    assert told(history, Kind.CLOSED) == [(21.0, "CLOSED", 0)]
    assert history.events.detail[history.events.kind == Kind.CLOSED] == [0]
    assert history.instalments.promised.tolist() == [1_000, 1_000, 100, 0, 0, 0]
    assert counts["funding_shortfall"][-1, -1, -1] == 2_100


def test_what_was_promised_before_a_late_signature_is_paid_in_one_sum():
    history, counts = invoiced(signed=40)

    assert told(history, Kind.CLOSED, Kind.REOPENED) == [
        (21.0, "CLOSED", 0),
        (41.0, "REOPENED", 0),
    ]
    assert history.instalments.promised.tolist() == [0, 0, 0, 2_100, 900, 0]
    assert history.instalments.paid.tolist() == [0, 0, 0, 2_100, 900, 0]
    assert counts["funding_shortfall"][-1, -1, -1] == 0


def ceilings(*rounds, amount=36_500, days=730, **more):
    """Calls of one funder for one shelter under a ceiling, all paid on signature."""
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=amount, rounds=len(rounds), **more)],
                rounds=rounds,
                instalments=(ON_SIGNATURE,),
                ceiling=20_000,
            ),
        ),
        days=days,
    )
    return run(plan).instalments.paid.tolist()


def test_a_contract_over_two_fiscal_years_counts_against_the_ceiling_of_each():
    """M9: 181 of 365 days of the first award lie in the second year already."""
    first = Round(name="one", first=181, last=545, signed=181)
    second = Round(name="two", first=546, last=910, signed=546)

    paid = ceilings(first, second)

    left, asked = 20_000 - 36_500 * 181 // 365, 36_500 * 184 // 365
    assert paid == [36_500, 36_500 * left // asked]


def test_no_ceiling_cuts_what_was_awarded_before_day_0():
    running = Round(name="old", first=-184, last=180, signed=-184, dates=(10,))
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=36_500, received=10_000)],
                rounds=(running,),
                instalments=(on_date(),),
                ceiling=1_000,
            ),
        ),
    )

    assert run(plan).instalments.paid.tolist() == [36_500]
