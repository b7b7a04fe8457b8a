"""The columns of a Chance that people live by, as the fast player takes them."""

import numpy as np
from numpy.typing import NDArray

from sim.chance.luck import Chance

__all__ = ["packed_luck"]


def packed_luck(chance: Chance) -> tuple[NDArray[np.generic], ...]:
    """Return the fields of :class:`sim.kernel.system.Luck`, in order.

    Stay plans that share their luck share a row of it.
    """
    people = chance.people
    plans = [luck for shelter in chance.stays for luck in shelter]
    different = {id(luck): luck for luck in plans}
    rows = {each: row for row, each in enumerate(different)}
    stays = list(different.values())
    episodes = chance.patience.shape
    columns = (
        people.arrival,
        people.stream,
        people.home,
        people.residual,
        people.residual_at_limit,
        chance.stage_takes,
        chance.stage_passes,
        chance.patience,
        chance.gives_up_to,
        chance.willingness,
        np.array([rows[id(luck)] for luck in plans], np.int32),
        np.stack([stay.length for stay in stays]),
        np.stack([stay.at_limit for stay in stays]),
        np.stack([stay.exit for stay in stays]),
        np.stack([stay.extended for stay in stays]),
        _stacked([luck.comes_back for luck in chance.returns], episodes, np.bool_),
        _stacked([luck.after for luck in chance.returns], episodes, np.float64),
    )
    return tuple(np.ascontiguousarray(column) for column in columns)


def _stacked(
    columns: list[NDArray[np.generic]], shape: tuple[int, ...], kind: type
) -> NDArray[np.generic]:
    return np.stack(columns) if columns else np.empty((0, *shape), kind)
