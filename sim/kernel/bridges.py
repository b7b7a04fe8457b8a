"""Bridge funds: lent or granted before bills are paid, while they last (M11)."""

from math import nan

import numpy as np

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.books import Books, Ints
from sim.kernel.runway import can_pay, left_after, runway
from sim.kernel.system import System, note

__all__ = ["bridge"]

FAR = 2**31
"""Shelters of one runway stand in file order."""


@compiled_inside
def _short(books: Books, system: System, number: int) -> Ints:
    """Return who needs a bridge, by runway and then file order."""
    terms, shelters = books.bridges[number], len(books.purses)
    keys, found = np.empty(shelters, np.int64), 0
    for shelter in range(shelters):
        reached = books.plan.bridge_accounts[number, shelter] >= 0
        if not reached or system.shelters[shelter].shut:
            continue
        if books.loans[number, shelter] or can_pay(books, shelter, terms.below):
            continue
        keys[found] = runway(books, shelter) * FAR + shelter
        found += 1
    return np.sort(keys[:found]) % FAR


@compiled_inside
def _lend(books: Books, system: System, number: int, shelter: int) -> None:
    terms, purse = books.bridges[number], books.purses[shelter]
    need = max(0, -left_after(books, shelter, terms.up_to))
    amount = min(need, terms.size - terms.out)
    if amount <= 0:
        return
    books.balances[books.plan.bridge_accounts[number, shelter]] -= amount
    terms.out += amount
    purse.cash += amount
    if terms.lent:
        books.loans[number, shelter] += amount
        purse.debt += amount
    note(system, Kind.BRIDGED, -1, shelter, number, nan, amount)


@compiled_inside
def bridge(books: Books, system: System) -> None:
    """Help those whose days are numbered; today's bills count as arrears."""
    for number in range(len(books.bridges)):
        if books.bridges[number].size > books.bridges[number].out:
            for shelter in _short(books, system, number):
                _lend(books, system, number, shelter)
