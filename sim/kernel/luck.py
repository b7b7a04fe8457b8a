"""The luck of a block of replications, as the fast player takes it.

People of all replications stand in common columns, one replication after the other,
so that a replication's own are an unbroken part of each.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.chances import Chances
from sim.compiling import compiled_inside
from sim.kernel.system import Flags, Floats, Ints, Luck, Smalls

__all__ = ["PeopleLuck", "luck_of", "packed_luck"]


class PeopleLuck(NamedTuple):
    """The fields of :class:`~sim.kernel.system.Luck` for people of many replications.

    Replication r has the people from ``people_at[r]`` up to ``people_at[r + 1]``.
    """

    people_at: Ints
    values: Smalls
    size: Smalls
    arrival: Floats
    stream: Smalls
    home: Smalls
    residual: Floats
    residual_at_limit: Flags
    so_far: Floats
    stage_takes: Floats
    stage_passes: Flags
    patience: Floats
    gives_up_to: Smalls
    willingness: Floats
    stay_row: Smalls
    stay_length: Floats
    stay_at_limit: Flags
    stay_exit: Smalls
    stay_extended: Flags
    comes_back: Flags
    comes_back_after: Floats


def packed_luck(chances: Chances) -> PeopleLuck:
    """Lay out the luck of people; stay plans that share theirs share a row of it."""
    plans = [luck for shelter in chances.stays for luck in shelter]
    owners = list({id(luck): luck for luck in plans}.values())
    rows = {id(luck): row for row, luck in enumerate(owners)}
    people = chances.people
    return PeopleLuck(
        chances.people_at,
        people.values,
        people.size,
        people.arrival,
        people.stream,
        people.home,
        people.residual,
        people.residual_at_limit,
        people.so_far,
        chances.stage_takes,
        chances.stage_passes,
        chances.patience,
        chances.gives_up_to,
        chances.willingness,
        np.array([rows[id(luck)] for luck in plans], np.int32),
        _side_by_side([luck.length for luck in owners]),
        _side_by_side([luck.at_limit for luck in owners]),
        _side_by_side([luck.exit for luck in owners]),
        _side_by_side([luck.extended for luck in owners]),
        _returning(chances, [luck.comes_back for luck in chances.returns], np.bool_),
        _returning(chances, [luck.after for luck in chances.returns], np.float64),
    )


def _side_by_side(plans: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return columns of several plans together: (people, plans, …)."""
    return plans[0][:, np.newaxis] if len(plans) == 1 else np.stack(plans, axis=1)


def _returning(
    chances: Chances, plans: Sequence[NDArray[Any]], kind: type
) -> NDArray[Any]:
    if plans:
        return _side_by_side(plans)
    people, episodes = chances.patience.shape
    return np.empty((people, 0, episodes), kind)


@compiled_inside
def luck_of(block: PeopleLuck, number: int) -> Luck:
    """Return the luck of one replication, counted from 0."""
    first, end = block.people_at[number], block.people_at[number + 1]
    return Luck(
        block.arrival[first:end],
        block.stream[first:end],
        block.home[first:end],
        block.residual[first:end],
        block.residual_at_limit[first:end],
        block.so_far[first:end],
        block.stage_takes[first:end],
        block.stage_passes[first:end],
        block.patience[first:end],
        block.gives_up_to[first:end],
        block.willingness[first:end],
        block.stay_row,
        block.stay_length[first:end],
        block.stay_at_limit[first:end],
        block.stay_exit[first:end],
        block.stay_extended[first:end],
        block.comes_back[first:end],
        block.comes_back_after[first:end],
    )
