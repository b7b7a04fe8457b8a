"""Hypothesis strategies for the places of a scenario file: shelters of every kind."""

from hypothesis import strategies as st
from written_laws import (
    EXTENDED,
    dated,
    durations,
    either,
    mapping,
    seldom,
    stay_lengths,
    without_none,
)
from written_people import conditions

FIXED = ("€40 / day", "€200 / week", "€900 / month", "€30,000 / year")
HERE = {
    "age": {"child": 1},
    "sex": {"female": 1},
    "risk": {"low": 1},
    "channel": {"ngo": 1},
    "status": {"other": 1},
}
"""Whom no house here refuses, whatever is drawn."""
narrow = mapping(
    {},
    {
        "accepts": either(
            {"sex": "female"}, {"risk": ["high", "low"]}, {"age": "child"}
        ),
        "licensed_for": either({"age": "child"}, {"risk": ["medium", "low"]}),
        "security": either("low", "medium", "high"),
        "refuses": either({"sex": "male"}, [{"risk": "high", "age": "adult"}]),
    },
)
"""Whom a house may take: a child of low risk and female always among them."""
costs = mapping(
    {
        "staff": st.one_of(
            either(*FIXED),
            mapping(
                {"fixed": st.just("€40 / day")},
                {"growth": st.just("5 % / year")}
                | {"changes": dated(either("€50 / day", "€0 / day"))},
            ),
        ),
        "rent": st.just("€10 / day"),
    },
    {
        "food": mapping(
            {"per_bed_night": st.just("€5")}, {"changes": dated(st.just("€7"))}
        ),
        "care": st.just({"per_team": "€10 / day", "residents_per_team": 2}),
        "intake": st.just({"per_admission": "€20"}),
        "leaving": st.just({"per_exit": "€30"}),
        "roof": st.just({"once": "€500", "on": "2017-01-09"}),
    },
)
closures = st.one_of(
    st.just("never"),
    mapping(
        {
            "freeze_below": either("never", "5 days"),
            "tolerated_days": either("0 days", "4 days"),
            "notice": either("0 days", "2 days"),
            "while_closed": either([], ["rent"]),
            "reopen_with": either("0 days", "4 days"),
            "reopening_cost": either("€0", "€50"),
            "reopening_takes": either("0 days", "2 days"),
        },
        {
            "thaw_with": st.just("6 days"),
            "close_below": st.just("2 days"),
            "tolerated_arrears": either("€100", "0.5 months"),
        },
    ),
)
money = st.fixed_dictionaries(
    {
        "costs": costs,
        "planned_residents": either(1, 2),
        "reserve": either("€0", "€600", "€6,000", "0.5 months"),
        "credit": either("€0", "€0", "€300"),
        "closure": closures,
    }
)


@st.composite
def stays(draw, onward):
    """How long people stay and where they go: home, or on to another programme."""
    whole = {"home": "60 %", "abroad": "40 %"}
    exits = [whole, *({"home": "30 %", name: "70 %"} for name in onward)]
    some = mapping(
        {"for": conditions, "stay": stay_lengths},
        {"exits": either(*exits), "becomes": st.just({"risk": "medium"})},
    )
    listed = st.builds(lambda first, last: [first, {"stay": last}], some, stay_lengths)
    return without_none(
        {
            "stay": draw(st.one_of(stay_lengths, listed)),
            "exits": draw(either(*exits, *exits[1:])),
            "becomes": draw(either(None, {"risk": "low"})),
            "stay_changes": draw(seldom(dated(st.one_of(stay_lengths, listed)))),
        }
    )


@st.composite
def changes(draw, *, staffed, room="beds"):
    """What is different at a house from a day on."""
    moves = {room: either(0, 1, 3)}
    if room == "beds":
        moves["accepts"] = either({}, {"sex": "female"}, {"age": ["child", "adult"]})
    if staffed:
        moves["staff"] = either(0, 1, 2)
    what = draw(mapping({}, moves))
    leaving = draw(either(None, "finish", "transfer", "forced_exit")) if what else None
    regime = draw(either(None if what else "open", "open", "semi_open", "closed"))
    return without_none(what | {"regime": regime, "residents": leaving})


@st.composite
def houses(draw, name, onward, *, residents):
    """A shelter, as plain or as particular as chance will have it."""
    beds = draw(either(1, 2, 3))
    paid = draw(st.one_of(money, money, st.just({})))
    staff = draw(either(None, {"staff": 2, "residents_per_staff": "1.5"}))
    lives_here = {"number": 1, "age": "child", "so_far": "1 day"}
    more = mapping(
        {"regime": either("open", "semi_open", "closed")},
        {
            "title": st.just(f"The {name}"),
            "held_back": either(
                {"for": {"risk": "low"}, "beds": 1},
                [{"for": {"age": "child"}, "beds": 1}],
            ),
            "changes": dated(changes(staffed=staff is not None)),
        },
    )
    planned = {}
    if paid and draw(st.booleans()):
        planned = draw(planned_dates)
    found = {"beds": beds} | draw(more) | draw(narrow) | draw(stays(onward)) | paid
    found |= (staff or {}) | planned
    if residents and "opens" not in planned and staff is None and draw(st.booleans()):
        found["residents_now"] = draw(either([lives_here], [{"number": beds}]))
        found["residents_mix"] = HERE
    if paid and staff and draw(st.booleans()):
        found["staff_leave"] = {"unpaid": "staff"} | dict(
            zip(
                ("after", "one_every", "back_after"),
                draw(either(("0 days", "1 day", "2 days"), ("3 days",) * 3)),
                strict=True,
            )
        )
    return found


planned_dates = st.one_of(
    st.fixed_dictionaries(
        {
            "opens": st.fixed_dictionaries(
                {
                    "on": either("2016-12-21", "2016-12-27"),
                    "costs_before": either([], ["rent"]),
                }
            )
        }
    ),
    st.fixed_dictionaries(
        {
            "closes": st.fixed_dictionaries(
                {
                    "on": either("2017-01-20", "2017-01-27"),
                    "residents": either("transfer", "forced_exit"),
                    "costs_after": either([], ["rent"]),
                }
            )
        }
    ),
)
families = mapping(
    {
        "title": st.just("Foster families"),
        "programme": st.just("foster_care"),
        "beds": either(1, 2),
        "accepts": st.just({"age": "child"}),
        "stay": durations,
        "exits": st.just({"home": "100 %"}),
        "costs": st.just({"families": {"per_bed_night": "€12"}}),
        "reserve": either("€0", "€900"),
        "closure": st.just("never"),
    },
    {"security": either("low", "medium"), "entry": st.just("no")},
)
witnesses = mapping(
    {
        "title": st.just("Witness protection"),
        "programme": st.just("witness_protection"),
        "beds": either(1, 2),
        "regime": st.just("closed"),
        "accepts": st.just({"status": "witness"}),
        "entry": st.just("no"),
        "stay": st.just(
            {"distribution": "fixed", "value": "20 days", "at_most": "8 days"}
            | {"extended": EXTENDED}
        ),
        "exits": st.just({"abroad": "50 %", "home": "50 %"}),
        "costs": st.just({"guards": "€20 / day"}),
        "reserve": either("€100", "€900"),
        "closure": st.just("never"),
    },
    {"held_back": st.just({"for": {"risk": "high"}, "beds": 1})},
)
day_centres = mapping(
    {
        "programme": st.just("services"),
        "overnight": st.just("no"),
        "slots": either(1, 3),
        "entry": either("no", "no", "yes"),
        "stay": durations,
        "exits": st.just({"home": "100 %"}),
    },
    {
        "changes": dated(changes(staffed=False, room="slots")),
        "opens": st.just("2016-12-21"),
        "closes": st.just({"on": "2017-01-20", "residents": "forced_exit"}),
    },
)
SPECIAL = {"foster": families, "witnesses": witnesses, "centre": day_centres}
OFFERED = {
    "foster": "foster_care",
    "witnesses": "witness_protection",
    "centre": "services",
}


@st.composite
def shelters(draw, *, residents):
    """One or two houses, and beside them now and then places of every other kind."""
    also = sorted(draw(st.sets(either(*sorted(SPECIAL)))))
    onward = [OFFERED[name] for name in also]
    found = {"house": draw(houses("house", onward, residents=residents))}
    if draw(st.booleans()):
        haven = draw(houses("haven", onward, residents=residents))
        found["haven"] = haven | {"programme": "house"}
    for name in also:
        found[name] = draw(SPECIAL[name])
    return found


def programmes(names):
    one = mapping(
        {"blocked_at_most": either("1 day", "5 days")},
        {"title": st.just("A programme"), "waiting_class": either(0, 1)},
    )
    return st.fixed_dictionaries(dict.fromkeys(names, one))
