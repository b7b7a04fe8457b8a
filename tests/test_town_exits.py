"""Tiny towns in which a stay ends early: why, and how many nights are then unmet."""

import pytest
from towns import ADULT, causes, log, unmet

from sim.history import Kind

pytestmark = pytest.mark.usefixtures("machine_code")

STEPS = Kind.ADMITTED, Kind.BLOCKED, Kind.STEPPED_DOWN, Kind.FORCED_EXIT
FIRST = "  first: {beds: 6, stay: 12 days, exits: {next: 100 %}}\n"
PROGRAMMES = "programmes: {next: {blocked_at_most: 2 days}}\n"


def next_step(house, *, who=ADULT, come="2027-01-02", first=FIRST):
    """Write a town where everybody goes on from the first house to ``next``."""
    return (
        f"referrals: {{s: {{on: [{come}], {who}}}}}\n"
        f"shelters:\n{first}  next: {{{house}, exits: {{home: 100 %}}}}\n{PROGRAMMES}"
    )


# --- why the next programme had no place (S5, B4)


def test_a_next_house_that_is_full_has_no_bed(town):
    house = "beds: 1, entry: no, stay: 20 days"
    plan = town(next_step(house, come="2027-01-02, 2027-01-03"))

    assert log(plan, *STEPS) == [
        (1, "ADMITTED", 0, "first"),
        (2, "ADMITTED", 1, "first"),
        (13, "STEPPED_DOWN", 0, "next"),
        (14, "BLOCKED", 1, "first"),
        (16, "FORCED_EXIT", 1, "first"),
    ]
    assert causes(plan, Kind.FORCED_EXIT) == ["NO_BED"]
    assert unmet(plan) == {"no_bed": 20}  # the stay in the next house


MONEY = "costs: {rent: €10 / day}, planned_residents: 1, reserve: €50, credit: €0"
SHUT = (
    "while_closed: [], reopen_with: 9 days, reopening_cost: €0, reopening_takes: 1 day"
)


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        ("freeze_below: never, tolerated_days: 0 days", "CLOSED"),
        ("freeze_below: 9 days, tolerated_days: 99 days", "FROZEN"),
    ],
    ids=["closed", "frozen"],
)
def test_a_next_house_without_money_is_the_cause(town, limits, cause):
    closure = f"closure: {{{limits}, notice: 0 days, {SHUT}}}"
    plan = town(next_step(f"beds: 3, entry: no, stay: 20 days, {MONEY}, {closure}"))

    assert log(plan, *STEPS) == [
        (1, "ADMITTED", 0, "first"),
        (13, "BLOCKED", 0, "first"),
        (15, "FORCED_EXIT", 0, "first"),
    ]
    assert causes(plan, Kind.FORCED_EXIT) == [cause]
    assert unmet(plan) == {cause.lower(): 20}


def test_a_next_house_without_staff_is_the_cause(town):
    house = "beds: 3, entry: no, stay: 20 days, staff: 0, residents_per_staff: 2"
    plan = town(next_step(house))

    assert causes(plan, Kind.FORCED_EXIT) == ["NO_STAFF"]
    assert unmet(plan) == {"no_staff": 20}


# --- nobody may go there: the stay of that programme is what is missed (B6)


@pytest.mark.parametrize(
    "house",
    [
        "beds: 1, closes: {on: 2027-01-05, residents: forced_exit}",
        "beds: 1, accepts: {age: child}",
    ],
    ids=["given up", "refuses adults"],
)
def test_a_next_house_that_none_may_enter_is_missed_as_long_as_its_stay(town, house):
    plan = town(next_step(f"{house}, entry: no, stay: 20 days"))

    assert log(plan, *STEPS) == [
        (1, "ADMITTED", 0, "first"),
        (13, "FORCED_EXIT", 0, "first"),
    ]
    assert causes(plan, Kind.FORCED_EXIT) == ["NO_FIT"]
    assert unmet(plan) == {"no_fit": 20}


def test_of_a_programme_in_two_houses_the_one_that_takes_them_is_missed(town):
    other = (
        "  other: {programme: next, beds: 1, entry: no, accepts: {age: adult},"
        " stay: 9 days, exits: {home: 100 %},"
        " closes: {on: 2027-01-05, residents: forced_exit}}\n"
    )
    house = "beds: 1, entry: no, accepts: {age: child}, stay: 20 days"
    plan = town(next_step(house).replace(PROGRAMMES, other + PROGRAMMES))

    assert causes(plan, Kind.FORCED_EXIT) == ["NO_FIT"]
    assert unmet(plan) == {"no_fit": 9}


# --- a programme without a bed is no bed missed (S1)


@pytest.mark.parametrize(
    ("house", "cause"),
    [("slots: 1", "NO_BED"), ("slots: 1, accepts: {age: child}", "NO_FIT")],
    ids=["its slot is taken", "refuses adults"],
)
def test_no_bed_is_missed_where_the_next_programme_has_none(town, house, cause):
    house = f"overnight: no, {house}, entry: no, stay: 20 days"
    plan = town(next_step(house, come="2027-01-02, 2027-01-03"))

    assert causes(plan, Kind.FORCED_EXIT)[-1] == cause
    assert unmet(plan) == {}


def test_whoever_is_put_out_of_a_day_centre_misses_no_bed(town):
    house = (
        "overnight: no, slots: 1, entry: no, stay: 20 days,"
        " changes: {2027-01-20: {slots: 0, residents: forced_exit}}"
    )
    plan = town(next_step(house))

    assert log(plan, *STEPS) == [
        (1, "ADMITTED", 0, "first"),
        (13, "STEPPED_DOWN", 0, "next"),
        (19, "FORCED_EXIT", 0, "next"),
    ]
    assert causes(plan, Kind.FORCED_EXIT) == ["NO_FIT"]  # it is not there any more
    assert unmet(plan) == {}


def test_whoever_steps_from_a_day_centre_into_a_house_misses_its_beds(town):
    plan = town(
        f"referrals: {{s: {{on: [2027-01-02], {ADULT}}}}}\n"
        "shelters:\n"
        "  first: {beds: 1, stay: 3 days, exits: {day: 100 %}}\n"
        "  day: {overnight: no, slots: 1, entry: no, stay: 4 days,"
        " exits: {next: 100 %}}\n"
        "  next: {beds: 1, entry: no, accepts: {age: child}, stay: 20 days,"
        " exits: {home: 100 %}}\n"
        "programmes: {day: {blocked_at_most: 2 days},"
        " next: {blocked_at_most: 2 days}}\n"
    )

    assert log(plan, *STEPS) == [
        (1, "ADMITTED", 0, "first"),
        (4, "STEPPED_DOWN", 0, "day"),
        (8, "FORCED_EXIT", 0, "day"),
    ]
    assert unmet(plan) == {"no_fit": 20}


# --- put out by a change of the file (S6)

FEWER_STAFF = "changes: {2027-01-20: {staff: 1, residents: forced_exit}}"
STAYS = "beds: 2, stay: 30 days, exits: {home: 100 %}"
OPEN = "  other: {beds: 9, stay: 30 days, exits: {home: 100 %}, regime: closed}\n"
FULL = "  other: {beds: 1, stay: 30 days, exits: {home: 100 %}}\n"
BROKE = (
    f"  other: {{beds: 9, stay: 30 days, exits: {{home: 100 %}}, {MONEY},"
    f" closure: {{freeze_below: never, tolerated_days: 0 days, notice: 0 days, {SHUT}"
    "}}\n"
)


@pytest.mark.parametrize(
    ("change", "other", "cause"),
    [
        ("closes: {on: 2027-01-20, residents: forced_exit}", OPEN, "NO_FIT"),
        ("closes: {on: 2027-01-20, residents: transfer}", "", "NO_FIT"),
        ("closes: {on: 2027-01-20, residents: transfer}", BROKE, "CLOSED"),
        (
            "changes: {2027-01-20: {accepts: {age: child}, residents: forced_exit}}",
            OPEN,
            "NO_FIT",
        ),
        (
            "changes: {2027-01-20: {beds: 1, residents: transfer}}",
            BROKE,
            "CLOSED",
        ),
        ("changes: {2027-01-20: {beds: 1, residents: forced_exit}}", OPEN, "NO_BED"),
        ("changes: {2027-01-20: {beds: 1, residents: transfer}}", "", "NO_BED"),
        (
            f"staff: 2, residents_per_staff: 1, {FEWER_STAFF}",
            OPEN,
            "NO_STAFF",
        ),
    ],
    ids=[
        "given up",
        "given up, nowhere else",
        "given up, the other shut",
        "converted",
        "smaller, the other shut",
        "smaller",
        "smaller, nowhere else",
        "fewer staff",
    ],
)
def test_whoever_is_put_out_by_a_change_keeps_the_cause(town, change, other, cause):
    plan = town(
        f"referrals: {{s: {{on: [2027-01-02, 2027-01-03], {ADULT}}}}}\n"
        f"shelters:\n  house: {{{STAYS}, {change}}}\n{other}"
    )

    assert set(causes(plan, Kind.FORCED_EXIT)) == {cause}
    assert log(plan, Kind.FORCED_EXIT)[0] == (19, "FORCED_EXIT", 1, "house")


def test_whoever_is_put_out_while_blocked_keeps_the_next_houses_cause(town):
    first = (
        "  first: {beds: 6, stay: 12 days, exits: {next: 100 %},"
        " closes: {on: 2027-01-15, residents: transfer}}\n"
    )
    house = "beds: 3, entry: no, stay: 20 days, staff: 0, residents_per_staff: 2"
    plan = town(next_step(house, first=first))

    assert log(plan, *STEPS) == [
        (1, "ADMITTED", 0, "first"),
        (13, "BLOCKED", 0, "first"),
        (14, "FORCED_EXIT", 0, "first"),
    ]
    assert causes(plan, Kind.FORCED_EXIT) == ["NO_STAFF"]
    assert unmet(plan) == {"no_staff": 20}
