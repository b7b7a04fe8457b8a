"""What holds of every tally, however strange the world that was counted."""

from dataclasses import replace

import numpy as np
from counting import counts_of
from hypothesis import given
from hypothesis import strategies as st
from strategies import worlds
from worlds import only, run

from sim.history import Kind
from sim.history.lives import lives_of
from sim.history.spells import referrals, stays
from sim.measures.tally import COUNTS
from sim.scenario.plan import Group

GROUPS = (
    Group("children", only(age=("child",))),
    Group("adults", only(age=("adult",))),
)
NOT_ADDED = {
    "supported_victims",
    "supported_people",
    "service_users",
    "compensated_victims",
    "covered_referrals",
    "closed_periods",
    "funding_shortfall",
    "peak_census",
    "peak_shortfall",
    "peak_arrears",
}
"""Distinct persons, extremes, and what a later window may still make good."""


@st.composite
def counted(draw):
    """A world, what happened in it, and its tally; some homes have no beds."""
    plan, people, luck = draw(worlds())
    homes = tuple(
        replace(home, overnight=draw(st.sampled_from([True, True, False])))
        for home in plan.shelters
    )
    plan = replace(plan, shelters=homes, groups=GROUPS)
    history = run(plan, people, **luck)
    return plan, history, counts_of(plan, history)


@given(counted())
def test_bed_nights_and_service_days_are_the_census_of_the_midnights(world):
    """S1, B7: everybody in a household sleeps, and nobody in a day centre."""
    plan, history, counts = world
    overnight = np.array([home.overnight for home in plan.shelters])
    census = history.nights.census.sum(axis=0)

    nights, days = (
        counts[name][:-1, -1, -1] for name in ("bed_nights", "service_days")
    )
    assert nights.tolist() == (census * overnight).tolist()
    assert days.tolist() == (census * ~overnight).tolist()


@given(counted())
def test_groups_that_share_out_everybody_share_out_every_count(world):
    _, _, counts = world
    for name, axes in COUNTS.items():
        if "group" in axes:
            assert np.array_equal(
                counts[name][..., :-1].sum(axis=-1), counts[name][..., -1]
            ), name


@given(counted())
def test_a_whole_is_the_sum_of_its_parts_where_things_can_be_added(world):
    """W3: counts of distinct persons and of windows need not add up."""
    _, _, counts = world
    for name, axes in COUNTS.items():
        if name in NOT_ADDED or "year" not in axes:
            continue
        for number, axis in enumerate(axes):
            if axis == "group" or (axis == "shelter" and name == "costs"):
                continue  # groups may overlap; interim places belong to no shelter
            parts, whole = np.split(counts[name], [-1], axis=number)
            assert np.array_equal(parts.sum(axis=number), whole.squeeze(number)), name


@given(counted())
def test_nobody_is_counted_among_fewer_than_there_are(world):
    _, history, counts = world
    whole = {name: int(count.flat[-1]) for name, count in counts.items()}

    assert whole["supported_victims"] <= len(history.values)
    assert (counts["supported_victims"] <= counts["supported_people"]).all()
    assert whole["supported_people"] <= int(history.size.sum())
    assert whole["covered_referrals"] <= whole["placed_referrals"]
    assert whole["placed_referrals"] <= whole["referrals"] <= whole["referred_people"]
    assert whole["supported_victims"] <= whole["bed_nights"]
    assert whole["blocked_nights"] <= whole["bed_nights"]
    assert whole["returns"] == np.count_nonzero(
        history.events.amount[history.events.kind == Kind.REFERRED]
    )


@given(counted())
def test_whoever_is_ready_gets_an_answer_or_waits(world):
    """Each ready person is admitted, refused, declines, gives up or still waits."""
    _, history, counts = world
    whole = {name: int(count.flat[-1]) for name, count in counts.items()}
    street = (history.events.kind == Kind.DECLINED) & (history.events.shelter < 0)

    assert whole["recognised"] == (
        whole["waits"] + whole["turn_aways"] + int(street.sum())
    )
    assert whole["waits"] >= whole["admissions"] + whole["abandonments"]


@given(counted())
def test_every_stay_belongs_to_one_referral_of_the_same_person(world):
    """Slowly, one stay at a time, as the rule is written."""
    _, history, _ = world
    events = history.events
    lives = lives_of(events)
    spells = stays(lives)
    referred = np.flatnonzero(events.kind == Kind.REFERRED).tolist()
    places, own = referrals(lives, spells)
    for person, first, number in zip(
        spells.person.tolist(), spells.first.tolist(), own.tolist(), strict=True
    ):
        before = [at for at in referred if at < first and events.person[at] == person]

        assert (places[number] if number >= 0 else None) == max(before, default=None)
