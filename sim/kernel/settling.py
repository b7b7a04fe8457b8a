"""The end of a contract or of an invoiced period (SEMANTICS M8)."""

from sim.compiling import compiled_inside
from sim.kernel.agenda import fall_due
from sim.kernel.books import Books
from sim.kernel.contracts import promised
from sim.kernel.layout_money import Trigger
from sim.kernel.pots import give_back_unearned
from sim.kernel.system import System
from sim.planned.dues import NEVER

__all__ = ["settle_contracts"]


@compiled_inside
def _invoice(books: Books, row: int, day: int) -> None:
    """Claim what was earned and not yet invoiced."""
    contract = books.contracts[row]
    last, expected = -1, 0
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        if due.planned <= day and due.due == NEVER and not due.void:
            expected += due.promised
            if last >= 0:
                earlier = books.dues[last]
                earlier.void, earlier.due, earlier.promised = True, day, 0
            last = number
    if last >= 0:
        due = books.dues[last]
        due.promised = expected + promised(contract) - contract.announced
        due.owed = contract.entitled - contract.invoiced
        contract.announced = promised(contract)
        contract.invoiced = contract.entitled
        fall_due(books, last, day)


@compiled_inside
def _final_dues(books: Books, row: int, day: int) -> None:
    """Let the final instalments of free money fall due."""
    contract = books.contracts[row]
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        is_final = books.plan.splits[due.split].trigger == Trigger.FINAL
        if is_final and not due.void:
            fall_due(books, number, day)


@compiled_inside
def _pending(books: Books, row: int) -> int:
    """Return what has fallen due and is on its way."""
    contract, pending = books.contracts[row], 0
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        if due.due != NEVER and due.paid_on == NEVER and not due.void:
            pending += due.owed
    return pending


@compiled_inside
def _drop_open(books: Books, row: int) -> int:
    """Make every instalment void that has not fallen due; return the last one."""
    contract, last = books.contracts[row], -1
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        if due.due == NEVER and not due.void:
            last = number
            due.void, due.owed = True, 0
            if due.planned == NEVER:
                due.promised = 0
    return last


@compiled_inside
def _add_due(books: Books, row: int, day: int, amount: int) -> int:
    """Add a due that the plan did not know of, after all others of the funder."""
    contract = books.contracts[row]
    giver, number = books.funders[contract.funder], contract.end_due
    due = books.dues[number]
    due.planned, due.promised, due.told = day, amount, True
    if giver.last_added < 0:
        giver.first_added = number
    else:
        books.dues[giver.last_added].next_added = number
    giver.last_added = number
    return number


@compiled_inside
def _balance(books: Books, row: int, day: int) -> None:
    """Pay min(amount, entitlement) less what was paid or is on its way."""
    contract = books.contracts[row]
    rest = contract.entitled - contract.received - _pending(books, row)
    last = _drop_open(books, row)
    if last >= 0:
        due, others = books.dues[last], 0
        for number in range(contract.first_due, contract.end_due):
            if number != last:
                others += books.dues[number].promised
        earned = contract.entitled - others - contract.received_before
        due.planned = max(due.planned, contract.last)
        due.promised = max(0, rest, earned)
        due.void = False
    elif rest > 0:
        last = _add_due(books, row, day, rest)
    if last >= 0:
        books.dues[last].owed = max(0, rest)
        fall_due(books, last, day)


@compiled_inside
def _settle(books: Books, system: System, row: int, day: int) -> None:
    """Invoice a period, or pay the balance after the report (M8)."""
    contract = books.contracts[row]
    giver = books.funders[contract.funder]
    if contract.over or contract.settled:
        return
    if giver.in_arrears:
        _invoice(books, row, day)
        contract.settled = day > contract.last
        return
    contract.settled = True
    if not contract.has_pot:
        _final_dues(books, row, day)
        return
    year_began = books.plan.year_began[giver.calendar, day]
    if not (giver.lapses and contract.last < year_began):
        _balance(books, row, day)
    give_back_unearned(books, system, row)


@compiled_inside
def settle_contracts(books: Books, system: System, funder: int, day: int) -> None:
    """Settle a funder's contracts whose day it is."""
    row = books.settlements[day]
    while row >= 0 and books.dues[row].funder == funder:
        _settle(books, system, books.dues[row].contract, day)
        row = books.dues[row].next_settlement
    books.settlements[day] = row
