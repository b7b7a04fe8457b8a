"""What the pictures show, taken from Results: panels, rows and fans."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.experiment.intervals import mean
from sim.experiment.results import Results, months_of, nights_of
from sim.report.answer.underused import empty_beds
from sim.report.figures.axes import short_money
from sim.report.figures.cash import CashPanel, Level, cash_title, draw_cash
from sim.report.figures.closures import (
    ClosureRow,
    chance_left,
    closures_title,
    draw_closures,
    rows_of,
)
from sim.report.figures.fan import Fan, fan_of, in_a_row
from sim.report.figures.people import PeopleFans, draw_people, people_title
from sim.report.figures.style import save
from sim.report.language import marked, say
from sim.report.numbers import days
from sim.scenario.plan import CostLine, ShelterPlan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

__all__ = [
    "cash_panels",
    "closure_rows",
    "paint",
    "people_fans",
    "planned_daily_bill",
    "sheets",
]

SHEET = 8
"""So many shelters fit on a picture of cash that is no taller than a page."""


def paint(results: Results, folder: Path) -> tuple[tuple[Path | None, str], ...]:
    """Draw every picture into ``folder``; return each stem with its sentence.

    What would be an empty picture, such as closures where nothing closed, is not
    drawn: its sentence then stands alone.
    """
    start, currency = results.scenario.start, results.scenario.currency
    panels, rows = cash_panels(results), closure_rows(results)
    people = people_fans(results)
    closed = closures_title(rows, start=start)
    shown: list[tuple[Path | None, str]] = []

    def keep(name: str, title: str, figure: "Figure") -> None:
        save(figure, folder / name, title)
        shown.append((folder / name, title))

    for number, sheet in enumerate(sheets(panels)):
        cash = cash_title(sheet, start=start, currency=currency)
        name = f"cash-{number + 1}" if number else "cash"
        keep(name, cash, draw_cash(sheet, start=start, currency=currency))
    if not panels:
        shown.append(
            (None, say("No shelter of this plan has cash that could run out."))
        )
    if any(row.ever for row in rows):
        keep("closures", closed, draw_closures(rows, start=start))
    elif any(plan.closure for plan in results.scenario.shelters):
        shown.append((None, f"{closed}. {chance_left(results.replications)}"))
    keep("people", people_title(people), draw_people(people, start=start))
    return tuple(shown)


def sheets(panels: tuple[CashPanel, ...]) -> tuple[tuple[CashPanel, ...], ...]:
    """Return the panels of each picture: no more than a page has room for."""
    return tuple(panels[at : at + SHEET] for at in range(0, len(panels), SHEET))


def cash_panels(results: Results) -> tuple[CashPanel, ...]:
    """Give a panel for each shelter that can run out of money, in file order."""
    shown = [n for n, s in enumerate(results.scenario.shelters) if s.closure]
    fans: dict[int, list[Fan]] = {number: [] for number in shown}
    for part in nights_of(results.series):
        for number in shown:
            fans[number].append(
                fan_of(part.cash[:, :, number] - part.arrears[:, :, number])
            )
    bills, has_pots = _bills_and_pots(results)
    return tuple(
        _cash_panel(results, number, in_a_row(fans[number]), bills, has_pots)
        for number in shown
    )


def _cash_panel(
    results: Results, number: int, fan: Fan, bills: Floats, has_pots: Flags
) -> CashPanel:
    shelter = results.scenario.shelters[number]
    planned = planned_daily_bill(shelter)
    bill = round(float(bills[number])) if planned is None else planned
    return CashPanel(
        title=shelter.title,
        fan=fan,
        levels=tuple(levels(shelter, bill, results.scenario.currency)),
        daily_bill=bill,
        empty_at=-shelter.credit,
        has_pots=bool(has_pots[number]),
    )


def _bills_and_pots(results: Results) -> tuple[Floats, Flags]:
    """Give each shelter's mean bill of a day, and whether it has money in pots."""
    shelters = len(results.scenario.shelters)
    bills, pots = np.zeros(shelters, np.int64), np.zeros(shelters, np.bool_)
    for part in months_of(results.series):
        bills += part.bills.sum(axis=(0, 1))
        pots |= part.restricted.any(axis=(0, 1))
    return bills / (results.replications * results.scenario.days), pots


def closure_rows(results: Results) -> tuple[ClosureRow, ...]:
    """Give a row for each shelter, also for those that money cannot close."""
    titles = [shelter.title for shelter in results.scenario.shelters]
    parts = (part.closed for part in nights_of(results.series))
    return rows_of(titles, parts, results.scenario.days)


def people_fans(results: Results) -> PeopleFans:
    """Give the three counts of people with their means, and the beds of the plan."""
    counts = ("sheltered", "waiting", "displaced")
    fans: dict[str, list[Fan]] = {name: [] for name in counts}
    nights, last = np.zeros((3, results.replications)), np.zeros(results.replications)
    for part in nights_of(results.series):
        for row, name in enumerate(counts):
            people = np.asarray(getattr(part, name), np.float64)
            fans[name].append(fan_of(people))
            nights[row] += people.sum(axis=1)
            last = people[:, -1]
    days = results.scenario.days
    return PeopleFans(
        **{name: in_a_row(of) for name, of in fans.items()},
        averages=(mean(nights[0] / days), mean(nights[1] / days), mean(last)),
        empty=empty_beds(results),
        beds=sum(shelter.beds for shelter in results.scenario.shelters),
    )


FREEZES = marked("intake freezes below {days} of bills ({amount})")
CLOSES = marked("closes below {days} of bills ({amount})")


def levels(shelter: ShelterPlan, bill: int, currency: str) -> Iterator[Level]:
    """Yield where intake freezes and where it closes, as cash less bills (D2, D3).

    Bills are paid oldest first, so one that is n days late stands for n days of
    bills.  The lines hold for cash alone: a grant that may be released within those
    days counts as well (M10), so a shelter may be below its line and still open.
    """
    plan = shelter.closure
    if plan is None:
        return
    for limit, words, closing in (
        (plan.freeze_below, FREEZES, False),
        (plan.close_below, CLOSES, True),
    ):
        if limit and bill:
            amount = limit * bill - shelter.credit
            sum_ = short_money(amount, currency)
            text = say(words, days=days(limit), amount=sum_)
            yield Level(amount, text, closing)
    if plan.tolerated_days is not None:
        text = say("closes with a bill {days} late", days=days(plan.tolerated_days))
        owed = plan.tolerated_days * bill
        yield Level(-owed - shelter.credit, text, closing=True)
    if plan.tolerated_arrears is not None:
        owed = plan.tolerated_arrears
        text = say(
            "closes with more than {amount} of bills unpaid",
            amount=short_money(owed, currency),
        )
        yield Level(-owed - shelter.credit, text, closing=True)


def planned_daily_bill(shelter: ShelterPlan) -> int | None:
    """Give the bill of an average day at ``planned_residents``, in minor units (T7).

    One-off costs, and costs of admissions and exits, are not part of it.  None
    where costs depend on residents and the file plans no number of them.
    """
    residents = shelter.planned_residents
    regular = [line for line in shelter.costs if line.kind in PER_YEAR]
    if not regular:
        return None
    if residents is None and any(line.kind != "fixed" for line in regular):
        return None
    return round(sum(_yearly(line, residents or 0) for line in regular) / 365)


PER_YEAR = ("fixed", "team", "bed_night")
PERIODS_A_YEAR = {"year": 1.0, "week": 365 / 7, "day": 365.0, "each": 365.0}


def _yearly(line: CostLine, residents: int) -> float:
    """Give what a cost line comes to in a year, for a line across a picture."""
    amount = line.amount * PERIODS_A_YEAR[line.per]
    if line.kind == "team":
        return amount * -(-residents // (line.residents_per_team or 1))
    return amount * residents if line.kind == "bed_night" else amount
