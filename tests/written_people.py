"""Hypothesis strategies for the people of a scenario file, and how they come."""

from hypothesis import strategies as st
from written_laws import (
    CHANGES,
    DATES,
    dated,
    durations,
    either,
    mapping,
    shares,
    sizes,
    timed,
    without_none,
)

ATTRIBUTES = {
    "age": ["child", "adult"],
    "sex": ["female", "male"],
    "risk": ["high", "medium", "low"],
    "channel": ["police", "ngo", "social_work", "hotline", "self", "border"],
    "status": ["witness", "other"],  # invented
}
CHANNELS = {"police": "40 %", "ngo": "20 %"} | dict.fromkeys(
    ("social_work", "hotline", "self", "border"), "10 %"
)
JOINT = {
    "female, child": "35 %",
    "male, child": "15 %",
    "female, adult": "35 %",
    "male, adult": "15 %",
}
REST = {
    "risk": {"high": "40 %", "medium": "20 %", "low": "40 %"},
    "channel": CHANNELS,
    "status": {"witness": "40 %", "other": "60 %"},
}
MIXES = (
    {"sex, age": JOINT, **REST},
    {"age": {"adult": 1}, "sex": {"female": "60 %", "male": "40 %"}, **REST},
)
conditions = either(
    {"age": "child"},
    {"sex": "male"},
    {"risk": "high"},
    {"age": "adult", "risk": ["medium", "low"]},
    {"channel": ["police", "border"]},
    {"status": "witness"},
)
INTERIM = {
    "station": ("police_station", "€0"),
    "night_refuge": ("refuge", "€12"),
    "hotel": ("hotel", "€35"),
    "friends": ("other", "€0"),
}
FOUND = ({"detected": "70 %"}, {"detected": "0 %", "times": "2"})
STAGES = ("interview", "placement")


@st.composite
def streams(draw, stages, *, first):
    """A stream; the first is of people whom nobody has asked anything yet."""
    detected = draw(either(None, "40 %", "100 %"))
    then = CHANGES if detected is None else (*CHANGES[:2], *FOUND)
    often = draw(st.one_of(timed(then=then), st.just({})))
    on = draw(st.lists(either(*DATES), min_size=not often, max_size=2, unique=True))
    more = mapping(
        {"mix": either(*MIXES)},
        {
            "batch_size": sizes,
            "mix_changes": dated(st.just({"risk": {"high": 1}})),
            "accompanied_by": either(
                "1",
                {"distribution": "discrete"} | {"values": {"0": "50 %", "2": "50 %"}},
            ),
        },
    )
    enters = "referral" if first and stages else draw(either(None, "ready", *stages))
    return without_none(
        often
        | draw(more)
        | {"detected": detected, "on": on or None, "enters_at": enters}
    )


def stages(interim):
    case = mapping({"for": conditions, "takes": durations}, {"passes": shares})
    return mapping(
        {"takes": durations},
        {
            "passes": shares,
            "cases": st.lists(case, min_size=1, max_size=2),
            "otherwise": st.just("home"),
            "staff": either(1, 2),
        }
        | ({"meanwhile": either(*interim)} if interim else {}),
    ).flatmap(_shifts)


def _shifts(stage):
    """Let the staff of a stage change, if it has some."""
    if "staff" not in stage:
        return st.just(stage)
    return mapping({}, {"staff_changes": dated(either(1, 3))}).map(stage.__or__)


@st.composite
def interim(draw):
    found = {}
    for name in draw(st.sets(either(*sorted(INTERIM)))):
        kind, cost = INTERIM[name]
        more = mapping({}, {"places": either(0, 1), "accepts": conditions})
        always = {"kind": kind, "cost_per_night": cost, "payer": "town"}
        found[name] = always | draw(more)
    return dict(sorted(found.items()))


def waiting(places):
    first = st.lists(conditions, min_size=1, max_size=2, unique_by=str)
    return mapping(
        {
            "patience": st.one_of(st.just("0 days"), durations),
            "gives_up_to": st.just({"home": "60 %", "unknown": "40 %"}),
        },
        {"first": first} | ({"interim": st.permutations(places)} if places else {}),
    ).flatmap(_ageing)


def _ageing(waiting):
    """Let those who wait long move up, if anybody goes first."""
    if "first" not in waiting:
        return st.just(waiting)
    return mapping({}, {"ageing": either("1 day", "3 days")}).map(waiting.__or__)


def returns(stages):
    places = either("home", ["home", "unknown"], ["turned away", "displaced"])
    return mapping(
        {"chance": shares, "after": durations},
        {"for": conditions, "from": places}
        | {"enters_at": either("referral", "ready", *stages)},
    )


regimes = mapping({"closed": shares}, {"open": shares, "semi_open": shares})
acceptance = st.tuples(
    st.lists(st.builds(lambda who, how: {"for": who} | how, conditions, regimes)),
    st.lists(regimes, max_size=1),
).map(lambda some: [*some[0][:2], *some[1]])
