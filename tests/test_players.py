"""The compiled twin plays the model's history, to the last bit."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import drawn, plans, worlds
from twins import differing, play_fast, same_story, side_by_side
from worlds import Person, chance, scenario

from sim.chance import draw, draw_many
from sim.history import stacked
from sim.kernel import play_many
from sim.model import play
from sim.scenario import load

pytestmark = pytest.mark.usefixtures("machine_code")

ROOT = Path(__file__).parents[1]
LIBRARY = [
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    ROOT / "bench/every-feature.yaml",
]


@pytest.mark.parametrize("unlimited", [False, True])
@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.stem)
def test_the_library_is_played_alike(file, unlimited):
    plan = load(file)
    for replication in range(3):
        luck = draw(plan, seed=7, replication=replication)

        same_story(plan, luck, unlimited_credit=unlimited)


@settings(max_examples=150)
@given(drawn())
def test_drawn_worlds_are_played_alike(world):
    plan, luck = world

    same_story(plan, luck)
    same_story(plan, luck, unlimited_credit=True)


@settings(max_examples=150)
@given(worlds())
def test_worlds_with_ties_on_purpose_are_played_alike(world):
    plan, people, luck = world

    same_story(plan, chance(plan, people, **luck))


@settings(max_examples=40)
@given(plans(), st.integers(0, 99))
def test_many_at_once_are_the_same_as_one_by_one(plan, seed):
    luck = draw_many(plan, seed=seed, replications=range(4))

    together = play_many(plan, luck)

    assert not differing(stacked([play_fast(plan, one) for one in luck]), together)


def test_a_difference_is_told_from_the_first_event_that_differs():
    plan = scenario()
    people = [Person(0.5, stays=(10.0,)), Person(1.5, stays=(3.0,))]
    sooner = [people[0], Person(1.25, stays=(3.0,))]
    one, other = (play(plan, chance(plan, them)) for them in (people, sooner))

    told = side_by_side(plan, one, other).splitlines()

    assert "history.events.time" in differing(one, other)
    differing_line = next(line for line in told if "|" in line)
    assert differing_line.split(" (")[0] == "1.500000 REFERRED victim 1"
