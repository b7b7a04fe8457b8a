"""Staff who leave unpaid, and come back when they have been paid (SEMANTICS T7)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.books import Books
from sim.kernel.system import System, note, offer

__all__ = ["lose_staff"]


@compiled_inside
def _unpaid_since(books: Books, shelter: int) -> int:
    """Return since when the staff's line is unpaid; -1: it is paid."""
    purse = books.purses[shelter]
    if not books.lines[purse.staff_line].unpaid:
        return -1
    row = purse.first_arrear
    while books.arrears[row].line != purse.staff_line:
        row = books.arrears[row].next
    return books.arrears[row].since


@compiled_inside
def _lost(books: Books, system: System, shelter: int, day: int) -> int:
    """Return how many are away now."""
    purse, place = books.purses[shelter], system.shelters[shelter]
    since, lost = _unpaid_since(books, shelter), place.staff_lost
    if since >= 0:
        place.staff_back_on = -1
        days = day - since - purse.staff_after
        gone = 0 if days < 0 else 1 + days // purse.staff_every
        lost = max(lost, min(gone, place.staff))
    elif lost and place.staff_back_on < 0:
        place.staff_back_on = day + purse.staff_rehired_after
    if lost and 0 <= place.staff_back_on <= day:
        lost = 0
    return lost


@compiled_inside
def lose_staff(books: Books, system: System, day: int) -> None:
    """Let unpaid staff leave, and come back when they have been paid."""
    for shelter in range(len(books.purses)):
        place = system.shelters[shelter]
        if books.purses[shelter].staff_line < 0 or place.staff < 0:
            continue
        before, lost = place.staff_lost, _lost(books, system, shelter, day)
        place.staff_lost = lost
        here = place.staff - lost
        if lost > before:
            note(system, Kind.STAFF_LEFT, -1, shelter, -1, nan, here)
        elif lost < before:
            place.staff_back_on = -1
            note(system, Kind.STAFF_BACK, -1, shelter, -1, nan, here)
            offer(system, shelter)
