"""Money that funders have paid and a shelter may not spend yet (SEMANTICS M2, M4)."""

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.books import Books
from sim.kernel.system import System, note

__all__ = ["add_to_pot", "give_back_unearned", "release"]


@compiled_inside
def add_to_pot(books: Books, row: int, amount: int) -> None:
    """Put money into the pot of a contract."""
    contract = books.contracts[row]
    purse = books.purses[contract.shelter]
    contract.pot += amount
    purse.pots += amount
    if not contract.is_chained:
        contract.next_pot = purse.first_pot
        contract.is_chained = True
        purse.first_pot = row


@compiled_inside
def _release_pots(books: Books, shelter: int) -> None:
    """Release what is earned, and forget pots that are empty."""
    purse = books.purses[shelter]
    before, row = -1, purse.first_pot
    while row >= 0:
        contract = books.contracts[row]
        earned = contract.entitled - contract.released
        amount = max(0, min(contract.pot, earned))
        contract.pot -= amount
        contract.released += amount
        purse.pots -= amount
        purse.cash += amount
        if contract.pot:
            before = row
        else:
            contract.is_chained = False
            if before < 0:
                purse.first_pot = contract.next_pot
            else:
                books.contracts[before].next_pot = contract.next_pot
        row = contract.next_pot


@compiled_inside
def release(books: Books) -> None:
    """Release what the pots have earned (M4); the order changes no balance."""
    purses = books.purses
    for shelter in range(len(purses)):
        if purses[shelter].first_pot >= 0:
            _release_pots(books, shelter)


@compiled_inside
def give_back_unearned(books: Books, system: System, row: int) -> None:
    """Settle what is in the pot of an ended contract and was never earned (M8)."""
    contract = books.contracts[row]
    purse = books.purses[contract.shelter]
    earned = max(0, contract.entitled - contract.released)
    rest = max(0, contract.pot - earned)
    if not rest:
        return
    contract.pot -= rest
    purse.pots -= rest
    if books.funders[contract.funder].returned:
        books.balances[contract.account + 2] += rest
        note(
            system,
            Kind.RETURNED,
            -1,
            contract.shelter,
            contract.funder,
            float("nan"),
            rest,
        )
    else:
        purse.cash += rest
