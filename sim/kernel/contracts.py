"""What a contract has earned (SEMANTICS M3); as ``sim/model/contract.py``."""

from typing import Any

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.exact import floor_of

__all__ = [
    "accrue",
    "earned_before",
    "earned_by",
    "earned_on_open_day",
    "promised",
    "runs_on",
]


@compiled_inside
def runs_on(contract: Any, day: int) -> bool:
    """Say whether bills of a day are eligible."""
    return contract.first <= day <= contract.last and not contract.over


@compiled_inside
def _uncapped(contract: Any, base: int) -> int:
    share = floor_of(base, contract.numerator, contract.denominator)
    return contract.base_entitled + share


@compiled_inside
def earned_by(contract: Any, base: int) -> int:
    """Return the entitlement that a base amounts to, never above the amount."""
    return min(_uncapped(contract, base), contract.amount)


@compiled_inside
def earned_before(contract: Any) -> int:
    """Return what was earned before the period: it cannot be lost (M6, M9)."""
    return min(contract.base_entitled, contract.amount)


@compiled_inside
def promised(contract: Any) -> int:
    """Return what would be earned by now if no ceiling had cut it (M9)."""
    asked = contract.asked if contract.signed else contract.amount
    by_award = min(_uncapped(contract, contract.base), asked)
    return max(contract.entitled, by_award) + contract.forgone


@compiled_inside
def accrue(contract: Any, recurring: int, once: int) -> None:
    """Add a day's eligible bills, or its claim, to the entitlement (M3)."""
    contract.base += recurring + once
    if contract.signed:
        before = contract.entitled
        contract.entitled = earned_by(contract, contract.base)
        steady = contract.entitled
        if once:
            steady = earned_by(contract, contract.base - once)
        contract.today = steady - before


@compiled_inside
def earned_on_open_day(books: Books, contract: Any, day: int) -> int:
    """Return a day's entitlement if the shelter were open and empty (D4)."""
    if not (contract.grows and contract.signed and runs_on(contract, day)):
        return 0
    more = books.plan.sums[contract.open_row, day]
    return earned_by(contract, contract.base + more) - earned_by(
        contract, contract.base
    )
