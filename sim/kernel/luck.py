"""The columns of a Chance that people live by, as the fast player takes them."""

import numpy as np
from numpy.typing import NDArray

from sim.chance.luck import Chance
from sim.kernel.packing import Packed

__all__ = ["packed_luck"]


def packed_luck(packed: Packed, chance: Chance) -> tuple[NDArray[np.generic], ...]:
    """Return the fields of :class:`sim.kernel.system.Luck`, in order."""
    people = chance.people
    stays = [chance.stays[shelter][number] for shelter, number in packed.stay_owners]
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
