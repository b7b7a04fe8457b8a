"""Lives: a log told one person after the other instead of one day after the other."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.record import Events

__all__ = ["KINDS", "Lives", "lives_of", "table_of"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

KINDS = max(Kind) + 1
"""The length of a table with an entry for each kind of event."""


def table_of(kinds: Iterable[Kind]) -> Flags:
    """Return a table that says of each kind whether it is one of ``kinds``."""
    table = np.zeros(KINDS, np.bool_)
    table[[int(kind) for kind in kinds]] = True
    return table


@dataclass(frozen=True, slots=True)
class Lives:
    """What happened to people, by person and then in the order of the log.

    ``at`` says where each event stands in the log ``events``; ``person`` and
    ``kind`` are its columns there.  What happened to nobody is left out.  ``seen``
    (KINDS,) says which kinds there are.
    """

    events: Events
    at: Ints
    person: Ints
    kind: Ints
    seen: Flags

    def places(self, table: Flags) -> Ints:
        """Return where events of some kinds stand."""
        kinds = np.flatnonzero(table & self.seen)
        if len(kinds) > 1:
            return np.flatnonzero(table[self.kind])
        return np.flatnonzero(self.kind == kinds[0]) if len(kinds) else kinds


def lives_of(events: Events) -> Lives:
    """Return the lives in a log."""
    mine = np.flatnonzero(events.person >= 0)
    width = len(events.person).bit_length()
    keys = (events.person[mine].astype(np.int64) << width) | mine
    keys.sort()
    at = keys & ((1 << width) - 1)
    kind = events.kind[at].astype(np.int64)
    seen = np.bincount(kind, minlength=KINDS) > 0
    return Lives(events, at, keys >> width, kind, seen)
