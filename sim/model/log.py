"""The log of one replication while it is being written."""

from math import nan
from struct import Struct

import numpy as np

from sim.history import Events, Kind

__all__ = ["Log"]

COLUMNS = {
    "time": "f8",
    "kind": "i4",
    "person": "i4",
    "shelter": "i4",
    "detail": "i4",
    "until": "f8",
    "amount": "i8",
}
EVENT = Struct("=diiiidq")
"""One event as bytes: the columns in their order, without gaps."""


class Log:
    """Things that happened, in the order in which they happened."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows = bytearray()

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
        self.rows += EVENT.pack(time, kind, person, shelter, detail, until, amount)

    def events(self) -> Events:
        """Return the log in columns."""
        rows = np.frombuffer(self.rows, dtype=list(COLUMNS.items()))
        return Events(**{name: rows[name].copy() for name in COLUMNS})
