"""Draw all the luck of one replication, before anything happens."""

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance import layout
from sim.chance.arrivals import draw_arrivals
from sim.chance.crowd import Crowd
from sim.chance.funding import draw_funder
from sim.chance.layout import EPISODES, TICK, choose, on_grid
from sim.chance.luck import Chance, People, StayLuck
from sim.chance.rate import Days
from sim.chance.residents import Residents, draw_residents
from sim.scenario.plan import Scenario, StayPlan
from sim.streams import Streams

__all__ = ["draw"]

Floats = NDArray[np.float64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


def draw(scenario: Scenario, *, seed: int, replication: int) -> Chance:
    """Return the luck of one replication of a scenario (SEMANTICS C1–C9).

    The same scenario, seed and replication always give the same luck.  Another
    scenario gives the same luck to whatever it has in common with this one.
    """
    streams = Streams(seed, replication)
    calendar = Calendar(scenario.start, scenario.days)
    days = Days(calendar, scenario.warm_up_days)
    residents = draw_residents(scenario, streams)
    referred, values = draw_arrivals(scenario, days, streams)
    crowd = Crowd.joined([residents.crowd, referred])
    stage_takes, stage_passes = _stages(scenario, crowd.rows)
    waiting = scenario.waiting
    return Chance(
        seed=seed,
        replication=replication,
        people=_people(residents, crowd, values),
        stage_takes=stage_takes,
        stage_passes=stage_passes,
        patience=on_grid(waiting.patience.quantile(layout.patience(crowd.rows))),
        gives_up_to=choose(
            layout.gives_up_to(crowd.rows), [share for _, share in waiting.gives_up_to]
        ),
        willingness=layout.willingness(crowd.rows),
        stays=_stays(scenario, crowd.rows),
        returns=(),
        funders=tuple(
            draw_funder(funder, calendar, days, streams) for funder in scenario.funders
        ),
        confiscation_times=(),
        confiscations=(),
    )


def _people(residents: Residents, crowd: Crowd, values: Smalls) -> People:
    referred = len(values)
    return People(
        arrival=crowd.arrival,
        stream=crowd.key[:, 0].copy(),
        key=crowd.key,
        values=np.concatenate([residents.values, values]),
        home=np.concatenate([residents.home, np.full(referred, -1, np.int32)]),
        size=np.ones(len(crowd.arrival), np.int32),
        residual=np.concatenate([residents.left, np.full(referred, np.nan)]),
        residual_at_limit=np.concatenate(
            [residents.at_limit, np.zeros(referred, np.bool_)]
        ),
    )


def _stages(scenario: Scenario, rows: Floats) -> tuple[Floats, Flags]:
    """Return durations of stages and whether they are passed (C5)."""
    shape = (len(rows), EPISODES, len(scenario.stages))
    stage_takes, stage_passes = np.empty(shape), np.empty(shape, np.bool_)
    for number, stage in enumerate(scenario.stages):
        duration = layout.takes(rows, number)
        passing = layout.passes(rows, number)
        stage_takes[:, :, number] = on_grid(stage.takes.quantile(duration))
        stage_passes[:, :, number] = passing < stage.passes
    return stage_takes, stage_passes


def _stays(scenario: Scenario, rows: Floats) -> tuple[tuple[StayLuck, ...], ...]:
    """Return every stay plan's draws for everybody."""
    of_length, of_exit = layout.stays(rows), layout.exits(rows)
    return tuple(
        tuple(_stay(plan, of_length, of_exit) for plan in shelter.stays)
        for shelter in scenario.shelters
    )


def _stay(plan: StayPlan, of_length: Floats, of_exit: Floats) -> StayLuck:
    """Return lengths within the limits (S3), at least one tick, and destinations."""
    drawn = plan.law.quantile(of_length)
    limit = np.inf if plan.at_most is None else plan.at_most
    length = on_grid(np.clip(drawn, plan.at_least, limit))
    return StayLuck(
        length=np.maximum(length, TICK),
        at_limit=drawn > limit,
        exit=choose(of_exit, [share for _, share in plan.exits]),
    )
