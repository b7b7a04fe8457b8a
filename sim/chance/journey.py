"""What people bring along for their way: stages, stays, returns (C3, C6, S3)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.calendar import on_grid
from sim.chance import layout
from sim.chance.crowd import meets
from sim.chance.layout import TICK, Rows, choose
from sim.chance.luck import ReturnLuck, StayLuck
from sim.scenario.plan import ReturnPlan, Scenario, StayPlan

__all__ = ["draw_returns", "draw_stages", "draw_stays"]

Floats = NDArray[np.float64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


def draw_stages(
    scenario: Scenario, rows: Rows, values: Smalls, episodes: int
) -> tuple[Floats, Flags]:
    """Return durations (people, episodes, stages) and whether they are passed (C5).

    The first case a person meets replaces the law and the share, not the
    uniforms.  Later episodes go by the values at first referral too.
    """
    shape = (len(rows), episodes, len(scenario.stages))
    stage_takes, stage_passes = np.empty(shape), np.empty(shape, np.bool_)
    for number, stage in enumerate(scenario.stages):
        duration = layout.takes(rows, number, episodes)
        passing = layout.passes(rows, number, episodes)
        days, passed = stage.takes.quantile(duration), passing < stage.passes
        free = np.ones(len(rows), np.bool_)
        for case in stage.cases:
            mine = free & meets(case.condition, scenario.attributes, values)
            free &= ~mine
            days[mine] = case.takes.quantile(duration[mine])
            passed[mine] = passing[mine] < case.passes
        stage_takes[:, :, number] = on_grid(days)
        stage_passes[:, :, number] = passed
    return stage_takes, stage_passes


def draw_stays(
    scenario: Scenario, rows: Rows, episodes: int, programmes: int
) -> tuple[tuple[StayLuck, ...], ...]:
    """Return every stay plan's draws for everybody.

    Plans that say the same share their arrays: hundreds of shelters have few laws.
    """
    of_length = layout.stays(rows, episodes, programmes)
    of_exit = layout.exits(rows, episodes, programmes)
    of_extension = layout.extension(rows, episodes)

    @cache
    def extended(share: float) -> Flags:
        return of_extension < share

    @cache
    def leaves(shares: tuple[float, ...]) -> Smalls:
        return choose(of_exit, shares)

    known: dict[object, StayLuck] = {}

    def luck(plan: StayPlan) -> StayLuck:
        shares = tuple(share for _, share in plan.exits)
        limits = plan.at_least, plan.at_most, plan.extended, plan.extension
        said = plan.law, limits, shares
        if said not in known:
            longer = extended(plan.extended)
            length, at_limit = _lengths(plan, of_length, longer)
            known[said] = StayLuck(length, at_limit, leaves(shares), longer)
        return known[said]

    return tuple(
        tuple(luck(plan) for plan in shelter.stays) for shelter in scenario.shelters
    )


def _lengths(plan: StayPlan, u: Floats, extended: Flags) -> tuple[Floats, Flags]:
    """Return lengths within the limits, at least one tick, and who is limited.

    An extension lengthens the limit, not the draw (S3).
    """
    drawn = plan.law.quantile(u)
    usual = np.inf if plan.at_most is None else plan.at_most
    limit = usual + plan.extension * extended[:, :, np.newaxis]
    length = on_grid(np.clip(drawn, plan.at_least, limit))
    return np.maximum(length, TICK), drawn > limit


def draw_returns(
    scenario: Scenario, rows: Rows, values: Smalls, episodes: int
) -> tuple[ReturnLuck, ...]:
    """Return who comes back after each episode but the last, and when (C6).

    All plans go by the same uniforms: whoever comes back by one of two plans they
    meet comes back by a likelier one too.
    """
    of_return = layout.returning(rows, episodes)
    of_delay = layout.return_delay(rows, episodes)

    def luck(plan: ReturnPlan) -> ReturnLuck:
        comes_back = of_return < plan.chance
        comes_back &= meets(plan.condition, scenario.attributes, values)[:, np.newaxis]
        after = np.maximum(on_grid(plan.after.quantile(of_delay)), TICK)
        return ReturnLuck(comes_back=comes_back, after=after)

    return tuple(luck(plan) for plan in scenario.returns)
