"""The log of one replication while it is being written."""

from math import nan

import numpy as np

from sim.history import Events, Kind

__all__ = ["Log"]


class Log:
    """Things that happened, in the order in which they happened."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: list[tuple[float, int, int, int, int, float, int]] = []

    def note(
        self,
        time: float,
        kind: Kind,
        *,
        person: int = -1,
        shelter: int = -1,
        detail: int = -1,
        until: float = nan,
        amount: int = 0,
    ) -> None:
        """Write one event down; columns as in :class:`sim.history.Events`."""
        self.rows.append((time, kind, person, shelter, detail, until, amount))

    def events(self) -> Events:
        """Return the log in columns."""
        columns = list(zip(*self.rows, strict=True)) or [()] * 7
        return Events(
            time=np.array(columns[0], dtype=np.float64),
            kind=np.array(columns[1], dtype=np.int32),
            person=np.array(columns[2], dtype=np.int32),
            shelter=np.array(columns[3], dtype=np.int32),
            detail=np.array(columns[4], dtype=np.int32),
            until=np.array(columns[5], dtype=np.float64),
            amount=np.array(columns[6], dtype=np.int64),
        )
