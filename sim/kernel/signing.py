"""Calls: who is awarded what, and what hangs on the signature (SEMANTICS M6, M9)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.agenda import fall_due, settle_on
from sim.kernel.books import Books
from sim.kernel.contracts import earned_before, earned_by
from sim.kernel.exact import floor_of
from sim.kernel.layout_money import Trigger
from sim.kernel.system import System, note

__all__ = ["cut", "sign"]


@compiled_inside
def cut(books: Books, asks: int, numerator: int, denominator: int) -> None:
    """Scale down what is asked; the cents left over go one each in order (M9).

    Reads ``row_asked[:asks]``, writes ``row_amounts``.
    """
    total, given = 0, 0
    for number in range(asks):
        ask = books.row_asked[number]
        books.row_amounts[number] = floor_of(ask, numerator, denominator)
        total += ask
        given += books.row_amounts[number]
    over = floor_of(total, numerator, denominator) - given
    books.row_amounts[:over] += 1


@compiled_inside
def _refuse(books: Books, system: System, row: int) -> None:
    contract = books.contracts[row]
    contract.over = True
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        due.void, due.promised, due.owed = True, 0, 0
    note(
        system,
        Kind.NOT_AWARDED,
        -1,
        contract.shelter,
        contract.funder,
        nan,
        contract.amount,
    )


@compiled_inside
def _ask(books: Books, funder: int, number: int, row: int) -> int:
    """Return the amount, prorated from a late signature if so agreed (M6).

    What a contract under way had earned before the period is not lost.
    """
    call, contract = books.calls[number], books.contracts[row]
    amount = contract.amount
    if not books.funders[funder].prorated or call.signed <= call.first:
        return amount
    left = max(0, call.last - call.signed + 1)
    prorated = amount * left // (call.last - call.first + 1)
    return max(prorated, earned_before(contract))


@compiled_inside
def _choose(books: Books, system: System, funder: int, number: int) -> int:
    """Refuse who is not awarded; return how many are, with what they ask."""
    giver = books.funders[funder]
    first = giver.first_contract + (number - giver.first_call) * giver.grants
    chosen = 0
    for row in range(first, first + giver.grants):
        contract = books.contracts[row]
        if contract.over:
            continue
        if contract.awarded or contract.under_way:
            books.row_contracts[chosen] = row
            chosen += 1
        else:
            _refuse(books, system, row)
    for place in range(chosen):
        row = books.row_contracts[place]
        books.row_asked[place] = _ask(books, funder, number, row)
        books.row_amounts[place] = books.row_asked[place]
    return chosen


@compiled_inside
def _stay_within_ceiling(books: Books, funder: int, number: int, chosen: int) -> None:
    """Cut awards to what each fiscal year of the contract has left (M9).

    A year bears the part of the award that its days are of the contract's; what was
    awarded before the period is not cut any more.
    """
    giver, call = books.funders[funder], books.calls[number]
    if not giver.limits_awards or not chosen:
        return
    length = call.last - call.first + 1
    total = books.row_asked[:chosen].sum()
    scarce, inside = -1, 1
    for row in range(call.first_part, call.end_part):
        part = books.plan.parts[row]
        left = max(0, giver.ceiling - books.committed[part.year])
        is_short = total * part.days > left * length and call.first >= 0
        if is_short and (scarce < 0 or left * inside < scarce * part.days):
            scarce, inside = left, part.days
    if scarce >= 0:
        cut(books, chosen, scarce * length, total * inside)
    total = books.row_amounts[:chosen].sum()
    for row in range(call.first_part, call.end_part):
        part = books.plan.parts[row]
        books.committed[part.year] += -(-total * part.days // length)


@compiled_inside
def _schedule(books: Books, row: int, signed: int) -> None:
    """Let everything that hangs on the signature fall due (M6)."""
    contract = books.contracts[row]
    giver = books.funders[contract.funder]
    before = 0
    for number in range(contract.first_due, contract.end_due):
        due = books.dues[number]
        if giver.in_arrears:
            if not due.void:
                settle_on(books, number, max(due.planned, signed, 0))
            continue
        split = books.plan.splits[due.split]
        until = floor_of(contract.amount, split.numerator, split.denominator)
        due.owed = until - before
        before = until
        dated = split.trigger in (Trigger.SIGNATURE, Trigger.DATE)
        if dated and not due.void:
            fall_due(books, number, max(due.planned, signed))
    after = max(contract.last + 1 + giver.report_takes, signed, 0)
    settle_on(books, contract.end_due, after)


@compiled_inside
def sign(books: Books, system: System, funder: int, number: int) -> None:
    """Decide a call's awards together and put the contracts in force (M6, M9)."""
    call = books.calls[number]
    chosen = _choose(books, system, funder, number)
    _stay_within_ceiling(books, funder, number, chosen)
    for place in range(chosen):
        row = books.row_contracts[place]
        contract = books.contracts[row]
        contract.signed = True
        contract.amount = books.row_amounts[place]
        contract.award = contract.amount
        contract.asked = books.row_asked[place]
        contract.entitled = earned_by(contract, contract.base)
        note(
            system,
            Kind.AWARDED,
            -1,
            contract.shelter,
            funder,
            float(call.planned),
            contract.amount,
        )
        _schedule(books, row, call.signed)
