"""What the books hand over at the end, in columns (SEMANTICS M2)."""

import numpy as np

from sim.compiling import compiled_inside
from sim.history import Accounts, Instalments
from sim.kernel.books import Books, Ints, Records, Smalls
from sim.kernel.layout_money import TOLD
from sim.kernel.packing_books import PackedBooks
from sim.planned.dues import NEVER

__all__ = ["accounts_of", "instalments_of", "peaks", "told_dues"]


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
def told_dues(books: Books) -> Records:
    """Return every funder's dues as planned, receivables, then what was added."""
    told, end = np.empty(len(books.dues), TOLD), 0
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
    return told[:end]


@compiled_inside
def peaks(books: Books) -> tuple[Ints, Ints]:
    """Return the most ever owed on each cost line, and the deepest overdrafts."""
    arrears = np.empty(len(books.lines), np.int64)
    for number in range(len(books.lines)):
        arrears[number] = books.lines[number].peak
    overdrafts = np.empty(len(books.purses), np.int64)
    for shelter in range(len(books.purses)):
        overdrafts[shelter] = books.purses[shelter].peak_overdraft
    return arrears, overdrafts


def accounts_of(packed: PackedBooks, balances: Ints, runways: Smalls) -> Accounts:
    """Return the monthly accounts of one replication."""
    return Accounts(
        names=packed.names,
        month_ends=packed.month_ends,
        balances=balances,
        runway=runways,
    )


def instalments_of(told: Records) -> Instalments:
    """Return what funders promised and paid, in file order."""
    columns = {name: told[name].copy() for name in TOLD.names or ()}
    return Instalments(**columns)
