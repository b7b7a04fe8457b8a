"""Where people went and why they were refused: ribbons as thick as the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.figures.axes import EndLabel, label_ends
from sim.report.figures.style import (
    BLUE,
    GREEN,
    GREY,
    MARGIN,
    NORMAL,
    VERMILION,
    WIDTH,
    drawing,
    folded,
    height_of,
    open_page,
)
from sim.report.language import say
from sim.report.numbers import count, rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Flow", "Source", "draw_flows", "flows_note", "flows_title"]

NAME = 1.2  # inches for the name of what flows
LABELS = 2.9  # inches for where it flows to
LEAST = 0.004  # share of a source below which a ribbon is a hair
GAP = 0.25  # of the height, left open between ribbons
HATCHES = {"reached": "", "refused": "////", "open": "\\\\"}
COLOURS = {"reached": BLUE, "refused": VERMILION, "open": GREEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Where some of the people went, on average over the replications.

    ``kind`` is ``reached`` for those who had what they came for, ``refused`` for
    those who were kept from it, ``open`` for the others.
    """

    label: str
    people: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where people came from, all of whom some flow takes."""

    label: str
    flows: tuple[Flow, ...]

    @property
    def people(self) -> float:
        """How many there are."""
        return sum(flow.people for flow in self.flows)


def draw_flows(
    sources: Sequence[Source], *, replications: int, title: str | None = None
) -> "Figure":
    """Draw a bundle of ribbons for each source, one above the other."""
    shown = [source for source in sources if source.people > 0]
    heights = [max(1.1, 0.3 * len(source.flows)) for source in shown]
    with drawing():
        body = sum(heights) + 0.35 * max(0, len(shown) - 1) + 0.1
        note = flows_note(replications)
        page, top = open_page(
            title or flows_title(sources), note, width=WIDTH, body=body
        )
        at = top
        for source, height in zip(shown, heights, strict=True):
            plot = WIDTH - 2 * MARGIN - NAME - LABELS
            axes = page.axes(MARGIN + NAME, at, plot, height)
            _draw_source(axes, source, height)
            lines = folded(source.label, NAME - 0.15, NORMAL, bold=True)
            lines.append(tenths(source.people))
            page.write(
                MARGIN + NAME - 0.1,
                at + height / 2 - height_of(len(lines), NORMAL) / 2,
                "\n".join(lines),
                size=NORMAL,
                weight="bold",
                ha="right",
            )
            at += height + 0.35
    return page.figure


def flows_title(sources: Sequence[Source]) -> str:
    """Say how many of those referred had a bed, and what kept most others away."""
    first = sources[0] if sources else None
    if first is None or not first.people:
        return say("Nobody was referred")
    reached = sum(flow.people for flow in first.flows if flow.kind == "reached")
    told = say(
        "Of {people} people referred on average, {reached} had a bed",
        people=tenths(first.people),
        reached=tenths(reached),
    )
    refused = [flow for flow in first.flows if flow.kind == "refused"]
    worst = max(refused, key=lambda flow: flow.people, default=None)
    if worst is None or not worst.people:
        return told
    return say(
        "{told}; most frequent refusal: {cause} ({people})",
        told=told,
        cause=worst.label,
        people=tenths(worst.people),
    )


def flows_note(replications: int) -> str:
    """Say what the picture shows: unit, number of replications, no interval."""
    return say(
        "Mean numbers of people in {played}; ribbons are as thick as the numbers. "
        "A household counts once; who comes back counts each time. Who was there from "
        "before leaves too, so the two bundles differ. Means without an interval; the "
        "tables have them.",
        played=count(replications, "replication"),
    )


def tenths(people: float) -> str:
    """Write a mean number of people: a decimal below ten, none above.

    >>> tenths(3.26), tenths(24.7), tenths(0.04)
    ('3.3', '25', '<0.1')
    """
    if 0 < people < 0.05:
        return "<" + rounded(0.1, 0.1)
    return rounded(people, 0.1 if round(people, 1) < 10 else 1.0)


def _draw_source(axes: "Axes", source: Source, height: float) -> None:
    """Draw the block at the left, its ribbons, and their names at the right."""
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.axis("off")
    flows = [flow for flow in source.flows if flow.people > 0]
    whole = source.people
    thick = [max(flow.people / whole, LEAST) for flow in flows]
    scale = (1 - GAP) / sum(thick)
    thick = [each * scale for each in thick]
    gap = GAP / max(1, len(flows) - 1)
    left, right = 1 - GAP / 2, 1.0
    axes.add_patch(
        Rectangle((0, GAP / 2), 0.03, 1 - GAP, facecolor=GREY, edgecolor="none")
    )
    names = []
    for flow, wide in zip(flows, thick, strict=True):
        points = [
            (0.03, left), (0.5, left), (0.5, right), (0.97, right),
            (0.97, right - wide), (0.5, right - wide), (0.5, left - wide),
            (0.03, left - wide), (0.03, left),
        ]  # fmt: skip
        codes = [
            Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3,
            Path.CLOSEPOLY,
        ]  # fmt: skip
        axes.add_patch(
            PathPatch(
                Path(points, codes),
                facecolor=COLOURS[flow.kind],
                edgecolor="white",
                hatch=HATCHES[flow.kind],
                alpha=0.75,
                linewidth=0.4,
            )
        )
        told = f"{tenths(flow.people)}  {flow.label}"
        names.append(EndLabel(right - wide / 2, told, along=0.97))
        left -= wide
        right -= wide + gap
    label_ends(axes, names, inches=LABELS, height=height)
