"""The luck of a block of replications, as the fast player takes it.

People of all replications stand in common columns, one replication after the other,
so that a replication's own are an unbroken part of each.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.luck import Chance
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


def packed_luck(chances: Sequence[Chance]) -> PeopleLuck:
    """Lay out the luck of people; stay plans that share theirs share a row of it.

    All are luck of one scenario, drawn alike: what shares in one shares in all.
    """
    plans = [id(luck) for shelter in chances[0].stays for luck in shelter]
    rows = {each: row for row, each in enumerate(dict.fromkeys(plans))}
    first = {rows[each]: number for number, each in reversed(list(enumerate(plans)))}
    owners = [first[row] for row in range(len(rows))]
    stays = [
        [flat[number] for number in owners]
        for flat in ([s for of in c.stays for s in of] for c in chances)
    ]
    sizes = [len(chance.people.size) for chance in chances]
    return PeopleLuck(
        np.concatenate([[0], np.cumsum(sizes)]),
        _people(chances, "values"),
        _people(chances, "size"),
        _people(chances, "arrival"),
        _people(chances, "stream"),
        _people(chances, "home"),
        _people(chances, "residual"),
        _people(chances, "residual_at_limit"),
        _through(chances, lambda chance: chance.stage_takes),
        _through(chances, lambda chance: chance.stage_passes),
        _through(chances, lambda chance: chance.patience),
        _through(chances, lambda chance: chance.gives_up_to),
        _through(chances, lambda chance: chance.willingness),
        np.array([rows[each] for each in plans], np.int32),
        _by_plan([[stay.length for stay in of] for of in stays]),
        _by_plan([[stay.at_limit for stay in of] for of in stays]),
        _by_plan([[stay.exit for stay in of] for of in stays]),
        _by_plan([[stay.extended for stay in of] for of in stays]),
        _returning(chances, "comes_back", np.bool_),
        _returning(chances, "after", np.float64),
    )


def _people(chances: Sequence[Chance], name: str) -> NDArray[Any]:
    return _through(chances, lambda chance: getattr(chance.people, name))


def _through(
    chances: Sequence[Chance], column: Callable[[Chance], NDArray[Any]]
) -> NDArray[Any]:
    """Return a column of all replications, one after the other."""
    return _after_each_other([column(chance) for chance in chances])


def _after_each_other(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return parts as one; a single one, which may be large, is not copied."""
    whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return np.ascontiguousarray(whole)


def _by_plan(parts: Sequence[Sequence[NDArray[Any]]]) -> NDArray[Any]:
    """Return columns of several plans side by side: (people, plans, …)."""
    plans = zip(*parts, strict=True)
    return np.stack([_after_each_other(plan) for plan in plans], axis=1)


def _returning(chances: Sequence[Chance], name: str, kind: type) -> NDArray[Any]:
    if chances[0].returns:
        return _by_plan([[getattr(r, name) for r in c.returns] for c in chances])
    people = sum(len(chance.people.size) for chance in chances)
    return np.empty((people, 0, chances[0].patience.shape[1]), kind)


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
