"""Variants of a file read once are what reading the file anew for each would give."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import load, merging, opened
from sim.scenario.kept import Kept
from sim.scenario.tree import Leaf, Source, Spot

FILE = Path(__file__).parents[1] / "scenarios/kosovo-2021-levers.yaml"
LAW = "{distribution: exponential, mean: 100 days}"
PUTS = (
    {"shelters.pvpt.reserve": "2 months"},
    {"shelters.pvpt.reserve": "{value: 3 months, range: [1 month, 4 months]}"},
    {"shelters.pvpt.reserve": '"2 months"', "waiting.patience.mean": "9 days"},
    {"shelters.pvpt.accepts": "{risk: [low]}"},
    {"referrals.identified.per_year": "{counts: [30, 36, 32], assumed: three years}"},
    {"title": "Another", "levers.reserve_of_hope": "null"},
    {"shelters.pvpt.stay": LAW, "shelters.pvpt.stay.mean": "90 days"},
    {"shelters.pvpt.stay": LAW},
    {},
)


@pytest.fixture(scope="module")
def draft():
    return opened(FILE)


@pytest.mark.parametrize("around", [1, 2], ids=["first", "again"])
@pytest.mark.parametrize("put", PUTS, ids=lambda put: "-".join(put) or "nothing")
def test_a_variant_is_the_file_read_anew(draft, put, around):
    """The first time and the second, with all others made in between."""
    for other in PUTS[::around]:
        draft.scenario(other)

    variant, anew = draft.scenario(put), load(FILE, put)

    assert variant.settings == anew.settings
    assert variant.text == anew.text
    assert variant == anew


def test_a_variant_says_the_same_of_what_is_wrong_however_often(draft):
    put = {"shelters.pvpt.reserve": "2 mnths", "shelters.pvpt.bed": "3"}
    told = []
    for make in (draft.scenario, draft.scenario, lambda put: load(FILE, put)):
        with pytest.raises(ScenarioError) as refused:
            make(put)
        told.append(refused.value.problems)

    assert told[0] == told[1] == told[2]
    assert {problem.source for problem in told[0]} == {
        "shelters.pvpt.reserve: 2 mnths",
        "shelters.pvpt.bed: 3",
    }


def test_a_value_put_many_times_is_read_from_yaml_once(draft, monkeypatch):
    read = []

    def compose(source):
        read.append(source.lines)
        return merging_compose(source)

    merging_compose = merging.compose
    monkeypatch.setattr(merging, "compose", compose)
    for _ in range(3):
        draft.scenario({"shelters.pvpt.beds": "17"})

    assert len(read) == 1


def leaf(text="8", **changed):
    spot = changed.pop("spot", SPOT)
    return Leaf(spot, text, **changed)


SPOT = Spot(Source("one.yaml", ("beds: 8",)), 1, 7)


def test_a_leaf_that_stays_the_same_is_told_once():
    kept, told = Kept(), []

    for _ in range(3):
        kept.of(leaf(evidence=EVIDENCE), ("beds",), lambda: told.append("told"))

    assert told == ["told"]


EVIDENCE = {"note": Leaf(SPOT, "a guess")}


@pytest.mark.parametrize(
    ("other", "place"),
    [
        (leaf("9", evidence=EVIDENCE), ("beds",)),
        (leaf(quoted=True, evidence=EVIDENCE), ("beds",)),
        (leaf(evidence={}), ("beds",)),
        (leaf(evidence=EVIDENCE, earlier=(leaf("7"),)), ("beds",)),
        (leaf(evidence=EVIDENCE), ("places",)),
    ],
    ids=["text", "quoted", "evidence", "earlier", "place"],
)
def test_a_leaf_that_is_not_the_same_is_told_anew(other, place):
    kept = Kept()

    first = kept.of(leaf(evidence=EVIDENCE), ("beds",), lambda: "first")

    assert first == "first"
    assert kept.of(other, place, lambda: "anew") == "anew"
    assert kept.of(leaf(evidence=EVIDENCE), ("beds",), lambda: "again") == "first"
