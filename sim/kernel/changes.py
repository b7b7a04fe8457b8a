"""Dated changes of shelters and of the staff of stages (SEMANTICS T7)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.moving import make_room
from sim.kernel.pathway import change_staff
from sim.kernel.system import System, note, offer

__all__ = ["apply_changes", "open_changed"]


@compiled_inside
def open_changed(system: System) -> None:
    """Put in force what was changed up to day 0 (T7)."""
    for shelter in range(len(system.shelters)):
        place = system.shelters[shelter]
        for row in range(place.first_change, place.end_change):
            if system.plan.changes[row].day <= 0:
                _put_in_force(system, shelter, row)


@compiled_inside
def apply_changes(system: System, day: int) -> None:
    """Put in force what changes on ``day``, in file order (T3 step 4)."""
    for shelter in range(len(system.shelters)):
        place = system.shelters[shelter]
        for row in range(place.first_change, place.end_change):
            change = system.plan.changes[row]
            if change.day == day:
                _put_in_force(system, shelter, row)
                make_room(system, shelter, change.residents, change.accepts)
                offer(system, shelter)
    change_staff(system, day)


@compiled_inside
def _put_in_force(system: System, shelter: int, row: int) -> None:
    change, place = system.plan.changes[row], system.shelters[shelter]
    if change.beds >= 0:
        place.beds = change.beds
    if change.staff >= 0:
        place.staff = change.staff
    if change.regime >= 0:
        place.regime = change.regime
    if change.accepts:
        place.era += 1
        system.era += 1
    number = row - place.first_change
    note(system, Kind.CHANGED, -1, shelter, number, nan, 0)
