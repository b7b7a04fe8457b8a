"""Draw all the luck of some replications, before anything happens."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance import layout
from sim.chance.arrivals import Referred, draw_arrivals
from sim.chance.crowd import Crowd
from sim.chance.funding import draw_confiscations, draw_funder
from sim.chance.journey import draw_returns, draw_stages, draw_stays
from sim.chance.layout import (
    Columns,
    Rows,
    choose,
    columns_of,
    episodes_of,
    on_grid,
    programmes_of,
)
from sim.chance.luck import Chance, People, ReturnLuck, StayLuck
from sim.chance.numbers import Numbers, in_order
from sim.chance.rate import Days
from sim.chance.residents import Residents, draw_residents
from sim.scenario.plan import Scenario

__all__ = ["draw", "draw_many"]

Floats = NDArray[np.float64]
Plans = tuple[tuple[StayLuck, ...], ...]


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
) -> list[Chance]:
    """Return the luck of several replications, worked out together.

    It is the luck of each drawn alone, to the last bit; arrays are parts of larger
    ones.  ``compiled`` reads the generators by machine code of our own where there
    is a compiler: worth its while for hundreds of replications, or where something
    else is compiled anyway.
    """
    if not replications:
        return []
    numbers = Numbers(seed, tuple(replications), compiled)
    calendar = Calendar(scenario.start, scenario.days)
    days = Days(calendar, scenario.warm_up_days)
    columns, episodes = columns_of(scenario), episodes_of(scenario)
    people, rows, parts = _everybody(
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
    willingness = layout.willingness(rows, episodes)
    stays_of = _parted(draw_stays(scenario, rows, episodes, programmes_of(scenario)))
    returns = draw_returns(scenario, rows, people.values, episodes)
    funders = [
        draw_funder(funder, calendar, days, numbers) for funder in scenario.funders
    ]
    confiscations = [
        draw_confiscations(fund, days, numbers) for fund in scenario.compensation
    ]
    return [
        Chance(
            seed=seed,
            replication=replication,
            people=_people_of(people, part),
            stage_takes=takes[part],
            stage_passes=passes[part],
            patience=patience[part],
            gives_up_to=gives_up_to[part],
            willingness=willingness[part],
            stays=stays_of(part),
            returns=tuple(
                ReturnLuck(luck.comes_back[part], luck.after[part]) for luck in returns
            ),
            funders=tuple(lucks[at] for lucks in funders),
            confiscation_times=tuple(sums[at][0] for sums in confiscations),
            confiscations=tuple(sums[at][1] for sums in confiscations),
        )
        for at, (replication, part) in enumerate(zip(replications, parts, strict=True))
    ]


def _everybody(
    scenario: Scenario,
    residents: Residents,
    referred: Referred,
    columns: Columns,
    numbers: Numbers,
) -> tuple[People, Rows, list[slice]]:
    """Return everybody in number order, their rows, and each replication's part (T4).

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
    )
    bounds = [0, *ends.tolist(), len(order)]
    parts = [slice(*bound) for bound in pairwise(bounds)]
    return people, rows.where(order), parts


def _people_of(people: People, part: slice) -> People:
    """Return one replication's people."""
    return People(
        arrival=people.arrival[part],
        stream=people.stream[part],
        key=people.key[part],
        values=people.values[part],
        home=people.home[part],
        size=people.size[part],
        residual=people.residual[part],
        residual_at_limit=people.residual_at_limit[part],
    )


def _parted(stays: Plans) -> Callable[[slice], Plans]:
    """Return what gives one replication's stays; plans that share luck still do."""
    lucks = list({id(luck): luck for plans in stays for luck in plans}.values())
    place = {id(luck): at for at, luck in enumerate(lucks)}
    places = [[place[id(luck)] for luck in plans] for plans in stays]

    def of(part: slice) -> Plans:
        mine = [
            StayLuck(
                luck.length[part],
                luck.at_limit[part],
                luck.exit[part],
                luck.extended[part],
            )
            for luck in lucks
        ]
        return tuple([tuple([mine[at] for at in plans]) for plans in places])

    return of
