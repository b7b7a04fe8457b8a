"""Money that does not come after all: year ends, funders who give way (M9)."""

from math import nan

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.books import Books
from sim.kernel.contracts import earned_before
from sim.kernel.exact import floor_of
from sim.kernel.system import System, note
from sim.planned.dues import NEVER

__all__ = ["close_year", "give_way"]


@compiled_inside
def _lapse(books: Books, row: int, day: int) -> int:
    """Make void what a contract committed up to a year's end and did not pay."""
    contract, lost = books.contracts[row], 0
    for number in range(contract.first_due, contract.end_due + 1):
        due = books.dues[number]
        if not due.told and due.added:
            continue
        committed = contract.last
        if due.planned != NEVER:
            committed = min(due.planned, committed)
        if due.paid_on == NEVER and not due.void and committed <= day:
            due.void = True
            lost += due.owed
    return lost


@compiled_inside
def close_year(books: Books, system: System, funder: int, day: int) -> None:
    """Let what the year committed and did not pay lapse, if so agreed (M9)."""
    giver = books.funders[funder]
    ends = books.plan.year_began[giver.calendar, day + 1] == day + 1
    if not (giver.lapses and ends):
        return
    for row in range(giver.first_contract, giver.end_contract):
        contract = books.contracts[row]
        lost = _lapse(books, row, day)
        if contract.last <= day and not contract.signed:
            contract.over = True
        if lost:
            note(system, Kind.LAPSED, -1, contract.shelter, funder, nan, lost)


@compiled_inside
def _reduce(books: Books, row: int, most: int) -> int:
    """Reduce a contract by up to ``most``; return by how much."""
    contract, taken = books.contracts[row], 0
    if not contract.signed:
        taken = min(most, contract.amount - earned_before(contract))
    elif books.funders[contract.funder].in_arrears:
        taken = min(most, contract.amount - contract.entitled)
    else:
        for number in range(contract.first_due, contract.end_due):
            due = books.dues[number]
            if due.paid_on == NEVER and not due.void:
                part = min(most - taken, due.owed)
                due.owed -= part
                taken += part
    contract.amount -= taken
    contract.asked -= taken
    contract.entitled = min(contract.entitled, contract.amount)
    return taken


@compiled_inside
def _give_way_to(
    books: Books, system: System, funder: int, shelter: int, most: int
) -> None:
    """Take up to ``most`` off what a funder still owes a shelter."""
    giver, left = books.funders[funder], most
    for row in range(giver.first_contract, giver.end_contract):
        contract = books.contracts[row]
        ended = contract.over or contract.settled
        if contract.shelter == shelter and not ended:
            left -= _reduce(books, row, left)
    if left < most:
        note(system, Kind.GAVE_WAY, -1, shelter, funder, nan, most - left)


@compiled_inside
def give_way(books: Books, system: System, row: int) -> None:
    """Let the others take their share of a new award off what they still owe."""
    contract = books.contracts[row]
    for other in range(len(books.funders)):
        numerator, denominator = books.plan.gives_way[contract.funder, other]
        if numerator:
            most = floor_of(contract.award, numerator, denominator)
            _give_way_to(books, system, other, contract.shelter, most)
