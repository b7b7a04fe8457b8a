"""Places of every kind: staff, held-back beds, regimes, dated changes (B1, B2, S6)."""

from fractions import Fraction

import pytest
from worlds import (
    STRICT,
    Person,
    causes,
    daily,
    each,
    funder,
    grant,
    on_date,
    only,
    run,
    scenario,
    shelter,
    stay,
    told,
    whole_year,
)

from sim.distributions import Fixed
from sim.history import Kind
from sim.scenario.plan import (
    Acceptance,
    Condition,
    HeldBack,
    Preference,
    ProgrammePlan,
    ShelterChange,
    StaffLoss,
    WaitingPlan,
)

CHILD, ADULT = only(age=("child",)), only(age=("adult",))
IN = Kind.ADMITTED


def where(history, *kinds):
    """Day, person and shelter of each event of these kinds."""
    events = history.events
    return [
        (time, person, home)
        for time, kind, person, home in zip(
            events.time.tolist(),
            events.kind.tolist(),
            events.person.tolist(),
            events.shelter.tolist(),
            strict=True,
        )
        if kind in kinds
    ]


# --- staff


def test_staff_cap_the_beds_that_can_be_used():
    plan = scenario(shelter(beds=5, staff=2, residents_per_staff=Fraction(3, 2)))
    people = [Person(float(n), patience=0.0) for n in range(1, 6)]
    history = run(plan, people)

    assert (history.nights.usable == 3).all()
    assert causes(history, Kind.TURNED_AWAY) == ["NO_STAFF", "NO_STAFF"]


@pytest.mark.parametrize("half", [{"staff": 1}, {"residents_per_staff": Fraction(1)}])
def test_staff_cap_no_beds_unless_both_their_number_and_ratio_are_known(half):
    history = run(scenario(shelter(beds=5, **half)))

    assert (history.nights.usable == 5).all()


def test_more_staff_from_a_date_open_more_beds():
    plan = scenario(
        shelter(
            beds=2,
            staff=1,
            residents_per_staff=Fraction(1),
            changes=(ShelterChange(day=5, staff=2),),
        ),
    )
    history = run(plan, [Person(1.0, (20.0,)), Person(2.0, (20.0,), patience=9.0)])

    assert told(history, IN) == [(1.0, "ADMITTED", 0), (5.0, "ADMITTED", 1)]


def test_unpaid_staff_leave_one_by_one():
    plan = scenario(
        shelter(
            beds=3,
            staff=3,
            residents_per_staff=Fraction(1),
            costs=(daily(100, "staff"),),
            reserve=200,
            staff_loss=StaffLoss(line="staff", after=4, every=2, rehired_after=1),
        ),
        days=12,
    )
    history = run(plan)

    # Unpaid since day 2; the first leaves when that bill is four days old.
    assert told(history, Kind.STAFF_LEFT, Kind.STAFF_BACK) == [
        (7.0, "STAFF_LEFT", 0),
        (9.0, "STAFF_LEFT", 0),
        (11.0, "STAFF_LEFT", 0),
    ]
    assert history.nights.usable[:, 0].tolist() == [3] * 7 + [2, 2, 1, 1, 0]


def test_staff_come_back_some_days_after_all_they_are_owed_is_paid():
    """B1: paid on day 8, back two days later."""
    giver = funder(
        grants=[grant(amount=1_000)],
        rounds=(whole_year(20, dates=(8,)),),
        instalments=(on_date(),),
    )
    home = shelter(
        beds=3,
        staff=3,
        residents_per_staff=Fraction(1),
        costs=(daily(100, "staff"),),
        reserve=200,
        staff_loss=StaffLoss(line="staff", after=4, every=2, rehired_after=2),
    )
    history = run(scenario(home, funders=(giver,), days=12))

    assert told(history, Kind.STAFF_LEFT, Kind.STAFF_BACK) == [
        (7.0, "STAFF_LEFT", 0),
        (11.0, "STAFF_BACK", 0),
    ]
    assert history.nights.usable[:, 0].tolist() == [3] * 7 + [2] * 4 + [3]


# --- beds held back


def test_beds_held_back_count_for_their_class_only():
    held = (HeldBack(condition=CHILD, beds=1),)
    plan = scenario(shelter(beds=2, held_back=held))
    people = [
        Person(1.0, (30.0,)),
        Person(2.0, (30.0,), patience=0.0),
        Person(3.0, (30.0,), age="child"),
    ]
    history = run(plan, people)

    assert told(history, IN, Kind.TURNED_AWAY) == [
        (1.0, "ADMITTED", 0),
        (2.0, "TURNED_AWAY", 1),
        (3.0, "ADMITTED", 2),
    ]


def test_the_class_uses_its_own_beds_first():
    held = (HeldBack(condition=CHILD, beds=1),)
    plan = scenario(shelter(beds=2, held_back=held))
    people = [Person(1.0, (30.0,), age="child"), Person(2.0, (30.0,), patience=0.0)]

    assert told(run(plan, people), IN)[1:] == [(2.0, "ADMITTED", 1)]


# --- preferences and regimes


def preferring(by, *homes):
    return scenario(
        *homes, preferences=(Preference(condition=Condition(), order=(), by=by),)
    )


def test_the_emptiest_goes_first_and_ties_by_file_order():
    plan = preferring("emptiest", shelter("a", beds=2), shelter("b", beds=3))
    people = [Person(t, (30.0,)) for t in (1.0, 2.0, 3.0)]

    assert [home for _, _, home in where(run(plan, people), IN)] == [1, 0, 1]


def test_the_cheapest_bed_night_goes_first():
    plan = preferring(
        "cheapest",
        shelter("a", beds=1, costs=(each(900, "bed_night", "food"),)),
        shelter("b", beds=1),
    )

    assert [home for _, _, home in where(run(plan, [Person(1.0)]), IN)] == [1]


def test_the_best_fit_takes_the_fewest_kinds_of_people():
    plan = preferring("best_fit", shelter("all"), shelter("adults", accepts=ADULT))

    assert [home for _, _, home in where(run(plan, [Person(1.0)]), IN)] == [1]


def test_a_declined_regime_is_not_offered_again():
    plan = scenario(
        shelter("closed", regime="closed"),
        shelter("open", beds=1),
        acceptance=(Acceptance(condition=ADULT, regimes=(("closed", 0.4),)),),
    )
    people = [
        Person(1.0, (4.0,), willing=0.5),
        Person(2.0, willing=0.5),
        Person(3.0, willing=0.3),
    ]
    history = run(plan, people)

    assert where(history, IN) == [(1.0, 0, 1), (3.0, 2, 0), (5.0, 1, 1)]


def test_who_declines_everything_leaves_at_once_and_has_no_unmet_nights():
    plan = scenario(
        shelter("closed", regime="closed"),
        acceptance=(Acceptance(condition=ADULT, regimes=(("closed", 0.4),)),),
    )
    history = run(plan, [Person(1.0, willing=0.4), Person(2.0, age="child")])

    assert told(history, Kind.DECLINED, IN) == [
        (1.0, "DECLINED", 0),
        (2.0, "ADMITTED", 1),
    ]


# --- dated changes


def shrinking(how):
    return scenario(
        shelter("a", beds=3, changes=(ShelterChange(day=5, beds=1, residents=how),)),
        shelter("b", beds=1),
        preferences=(Preference(condition=Condition(), order=("a", "b")),),
    )


THREE = [Person(t, (20.0,)) for t in (1.0, 2.0, 3.0)]


def test_people_above_a_new_limit_may_finish():
    history = run(shrinking("finish"), [*THREE, Person(6.0, patience=0.0)])

    assert history.nights.census[4:8, 0].tolist() == [3, 3, 3, 3]
    assert where(history, IN)[-1] == (6.0, 3, 1)


def test_people_above_a_new_limit_are_transferred_last_admitted_first():
    history = run(shrinking("transfer"), THREE)

    assert where(history, Kind.TRANSFERRED, Kind.FORCED_EXIT) == [
        (5.0, 2, 1),
        (5.0, 1, 0),
    ]
    assert history.nights.census[5].tolist() == [1, 1]


def test_people_above_a_new_limit_may_be_forced_out():
    history = run(shrinking("forced_exit"), THREE)

    assert where(history, Kind.FORCED_EXIT) == [(5.0, 2, 0), (5.0, 1, 0)]


def test_a_change_from_a_date_is_in_force_all_that_day():
    """T7: step 4 of the day before; beds it brings are offered that midnight."""
    plan = scenario(shelter(beds=1, changes=(ShelterChange(day=4, beds=2),)))
    history = run(plan, [Person(1.0, (20.0,)), Person(1.5, patience=9.0)])

    assert told(history, Kind.CHANGED, IN)[1:] == [
        (4.0, "CHANGED", 0),
        (4.0, "ADMITTED", 1),
    ]
    assert history.nights.usable[2:6, 0].tolist() == [1, 1, 2, 2]


def test_a_shelter_that_is_not_yet_there_fits_nobody():
    """T7: without beds it is no place to wait for."""
    plan = scenario(shelter(beds=0, changes=(ShelterChange(day=4, beds=1),)))
    history = run(plan, [Person(1.5, patience=9.0), Person(4.5)])

    assert causes(history, Kind.TURNED_AWAY) == ["NO_FIT"]
    assert told(history, IN) == [(4.5, "ADMITTED", 1)]


def test_a_conversion_moves_those_who_are_no_longer_taken():
    plan = scenario(
        shelter(
            "a",
            beds=2,
            changes=(ShelterChange(day=5, accepts=CHILD, residents="transfer"),),
        ),
        shelter("b", beds=1),
    )
    people = [Person(1.0, (20.0,)), Person(2.0, (20.0,), age="child"), Person(6.0)]
    history = run(plan, people)

    assert where(history, Kind.TRANSFERRED) == [(5.0, 0, 1)]
    assert where(history, IN) == [(1.0, 0, 0), (2.0, 1, 0)]
    assert causes(history, Kind.JOINED_LIST) == ["NO_BED"]


def test_prices_change_at_a_date():
    plan = scenario(shelter(costs=(daily(100, changes=((3, 250),)),)), days=5)

    assert run(plan).nights.bill[:, 0].tolist() == [100, 100, 100, 250, 250]


def test_a_stay_that_changes_at_a_date_is_for_those_admitted_from_then_on():
    plan = scenario(
        shelter(
            beds=2,
            stays=(
                stay(exits=(("home", 1.0),)),
                stay(exits=(("abroad", 1.0),), since=4),
            ),
        ),
    )
    history = run(plan, [Person(1.0, (5.0,)), Person(4.0, (5.0,))])
    left = history.events.detail[history.events.kind == Kind.LEFT].tolist()

    assert [plan.destinations[d] for d in left] == ["home", "abroad"]


def test_a_programme_without_a_bed_has_slots_costs_and_closures():
    service = shelter(
        "day_centre",
        beds=1,
        overnight=False,
        entry=False,
        costs=(daily(100),),
        reserve=500,
        closure=STRICT,
    )
    plan = scenario(
        shelter("north", stays=(stay(exits=(("day_centre", 1.0),)),)),
        service,
        programmes=(
            ProgrammePlan(name="north"),
            ProgrammePlan(name="day_centre", blocked_at_most=1.0),
        ),
    )
    history = run(plan, [Person(1.0, (2.0, 20.0))])

    assert where(history, Kind.STEPPED_DOWN, Kind.DISPLACED) == [
        (3.0, 0, 1),
        (6.0, 0, 1),
    ]


def test_nobody_is_moved_from_a_bed_into_a_programme_without_one():
    plan = scenario(
        shelter("broke", costs=(daily(100),), reserve=300, closure=STRICT),
        shelter("day_centre", beds=9, overnight=False),
    )
    history = run(plan, [Person(1.0, (20.0,))])

    assert told(history, Kind.DISPLACED, Kind.TRANSFERRED) == [(4.0, "DISPLACED", 0)]


def test_ageing_lets_those_who_waited_long_go_first():
    def with_step(step):
        return scenario(
            waiting=WaitingPlan(
                patience=Fixed(1.0),
                gives_up_to=(("elsewhere", 1.0),),
                priority=(CHILD,),
                ageing_step=step,
            )
        )

    people = [
        Person(1.0, (9.0,)),
        Person(2.0, patience=50.0),
        Person(9.5, age="child", patience=50.0),
    ]

    assert told(run(with_step(None), people), IN)[1] == (10.0, "ADMITTED", 2)
    assert told(run(with_step(7.0), people), IN)[1] == (10.0, "ADMITTED", 1)
