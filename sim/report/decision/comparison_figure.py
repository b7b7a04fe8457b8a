"""Picture of a comparison: what differs between plans, measure by measure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment.comparison import Comparison
from sim.experiment.estimate import Estimate
from sim.report.answer.spread import period
from sim.report.answer.tables import HEADLINE
from sim.report.decision.comparison_tables import are_many, is_nothing, pair
from sim.report.decision.naming import plans_called
from sim.report.decision.ticks import unit_told
from sim.report.decision.wording import difference_cell, named
from sim.report.figures.style import (
    BLUE,
    GREY,
    MARGIN,
    PALE,
    SMALL,
    WIDTH,
    Page,
    drawing,
    folded,
    height_of,
    inches_of,
    open_page,
)
from sim.report.language import say, spoken
from sim.report.numbers import count, localised

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_differences", "parts_drawn"]

NAMES, MOST_NAMES = 2.4, 3.1
"""Inches for the titles of plans: as they come, and where they are long."""
HEAD = 0.27
"""Inches of the line that names a measure."""
TALLEST, TOGETHER = 9.2, 14.0
"""Inches of rows that a page has room for with a title and a note, and that several
pictures of a report have together."""
LOW = 4.5
"""Where the rows are taller than so many inches, several pictures are drawn."""
FIRST = (
    "closure_probability",
    "freeze_days",
    "supported_victims",
    "unmet_bed_nights",
    "costs",
    "cost_per_supported_victim",
)
"""What is shown, after what is asked, where there is no room for all."""


@dataclass(frozen=True, slots=True)
class _Row:
    """How a variant differs in a measure: its lines of title, and the difference."""

    measure: str
    title: tuple[str, ...]
    told: Estimate

    @property
    def height(self) -> float:
        """Give the inches that the row needs."""
        return height_of(len(self.title), SMALL) + 0.04


def parts_drawn(found: Comparison) -> tuple[tuple[str, ...], ...]:
    """Return the measures of each picture: what is asked and usual, then the others.

    Several are drawn where one would be tall, for a page that has other things on it
    seldom has room for that.
    """
    rows = _that_fit(_rows(found, _titles(found)), _wanted(found), TOGETHER)
    measures = dict.fromkeys(row.measure for row in rows)
    wanted = [measure for measure in measures if measure in _wanted(found)]
    others = [measure for measure in measures if measure not in wanted]
    parts: list[tuple[str, ...]] = []
    for group in (wanted, others):
        part: tuple[str, ...] = ()
        for measure in group:
            more = (*part, measure)
            if part and _height([row for row in rows if row.measure in more]) > LOW:
                parts.append(part)
                more = (measure,)
            part = more
        parts += [part] if part else []
    return tuple(parts) or ((),)


def draw_differences(
    found: Comparison, measures: Sequence[str] | None = None
) -> tuple["Figure | None", str]:
    """Draw each variant's differences with their intervals, each measure to its scale.

    A row a headline measure and variant, which its title names: the dot is the
    difference on average, the whisker its interval, as parts of the farthest end of
    all whiskers of the measure.  A hollow dot cannot be told from none.  The numbers
    stand beside.  Measures for which a page has no room are left to the table.
    Where ``measures`` are given, those alone are drawn, all of them.
    """
    titles = _titles(found)
    title = say("What differs from “{base}”", base=titles[found.names[0]])
    every = _rows(found, titles)
    rows = _that_fit(every, _wanted(found), TALLEST)
    if measures is not None:
        rows = [row for row in every if row.measure in measures]
    has_more = len(rows) < len(every)
    if not rows:
        return None, title
    with drawing():
        height = _height(rows)
        page, top = open_page(
            title,
            _note(found, has_more=has_more),
            width=WIDTH,
            body=height + 0.55,
        )
        told = [difference_cell(row.told) for row in rows]
        left = MARGIN + _names_wide(titles)
        right = WIDTH - MARGIN - 0.05 - max(inches_of(each, SMALL) for each in told)
        axes = page.axes(left, top, right - left, height)
        axes.set_ylim(height, 0)
        axes.axvline(0, color=GREY, linewidth=0.8)
        for row, at, is_first in _placed(rows):
            if is_first:
                head = f"{named(row.measure)} ({unit_told(row.told.unit)})"
                line = top + at - HEAD
                page.write(MARGIN, line + 0.08, head, size=SMALL, weight="bold")
                axes.axhline(at - HEAD + 0.03, color=PALE, linewidth=0.5)
            middle = at + row.height / 2
            _whisker(axes, middle, row.told, _reach(rows, row.measure))
            _beside(page, top + middle, "\n".join(row.title), MARGIN + 0.1)
            _beside(page, top + middle, difference_cell(row.told), right + 0.05)
        axes.set_xlim(-1.08, 1.08)
        axes.set_yticks([])
        axes.set_xticks([0], [say("no difference")])
        axes.tick_params(axis="x", labelsize=SMALL)
        axes.spines["left"].set_visible(False)
        below = top + height + 0.28
        less, more = say("less than the base"), say("more than the base")
        none = (left + right) / 2
        page.write(none - 0.1, below, f"← {less}", size=SMALL, ha="right")
        page.write(none + 0.1, below, f"{more} →", size=SMALL)
    return page.figure, title


def _wanted(found: Comparison) -> tuple[str, ...]:
    """Return what is shown first: what is asked, of many plans what the base asks."""
    if are_many(found):
        return (*found.base.answered_by, *FIRST, *found.asked)
    return (*found.asked, *FIRST)


def _titles(found: Comparison) -> dict[str, str]:
    """Return what each plan is called, by its name."""
    plans = (found.base, *found.variants)
    titles = plans_called(found.names, [plan.title for plan in plans])
    return dict(zip(found.names, titles, strict=True))


def _names_wide(titles: dict[str, str]) -> float:
    """Return the inches for the titles of plans: what the longest needs, if it can."""
    longest = max(inches_of(title, SMALL) for title in titles.values())
    return min(MOST_NAMES, max(NAMES, longest + 0.3))


def _note(found: Comparison, *, has_more: bool) -> str:
    """Say what the picture shows, of how many replications, with which intervals."""
    note = say(
        "Dot: variant less base, on average {when}. Whisker: its {level} interval. "
        "Each measure has a scale of its own; the numbers stand beside it. A hollow "
        "dot cannot be told from no difference. {played} each with the same luck.",
        when=period(found.base),
        level=localised(f"{100 * found.level:.4g}") + spoken().percent,
        played=count(found.replications, "replication"),
    )
    more = say("Further measures stand in the table.")
    return f"{note} {more}" if has_more else note


def _beside(page: Page, middle: float, text: str, left: float) -> None:
    """Write a text whose middle is at a height, beside a whisker."""
    page.write(left, middle, text, size=SMALL, va="center")


def _rows(found: Comparison, titles: dict[str, str]) -> list[_Row]:
    """Return what differs at all and has an interval, measure by measure."""
    room = _names_wide(titles) - 0.25
    return [
        _Row(
            measure,
            tuple(folded(titles[name], room, SMALL)),
            difference.estimate,
        )
        for measure, _ in HEADLINE
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same
        and (difference := pair(found, name, measure)) is not None
        and not is_nothing(difference)
        and difference.estimate.low is not None
    ]


def _that_fit(rows: Sequence[_Row], first: Sequence[str], inches: float) -> list[_Row]:
    """Return the rows of the measures that have room in so many inches; one at least.

    A measure is shown with all that differ in it, or not at all; those named
    ``first`` before others.
    """
    every = list(dict.fromkeys(row.measure for row in rows))
    wanted = [measure for measure in first if measure in every]
    kept: list[_Row] = []
    for measure in dict.fromkeys([*wanted, *every]):
        shown = {measure, *(row.measure for row in kept)}
        more = [row for row in rows if row.measure in shown]
        if not kept or _height(more) <= inches:
            kept = more
    return kept


def _height(rows: Sequence[_Row]) -> float:
    """Return the inches that rows and the names of their measures need."""
    measures = {row.measure for row in rows}
    return HEAD * len(measures) + sum(row.height for row in rows) + 0.05


def _placed(rows: Sequence[_Row]) -> Iterator[tuple[_Row, float, bool]]:
    """Yield each row, the inches above it, and whether its measure is named there."""
    at, last = 0.0, ""
    for row in rows:
        is_first = row.measure != last
        at += HEAD if is_first else 0.0
        yield row, at, is_first
        at, last = at + row.height, row.measure


def _reach(rows: Sequence[_Row], measure: str) -> float:
    """Return how far the farthest whisker of a measure reaches from none."""
    ends = [
        abs(end)
        for row in rows
        if row.measure == measure
        for end in (row.told.value, row.told.low, row.told.high)
        if end is not None
    ]
    return max(ends) or 1.0


def _whisker(axes: "Axes", at: float, told: Estimate, reach: float) -> None:
    """Draw a dot with its whisker; hollow where the whisker crosses none."""
    assert told.value is not None
    assert told.low is not None
    assert told.high is not None
    ends = [told.low / reach, told.high / reach]
    axes.plot(ends, [at, at], "-", color=BLUE, linewidth=1.2, marker="|", markersize=5)
    axes.plot(
        [told.value / reach],
        [at],
        "o",
        color=BLUE,
        markersize=5,
        markerfacecolor="white" if told.low <= 0 <= told.high else BLUE,
    )
