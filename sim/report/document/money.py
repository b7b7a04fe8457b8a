"""What a report says of money: cash by month, budget against income, who pays what."""

from sim.experiment.results import Results
from sim.report.document.cells import (
    ever,
    means_of,
    money_cell,
    summed,
)
from sim.report.document.costs import costs, uncovered
from sim.report.document.focus import in_focus, left_aside
from sim.report.document.funding import funders, payments
from sim.report.document.months import forecast_of, months_of, name_of, running_of
from sim.report.document.parts import Block, Column, Section, Table, cell
from sim.report.document.pictures import (
    cash_picture,
    cost_picture,
    waterfall_picture,
)
from sim.report.explain.outlook import Outlook
from sim.report.language import say
from sim.report.numbers import called, ends
from sim.scenario.plan import ShelterPlan

__all__ = ["budget_by_month", "cash_forecast", "money"]


def money(
    results: Results,
    seen: Outlook,
    shelter: ShelterPlan | None = None,
    *,
    due_above: bool = False,
) -> Section:
    """Return cash, budget, costs and funders, of one shelter or of them all.

    ``due_above`` where the table of payments stands on an earlier page.
    """
    blocks: list[Block] = [cash_picture(results, shelter)]
    if forecast_of(results):
        # the budget first: pictures fill the next page, where this one has no room
        blocks = [
            budget_by_month(results, shelter),
            *blocks,
            waterfall_picture(results, shelter),
            cash_forecast(results, shelter),
        ]
    if any(plan.costs for plan in results.scenario.shelters):
        blocks += [costs(results, shelter), uncovered(results, seen, shelter)]
    if results.scenario.funders:
        blocks.append(funders(results, shelter))
        due = payments(results, seen, shelter)
        blocks += [due] if due.rows and not due_above else []
    if shelter is None and ever(results, "cost_per_supported_victim"):
        blocks.append(cost_picture(results))
    return Section(name="money", title=say("Money"), blocks=tuple(blocks))


def _range(low: float, high: float, currency: str) -> str:
    """Write both ends as finely as their distance deserves, never below the unit."""
    first, last = ends(low, high, currency)
    if first == last:
        return first
    return say("{low} to {high}", low=first, high=last)


def cash_forecast(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return the forecast month by month: what comes, falls due, is paid, is left.

    With ``shelter``, that of one shelter, which no row names again.
    """
    currency = results.scenario.currency
    shown = in_focus(results) if shelter is None else (shelter.name,)
    rows, aside = [], False
    for month in forecast_of(results):
        if month.shelter not in shown:
            continue
        line = month.lines
        closing = line["closing"]
        aside |= not closing.low <= closing.mean <= closing.high
        rows.append(
            (
                *([] if shelter else [cell(called(month.title))]),
                cell(name_of(month.month)),
                *(
                    money_cell(line[item].mean, currency)
                    for item in ("opening", "receipts", "bills", "paid", "closing")
                ),
                cell(_range(closing.low, closing.high, currency)),
                money_cell(line["restricted"].mean, currency),
            )
        )
    named = Column(title=say("Shelter"), meaning=say("the shelter or programme"))
    return Table(
        name="cash",
        title=say("Cash forecast, month by month"),
        columns=(
            *(() if shelter else (named,)),
            Column(title=say("Month"), meaning=say("calendar month of the period")),
            Column(
                title=say("Opening"),
                kind="money",
                meaning=say("money held on the first day, grants not yet spent too"),
            ),
            Column(
                title=say("Receipts"),
                kind="money",
                meaning=say("what funders and bridges paid in, less what went back"),
                adds_up=True,
            ),
            Column(
                title=say("Bills due"),
                kind="money",
                meaning=say("what fell due, whether it was paid or not"),
                adds_up=True,
            ),
            Column(
                title=say("Paid"),
                kind="money",
                meaning=say("what went to creditors"),
                adds_up=True,
            ),
            Column(
                title=say("Closing"),
                kind="money",
                meaning=say("opening + receipts - paid"),
            ),
            Column(
                title=say("Closing, 8 in 10"),
                meaning=say("what 8 in 10 replications lie between (10 % and 90 %)"),
            ),
            Column(
                title=say("Not yet to be spent"),
                kind="money",
                meaning=say("the part of closing that a grant has not released"),
            ),
        ),
        rows=tuple(rows),
        note=" ".join(
            filter(
                None,
                (
                    means_of(results),
                    say("Closing = opening + receipts - paid."),
                    _aside() if aside else "",
                    "" if shelter is not None else left_aside(results),
                ),
            )
        ),
        grouped=0 if shelter else 1,
    )


def budget_by_month(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return bills against receipts for each month, and what is missing so far."""
    currency = results.scenario.currency
    rows, so_far, aside = [], 0.0, False
    ranges = running_of(results, shelter)
    means = months_of(results, shelter)
    for (month, (bills, receipts)), (low, high) in zip(
        means.items(), ranges, strict=True
    ):
        so_far += receipts - bills
        aside |= not low <= so_far <= high
        rows.append(
            (
                cell(name_of(month)),
                money_cell(bills, currency),
                money_cell(receipts, currency),
                money_cell(receipts - bills, currency),
                money_cell(so_far, currency),
                cell(_range(low, high, currency)),
            )
        )
    return summed(
        Table(
            name="budget",
            title=say("Budget against income, by month"),
            columns=(
                Column(title=say("Month"), meaning=say("calendar month of the period")),
                Column(
                    title=say("Bills due"),
                    kind="money",
                    meaning=say("what fell due, whether it was paid or not"),
                    adds_up=True,
                ),
                Column(
                    title=say("Income"),
                    kind="money",
                    meaning=say("what came in, less what went back"),
                    adds_up=True,
                ),
                Column(
                    title=say("Income less bills"),
                    kind="money",
                    meaning=say("below nought: the reserve pays"),
                    adds_up=True,
                ),
                Column(
                    title=say("The same, since the start"),
                    kind="money",
                    meaning=say("what the reserve must bear by the end of the month"),
                ),
                Column(
                    title=say("Of that, 8 in 10"),
                    meaning=say(
                        "what 8 in 10 replications lie between (10 % and 90 %)"
                    ),
                ),
            ),
            rows=tuple(rows),
            note=" ".join(filter(None, (means_of(results), _aside() if aside else ""))),
        ),
        results.scenario,
    )


def _aside() -> str:
    """Say why a mean lies outside the range that stands beside it."""
    return say(
        "Where a few replications lie far out, the mean lies outside the range of 8 in "
        "10."
    )
