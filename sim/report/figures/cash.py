"""Picture 1: cash less bills of each shelter, with the lines it must not cross."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.report.figures.axes import (
    EndLabel,
    height_of_ends,
    label_ends,
    money_ticks,
    month_axis,
)
from sim.report.figures.fan import Fan
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    MARGIN,
    NORMAL,
    ORANGE_TEXT,
    PALE,
    SKY,
    SMALL,
    VERMILION,
    VERMILION_TEXT,
    WIDTH,
    drawing,
    folded,
    height_of,
    open_page,
    points_of,
)
from sim.report.language import marked, say
from sim.report.numbers import (
    about,
    count,
    days,
    long_date,
    titled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["CashPanel", "Level", "cash_note", "cash_title", "draw_cash"]

SCALES = (0.85, 0.8)  # inches for the scale at the left, of one column and of two
LABELS = (1.6, 1.25)  # inches for the labels at the right
ALONE, DEEP = 1.8, (1.5, 1.05)  # inches of a plot
LOWEST = 0.9
"""Inches of a plot that still has room for the names of its lines."""
TALLEST = 8.0
"""Inches that the plots may take of a page, as long as that leaves them legible."""
BELOW = (0.5, 0.45)  # inches below a plot, for the calendar
BANDS = marked(
    "The bands hold the middle 80\u00a0% (light) and the middle 50\u00a0% (dark) of "
    "them: what one period may bring, not doubt about the average. "
    "Thin grey lines: the first {shown} of them. "
)
RANGE = marked(
    "The median of {shelter} on {date} lies between {low} and {high} (95\u00a0% "
    "interval, order statistics). "
)
SCALED = marked("Each shelter has its own scale. ")
LINES = marked("The lines use the planned bill of a day; the model uses the day's own.")
POTS = marked(
    "Parts of grants that are released only as bills fall due are not in it: cash "
    "stays level while they pay the bills. They count when intake is judged, so a "
    "shelter may admit below its freeze line. "
)


@dataclass(frozen=True, slots=True)
class Level:
    """A line across a shelter's plot, in minor units: freezing or closing."""

    amount: int
    text: str
    closing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPanel:
    """One shelter: cash less unpaid bills at each midnight, in minor units.

    ``daily_bill`` is the planned bill of a day (None where the file plans none);
    below ``empty_at`` bills are unpaid: 0, or minus the credit line.  With ``has_pots``
    there is also money that may only be spent as bills fall due.
    """

    title: str
    fan: Fan
    levels: tuple[Level, ...] = ()
    daily_bill: int | None = None
    empty_at: int = 0
    has_pots: bool = False


def draw_cash(
    panels: Sequence[CashPanel], *, start: date, currency: str, title: str | None = None
) -> "Figure":
    """Draw one fan for each shelter, each with a scale of its own."""
    columns = 1 if len(panels) <= 3 else 2
    across = (WIDTH - 2 * MARGIN) / columns
    scale, beside, deep = (inches[columns - 1] for inches in (SCALES, LABELS, DEEP))
    deep = ALONE if len(panels) == 1 else deep
    plot = across - scale - beside
    with drawing():
        heads = [
            folded(titled(panel.title), plot + beside - 0.1, NORMAL, bold=True)
            for panel in panels
        ]
        ends = [_end_labels(panel, with_bands=columns == 1) for panel in panels]
        needs = [height_of_ends(labels, inches=beside) for labels in ends]
        deeps = [
            max(deep, *needs[at : at + columns]) for at in _firsts(panels, columns)
        ]
        if columns > 1:
            deeps = _low_enough(heads, columns, deeps)
        tops, body = _rows(heads, columns, deeps)
        sentence = title or cash_title(panels, start=start, currency=currency)
        note = cash_note(panels, start=start, currency=currency)
        page, top = open_page(sentence, note, width=WIDTH, body=body)
        unit = say("cash less unpaid bills")
        for number, (panel, lines) in enumerate(zip(panels, heads, strict=True)):
            left = MARGIN + (number % columns) * across + scale
            foot = top + tops[number // columns]
            page.write(
                left,
                foot - 0.07,
                "\n".join(lines),
                size=NORMAL,
                weight="bold",
                va="bottom",
            )
            deep = deeps[number // columns]
            axes = page.axes(left, foot, plot, deep)
            _draw_panel(axes, panel, currency, inches=plot)
            month_axis(axes, start, panel.fan.median.size, inches=plot)
            if columns == 1:
                axes.set_ylabel(unit, fontsize=SMALL)
            # two columns have no room: there the note says what the bands are
            label_ends(axes, ends[number], inches=beside, height=deep)
        if columns > 1:  # low plots have no room for it, each for itself
            middle = top + body / 2
            page.write(MARGIN, middle, unit, size=SMALL, rotation=90, va="center")
        if not panels:
            text = say("No shelter of this plan has cash that could run out.")
            page.write(MARGIN, top, text, size=NORMAL)
    return page.figure


def _firsts(panels: Sequence[object], columns: int) -> range:
    """Return the number of the first plot of every row."""
    return range(0, len(panels), columns)


def _low_enough(
    heads: Sequence[Sequence[str]], columns: int, deeps: Sequence[float]
) -> list[float]:
    """Return how deep rows of plots are, so that all are no taller than a page."""
    _, body = _rows(heads, columns, deeps)
    less = max(0.0, body - TALLEST) / max(1, len(deeps))
    return [max(LOWEST, deep - less) for deep in deeps]


def _rows(
    heads: Sequence[Sequence[str]], columns: int, deeps: Sequence[float]
) -> tuple[list[float], float]:
    """Give where each row of plots begins, and the height of them all, in inches.

    ``deeps`` says how deep the plots of a row are, below which stands the calendar.
    """
    tops, at = [], 0.0
    for first, deep in zip(_firsts(heads, columns), deeps, strict=True):
        tallest = max(len(lines) for lines in heads[first : first + columns])
        at += height_of(tallest, NORMAL) + 0.07
        tops.append(at)
        at += deep + BELOW[columns - 1]
    return tops, max(at, 0.4)


def cash_title(panels: Sequence[CashPanel], *, start: date, currency: str) -> str:
    """Say which shelter comes closest to running out, when, and how close."""
    worst = _closest(panels)
    if worst is None:
        return say("Cash of each shelter over the period")
    day = int(np.argmin(worst.fan.median))
    when = long_date(start + timedelta(days=day))
    lowest = float(worst.fan.median[day])
    told = _TITLES[lowest < worst.empty_at, worst.fan.replications == 1]
    owed = about(worst.empty_at - lowest, currency)
    return say(
        told,
        shelter=titled(worst.title),
        date=when,
        owed=owed,
        amount=about(lowest, currency),
        enough=_enough(_fewest_days(worst)),
    )


_TITLES = {
    (True, True): marked(
        "{shelter} is deepest in debt on {date}: it then has bills of {owed} unpaid"
    ),
    (True, False): marked(
        "{shelter} is deepest in debt on {date}: half of the replications then have "
        "bills of {owed} or more unpaid"
    ),
    (False, True): marked(
        "{shelter} is shortest of cash on {date}: it then has {amount}, {enough}"
    ),
    (False, False): marked(
        "{shelter} is shortest of cash on {date}: half of the replications then have "
        "{amount} or less, {enough}"
    ),
}
"""How the worst day is told: in debt or not, of one replication or many."""


def _closest(panels: Sequence[CashPanel]) -> CashPanel | None:
    """Return the shelter that comes closest to running out, if one can be judged."""
    judged = [panel for panel in panels if panel.daily_bill]
    return min(judged, key=_fewest_days) if judged else None


def cash_note(panels: Sequence[CashPanel], *, start: date, currency: str) -> str:
    """Say what the picture shows: unit, number of replications, kind of band."""
    if not panels:
        return say("Shelters that lack of money never closes are not drawn.")
    fan = panels[0].fan
    played, shown = count(fan.replications, "replication"), len(fan.examples)
    pots = say(POTS) if any(panel.has_pots for panel in panels) else ""
    bands = say(BANDS, shown=shown) if fan.replications > 1 else ""
    bands += _how_sure(panels, start=start, currency=currency)
    return say(
        "Cash less unpaid bills, at each midnight, in {played} of the same plan. "
        "{pots}{bands}{scales}{lines}",
        played=played,
        pots=pots,
        bands=bands,
        scales=say(SCALED) if len(panels) > 1 else "",
        lines=say(LINES) if any(panel.levels for panel in panels) else "",
    ).strip()


def _how_sure(panels: Sequence[CashPanel], *, start: date, currency: str) -> str:
    """Say how sure the median of the title is, where there are enough replications."""
    worst = _closest(panels)
    if worst is None:
        return ""
    day = int(np.argmin(worst.fan.median))
    low, high = (float(end) for end in worst.fan.sure[:, day])
    if not low < high:
        return ""
    return say(
        RANGE,
        shelter=titled(worst.title),
        date=long_date(start + timedelta(days=day)),
        low=about(low, currency),
        high=about(high, currency),
    )


def _fewest_days(panel: CashPanel) -> float:
    """Give the smallest median number of days of bills in hand."""
    reach = float(panel.fan.median.min()) - panel.empty_at
    return reach / (panel.daily_bill or 1)


def _enough(number: float) -> str:
    """Say how many days of bills an amount pays."""
    if number < 1:
        return say("not enough for a day of bills")
    return say("enough for {days} of bills", days=days(int(number)))


def _draw_panel(
    axes: "Axes", panel: CashPanel, currency: str, *, inches: float
) -> None:
    """Draw bands, single paths, the median and the lines of one shelter."""
    fan = panel.fan
    kept = points_of(fan.median.size, inches)
    at = kept + 1.0  # midnight k closes day k at t = k + 1
    low, lower, middle, upper, high = fan.quantiles[:, kept]
    axes.fill_between(at, low, high, color=SKY, alpha=0.35, linewidth=0)
    axes.fill_between(at, lower, upper, color=SKY, alpha=0.75, linewidth=0)
    for path in fan.examples[:, kept]:
        axes.plot(at, path, color=GREY, linewidth=0.5, alpha=0.8)
    axes.plot(
        at, middle, color=BLUE, linewidth=1.8 if kept.size == fan.median.size else 1.0
    )
    if all(level.amount for level in panel.levels):
        axes.axhline(0, color=BLACK, linewidth=0.6)
    for level in panel.levels:
        axes.axhline(
            level.amount,
            color=VERMILION if level.closing else ORANGE_TEXT,
            linestyle=(0, (1, 1)) if level.closing else (0, (6, 2.5)),
            linewidth=2.0 if level.closing else 1.3,
        )
    _frame(axes, panel)
    money_ticks(axes.yaxis, currency)
    axes.grid(visible=True, axis="y", color=PALE, linewidth=0.4)


def _frame(axes: "Axes", panel: CashPanel) -> None:
    """Choose a scale that shows the bands, the single paths and every line."""
    levels = [float(level.amount) for level in panel.levels]
    low = min(float(panel.fan.low.min()), float(panel.fan.examples.min()), 0, *levels)
    high = max(float(panel.fan.high.max()), float(panel.fan.examples.max()), *levels)
    span = (high - low) or 100.0
    axes.set_ylim(low - 0.06 * span, max(high, 0.0) + 0.06 * span)


def _end_labels(panel: CashPanel, *, with_bands: bool) -> list[EndLabel]:
    """Name the median, the lines and the bands at the right end of the plot."""
    _, _, middle, upper, high = (float(value) for value in panel.fan.quantiles[:, -1])
    labels = [
        EndLabel(
            level.amount, level.text, VERMILION_TEXT if level.closing else ORANGE_TEXT
        )
        for level in panel.levels
    ]
    labels.append(EndLabel(middle, say("median"), BLUE))
    if with_bands and panel.fan.replications > 1:
        labels.append(EndLabel(upper, say("dark band: 5 in 10"), GREY))
        labels.append(EndLabel(high, say("light band: 8 in 10"), GREY))
    return labels
