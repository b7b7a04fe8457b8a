"""What funders promise: contracts and instalments as planned (SEMANTICS M2, M6-M8)."""

from collections.abc import Sequence

from sim.chance.luck import FunderLuck
from sim.model.contract import Contract, Due
from sim.model.tables import Tables
from sim.planned.dues import NEVER, PlannedDue
from sim.scenario.plan import FunderPlan

__all__ = ["add_due", "drafts", "receivables"]


def drafts(
    funder: int,
    terms: FunderPlan,
    luck: FunderLuck,
    tables: Tables,
    accounts: dict[str, int],
) -> list[Contract]:
    """Return a contract for each round and grant, with its dues as planned.

    ``accounts`` numbers the accounts of the ledger by name.
    """
    contracts = []
    for index, plan in enumerate(terms.rounds):
        signed = int(luck.signed[index])
        late_start = terms.if_late == "from_signature" and signed > plan.first
        under_way = plan.first < 0
        for number, grant in enumerate(terms.grants):
            name = f"{terms.name}:{grant.shelter}"
            contract = Contract(
                funder=funder,
                shelter=tables.shelters[grant.shelter],
                round=index,
                terms=terms,
                grant=grant,
                plan=plan,
                lines=tables.eligible[funder][number],
                amount=grant.amounts[index],
                first=signed if late_start else plan.first,
                accounts=(
                    accounts[f"pot:{name}"],
                    accounts[f"paid:{name}"],
                    accounts[f"returned:{name}"],
                ),
                open_bills=tables.eligible_open[funder][number],
                base_entitled=grant.entitled if under_way else 0,
                released=min(grant.entitled, grant.received) if under_way else 0,
                received=grant.received if under_way else 0,
                invoiced=grant.entitled if under_way and terms.in_arrears else 0,
                announced=grant.entitled if under_way and terms.in_arrears else 0,
            )
            planned = tables.planned_dues[funder][index][number]
            _promise(contract, planned, luck.lag[index, number].tolist())
            contracts.append(contract)
    return contracts


def _promise(
    contract: Contract, planned: Sequence[PlannedDue], lags: list[int]
) -> None:
    """Write down what the plan says will be paid, and when."""
    for number, (day, amount, terms) in enumerate(planned):
        due = add_due(contract, number, day, amount, lags[number])
        due.terms = terms
        if terms is not None and terms.threshold is not None and number:
            share = terms.threshold.as_integer_ratio()
            contract.by_spending.append((contract.dues[number - 1], due, share))


def add_due(
    contract: Contract, number: int, planned: int, amount: int, lag: int
) -> Due:
    """Add a due to a contract; one that was paid before day 0 is void."""
    due = Due(
        funder=contract.funder,
        shelter=contract.shelter,
        round=contract.round,
        number=number,
        planned=planned,
        promised=amount,
        owed=amount,
        lag=lag,
    )
    due.void = contract.plan.first < 0 and NEVER < planned < -lag
    contract.dues.append(due)
    return due


def receivables(
    funder: int, terms: FunderPlan, luck: FunderLuck, tables: Tables
) -> list[Due]:
    """Return what is owed from before the period."""
    return [
        Due(
            funder=funder,
            shelter=tables.shelters[plan.shelter],
            round=-1,
            number=number,
            planned=plan.day,
            promised=plan.amount,
            owed=plan.amount,
            lag=int(luck.receivable_lag[number]),
        )
        for number, plan in enumerate(terms.receivables)
    ]
