"""Hypothesis strategies for places: shelters, stays, costs, and when they close."""

from fractions import Fraction

from drawn_people import (
    ANYBODY,
    CHILDREN,
    DAYS,
    LOW,
    MIXES,
    conditions,
    dates,
    seldom,
    someone,
)
from hypothesis import strategies as st
from worlds import each, shelter

from sim.distributions import Discrete, Exponential, Fixed, Lognormal, Uniform
from sim.scenario.plan import (
    ClosurePlan,
    CostLine,
    HeldBack,
    Resident,
    ShelterChange,
    StaffLoss,
    StayPlan,
)

cents = st.integers(0, 900)
laws = st.sampled_from(
    [
        Fixed(6.0),
        Fixed(10.0),
        Exponential(8.0),
        Uniform(1.5, 9.0),
        Lognormal(1.5, 0.8),
        Discrete((2.5, 9.0), (0.5, 0.5)),
    ]
)


@st.composite
def closures(draw):
    some_days = st.none() | st.integers(0, 10)
    old, much = draw(some_days), draw(st.none() | st.integers(0, 3_000))
    return ClosurePlan(
        freeze_below=draw(some_days),
        thaw_with=draw(some_days),
        close_below=draw(st.none() | st.integers(0, 3)),
        tolerated_days=0 if old is None and much is None else old,
        tolerated_arrears=much,
        notice=draw(st.integers(0, 3)),
        reopen_with=draw(st.integers(0, 5)),
        reopening_cost=draw(st.integers(0, 500)),
        reopening_takes=draw(st.integers(0, 4)),
    )


@st.composite
def costs(draw):
    staff = {
        "day": cents,
        "week": st.integers(0, 6_000),
        "year": st.integers(0, 300_000),
    }
    per = draw(st.sampled_from(list(staff)))
    return (
        CostLine(
            name="staff",
            kind="fixed",
            amount=draw(staff[per]),
            per=per,
            growth=draw(st.sampled_from([Fraction(0), Fraction(1, 10)])),
        ),
        CostLine(
            name="rent",
            kind="fixed",
            amount=draw(st.integers(0, 200)),
            per="day",
            while_closed=draw(st.sampled_from([True, True, False])),
            changes=draw(st.sampled_from([(), ((15, 350),)])),
        ),
        each(draw(st.integers(0, 300)), "bed_night", "food", changes=((20, 250),)),
        each(draw(st.integers(0, 300)), "admission", "intake"),
        each(draw(st.integers(0, 300)), "exit", "leaving"),
        CostLine(
            name="care",
            kind="team",
            amount=draw(st.integers(0, 100_000)),
            per="year",
            residents_per_team=draw(st.integers(1, 3)),
        ),
        each(draw(cents), "one_off", "roof", day=draw(st.integers(0, DAYS - 1))),
    )


@st.composite
def dated_changes(draw):
    return tuple(
        ShelterChange(
            day=day,
            beds=draw(st.none() | st.integers(0, 3)),
            staff=draw(st.none() | st.integers(0, 2)),
            accepts=draw(st.sampled_from([None, None, ANYBODY, CHILDREN, LOW])),
            regime=draw(st.sampled_from([None, "open", "semi_open", "closed"])),
            residents=draw(st.sampled_from(["finish", "transfer", "forced_exit"])),
        )
        for day in draw(dates)
    )


@st.composite
def stay_plans(draw, following):
    """Stays for some, for all, and for all who are admitted from a day on."""
    whole = [(("home", 1.0),), (("home", 0.5), ("abroad", 0.5))]
    onward = [(("home", 0.5), (name, 0.5)) for name in following]
    everywhere = st.sampled_from(whole + onward * 2)

    def one(condition, since=None):
        limited = draw(st.booleans())
        longer = limited and draw(st.booleans())
        return StayPlan(
            condition=condition,
            since=since,
            law=draw(laws),
            exits=draw(everywhere),
            at_least=draw(st.sampled_from([0.0, 2.0])),
            at_most=draw(st.sampled_from([5.0, 20.0])) if limited else None,
            extended=0.5 if longer else 0.0,
            extension=draw(st.sampled_from([3.0, 10.0])) if longer else 0.0,
            becomes=draw(st.sampled_from([(), (("risk", "low"),)])),
        )

    first = [one(draw(someone))] if draw(st.booleans()) else []
    since = draw(st.none() | st.integers(0, DAYS - 1))
    later = [] if since is None else [one(draw(conditions), since)]
    return (*first, one(ANYBODY), *later)


@st.composite
def held_back(draw, beds):
    """Beds for some and, with beds enough, others for others."""
    sizes = draw(st.sampled_from([(), (), (1,), (2,), (1, 1)]))
    return tuple(
        HeldBack(condition=draw(someone), beds=size)
        for size in sizes
        if sum(sizes) <= beds
    )


@st.composite
def residents(draw, beds):
    """People of day 0, of whom something is known; one a bed."""
    known = st.sampled_from([(), (("age", "child"),), (("risk", "high"),)])
    return tuple(
        Resident(
            number=1, so_far=draw(st.sampled_from([None, 1.0])), values=draw(known)
        )
        for _ in range(draw(st.integers(0, beds)))
    )


@st.composite
def shelters(draw, name, programme, following, *, overnight):
    """A shelter of a programme from which people go on to those that follow it."""
    money = draw(st.booleans())
    beds = draw(st.integers(0, 3))
    staff = draw(st.sampled_from([None, None, 1, 2]))
    here = draw(seldom(residents(beds))) if overnight and staff is None else ()
    return shelter(
        name,
        programme=programme,
        beds=beds,
        accepts=draw(conditions),
        refuses=draw(seldom(someone.map(lambda refused: (refused,)))),
        entry=not following or draw(st.booleans()),
        stays=draw(stay_plans(following)),
        overnight=overnight,
        costs=draw(costs()) if money else (),
        regime=draw(st.sampled_from(["open", "semi_open", "closed"])),
        staff=staff,
        residents_per_staff=None
        if staff is None
        else draw(st.sampled_from([Fraction(1), Fraction(3, 2)])),
        held_back=draw(held_back(beds)),
        changes=draw(dated_changes()),
        staff_loss=StaffLoss(
            line="staff",
            after=draw(st.integers(0, 4)),
            every=draw(st.integers(1, 3)),
            rehired_after=draw(st.integers(0, 3)),
        )
        if money and staff is not None and draw(st.booleans())
        else None,
        planned_residents=beds,
        reserve=draw(st.integers(0, 20_000)),
        credit=draw(st.sampled_from([0, 0, 1_000])),
        closure=draw(closures()) if money else None,
        residents_now=here,
        residents_mix=draw(st.sampled_from(MIXES)) if here else (),
    )
