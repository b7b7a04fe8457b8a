"""What a contract still owes: invoices, the balance, reductions (SEMANTICS M8, M9)."""

from sim.model.contract import Contract, Due
from sim.model.promises import add_due
from sim.planned.dues import NEVER

__all__ = ["balance", "expect", "invoice", "reduce"]


def expect(contract: Contract, due: Due) -> None:
    """Promise what an invoice would ask if the contract were signed (W6)."""
    if not (contract.signed or contract.over or due.void):
        due.promised = contract.promised - contract.announced
        contract.announced = contract.promised


def invoice(contract: Contract, day: int) -> Due | None:
    """Claim what was earned and not yet invoiced, in the last invoice that is due."""
    ended = [
        d for d in contract.dues if d.planned <= day and d.due == NEVER and not d.void
    ]
    if not ended:
        return None
    expected = sum(due.promised for due in ended)
    for due in ended[:-1]:
        due.void, due.due, due.promised = True, day, 0
    last = ended[-1]
    last.promised = expected + contract.promised - contract.announced
    last.owed = contract.entitled - contract.invoiced
    contract.announced = contract.promised
    contract.invoiced = contract.entitled
    return last


def balance(contract: Contract, day: int) -> Due | None:
    """Ask min(amount, entitlement) less what was paid or is on its way.

    It takes the place of whatever has not fallen due, or is a due of its own.
    """
    pending = sum(
        due.owed
        for due in contract.dues
        if due.due != NEVER and due.paid_on == NEVER and not due.void
    )
    rest = contract.entitled - contract.received - pending
    last = _drop_open(contract)
    if last is not None:
        others = sum(d.promised for d in contract.dues if d is not last)
        before = contract.grant.received if contract.plan.first < 0 else 0
        last.planned = max(last.planned, contract.plan.last)
        last.promised = max(0, rest, contract.entitled - others - before)
        last.void = False
    elif rest > 0:
        lag = contract.dues[-1].lag if contract.dues else 0
        last = add_due(contract, len(contract.dues), day, rest, lag)
    if last is not None:
        last.owed = max(0, rest)
    return last


def _drop_open(contract: Contract) -> Due | None:
    """Make every instalment void that has not fallen due; return the last one."""
    last: Due | None = None
    for due in contract.dues:
        if due.due == NEVER and not due.void:
            last = due
            due.void, due.owed = True, 0
            if due.planned == NEVER:
                due.promised = 0
    return last


def reduce(contract: Contract, most: int) -> int:
    """Take up to ``most`` off what a contract still owes; return how much (M9)."""
    if not contract.signed:
        taken = min(most, contract.amount - contract.earned_before)
    elif contract.terms.in_arrears:
        taken = min(most, contract.amount - contract.entitled)
    else:
        taken = 0
        for due in contract.dues:
            if due.paid_on == NEVER and not due.void:
                part = min(most - taken, due.owed)
                due.owed -= part
                taken += part
    contract.amount -= taken
    contract.asked -= taken
    contract.entitled = min(contract.entitled, contract.amount)
    return taken
