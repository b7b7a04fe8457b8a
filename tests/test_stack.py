"""Many histories in common columns are still the histories they were."""

from dataclasses import replace

import numpy as np
import pytest
from ten_days import HISTORY
from worlds import Person, run, scenario, shelter

from sim.history import Events, Nights, stacked

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


def test_only_what_belongs_together_is_stacked():
    with pytest.raises(ValueError, match="at least one"):
        stacked([])
    with pytest.raises(ValueError, match="one scenario"):
        stacked([HISTORIES[0], HISTORY])
