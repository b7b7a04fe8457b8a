"""What a report says of money: cash by month, budget against income, who pays what."""

from collections.abc import Iterator
from datetime import timedelta

from sim.experiment.results import Results
from sim.report.answer.sentences import find
from sim.report.document.cells import (
    coins,
    ever,
    minor_of,
    money_cell,
    named_line,
    summed,
    told,
)
from sim.report.document.focus import in_focus, left_aside
from sim.report.document.months import forecast_of, months_of, name_of
from sim.report.document.parts import Block, Cell, Column, Section, Table, cell
from sim.report.document.pictures import (
    cash_picture,
    cost_picture,
    waterfall_picture,
)
from sim.report.explain.outlook import Outlook
from sim.report.language import say
from sim.report.numbers import about, called, long_date, percent, whole
from sim.scenario.plan import ShelterPlan

__all__ = [
    "budget_by_month",
    "cash_forecast",
    "costs",
    "funders",
    "money",
    "payments",
    "uncovered",
]


def money(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Section:
    """Return cash, budget, costs and funders, of one shelter or of them all."""
    blocks: list[Block] = [cash_picture(results, shelter)]
    if forecast_of(results):
        blocks += [
            waterfall_picture(results, shelter),
            budget_by_month(results, shelter),
            cash_forecast(results, shelter),
        ]
    if any(plan.costs for plan in results.scenario.shelters):
        blocks += [costs(results, shelter), uncovered(results, seen, shelter)]
    if results.scenario.funders:
        blocks.append(funders(results, shelter))
        due = payments(results, seen, shelter)
        blocks += [due] if due.rows else []
    if shelter is None and ever(results, "cost_per_supported_victim"):
        blocks.append(cost_picture(results))
    return Section(name="money", title=say("Money"), blocks=tuple(blocks))


def _range(low: float, high: float, currency: str) -> str:
    first, last = whole(round(low), currency), whole(round(high), currency)
    if first == last:
        return first
    return say("{low} to {high}", low=first, high=last)


def cash_forecast(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return the forecast month by month: what comes, falls due, is paid, is left."""
    currency = results.scenario.currency
    shown = in_focus(results) if shelter is None else (shelter.name,)
    rows = []
    for month in forecast_of(results):
        if month.shelter not in shown:
            continue
        line = month.lines
        closing = line["closing"]
        rows.append(
            (
                cell(called(month.title)),
                cell(name_of(month.month)),
                *(
                    money_cell(line[item].mean, currency)
                    for item in ("opening", "receipts", "bills", "paid", "closing")
                ),
                cell(_range(closing.low, closing.high, currency)),
                money_cell(line["restricted"].mean, currency),
            )
        )
    return Table(
        name="cash",
        title=say("Cash forecast, month by month"),
        columns=(
            Column(title=say("Shelter"), meaning=say("the shelter or programme")),
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
                    say(
                        "Means over the replications. Closing = opening + receipts - "
                        "paid."
                    ),
                    "" if shelter is not None else left_aside(results),
                ),
            )
        ),
    )


def budget_by_month(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return bills against receipts for each month, and what is missing so far."""
    currency = results.scenario.currency
    rows, so_far = [], 0.0
    for month, (bills, receipts) in months_of(results, shelter).items():
        so_far += receipts - bills
        rows.append(
            (
                cell(name_of(month)),
                money_cell(bills, currency),
                money_cell(receipts, currency),
                money_cell(receipts - bills, currency),
                money_cell(so_far, currency),
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
            ),
            rows=tuple(rows),
            note=say("Means over the replications."),
        ),
        results.scenario,
    )


def costs(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return what was spent on what: bills due in the period, by cost line."""
    by = ("cause",) if shelter is None else ("shelter", "cause")
    found = [
        line
        for line in results.by("costs", *by)
        if line.value and (shelter is None or line.by["shelter"] == shelter.name)
    ]
    found.sort(key=lambda line: -(line.value or 0.0))
    whole_of = sum(line.value or 0.0 for line in found)
    rows = tuple(
        (
            cell(named_line(line.by["cause"])),
            told(line),
            cell(
                percent((line.value or 0.0) / whole_of), (line.value or 0.0) / whole_of
            ),
        )
        for line in found
    )
    return summed(
        Table(
            name="costs",
            title=say("Cost by line"),
            columns=(
                Column(title=say("Cost line"), meaning=say("as the scenario names it")),
                Column(
                    title=say("Cost"),
                    kind="money",
                    meaning=say("mean of bills due in the period, paid or not"),
                    adds_up=True,
                ),
                Column(
                    title=say("Share of cost"),
                    kind="share",
                    meaning=say("part of all bills due"),
                ),
            ),
            rows=rows,
            note=say("In brackets: 95 % intervals of the average."),
        ),
        results.scenario,
        roughly=True,
    )


def uncovered(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Table:
    """Return the cost that nobody promised to pay, by shelter, in a planned year."""
    scenario, digits = results.scenario, minor_of(results.scenario.currency)
    shown = in_focus(results) if shelter is None else (shelter.name,)
    rows = []
    for plan, budget in zip(scenario.shelters, seen.budgets, strict=True):
        if not budget.cost or plan.name not in shown:
            continue
        gap = max(0.0, budget.cost - budget.usable) / digits
        none = ", ".join(named_line(cost.name) for cost in budget.without_payer)
        rows.append(
            (
                cell(called(plan.title)),
                Cell(about(budget.cost, scenario.currency), budget.cost / digits),
                Cell(about(budget.usable, scenario.currency), budget.usable / digits),
                Cell(about(gap * digits, scenario.currency), gap),
                cell(percent(budget.uncovered), budget.uncovered),
                cell(none or "–"),
            )
        )
    return Table(
        name="uncovered",
        title=say("Costs that nobody covers, in the first year as planned"),
        columns=(
            Column(title=say("Shelter"), meaning=say("the shelter or programme")),
            Column(
                title=say("Cost of the year"),
                kind="money",
                meaning=say("with the planned residents, open on every day"),
                adds_up=True,
            ),
            Column(
                title=say("Promised and usable"),
                kind="money",
                meaning=say("what funders promised and these costs entitle to"),
                adds_up=True,
            ),
            Column(
                title=say("Promised by nobody"),
                kind="money",
                meaning=say("cost less what is promised and usable"),
                adds_up=True,
            ),
            Column(
                title=say("Share of cost"),
                kind="share",
                meaning=say("part of the cost that nobody promised"),
            ),
            Column(
                title=say("Lines that no funder accepts"),
                meaning=say("cost lines that are eligible with no funder"),
            ),
        ),
        rows=tuple(rows),
        note=say("Plain arithmetic on the plan, without chance."),
    )


FUNDED = ("promised_money", "income", "funding_shortfall", "returned_money")


def funders(results: Results, shelter: ShelterPlan | None = None) -> Table:
    """Return what each funder promised, paid, still owed and took back."""
    rows = []
    for funder in results.scenario.funders:
        by = {"funder": funder.name}
        if shelter is not None:
            by["shelter"] = shelter.name
            if not ever(results, "promised_money", **by) and not ever(
                results, "income", **by
            ):
                continue
        cells = [told(find(results, name, **by)) for name in FUNDED]
        rows.append((cell(funder.title), *cells))
    return summed(
        Table(
            name="funders",
            title=say("Funders: promised and paid"),
            columns=(
                Column(title=say("Funder"), meaning=say("who pays")),
                Column(
                    title=say("Promised"),
                    kind="money",
                    meaning=say("instalments that were to fall due by plan"),
                    adds_up=True,
                ),
                Column(
                    title=say("Paid"),
                    kind="money",
                    meaning=say("what was paid in the period, gifts too"),
                    adds_up=True,
                ),
                Column(
                    title=say("Promised, due and not paid"),
                    kind="money",
                    meaning=say("due by plan in the period, not paid by its end"),
                    adds_up=True,
                ),
                Column(
                    title=say("Given back"),
                    kind="money",
                    meaning=say("unspent money that was returned"),
                    adds_up=True,
                ),
            ),
            rows=tuple(rows),
            note=say("Means, with 95 % intervals in brackets."),
        ),
        results.scenario,
        roughly=True,
    )


def payments(
    results: Results, seen: Outlook, shelter: ShelterPlan | None = None
) -> Table:
    """Return the payments of the first year, and by when the first ones must come."""
    rows = tuple(_payments(results, seen, shelter))
    return Table(
        name="payments",
        title=say("By when each payment must arrive"),
        columns=(
            Column(title=say("Shelter"), meaning=say("who is paid")),
            Column(title=say("Funder"), meaning=say("who pays")),
            Column(
                title=say("Amount"),
                kind="money",
                meaning=say("as expected, at the planned census"),
            ),
            Column(title=say("Due"), meaning=say("planned day")),
            Column(
                title=say("Expected"), meaning=say("planned day and the expected lag")
            ),
            Column(
                title=say("Or intake stops on"),
                meaning=say("first day without admissions if this funder never pays"),
            ),
            Column(
                title=say("Or it closes on"),
                meaning=say("first closed day if this funder never pays"),
            ),
        ),
        rows=rows,
        note=say(
            "The plan played once with nothing left to chance; then the payments of "
            "one funder to one shelter are held back, the others come as expected."
        ),
    )


def _payments(
    results: Results, seen: Outlook, shelter: ShelterPlan | None
) -> Iterator[tuple[Cell, ...]]:
    scenario = results.scenario
    without = {
        (row.shelter, row.payment.funder, row.payment.day, row.payment.number): row
        for row in seen.forecast.without
        if row.payment is not None
    }

    shown = in_focus(results) if shelter is None else (shelter.name,)

    def dated(day: int | None) -> Cell:
        if day is None:
            return cell("–")
        return cell(long_date(scenario.start + timedelta(days=day)))

    for paid in seen.forecast.payments:
        plan = scenario.shelters[paid.shelter]
        if plan.name not in shown:
            continue
        row = without.get((paid.shelter, paid.funder, paid.day, paid.number))
        yield (
            cell(called(plan.title)),
            cell(scenario.funders[paid.funder].title),
            coins(paid.amount, scenario.currency),
            dated(paid.due),
            dated(paid.day),
            dated(None if row is None else row.stops),
            dated(None if row is None else row.closes),
        )
