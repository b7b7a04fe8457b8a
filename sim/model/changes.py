"""Dated changes of shelters, and staff who leave unpaid (SEMANTICS T7)."""

from collections import defaultdict

from sim.history import Kind
from sim.model.log import Log
from sim.model.moving import make_room
from sim.model.shelter import Shelter
from sim.model.system import System
from sim.scenario.plan import ShelterChange

__all__ = ["Changes"]


class Changes:
    """What becomes different at a date, and what it means for those inside."""

    def __init__(self, system: System, log: Log) -> None:
        self.system = system
        self.log = log
        self.by_day: dict[int, list[tuple[Shelter, int, ShelterChange]]] = defaultdict(
            list
        )
        for shelter in system.shelters:
            for number, change in enumerate(shelter.plan.changes):
                self.by_day[max(change.day, 0)].append((shelter, number, change))
        self.staff_paid_from = [
            (shelter, plan, [line.name for line in shelter.plan.costs].index(plan.line))
            for shelter in system.shelters
            if (plan := shelter.plan.staff_loss) is not None
        ]

    def open(self) -> None:
        """Put in force what was changed up to day 0 (T7)."""
        for shelter, number, change in self.by_day.get(0, ()):
            self._put_in_force(shelter, number, change)

    def apply(self, day: int) -> None:
        """Put in force what changes on ``day``, in file order (T3 step 4)."""
        for shelter, number, change in self.by_day.get(day, ()):
            self._put_in_force(shelter, number, change)
            make_room(self.system, shelter, change)
            self.system.offer(shelter)
        self.system.pathway.change_staff(day)

    def _put_in_force(
        self, shelter: Shelter, number: int, change: ShelterChange
    ) -> None:
        if change.beds is not None:
            shelter.beds = change.beds
        if change.staff is not None:
            shelter.staff = change.staff
        shelter.take_stock()
        if change.regime is not None:
            shelter.regime = change.regime
        if change.accepts is not None:
            self.system.placement.change_era(shelter.number)
        self._tell(Kind.CHANGED, shelter, detail=number)

    def lose_staff(self, day: int) -> None:
        """Let unpaid staff leave, and come back when they have been paid."""
        for shelter, plan, number in self.staff_paid_from:
            if shelter.staff is None or not (shelter.arrears or shelter.staff_lost):
                continue
            unpaid = [since for since, line, _ in shelter.arrears if line == number]
            lost = shelter.staff_lost
            if unpaid:
                shelter.staff_back_on = -1
                days = day - unpaid[0] - plan.after
                gone = 0 if days < 0 else 1 + days // plan.every
                lost = max(lost, min(gone, shelter.staff))
            elif lost and shelter.staff_back_on < 0:
                shelter.staff_back_on = day + plan.rehired_after
            if lost and 0 <= shelter.staff_back_on <= day:
                lost = 0
            self._set_lost(shelter, lost)

    def _set_lost(self, shelter: Shelter, lost: int) -> None:
        before, shelter.staff_lost = shelter.staff_lost, lost
        if lost != before:
            shelter.take_stock()
        here = (shelter.staff or 0) - lost
        if lost > before:
            self._tell(Kind.STAFF_LEFT, shelter, amount=here)
        elif lost < before:
            shelter.staff_back_on = -1
            self._tell(Kind.STAFF_BACK, shelter, amount=here)
            self.system.offer(shelter)

    def _tell(
        self, kind: Kind, shelter: Shelter, *, detail: int = -1, amount: int = 0
    ) -> None:
        self.log.note(
            self.system.env.now,
            kind,
            shelter=shelter.number,
            detail=detail,
            amount=amount,
        )
