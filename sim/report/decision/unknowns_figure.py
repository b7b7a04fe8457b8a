"""Pictures of unknowns: a tornado, shares of variance, one year's doubt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from sim.experiment.estimate import Estimate
from sim.experiment.sensitivity import Sobol, Tornado
from sim.experiment.uncertainty import Doubt
from sim.report.decision.doubt import (
    Uncertainty,
    alone_told,
    average_told,
    period_ends,
)
from sim.report.decision.naming import path_told, quantity_told, quoted, value_told
from sim.report.decision.shares import share_told
from sim.report.decision.ticks import number_along, points_along, unit_told
from sim.report.decision.unknowns import base_told
from sim.report.decision.wording import gap_cell
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    MARGIN,
    SKY,
    SMALL,
    VERMILION_TEXT,
    WIDTH,
    drawing,
    folded,
    height_of,
    inches_of,
    open_page,
)
from sim.report.language import marked, say
from sim.report.numbers import between, count, step_of
from sim.scenario.plan import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_shares", "draw_tornado", "draw_years"]

NAMES = 2.5  # inches for the names of unknowns
SIDE = 2.05  # inches for the numbers beside bars
MEASURES = 2.1  # inches for the names of measures
SCALED = 0.78  # inches of a bar with a scale of its own
ON_AVERAGE = marked("● average: {value}")
BY_LUCK = marked("■ by luck alone: {value}")
"""The marks are those of the picture."""
LINES = 3
"""A name has at most so many lines."""
MOST = 15


@dataclass(frozen=True, slots=True)
class _Look:
    """How one end of a range is drawn, above or below the middle of its row."""

    sign: str
    colour: str
    ink: str
    shift: float
    hatch: str


LOOKS = (
    _Look("▨", SKY, BLACK, -0.18, "///"),
    _Look("■", BLUE, BLUE, 0.18, ""),
)
"""How the low and the high end are drawn; the signs stand beside the numbers."""
MARKS = (
    ("o", BLUE, -0.2, marked("alone: {share}")),
    ("s", VERMILION_TEXT, 0.2, marked("in company: {share}")),
)
"""How what an unknown explains alone, and with others, is drawn and called."""


def _names(paths: Sequence[str], scenario: Scenario) -> list[str]:
    """Return what unknowns are, in three lines at most."""
    told = []
    for path in paths:
        lines = folded(path_told(path, scenario), NAMES - MARGIN - 0.15, SMALL)
        more = "…" if len(lines) > LINES else ""
        told.append("\n".join(lines[:LINES]) + more)
    return told


def _row(names: Sequence[str]) -> float:
    """Return the inches of a row with room for the longest of some names."""
    most = max(name.count("\n") + 1 for name in names)
    return height_of(max(2, most), SMALL) + 0.08


def draw_tornado(found: Tornado, scenario: Scenario) -> tuple["Figure", str]:
    """Draw a bar an unknown: where its low and its high end move the answer."""
    name = quantity_told(found.quantity, scenario)
    bars = [bar for bar in found.bars if bar.swing][:MOST] or found.bars[:1]
    title = say("What moves {label}", label=quoted(name))
    note = say(
        "Each unknown turned alone to the ends of its range; the line is the file's "
        "own answer, {base}. Thin lines are intervals that hold together with 95 %, "
        "over {played} at each end.",
        base=base_told(found),
        played=count(found.base.replications, "replication"),
    )
    names = _names([bar.unknown.path for bar in bars], scenario)
    row = _row(names)
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=row * len(bars) + 0.55)
        axes = page.axes(NAMES, top, WIDTH - NAMES - SIDE, row * len(bars))
        axes.axvline(0, color=BLACK, linewidth=0.8)
        for place, (bar, name) in enumerate(zip(bars, names, strict=True)):
            middle = top + row * (place + 0.5)
            page.write(MARGIN, middle, name, size=SMALL, va="center")
            ends = zip(bar.unknown.ends, (bar.low, bar.high), LOOKS, strict=True)
            for end, told, look in ends:
                _end(axes, place, told, look)
                change = gap_cell(told).partition(" (")[0]
                said = f"{look.sign} {value_told(bar.unknown.told(end))}: {change}"
                page.write(
                    WIDTH - SIDE + 0.1,
                    middle + row * look.shift,
                    said,
                    size=SMALL,
                    color=look.ink,
                    va="center",
                )
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.set_yticks([])
        axes.tick_params(labelsize=SMALL)
        unit = unit_told(found.base.unit)
        if found.base.unit in ("probability", "share"):
            points_along(axes.xaxis)
            unit = say("points")
        else:
            number_along(axes.xaxis)
        axes.set_xlabel(say("difference, {unit}", unit=unit), fontsize=SMALL)
    return page.figure, title


def _end(axes: "Axes", place: int, told: Estimate, look: "_Look") -> None:
    """Draw what one end of a range changes, with its interval."""
    at = place + look.shift
    axes.barh(
        at,
        told.value or 0.0,
        height=0.32,
        color=look.colour,
        hatch=look.hatch,
        edgecolor="white",
        linewidth=0.3,
    )
    if told.low is not None and told.high is not None:
        axes.plot([told.low, told.high], [at] * 2, color=BLACK, linewidth=0.7)


def draw_shares(found: Sobol, scenario: Scenario) -> tuple["Figure", str]:
    """Draw the share of the variance that goes with each unknown."""
    title = say("Which unknown the doubt goes with")
    note = say(
        "Sobol' indices: dots are what an unknown explains alone, squares with all its "
        "company. Lines are 95 % bootstrap intervals, from {points} points.",
        points=str(found.points),
    )
    rows = found.indices[:MOST]
    names = _names([index.unknown.path for index in rows], scenario)
    deep = _row(names)
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=deep * len(rows) + 0.5)
        axes = page.axes(NAMES, top, WIDTH - NAMES - SIDE, deep * len(rows))
        for place, (index, name) in enumerate(zip(rows, names, strict=True)):
            middle = top + deep * (place + 0.5)
            page.write(MARGIN, middle, name, size=SMALL, va="center")
            alone = (index.first, index.first_low, index.first_high)
            company = (index.total, index.total_low, index.total_high)
            for (value, *ends), (mark, colour, shift, what) in zip(
                (alone, company), MARKS, strict=True
            ):
                # an estimate may lie a little outside, a share cannot
                share, low, high = (100 * min(max(n, 0.0), 1.0) for n in (value, *ends))
                at = place + shift
                axes.plot([low, high], [at] * 2, color=colour, linewidth=1)
                axes.plot([share], [at], mark, color=colour, markersize=4)
                told = share_told(value, *ends)
                page.write(
                    WIDTH - SIDE + 0.1,
                    middle + deep * shift,
                    say(what, share=told),
                    size=SMALL,
                    color=colour,
                    va="center",
                )
        axes.set_xlim(-2, 102)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks([])
        axes.tick_params(labelsize=SMALL)
        number_along(axes.xaxis)
        axes.set_xlabel(say("% of the variance"), fontsize=SMALL)
    return page.figure, title


def draw_years(found: Uncertainty) -> tuple["Figure", str]:
    """Draw what one period may bring: by luck alone, and with what is not known."""
    title = say("One future period")
    first = found.doubts[0]
    note = say(
        "Where 95 of 100 periods lie: light, by luck and by what the file does not "
        "know; dark below it, by luck alone. The mark is the average; of what a period "
        "has or has not, it stands alone with its 95 % interval. Of {played}: {draws} "
        "draws of what is not known, {each} for each, and as many with every value as "
        "the file says.",
        played=count(first.outer * first.inner, "replication"),
        draws=str(first.outer),
        each=str(first.inner),
    )
    beside = [list(_beside(doubt)) for doubt in found.doubts]
    side = 0.15 + max(inches_of(told, SMALL) for each in beside for told, _ in each)
    with drawing():
        body = SCALED * len(found.doubts) + 0.1
        page, top = open_page(title, note, width=WIDTH, body=body)
        for number, doubt in enumerate(found.doubts):
            at = top + SCALED * number
            axes = page.axes(MEASURES, at, WIDTH - MEASURES - side - MARGIN, 0.45)
            _period(axes, doubt)
            name = quantity_told(doubt.quantity, found.scenario)
            named = folded(name, MEASURES - MARGIN - 0.15, SMALL)[:2]
            page.write(MARGIN, at, "\n".join(named), size=SMALL, weight="bold")
            below = at + height_of(len(named), SMALL) + 0.02
            unit = unit_told(doubt.unit)
            page.write(MARGIN, below, unit, size=SMALL, color=GREY)
            for line, (told, ink) in enumerate(beside[number]):
                where = at - 0.02 + 0.145 * line
                page.write(
                    WIDTH - side - MARGIN + 0.1, where, told, size=SMALL, color=ink
                )
    return page.figure, title


def _period(axes: "Axes", doubt: Doubt) -> None:
    """Draw what one period may bring of one quantity, on a scale of its own."""
    chance = doubt.unit == "probability"
    if chance:
        axes.set_xlim(-0.02, 1.02)
    for high, average, (low, top), colour, mark in _bands(doubt):
        # bars without an edge: thick lines would reach past what they show
        axes.barh(
            high,
            top - low,
            left=low,
            height=0.1 if chance else 0.55,
            color=colour,
            linewidth=0,
        )
        axes.plot([average], [high], mark, color=BLACK, markersize=4)
    axes.set_ylim(-1, 1)
    axes.locator_params(axis="x", nbins=4)
    number_along(axes.xaxis, parts_of_100=doubt.unit in ("probability", "share"))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(labelsize=SMALL)


def _bands(
    doubt: Doubt,
) -> Iterator[tuple[float, float, tuple[float, float], str, str]]:
    """Yield both kinds of doubt: how high it stands, its average, ends, looks."""
    both, luck = period_ends(doubt)
    known = nan if doubt.alone.value is None else doubt.alone.value
    yield 0.4, doubt.mean, both, SKY, "o"
    yield -0.4, known, luck, BLUE, "s"


def _beside(doubt: Doubt) -> Iterator[tuple[str, str]]:
    """Yield what stands beside the bars: of each its average, and its ends."""
    step = step_of(doubt.one_low, doubt.one_high)
    for what, average, ends, ink in (
        (ON_AVERAGE, average_told(doubt), (doubt.one_low, doubt.one_high), BLACK),
        (BY_LUCK, alone_told(doubt), (doubt.luck_low, doubt.luck_high), BLUE),
    ):
        yield say(what, value=average), ink
        if doubt.unit != "probability":
            told = between(*ends, doubt.unit, step)
            yield say("95 of 100: {range}", range=told), ink
