"""Single events of a History, unpacked from its columns so that they can be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from sim.history import History, Kind

__all__ = ["Fact", "facts"]

MOVED = {Kind.CAUSE_CHANGED, Kind.DISPLACED, Kind.TRANSFERRED}
"""What happens to people because of a shelter, at the midnight it happens to it."""
MIDNIGHT = {kind for kind in Kind if kind >= Kind.FROZEN} - {Kind.CHANGED} | MOVED


@dataclass(frozen=True, slots=True)
class Fact:
    """One event, unpacked from the columns of the History.

    ``by_plan`` says that a dated change of a shelter brought it about.
    """

    time: float
    kind: Kind
    person: int
    shelter: int
    detail: int
    until: float
    amount: int
    by_plan: bool = False

    @property
    def day(self) -> int:
        """The day the event belongs to; midnight closes the day before (T2).

        Negative in the warm-up; the opening state belongs to the first day.  A dated
        change, with all that it brings about, opens the day it is dated from (T7).
        """
        closes = self.kind in MIDNIGHT and self.time == floor(self.time) != 0
        return floor(self.time) - (closes and not self.by_plan)


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
    changed = None
    for time, number, person, shelter, detail, until, amount in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        kind = Kind(number)
        if kind >= Kind.FROZEN:
            changed = time if kind is Kind.CHANGED else None
        by_plan = time == changed
        yield Fact(time, kind, person, shelter, detail, until, amount, by_plan)
