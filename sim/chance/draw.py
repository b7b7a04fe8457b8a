"""Draw all the luck of one replication, before anything happens."""

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance import layout
from sim.chance.arrivals import Referred, draw_arrivals
from sim.chance.crowd import Crowd
from sim.chance.funding import draw_confiscations, draw_funder
from sim.chance.journey import draw_returns, draw_stages, draw_stays
from sim.chance.layout import choose, episodes_of, on_grid
from sim.chance.luck import Chance, People
from sim.chance.rate import Days
from sim.chance.residents import Residents, draw_residents
from sim.scenario.plan import Scenario
from sim.streams import Streams

__all__ = ["draw"]

Smalls = NDArray[np.int32]


def draw(scenario: Scenario, *, seed: int, replication: int) -> Chance:
    """Return the luck of one replication of a scenario (SEMANTICS C1–C9).

    The same scenario, seed and replication always give the same luck.  Another
    scenario gives the same luck to whatever it has in common with this one.
    """
    streams = Streams(seed, replication)
    calendar = Calendar(scenario.start, scenario.days)
    days = Days(calendar, scenario.warm_up_days)
    residents = draw_residents(scenario, streams)
    referred = draw_arrivals(scenario, days, streams)
    rows = Crowd.joined([residents.crowd, referred.crowd]).rows
    values = np.concatenate([residents.values, referred.values])
    episodes = episodes_of(scenario)
    stage_takes, stage_passes = draw_stages(scenario, rows, values, episodes)
    waiting = scenario.waiting
    confiscations = [
        draw_confiscations(fund, days, streams) for fund in scenario.compensation
    ]
    return Chance(
        seed=seed,
        replication=replication,
        people=_people(residents, referred, values),
        stage_takes=stage_takes,
        stage_passes=stage_passes,
        patience=on_grid(waiting.patience.quantile(layout.patience(rows, episodes))),
        gives_up_to=choose(
            layout.gives_up_to(rows, episodes),
            [share for _, share in waiting.gives_up_to],
        ),
        willingness=layout.willingness(rows, episodes),
        stays=draw_stays(scenario, rows, episodes),
        returns=draw_returns(scenario, rows, values, episodes),
        funders=tuple(
            draw_funder(funder, calendar, days, streams) for funder in scenario.funders
        ),
        confiscation_times=tuple(times for times, _ in confiscations),
        confiscations=tuple(amounts for _, amounts in confiscations),
    )


def _people(residents: Residents, referred: Referred, values: Smalls) -> People:
    """Return the residents of day 0, each alone, and then those referred."""
    crowd, here, later = referred.crowd, len(residents.home), len(referred.size)
    key = np.concatenate([residents.crowd.key, crowd.key])
    return People(
        arrival=np.concatenate([residents.crowd.arrival, crowd.arrival]),
        stream=key[:, 0].copy(),
        key=key,
        values=values,
        home=np.concatenate([residents.home, np.full(later, -1, np.int32)]),
        size=np.concatenate([np.ones(here, np.int32), referred.size]),
        residual=np.concatenate([residents.left, np.full(later, np.nan)]),
        residual_at_limit=np.concatenate(
            [residents.at_limit, np.zeros(later, np.bool_)]
        ),
    )
