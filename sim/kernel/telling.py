"""What the books hand over at the end, in columns (SEMANTICS M2)."""

from sim.compiling import compiled_inside
from sim.kernel.books import Books, Ints, Records
from sim.planned.dues import NEVER

__all__ = ["peaks", "tell_dues"]


@compiled_inside
def _or_none(day: int) -> int:
    return -1 if day == NEVER else day


@compiled_inside
def _tell(books: Books, told: Records, place: int, row: int) -> int:
    """Copy a due; return the next free place."""
    due, line = books.dues[row], told[place]
    line.funder, line.shelter = due.funder, due.shelter
    line.round, line.number = due.round, due.number
    line.planned, line.due = _or_none(due.planned), _or_none(due.due)
    line.paid_on = _or_none(due.paid_on)
    line.promised, line.paid = due.promised, due.paid
    return place + 1


@compiled_inside
def tell_dues(books: Books, told: Records, end: int) -> int:
    """Copy every funder's dues as planned, receivables, then what was added.

    They are put at ``end``; the new end is returned.
    """
    first = 0
    for giver in books.funders:
        for row in range(first, giver.end_receivable):
            if books.dues[row].told and not books.dues[row].added:
                end = _tell(books, told, end, row)
        row = giver.first_added
        while row >= 0:
            end = _tell(books, told, end, row)
            row = books.dues[row].next_added
        first = giver.end_receivable
    return end


@compiled_inside
def peaks(books: Books, arrears: Ints, overdrafts: Ints) -> None:
    """Write down the most ever owed on each cost line, and the deepest overdrafts."""
    for number in range(len(books.lines)):
        arrears[number] = books.lines[number].peak
    for shelter in range(len(books.purses)):
        overdrafts[shelter] = books.purses[shelter].peak_overdraft
