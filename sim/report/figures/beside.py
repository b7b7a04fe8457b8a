"""Names beside the marks of a plot, each where it covers nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING, TypeAlias

from sim.report.figures.style import (
    BLACK,
    GREY,
    SMALL,
    folded,
    height_of,
    inches_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Mark", "Place", "label_beside", "places_beside"]

LONGEST = 1.6
"""Inches of the longest line of a name."""
AWAY = (0.08, 0.16, 0.28, 0.42, 0.6, 0.8, 1.0)
"""Inches that a name may stand away from its mark: the nearest that is free."""
ANGLES = (0, 180, 90, 270, 45, 135, 315, 225, *range(15, 360, 15))
"""Where around its mark a name is tried, in degrees from its right: the best first."""
ODD = 0.3
"""With less of a direction a name stands in the middle of it."""
AIR = 0.04
"""Inches around a name that stay free."""
LED = 0.15
"""A name farther away than this many inches is led to its mark by a line."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, foot, right and top of a rectangle, in inches of the plot."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark with its name: where it stands and what it covers, in inches."""

    text: str
    at: tuple[float, float]
    covers: tuple[Box, ...]
    colour: str = BLACK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the name of a mark stands, in inches, and how its lines are broken."""

    box: Box
    lines: tuple[str, ...]
    from_left: bool


def places_beside(
    marks: Sequence[Mark],
    dots: Sequence[tuple[float, float]],
    *,
    width: float,
    height: float,
) -> list[Place] | None:
    """Return a place for every name, or None where one finds none.

    No name covers a dot, a mark or another name, nor leaves the plot.  All lengths
    are in inches from the lower left corner of the plot.
    """
    covered = [box for mark in marks for box in mark.covers]
    covered += [(x, y, x, y) for x, y in dots]
    free = [
        [
            place
            for place in _around(mark)
            if _is_inside(place.box, width, height)
            and not any(_meets(place.box, box) for box in covered)
        ]
        for mark in marks
    ]
    return _chosen(marks, free)


def _chosen(
    marks: Sequence[Mark], free: Sequence[Sequence[Place]]
) -> list[Place] | None:
    """Return the nearest place that those before leave each name, if each has one."""
    chosen: list[Place] = []
    for mark, places in zip(marks, free, strict=True):
        others = list(zip(marks, chosen, strict=False))
        place = next(
            (
                place
                for place in places
                if not any(
                    _meets(place.box, other.box)
                    or _crosses(mark, place, other.box)
                    or _crosses(before, other, place.box)
                    for before, other in others
                )
            ),
            None,
        )
        if place is None:
            return None
        chosen.append(place)
    return chosen


def label_beside(
    axes: "Axes",
    marks: Sequence[Mark],
    places: Sequence[Place],
    *,
    width: float,
    height: float,
) -> None:
    """Write every name in its place, with a line to its mark where it is not near."""
    for mark, place in zip(marks, places, strict=True):
        left, foot, right, top = place.box
        (x, y), (near, level) = mark.at, _nearest(mark, place)
        if _apart(mark, place) > LED:
            axes.plot(
                [x / width, near / width],
                [y / height, level / height],
                color=GREY,
                linewidth=0.5,
                transform=axes.transAxes,
                zorder=1,
            )
        axes.text(
            (left if place.from_left else right) / width,
            (foot + top) / 2 / height,
            "\n".join(place.lines),
            transform=axes.transAxes,
            fontsize=SMALL,
            color=mark.colour,
            weight="bold" if mark.bold else "normal",
            ha="left" if place.from_left else "right",
            va="center",
            linespacing=1.05,
        )


def _around(mark: Mark) -> Iterator[Place]:
    """Yield where a name may stand, the best first."""
    lines = tuple(folded(mark.text, LONGEST, SMALL, bold=mark.bold))
    wide = max(inches_of(line, SMALL, bold=mark.bold) for line in lines)
    high = height_of(len(lines), SMALL)
    x, y = mark.at
    out = (
        max(b[2] for b in mark.covers) - x,
        x - min(b[0] for b in mark.covers),
        max(b[3] for b in mark.covers) - y,
        y - min(b[1] for b in mark.covers),
    )
    for away in AWAY:
        for angle in ANGLES:
            across, up = cos(radians(angle)), sin(radians(angle))
            # it begins beyond the mark, or stands in the middle of it
            near = x + across * (away + out[across < 0])
            level = y + up * (away + out[2 + (up < 0)])
            left = near - wide * (across < -ODD) - wide / 2 * (abs(across) <= ODD)
            foot = level - high * (up < -ODD) - high / 2 * (abs(up) <= ODD)
            box = (left, foot, left + wide, foot + high)
            yield Place(box, lines, from_left=across >= -ODD)


def _nearest(mark: Mark, place: Place) -> tuple[float, float]:
    """Return the point of a name that is nearest to its mark."""
    (x, y), (left, foot, right, top) = mark.at, place.box
    return min(max(x, left), right), min(max(y, foot), top)


def _apart(mark: Mark, place: Place) -> float:
    """Return how far a name is from its mark."""
    (x, y), (near, level) = mark.at, _nearest(mark, place)
    return hypot(near - x, level - y)


def _line(mark: Mark, place: Place) -> list[tuple[float, float]]:
    """Return points of the line from a mark to its name."""
    (x, y), (near, level) = mark.at, _nearest(mark, place)
    steps = [step / 20 for step in range(21)]
    return [(x + part * (near - x), y + part * (level - y)) for part in steps]


def _crosses(mark: Mark, place: Place, box: Box) -> bool:
    """Return whether the line from a mark to its name would cross another name."""
    return any(_meets((x, y, x, y), box) for x, y in _line(mark, place))


def _is_inside(box: Box, width: float, height: float) -> bool:
    left, foot, right, top = box
    return left >= AIR and foot >= AIR and right <= width - AIR and top <= height - AIR


def _meets(one: Box, other: Box) -> bool:
    return (
        one[0] - AIR < other[2]
        and other[0] - AIR < one[2]
        and one[1] - AIR < other[3]
        and other[1] - AIR < one[3]
    )
