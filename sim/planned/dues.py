"""What the plan says will be paid, and when (SEMANTICS M6-M8)."""

from typing import NamedTuple

from sim.planned.splitting import parts
from sim.scenario.plan import FunderPlan, Instalment, Round

__all__ = ["NEVER", "PlannedDue", "planned_dues"]

NEVER = -(10**6)
"""No day: further back than any period reaches."""


class PlannedDue(NamedTuple):
    """An instalment or, without ``terms``, an invoice; a day and minor units."""

    day: int
    amount: int
    terms: Instalment | None


def planned_dues(funder: FunderPlan, call: Round, amount: int) -> list[PlannedDue]:
    """Return what a grant of ``amount`` pays and when, in the order of the file.

    Nobody knows what an invoice will ask, nor when an advance will be spent.
    """
    if funder.in_arrears:
        return [PlannedDue(day + 1, 0, None) for day in call.invoices]
    split = parts(amount, [i.share for i in funder.instalments])
    dates = iter(call.dates)
    return [
        PlannedDue(
            _planned(
                instalment,
                call,
                next(dates) if instalment.trigger == "date" else NEVER,
                funder.report_takes,
            ),
            part,
            instalment,
        )
        for part, instalment in zip(split, funder.instalments, strict=True)
    ]


def _planned(instalment: Instalment, call: Round, dated: int, report: int) -> int:
    match instalment.trigger:
        case "signature":
            return call.signed
        case "final":
            return call.last + 1 + report
        case _:
            return dated
