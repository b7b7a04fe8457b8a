"""What happens to people, in worlds small enough to say all of it."""

from math import nan

from worlds import Person, balance, causes, only, run, scenario, shelter, stay, told

from sim.distributions import Fixed
from sim.history import Kind
from sim.scenario.plan import (
    InterimPlan,
    Preference,
    ProgrammePlan,
    RatePlan,
    ReturnPlan,
    StagePlan,
    StreamPlan,
    WaitingPlan,
)

CHILD, ADULT = only(age=("child",)), only(age=("adult",))
BEDS = [Kind.ADMITTED, Kind.LEFT, Kind.STEPPED_DOWN, Kind.FORCED_EXIT, Kind.BLOCKED]


def waiting(**more):
    more.setdefault("patience", Fixed(5.0))
    more.setdefault("gives_up_to", (("elsewhere", 1.0),))
    return WaitingPlan(**more)


def test_someone_is_referred_stays_and_leaves():
    history = run(scenario(), [Person(1.5, stays=(3.25,))])

    assert told(history) == [
        (1.5, "REFERRED", 0),
        (1.5, "READY", 0),
        (1.5, "ADMITTED", 0),
        (4.75, "LEFT", 0),
    ]
    assert history.nights.census[:6, 0].tolist() == [0, 1, 1, 1, 0, 0]


def test_a_whole_day_stay_of_n_days_is_n_bed_nights_at_any_hour():
    for hour in (0.0, 0.25, 0.5, 0.75):
        history = run(scenario(), [Person(2.0 + hour, stays=(4.0,))])

        assert history.nights.census.sum() == 4


def test_a_freed_bed_goes_to_who_joined_first():
    people = [Person(1.0, (4.0,)), Person(2.0), Person(3.0)]
    history = run(scenario(), people)

    assert told(history, Kind.JOINED_LIST, Kind.ADMITTED, Kind.GAVE_UP) == [
        (1.0, "ADMITTED", 0),
        (2.0, "JOINED_LIST", 1),
        (3.0, "JOINED_LIST", 2),
        (5.0, "ADMITTED", 1),
        (8.0, "GAVE_UP", 2),
    ]
    assert causes(history, Kind.GAVE_UP) == ["NO_BED"]


def test_at_one_instant_a_stay_ends_before_patience_does():
    """T4: the bed freed at day 6 goes to the one whose patience ends at day 6."""
    history = run(scenario(), [Person(1.0, (5.0,)), Person(2.0, patience=4.0)])

    assert told(history, Kind.LEFT, Kind.ADMITTED, Kind.GAVE_UP)[1:3] == [
        (6.0, "LEFT", 0),
        (6.0, "ADMITTED", 1),
    ]


def test_at_one_instant_arrivals_come_in_number_order():
    history = run(scenario(), [Person(1.0), Person(1.0, patience=0.0)])

    assert told(history, Kind.ADMITTED, Kind.TURNED_AWAY) == [
        (1.0, "ADMITTED", 0),
        (1.0, "TURNED_AWAY", 1),
    ]


def test_without_patience_a_full_shelter_turns_away():
    history = run(scenario(), [Person(1.0, (9.0,)), Person(2.0, (7.0,), patience=0.0)])

    turned = history.events.kind == Kind.TURNED_AWAY
    assert causes(history, Kind.TURNED_AWAY) == ["NO_BED"]
    assert history.events.until[turned].tolist() == [9.0]


def test_no_place_for_such_a_person_is_no_fit_however_patient():
    plan = scenario(shelter(accepts=CHILD))
    history = run(plan, [Person(1.0, patience=50.0)])

    assert causes(history, Kind.TURNED_AWAY) == ["NO_FIT"]


def test_refused_people_are_not_eligible():
    plan = scenario(shelter("a", refuses=(ADULT,)), shelter("b"))
    history = run(plan, [Person(1.0), Person(1.5, age="child")])

    admitted = history.events.kind == Kind.ADMITTED
    assert history.events.shelter[admitted].tolist() == [1, 0]


def test_the_preferred_shelter_with_room_is_taken():
    plan = scenario(
        shelter("a"),
        shelter("b"),
        preferences=(Preference(condition=CHILD, order=("b", "a")),),
    )
    history = run(plan, [Person(1.0, age="child"), Person(2.0), Person(3.0)])

    admitted = history.events.kind == Kind.ADMITTED
    assert history.events.shelter[admitted].tolist()[:2] == [1, 0]


def test_a_higher_class_goes_first_and_a_misfit_is_skipped():
    plan = scenario(
        shelter("any"),
        waiting=waiting(priority=(CHILD,)),
    )
    people = [
        Person(1.0, (4.0,)),
        Person(2.0, patience=9.0),
        Person(3.0, age="child", patience=9.0),
    ]
    history = run(plan, people)

    assert told(history, Kind.ADMITTED)[:2] == [
        (1.0, "ADMITTED", 0),
        (5.0, "ADMITTED", 2),
    ]


def test_the_pathway_takes_its_time_and_not_everybody_passes():
    plan = scenario(
        stages=(
            StagePlan(name="screening", takes=Fixed(1.0), passes=0.5),
            StagePlan(name="placement", takes=Fixed(2.0)),
        ),
        waiting=waiting(),
    )
    history = run(
        plan,
        [
            Person(1.0, stages=(1.0, 2.0), passes=(True, True)),
            Person(1.5, stages=(1.0, 2.0), passes=(False, True)),
        ],
    )

    assert told(history, Kind.READY, Kind.NOT_RECOGNISED, Kind.ADMITTED) == [
        (2.5, "NOT_RECOGNISED", 1),
        (4.0, "READY", 0),
        (4.0, "ADMITTED", 0),
    ]


def test_who_was_counted_at_a_stage_has_passed_it():
    plan = scenario(
        stages=(StagePlan(name="identification", takes=Fixed(1.0), passes=0.5),),
        streams=(
            StreamPlan(name="known", rate=RatePlan(per_year=1.0), mix=(), enters_at=0),
        ),
    )
    history = run(plan, [Person(1.0, stages=(1.0,), passes=(False,))])

    assert told(history, Kind.READY) == [(2.0, "READY", 0)]


def stepping(next_beds=1, **programme):
    return scenario(
        shelter(
            "secure",
            beds=2,
            stays=(stay(exits=(("rehabilitation", 1.0),)),),
            accepts=ADULT,
        ),
        shelter("flat", beds=next_beds, programme="rehabilitation", entry=False),
        programmes=(
            ProgrammePlan(name="secure"),
            ProgrammePlan(name="rehabilitation", **programme),
        ),
    )


def test_a_step_down_draws_its_own_stay():
    history = run(stepping(), [Person(1.0, (2.0, 3.0))])

    assert told(history, *BEDS) == [
        (1.0, "ADMITTED", 0),
        (3.0, "STEPPED_DOWN", 0),
        (6.0, "LEFT", 0),
    ]


def test_a_full_next_programme_blocks_the_bed_until_it_has_room():
    people = [Person(1.0, (2.0, 5.0)), Person(1.5, (2.0, 5.0))]
    history = run(stepping(blocked_at_most=10.0), people)

    assert told(history, *BEDS) == [
        (1.0, "ADMITTED", 0),
        (1.5, "ADMITTED", 1),
        (3.0, "STEPPED_DOWN", 0),
        (3.5, "BLOCKED", 1),
        (8.0, "LEFT", 0),
        (8.0, "STEPPED_DOWN", 1),
        (13.0, "LEFT", 1),
    ]
    assert history.nights.census[:8, 0].tolist() == [0, 2, 2, 1, 1, 1, 1, 1]


def test_a_bed_is_kept_no_longer_than_allowed():
    people = [Person(1.0, (2.0, 50.0)), Person(1.5, (2.0, 5.0))]
    history = run(stepping(blocked_at_most=4.0), people)

    assert told(history, Kind.FORCED_EXIT) == [(7.5, "FORCED_EXIT", 1)]
    assert causes(history, Kind.FORCED_EXIT) == ["NO_BED"]


def test_a_step_down_judges_people_as_they_are_by_then():
    plan = scenario(
        shelter(
            "secure",
            stays=(stay(exits=(("open", 1.0),), becomes=(("age", "adult"),)),),
        ),
        shelter("flat", programme="open", entry=False, accepts=ADULT),
        programmes=(ProgrammePlan(name="secure"), ProgrammePlan(name="open")),
    )
    history = run(plan, [Person(1.0, (2.0, 3.0), age="child")])

    assert told(history, Kind.STEPPED_DOWN) == [(3.0, "STEPPED_DOWN", 0)]


def test_residents_of_day_zero_keep_their_remaining_days():
    history = run(scenario(), [Person(0.0, (2.5,), home=0), Person(1.0, (1.0,))])

    assert told(history) == [
        (0.0, "RESIDENT", 0),
        (1.0, "REFERRED", 1),
        (1.0, "READY", 1),
        (1.0, "JOINED_LIST", 1),
        (2.5, "LEFT", 0),
        (2.5, "ADMITTED", 1),
        (3.5, "LEFT", 1),
    ]


def test_a_resident_of_day_zero_stays_by_the_plan_of_the_day_they_came():
    """T7, S4: who came on day 0 comes under what changes on it, nobody else does."""
    plan = scenario(
        shelter(beds=3, stays=(stay(), stay(exits=(("abroad", 1.0),), since=0)))
    )
    people = [Person(0.0, (2.5,), home=0, so_far=so_far) for so_far in (0.0, 1.0, nan)]
    events = run(plan, people).events
    left = events.kind == Kind.LEFT

    assert [plan.destinations[n] for n in events.detail[left]] == [
        "abroad",
        "home",
        "home",
    ]


STATION = InterimPlan(
    name="station",
    kind="police_station",
    cost_per_night=700,
    payer="police",
    places=1,
)


def test_an_interim_place_is_no_bed_and_has_its_own_payer():
    plan = scenario(
        interim=(STATION,),
        waiting=waiting(interim=("station",)),
    )
    people = [Person(0.5, (4.0,)), Person(1.5), Person(1.75)]
    history = run(plan, people)

    assert told(history, Kind.INTERIM_BEGAN, Kind.INTERIM_ENDED) == [
        (1.5, "INTERIM_BEGAN", 1),
        (4.5, "INTERIM_ENDED", 1),
    ]
    names = history.accounts.names
    assert history.accounts.balances[-1, names.index("interim:station")] == 3 * 700
    assert history.nights.census.sum() == 4 + 10


def test_an_interim_place_that_comes_free_later_is_for_who_comes_next():
    """B5: whether somebody has one is decided once, when the wait begins."""
    plan = scenario(
        interim=(STATION,),
        waiting=waiting(interim=("station",)),
    )
    people = [
        Person(0.5, (9.0,)),
        Person(1.0, patience=2.0),
        Person(1.5, patience=6.0),
        Person(4.0, patience=2.0),
    ]
    history = run(plan, people)

    assert told(history, Kind.INTERIM_BEGAN, Kind.INTERIM_ENDED, Kind.GAVE_UP) == [
        (1.0, "INTERIM_BEGAN", 1),
        (3.0, "INTERIM_ENDED", 1),
        (3.0, "GAVE_UP", 1),
        (4.0, "INTERIM_BEGAN", 3),
        (6.0, "INTERIM_ENDED", 3),
        (6.0, "GAVE_UP", 3),
        (7.5, "GAVE_UP", 2),
    ]
    assert balance(history, "interim:station") == 4 * 700


def test_a_limit_is_a_completed_stay_with_its_own_name():
    history = run(scenario(), [Person(1.0, (3.0,), at_limit=True)])

    assert told(history, Kind.LEFT_AT_LIMIT) == [(4.0, "LEFT_AT_LIMIT", 0)]


def test_nothing_but_the_last_midnight_happens_at_the_end():
    """T6: a stay that ends exactly at t = N is still under way."""
    history = run(scenario(days=5), [Person(1.0, (4.0,))])

    assert told(history, Kind.LEFT) == []
    assert history.nights.census[:, 0].tolist() == [0, 1, 1, 1, 1]


# --- households, staff in stages, returns


def test_a_household_takes_a_bed_each_and_moves_as_one():
    """B7: three people of one household sleep three bed-nights a night."""
    plan = scenario(shelter(beds=3))
    history = run(plan, [Person(1.0, (2.0,), size=3), Person(1.5, (1.0,))])

    assert history.nights.census[:5, 0].tolist() == [0, 3, 3, 1, 0]
    assert told(history, Kind.ADMITTED) == [(1.0, "ADMITTED", 0), (3.0, "ADMITTED", 1)]


def test_a_larger_household_can_be_overtaken():
    """B3: it is skipped while too few beds are free, and keeps its place."""
    plan = scenario(shelter(beds=2))
    people = [
        Person(1.0, (3.0,)),
        Person(1.0, (6.0,)),
        Person(2.0, (5.0,), size=2, patience=30.0),
        Person(3.0, (2.0,), patience=30.0),
    ]
    history = run(plan, people)

    assert told(history, Kind.ADMITTED)[2:] == [
        (4.0, "ADMITTED", 3),
        (7.0, "ADMITTED", 2),
    ]


def test_a_stage_with_limited_staff_is_a_queue():
    plan = scenario(
        shelter(beds=9),
        stages=(StagePlan(name="interview", takes=Fixed(2.0), staff=1),),
    )
    people = [Person(t, stages=(2.0,)) for t in (1.0, 1.5, 2.0)]
    history = run(plan, people)

    assert told(history, Kind.STAGE_QUEUED, Kind.STAGE_BEGAN, Kind.READY) == [
        (1.0, "STAGE_BEGAN", 0),
        (1.5, "STAGE_QUEUED", 1),
        (2.0, "STAGE_QUEUED", 2),
        (3.0, "STAGE_BEGAN", 1),
        (3.0, "READY", 0),
        (5.0, "STAGE_BEGAN", 2),
        (5.0, "READY", 1),
        (7.0, "READY", 2),
    ]


def test_more_staff_on_duty_from_a_date_take_the_next_in_line():
    plan = scenario(
        shelter(beds=9),
        stages=(
            StagePlan(
                name="interview", takes=Fixed(9.0), staff=1, staff_changes=((3, 2),)
            ),
        ),
    )
    people = [Person(t, stages=(9.0,)) for t in (1.0, 1.5)]

    assert told(run(plan, people), Kind.STAGE_BEGAN) == [
        (1.0, "STAGE_BEGAN", 0),
        (3.0, "STAGE_BEGAN", 1),
    ]


def test_someone_who_returns_begins_a_new_episode():
    plan = scenario(
        returns=(
            ReturnPlan(condition=ADULT, chance=1.0, after=Fixed(1.0), enters_at=-1),
        ),
    )
    history = run(plan, [Person(1.0, (2.0,), returns=(4.0,))])

    assert told(history) == [
        (1.0, "REFERRED", 0),
        (1.0, "READY", 0),
        (1.0, "ADMITTED", 0),
        (3.0, "LEFT", 0),
        (7.0, "REFERRED", 0),
        (7.0, "READY", 0),
        (7.0, "ADMITTED", 0),
        (9.0, "LEFT", 0),
    ]
    again = history.events.kind == Kind.REFERRED
    assert history.events.amount[again].tolist() == [0, 1]


def test_people_return_only_from_where_the_file_says():
    plan = scenario(
        returns=(
            ReturnPlan(
                condition=ADULT,
                chance=1.0,
                after=Fixed(1.0),
                from_exits=("turned away",),
            ),
        ),
    )
    people = [
        Person(1.0, (2.0,), returns=(4.0,)),
        Person(1.5, patience=0.0, returns=(5.0,)),
    ]
    history = run(plan, people)

    assert told(history, Kind.REFERRED) == [
        (1.0, "REFERRED", 0),
        (1.5, "REFERRED", 1),
        (6.5, "REFERRED", 1),
    ]


def test_a_resident_of_day_zero_may_return_too():
    plan = scenario(
        returns=(ReturnPlan(condition=ADULT, chance=1.0, after=Fixed(1.0)),)
    )
    history = run(plan, [Person(0.0, (2.0,), home=0, returns=(3.0,))])

    assert told(history, Kind.RESIDENT, Kind.LEFT, Kind.REFERRED, Kind.ADMITTED)[
        :4
    ] == [
        (0.0, "RESIDENT", 0),
        (2.0, "LEFT", 0),
        (5.0, "REFERRED", 0),
        (5.0, "ADMITTED", 0),
    ]


def test_a_return_after_the_fourth_episode_is_counted_and_not_played():
    plan = scenario(
        returns=(ReturnPlan(condition=ADULT, chance=1.0, after=Fixed(1.0)),)
    )
    history = run(plan, [Person(1.0, (2.0,), returns=(1.0, 1.0, 1.0, 1.0))])

    assert told(history, Kind.REFERRED, Kind.RETURN_CUT) == [
        (1.0, "REFERRED", 0),
        (4.0, "REFERRED", 0),
        (7.0, "REFERRED", 0),
        (10.0, "REFERRED", 0),
        (12.0, "RETURN_CUT", 0),
    ]


def test_who_needs_no_time_in_a_stage_needs_nobody_on_duty():
    plan = scenario(
        shelter(beds=9),
        stages=(StagePlan(name="interview", takes=Fixed(2.0), staff=1),),
    )
    people = [Person(1.0, stages=(5.0,)), Person(2.0, stages=(0.0,))]

    assert told(run(plan, people), Kind.STAGE_QUEUED, Kind.READY) == [
        (2.0, "READY", 1),
        (6.0, "READY", 0),
    ]
