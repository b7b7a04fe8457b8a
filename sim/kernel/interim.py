"""Places that are no shelter bed, for those who wait or are on the way (B5)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.system import System, holds, note

__all__ = ["enter_interim", "leave_interim"]


@compiled_inside
def enter_interim(system: System, person: int, number: int) -> bool:
    """Take someone into a place if it takes them and has room; say whether."""
    place, victim = system.interim[number], system.people[person]
    if place.places >= 0 and place.people + victim.size > place.places:
        return False
    values = system.kind_values[victim.kind]
    if not holds(system.plan, place.condition, values):
        return False
    place.people += victim.size
    victim.interim = number
    note(system, Kind.INTERIM_BEGAN, person, -1, number, nan, 0)
    return True


@compiled_inside
def leave_interim(system: System, person: int) -> None:
    """Let someone out of the place they are in, if they are in one."""
    victim = system.people[person]
    if victim.interim >= 0:
        system.interim[victim.interim].people -= victim.size
        note(system, Kind.INTERIM_ENDED, person, -1, victim.interim, nan, 0)
        victim.interim = -1
