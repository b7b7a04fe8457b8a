"""Without money midnights are quiet, and the books are the same to the last bit."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from strategies import drawn
from twins import same_story
from worlds import Person, chance, daily, scenario, shelter

from sim.chance import draw

pytestmark = pytest.mark.usefixtures("machine_code")


def without_money(plan):
    """The same people and beds, with nothing to pay and nothing planned to change."""
    shelters = tuple(
        replace(
            place,
            costs=(),
            changes=(),
            closure=None,
            staff_loss=None,
            residents_per_staff=None,
        )
        for place in plan.shelters
    )
    return replace(
        plan,
        shelters=shelters,
        funders=(),
        bridges=(),
        compensation=(),
        interim=tuple(replace(place, cost_per_night=0) for place in plan.interim),
        stages=tuple(replace(stage, staff_changes=()) for stage in plan.stages),
    )


@settings(max_examples=100)
@given(drawn())
def test_quiet_worlds_are_played_alike(world):
    from sim.kernel.quiet import is_quiet

    rich, luck = world
    plan = without_money(rich)

    assert is_quiet(plan)
    same_story(plan, draw(plan, seed=luck.seed, replication=luck.replication))


def test_whatever_may_change_a_night_is_not_quiet():
    from sim.kernel.quiet import is_quiet

    plan = scenario(shelter(beds=2, reserve=500))
    dear = scenario(shelter(beds=2, reserve=500, costs=(daily(3),)))

    assert is_quiet(plan)
    assert not is_quiet(dear)
    people = [Person(0.5, stays=(10.0,)), Person(1.5, stays=(3.0,))]
    for each in (plan, dear):
        same_story(each, chance(each, people))
