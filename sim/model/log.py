"""The log of one replication while it is being written."""

from math import nan

import numpy as np

from sim.history import Events, Kind

__all__ = ["Log"]


class Log:
    """Things that happened, in the order in which they happened.

    One list a column: a list of tuples would have to be turned round at the end.
    """

    __slots__ = ("amount", "detail", "kind", "person", "shelter", "time", "until")

    def __init__(self) -> None:
        self.time: list[float] = []
        self.kind: list[int] = []
        self.person: list[int] = []
        self.shelter: list[int] = []
        self.detail: list[int] = []
        self.until: list[float] = []
        self.amount: list[int] = []

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
        self.time.append(time)
        self.kind.append(int(kind))
        self.person.append(person)
        self.shelter.append(shelter)
        self.detail.append(int(detail))
        self.until.append(until)
        self.amount.append(amount)

    def events(self) -> Events:
        """Return the log in columns."""
        return Events(
            time=np.array(self.time, dtype=np.float64),
            kind=np.array(self.kind, dtype=np.int32),
            person=np.array(self.person, dtype=np.int32),
            shelter=np.array(self.shelter, dtype=np.int32),
            detail=np.array(self.detail, dtype=np.int32),
            until=np.array(self.until, dtype=np.float64),
            amount=np.array(self.amount, dtype=np.int64),
        )
