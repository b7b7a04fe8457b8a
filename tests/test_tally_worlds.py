"""What is counted of households, returns, refused offers, services and the like."""

import pytest
from counted_worlds import ADULT, CHILD, COMES_BACK, Counted
from worlds import STRICT, Person, daily, only, run, scenario, shelter, stay

from sim.distributions import Fixed
from sim.experiment.estimating import estimates_of
from sim.experiment.series import series_of
from sim.history import stacked
from sim.history.lives import lives_of
from sim.history.spells import queue_spells, referrals, stays
from sim.measures.tally import tally
from sim.scenario.plan import (
    Acceptance,
    Attribute,
    InterimPlan,
    ProgrammePlan,
    ShelterChange,
    StagePlan,
    WaitingPlan,
)

DAY = 2**20
RELUCTANT = (Acceptance(condition=ADULT, regimes=(("closed", 0.4),)),)


# --- households (B7)


def test_a_household_is_one_victim_and_a_bed_for_everybody():
    plan = scenario(shelter(beds=4), days=20)
    people = [Person(1.0, (3.0,), age="child", size=3), Person(2.0, (5.0,))]
    counted = Counted(plan, people)

    assert counted("referrals") == counted("supported_victims") == 2
    assert counted("referred_people") == counted("supported_people") == 4
    assert counted("supported_people", group="children") == 3
    assert counted("bed_nights") == 3 * 3 + 5
    assert counted("bed_nights", group="adults") == 5
    assert counted("admissions") == counted("completed_stays") == 2
    assert counted("peak_census") == 4


def test_a_household_without_a_bed_misses_one_for_everybody():
    """Two nights on the list, then the four of the stay that did not happen."""
    plan = scenario(shelter(beds=2, stays=(stay(4.0),)), days=20)
    people = [
        Person(1.0, (10.0,)),
        Person(2.5, (4.0,), patience=2.0, size=2),
    ]
    counted = Counted(plan, people)

    assert counted("abandonments") == 1
    assert counted("unmet_bed_nights", cause="no_bed") == 2 * (2 + 4)
    assert counted("list_ticks") == 2 * 2 * DAY
    assert counted("wait_ticks") == 2 * DAY


def test_a_displaced_household_loses_a_night_for_everybody():
    home = shelter(beds=3, costs=(daily(100),), reserve=250, closure=STRICT)
    plan = scenario(home, days=20, displaced_night_cost=7)
    counted = Counted(plan, [Person(0.5, (10.0,), size=3)])

    assert counted("displaced") == 1
    assert counted("bed_nights") == 3 * 3
    assert counted("displaced_nights") == 3 * 7
    assert counted("unmet_bed_nights", cause="displaced") == 3 * 7
    assert counted("closure_cost") == 3 * 7 * 7


def test_blocked_and_interim_nights_are_of_everybody():
    plan = scenario(
        shelter("crisis", beds=3, stays=(stay(2.0, exits=(("flat", 1.0),)),)),
        shelter("flat", beds=2, entry=False),
        programmes=(
            ProgrammePlan(name="crisis"),
            ProgrammePlan(name="flat", blocked_at_most=3.0),
        ),
        interim=(
            InterimPlan(
                name="station", kind="police_station", cost_per_night=1, payer="us"
            ),
        ),
        waiting=WaitingPlan(
            patience=Fixed(30.0), gives_up_to=(("away", 1.0),), interim=("station",)
        ),
        days=20,
    )
    people = [
        Person(1.0, (2.0, 10.0)),
        Person(1.0, (2.0, 10.0), size=2),
        Person(1.5, age="child", size=2, patience=20.0),
    ]
    counted = Counted(plan, people)

    assert counted("blocked_nights", shelter="crisis") == 2 * 3
    assert counted("interim_nights") == 2 * 5
    assert counted("police_station_child_nights") == 5


def test_figures_show_everybody_of_a_household():
    plan = scenario(shelter(beds=3, costs=(daily(100),), reserve=250, closure=STRICT))
    people = [Person(0.5, (10.0,), size=3), Person(1.0, size=2, patience=1.5)]
    history = run(plan, people)
    series = series_of(plan, stacked([history]))

    assert series.sheltered[0, :4].tolist() == [3, 3, 3, 0]
    assert series.waiting[0, :4].tolist() == [0, 2, 0, 0]
    assert series.displaced[0, :5].tolist() == [0, 0, 3, 3, 3]


# --- returns (C6, W3)


def test_whoever_waits_for_a_single_tick_has_waited():
    people = [Person(1.0, (2.0,)), Person(3.0 - 1 / DAY, (1.0,))]
    counted = Counted(scenario(days=10), people)

    assert (counted("waits"), counted("waited")) == (2, 1)
    assert counted("wait_ticks") == 1
    assert counted("waits_within_1") == 2
    assert counted("not_placed_within_24h") == 0


def test_who_comes_back_is_one_victim_referred_twice():
    plan = scenario(returns=COMES_BACK, days=30)
    counted = Counted(plan, [Person(1.0, (2.0,), returns=(4.0,))])

    assert counted("referrals") == counted("recognised") == counted("waits") == 2
    assert counted("admissions") == counted("completed_stays") == 2
    assert counted("returns") == 1
    assert counted("supported_victims") == 1
    assert counted("bed_nights") == 4
    assert counted.estimate("coverage_rate").value == 1.0


def test_each_referral_is_covered_by_its_own_bed_nights():
    """The second time the only bed is taken, and they are turned away."""
    plan = scenario(returns=COMES_BACK, days=30)
    people = [
        Person(1.0, (2.0,), patience=0.0, returns=(4.0,)),
        Person(4.0, (20.0,)),
    ]
    counted = Counted(plan, people)

    assert counted("covered_referrals") == 2
    assert counted("supported_victims") == 2
    assert counted("turn_aways") == 1
    assert counted.estimate("coverage_rate").value == pytest.approx(2 / 3)


def test_unmet_nights_end_with_the_next_referral():
    plan = scenario(shelter(beds=0), returns=COMES_BACK, days=30)
    counted = Counted(plan, [Person(1.0, (9.0,), patience=0.0, returns=(2.0,))])

    assert counted("turn_aways") == 2
    assert counted("unmet_bed_nights") == 2 + 9


def test_a_resident_who_comes_back_was_not_referred_for_the_first_stay():
    plan = scenario(returns=COMES_BACK, days=30)
    counted = Counted(plan, [Person(0.0, (5.0,), home=0, returns=(3.0,))])

    assert counted("referrals") == counted("returns") == 1
    assert counted("placed_referrals") == counted("covered_referrals") == 1
    assert counted("placement_ticks") == 0


def test_a_stay_belongs_to_the_last_referral_before_it():
    plan = scenario(shelter(beds=2), returns=COMES_BACK, days=30)
    people = [Person(1.0, (2.0,), returns=(4.0,)), Person(2.0, (3.0,))]
    events = run(plan, people).events
    lives = lives_of(events)
    places, own = referrals(lives, stays(lives))

    assert events.time[places].tolist() == [1.0, 7.0, 2.0]
    assert events.time[places][own].tolist() == [1.0, 7.0, 2.0]


def test_a_stay_from_before_day_0_belongs_to_no_referral():
    people = [Person(0.0, (2.0,), home=0), Person(1.0)]
    events = run(scenario(shelter(beds=2), days=30), people).events
    lives = lives_of(events)
    places, own = referrals(lives, stays(lives))

    assert events.time[places].tolist() == [1.0]
    assert own.tolist() == [-1, 0]


# --- refused offers (C7, B6)


def test_who_declines_waits_for_nothing_and_misses_nothing():
    plan = scenario(shelter(regime="closed"), acceptance=RELUCTANT, days=20)
    counted = Counted(plan, [Person(1.0, willing=0.5), Person(2.0, age="child")])

    assert counted("declined") == counted("declined", group="adults") == 1
    assert counted("recognised") == 2
    assert counted("waits") == 1
    assert counted("not_placed_within_24h") == 0
    assert counted("turn_aways") == counted("unmet_bed_nights") == 0


def test_who_declines_the_next_programme_leaves_the_bed():
    plan = scenario(
        shelter("crisis", stays=(stay(2.0, exits=(("secure", 1.0),)),)),
        shelter("secure", regime="closed", entry=False),
        acceptance=RELUCTANT,
        days=20,
    )
    people = [Person(1.0, (2.0,), willing=0.5), Person(2.0, (2.0, 4.0), willing=0.1)]
    counted = Counted(plan, people)

    assert counted("declined") == 1
    assert counted("bed_nights", shelter="crisis") == 4
    assert counted("bed_nights", shelter="secure") == 4
    assert counted("completed_stays", shelter="crisis") == 2
    assert counted("exits", destination="declined") == 1
    assert counted("exits", destination="home") == counted("exits") - 1 == 1


# --- stages with staff


def test_a_queue_for_staff_is_counted_by_stage():
    plan = scenario(
        shelter(beds=9),
        stages=(
            StagePlan(name="interview", takes=Fixed(2.0), staff=1),
            StagePlan(name="papers", takes=Fixed(1.0)),
        ),
        days=7,
    )
    people = [Person(t, stages=(2.0, 0.0)) for t in (1.0, 1.5, 2.0, 6.0)]
    counted = Counted(plan, people)

    assert counted("stage_queued", stage="interview") == 3
    assert counted("stage_queued", stage="papers") == 0
    # From 1.5 to 3, from 2 to 5, and from 6 to the end of the period.
    assert counted("stage_wait_ticks") == (1.5 + 3 + 1) * DAY
    assert counted.estimate("stage_wait_days", cause="interview").value == 5.5 / 3
    assert counted.estimate("stage_queued", cause="papers").value == 0
    assert queue_spells(lives_of(counted.history.events)).is_open.tolist() == [
        False,
        False,
        True,
    ]


def test_placement_delay_runs_from_referral_to_the_first_bed():
    plan = scenario(stages=(StagePlan(name="interview", takes=Fixed(2.0)),), days=20)
    people = [
        Person(1.0, (4.0,), stages=(2.0,)),
        Person(1.5, (1.0,), stages=(2.0,), patience=9.0),
        Person(3.0, stages=(2.0,), patience=1.0),
    ]
    counted = Counted(plan, people)

    assert counted("placed_referrals") == 2
    assert counted("placement_ticks") == (2.0 + 5.5) * DAY
    assert counted.estimate("mean_placement_delay_days").value == 3.75


# --- leaving


def test_people_leave_by_destination_at_a_limit_too():
    exits = (("home", 0.5), ("abroad", 0.5))
    plan = scenario(shelter(beds=3, stays=(stay(exits=exits),)), days=20)
    people = [
        Person(1.0, (2.0,)),
        Person(1.0, (2.0,), exits=(1, 1, 1)),
        Person(1.0, (2.0,), exits=(1, 1, 1), age="child", at_limit=True),
    ]
    counted = Counted(plan, people)

    assert counted("exits") == 3
    assert counted("exits", destination="abroad") == 2
    assert counted("exits", destination="abroad", group="children") == 1
    assert counted.estimate("exits", cause="home").value == 1


def test_a_forced_exit_keeps_its_cause():
    changes = (ShelterChange(day=5, beds=1, residents="forced_exit"),)
    plan = scenario(shelter(beds=2, changes=changes), days=20)
    counted = Counted(plan, [Person(1.0, (9.0,)), Person(2.0, (10.0,))])

    assert counted("forced_exits") == 1
    assert counted("forced_exits_by_cause", cause="no_bed") == 1
    assert counted("unmet_bed_nights", cause="no_bed") == 7
    assert counted.estimate("forced_exits", cause="no_bed").value == 1
    assert counted.estimate("forced_exits", cause="no_fit").value == 0


def test_beds_of_the_plan_follow_its_dated_changes():
    changes = (ShelterChange(day=4, beds=5), ShelterChange(day=8, staff=1))
    plan = scenario(shelter(beds=2, changes=changes), days=10)

    assert Counted(plan)("all_bed_nights") == 4 * 2 + 6 * 5


# --- programmes without a bed


def with_a_day_centre(**more):
    return scenario(
        shelter("house", beds=1, accepts=CHILD),
        shelter("centre", beds=3, overnight=False, **more),
        days=10,
    )


def test_a_programme_without_a_bed_is_no_shelter():
    plan = with_a_day_centre(accepts=ADULT)
    people = [
        Person(1.0, (4.0,), age="child"),
        Person(2.0, (3.0,), size=2),
        Person(3.5, (0.25,)),
    ]
    counted = Counted(plan, people)

    assert counted("bed_nights") == counted("bed_nights", shelter="house") == 4
    assert counted("supported_victims") == counted("covered_referrals") == 1
    assert counted("capacity_bed_nights") == counted("all_bed_nights") == 10
    assert counted("peak_census") == 1
    assert counted("service_days") == counted("service_days", shelter="centre") == 6
    assert counted("service_users") == 1
    assert counted("admissions", shelter="centre") == 2
    assert counted.estimate("service_occupancy_rate").value == 6 / 30
    assert counted.estimate("occupancy_rate").value == 0.4
    assert series_of(plan, stacked([counted.history])).sheltered[0, 1:6].tolist() == [
        1,
        1,
        1,
        1,
        0,
    ]


def test_who_only_asks_for_such_a_programme_misses_no_bed():
    plan = with_a_day_centre(accepts=ADULT)
    full = [Person(0.5, (9.0,), size=3), Person(0.5, (9.0,), age="child")]
    people = [Person(2.0, patience=1.0), Person(2.0, patience=1.0, age="child")]
    counted = Counted(plan, [*full, *people])

    assert counted("abandonments") == 2
    assert counted("unmet_bed_nights", group="adults") == 0
    assert counted("unmet_bed_nights", group="children") == 1 + 7


def test_whom_nobody_takes_misses_a_bed():
    plan = scenario(
        shelter("house", accepts=CHILD),
        shelter("centre", overnight=False, refuses=(ADULT,)),
        days=10,
    )

    assert Counted(plan, [Person(2.0, (3.0,))])("unmet_bed_nights") == 3


def test_a_closed_day_centre_displaces_but_costs_no_bed_nights():
    """Not even to those who would rather have had a bed."""
    plan = with_a_day_centre(costs=(daily(100),), reserve=250, closure=STRICT)
    people = [Person(0.5, (9.0,), age="child"), Person(1.0, (9.0,), age="child")]
    counted = Counted(plan, people)

    assert counted("closure_days", shelter="centre") == 7
    assert counted("displaced") == 1
    assert counted("displaced_nights") == counted("unmet_bed_nights") == 0
    assert counted("costs") > 0


# --- interim places


def test_only_children_and_only_police_stations_make_child_nights_there():
    places = tuple(
        InterimPlan(name=name, kind=kind, cost_per_night=0, payer="us", accepts=accepts)
        for name, kind, accepts in [
            ("cell", "police_station", only(sex=("m",))),
            ("hotel", "other", only(sex=("f",))),
        ]
    )
    plan = scenario(
        attributes=(
            Attribute("age", ("child", "adult")),
            Attribute("sex", ("f", "m")),
        ),
        interim=places,
        waiting=WaitingPlan(
            patience=Fixed(2.0),
            gives_up_to=(("elsewhere", 1.0),),
            interim=("cell", "hotel"),
        ),
        days=20,
    )
    people = [
        Person(0.5, (15.0,)),
        Person(1.5, age="child", patience=2.0, values={"sex": "f"}),
        Person(4.5, age="adult", patience=3.0, values={"sex": "m"}),
        Person(8.5, age="child", patience=5.0, values={"sex": "m"}),
    ]
    counted = Counted(plan, people)

    assert counted("interim_nights") == 2 + 3 + 5
    assert counted("police_station_child_nights") == 5


# --- what an interval without width means


def test_an_average_of_nothing_does_not_mean_never():
    world = Counted(scenario(), [Person(1.0)])
    twice = tally(world.plan, stacked([world.history] * 2))
    found = estimates_of(world.plan, twice.counts, twice.waits, seed=1)
    notes = {each.measure: each.note for each in found if not each.by}

    assert notes["displaced"] == "0 in all 2 replications, which does not mean never"
    assert notes["admissions"] == "the same in every replication"


def test_one_replication_says_too_little_for_an_interval_only():
    found = Counted(scenario(), [Person(1.0)]).estimate("displaced")

    assert found.note == "too few replications for an interval"
