"""Picture 2: which shelters were closed in which weeks, and how often."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.figures.axes import month_axis
from sim.report.figures.style import (
    GREY,
    MARGIN,
    PALE,
    SMALL,
    WIDTH,
    drawing,
    folded,
    height_of,
    inches_of,
    open_page,
)
from sim.report.language import marked, say
from sim.report.numbers import count, localised, long_date, percent, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

__all__ = [
    "ClosureRow",
    "chance_left",
    "closures_note",
    "closures_title",
    "draw_closures",
    "rows_of",
]

Ints = NDArray[np.int64]

NAMES = 1.75  # inches for the shelters' names
COUNTS = 0.85  # inches for how many replications closed at all
CELLS = 0.24  # inches of a row of cells
SEVERAL = 3
"""So many shelters that never closed are named together."""
PEAKS = 0.15  # inches above it, for its numbers
WEEK = 7
COUNTED = marked("replications with a closure")
SHADES = 40
"""More shades than these nobody can tell apart."""
# A blue that is told from white to one that is nearly black: lightness falls evenly,
# so grey says the same, and a week with one closure in a thousand is seen.
STEPS = ("#C3D9EC", "#9AC3E1", "#5F9FCE", "#3A7DB5", "#1F5F9E", "#08306B")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRow:
    """One shelter: on which nights it was closed for lack of money.

    In ``ever`` of ``played`` replications it closed at all; ``nights`` (days,) says
    in how many on each night, ``spans`` in how many on a night of each week, or
    month of 30 days, of the period.
    """

    title: str
    played: int
    ever: int
    nights: Ints
    spans: Ints

    @property
    def days(self) -> int:
        """Give the days of the period."""
        return self.nights.size

    @property
    def shares(self) -> NDArray[np.float64]:
        """Give the share of replications closed in each week or month."""
        return self.spans / self.played


def rows_of(
    titles: Sequence[str], parts: Iterable[NDArray[np.bool_]], days: int
) -> tuple[ClosureRow, ...]:
    """Count when each shelter was closed, from flags some days at a time.

    ``parts`` have the shape (replications, days, shelters) and follow one another.

    >>> closed = np.array([[False] * 6 + [True] * 2, [False] * 8])[:, :, None]
    >>> (row,) = rows_of(["A"], [closed[:, :7], closed[:, 7:]], 8)
    >>> row.ever, row.nights.tolist(), row.spans.tolist()
    (1, [0, 0, 0, 0, 0, 0, 1, 1], [1, 1])
    """
    span, nights, spans = _span(days), [], []
    played, day = 1, 0
    ever = within = np.zeros((1, len(titles)), np.bool_)
    for part in parts:
        played = len(part)
        nights.append(part.sum(axis=0))
        for flags in part.swapaxes(0, 1):
            within = within | flags
            day += 1
            if day % span == 0 or day == days:
                spans.append(within.sum(axis=0))
                ever, within = ever | within, within & False
    by_night = np.concatenate(nights)
    by_span = np.array(spans)
    return tuple(
        ClosureRow(
            title=title,
            played=played,
            ever=int(ever[:, number].sum()),
            nights=by_night[:, number],
            spans=by_span[:, number],
        )
        for number, title in enumerate(titles)
    )


def draw_closures(
    rows: Sequence[ClosureRow], *, start: date, title: str | None = None
) -> "Figure":
    """Draw a calendar: a row a shelter, a column a week, darker where more closed.

    Of many shelters that never closed only the note says so.
    """
    sentence = title or closures_title(rows, start=start)
    note = closures_note(rows)
    never = [row for row in rows if not row.ever]
    if SEVERAL <= len(never) < len(rows):
        told = "; ".join(titled(row.title) for row in never)
        note += " " + say("Never closed: {shelters}.", shelters=told)
        rows = [row for row in rows if row.ever]
    with drawing():
        names = [folded(titled(row.title), NAMES - 0.15, SMALL) for row in rows]
        least = PEAKS + CELLS + 0.06
        heights = [max(least, height_of(len(name), SMALL) + 0.1) for name in names]
        any_closed = any(row.ever for row in rows)
        body = 0.34 + sum(heights) + (0.9 if any_closed else 0.4)
        page, top = open_page(sentence, note, width=WIDTH, body=body)
        left, plot = MARGIN + NAMES, WIDTH - 2 * MARGIN - NAMES - COUNTS
        counted = "\n".join(folded(say(COUNTED), COUNTS - 0.1, SMALL))
        page.write(left + plot + 0.12, top - 0.02, counted, size=SMALL, color=GREY)
        at = top + 0.34
        for number, (row, name, height) in enumerate(
            zip(rows, names, heights, strict=True)
        ):
            upper = at + height - 0.06 - CELLS
            axes = page.axes(left, upper, plot, CELLS)
            _draw_row(axes, row, inches=plot)
            last = number == len(rows) - 1
            month_axis(axes, start, row.days, inches=plot, named=last)
            axes.grid(visible=False)
            if not last:
                axes.tick_params(axis="x", which="both", length=0)
            middle = upper + CELLS / 2
            page.write(
                left - 0.12,
                min(middle, at + height - height_of(len(name), SMALL) / 2),
                "\n".join(name),
                size=SMALL,
                ha="right",
                va="center",
            )
            text = _out_of(row.ever, row.played)
            page.write(left + plot + 0.12, middle, text, size=SMALL, va="center")
            at += height
        if any_closed:
            _draw_key(page.axes(left, at + 0.45, 2.0, 0.13))
            text = "\n".join(folded(_closed_in(rows[0].days), plot - 1.5, SMALL))
            page.write(left + 2.3, at + 0.45, text, size=SMALL, color=GREY)
    return page.figure


def closures_title(rows: Sequence[ClosureRow], *, start: date) -> str:
    """Say which shelter was closed most often, and when; or that none ever was."""
    played = rows[0].played if rows else 0
    if not any(row.ever for row in rows):
        if len(rows) == 1:
            told = marked(
                "{shelter} did not close for lack of money in any of {played}"
            )
            if played == 1:
                told = marked("{shelter} did not close for lack of money")
            shelter = titled(rows[0].title)
            return say(told, shelter=shelter, played=count(played, "replication"))
        if played == 1:
            return say(
                "No shelter closed for lack of money in the one replication played"
            )
        return say(
            "No shelter closed for lack of money in any of {played}",
            played=count(played, "replication"),
        )
    counts = [row.nights for row in rows]
    worst = max(range(len(rows)), key=lambda number: int(counts[number].max()))
    most, day = int(counts[worst].max()), int(np.argmax(counts[worst]))
    when = long_date(start + timedelta(days=day))
    return say(
        "Closures peak on {date}, when {shelter} is closed in {times} of {played}",
        date=when,
        shelter=titled(rows[worst].title),
        times=localised(f"{most:,}"),
        played=count(played, "replication"),
    )


def closures_note(rows: Sequence[ClosureRow]) -> str:
    """Say what the picture shows: unit, number of replications, kind of interval."""
    played = rows[0].played if rows else 0
    weeks = not rows or _span(rows[0].days) == WEEK
    text = say(_EACH[weeks], played=count(played, "replication"))
    if played and not any(row.ever for row in rows):
        text += " " + chance_left(played)
    return text


def chance_left(played: int) -> str:
    """Say how likely a closure may still be where none was seen (SEMANTICS W7).

    That is Clopper and Pearson's upper bound at 0 of n.
    """
    bound = 100 * (1 - 0.025 ** (1 / played))
    return say(
        "None in {played} still leaves room for a chance of up to "
        "{bound}\u00a0% (Clopper-Pearson, 95\u00a0%).",
        played=localised(f"{played:,}"),
        bound=localised(f"{bound:.1f}"),
    )


_EACH = {
    True: marked(
        "Each cell: the share (%) of {played} in which the shelter was closed for lack "
        "of money on at least one night of that week, counted from the first day of "
        "the period; an empty cell is 0. A number is the highest of the weeks below it "
        "that follow one another. These are counts, without an interval."
    ),
    False: marked(
        "Each cell: the share (%) of {played} in which the shelter was closed for lack "
        "of money on at least one night of that month of 30 days, counted from the "
        "first day of the period; an empty cell is 0. A number is the highest of the "
        "months below it that follow one another. These are counts, without an "
        "interval."
    ),
}
"""What a cell is, of a week or of 30 days."""


def _out_of(ever: int, played: int) -> str:
    """Say in how many of all replications."""
    often, all_of = localised(f"{ever:,}"), localised(f"{played:,}")
    return say("{times} of {played}", times=often, played=all_of)


def _span(days: int) -> int:
    """Choose cells of a week, or of 30 days where weeks would be too thin to see."""
    return WEEK if days <= 3 * 366 else 30


def _closed_in(days: int) -> str:
    """Say what the colours count."""
    if _span(days) == WEEK:
        return say("of the replications closed in that week")
    return say("of the replications closed in that month of 30 days")


def _peaks(shares: NDArray[np.float64]) -> Iterator[int]:
    """Yield the darkest cell of each run of cells that are not empty, darkest first.

    >>> list(_peaks(np.array([0, 0.1, 0.3, 0, 0, 0.7, 0.7])))
    [5, 2]
    """
    kept, first = [], 0
    for at in range(1, shares.size + 1):
        if at == shares.size or (shares[at] > 0) != (shares[first] > 0):
            if shares[first] > 0:
                kept.append(first + int(np.argmax(shares[first:at])))
            first = at
    yield from sorted(kept, key=lambda cell: -float(shares[cell]))


def _draw_row(axes: "Axes", row: ClosureRow, *, inches: float) -> None:
    """Colour the weeks of one shelter; write the highest of each run above it."""
    shares, days = row.shares, row.days
    edges = np.minimum(np.arange(shares.size + 1) * _span(days), days)
    _colour(axes, edges, shares)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(True)
    if not shares.any():
        axes.text(
            days / 2, 0.5, say("never closed"), fontsize=SMALL, color=GREY, ha="center",
            va="center", bbox={"color": "white", "pad": 1.5},
        )  # fmt: skip
    taken: list[tuple[float, float]] = []
    for peak in _peaks(shares):
        text = _number(float(shares[peak]))
        half = 0.5 * (inches_of(text, SMALL) + 0.05) * days / inches
        middle = min(max(float(edges[peak : peak + 2].mean()), half), days - half)
        if any(middle - half < end and middle + half > begin for begin, end in taken):
            continue
        taken.append((middle - half, middle + half))
        axes.text(middle, 1.12, text, fontsize=SMALL, ha="center", va="bottom")


def _colour(axes: "Axes", edges: Ints, shares: NDArray[np.float64]) -> None:
    """Colour the cells that are not empty, one path a colour."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    shades = np.ceil(shares * SHADES).astype(np.int64)
    for shade in np.unique(shades[shades > 0]):
        chosen = np.flatnonzero(shades == shade)
        ends = zip(edges[chosen], edges[chosen + 1], strict=True)
        cells = [
            Path(((a, 0), (b, 0), (b, 1), (a, 1), (a, 0)), closed=True) for a, b in ends
        ]
        axes.add_patch(
            PathPatch(
                Path.make_compound_path(*cells),
                facecolor=_map()(shade / SHADES),
                edgecolor=PALE,
                linewidth=0.3,
            )
        )


def _number(share: float) -> str:
    """Write a share in per cent without calling any closure 0 or any opening all."""
    if share <= 0:
        return ""
    if share >= 1:
        return say("all")
    return "<1" if share < 0.01 else str(min(99, round(100 * share)))


def _map() -> "Colormap":
    """Give the colours from none to all of the replications."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("closures", STEPS)


def _draw_key(axes: "Axes") -> None:
    """Draw the scale of the colours, with its numbers."""
    edges = np.linspace(0, 100, 51)
    middles = (edges[:-1] + edges[1:]) / 200
    axes.pcolormesh(edges, [0, 1], middles[None, :], cmap=_map(), vmin=0, vmax=1)
    axes.set_yticks([])
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_xticklabels([percent(each / 4) for each in range(5)])
    axes.tick_params(axis="x", labelsize=SMALL, length=2, pad=2)
    for side in axes.spines.values():
        side.set_visible(True)
