"""Cost per supported victim against occupancy: each replication, each shelter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.figures.axes import EndLabel, label_ends, short_money
from sim.report.figures.beside import Box, Mark, label_beside, places_beside
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    MARGIN,
    PALE,
    SMALL,
    VERMILION,
    VERMILION_TEXT,
    WIDTH,
    drawing,
    open_page,
)
from sim.report.language import say
from sim.report.numbers import count, money, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["CostPoint", "costs_note", "costs_title", "draw_costs"]

SCALE = 0.9
LABELS = 1.5
ASIDE = 0.3
"""Inches right of a plot whose names all stand in it, for half of a number."""
DEEP = 2.7
ARM = 0.06
"""Inches from the middle of a mark to its edge."""
DOTS = 400
"""More dots than this nobody can tell apart."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPoint:
    """A shelter, or the whole system: occupancy as a share, cost in minor units.

    ``used`` and ``costly`` are the ends of their 95 % intervals, empty where unknown.
    """

    label: str
    occupancy: float
    cost: float
    used: tuple[float, ...] = ()
    costly: tuple[float, ...] = ()


def draw_costs(
    occupancy: Floats,
    cost: Floats,
    points: Sequence[CostPoint],
    *,
    currency: str,
    title: str | None = None,
) -> "Figure":
    """Draw a dot for each replication and a mark for each shelter and the whole.

    ``occupancy`` and ``cost`` (minor units a person) are of the whole system, one
    for each replication in which both are defined.
    """
    from matplotlib.ticker import FuncFormatter

    with drawing():
        page, top = open_page(
            title or costs_title(points, currency=currency),
            costs_note(len(cost)),
            width=WIDTH,
            body=DEEP + 0.55,
        )
        tops = (max((p.cost, *p.costly)) for p in points)
        high = 1.12 * max([float(cost.max(initial=1)), *tops])
        used = (max((p.occupancy, *p.used)) for p in points)
        far = max(1.0, 1.05 * max([float(occupancy.max(initial=0.0)), *used]))
        plot = WIDTH - 2 * MARGIN - SCALE - ASIDE
        marks = _marks(points, plot / far, DEEP / high)
        dots = np.column_stack(
            (occupancy[:DOTS] * plot / far, cost[:DOTS] * DEEP / high)
        )
        places = places_beside(marks, dots.tolist(), width=plot, height=DEEP)
        if places is None:
            plot = WIDTH - 2 * MARGIN - SCALE - LABELS
        axes = page.axes(MARGIN + SCALE, top + 0.1, plot, DEEP)
        axes.plot(
            occupancy[:DOTS], cost[:DOTS], ".", color=GREY, alpha=0.45, markersize=3.5
        )
        for number, point in enumerate(points):
            _draw_point(axes, point, is_whole=number == 0)
        axes.set_ylim(0, high)
        axes.set_xlim(0, far)
        axes.yaxis.set_major_formatter(
            FuncFormatter(lambda cents, _: short_money(cents, currency))
        )
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: percent(x)))
        axes.tick_params(labelsize=SMALL, length=3)
        axes.grid(visible=True, color=PALE, linewidth=0.4)
        axes.set_xlabel(say("open beds in use"), fontsize=SMALL)
        axes.set_ylabel(say("Cost per person supported"), fontsize=SMALL)
        if places is None:
            label_ends(axes, _end_labels(points), inches=LABELS, height=DEEP)
        else:
            label_beside(axes, marks, places, width=plot, height=DEEP)
    return page.figure


def _end_labels(points: Sequence[CostPoint]) -> list[EndLabel]:
    """Name the marks right of the plot, where it has no room for their names."""
    return [
        EndLabel(
            point.cost,
            point.label,
            BLACK if number else VERMILION_TEXT,
            along=point.occupancy,
            weight="normal" if number else "bold",
        )
        for number, point in enumerate(points)
    ]


def _marks(points: Sequence[CostPoint], across: float, up: float) -> list[Mark]:
    """Return what the marks and their intervals cover of the plot, in inches.

    ``across`` and ``up`` are the inches of one unit of the scales.
    """
    marks = []
    for number, point in enumerate(points):
        x, y = point.occupancy * across, point.cost * up
        covers: list[Box] = [(x - ARM, y - ARM, x + ARM, y + ARM)]
        if point.used:
            covers.append((point.used[0] * across, y, point.used[1] * across, y))
        if point.costly:
            covers.append((x, point.costly[0] * up, x, point.costly[1] * up))
        colour = BLACK if number else VERMILION_TEXT
        marks.append(Mark(point.label, (x, y), tuple(covers), colour, bold=number == 0))
    return marks


def _draw_point(axes: "Axes", point: CostPoint, *, is_whole: bool) -> None:
    """Draw the mark of a shelter, or of the whole, with both its intervals."""
    if point.used:
        axes.plot(point.used, [point.cost] * 2, color=BLACK, linewidth=0.8)
    if point.costly:
        axes.plot([point.occupancy] * 2, point.costly, color=BLACK, linewidth=0.8)
    axes.plot(
        point.occupancy,
        point.cost,
        "D" if is_whole else "o",
        color=VERMILION if is_whole else BLUE,
        markeredgecolor=BLACK,
        markersize=7 if is_whole else 6,
    )


def costs_title(points: Sequence[CostPoint], *, currency: str) -> str:
    """Say what a supported victim costs, and how full the beds are."""
    if not points:
        return say("Cost per supported victim against occupancy")
    return say(
        "A supported victim cost {amount} while {share} of the open beds were in use",
        amount=money(round(points[0].cost / 1000) * 1000, currency),
        share=percent(points[0].occupancy),
    )


def costs_note(replications: int) -> str:
    """Say what the picture shows: unit, number of replications, kind of number."""
    return say(
        "Up: bills due for each distinct person supported. Along: bed-nights for each "
        "bed-night that open beds offered. Grey dots: the whole system in {played} (at "
        "most the first {dots}). Diamond: the whole system; circles: single shelters; "
        "both are ratios of totals; lines through them are their 95 % intervals "
        "(jackknife).",
        played=count(replications, "replication"),
        dots=DOTS,
    )
