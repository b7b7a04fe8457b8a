"""What a report says of costs: by line, and which of them nobody covers."""

from sim.experiment.results import Results
from sim.report.document.cells import (
    minor_of,
    summed,
    told,
)
from sim.report.document.focus import in_focus
from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.explain.outlook import Outlook
from sim.report.language import say
from sim.report.names import word_of
from sim.report.numbers import about, called, percent
from sim.scenario.plan import ShelterPlan

__all__ = ["costs", "uncovered"]


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
            cell(word_of(line.by["cause"])),
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
            note=say(
                "In brackets: 95 % intervals of the average; shares are of the "
                "averages."
            ),
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
        none = ", ".join(word_of(cost.name) for cost in budget.without_payer)
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
