"""Hypothesis strategies for money: funders and their terms, bridges."""

from fractions import Fraction

from drawn_people import DAYS, dates
from hypothesis import strategies as st
from worlds import funder

from sim.distributions import Discrete, Fixed
from sim.scenario.plan import (
    BridgePlan,
    GiftPlan,
    Grant,
    Instalment,
    RatePlan,
    Receivable,
    Round,
)

shares = st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(1)])
spent = st.one_of(shares, st.just(Fraction(0)))
HALF = Fraction(1, 2)


@st.composite
def instalments(draw, *, pot):
    """What a contract in advance is paid in; only a pot can be spent or reported."""
    first = Instalment(trigger="signature", share=HALF)
    on_a_day = Instalment(trigger="date", share=HALF)
    if not pot or draw(st.booleans()):
        return draw(st.sampled_from([(first, on_a_day), (on_a_day, on_a_day)]))
    return (
        first,
        Instalment(trigger="spent", share=Fraction(2, 5), threshold=draw(spent)),
        Instalment(trigger="final", share=Fraction(1, 10)),
    )


def ends(first):
    """Return the last days of contracts, some of which are longer than a year."""
    short = st.integers(first + 5, first + DAYS)
    return st.one_of(short, short, st.integers(first + 366, first + 1_100))


@st.composite
def rounds(draw, parts, *, in_arrears):
    """One or two contracts, the first of them perhaps under way on day 0."""
    first = draw(st.integers(-20, 10))
    found = []
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        last = draw(ends(max(first, 0)))
        dated = sum(part.trigger == "date" for part in parts)
        on = st.lists(st.integers(first, last), min_size=dated, max_size=dated)
        signed = draw(st.integers(first, -1) if first < 0 else st.integers(-5, last))
        found.append(
            Round(
                name=name,
                first=first,
                last=last,
                signed=signed,
                dates=tuple(sorted(draw(on))),
                invoices=((first + last) // 2, last) if in_arrears else (),
            )
        )
        first = last + 1
        if first >= DAYS:
            break
    return tuple(found)


@st.composite
def grants(draw, home, calls):
    """What a home asks for in each round, and has of one that is under way."""
    amounts = [draw(st.integers(0, 40_000)) for _ in calls]
    under_way = calls[0].first < 0
    received = draw(st.integers(0, amounts[0])) if under_way else 0
    return Grant(
        shelter=home,
        amounts=tuple(amounts),
        received=received,
        entitled=draw(st.integers(0, amounts[0])) if under_way else 0,
    )


@st.composite
def funders(draw, name, homes, others):
    kind = draw(st.sampled_from(["block", "share", "earmarked", "per_diem"]))
    in_arrears = kind != "block" and draw(st.booleans())
    parts = () if in_arrears else draw(instalments(pot=kind != "block"))
    calls = draw(rounds(parts, in_arrears=in_arrears))
    asking = [home for home in homes if draw(st.sampled_from([True, True, False]))]
    return funder(
        name,
        instrument=kind,
        in_arrears=in_arrears,
        share=draw(shares) if kind == "share" else Fraction(1),
        per_diem=draw(st.integers(1, 900)) if kind == "per_diem" else None,
        eligible=("rent", "food")
        if kind == "earmarked"
        else draw(st.sampled_from([None, ("staff", "care")])),
        grants=tuple(draw(grants(home, calls)) for home in asking or homes[:1]),
        rounds=calls,
        award=draw(st.sampled_from([1.0, 0.5])),
        late=draw(
            st.sampled_from([None, Fixed(1.0), Discrete((0.0, 2.0), (0.5, 0.5))])
        ),
        late_unit=draw(st.sampled_from(["days", "months"])),
        lag=draw(st.sampled_from([None, Fixed(2.0), Discrete((0.0, 5.0), (0.5, 0.5))])),
        instalments=parts,
        if_late=draw(st.sampled_from(["backdated", "from_signature"])),
        amount_if_late=draw(st.sampled_from(["full", "prorated"])),
        report_takes=draw(st.integers(0, 5)),
        unspent=draw(st.sampled_from(["returned", "kept"])),
        pays_while_closed=draw(st.booleans()),
        ceiling=draw(st.none() | st.integers(0, 60_000)),
        fiscal_year_starts=draw(st.sampled_from([(1, 1), (1, 20), (2, 28)])),
        unpaid_at_year_end=draw(st.sampled_from(["lapses", "carried"])),
        cuts=tuple((day, Fraction(3, 4)) for day in draw(dates)),
        receivables=tuple(
            Receivable(shelter=home, amount=draw(st.integers(0, 5_000)), day=day)
            for home in homes
            for day in draw(dates)
        ),
        gifts=tuple(
            GiftPlan(shelter=home, rate=RatePlan(per_year=30.0), amount=Fixed(800.0))
            for home in homes
            if draw(st.booleans())
        ),
        gives_way_to=tuple((other, HALF) for other in others if draw(st.booleans())),
    )


@st.composite
def several_funders(draw, homes):
    names = ["f0", "f1"][: draw(st.integers(0, 2))]
    return tuple(
        draw(funders(name, homes, [other for other in names if other != name]))
        for name in names
    )


@st.composite
def bridges(draw, homes):
    def bridge(name, whose):
        return BridgePlan(
            name=name,
            title=name.title(),
            size=draw(st.integers(0, 30_000)),
            below=draw(st.integers(0, 5)),
            up_to=draw(st.integers(5, 15)),
            terms=draw(st.sampled_from(["lent", "granted"])),
            shelters=tuple(whose),
        )

    found = [bridge("float", homes), bridge("other", homes[:1])]
    return tuple(found[: draw(st.integers(0, 2))])
