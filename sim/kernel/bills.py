"""The day's bills, and what they entitle to (SEMANTICS T3 step 3, M1, M3)."""

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.contracts import accrue, runs_on
from sim.kernel.layout_money import LineKind
from sim.kernel.per_diems import claim_per_diems
from sim.kernel.system import System

__all__ = ["bill_of_line", "book"]


@compiled_inside
def bill_of_line(books: Books, shelter: int, number: int, day: int) -> int:
    """Return what a cost line billed today."""
    line = books.lines[number]
    if line.kind != LineKind.FIXED:
        return line.booked
    if books.purses[shelter].bills_closed and not line.while_closed:
        return 0
    return books.plan.daily[line.row, day]


@compiled_inside
def _count(system: System, shelter: int, line: object, day: int) -> int:
    """Return how many of a line's units a day has."""
    place = system.shelters[shelter]
    kind = line.kind  # type: ignore[attr-defined]
    if kind == LineKind.BED_NIGHT:
        return place.occupied
    if kind == LineKind.TEAM:
        return -(-place.occupied // line.residents_per_team)  # type: ignore[attr-defined]
    if kind == LineKind.ADMISSION:
        return place.admitted_today
    if kind == LineKind.EXIT:
        return place.exits_today
    return 1 if line.day == day else 0  # type: ignore[attr-defined]


@compiled_inside
def _bill_counted(
    books: Books, system: System, shelter: int, day: int
) -> tuple[int, int]:
    """Bill the lines that are not fixed; return what recurs and what does not."""
    purse, recurring, once = books.purses[shelter], 0, 0
    for place in range(purse.first_counted, purse.end_counted):
        line = books.lines[books.plan.counted[place]]
        line.booked = 0
        if purse.bills_closed and not line.while_closed:
            continue
        amount = books.plan.daily[line.row, day] * _count(system, shelter, line, day)
        line.booked = amount
        line.unposted += amount
        if line.kind in (LineKind.BED_NIGHT, LineKind.TEAM):
            recurring += amount
        else:
            once += amount
    return recurring, once


@compiled_inside
def _spare_fixed(books: Books, shelter: int, day: int) -> None:
    """Take off the month's fixed bills what a closed shelter does not pay (D4)."""
    purse = books.purses[shelter]
    for number in range(purse.first_line, purse.end_line):
        line = books.lines[number]
        if line.kind == LineKind.FIXED and not line.while_closed:
            line.unposted -= books.plan.daily[line.row, day]


@compiled_inside
def _owe(books: Books, system: System, shelter: int, day: int) -> int:
    """Owe the day's bills; return those that do not recur."""
    purse, place = books.purses[shelter], system.shelters[shelter]
    purse.bills_closed = place.shut and place.reopening_until < 0
    if purse.bills_closed:
        _spare_fixed(books, shelter, day)
        fixed = books.plan.sums[purse.closed_row, day]
    else:
        fixed = books.plan.sums[purse.open_row, day]
    recurring, once = _bill_counted(books, system, shelter, day)
    purse.bill = fixed + recurring
    purse.booked = purse.bill + once
    purse.owed += purse.booked
    place.admitted_today = place.exits_today = 0
    return once


@compiled_inside
def _eligible(books: Books, row: int, day: int) -> tuple[int, int]:
    """Return the bills that a contract is for: what recurs, and what does not."""
    contract = books.contracts[row]
    closed = books.purses[contract.shelter].bills_closed
    sums = contract.closed_row if closed else contract.open_row
    recurring, once = books.plan.sums[sums, day], 0
    for place in range(contract.first_eligible, contract.end_eligible):
        line = books.lines[books.plan.eligible[place]]
        if line.kind in (LineKind.BED_NIGHT, LineKind.TEAM):
            recurring += line.booked
        else:
            once += line.booked
    return recurring, once


@compiled_inside
def _begin_growth(books: Books, day: int) -> None:
    """Let contracts whose bills are eligible from today on grow."""
    row = books.growth_begins[day]
    while row >= 0:
        contract = books.contracts[row]
        following = contract.next_growing
        purse = books.purses[contract.shelter]
        contract.next_growing = purse.first_growing
        purse.first_growing = row
        row = following


@compiled_inside
def _grow(books: Books, system: System, shelter: int, day: int, once: int) -> None:
    """Let contracts earn with the day's bills, and forget those that have ended."""
    purse = books.purses[shelter]
    before, row = -1, purse.first_growing
    while row >= 0:
        contract = books.contracts[row]
        contract.today = 0
        if runs_on(contract, day):
            before = row
            pays = books.funders[contract.funder].pays_while_closed
            if pays or not system.shelters[shelter].shut:
                if contract.all_lines:
                    accrue(contract, purse.bill, once)
                else:
                    recurring, eligible_once = _eligible(books, row, day)
                    accrue(contract, recurring, eligible_once)
        elif before < 0:
            purse.first_growing = contract.next_growing
        else:
            books.contracts[before].next_growing = contract.next_growing
        row = contract.next_growing


@compiled_inside
def book(books: Books, system: System, day: int) -> None:
    """Book the day's bills and what they entitle to (T3 step 3, M1, M3)."""
    _begin_growth(books, day)
    for shelter in range(len(books.purses)):
        once = _owe(books, system, shelter, day)
        if books.purses[shelter].first_growing >= 0:
            _grow(books, system, shelter, day, once)
    claim_per_diems(books, system, day)
