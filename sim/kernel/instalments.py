"""Instalments: what lets them fall due, and their payment (SEMANTICS M7, M9)."""

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.agenda import fall_due
from sim.kernel.books import Books
from sim.kernel.contracts import promised
from sim.kernel.exact import floor_of
from sim.kernel.pots import give_back_unearned
from sim.kernel.receiving import Receipt, receive
from sim.kernel.system import System, note
from sim.planned.dues import NEVER

__all__ = ["expect_invoices", "pay_dues", "watch_spending"]


@compiled_inside
def expect_invoices(books: Books, funder: int, day: int) -> None:
    """Promise what invoices would ask if their contracts were signed (W6)."""
    giver, expected = books.funders[funder], books.plan.expected
    while (
        giver.first_expected < giver.end_expected
        and expected[giver.first_expected, 0] == day
    ):
        due = books.dues[expected[giver.first_expected, 1]]
        contract = books.contracts[due.contract]
        if not (contract.signed or contract.over or due.void):
            due.promised = promised(contract) - contract.announced
            contract.announced = promised(contract)
        giver.first_expected += 1


@compiled_inside
def _is_spent(books: Books, row: int, split: int) -> bool:
    """Say whether so much of what was received is spent that more is due."""
    contract, terms = books.contracts[row], books.plan.splits[split]
    unspent = floor_of(
        contract.received, terms.unspent_numerator, terms.unspent_denominator
    )
    return contract.released >= contract.received - unspent


@compiled_inside
def _trigger(books: Books, row: int, day: int) -> None:
    """Let a spending-triggered instalment fall due (M7)."""
    contract = books.contracts[row]
    for number in range(contract.first_due + 1, contract.end_due):
        before, due = books.dues[number - 1], books.dues[number]
        if due.due != NEVER or books.plan.splits[due.split].unspent_denominator == 0:
            continue
        is_paid = before.void or NEVER < before.paid_on < day
        if is_paid and _is_spent(books, row, due.split):
            due.planned = day
            fall_due(books, number, day)
        return


@compiled_inside
def _still_watched(books: Books, row: int) -> bool:
    """Say whether an instalment of a contract still waits for spending."""
    contract = books.contracts[row]
    if contract.settled or contract.over:
        return False
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        if due.due == NEVER and books.plan.splits[due.split].watched:
            return True
    return False


@compiled_inside
def watch_spending(books: Books, funder: int, day: int) -> None:
    """Ask contracts whose next instalment waits for spending (M7)."""
    giver = books.funders[funder]
    before, row = -1, giver.first_watched
    while row >= 0:
        contract = books.contracts[row]
        if contract.signed and not contract.settled:
            _trigger(books, row, day)
        if _still_watched(books, row):
            before = row
        else:
            books.watched -= 1
            if before < 0:
                giver.first_watched = contract.next_watched
            else:
                books.contracts[before].next_watched = contract.next_watched
        row = contract.next_watched


@compiled_inside
def _after_cuts(books: Books, funder: int, day: int, amount: int) -> int:
    """Return what is still paid of an instalment that fell due on a day (M9)."""
    giver = books.funders[funder]
    for row in range(giver.end_cut - 1, giver.first_cut - 1, -1):
        cut = books.plan.cuts[row]
        if day >= cut.since:
            return floor_of(amount, cut.numerator, cut.denominator)
    return amount


@compiled_inside
def _pay(books: Books, system: System, row: int, day: int) -> None:
    due = books.dues[row]
    contract, until = due.contract, float(due.planned)
    amount = _after_cuts(books, due.funder, due.due, due.owed)
    missing = due.owed - amount
    if missing:
        note(system, Kind.CUT, -1, due.shelter, due.funder, until, missing)
        if contract >= 0 and not books.funders[due.funder].in_arrears:
            agreed = books.contracts[contract]
            agreed.amount -= missing
            agreed.entitled = min(agreed.entitled, agreed.amount)
    due.paid, due.paid_on = amount, day
    if amount:
        note(system, Kind.PAID, -1, due.shelter, due.funder, until, amount)
        receipt = Receipt(due.shelter, contract, due.account, amount)
        receive(books, system, receipt)
    if contract >= 0 and books.contracts[contract].settled:
        give_back_unearned(books, system, contract)


@compiled_inside
def pay_dues(books: Books, system: System, funder: int, day: int) -> None:
    """Pay what a funder pays today, by shelter, round and number (M5)."""
    row = books.payments[day]
    while row >= 0 and books.dues[row].funder == funder:
        if not books.dues[row].void:
            _pay(books, system, row, day)
        row = books.dues[row].next_payment
    books.payments[day] = row
