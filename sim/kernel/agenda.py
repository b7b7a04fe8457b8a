"""What falls due and is settled on which day, in the order of the file (M5)."""

from typing import Any

from sim.compiling import compiled_inside
from sim.kernel.books import Books

__all__ = ["fall_due", "settle_on"]


@compiled_inside
def _goes_first(one: Any, other: Any) -> bool:
    """Say whether a due is paid before another of the same day; equals come later."""
    if one.funder != other.funder:
        return one.funder < other.funder
    if one.shelter != other.shelter:
        return one.shelter < other.shelter
    if one.round != other.round:
        return one.round < other.round
    return one.number < other.number


@compiled_inside
def fall_due(books: Books, row: int, day: int) -> None:
    """Let a due fall due on a day, to be paid after its lag."""
    due = books.dues[row]
    due.due = day
    pay_on = max(day + due.lag, 0)
    if pay_on >= books.plan.days:
        return
    books.busy[pay_on] = True
    before, after = -1, books.payments[pay_on]
    while after >= 0 and not _goes_first(due, books.dues[after]):
        before, after = after, books.dues[after].next_payment
    due.next_payment = after
    if before < 0:
        books.payments[pay_on] = row
    else:
        books.dues[before].next_payment = row


@compiled_inside
def settle_on(books: Books, row: int, day: int) -> None:
    """Settle the contract of a due on a day, after all that wait for the same."""
    if day >= books.plan.days:
        return
    due = books.dues[row]
    books.busy[day] = True
    before, after = -1, books.settlements[day]
    while after >= 0 and books.dues[after].funder <= due.funder:
        before, after = after, books.dues[after].next_settlement
    due.next_settlement = after
    if before < 0:
        books.settlements[day] = row
    else:
        books.dues[before].next_settlement = row
