"""Contracts and instalments: what is earned, when it is paid (SEMANTICS M6-M9)."""

from fractions import Fraction

import pytest
from worlds import (
    ON_SIGNATURE,
    Person,
    balance,
    daily,
    funder,
    grant,
    on_date,
    run,
    scenario,
    shelter,
    told,
    whole_year,
)

from sim.history import Kind
from sim.scenario.plan import (
    Instalment,
    Round,
)

HALF = Fraction(1, 2)


def paid(history):
    return [
        (p, d, on, amount)
        for p, d, on, amount in zip(
            history.instalments.planned.tolist(),
            history.instalments.due.tolist(),
            history.instalments.paid_on.tolist(),
            history.instalments.paid.tolist(),
            strict=True,
        )
    ]


def test_a_shared_grant_releases_half_of_each_bill():
    plan = scenario(
        shelter(costs=(daily(101),), reserve=10_000),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=1_000)],
                rounds=(whole_year(10),),
                instalments=(ON_SIGNATURE,),
                unspent="returned",
            ),
        ),
        days=20,
    )
    history = run(plan)

    # ⌊cumulative bills / 2⌋ is released: 50, 51, 50, …
    assert history.nights.pots[:4, 0].tolist() == [950, 899, 849, 798]
    assert balance(history, "returned:ministry:north") == 1_000 - 505
    assert told(history, Kind.RETURNED) == [(11.0, "RETURNED", 0)]


def test_backdated_entitlement_comes_at_once_on_signature():
    def with_terms(if_late):
        return scenario(
            shelter(costs=(daily(100),), reserve=100_000),
            funders=(
                funder(
                    instrument="share",
                    share=HALF,
                    grants=[grant(amount=1_000)],
                    rounds=(whole_year(20),),
                    instalments=(ON_SIGNATURE,),
                    if_late=if_late,
                    unspent="kept",
                ),
            ),
            days=20,
        )

    late = {"ministry": [4]}
    assert run(with_terms("backdated"), signed=late).nights.pots[4, 0] == 1_000 - 250
    assert run(with_terms("from_signature"), signed=late).nights.pots[4, 0] == 950


def test_a_late_amount_is_prorated_by_days():
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(20),),
                instalments=(ON_SIGNATURE,),
                if_late="from_signature",
                amount_if_late="prorated",
            ),
        ),
        days=20,
    )
    history = run(plan, signed={"ministry": [5]})

    assert paid(history) == [(0, 5, 5, 750)]
    assert history.instalments.promised.tolist() == [1_000]


def under_way(name, other=None, **more):
    """Paid in arrears since ten days before the period, in which 300 were earned."""
    return funder(
        name,
        instrument="share",
        share=HALF,
        in_arrears=True,
        grants=[grant(amount=400, received=300, entitled=300)],
        rounds=(Round(name="one", first=-10, last=9, signed=5, invoices=(9,)),),
        if_late="backdated",
        gives_way_to=() if other is None else ((other, Fraction(1)),),
        **more,
    )


def test_what_was_earned_before_the_period_is_not_lost_by_a_late_signature():
    plan = scenario(
        shelter(costs=(daily(20),), reserve=100_000),
        funders=(under_way("ministry", amount_if_late="prorated"),),
        days=20,
    )
    history = run(plan, signed={"ministry": [5]})  # a quarter of 400 is 100

    assert told(history, Kind.PAID) == []
    assert (history.nights.cash[-1] == 100_000 - 20 * 20).all()


def test_what_was_earned_before_the_period_does_not_give_way():
    giver = funder(
        "town",
        grants=[grant(amount=1_000)],
        rounds=(whole_year(20),),
        instalments=(ON_SIGNATURE,),
    )
    plan = scenario(
        shelter(costs=(daily(20),), reserve=100_000),
        funders=(giver, under_way("ministry", "town")),
        days=20,
    )
    history = run(plan, signed={"town": [0], "ministry": [5]})
    gave_way = history.events.kind == Kind.GAVE_WAY

    assert history.events.amount[gave_way].tolist() == [100]


def test_the_second_instalment_waits_for_seventy_per_cent():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=100_000),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=1_000)],
                rounds=(whole_year(30),),
                instalments=(
                    Instalment(trigger="signature", share=Fraction(1, 2)),
                    Instalment(
                        trigger="spent", share=Fraction(2, 5), threshold=Fraction(7, 10)
                    ),
                    Instalment(trigger="final", share=Fraction(1, 10)),
                ),
                report_takes=5,
                unspent="returned",
            ),
        ),
        days=40,
    )
    history = run(plan)

    # 50 a day: 350 of the first 500 are spent by the end of day 6.
    assert paid(history) == [(0, 0, 0, 500), (7, 7, 7, 400), (35, 35, 35, 100)]


def test_an_instalment_after_nothing_is_spent_follows_the_one_before():
    parts = (
        Instalment(trigger="signature", share=HALF),
        Instalment(trigger="spent", share=HALF, threshold=Fraction(0)),
    )
    giver = funder(
        instrument="share",
        share=HALF,
        grants=[grant(amount=1_000)],
        rounds=(whole_year(30, signed=5),),
        instalments=parts,
    )
    plan = scenario(
        shelter(costs=(daily(100),), reserve=100_000), funders=(giver,), days=40
    )
    history = run(plan)

    assert paid(history) == [(5, 5, 5, 500), (6, 6, 6, 500)]


def test_unearned_money_is_not_paid_as_a_balance():
    plan = scenario(
        shelter(costs=(daily(100),), reserve=100_000),
        funders=(
            funder(
                instrument="share",
                share=HALF,
                grants=[grant(amount=1_000)],
                rounds=(whole_year(10),),
                instalments=(
                    Instalment(trigger="signature", share=Fraction(9, 10)),
                    Instalment(trigger="final", share=Fraction(1, 10)),
                ),
                unspent="returned",
            ),
        ),
        days=20,
    )
    history = run(plan)

    assert balance(history, "paid:ministry:north") == -900
    assert balance(history, "returned:ministry:north") == 400


def test_a_per_diem_pays_for_nights_and_never_above_its_amount():
    plan = scenario(
        shelter(beds=3),
        funders=(
            funder(
                instrument="per_diem",
                per_diem=3_000,
                in_arrears=True,
                grants=[grant(amount=10_000)],
                rounds=(whole_year(20, invoices=(9, 19)),),
            ),
        ),
        days=25,
    )
    history = run(plan, [Person(6.5, (5.0,))])

    # Nights of days 6–9 fall in the first invoice; one more night is all there is.
    assert paid(history) == [(10, 10, 10, 10_000), (20, 20, 20, 0)]


def test_a_ceiling_cuts_the_awards_of_a_call_together():
    plan = scenario(
        shelter("a"),
        shelter("b"),
        shelter("c"),
        funders=(
            funder(
                grants=[grant("a", 100), grant("b", 100), grant("c", 100)],
                rounds=(whole_year(100),),
                instalments=(ON_SIGNATURE,),
                ceiling=200,
            ),
        ),
    )
    history = run(plan)

    assert history.instalments.paid.tolist() == [67, 67, 66]


def test_a_cut_scales_what_falls_due_on_or_after_it():
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(100, dates=(10, 50)),),
                instalments=(on_date(HALF), on_date(HALF)),
                cuts=((50, Fraction(72, 100)),),
            ),
        ),
    )
    history = run(plan)

    assert history.instalments.paid.tolist() == [500, 360]
    assert told(history, Kind.CUT) == [(51.0, "CUT", 0)]


@pytest.mark.parametrize(
    "terms, last", [("carried", (360, 370, 370, 500)), ("lapses", (360, 370, -1, 0))]
)
def test_what_is_unpaid_at_the_years_end_lapses_or_is_carried(terms, last):
    plan = scenario(
        funders=(
            funder(
                grants=[grant(amount=1_000)],
                rounds=(whole_year(365, dates=(10, 350)),),
                instalments=(on_date(HALF), on_date(HALF)),
                unpaid_at_year_end=terms,
            ),
        ),
        days=400,
    )
    history = run(plan, lag={"ministry": 20})
    planned, _, on, amount = last

    assert paid(history) == [(10, 10, 30, 500), (350, 350, on, amount)]
    assert planned == 360


def test_a_ceilings_rest_goes_one_cent_each_in_file_order_and_nobody_else():
    plan = scenario(
        shelter("a"),
        shelter("b"),
        funders=(
            funder(
                grants=[grant("a", 3, rounds=2), grant("b", 3, rounds=2)],
                rounds=(
                    Round(name="one", first=0, last=49, signed=0),
                    Round(name="two", first=50, last=99, signed=50),
                ),
                instalments=(ON_SIGNATURE,),
                ceiling=11,
            ),
        ),
    )
    history = run(plan)

    assert history.instalments.paid.tolist() == [3, 3, 3, 2]


@pytest.mark.parametrize(("signed", "gave_way"), [(-1, []), (0, [400])])
def test_nobody_gives_way_again_to_an_award_from_before_the_first_day(signed, gave_way):
    ministry = funder(
        "ministry",
        grants=[grant(amount=800)],
        rounds=(whole_year(60, signed=signed),),
        instalments=(ON_SIGNATURE,),
    )
    donor = funder(
        "donor",
        grants=[grant(amount=1_000)],
        rounds=(whole_year(60, dates=(10,)),),
        instalments=(on_date(Fraction(1)),),
        gives_way_to=(("ministry", HALF),),
    )
    plan = scenario(funders=(ministry, donor), days=60)
    history = run(plan, signed={"ministry": [signed], "donor": [0]})
    events = history.events

    assert events.amount[events.kind == Kind.GAVE_WAY].tolist() == gave_way


def test_a_funder_gives_way_to_anothers_award():
    def terms(name, share):
        return funder(
            name,
            grants=[grant(amount=1_000)],
            rounds=(whole_year(60, dates=(10, 40)),),
            instalments=(on_date(HALF), on_date(HALF)),
            gives_way_to=share,
        )

    ministry = funder(
        "ministry",
        grants=[grant(amount=800)],
        rounds=(whole_year(60, signed=20),),
        instalments=(ON_SIGNATURE,),
    )
    plan = scenario(
        funders=(ministry, terms("donor", (("ministry", Fraction(1, 2)),))), days=60
    )
    history = run(plan)

    # 400 of the donor's 1,000 give way; 500 were paid before, 100 are left.
    assert history.instalments.paid.tolist() == [800, 500, 100]
    assert told(history, Kind.GAVE_WAY) == [(21.0, "GAVE_WAY", 0)]
