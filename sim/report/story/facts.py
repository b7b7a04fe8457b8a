"""Single events of a History, unpacked from its columns so that they can be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from sim.history import History, Kind

__all__ = ["Fact", "facts"]

MIDNIGHT = {
    *(kind for kind in Kind if kind >= Kind.FROZEN),
    Kind.CAUSE_CHANGED,
    Kind.DISPLACED,
    Kind.TRANSFERRED,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One event, unpacked from the columns of the History."""

    time: float
    kind: Kind
    person: int
    shelter: int
    detail: int
    until: float
    amount: int

    @property
    def day(self) -> int:
        """The day the event belongs to; midnight closes the day before (T2).

        Negative in the warm-up; the opening state belongs to the first day.
        """
        closes = self.kind in MIDNIGHT and self.time == floor(self.time) != 0
        return floor(self.time) - closes


def facts(history: History) -> Iterator[Fact]:
    """Yield the events of a replication in the order in which they happened."""
    events = history.events
    columns = (
        events.time,
        events.kind,
        events.person,
        events.shelter,
        events.detail,
        events.until,
        events.amount,
    )
    for time, kind, person, shelter, detail, until, amount in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        yield Fact(time, Kind(kind), person, shelter, detail, until, amount)
