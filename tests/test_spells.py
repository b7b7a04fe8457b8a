"""An event log read as stays, waits and nights (SEMANTICS S1, B6)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from ten_days import HISTORY, LOG, NORTH, SOUTH, K, events, someone

from sim.history import Cause, Kind, stacked
from sim.history.lives import lives_of
from sim.history.midnights import (
    closed_nights,
    frozen_nights,
    nights_in,
    people_at_midnight,
    runs,
    ticks_in,
)
from sim.history.spells import (
    blocked_spells,
    interim_spells,
    list_spells,
    stays,
    unmet_spells,
    wait_spells,
)

INF = np.inf
LIVES = lives_of(LOG)
NIGHTS = stacked([HISTORY]).nights
TICK = 2**-20


def lived(*rows):
    """Make the lives of a log of rows."""
    return lives_of(events(*rows))


def told(spells):
    """Return spells as (person, start, end, how they ended)."""
    return [
        (person, start, end, Kind(ended).name if ended >= 0 else "open")
        for person, start, end, ended in zip(
            spells.person.tolist(),
            spells.start.tolist(),
            spells.end.tolist(),
            spells.ended.tolist(),
            strict=True,
        )
    ]


def test_a_stay_lasts_until_the_next_thing_that_happens_to_its_bed():
    spells = stays(LIVES)

    assert told(spells) == [
        (0, 0.0, 6.0, "TRANSFERRED"),
        (0, 6.0, INF, "open"),
        (1, 1.5, 4.5, "LEFT"),
        (2, 5.0, 6.0, "DISPLACED"),
    ]
    assert spells.shelter.tolist() == [NORTH, SOUTH, NORTH, NORTH]
    assert spells.is_open.tolist() == [False, True, False, False]


def test_nights_of_stays_are_the_census_of_every_midnight():
    spells = stays(LIVES)
    edges = np.arange(11)

    nights = nights_in(spells.start, spells.end, edges)
    census = np.zeros((10, 2), int)
    np.add.at(census.T, spells.shelter, nights)

    assert np.array_equal(census, HISTORY.nights.census)


def test_a_spell_on_the_list_ends_with_a_bed_or_with_giving_up():
    assert told(list_spells(LIVES)) == [
        (2, 2.25, 5.0, "ADMITTED"),
        (5, 7.0, 8.0, "GAVE_UP"),
        (6, 9.0, INF, "open"),
    ]


def test_who_waits_in_a_bed_for_the_next_programme_is_not_without_one():
    log = lived(
        (1.0, K.ADMITTED, someone(0, shelter=0, until=3.0)),
        (1.0, K.JOINED_LIST, someone(1, detail=Cause.NO_BED)),
        (3.0, K.BLOCKED, someone(0, shelter=0, detail=Cause.NO_BED)),
        (3.0, K.JOINED_LIST, someone(0, detail=Cause.NO_BED)),
        (4.0, K.CAUSE_CHANGED, someone(0, detail=Cause.FROZEN)),
        (5.5, K.STEPPED_DOWN, someone(0, shelter=1, until=9.0)),
    )

    assert told(list_spells(log)) == [(1, 1.0, INF, "open")]
    assert told(unmet_spells(log)[0]) == [(1, 1.0, INF, "open")]
    assert told(blocked_spells(log)) == [(0, 3.0, 5.5, "STEPPED_DOWN")]
    assert told(stays(log)) == [
        (0, 1.0, 5.5, "STEPPED_DOWN"),
        (0, 5.5, INF, "open"),
    ]


def test_unmet_need_is_time_on_the_list_and_the_stay_that_did_not_happen():
    spells, cause = unmet_spells(LIVES)

    assert [
        (person, start, end, Cause(why).name)
        for person, start, end, why in zip(
            spells.person.tolist(),
            spells.start.tolist(),
            spells.end.tolist(),
            cause.tolist(),
            strict=True,
        )
    ] == [
        (2, 2.25, 5.0 - TICK, "NO_BED"),
        (2, 5.0 - TICK, 5.0, "FROZEN"),
        (5, 7.0, 8.0, "CLOSED"),
        (6, 9.0, INF, "NO_BED"),
        (2, 6.0, 9.0, "DISPLACED"),
        (4, 6.5, 8.0, "NO_FIT"),
        (5, 8.0, 20.0, "CLOSED"),
    ]


def test_unmet_need_stops_when_the_person_comes_again():
    log = lived(
        (1.0, K.TURNED_AWAY, someone(0, detail=Cause.NO_BED, until=9.0)),
        (4.0, K.REFERRED, someone(0)),
        (4.0, K.ADMITTED, someone(0, shelter=0, until=8.0)),
    )

    assert told(unmet_spells(log)[0]) == [(0, 1.0, 4.0, "REFERRED")]


def test_a_wait_runs_from_ready():
    assert told(wait_spells(LIVES)) == [
        (1, 1.5, 1.5, "ADMITTED"),
        (2, 2.25, 5.0, "ADMITTED"),
        (4, 6.5, 6.5, "TURNED_AWAY"),
        (5, 7.0, 8.0, "GAVE_UP"),
        (6, 9.0, INF, "open"),
    ]


def test_interim_places_and_closures():
    shut = runs(closed_nights(NIGHTS))

    assert told(interim_spells(LIVES)) == [(2, 2.0, 5.0, "INTERIM_ENDED")]
    assert (shut.shelter.tolist(), shut.first.tolist(), shut.end.tolist()) == (
        [NORTH],
        [6],
        [9],
    )
    assert frozen_nights(NIGHTS).nonzero()[1].tolist() == [4]


def test_an_empty_log_has_no_spells():
    empty = lived()

    assert told(stays(empty)) == told(list_spells(empty)) == []
    assert told(unmet_spells(empty)[0]) == told(wait_spells(empty)) == []


TIME = st.integers(-5 * 2**20, 15 * 2**20).map(lambda ticks: ticks / 2**20)


@given(st.lists(st.tuples(TIME, TIME).map(sorted), max_size=6))
def test_nights_are_the_midnights_after_the_start_and_up_to_the_end(spells):
    start = np.array([a for a, _ in spells])
    end = np.array([b for _, b in spells])
    edges = np.array([0, 3, 10])
    midnights = range(1, 11)

    nights = nights_in(start, end, edges)

    assert nights.tolist() == [
        [
            sum(a < t <= b for t in midnights if t <= 3),
            sum(a < t <= b for t in midnights if t > 3),
        ]
        for a, b in spells
    ]
    one, row = np.ones(len(spells), int), np.zeros(len(spells), int)
    assert people_at_midnight(start, end, one, row, (1, 10)).tolist() == [
        [sum(a < t <= b for a, b in spells) for t in midnights]
    ]
    assert (ticks_in(start, end, edges).sum(axis=1) / 2**20).tolist() == [
        max(0.0, min(b, 10.0) - max(a, 0.0)) for a, b in spells
    ]
