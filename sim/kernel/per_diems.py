"""Per-diem claims, cut together to what the ceiling has left (SEMANTICS M3, M9)."""

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.contracts import accrue, earned_by, runs_on
from sim.kernel.signing import cut
from sim.kernel.system import System

__all__ = ["claim_per_diems"]


@compiled_inside
def _ask(books: Books, system: System, funder: int, day: int) -> int:
    """Write what each running contract claims; return how many there are."""
    giver, asks = books.funders[funder], 0
    for number in range(giver.first_call, giver.end_call):
        call = books.calls[number]
        if not call.eligible_from <= day <= call.last + 1:
            continue
        first = giver.first_contract + (number - giver.first_call) * giver.grants
        for row in range(first, first + giver.grants):
            contract = books.contracts[row]
            contract.today = 0
            if not runs_on(contract, day):
                continue
            nights = system.shelters[contract.shelter].occupied
            left = contract.amount - earned_by(contract, contract.base)
            books.row_contracts[asks] = row
            books.row_asked[asks] = min(giver.per_diem * nights, left)
            books.row_amounts[asks] = books.row_asked[asks]
            asks += 1
    return asks


@compiled_inside
def _stay_within_ceiling(books: Books, funder: int, asks: int, day: int) -> None:
    """Cut a day's claims to what the fiscal year has left (M9)."""
    giver = books.funders[funder]
    year_began = books.plan.year_began[giver.calendar, day]
    if giver.claimed_since != year_began:
        giver.claimed_since, giver.claimed = year_began, 0
    left = max(0, giver.ceiling - giver.claimed)
    total = books.row_asked[:asks].sum()
    if total > left:
        cut(books, asks, left, total)
    giver.claimed += books.row_amounts[:asks].sum()


@compiled_inside
def claim_per_diems(books: Books, system: System, day: int) -> None:
    """Claim the night's per-diems, funder by funder."""
    for funder in range(len(books.funders)):
        giver = books.funders[funder]
        if giver.per_diem < 0:
            continue
        asks = _ask(books, system, funder, day)
        if giver.ceiling >= 0 and asks:
            _stay_within_ceiling(books, funder, asks, day)
        for number in range(asks):
            contract = books.contracts[books.row_contracts[number]]
            claim = books.row_amounts[number]
            accrue(contract, claim, 0)
            contract.forgone += books.row_asked[number] - claim
