"""Scenario files drawn by chance: read, played by both players, and audited."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twins import same_story
from written import files, read
from written_people import ATTRIBUTES

from sim.chance import draw
from sim.history import Kind, audit, stacked
from sim.kernel import play

pytestmark = pytest.mark.usefixtures("machine_code")

COMES = [Kind.ADMITTED, Kind.TRANSFERRED, Kind.STEPPED_DOWN]
LEVELS = ("low", "medium", "high")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("written")


@settings(max_examples=50)
@given(file=files(), seed=st.integers(0, 99), unlimited=st.booleans())
def test_whatever_a_file_says_both_players_play_it_alike(folder, file, seed, unlimited):
    plan = read(file, folder)
    luck = draw(plan, seed=seed, replication=0)
    history = same_story(plan, luck, unlimited_credit=unlimited)

    assert audit(stacked([history])) == {}


@settings(max_examples=50)
@given(file=files())
def test_nobody_comes_beyond_licence_and_security(folder, file):
    plan = read(file, folder)
    history = play(plan, draw(plan, seed=1, replication=0))
    anew = "'becomes'" in str(file)  # risks are then not what they were at first
    for home, may in enumerate(map(within_limits, file["shelters"].values())):
        at = np.isin(history.events.kind, COMES) & (history.events.shelter == home)
        for person in history.events.person[at]:
            for column, name in enumerate(ATTRIBUTES):
                value = ATTRIBUTES[name][history.values[person, column]]

                assert value in may[name] or (anew and name == "risk")


def within_limits(home):
    """Return for each attribute the values that licence and security allow."""
    licence = home.get("licensed_for", {}).items()
    may = ATTRIBUTES | {n: [v] if isinstance(v, str) else v for n, v in licence}
    secure = LEVELS[: LEVELS.index(home.get("security", "high")) + 1]
    return may | {"risk": [risk for risk in may["risk"] if risk in secure]}
