"""Money that comes in: loans are repaid before anything else (SEMANTICS M5)."""

from math import nan
from typing import NamedTuple

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.books import Books
from sim.kernel.pots import add_to_pot
from sim.kernel.system import System, note

__all__ = ["Receipt", "give", "receive"]


class Receipt(NamedTuple):
    """Money for a shelter, of a contract or (-1) of none.

    ``account`` is the first of the payer's accounts for that shelter.
    """

    shelter: int
    contract: int
    account: int
    amount: int


@compiled_inside
def _return_loan(books: Books, system: System, shelter: int, amount: int) -> None:
    """Give ``amount`` back to the bridges that lent it, in file order."""
    for number in range(len(books.bridges)):
        part = min(amount, books.loans[number, shelter])
        if part:
            account = books.plan.bridge_accounts[number, shelter]
            books.balances[account] += part
            books.loans[number, shelter] -= part
            books.bridges[number].out -= part
            books.purses[shelter].debt -= part
            amount -= part
            note(system, Kind.BRIDGE_REPAID, -1, shelter, number, nan, part)


@compiled_inside
def receive(books: Books, system: System, receipt: Receipt) -> None:
    """Take money in; what repays a loan counts as released from its pot."""
    shelter, contract, account, amount = receipt
    purse = books.purses[shelter]
    repaid = min(purse.debt, amount)
    books.balances[account + 1] -= amount
    if contract >= 0:
        books.contracts[contract].received += amount
    if contract >= 0 and books.contracts[contract].has_pot:
        books.contracts[contract].released += repaid
        add_to_pot(books, contract, amount - repaid)
    else:
        purse.cash += amount - repaid
    if repaid:
        _return_loan(books, system, shelter, repaid)


@compiled_inside
def give(books: Books, system: System, funder: int, day: int) -> None:
    """Take in a funder's gifts of a day, by shelter."""
    row = books.gifts_on[day]
    while row >= 0 and books.gifts[row].funder == funder:
        gift = books.gifts[row]
        note(system, Kind.GIFT, -1, gift.shelter, funder, nan, gift.amount)
        receipt = Receipt(gift.shelter, -1, gift.account, gift.amount)
        receive(books, system, receipt)
        row = gift.next
    books.gifts_on[day] = row
