"""Pictures of a comparison: what differs, and which plan is best at what price."""

from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.comparing import Comparison
from sim.experiment.estimate import Estimate
from sim.report.answer.tables import HEADLINE
from sim.report.decision.wording import gap_cell, named
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    NORMAL,
    PALE,
    SKY,
    SMALL,
    VERMILION,
    drawing,
    open_page,
)
from sim.report.language import marked, say
from sim.report.numbers import count

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "STYLES", "draw_acceptability", "draw_differences"]

COLOURS = (BLUE, VERMILION, GREEN, SKY, BLACK, GREY)
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
MARKS = "os^Dv*"
HEADS = {
    "supported_victims": marked("supported victims"),
    "closure_days": marked("closure days"),
    "turn_aways": marked("turn-aways"),
    "unmet_bed_nights": marked("unmet nights"),
}
"""What effects are called above a curve."""
AXES = {
    "supported_victims": marked("{currency} per supported victim"),
    "closure_days": marked("{currency} per avoided closure day"),
    "turn_aways": marked("{currency} per avoided turn-away"),
    "unmet_bed_nights": marked("{currency} per avoided unmet night"),
}
"""What one more of an effect is worth, along the foot of a curve."""
WIDTH = 9.0
ROW = 0.24
NAMES = 2.9


def draw_differences(found: Comparison) -> tuple["Figure | None", str]:
    """Draw each variant's differences in units of the base's own range.

    A row a headline measure; the dot is the difference as a multiple of the
    half-width of its own interval, so that measures with different units share an
    axis: beyond 1 it can be told from none.  The numbers stand beside it.
    """
    title = say("What differs from {base}", base=found.names[0])
    note = say(
        "Differences divided by the half-width of their joint 95 % intervals: beyond "
        "the grey band they can be told from none. {played} with the same luck.",
        played=count(found.replications, "replication"),
    )
    rows = [
        (name, measure, difference)
        for measure, _ in HEADLINE
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same
        and (difference := _found(found, name, measure)) is not None
        and difference.low not in (None, difference.high)
    ]
    if not rows:
        return None, title
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=ROW * len(rows) + 0.6)
        axes = page.axes(NAMES, top, WIDTH - NAMES - 2.0, ROW * len(rows))
        axes.axvspan(-1, 1, color=PALE, linewidth=0)
        axes.axvline(0, color=GREY, linewidth=0.6)
        places = []
        for row, (name, measure, told) in enumerate(rows):
            assert told.low is not None
            assert told.high is not None
            assert told.value is not None
            at = found.names.index(name) - 1
            half = (told.high - told.low) / 2
            place = float(np.clip(told.value / half, -10, 10))
            places.append(place)
            axes.plot(
                [place],
                [row],
                MARKS[at % len(MARKS)],
                color=COLOURS[(at + 1) % len(COLOURS)],
                markersize=5,
            )
            first = row == 0 or rows[row - 1][1] != measure
            middle = top + ROW * (row + 0.5) - 0.07
            if first:
                page.write(0.3, middle, named(measure), size=SMALL)
            page.write(WIDTH - 1.95, middle, gap_cell(told), size=SMALL)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        reach = max(2.0, *(abs(place) + 0.5 for place in places))
        axes.set_xlim(-reach, reach)
        axes.set_yticks([])
        axes.tick_params(axis="x", labelsize=SMALL)
        for at, name in enumerate(found.names[1:]):
            page.write(
                NAMES + at * 2.1,
                top + ROW * len(rows) + 0.32,
                f"{_sign(at)} {name}",
                size=SMALL,
                color=COLOURS[(at + 1) % len(COLOURS)],
            )
    return page.figure, title


def _sign(at: int) -> str:
    return "●■▲◆▼★"[at % 6]


def _found(found: Comparison, name: str, measure: str) -> Estimate | None:
    try:
        return found.difference(name, measure).estimate
    except KeyError:
        return None


def draw_acceptability(found: Comparison) -> tuple["Figure | None", str]:
    """Draw how likely each plan is best on average, over what an effect is worth."""
    title = say("Which plan is best, by what an effect is worth")
    curves = found.economics.acceptable
    if not curves:
        return None, title
    note = say(
        "Share of bootstrap samples of the replications in which a plan has the "
        "highest mean net benefit (cost-effectiveness acceptability)."
    )
    each = (WIDTH - 0.6) / len(curves)
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=3.2)
        for number, (effect, (prices, shares)) in enumerate(curves.items()):
            left = 0.3 + number * each
            axes = page.axes(left + 0.45, top + 0.25, each - 0.6, 2.1)
            for at, name in enumerate(found.names):
                axes.plot(
                    prices,
                    100 * shares[at],
                    color=COLOURS[at % len(COLOURS)],
                    linestyle=STYLES[at % len(STYLES)],
                    linewidth=1.4,
                    label=name,
                )
            axes.set_ylim(-2, 102)
            axes.set_xlim(0, float(prices[-1]))
            axes.tick_params(labelsize=SMALL)
            axes.locator_params(axis="x", nbins=3)
            one = say(AXES[effect], currency=found.base.currency)
            axes.set_xlabel(one, fontsize=SMALL)
            page.write(left + 0.45, top, say(HEADS[effect]), size=NORMAL)
        for at, name in enumerate(found.names):
            page.write(
                0.3 + 2.2 * (at % 4),
                top + 2.85 + 0.16 * (at // 4),
                f"— {name}",
                size=SMALL,
                color=COLOURS[at % len(COLOURS)],
            )
    return page.figure, title
