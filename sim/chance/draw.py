"""Draw all the luck of some replications, before anything happens."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar, on_grid
from sim.chance import layout
from sim.chance.arrivals import Referred, draw_arrivals
from sim.chance.chances import Chances
from sim.chance.crowd import Crowd
from sim.chance.funding import draw_confiscations, draw_funder
from sim.chance.journey import draw_returns, draw_stages, draw_stays
from sim.chance.layout import (
    Columns,
    Rows,
    choose,
    columns_of,
    episodes_of,
    programmes_of,
)
from sim.chance.luck import Chance, People
from sim.chance.numbers import Numbers, in_order
from sim.chance.rate import Days
from sim.chance.residents import Residents, draw_residents
from sim.scenario.plan import Scenario

__all__ = ["draw", "draw_many"]

Ints = NDArray[np.int64]


def draw(scenario: Scenario, *, seed: int, replication: int) -> Chance:
    """Return the luck of one replication of a scenario (SEMANTICS C1–C9).

    The same scenario, seed and replication always give the same luck.  Another
    scenario gives the same luck to whatever it has in common with this one.
    """
    return draw_many(scenario, seed=seed, replications=(replication,))[0]


def draw_many(
    scenario: Scenario,
    *,
    seed: int,
    replications: Sequence[int],
    compiled: bool = False,
) -> Chances:
    """Return the luck of several replications, worked out together.

    It is the luck of each drawn alone, to the last bit.  ``compiled`` reads the
    generators by machine code of our own where there is a compiler: worth its while
    for hundreds of replications, or where something else is compiled anyway.

    Raises
    ------
    ValueError
        If there is no replication.
    """
    if not replications:
        raise ValueError("there is no luck of no replications")
    numbers = Numbers(seed, tuple(replications), compiled)
    calendar = Calendar(scenario.start, scenario.days)
    days = Days(calendar, scenario.warm_up_days)
    columns, episodes = columns_of(scenario), episodes_of(scenario)
    people, rows, people_at = _everybody(
        scenario,
        draw_residents(scenario, numbers, columns),
        draw_arrivals(scenario, days, numbers, columns),
        columns,
        numbers,
    )
    waiting = scenario.waiting
    takes, passes = draw_stages(scenario, rows, people.values, episodes)
    patience = on_grid(waiting.patience.quantile(layout.patience(rows, episodes)))
    gives_up_to = choose(
        layout.gives_up_to(rows, episodes), [share for _, share in waiting.gives_up_to]
    )
    return Chances(
        seed=seed,
        replications=tuple(replications),
        people_at=people_at,
        people=people,
        stage_takes=takes,
        stage_passes=passes,
        patience=patience,
        gives_up_to=gives_up_to,
        willingness=layout.willingness(rows, episodes),
        stays=draw_stays(scenario, rows, episodes, programmes_of(scenario)),
        returns=draw_returns(scenario, rows, people.values, episodes),
        funders=tuple(
            draw_funder(funder, calendar, days, numbers) for funder in scenario.funders
        ),
        confiscations=tuple(
            draw_confiscations(fund, days, numbers) for fund in scenario.compensation
        ),
    )


def _everybody(
    scenario: Scenario,
    residents: Residents,
    referred: Referred,
    columns: Columns,
    numbers: Numbers,
) -> tuple[People, Rows, Ints]:
    """Return everybody in number order, their rows, where each replication begins (T4).

    Residents of day 0 come first, each alone; then those referred, by arrival and
    key, in which order they stand already.
    """
    here, later = len(residents.home), len(referred.size)
    crowd = Crowd.joined([residents.crowd, referred.crowd])
    batch = len(numbers.replications)
    order, ends = in_order(crowd.replication, crowd.arrival, batch)
    rows = crowd.whole_rows(columns, len(scenario.stages), numbers)
    key = crowd.key[order]
    people = People(
        arrival=crowd.arrival[order],
        stream=key[:, 0].copy(),
        key=key,
        values=np.concatenate([residents.values, referred.values])[order],
        home=np.append(residents.home, np.full(later, -1, np.int32))[order],
        size=np.append(np.ones(here, np.int32), referred.size)[order],
        residual=np.append(residents.left, np.full(later, np.nan))[order],
        residual_at_limit=np.append(residents.at_limit, np.zeros(later, np.bool_))[
            order
        ],
        so_far=np.append(residents.so_far, np.full(later, np.nan))[order],
    )
    return people, rows.where(order), np.array([0, *ends, len(order)])
