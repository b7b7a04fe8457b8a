"""The one home of Hypothesis strategies: small worlds with many ties on purpose."""

from fractions import Fraction

from hypothesis import strategies as st
from worlds import Person, daily, each, funder, grant, only, scenario, shelter, stay

from sim.distributions import Fixed
from sim.scenario.plan import (
    Acceptance,
    BridgePlan,
    ClosurePlan,
    CompensationPlan,
    Condition,
    CostLine,
    GiftPlan,
    HeldBack,
    Instalment,
    InterimPlan,
    Preference,
    ProgrammePlan,
    RatePlan,
    ReturnPlan,
    Round,
    ShelterChange,
    StaffLoss,
    StagePlan,
    WaitingPlan,
)

DAYS = 40
mostly = st.sampled_from([True, True, False])
moments = st.integers(0, 4 * DAYS - 1).map(lambda n: n / 4)
lengths = st.integers(1, 60).map(lambda n: n / 4)
cents = st.integers(0, 900)
shares = st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(1)])
CHILDREN = only(age=("child",))
FUND = CompensationPlan(
    name="fund",
    title="Fund",
    balance=500,
    rate=RatePlan(per_year=1.0),
    income=Fixed(1.0),
    per_case=600,
    condition=Condition(),
)
ORDERS = ["order", "emptiest", "cheapest", "best_fit"]
conditions = st.sampled_from(
    [Condition(), Condition(), only(age=("child",)), only(age=("adult",))]
)


@st.composite
def closures(draw):
    days = st.none() | st.integers(0, 10)
    old, much = draw(days), draw(st.none() | st.integers(0, 3_000))
    return ClosurePlan(
        freeze_below=draw(days),
        thaw_with=draw(days),
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
    return (
        daily(draw(cents), "staff"),
        daily(
            draw(st.integers(0, 200)),
            "rent",
            while_closed=True,
            changes=draw(st.sampled_from([(), ((15, 350),)])),
        ),
        each(draw(st.integers(0, 300)), "bed_night", "food"),
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
    days = sorted(draw(st.lists(st.integers(0, DAYS - 1), max_size=2, unique=True)))
    return tuple(
        ShelterChange(
            day=day,
            beds=draw(st.none() | st.integers(0, 3)),
            staff=draw(st.none() | st.integers(0, 2)),
            accepts=draw(st.sampled_from([None, None, Condition(), CHILDREN])),
            regime=draw(st.sampled_from([None, "open", "closed"])),
            residents=draw(st.sampled_from(["finish", "transfer", "forced_exit"])),
        )
        for day in days
    )


@st.composite
def shelters(draw, name, following):
    exits = (("home", 1.0),)
    if following and draw(st.booleans()):
        exits = (("home", 0.5), (draw(st.sampled_from(following)), 0.5))
    money = draw(st.booleans())
    return shelter(
        name,
        beds=draw(st.integers(0, 3)),
        accepts=draw(conditions),
        entry=not following or draw(st.booleans()),
        stays=(
            stay(exits=exits, at_most=draw(st.none() | st.sampled_from([5.0, 20.0]))),
            *draw(st.sampled_from([(), (stay(since=12, at_most=4.0),)])),
        ),
        overnight=draw(st.sampled_from([True, True, True, False])),
        costs=draw(costs()) if money else (),
        regime=draw(st.sampled_from(["open", "closed"])),
        staff=draw(st.sampled_from([None, None, 1, 2])),
        residents_per_staff=draw(st.sampled_from([Fraction(1), Fraction(3, 2)])),
        held_back=draw(
            st.sampled_from([(), (), (HeldBack(condition=CHILDREN, beds=1),)])
        ),
        changes=draw(dated_changes()),
        staff_loss=StaffLoss(line="staff", after=3, every=2, rehired_after=2)
        if money and draw(st.booleans())
        else None,
        reserve=draw(st.integers(0, 20_000)),
        credit=draw(st.sampled_from([0, 0, 1_000])),
        closure=draw(closures()) if money else None,
    )


@st.composite
def instalments(draw, pot):
    first = Instalment(trigger="signature", share=Fraction(1, 2))
    if not pot:
        return (first, Instalment(trigger="date", share=Fraction(1, 2)))
    return (
        first,
        Instalment(trigger="spent", share=Fraction(2, 5), threshold=draw(shares)),
        Instalment(trigger="final", share=Fraction(1, 10)),
    )


@st.composite
def funders(draw, name, homes):
    kind = draw(st.sampled_from(["block", "share", "earmarked", "per_diem"]))
    in_arrears = kind != "block" and draw(st.booleans())
    gifts = tuple(
        GiftPlan(shelter=home, rate=RatePlan(per_year=1.0), amount=Fixed(1.0))
        for home in homes
        if draw(st.booleans())
    )
    first = draw(st.integers(0, 10))
    last = draw(st.integers(first + 5, DAYS + 5))
    signed = draw(st.integers(-5, 10))
    return funder(
        name,
        instrument=kind,
        in_arrears=in_arrears,
        share=draw(shares) if kind == "share" else Fraction(1),
        per_diem=draw(st.integers(1, 900)) if kind == "per_diem" else None,
        eligible=("rent", "food") if kind == "earmarked" else None,
        grants=tuple(grant(home, draw(st.integers(0, 40_000))) for home in homes),
        rounds=(
            Round(
                name="one",
                first=first,
                last=last,
                signed=signed,
                dates=(draw(st.integers(0, DAYS)),) if kind == "block" else (),
                invoices=((first + last) // 2, last) if in_arrears else (),
            ),
        ),
        instalments=() if in_arrears else draw(instalments(kind != "block")),
        if_late=draw(st.sampled_from(["backdated", "from_signature"])),
        amount_if_late=draw(st.sampled_from(["full", "prorated"])),
        report_takes=draw(st.integers(0, 5)),
        unspent=draw(st.sampled_from(["returned", "kept"])),
        pays_while_closed=draw(st.booleans()),
        ceiling=draw(st.none() | st.integers(0, 60_000)),
        fiscal_year_starts=draw(st.sampled_from([(1, 1), (1, 20)])),
        unpaid_at_year_end=draw(st.sampled_from(["lapses", "carried"])),
        cuts=draw(st.sampled_from([(), ((12, Fraction(3, 4)),)])),
        gifts=gifts,
        gives_way_to=draw(st.sampled_from([(), (("f0", Fraction(1, 2)),)])),
    )


@st.composite
def bridges(draw, homes):
    return BridgePlan(
        name="float",
        title="Float",
        size=draw(st.integers(0, 30_000)),
        below=draw(st.integers(0, 5)),
        up_to=draw(st.integers(5, 15)),
        terms=draw(st.sampled_from(["lent", "granted"])),
        shelters=tuple(homes),
    )


@st.composite
def several_funders(draw, homes):
    return tuple(
        draw(funders(f"f{number}", homes)) for number in range(draw(st.integers(0, 2)))
    )


@st.composite
def plans(draw):
    """A small system with every feature switched on now and then."""
    count = draw(st.integers(1, 3))
    names = ["a", "b", "c"][:count]
    homes = [
        draw(shelters(name, names[number + 1 :])) for number, name in enumerate(names)
    ]
    paid = [h.name for h in homes if h.costs]
    return scenario(
        *homes,
        days=DAYS,
        programmes=tuple(
            ProgrammePlan(
                name=name,
                blocked_at_most=draw(st.sampled_from([0.25, 3.0, 10.0])),
                waiting_class=draw(st.integers(0, 1)),
            )
            for name in names
        ),
        stages=(
            StagePlan(
                name="screening",
                takes=Fixed(1.0),
                meanwhile="station",
                staff=draw(st.sampled_from([None, 1, 2])),
                staff_changes=draw(st.sampled_from([(), ((9, 0), (20, 3))])),
            ),
        )
        if draw(st.booleans())
        else (),
        acceptance=draw(
            st.sampled_from(
                [(), (Acceptance(condition=Condition(), regimes=(("closed", 0.5),)),)]
            )
        ),
        returns=draw(
            st.sampled_from(
                [
                    (),
                    (),
                    (ReturnPlan(condition=Condition(), chance=1.0, after=Fixed(1.0)),),
                ]
            )
        ),
        interim=(
            InterimPlan(
                name="station",
                kind="police_station",
                cost_per_night=100,
                payer="police",
                places=draw(st.none() | st.integers(0, 2)),
            ),
        ),
        waiting=WaitingPlan(
            patience=Fixed(1.0),
            gives_up_to=(("elsewhere", 1.0),),
            priority=draw(st.sampled_from([(), (CHILDREN,)])),
            ageing_step=draw(st.sampled_from([None, None, 1.0, 2.5])),
            interim=draw(st.sampled_from([(), ("station",)])),
        ),
        preferences=draw(
            st.sampled_from(
                [
                    (),
                    (
                        Preference(
                            condition=Condition(),
                            order=draw(st.sampled_from([(), (names[-1],)])),
                            by=draw(st.sampled_from(ORDERS)),
                        ),
                    ),
                ]
            )
        ),
        funders=tuple(
            draw(funders(f"f{i}", paid)) for i in range(draw(st.integers(0, 2)))
        )
        if paid
        else (),
        compensation=draw(st.sampled_from([(), (FUND,)])),
        bridges=(draw(bridges(paid)),) if paid and draw(st.booleans()) else (),
    )


@st.composite
def people(draw, plan):
    """Up to fifteen people whose times fall on quarters of a day."""
    found = [
        Person(
            at=at,
            stays=tuple(draw(lengths) for _ in range(3)),
            patience=draw(st.sampled_from([0.0, 0.25, 1.0, 4.0, 30.0])),
            age=draw(st.sampled_from(["child", "adult"])),
            exits=tuple(draw(st.integers(0, 1)) for _ in range(3)),
            stages=(draw(st.sampled_from([0.0, 0.25, 1.0, 2.0])),),
            passes=(draw(st.booleans()),),
            size=draw(st.sampled_from([1, 1, 1, 2, 3])),
            willing=draw(st.sampled_from([0.25, 0.75])),
            returns=draw(st.sampled_from([(), (0.25,), (3.0, 1.0)])),
        )
        for at in sorted(draw(st.lists(moments, max_size=15)))
    ]
    homes = [
        Person(0.0, (draw(lengths), 3.0, 3.0), home=number)
        for number, home in enumerate(plan.shelters)
        if home.beds and draw(st.booleans())
    ]
    return homes + found


@st.composite
def luck(draw, plan):
    """When each funder signs, whom it chooses, how late it pays, what is given."""
    confiscated = [[(t, 900) for t in sorted(draw(gift_times))]]
    return {
        "confiscations": confiscated if plan.compensation else [],
        "signed": {
            f.name: [draw(st.integers(-5, DAYS + 5)) for _ in f.rounds]
            for f in plan.funders
        },
        "awarded": {
            f.name: draw(st.sampled_from([True, True, False])) for f in plan.funders
        },
        "lag": {f.name: draw(st.integers(0, 5)) for f in plan.funders},
        "gifts": {
            f.name: [
                [(t, draw(st.integers(1, 4_000))) for t in sorted(draw(gift_times))]
                for _ in f.gifts
            ]
            for f in plan.funders
        },
    }


gift_times = st.lists(moments, max_size=3)


@st.composite
def worlds(draw):
    """A plan, its people and its luck: all that ``worlds.run`` wants."""
    plan = draw(plans())
    return plan, draw(people(plan)), draw(luck(plan))
