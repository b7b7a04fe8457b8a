"""The budget as a waterfall: from the reserve over income and costs to what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.report.figures.axes import money_ticks
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    MARGIN,
    PALE,
    SMALL,
    VERMILION,
    WIDTH,
    drawing,
    folded,
    height_of,
    open_page,
)
from sim.report.language import say
from sim.report.numbers import about, count

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Step", "draw_waterfall", "waterfall_note", "waterfall_title"]

SCALE = 0.75
DEEP = 2.6
HATCH = {"level": "", "in": "", "out": "////"}
COLOUR = {"level": GREY, "in": BLUE, "out": VERMILION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar: a level that stands on nought, or money that comes or goes.

    ``amount`` in minor units; what goes is negative.
    """

    label: str
    amount: float
    kind: Literal["level", "in", "out"]


def draw_waterfall(
    steps: Sequence[Step], *, currency: str, replications: int, title: str | None = None
) -> "Figure":
    """Draw the steps from left to right, each from where the last one ended."""
    with drawing():
        plot = WIDTH - 2 * MARGIN - SCALE
        room = plot / max(1, len(steps))
        names = [folded(step.label, room - 0.06, SMALL) for step in steps]
        foot = height_of(max(map(len, names), default=1), SMALL)
        page, top = open_page(
            title or waterfall_title(steps, currency=currency),
            waterfall_note(replications),
            width=WIDTH,
            body=DEEP + foot + 0.25,
        )
        axes = page.axes(MARGIN + SCALE, top + 0.1, plot, DEEP)
        at, tops = 0.0, [0.0]
        for place, step in enumerate(steps):
            base = 0.0 if step.kind == "level" else at
            end = step.amount if step.kind == "level" else at + step.amount
            axes.bar(
                place,
                end - base,
                bottom=base,
                width=0.72,
                color=COLOUR[step.kind],
                hatch=HATCH[step.kind],
                edgecolor="white",
                linewidth=0.5,
            )
            if place + 1 < len(steps):
                axes.plot([place, place + 1], [end, end], color=GREY, linewidth=0.6)
            sign = "+" if step.kind == "in" and step.amount > 0 else ""
            axes.annotate(
                sign + about(step.amount, currency),
                (place, max(base, end)),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                fontsize=SMALL,
                color=BLACK,
            )
            at = end
            tops += [base, end]
        low, high = min(tops), max(tops)
        span = (high - low) or 100.0
        axes.set_ylim(low - (0.05 * span if low < 0 else 0), high + 0.1 * span)
        axes.axhline(0, color=BLACK, linewidth=0.6)
        axes.set_xlim(-0.5, len(steps) - 0.5)
        axes.set_xticks(range(len(steps)))
        axes.set_xticklabels(["\n".join(lines) for lines in names])
        axes.tick_params(axis="x", labelsize=SMALL, length=0)
        money_ticks(axes, currency)
        axes.grid(visible=True, axis="y", color=PALE, linewidth=0.4)
        axes.set_axisbelow(True)
    return page.figure


def waterfall_title(steps: Sequence[Step], *, currency: str) -> str:
    """Say what came in, what was spent, and what is left."""
    came = sum(step.amount for step in steps if step.kind == "in")
    went = -sum(step.amount for step in steps if step.kind == "out")
    left = steps[-1].amount if steps else 0.0
    return say(
        "On average {came} came in, {went} fell due, and {left} is left at the end",
        came=about(came, currency),
        went=about(went, currency),
        left=about(left, currency),
    )


def waterfall_note(replications: int) -> str:
    """Say what the picture shows: unit, number of replications, no interval."""
    return say(
        "Means over {played}, without an interval; the tables have them. Money held "
        "includes grants that may not be spent yet. Hatched: what falls due. What is "
        "still unpaid at the end is in the account, so it is added.",
        played=count(replications, "replication"),
    )
