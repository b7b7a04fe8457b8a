"""How long money lasts: the one test of freeze, bridge and reopening (M10)."""

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.contracts import earned_on_open_day
from sim.planned.limits import LAST_RUNWAY

__all__ = ["can_pay", "can_reopen", "left_after", "runway"]


@compiled_inside
def left_after(books: Books, shelter: int, days: int) -> int:
    """Return what would be left after ``days`` days like today."""
    purse = books.purses[shelter]
    left = purse.cash + purse.credit - purse.owed - days * purse.bill
    row = purse.first_pot
    while row >= 0:
        contract = books.contracts[row]
        left += min(contract.pot, days * contract.today)
        row = contract.next_pot
    return left


@compiled_inside
def can_pay(books: Books, shelter: int, days: int) -> bool:
    """Say whether ``days`` more days like today could be paid."""
    return left_after(books, shelter, days) >= 0


@compiled_inside
def can_reopen(books: Books, shelter: int, days: int, day: int) -> bool:
    """Say whether ``days`` open days without residents could be paid (D4)."""
    purse = books.purses[shelter]
    left = purse.cash + purse.credit - purse.owed - purse.reopening_cost
    left -= days * books.plan.sums[purse.open_row, day]
    row = purse.first_pot
    while row >= 0:
        contract = books.contracts[row]
        left += min(contract.pot, days * earned_on_open_day(books, contract, day))
        row = contract.next_pot
    return left >= 0


@compiled_inside
def _best_day(books: Books, shelter: int) -> int:
    """Return the number of days after which most would be left."""
    low, high = 0, LAST_RUNWAY
    while low < high:
        middle = (low + high) // 2
        if left_after(books, shelter, middle + 1) > left_after(books, shelter, middle):
            low = middle + 1
        else:
            high = middle
    return low


@compiled_inside
def runway(books: Books, shelter: int) -> int:
    """Return the largest number of days up to 366 that could be paid, or 0.

    What is left is concave in the days: past its highest point it only falls.
    """
    if left_after(books, shelter, LAST_RUNWAY) >= 0:
        return LAST_RUNWAY
    low, high = 0, LAST_RUNWAY
    if left_after(books, shelter, 0) < 0:
        low = _best_day(books, shelter)
        if left_after(books, shelter, low) < 0:
            return 0
    while high - low > 1:
        middle = (low + high) // 2
        if left_after(books, shelter, middle) >= 0:
            low = middle
        else:
            high = middle
    return low
