"""The cash forecast: what each shelter has, gets, owes and keeps, month by month."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.experiment.results import Results, months_of
from sim.money import minor_digits
from sim.report.language import marked, say
from sim.report.numbers import ends, localised, whole

__all__ = ["ITEMS", "CashMonth", "Line", "as_csv", "as_tables", "cash_months"]

ITEMS = ("opening", "receipts", "bills", "paid", "closing", "restricted")


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one month in whole units of currency: the mean, and 10 and 90 %."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CashMonth:
    """One month of one shelter.

    ``opening`` and ``closing`` are all money held, grants not yet released
    included (``restricted`` is that part of ``closing``).  ``receipts`` are what
    came in less what went back; ``bills`` fell due; ``paid`` went to creditors.
    Means obey closing = opening + receipts - paid; quantiles need not.
    """

    shelter: str
    title: str
    month: str
    lines: dict[str, Line]


def cash_months(results: Results) -> Iterator[CashMonth]:
    """Yield the months of every shelter that money moves through, in file order."""
    scenario = results.scenario
    months = Calendar(scenario.start, scenario.days).months
    lines = _lines(results)
    for number, shelter in enumerate(scenario.shelters):
        if not any(lines[item].moves[number] for item in ITEMS):
            continue
        for position, month in enumerate(months):
            yield CashMonth(
                shelter.name,
                shelter.title,
                month.label,
                {
                    item: Line(*lines[item].amounts[:, position, number].tolist())
                    for item in ITEMS
                },
            )


@dataclass(frozen=True, slots=True)
class _Lines:
    """One item of all shelters: ``amounts`` (3, months, shelters) and what moves."""

    amounts: NDArray[np.float64]
    moves: NDArray[np.bool_]


def _lines(results: Results) -> dict[str, _Lines]:
    """Return mean, 10 and 90 % of every item, some months at a time."""
    coins = 10 ** minor_digits(results.scenario.currency)
    amounts: dict[str, list[NDArray[np.float64]]] = {item: [] for item in ITEMS}
    moves = {item: np.zeros(len(results.scenario.shelters), np.bool_) for item in ITEMS}
    for part in months_of(results.series):
        for item in ITEMS:
            values = getattr(part, item)
            bounds = np.quantile(values, (0.1, 0.9), axis=0)
            amounts[item].append(np.stack([values.mean(axis=0), *bounds]) / coins)
            moves[item] |= values.any(axis=(0, 1))
    return {
        item: _Lines(np.concatenate(amounts[item], axis=1), moves[item])
        for item in ITEMS
    }


def as_csv(results: Results) -> str:
    """Write the forecast in long form: a row for each shelter, month and item."""
    page = StringIO()
    sheet = csv.writer(page, lineterminator="\n")
    sheet.writerow(
        (
            "shelter",
            "month",
            "item",
            "mean",
            "low_10",
            "high_90",
            "unit",
            "replications",
        )
    )
    digits = minor_digits(results.scenario.currency)
    for month in cash_months(results):
        for item, line in month.lines.items():
            numbers = (
                f"{amount:.{digits}f}" for amount in (line.mean, line.low, line.high)
            )
            sheet.writerow(
                (
                    month.shelter,
                    month.month,
                    item,
                    *(("0" if float(n) == 0 else n) for n in numbers),
                    results.scenario.currency,
                    results.replications,
                )
            )
    return page.getvalue()


def as_tables(results: Results) -> str:
    """Write the forecast as one Markdown table for each shelter."""
    currency = results.scenario.currency
    means = MEANS_OF_ONE if results.replications == 1 else MEANS
    played = localised(f"{results.replications:,}")
    means = say(means, played=played, currency=currency)
    parts = [f"# {say('Cash forecast')}\n\n{means}{say(HEADING)}"]
    titled = ""
    for month in cash_months(results):
        if month.shelter != titled:
            titled = month.shelter
            parts.append(f"\n## {month.title}\n\n{say(HEAD)}\n{RULE}\n")
        parts.append(_row(month, currency) + "\n")
    if not titled:
        parts.append(f"\n{say('No money moves through any shelter of this plan.')}\n")
    return "".join(parts)


MEANS = marked("""\
Means of {played} replications, in {currency}; in brackets what 8 in 10 of them lie
between (10 % and 90 %): what one period may bring, not doubt about the mean.
""")
MEANS_OF_ONE = marked("""\
One replication, in {currency}: one way in which it could go, not how likely it is.
""")
HEADING = marked("""\
Closing = opening + receipts - paid; what goes back to a funder is taken off receipts.
Money held includes grants that may not be spent yet; the last column says how much
of it that is.
Bills fall due whether they are paid or not.
""")
HEAD = marked(
    "| Month | Opening | Receipts | Bills due | Paid | Closing "
    "| Closing not yet to be spent |"
)
RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"


def _row(month: CashMonth, currency: str) -> str:
    """Write one month: means, and the range of what came in and what is left."""

    def said(item: str, *, ranged: bool = False) -> str:
        line = month.lines[item]
        text = whole(round(line.mean), currency)
        if not ranged:
            return text
        low, high = ends(line.low, line.high, currency)
        return (
            text
            if low == high
            else say("{value} ({low} to {high})", value=text, low=low, high=high)
        )

    cells = (
        month.month,
        said("opening"),
        said("receipts", ranged=True),
        said("bills"),
        said("paid"),
        said("closing", ranged=True),
        said("restricted"),
    )
    return f"| {' | '.join(cells)} |"
