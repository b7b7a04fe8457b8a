"""Hypothesis strategies for people: whom a rule means, how they come and wait."""

from hypothesis import strategies as st
from worlds import only

from sim.distributions import Discrete, Exponential, Fixed
from sim.scenario.plan import (
    Acceptance,
    Attribute,
    CompensationPlan,
    Condition,
    Group,
    InterimPlan,
    JointShares,
    MixChange,
    Preference,
    RateChange,
    RatePlan,
    ReturnPlan,
    StageCase,
    StagePlan,
    StreamPlan,
    WaitingPlan,
)

DAYS = 40
ATTRIBUTES = (
    Attribute("age", ("child", "adult")),
    Attribute("risk", ("high", "low")),
    Attribute("channel", ("police", "ngo")),
)
GROUPS = (Group("children", only(age=("child",))), Group("high", only(risk=("high",))))
ANYBODY = Condition()
CHILDREN = only(age=("child",))
HIGH, LOW = only(risk=("high",)), only(risk=("low",))
POLICE = only(channel=("police",))
SOME = [CHILDREN, only(age=("adult",)), HIGH, LOW, only(age=("child",), risk=("high",))]

someone = st.sampled_from([*SOME, POLICE])
conditions = st.sampled_from([ANYBODY, ANYBODY, ANYBODY, *SOME])
days = st.integers(0, DAYS - 1)
dates = st.lists(days, max_size=2, unique=True).map(sorted)
delays = st.sampled_from(
    [Fixed(0.0), Fixed(0.25), Fixed(1.0), Discrete((0.25, 2.0), (0.5, 0.5))]
)


def seldom(strategy, nothing=()):
    """Draw what is there in one world of three."""
    return st.one_of(st.just(nothing), st.just(nothing), strategy)


MIXES = (
    (
        JointShares(
            ("age", "risk"),
            (
                (("child", "high"), 0.5),
                (("child", "low"), 0.2),
                (("adult", "low"), 0.3),
            ),
        ),
        JointShares(("channel",), ((("police",), 0.5), (("ngo",), 0.5))),
    ),
    (
        JointShares(("age",), ((("adult",), 1.0),)),
        JointShares(("risk",), ((("high",), 0.5), (("low",), 0.5))),
        JointShares(("channel",), ((("ngo",), 1.0),)),
    ),
)
mixes = st.sampled_from(MIXES)
SEASON = (2.0, 2.0, *([0.8] * 10))


@st.composite
def rates(draw):
    known = draw(st.booleans())
    changes = tuple(
        RateChange(day, **change)
        for day, change in zip(
            draw(dates),
            (
                draw(st.sampled_from([{"per_year": 30.0}, {"times": 3.0}])),
                {"detected": 1.0},
            ),
            strict=False,
        )
    )
    return RatePlan(
        per_year=draw(st.sampled_from([0.0, 60.0, 150.0])) if known else None,
        counts=None if known else (40, 90),
        spread=draw(st.sampled_from([None, 4.0])),
        season=draw(st.sampled_from([None, SEASON])),
        growth_per_year=draw(st.sampled_from([0.0, 0.5])),
        detected=draw(st.sampled_from([1.0, 1.0, 0.5, 0.0])),
        changes=changes,
    )


@st.composite
def streams(draw, name, stages):
    return StreamPlan(
        name=name,
        rate=draw(rates()),
        mix=draw(mixes),
        enters_at=draw(st.integers(-1, stages)),
        batch_size=draw(
            st.sampled_from([None, None, Fixed(2.0), Discrete((1.0, 3.0), (0.5, 0.5))])
        ),
        batch_days=tuple(draw(seldom(st.lists(days, max_size=2).map(tuple)))),
        mix_changes=tuple(
            MixChange(day=day, mix=draw(mixes)) for day in draw(seldom(dates))
        ),
        accompanied_by=draw(
            st.sampled_from([None, None, Fixed(1.0), Discrete((0.0, 2.0), (0.5, 0.5))])
        ),
    )


@st.composite
def stages(draw, name):
    staff = draw(st.sampled_from([None, None, 0, 1, 2]))
    return StagePlan(
        name=name,
        takes=draw(delays),
        passes=draw(st.sampled_from([1.0, 1.0, 0.5])),
        otherwise=draw(st.sampled_from(["not recognised", "home"])),
        meanwhile=draw(st.sampled_from([None, "station", "hostel"])),
        cases=tuple(
            StageCase(
                condition=draw(someone),
                takes=draw(delays),
                passes=draw(st.sampled_from([1.0, 0.5])),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        staff=staff,
        staff_changes=()
        if staff is None
        else tuple((day, draw(st.integers(0, 3))) for day in draw(dates)),
    )


@st.composite
def interim(draw):
    """A police station that takes everybody and a hostel that does not."""
    places = st.none() | st.integers(0, 2)
    station = InterimPlan(
        name="station",
        kind="police_station",
        cost_per_night=100,
        payer="police",
        places=draw(places),
    )
    hostel = InterimPlan(
        name="hostel",
        kind=draw(st.sampled_from(["hotel", "refuge", "other"])),
        cost_per_night=draw(st.integers(0, 300)),
        payer="town",
        places=draw(places),
        accepts=draw(conditions),
    )
    return station, hostel


waiting = st.builds(
    WaitingPlan,
    patience=st.sampled_from(
        [Fixed(0.0), Fixed(1.0), Fixed(4.0), Discrete((0.0, 0.5, 9.0), (0.2, 0.3, 0.5))]
    ),
    gives_up_to=st.just((("elsewhere", 0.5), ("home", 0.5))),
    priority=st.sampled_from([(), (CHILDREN,), (HIGH, CHILDREN)]),
    ageing_step=st.sampled_from([None, None, 1.0, 2.5]),
    interim=st.sampled_from([(), ("station",), ("hostel", "station")]),
)


@st.composite
def preferences(draw, names):
    criteria = st.sampled_from(["order", "emptiest", "cheapest", "best_fit"])

    def preference(condition):
        order = draw(st.sampled_from([(), (names[-1],), tuple(names[::-1])]))
        return Preference(condition=condition, order=order, by=draw(criteria))

    first = [preference(draw(someone))] if draw(st.booleans()) else []
    return (*first, preference(ANYBODY)) if draw(st.booleans()) else tuple(first)


chances = st.sampled_from([0.0, 0.5, 0.8])
regimes = st.tuples(chances, chances).map(
    lambda two: (("closed", two[0]), ("semi_open", two[1]))
)
some = st.builds(Acceptance, condition=someone, regimes=regimes)
everybody = st.builds(Acceptance, condition=st.just(ANYBODY), regimes=regimes)
acceptance = seldom(st.tuples(some) | st.tuples(some, everybody))
LEAVINGS = [(), ("home",), ("turned away", "declined"), ("displaced", "forced exit")]


@st.composite
def returning(draw, stages):
    return tuple(
        ReturnPlan(
            condition=draw(conditions),
            chance=draw(st.sampled_from([1.0, 0.5])),
            after=draw(st.sampled_from([Fixed(1.0), Exponential(3.0)])),
            from_exits=draw(st.sampled_from(LEAVINGS)),
            enters_at=draw(st.integers(-1, stages)),
        )
        for _ in range(draw(st.integers(1, 2)))
    )


compensation = seldom(
    st.tuples(
        st.builds(
            CompensationPlan,
            name=st.just("fund"),
            title=st.just("Fund"),
            balance=st.integers(0, 2_000),
            rate=st.just(RatePlan(per_year=30.0)),
            income=st.sampled_from([Fixed(1.0), Fixed(900.0)]),
            per_case=st.sampled_from([600, 900]),
            condition=conditions,
        )
    )
)
