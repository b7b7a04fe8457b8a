"""Hypothesis strategies for small worlds: everything switched on, many ties on purpose.

``worlds`` gives a plan, its people and their luck by hand, all times on quarters of
a day; ``drawn`` gives a plan and its luck as the program draws it.
"""

from datetime import date

from drawn_funds import bridges, several_funders
from drawn_people import (
    ATTRIBUTES,
    DAYS,
    GROUPS,
    acceptance,
    compensation,
    interim,
    preferences,
    returning,
    seldom,
    stages,
    streams,
    waiting,
)
from drawn_places import shelters
from hypothesis import strategies as st
from worlds import Person, scenario

from sim.chance import draw as draw_chance
from sim.scenario.plan import ProgrammePlan

moments = st.integers(0, 4 * DAYS - 1).map(lambda n: n / 4)
lengths = st.integers(1, 60).map(lambda n: n / 4)
starts = st.sampled_from([date(2017, 1, 1), date(2016, 2, 10), date(2016, 12, 20)])
NAMES = ("a", "b", "c")
OFFERS = [("a", "b", "c"), ("a", "b", "b"), ("a", "a", "c")]
"""The programmes of the three homes: one each, or one of two of them."""


@st.composite
def homes_and_programmes(draw):
    """One to three homes, from which people go to programmes further on only."""
    count = draw(st.integers(1, 3))
    offers = draw(st.sampled_from(OFFERS))[:count]
    beds = {name: draw(st.sampled_from([True, True, True, False])) for name in offers}
    homes = [
        draw(
            shelters(
                name,
                offer,
                [later for later in dict.fromkeys(offers) if later > offer],
                overnight=beds[offer],
            )
        )
        for name, offer in zip(NAMES, offers, strict=False)
    ]
    return homes, tuple(
        ProgrammePlan(
            name=name,
            blocked_at_most=draw(st.sampled_from([0.25, 3.0, 10.0])),
            waiting_class=draw(st.integers(0, 1)),
        )
        for name in dict.fromkeys(offers)
    )


@st.composite
def plans(draw):
    """A small system with every feature switched on now and then."""
    homes, programmes = draw(homes_and_programmes())
    paid = [home.name for home in homes if home.costs]
    pathway = ["screening", "interview"][: draw(st.sampled_from([0, 1, 1, 2]))]
    coming = ["known", "unknown"][: draw(st.integers(1, 2))]
    return scenario(
        *homes,
        days=DAYS,
        start=draw(starts),
        attributes=ATTRIBUTES,
        groups=draw(st.sampled_from([(), GROUPS])),
        programmes=programmes,
        streams=tuple(draw(streams(name, len(pathway))) for name in coming),
        stages=tuple(draw(stages(name)) for name in pathway),
        acceptance=draw(acceptance),
        returns=draw(seldom(returning(len(pathway)))),
        interim=draw(interim()),
        waiting=draw(waiting),
        preferences=draw(preferences([home.name for home in homes])),
        funders=draw(several_funders(paid)) if paid else (),
        compensation=draw(compensation),
        bridges=draw(bridges(paid)) if paid else (),
        warm_up_days=draw(st.sampled_from([0, 0, 9])),
        supported_after_nights=draw(st.sampled_from([1, 1, 3])),
        displaced_night_cost=draw(st.sampled_from([None, 5_000])),
    )


@st.composite
def people(draw, plan):
    """Up to fifteen people whose times fall on quarters of a day."""
    wait = st.sampled_from([0.0, 0.25, 1.0, 4.0, 30.0])
    takes = st.sampled_from([0.0, 0.25, 1.0, 2.0])
    found = [
        Person(
            at=at,
            stays=tuple(draw(lengths) for _ in range(3)),
            patience=draw(wait),
            age=draw(st.sampled_from(["child", "adult"])),
            values={
                "risk": draw(st.sampled_from(["high", "low"])),
                "channel": draw(st.sampled_from(["police", "ngo"])),
            },
            exits=tuple(draw(st.integers(0, 1)) for _ in range(3)),
            stages=tuple(draw(takes) for _ in plan.stages),
            passes=tuple(draw(st.booleans()) for _ in plan.stages),
            size=draw(st.sampled_from([1, 1, 1, 2, 3])),
            willing=draw(st.sampled_from([0.25, 0.75])),
            gives_up_to=draw(st.integers(0, 1)),
            extended=draw(st.booleans()),
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


gift_times = st.lists(moments, max_size=3)


@st.composite
def luck(draw, plan):
    """When each funder signs, whom it chooses, how late it pays, what is given."""

    def signed(call):
        return call.signed if call.signed < 0 else draw(st.integers(-5, DAYS + 5))

    return {
        "confiscations": [
            [(t, 900) for t in sorted(draw(gift_times))] for _ in plan.compensation
        ],
        "signed": {f.name: [signed(call) for call in f.rounds] for f in plan.funders},
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


@st.composite
def worlds(draw):
    """A plan, its people and its luck: all that ``worlds.run`` wants."""
    plan = draw(plans())
    return plan, draw(people(plan)), draw(luck(plan))


@st.composite
def drawn(draw):
    """A plan and one replication's luck, as the program draws it."""
    plan = draw(plans())
    return plan, draw_chance(plan, seed=draw(st.integers(0, 99)), replication=0)
