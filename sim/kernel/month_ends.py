"""What is written down: every night, and every month's end (SEMANTICS M2)."""

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.growing import copied
from sim.kernel.runway import runway

__all__ = ["end_month", "keep_balances", "write_night"]


@compiled_inside
def write_night(books: Books, day: int) -> None:
    """Keep the balances of a night, as they are after payment."""
    purses, bill, cash = books.purses, books.bill[day], books.cash[day]
    pots, owed, debt = books.pots[day], books.owed[day], books.debt[day]
    for shelter in range(len(purses)):
        purse = purses[shelter]
        bill[shelter], cash[shelter] = purse.booked, purse.cash
        pots[shelter], owed[shelter] = purse.pots, purse.owed
        debt[shelter] = purse.debt


@compiled_inside
def keep_balances(books: Books, row: int) -> None:
    """Keep every account and every runway."""
    for shelter in range(len(books.purses)):
        purse = books.purses[shelter]
        books.balances[purse.account + 1] = purse.cash
        books.balances[purse.account + 2] = -purse.owed
        books.runways[row, shelter] = runway(books, shelter)
    for number in range(len(books.contracts)):
        books.balances[books.contracts[number].account] = 0
    for number in range(len(books.contracts)):
        contract = books.contracts[number]
        books.balances[contract.account] += contract.pot
    copied(books.month_balances[row], books.balances)


@compiled_inside
def end_month(books: Books, month: int) -> None:
    """Enter a month's bills into the ledger and keep its closing balances."""
    for shelter in range(len(books.purses)):
        purse = books.purses[shelter]
        for number in range(purse.first_line, purse.end_line + 1):
            line = books.lines[number]
            account = purse.account + 3 + number - purse.first_line
            books.balances[account] += line.unposted + books.plan.monthly[number, month]
            line.unposted = 0
    keep_balances(books, month + 1)
