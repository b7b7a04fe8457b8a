"""Pictures of unknowns: a tornado, shares of variance, one year's doubt."""

from collections.abc import Iterator
from math import nan
from typing import TYPE_CHECKING

from sim.experiment.sensitivity import Sobol, Tornado
from sim.experiment.uncertainty import Doubt
from sim.report.answer.tables import short
from sim.report.decision.doubt import Uncertainty
from sim.report.decision.naming import path_told, quantity_told, quoted, value_told
from sim.report.decision.ticks import number_along, points_along
from sim.report.decision.wording import gap_cell
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    MARGIN,
    SKY,
    SMALL,
    VERMILION,
    WIDTH,
    Page,
    drawing,
    folded,
    open_page,
)
from sim.report.language import marked, say
from sim.report.numbers import count, is_money
from sim.scenario.plan import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_shares", "draw_tornado", "draw_years"]

NAMES = 2.6
SIDE = 1.5
ROW = 0.36
MOST = 15
UNITS = {
    "probability": marked("share of periods"),
    "share": marked("share"),
    "persons": marked("people"),
    "days": marked("days"),
    "shelter-days": marked("shelter-days"),
    "nights": marked("nights"),
    "bed-nights": marked("bed-nights"),
    "closures": marked("closures"),
    "months": marked("months"),
    "referrals": marked("referrals"),
    "stays": marked("stays"),
    "times": marked("times"),
    "index": marked("index"),
}
"""What stands along an axis for each unit."""


def _name(page: Page, at: float, path: str, scenario: Scenario) -> None:
    """Write what an unknown is beside its bar, in two lines at most."""
    lines = folded(path_told(path, scenario), NAMES - MARGIN - 0.15, SMALL)
    told = lines[:2] if len(lines) < 3 else [lines[0], f"{lines[1]}…"]
    page.write(MARGIN, at, "\n".join(told), size=SMALL)


def draw_tornado(found: Tornado, scenario: Scenario) -> tuple["Figure", str]:
    """Draw a bar an unknown: where its low and its high end move the answer."""
    name = quantity_told(found.quantity, scenario)
    bars = [bar for bar in found.bars if bar.swing][:MOST] or found.bars[:1]
    title = say("What moves {label}", label=quoted(name))
    note = say(
        "Each unknown turned alone to the ends of its range; the line is the file's "
        "own answer, {base}. Thin lines are intervals that hold together with 95 %, "
        "over {played} at each end.",
        base="–" if found.base.value is None else short(found.base),
        played=count(found.base.replications, "replication"),
    )
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=ROW * len(bars) + 0.55)
        axes = page.axes(NAMES, top, WIDTH - NAMES - SIDE, ROW * len(bars))
        axes.axvline(0, color=BLACK, linewidth=0.8)
        for row, bar in enumerate(bars):
            for told, colour, shift, hatch in (
                (bar.low, SKY, -0.17, "///"),
                (bar.high, BLUE, 0.17, ""),
            ):
                value = told.value or 0.0
                axes.barh(
                    row + shift,
                    value,
                    height=0.32,
                    color=colour,
                    hatch=hatch,
                    edgecolor="white",
                    linewidth=0.3,
                )
                if told.low is not None and told.high is not None:
                    ends = [told.low, told.high]
                    axes.plot(ends, [row + shift] * 2, color=BLACK, linewidth=0.7)
            at = top + ROW * row + 0.05
            _name(page, at - 0.02, bar.unknown.path, scenario)
            low, high = bar.unknown.ends
            less, more = (value_told(bar.unknown.told(end)) for end in (low, high))
            said = f"{less}: {gap_cell(bar.low).partition(' (')[0]}"
            page.write(WIDTH - SIDE + 0.1, at - 0.02, said, size=6.5)
            said = f"{more}: {gap_cell(bar.high).partition(' (')[0]}"
            page.write(WIDTH - SIDE + 0.1, at + 0.13, said, size=6.5, color=BLUE)
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.set_yticks([])
        axes.tick_params(labelsize=SMALL)
        unit = unit_told(found.base.unit)
        if found.base.unit in ("probability", "share"):
            points_along(axes.xaxis)
            unit = say("points")
        else:
            number_along(axes.xaxis)
        axes.set_xlabel(say("difference, {unit}", unit=unit), fontsize=SMALL)
    return page.figure, title


def draw_shares(found: Sobol, scenario: Scenario) -> tuple["Figure", str]:
    """Draw the share of the variance that goes with each unknown."""
    title = say("Which unknown the doubt goes with")
    note = say(
        "Sobol' indices: dots are what an unknown explains alone, squares with all its "
        "company. Lines are 95 % bootstrap intervals, from {points} points.",
        points=str(found.points),
    )
    rows = found.indices[:MOST]
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=ROW * len(rows) + 0.5)
        axes = page.axes(NAMES, top, WIDTH - NAMES - 0.5, ROW * len(rows))
        for row, index in enumerate(rows):
            for value, low, high, mark, colour, shift in (
                (index.first, index.first_low, index.first_high, "o", BLUE, -0.14),
                (index.total, index.total_low, index.total_high, "s", VERMILION, 0.14),
            ):
                ends = [100 * low, 100 * high]
                axes.plot(ends, [row + shift] * 2, color=colour, linewidth=1)
                axes.plot(
                    [100 * value], [row + shift], mark, color=colour, markersize=4
                )
            _name(page, top + ROW * row + 0.03, index.unknown.path, scenario)
        axes.set_xlim(-5, 105)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks([])
        axes.tick_params(labelsize=SMALL)
        number_along(axes.xaxis)
        axes.set_xlabel(say("% of the variance"), fontsize=SMALL)
    return page.figure, title


def draw_years(found: Uncertainty) -> tuple["Figure", str]:
    """Draw what one period may bring: by luck alone, and with what is not known."""
    title = say("One future period")
    first = found.doubts[0]
    note = say(
        "Where 95 of 100 periods lie: light, by luck and by what the file does not "
        "know; dark below it, by luck alone. The mark is the average; of what a period "
        "has or has not, it stands alone with its 95 % interval. Of {played}: {draws} "
        "draws of what is not known, {each} for each, and as many with every value as "
        "the file says.",
        played=count(first.outer * first.inner, "replication"),
        draws=str(first.outer),
        each=str(first.inner),
    )
    body = 0.75 * len(found.doubts)
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=body + 0.1)
        for number, doubt in enumerate(found.doubts):
            at = top + 0.75 * number
            axes = page.axes(NAMES, at, WIDTH - NAMES - 0.5, 0.4)
            if doubt.unit == "probability":
                axes.set_xlim(-0.02, 1.02)
            for high, average, ends, colour, mark in _bands(doubt):
                thick = 1 if doubt.unit == "probability" else 6
                axes.plot(ends, [high, high], color=colour, linewidth=thick)
                axes.plot([average], [high], mark, color=BLACK, markersize=4)
            axes.set_ylim(-1, 1)
            number_along(
                axes.xaxis, parts_of_100=doubt.unit in ("probability", "share")
            )
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            axes.tick_params(labelsize=SMALL)
            name = quantity_told(doubt.quantity, found.scenario)
            page.write(MARGIN, at + 0.06, name[:44], size=SMALL, color=GREY)
            unit = unit_told(doubt.unit)
            page.write(MARGIN, at + 0.24, unit, size=SMALL, color=GREY)
    return page.figure, title


def _bands(
    doubt: Doubt,
) -> Iterator[tuple[float, float, tuple[float, float], str, str]]:
    """Yield both kinds of doubt: how high it stands, its average, ends, looks.

    A period has what is a chance or has it not: of that only averages say something.
    """
    alone = doubt.alone
    known = nan if alone.value is None else alone.value
    both, luck = (doubt.one_low, doubt.one_high), (doubt.luck_low, doubt.luck_high)
    if doubt.unit == "probability":
        both = max(doubt.mean_low, 0.0), min(doubt.mean_high, 1.0)
        luck = (alone.low or 0.0, known if alone.high is None else alone.high)
    yield 0.4, doubt.mean, both, SKY, "o"
    yield -0.4, known, luck, BLUE, "s"


def unit_told(unit: str) -> str:
    """Return a unit for an axis, in the language spoken; that of money is its code."""
    if is_money(unit):
        currency, per, _ = unit.partition(" per ")
        return say("{currency} each", currency=currency) if per else unit
    return say(UNITS[unit]) if unit in UNITS else unit
