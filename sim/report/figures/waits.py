"""Waits as cumulative curves: how many of those ready had a bed within so many days."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from sim.report.figures.axes import EndLabel, label_ends
from sim.report.figures.style import (
    GREY,
    MARGIN,
    PALE,
    SMALL,
    STROKES,
    WIDTH,
    drawing,
    open_page,
)
from sim.report.language import say
from sim.report.numbers import between, count, percent, rounded, step_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["WaitLine", "draw_waits", "waits_note", "waits_title"]

SCALE = 0.7
LABELS = 1.5
DEEP = 2.4


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitLine:
    """The share of those ready who had a bed within so many ``days``.

    ``low`` and ``high`` bound the 95 % interval of each share.
    """

    label: str
    days: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def draw_waits(
    lines: Sequence[WaitLine], *, replications: int, title: str | None = None
) -> "Figure":
    """Draw one step line for everybody and one for each group."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    with drawing():
        page, top = open_page(
            title or waits_title(lines),
            waits_note(replications),
            width=WIDTH,
            body=DEEP + 0.55,
        )
        plot = WIDTH - 2 * MARGIN - SCALE - LABELS
        axes = page.axes(MARGIN + SCALE, top + 0.1, plot, DEEP)
        ends = []
        far = max((line.days[-1] for line in lines if line.days), default=1.0)
        for number, line in enumerate(lines):
            colour, stroke = STROKES[number % len(STROKES)]
            at, shares = (*line.days, far), (*line.share, line.share[-1])
            axes.plot(
                at,
                shares,
                color=colour,
                linestyle=stroke,
                linewidth=2.0 if not number else 1.3,
                drawstyle="steps-post",
            )
            if line.low and not number:
                axes.fill_between(
                    line.days, line.low, line.high, step="post", color=GREY, alpha=0.25,
                    linewidth=0,
                )  # fmt: skip
            ends.append(EndLabel(shares[-1], line.label, colour))
        axes.set_xlim(0, far)
        lowest = min(line.share[0] for line in lines)
        axes.set_ylim(max(0.0, floor(10 * lowest - 0.2) / 10), 1.01)
        axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: percent(y)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: rounded(x, 1.0)))
        axes.tick_params(labelsize=SMALL, length=3)
        axes.grid(visible=True, color=PALE, linewidth=0.4)
        axes.set_xlabel(say("days since they were ready for a bed"), fontsize=SMALL)
        axes.set_ylabel(say("Had a bed"), fontsize=SMALL)
        label_ends(axes, ends, inches=LABELS, height=DEEP)
    return page.figure


def waits_title(lines: Sequence[WaitLine]) -> str:
    """Say how many had a bed within a day, and by when nine in ten had one."""
    if not lines or not lines[0].days:
        return say("How long people waited for a bed")
    line = lines[0]
    within = [place for place, days in enumerate(line.days) if days <= 1]
    share, low, high = (
        each[within[-1]] if within and each else 0.0
        for each in (line.share, line.low, line.high)
    )
    told = percent(share)
    if low < high:
        ends = between(low, high, "share", step_of(low, high), signed=False)
        told = say("{value} ({range})", value=told, range=ends)
    return say("{share} of those ready for a bed had one within a day", share=told)


def waits_note(replications: int) -> str:
    """Say what the picture shows: unit, number of replications, kind of interval."""
    return say(
        "Share of all who were ready for a bed and were not turned away, over the "
        "people of {played}. Those still waiting at the end count as longer than "
        "seen. The grey band is the 95 % interval for everybody (jackknife over "
        "replications); the scale need not begin at nought.",
        played=count(replications, "replication"),
    )
