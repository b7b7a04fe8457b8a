"""Payment: oldest arrears first, then today's bills, in part if need be (M4)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.bills import bill_of_line
from sim.kernel.books import Books
from sim.kernel.growing import doubled
from sim.kernel.system import System, note

__all__ = ["pay", "pay_reopening"]


@compiled_inside
def _new_arrear(books: Books) -> int:
    """Return an unused row for an unpaid bill."""
    row = books.free_arrear
    if row >= 0:
        books.free_arrear = books.arrears[row].next
        return row
    if books.arrears_end == len(books.arrears):
        books.arrears = doubled(books.arrears)
    books.arrears_end += 1
    return books.arrears_end - 1


@compiled_inside
def _fall_behind(books: Books, shelter: int, day: int, line: int, amount: int) -> None:
    """Leave a bill of ``day`` unpaid for now."""
    row = _new_arrear(books)
    arrear, purse = books.arrears[row], books.purses[shelter]
    arrear.since, arrear.line, arrear.amount, arrear.next = day, line, amount, -1
    if purse.first_arrear < 0:
        purse.first_arrear = row
    else:
        books.arrears[purse.last_arrear].next = row
    purse.last_arrear = row
    books.lines[line].unpaid += amount


@compiled_inside
def _catch_up(books: Books, shelter: int, amount: int) -> None:
    """Pay off the oldest arrears, in part if need be."""
    purse, left = books.purses[shelter], amount
    while left:
        row = purse.first_arrear
        arrear = books.arrears[row]
        part = min(left, arrear.amount)
        arrear.amount -= part
        books.lines[arrear.line].unpaid -= part
        left -= part
        if not arrear.amount:
            purse.first_arrear = arrear.next
            arrear.next = books.free_arrear
            books.free_arrear = row
    for number in range(purse.first_line, purse.end_line + 1):
        line = books.lines[number]
        line.peak = max(line.peak, line.unpaid)


@compiled_inside
def _spend(books: Books, shelter: int) -> int:
    """Take what can be paid of what is owed out of the account; return it."""
    purse = books.purses[shelter]
    spent = min(purse.owed, max(0, purse.cash + purse.credit))
    purse.cash -= spent
    purse.owed -= spent
    return spent


@compiled_inside
def _pay_shelter(books: Books, system: System, shelter: int, day: int) -> None:
    purse = books.purses[shelter]
    was_behind = purse.first_arrear >= 0
    spent = _spend(books, shelter)
    if purse.owed or was_behind:
        for line in range(purse.first_line, purse.end_line):
            amount = bill_of_line(books, shelter, line, day)
            if amount:
                _fall_behind(books, shelter, day, line, amount)
        _catch_up(books, shelter, spent)
    is_behind = purse.first_arrear >= 0
    if is_behind and not was_behind:
        note(system, Kind.ARREARS_BEGAN, -1, shelter, -1, nan, purse.owed)
    elif was_behind and not is_behind:
        note(system, Kind.ARREARS_CLEARED, -1, shelter, -1, nan, 0)
    purse.peak_overdraft = max(purse.peak_overdraft, -purse.cash)


@compiled_inside
def pay(books: Books, system: System, day: int) -> None:
    """Pay oldest arrears, then today's bills, in part if need be (M4)."""
    for shelter in range(len(books.purses)):
        _pay_shelter(books, system, shelter, day)


@compiled_inside
def pay_reopening(books: Books, shelter: int, day: int) -> None:
    """Book and pay what it costs to open the doors again (D4)."""
    purse = books.purses[shelter]
    cost, line = purse.reopening_cost, purse.end_line
    if not cost:
        return
    books.lines[line].unposted += cost
    purse.owed += cost
    was_behind = purse.first_arrear >= 0
    spent = _spend(books, shelter)
    if purse.owed or was_behind:
        _fall_behind(books, shelter, day, line, cost)
        _catch_up(books, shelter, spent)
