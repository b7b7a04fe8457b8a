"""Many histories in common columns are still the histories they were."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import worlds
from ten_days import DONOR, HISTORY, SCENARIO
from worlds import Person, only, run, scenario, shelter

from sim.chance import draw
from sim.experiment.series import Series, joined, series_of
from sim.experiment.waiting import pooled
from sim.history import Events, Instalments, Kind, Nights, audit, stacked
from sim.measures import reading
from sim.measures.tally import COUNTS, tally
from sim.measures.waits import Waits
from sim.model import play
from sim.scenario import load
from sim.scenario.plan import Group

SCENARIOS = Path(__file__).parent.parent / "scenarios"
GROUPS = (
    Group("children", only(age=("child",))),
    Group("adults", only(age=("adult",))),
    Group("anybody", only()),
)

PLAN = scenario(shelter(beds=1), days=20)
HISTORIES = [
    replace(run(PLAN, people), replication=number)
    for number, people in (
        (7, [Person(1.0, (3.0,)), Person(2.0, (5.0,), size=2)]),
        (8, []),
        (9, [Person(4.0, (6.0,))]),
    )
]
STACK = stacked(HISTORIES)


def test_each_history_is_found_in_its_place():
    assert STACK.replications.tolist() == [7, 8, 9]
    for number, history in enumerate(HISTORIES):
        log = slice(*STACK.events_at[number : number + 2])
        people = slice(*STACK.people_at[number : number + 2])

        for name in Events.__slots__:
            found = getattr(STACK.events, name)[log]
            if name == "person":
                found = np.where(found < 0, -1, found - STACK.people_at[number])
            assert np.array_equal(
                found, getattr(history.events, name), equal_nan=name == "until"
            )
        for name in Nights.__slots__:
            assert np.array_equal(
                getattr(STACK.nights, name)[number], getattr(history.nights, name)
            )
        assert np.array_equal(STACK.values[people], history.values)
        assert np.array_equal(STACK.size[people], history.size)
        assert (STACK.of_event[log] == number).all()
        assert (STACK.of_person[people] == number).all()
        assert np.array_equal(
            STACK.accounts.balances[number], history.accounts.balances
        )


def test_chance_may_add_instalments_to_what_was_planned():
    one, other = HISTORIES[0], HISTORIES[2]
    rows = {name: getattr(HISTORY.instalments, name) for name in Instalments.__slots__}
    more = replace(other, instalments=Instalments(**rows))

    stack = stacked([one, more])

    assert stack.of_instalment.tolist() == [1] * len(HISTORY.instalments.paid)
    assert np.array_equal(stack.instalments.promised, HISTORY.instalments.promised)


def test_only_what_belongs_together_is_stacked():
    with pytest.raises(ValueError, match="at least one"):
        stacked([])
    with pytest.raises(ValueError, match="one scenario"):
        stacked([HISTORIES[0], HISTORY])


def again(history, number):
    return replace(history, replication=number)


def assert_counted_alike(plan, histories, unlimited=()):
    """Counting many at once is counting them one by one, to the last bit."""
    numbered = [again(h, n) for n, h in enumerate(histories)]
    freed = {number: again(history, number) for number, history in unlimited}
    many = stacked(numbered)
    free = stacked([freed[n] for n in sorted(freed)]) if freed else None
    whole = tally(plan, many, unlimited=free)
    alone = [
        tally(
            plan,
            stacked([history]),
            unlimited=stacked([freed[n]]) if n in freed else None,
        )
        for n, history in enumerate(numbered)
    ]
    for name in COUNTS:
        parts = np.concatenate([one.counts[name] for one in alone])
        assert whole.counts[name].dtype == np.int64
        assert np.array_equal(whole.counts[name], parts), name
    waits = pooled([one.waits for one in alone])
    for name in Waits.__slots__:
        assert np.array_equal(getattr(whole.waits, name), getattr(waits, name)), name
    series = joined([series_of(plan, stacked([history])) for history in numbered])
    for name in Series.__slots__:
        found = getattr(series_of(plan, many), name)
        assert found.dtype == getattr(series, name).dtype
        assert np.array_equal(found, getattr(series, name)), name
    return many


@settings(max_examples=25)
@given(st.data())
def test_any_worlds_are_counted_together_as_alone(data):
    plan, people, luck = data.draw(worlds())
    plan = replace(plan, groups=GROUPS)
    crowds = [people, [], people[: len(people) // 2], people[::-1]]
    chosen = data.draw(st.lists(st.sampled_from(crowds), min_size=1, max_size=4))
    free = data.draw(st.sets(st.integers(0, len(chosen) - 1)))

    many = assert_counted_alike(
        plan,
        [run(plan, crowd, **luck) for crowd in chosen],
        [(n, run(plan, chosen[n], unlimited_credit=True, **luck)) for n in free],
    )

    assert audit(many) == {}


@pytest.mark.parametrize("name", ["kosovo-2021-compensation-fund", "kosovo-2013-men"])
def test_scenarios_of_the_library_are_counted_together_as_alone(name):
    plan = load(SCENARIOS / f"{name}.yaml")
    luck = [draw(plan, seed=5, replication=number) for number in range(3)]
    free = [(1, play(plan, luck[1], unlimited_credit=True))]

    many = assert_counted_alike(plan, [play(plan, chance) for chance in luck], free)

    assert audit(many) == {}


def told_otherwise(what, **columns):
    """Ten days in which one kind of thing was another."""
    events = HISTORY.events
    changed = {name: getattr(events, name).copy() for name in columns}
    for name, value in columns.items():
        changed[name][events.kind == what] = value
    return replace(HISTORY, events=replace(events, **changed))


def test_what_falls_on_one_day_is_kept_apart():
    """The same shelter, the same midnight, other histories."""
    histories = [
        told_otherwise(Kind.CLOSED, detail=DONOR),
        HISTORY,
        told_otherwise(Kind.DISPLACED, kind=Kind.FORCED_EXIT),
        told_otherwise(Kind.CLOSED, detail=-1),
    ]

    assert_counted_alike(SCENARIO, histories)

    counts = tally(SCENARIO, stacked(histories)).counts
    assert counts["closure_spells"][:, 0, :, -1].tolist() == [
        [0, 1, 0, 1],
        [1, 0, 0, 1],
        [1, 0, 0, 1],
        [0, 0, 1, 1],
    ]
    series = series_of(SCENARIO, stacked(histories))
    assert series.displaced[:, -1].tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize("few", [0, 10**9])
def test_people_are_counted_alike_by_circle_and_by_group(monkeypatch, few):
    plan = load(SCENARIOS / "kosovo-2003.yaml")
    stack = stacked([play(plan, draw(plan, seed=5, replication=n)) for n in range(2)])
    counts = tally(plan, stack).counts
    monkeypatch.setattr(reading, "FEW", few)

    again = tally(plan, stack).counts

    assert all(np.array_equal(counts[name], again[name]) for name in COUNTS)


def test_what_was_played_again_belongs_to_the_stack():
    with pytest.raises(ValueError, match="other replications"):
        tally(PLAN, stacked(HISTORIES[:2]), unlimited=stacked(HISTORIES[2:]))
    with pytest.raises(ValueError, match="other replications"):
        tally(PLAN, STACK, unlimited=stacked(HISTORIES[::-1]))
