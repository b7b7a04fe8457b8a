"""The budget as a waterfall: from the reserve over income and costs to what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from sim.report.figures.axes import money_ticks
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    MARGIN,
    PALE,
    SKY,
    SMALL,
    VERMILION,
    WIDTH,
    drawing,
    folded,
    height_of,
    inches_of,
    open_page,
)
from sim.report.language import say
from sim.report.numbers import about, count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Kind", "Step", "draw_waterfall", "waterfall_note", "waterfall_title"]

NAMES = 1.75  # inches for the names of the steps
ASIDE = 0.2  # inches right of a plot, for half of the last number of the scale
ROW = 0.25  # inches of a step
HATCH = {"level": "", "in": "", "out": "////", "aside": ""}
COLOUR = {"level": GREY, "in": BLUE, "out": VERMILION, "aside": SKY}


Kind: TypeAlias = Literal["level", "in", "out", "aside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar: a level that stands on nought, or money that comes or goes.

    ``amount`` in minor units; what goes is negative.  Income is ``in``, bills are
    ``out``; ``aside`` is what is neither, such as money that goes back to funders.
    """

    label: str
    amount: float
    kind: Kind


def draw_waterfall(
    steps: Sequence[Step], *, currency: str, replications: int, title: str | None = None
) -> "Figure":
    """Draw the steps from top to bottom, each from where the last one ended."""
    with drawing():
        names = [folded(step.label, NAMES - 0.1, SMALL) for step in steps]
        least = max([ROW, *(height_of(len(lines), SMALL) + 0.05 for lines in names)])
        page, top = open_page(
            title or waterfall_title(steps, currency=currency),
            waterfall_note(replications),
            width=WIDTH,
            body=least * len(steps) + 0.35,
        )
        plot = WIDTH - 2 * MARGIN - NAMES - ASIDE
        axes = page.axes(MARGIN + NAMES, top, plot, least * len(steps))
        ends = [*_draw_steps(axes, steps)]
        low, high = min(0.0, *ends), max(0.0, *ends)
        told = [_told(step, currency) for step in steps]
        # room for the amounts behind the bars, in parts of the scale
        room = max(map(partial(inches_of, size=SMALL), told)) / plot
        span = (high - low or 100.0) / (1 - room - 0.04)
        axes.set_xlim(low - (0.02 * span if low < 0 else 0), low + span)
        axes.set_ylim(len(steps) - 0.5, -0.5)
        axes.axvline(0, color=BLACK, linewidth=0.6)
        for place, text in enumerate(told):
            axes.annotate(
                text,
                (max(ends[2 * place : 2 * place + 2]), place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=SMALL,
                color=BLACK,
            )
        axes.set_yticks(range(len(steps)))
        axes.set_yticklabels(["\n".join(lines) for lines in names])
        axes.tick_params(axis="y", labelsize=SMALL, length=0)
        money_ticks(axes.xaxis, currency)
        axes.grid(visible=True, axis="x", color=PALE, linewidth=0.4)
        axes.set_axisbelow(True)
    return page.figure


def _draw_steps(axes: "Axes", steps: Sequence[Step]) -> Iterator[float]:
    """Draw a bar a step, and yield where each begins and ends."""
    at = 0.0
    for place, step in enumerate(steps):
        base = 0.0 if step.kind == "level" else at
        end = step.amount if step.kind == "level" else at + step.amount
        axes.barh(
            place,
            end - base,
            left=base,
            height=0.66,
            color=COLOUR[step.kind],
            hatch=HATCH[step.kind],
            edgecolor="white",
            linewidth=0.5,
        )
        if place + 1 < len(steps):
            axes.plot([end, end], [place, place + 1], color=GREY, linewidth=0.6)
        at = end
        yield from (base, end)


def _told(step: Step, currency: str) -> str:
    """Write an amount with its sign where it comes in or goes."""
    sign = "+" if step.kind != "level" and step.amount > 0 else ""
    return sign + about(step.amount, currency)


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
        "includes grants that may not be spent yet. Hatched: what falls due. Pale: "
        "neither income nor bills, such as money that goes back to funders; what is "
        "still unpaid at the end is in the account, so it is added.",
        played=count(replications, "replication"),
    )
