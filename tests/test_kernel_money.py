"""The fast player's money: exact shares, and plans at the edge of what fits."""

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twins import differing, play_fast
from worlds import (
    STRICT,
    chance,
    daily,
    each,
    funder,
    grant,
    lender,
    on_date,
    scenario,
    shelter,
)

from sim.compiling import compiled
from sim.kernel.exact import MOST, floor_of, nearest_below
from sim.model import play
from sim.money import LARGEST
from sim.scenario.plan import CostLine, Instalment, Receivable, Round

pytestmark = pytest.mark.usefixtures("machine_code")

LONG = Fraction(10**40 + 7, 3 * 10**40 + 1)
ODD = Fraction(123_456_789_123_456_789, 987_654_321_987_654_321)


def different(plan, luck, **more):
    """The names of the columns in which the two players differ."""
    return differing(play(plan, luck, **more), play_fast(plan, luck, **more))


@given(
    st.integers(1, 10**50).flatmap(
        lambda d: st.builds(Fraction, st.integers(0, d), st.just(d))
    ),
    st.integers(0, 1000 * LARGEST),
)
def test_a_share_of_any_length_floors_as_its_short_neighbour(share, amount):
    numerator, denominator = nearest_below(share)

    assert denominator <= MOST
    assert amount * numerator // denominator == floor(amount * share)


@compiled
def divided(amount, numerator, denominator):
    """What compiled code makes of it."""
    return floor_of(amount, numerator, denominator)


@given(
    st.integers(1, MOST).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    st.integers(0, 1000 * LARGEST),
)
def test_a_product_of_more_than_64_bits_is_divided_exactly(share, amount):
    numerator, denominator = share

    assert divided(amount, numerator, denominator) == (
        amount * numerator // denominator
    )


def contracts(*, days, first=0, per=40, **more):
    """Rounds of ``per`` days, one after the other."""
    return tuple(
        Round(
            name=f"{begin}",
            first=begin,
            last=begin + per - 1,
            signed=begin,
            dates=(begin + 5, begin + 20),
            **more,
        )
        for begin in range(first, days, per)
    )


HOMES = (
    shelter("north", costs=(daily(97, "rent", while_closed=True), daily(301, "staff"))),
    shelter(
        "south",
        costs=(
            CostLine(name="rent", kind="fixed", amount=100_003, per="week", growth=ODD),
            CostLine(name="staff", kind="fixed", amount=10**7 + 1, per="year"),
            each(777, "one_off", "roof", day=33),
        ),
        credit=1_500,
    ),
)
HOMES = tuple(
    replace(home, closure=STRICT, reserve=90_000 * (number + 1))
    for number, home in enumerate(HOMES)
)
BOTH = ("north", "south")


def play_both(*funders, days=400, signed=None, lag=3, **more):
    plan = scenario(*HOMES, days=days, funders=funders, **more)
    luck = chance(plan, signed=signed, lag={f.name: lag for f in funders})
    return different(plan, luck) + different(plan, luck, unlimited_credit=True)


def test_awards_cut_by_a_ceiling_of_the_largest_amounts_agree():
    rounds = contracts(days=400)
    giver = funder(
        grants=[grant(home, LARGEST - n, len(rounds)) for n, home in enumerate(BOTH)],
        rounds=rounds,
        instalments=(on_date(Fraction(1, 3)), on_date(Fraction(2, 3))),
        ceiling=LARGEST // 7,
        fiscal_year_starts=(3, 17),
        cuts=((50, ODD), (20, LONG), (50, Fraction(2, 3))),
    )

    assert play_both(giver) == []


@pytest.mark.parametrize("share", [LONG, ODD, Fraction(1, 3)])
def test_long_shares_and_thresholds_agree(share):
    rounds = contracts(days=400, first=-20)
    giver = funder(
        instrument="share",
        share=share,
        grants=[
            grant(home, 60_001, len(rounds), received=20_000, entitled=15_000)
            for home in BOTH
        ],
        rounds=rounds,
        instalments=(
            Instalment(trigger="signature", share=1 - share),
            Instalment(trigger="spent", share=share / 2, threshold=1 - share / 7),
            Instalment(trigger="final", share=share / 2),
        ),
        unspent="returned",
        unpaid_at_year_end="lapses",
        report_takes=9,
    )
    other = funder(
        "other",
        grants=[grant("south", 500_000, len(rounds))],
        rounds=rounds,
        instalments=(on_date(share), on_date(1 - share)),
        gives_way_to=(("ministry", share),),
        receivables=(Receivable(shelter="north", amount=9_999, day=-4),),
    )
    bridge = lender(40_000, below=7, up_to=30, to=BOTH)

    assert play_both(giver, other, bridges=(bridge,)) == []


def test_instalments_after_nothing_is_spent_agree():
    rounds = contracts(days=400, per=200)
    giver = funder(
        instrument="share",
        grants=[grant(home, 60_001, len(rounds)) for home in BOTH],
        rounds=rounds,
        instalments=(
            Instalment(trigger="signature", share=Fraction(1, 2)),
            Instalment(trigger="spent", share=Fraction(1, 2), threshold=Fraction(0)),
        ),
    )

    assert play_both(giver, signed={giver.name: [9, 230]}) == []


def test_invoices_of_calls_signed_late_agree():
    rounds = contracts(days=400, invoices=(), per=60)
    rounds = tuple(
        replace(call, invoices=(call.first + 19, call.first + 39, call.last))
        for call in rounds
    )
    giver = funder(
        instrument="share",
        share=ODD,
        in_arrears=True,
        grants=[grant(home, 30_000, len(rounds)) for home in BOTH],
        rounds=rounds,
        if_late="from_signature",
        amount_if_late="prorated",
        pays_while_closed=True,
    )
    late = {"ministry": [call.first + 45 for call in rounds]}

    assert play_both(giver, signed=late) == []
