"""Step 1 of a midnight: what funders decide and pay (SEMANTICS T3, M5)."""

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.instalments import expect_invoices, pay_dues, watch_spending
from sim.kernel.lapsing import close_year, give_way
from sim.kernel.receiving import give
from sim.kernel.settling import settle_contracts
from sim.kernel.signing import sign
from sim.kernel.system import System

__all__ = ["receipts"]


@compiled_inside
def _sign_calls(books: Books, system: System, funder: int, day: int) -> bool:
    giver, any_signed = books.funders[funder], False
    for number in range(giver.first_call, giver.end_call):
        if max(books.calls[number].signed, 0) == day:
            sign(books, system, funder, number)
            any_signed = True
    return any_signed


@compiled_inside
def _tell_others(books: Books, system: System, funder: int, day: int) -> None:
    """Let the others give way to what a funder awarded today, not before day 0."""
    giver = books.funders[funder]
    for row in range(giver.first_contract, giver.end_contract):
        contract = books.contracts[row]
        if contract.signed and books.calls[contract.call].signed == day:
            give_way(books, system, row)


@compiled_inside
def receipts(books: Books, system: System, day: int) -> None:
    """Let each funder sign, let fall due and pay what a day brings (M5-M9)."""
    if not books.busy[day] and not books.watched:
        return
    for funder in range(len(books.funders)):
        any_signed = _sign_calls(books, system, funder, day)
        expect_invoices(books, funder, day)
        watch_spending(books, funder, day)
        settle_contracts(books, system, funder, day)
        pay_dues(books, system, funder, day)
        give(books, system, funder, day)
        close_year(books, system, funder, day)
        if any_signed:
            _tell_others(books, system, funder, day)
