"""What a replication counted, for ten days of which every count is known."""

from dataclasses import replace

import numpy as np
import pytest
from counting import counts_of
from ten_days import DONOR, HISTORY, MINISTRY, NORTH, SCENARIO, SOUTH, events

from sim.history import Cause, Kind, stacked
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS, tally

ALL = -1
CHILDREN, ADULTS = 0, 1
Y2016, Y2017 = 0, 1
DAY = 2**20
COUNTED = counts_of(SCENARIO, HISTORY)


def by_year(name, *index):
    """Return a count by year and for the whole period; all groups if grouped."""
    counts = COUNTED[name]
    axes = COUNTS[name]
    place = tuple(
        slice(None)
        if axis == "year"
        else (index[axes.index(axis)] if axes.index(axis) < len(index) else ALL)
        for axis in axes
    )
    return counts[place].tolist()


def test_every_count_is_an_integer_array_with_the_axes_it_names():
    frame = frame_of(SCENARIO)

    assert list(COUNTED) == list(COUNTS)
    for name, axes in COUNTS.items():
        assert COUNTED[name].dtype == np.int64, name
        assert COUNTED[name].shape == frame.shape(axes), name


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_asked_for_alone_is_what_it_is_among_all(name):
    alone = tally(
        SCENARIO,
        stacked([HISTORY]),
        unlimited=stacked([HISTORY]),
        counts=frozenset({name}),
    )

    assert list(alone.counts) == [name]
    assert np.array_equal(alone.counts[name][0], COUNTED[name])


@pytest.mark.parametrize(
    "name, index, expected",
    [
        ("referrals", (), [3, 3, 6]),
        ("referred_people", (), [3, 3, 6]),
        ("recognised", (), [2, 3, 5]),
        ("not_recognised", (), [1, 0, 1]),
        ("admissions", (NORTH,), [1, 1, 2]),
        ("admissions", (SOUTH,), [0, 0, 0]),
        ("completed_stays", (ALL,), [1, 0, 1]),
        ("transfers", (SOUTH,), [0, 1, 1]),
        ("displaced", (NORTH,), [0, 1, 1]),
        ("forced_exits", (ALL,), [0, 0, 0]),
        ("turn_aways", (ALL,), [0, 1, 1]),
        ("turn_aways", (Cause.NO_FIT,), [0, 1, 1]),
        ("abandonments", (Cause.CLOSED,), [0, 1, 1]),
        ("abandonments", (Cause.NO_BED,), [0, 0, 0]),
        ("days", (), [5, 5, 10]),
    ],
)
def test_events_count_where_they_fall(name, index, expected):
    assert by_year(name, *index) == expected


@pytest.mark.parametrize(
    "name, index, expected",
    [
        ("bed_nights", (NORTH,), [8, 2, 10]),
        ("bed_nights", (SOUTH,), [0, 4, 4]),
        ("bed_nights", (ALL,), [8, 6, 14]),
        ("unmet_bed_nights", (Cause.NO_BED,), [2, 1, 3]),
        ("unmet_bed_nights", (Cause.FROZEN,), [1, 0, 1]),
        ("unmet_bed_nights", (Cause.CLOSED,), [0, 3, 3]),
        ("unmet_bed_nights", (Cause.NO_FIT,), [0, 2, 2]),
        ("unmet_bed_nights", (Cause.DISPLACED,), [0, 3, 3]),
        ("unmet_bed_nights", (ALL,), [3, 9, 12]),
        ("displaced_nights", (NORTH,), [0, 3, 3]),
        ("interim_nights", (), [3, 0, 3]),
        ("police_station_child_nights", (), [3, 0, 3]),
        ("capacity_bed_nights", (NORTH,), [10, 4, 14]),
        ("capacity_bed_nights", (ALL,), [15, 9, 24]),
        ("all_bed_nights", (ALL,), [15, 15, 30]),
        ("closure_days", (NORTH,), [0, 3, 3]),
        ("freeze_days", (NORTH,), [1, 0, 1]),
        ("peak_census", (NORTH,), [2, 2, 2]),
        ("arrears_days", (NORTH,), [0, 4, 4]),
    ],
)
def test_nights_lie_where_they_lie(name, index, expected):
    assert by_year(name, *index) == expected


def test_nights_of_stays_are_the_census_of_the_midnights():
    assert by_year("bed_nights", ALL)[-1] == HISTORY.nights.census.sum()


def test_a_supported_victim_is_one_person_however_many_stays_and_years():
    assert by_year("supported_victims", NORTH) == [2, 2, 3]
    assert by_year("supported_victims", SOUTH) == [0, 1, 1]
    assert by_year("supported_victims", ALL) == [2, 2, 3]
    assert COUNTED["supported_victims"][ALL, ALL].tolist() == [2, 1, 3]


def test_support_may_have_to_last_longer():
    longer = counts_of(replace(SCENARIO, supported_after_nights=5), HISTORY)

    assert longer["supported_victims"][:, :, ALL].tolist() == [
        [1, 0, 1],
        [0, 0, 0],
        [1, 1, 1],
    ]


def test_coverage_counts_those_referred_and_supported_by_the_windows_end():
    assert by_year("covered_referrals") == [1, 0, 2]


def test_a_group_sees_its_own_people_only():
    bed_nights = COUNTED["bed_nights"][ALL, ALL]

    assert bed_nights.tolist() == [11, 3, 14]
    assert COUNTED["referrals"][ALL].tolist() == [1, 5, 6]


def test_waits_are_of_those_ready_and_not_turned_away():
    assert by_year("waits") == [2, 2, 4]
    assert by_year("wait_ticks") == [2.75 * DAY, 2 * DAY, 4.75 * DAY]
    assert by_year("waited") == [1, 2, 3]
    assert by_year("waits_within_1") == [1, 0, 1]
    assert by_year("waits_within_3") == [2, 0, 2]
    assert by_year("list_ticks") == [2.75 * DAY, 2 * DAY, 4.75 * DAY]


def test_not_placed_within_a_day_counts_refusals_and_leaves_out_the_unknown():
    assert by_year("not_placed_within_24h") == [1, 3, 4]


def test_someone_who_became_ready_hours_before_the_end_is_not_yet_late():
    late = events(
        (9.5, Kind.REFERRED, {"person": 6}),
        (9.5, Kind.READY, {"person": 6}),
        (9.5, Kind.JOINED_LIST, {"person": 6, "detail": Cause.NO_BED}),
    )

    counts = counts_of(SCENARIO, replace(HISTORY, events=late))

    assert counts["not_placed_within_24h"][ALL, ALL] == 0
    assert counts["waits"][ALL, ALL] == 1


def test_every_wait_is_kept_for_quantiles():
    waits = tally(SCENARIO, stacked([HISTORY])).waits

    assert (waits.ticks / DAY).tolist() == [0.0, 2.75, 1.0, 1.0]
    assert waits.admitted.tolist() == [True, True, False, False]
    assert waits.is_open.tolist() == [False, False, False, True]
    assert waits.members.tolist() == [[0, 1, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1]]


def test_a_closure_has_a_beginning_and_a_cause():
    not_promised = 2

    assert by_year("closure_spells", NORTH, MINISTRY) == [0, 1, 1]
    assert by_year("closure_spells", ALL, not_promised) == [0, 0, 0]
    assert by_year("closure_spells") == [0, 1, 1]
    assert by_year("closed_periods") == [0, 1, 1]
    assert COUNTED["first_closure_day"].tolist() == [6, -1, 6]


def test_costs_are_bills_due_and_the_system_adds_interim_places():
    frame = frame_of(SCENARIO)
    lines = frame.labels["line"]
    costs = COUNTED["costs"]

    assert lines == ("staff", "reopening", "interim places")
    assert costs[NORTH].tolist() == [
        [5000, 3400, 8400],
        [0, 300, 300],
        [0, 0, 0],
        [5000, 3700, 8700],
    ]
    assert costs[ALL, ALL].tolist() == [5060, 3700, 8760]


def test_money_in_money_back_and_money_promised():
    assert by_year("income", MINISTRY) == [2000, 0, 2000]
    assert by_year("income", DONOR) == [0, 3000, 3000]
    assert by_year("returned_money", MINISTRY) == [0, 100, 100]
    assert by_year("promised_money") == [6500, 0, 6500]
    assert by_year("bridge_drawn", NORTH) == [0, 77, 77]


def test_a_shortfall_is_made_good_by_the_end_of_the_window_only():
    assert by_year("funding_shortfall", MINISTRY) == [1500, 0, 1500]
    assert by_year("funding_shortfall", DONOR) == [3000, 0, 0]
    assert by_year("funding_shortfall", ALL) == [4500, 0, 1500]


def test_the_worst_night_counts_arrears_overdraft_and_debt_together():
    assert by_year("peak_shortfall", NORTH) == [0, 1477, 1477]
    assert COUNTED["lowest_runway_days"].tolist() == [0, 366, 0]
    assert COUNTED["final_cash"].tolist() == [0, 0, 0]


def test_a_closure_costs_its_bills_its_reopening_and_nights_elsewhere():
    assert by_year("closure_cost", NORTH) == [0, 1400 + 300 + 3 * 1000, 4700]


def test_the_bridge_that_would_have_sufficed_is_the_worst_night_of_all_together():
    cash = np.zeros((10, 2), np.int64)
    cash[3], cash[7] = [-500, 0], [-300, -400]
    lent = replace(
        HISTORY,
        nights=replace(HISTORY.nights, cash=cash),
        peak_overdraft=np.array([500, 400]),
    )

    counts = counts_of(SCENARIO, HISTORY, unlimited=lent)

    assert counts["bridge_needed"].tolist() == [500, 400, 700]


def test_what_happens_at_the_last_midnight_falls_on_the_day_after():
    last = events(
        (10.0, Kind.DISPLACED, {"person": 0, "shelter": NORTH, "until": 12.0})
    )

    counts = counts_of(SCENARIO, replace(HISTORY, events=last))

    assert counts["displaced"][ALL, ALL, ALL] == 0


def test_a_bed_after_exactly_a_day_is_within_a_day():
    prompt = events(
        (1.0, Kind.READY, {"person": 1}),
        (1.0, Kind.JOINED_LIST, {"person": 1, "detail": Cause.NO_BED}),
        (2.0, Kind.ADMITTED, {"person": 1, "shelter": NORTH, "until": 4.5}),
    )

    counts = counts_of(SCENARIO, replace(HISTORY, events=prompt))

    assert counts["waits_within_1"][ALL, ALL] == 1
    assert counts["not_placed_within_24h"][ALL, ALL] == 0


def test_the_systems_fullest_night_is_one_night():
    census = np.zeros((10, 2), np.int32)
    census[1], census[2], census[8] = [2, 0], [1, 1], [2, 1]

    nights = replace(HISTORY.nights, census=census)
    counts = counts_of(SCENARIO, replace(HISTORY, nights=nights))

    assert counts["peak_census"].tolist() == [[2, 2, 2], [1, 1, 1], [2, 3, 3]]


def test_money_of_a_midnight_belongs_to_the_day_that_it_closes():
    lent = events(
        (5.0, Kind.BRIDGED, {"shelter": NORTH, "detail": 0, "amount": 5}),
        (10.0, Kind.BRIDGED, {"shelter": NORTH, "detail": 0, "amount": 70}),
        (5.0, Kind.LAPSED, {"shelter": NORTH, "detail": DONOR, "amount": 3}),
    )

    counts = counts_of(SCENARIO, replace(HISTORY, events=lent))

    assert counts["bridge_drawn"][NORTH].tolist() == [5, 70, 75]
    assert counts["lapsed_money"][DONOR, NORTH].tolist() == [3, 0, 3]
