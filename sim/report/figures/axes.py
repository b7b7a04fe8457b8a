"""What stands around a plot: months, money, and labels that keep out of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.money import minor_digits
from sim.report.figures.style import (
    BLACK,
    PALE,
    SMALL,
    folded,
    height_of,
)
from sim.report.numbers import short_date, short_month, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

__all__ = [
    "EndLabel",
    "height_of_ends",
    "label_ends",
    "money_ticks",
    "month_axis",
    "short_money",
]

ASIDE = 0.125
"""Inches between a plot and the labels right of it."""


def month_starts(start: date, days: int) -> list[date]:
    """List the firsts of months from ``start`` to the end of the period."""
    end = start + timedelta(days=days)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    firsts = (
        date(
            start.year + (start.month - 1 + m) // 12, (start.month - 1 + m) % 12 + 1, 1
        )
        for m in range(count)
    )
    return [first for first in firsts if start <= first <= end]


def month_axis(
    axes: "Axes", start: date, days: int, *, inches: float, named: bool = True
) -> None:
    """Mark the months of the real calendar along the foot of a plot.

    As many months are named as ``inches`` have room for: each, or one in two,
    three, six or twelve; in a period of less than two months, days instead.  A
    year stands under the first name that belongs to it.
    """
    firsts = month_starts(start, days)
    shown = _shown_days(start, days, inches) if days < 60 else _shown(firsts, inches)
    names = [short_date(day) if days < 60 else short_month(day) for day in shown]
    years = {day.year: day for day in reversed(shown)}
    labels = [
        f"{name}\n{day.year}" if years[day.year] is day else name
        for name, day in zip(names, shown, strict=True)
    ]
    if shown[-1] == start + timedelta(days=days):
        labels[-1] = ""  # the day after the period belongs to nobody
    axes.set_xlim(0, days)
    axes.set_xticks([(first - start).days for first in firsts], minor=True)
    axes.set_xticks([(day - start).days for day in shown])
    axes.set_xticklabels(labels if named else [], linespacing=1.1)
    axes.tick_params(axis="x", which="minor", length=2 if len(firsts) < 62 else 0)
    axes.tick_params(axis="x", which="major", length=4, labelsize=SMALL, pad=2)
    axes.set_axisbelow(True)
    axes.grid(visible=True, axis="x", which="major", color=PALE, linewidth=0.4)


def _shown(firsts: list[date], inches: float) -> list[date]:
    """Choose the months that are named: as many as there is room for."""
    room = max(2, int(inches / 0.40))
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if len(firsts) / s <= room), 120)
    return [f for f in firsts if (f.year * 12 + f.month - 1) % step == 0] or firsts[:1]


def _shown_days(start: date, days: int, inches: float) -> list[date]:
    """Choose the days that are named in a short period."""
    step = -(-days // max(2, int(inches / 0.7)))
    return [start + timedelta(days=day) for day in range(0, days, step)]


def short_money(minor: float, currency: str) -> str:
    """Write minor units as whole money.

    >>> short_money(179_540, "EUR"), short_money(1_234_567, "JPY")
    ('€1,795', '¥1,234,567')
    """
    return whole(round(minor / 10 ** minor_digits(currency)), currency)


def money_ticks(axis: "Axis", currency: str) -> None:
    """Write a scale of a plot as money."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(
        FuncFormatter(lambda cents, _: short_money(cents, currency))
    )
    axis.set_tick_params(labelsize=SMALL, length=3)


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label right of a plot, at the height of the ``value`` that it names.

    It names the end of a line, or with ``along`` a mark at that place of the scale
    below; ``weight`` is that of its letters.
    """

    value: float
    text: str
    colour: str = BLACK
    along: float | None = None
    weight: str = "normal"


def height_of_ends(labels: Sequence[EndLabel], *, inches: float) -> float:
    """Return how high a plot must be whose labels have ``inches`` to its right."""
    return sum(height_of(len(_lines(label, inches)), SMALL) for label in labels)


def _lines(label: EndLabel, inches: float) -> list[str]:
    """Break a label into lines that fit right of a plot."""
    return folded(label.text, inches - 0.15, SMALL, bold=label.weight == "bold")


def label_ends(
    axes: "Axes", labels: Sequence[EndLabel], *, inches: float, height: float
) -> None:
    """Write labels right of a plot so that none lies upon another.

    ``inches`` is the room to the right, ``height`` that of the plot.  Labels
    keep the order of their values and move apart as little as need be; a thin
    line leads from the value to a label that has moved.
    """
    low, high = axes.get_ylim()
    beside = 1 + ASIDE / (axes.get_window_extent().width / axes.figure.dpi)
    ordered = sorted(labels, key=lambda label: label.value)
    texts = [_lines(label, inches) for label in ordered]
    sizes = [height_of(len(lines), SMALL) for lines in texts]
    wanted = [(label.value - low) / (high - low) * height for label in ordered]
    for label, lines, want, at in zip(
        ordered, texts, wanted, spread(wanted, sizes, height), strict=True
    ):
        axes.annotate(
            "\n".join(lines),
            xy=(1.0, want / height)
            if label.along is None
            else (label.along, label.value),
            xytext=(beside, at / height),
            xycoords="axes fraction" if label.along is None else "data",
            textcoords="axes fraction",
            arrowprops={
                "arrowstyle": "-",
                "color": label.colour if label.along is None else PALE,
                "linewidth": 0.5,
                "shrinkA": 1,
                "shrinkB": 0 if label.along is None else 4,
                "relpos": (0, 0.5),
            },
            fontsize=SMALL,
            color=label.colour,
            weight=label.weight,
            va="center",
            ha="left",
            linespacing=1.05,
            annotation_clip=False,
        )


def spread(wanted: Sequence[float], sizes: Sequence[float], room: float) -> list[float]:
    """Move centres apart, in ascending order, until no two labels overlap.

    Each group of touching labels stands around the mean of where its members
    would like to be (pool adjacent violators), pushed inside 0 to ``room`` as
    far as they fit.

    >>> spread([1.0, 1.0, 5.0], [1.0, 1.0, 1.0], 6.0)
    [0.5, 1.5, 5.0]
    """
    groups: list[tuple[list[int], float]] = []  # members, foot of the group
    for number, want in enumerate(wanted):
        members, foot = [number], want - sizes[number] / 2
        foot = min(max(foot, 0.0), max(room - sizes[number], 0.0))
        while groups and groups[-1][1] + sum(sizes[m] for m in groups[-1][0]) > foot:
            members = groups.pop()[0] + members
            below, ideal = 0.0, 0.0
            for member in members:
                ideal += wanted[member] - sizes[member] / 2 - below
                below += sizes[member]
            foot = min(max(ideal / len(members), 0.0), max(room - below, 0.0))
        groups.append((members, foot))
    centres = []
    for members, foot in groups:
        at = foot
        for member in members:
            centres.append(at + sizes[member] / 2)
            at += sizes[member]
    return centres
