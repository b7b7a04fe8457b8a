"""Cells of tables from estimates: what is read, and the number behind it."""

from collections.abc import Iterable, Sequence

from sim.experiment.estimate import Estimate
from sim.experiment.results import Results
from sim.money import minor_digits
from sim.report.answer.spread import find, unknown
from sim.report.answer.tables import range_of, short, value_of
from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.language import say
from sim.report.numbers import about, count, localised, money, whole
from sim.scenario.plan import Scenario, ShelterPlan

__all__ = [
    "NOTHING",
    "coins",
    "doubtful",
    "estimate_cell",
    "ever",
    "means_of",
    "measured",
    "minor_of",
    "money_cell",
    "no_prices",
    "parts_of",
    "period_of",
    "played_in",
    "priced",
    "summed",
    "told",
]

NOTHING = Cell("–")
"""What stands where there is no number."""


def estimate_cell(results: Results, name: str, **by: str) -> Cell:
    """Return a measure with its interval, as ``70 % (68–71)``; a dash without one."""
    return told(find(results, name, **by))


def told(estimate: Estimate | None) -> Cell:
    """Return an estimate with its interval, and its value for a spreadsheet."""
    if estimate is None:
        return NOTHING
    if estimate.value is None:
        return Cell(unknown(estimate)[0])
    return doubtful(short(estimate), estimate)


def doubtful(text: str, estimate: Estimate) -> Cell:
    """Return a cell with an estimate behind it: its value and its interval."""
    return Cell(text, estimate.value, estimate.low, estimate.high)


def measured(
    name: str, title: str, found: Iterable[tuple[str, Estimate | None]]
) -> Table:
    """Return a table of measures by their labels; what is sure to be 0 is left out."""
    rows = []
    for label, estimate in found:
        if estimate is not None and (estimate.value or estimate.high):
            value, interval = parts_of(estimate)
            rows.append((cell(label), value, interval, cell(period_of(estimate))))
    return Table(
        name=name,
        title=title,
        columns=(
            Column(title=say("Measure"), meaning=say("what is counted")),
            Column(
                title=say("Average"),
                kind="number",
                meaning=say("mean over the replications; shares as parts of 1"),
            ),
            Column(
                title=say("95 % interval"),
                meaning=say("how well the average is known"),
            ),
            Column(
                title=say("One period"),
                meaning=say("what 95 % of single periods lie between"),
            ),
        ),
        rows=tuple(rows),
    )


def parts_of(estimate: Estimate) -> tuple[Cell, Cell]:
    """Return the value and the interval of an estimate as two cells."""
    if estimate.value is None:
        value, why = unknown(estimate)
        return Cell(value), Cell(why)
    return cell(value_of(estimate), estimate.value), cell(range_of(estimate))


def period_of(estimate: Estimate) -> str:
    """Say what 95 % of single periods lie between; empty where nothing is known."""
    from sim.report.answer.tables import cells

    return list(cells(estimate))[2]


def priced(results: Results, shelter: ShelterPlan | None = None) -> bool:
    """Say whether the file states any costs: of any shelter, or of one."""
    plans = results.scenario.shelters if shelter is None else (shelter,)
    return any(plan.costs for plan in plans)


def no_prices() -> str:
    """Say that there is nothing to say of money."""
    return say("The file states no costs, so there is nothing to say of money.")


def played_in(results: Results) -> str:
    """Say of how many replications the numbers of a table are."""
    return say("Replications: {number}.", number=localised(f"{results.replications:,}"))


def means_of(results: Results) -> str:
    """Say that a table holds means alone, and of how many replications."""
    return say(
        "Means over {played}, without an interval.",
        played=count(results.replications, "replication"),
    )


def money_cell(units: float, currency: str) -> Cell:
    """Return an amount of whole units of currency, told without its cents."""
    return cell(whole(round(units), currency), units)


def coins(minor: int, currency: str) -> Cell:
    """Return an amount of minor units to the cent."""
    return cell(money(minor, currency), minor / minor_of(currency))


def minor_of(currency: str) -> int:
    """Return how many minor units make one of a currency."""
    return int(10 ** minor_digits(currency))


def ever(results: Results, name: str, **by: str) -> bool:
    """Say whether a measure is ever anything but nought."""
    found = find(results, name, **by)
    return found is not None and bool(found.value or found.high)


def summed(table: Table, scenario: Scenario, *, roughly: bool = False) -> Table:
    """Return a table with the sum of every column that adds up.

    ``roughly`` tells sums of estimates to three figures; the number stays whole.
    """
    totals: list[Cell] = [cell(say("Together"))]
    for number, column in list(enumerate(table.columns))[1:]:
        totals.append(
            _total(
                column, [row[number] for row in table.rows], scenario, roughly=roughly
            )
        )
    return Table(
        name=table.name,
        title=table.title,
        columns=table.columns,
        rows=table.rows,
        total=tuple(totals),
        note=table.note,
    )


def _total(
    column: Column, cells: Sequence[Cell], scenario: Scenario, *, roughly: bool
) -> Cell:
    if not column.adds_up:
        return Cell("")
    value = sum(each.value or 0.0 for each in cells)
    if column.kind == "money":
        if roughly:
            minor = value * minor_of(scenario.currency)
            return cell(about(minor, scenario.currency), value)
        return money_cell(value, scenario.currency)
    return cell(f"{value:,.0f}", value)
