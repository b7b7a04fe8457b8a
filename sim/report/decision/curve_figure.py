"""Pictures of a response: curves with their bands, a crossing, a heat map."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.curve import Dial, Point, Sweep
from sim.experiment.estimate import Estimate
from sim.experiment.finding import Crossing, Finding
from sim.report.answer.spread import period
from sim.report.answer.tables import short
from sim.report.decision.naming import (
    condition_told,
    paths_told,
    quantity_told,
    quoted,
    value_told,
)
from sim.report.figures.style import (
    BLACK,
    BLUE,
    CLEARED,
    GREY,
    NORMAL,
    SMALL,
    VERMILION,
    VERMILION_TEXT,
    WIDTH,
    drawing,
    folded,
    inches_of,
    is_dark,
    open_page,
)
from sim.report.language import marked, say, some
from sim.report.numbers import NOUNS, count, localised

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_finding", "draw_heat", "draw_sweep"]

HEIGHT = 2.5
CELL = 0.42  # inches of a row of a table of colours
STEPS = ("#FFFFFF", "#D3E4F3", "#9AC3E1", "#4F94C8", "#1F5F9E", "#08306B")


def draw_finding(found: Finding) -> tuple["Figure", str]:
    """Draw the curve that a value was read from, the condition and the crossing."""
    quantity = found.condition.quantity
    title = say(
        "{measure}, by {setting}",
        measure=quoted(quantity_told(quantity, found.scenario)),
        setting=quoted(paths_told(found.paths, found.scenario)),
    )
    note = say(
        "{played} a point with the same luck, {when}. Dots: the average; band: its "
        "95 % intervals. The dashed line is the condition, {condition}.",
        played=count(found.replications, "replication"),
        when=period(found.scenario),
        condition=condition_told(found.condition, found.scenario),
    )
    numbers = [
        float(found.scale.number(point.settings[found.paths[0]]))
        for point in found.points
    ]
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=HEIGHT + 0.85)
        axes = page.axes(0.95, top + 0.35, WIDTH - 1.3, HEIGHT)
        scaled = _scaled(found.points, 0)
        _curve(axes, numbers, scaled)
        _limit(axes, found)
        _mark(axes, found.value, marked("by the estimate: {value}"), row=1)
        _mark(axes, found.sure, marked("to rely on: {value}"), row=0)
        axes.set_ylabel(
            _unit(quantity.measure.unit, found.scenario.currency), fontsize=SMALL
        )
        places = sorted({numbers[0], numbers[-1], *_spaced(numbers)})
        axes.set_xticks(places)
        axes.set_xticklabels([value_told(found.scale.told(place)) for place in places])
        axes.tick_params(labelsize=SMALL)
        _along(axes, paths_told(found.paths, found.scenario))
    return page.figure, title


def _limit(axes: "Axes", found: Finding) -> None:
    """Draw the limit that a condition sets, with its words above it."""
    bound = _factor(found.condition.quantity.measure.unit) * found.condition.bound
    axes.axhline(bound, color=GREY, linestyle="--", linewidth=0.9)
    axes.annotate(
        condition_told(found.condition, found.scenario),
        (0.99, bound),
        xycoords=axes.get_yaxis_transform(),
        xytext=(0, 3),
        textcoords="offset points",
        ha="right",
        fontsize=SMALL,
        color=GREY,
        bbox=CLEARED,
    )


def _along(axes: "Axes", setting: str) -> None:
    """Say along the foot of a plot which setting turns, in one line."""
    first, *more = folded(setting, WIDTH - 1.3, SMALL)
    axes.set_xlabel(f"{first}…" if more else first, fontsize=SMALL)


def _mark(axes: "Axes", crossing: Crossing, label: str, *, row: int) -> None:
    """Draw a line where a condition is met, with its value above the plot.

    The estimate is above (row 1), what to rely on below it, so that both can be read
    where they are close; near an end the words run inwards.
    """
    if crossing.number is None or crossing.text is None:
        return
    line, style, ink = (BLACK, "-", BLACK) if row else (VERMILION, ":", VERMILION_TEXT)
    axes.axvline(crossing.number, color=line, linestyle=style, linewidth=1.2)
    low, high = axes.get_xlim()
    along = (crossing.number - low) / (high - low)
    axes.annotate(
        say(label, value=value_told(crossing.text)),
        (crossing.number, 1),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, 4 + 11 * row),
        textcoords="offset points",
        ha="left" if along < 0.25 else "right" if along > 0.75 else "center",
        fontsize=SMALL,
        color=ink,
    )


def _spaced(numbers: Sequence[float]) -> list[float]:
    """Return at most five of the numbers, far enough apart to be written."""
    low, high = min(numbers), max(numbers)
    kept: list[float] = []
    for each in sorted(numbers):
        ends = (low, *kept)
        if each == low or min(abs(each - k) for k in ends) >= (high - low) / 5:
            kept.append(each)
    return [each for each in kept if high - each >= (high - low) / 5]


def _factor(unit: str) -> float:
    return 100.0 if unit in ("share", "probability") else 1.0


def _unit(unit: str, currency: str) -> str:
    if unit in ("share", "probability"):
        return "%"
    if unit in NOUNS:
        return some(*NOUNS[unit], "").strip()
    return currency if unit.startswith("money") else say(unit)


def _scaled(points: Sequence[Point], number: int) -> list[tuple[float, float, float]]:
    """Return value, low and high of each point, shares in per cent."""
    found = []
    for point in points:
        told = point.estimates[number]
        factor = _factor(told.unit)
        value = np.nan if told.value is None else factor * told.value
        low = value if told.low is None else factor * told.low
        high = value if told.high is None else factor * told.high
        found.append((value, low, high))
    return found


def _curve(
    axes: "Axes", numbers: Sequence[float], values: list[tuple[float, float, float]]
) -> None:
    """Draw a line with a band through points."""
    middle, low, high = (np.array(column) for column in zip(*values, strict=True))
    axes.fill_between(numbers, low, high, color=BLUE, alpha=0.18, linewidth=0)
    axes.plot(numbers, middle, color=BLUE, linewidth=1.4, marker="o", markersize=3.5)
    axes.set_xlim(min(numbers), max(numbers))
    axes.yaxis.set_major_formatter(lambda at, _: localised(f"{at:,.10g}"))


def draw_sweep(found: Sweep) -> tuple["Figure", str]:
    """Draw a curve a quantity; with two dials a line for each value of the second."""
    dial = found.dials[0]
    title = say(
        "What changes with {setting}",
        setting=quoted(paths_told(dial.paths, found.scenario)),
    )
    note = say(
        "{played} a point with the same luck, {when}. Dots: the average; bands: its "
        "95 % intervals.",
        played=count(found.replications, "replication"),
        when=period(found.scenario),
    )
    numbers = dial.numbers or tuple(float(n) for n in range(len(dial.texts)))
    each = HEIGHT + 0.7
    body = len(found.quantities) * each
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=body)
        for number, quantity in enumerate(found.quantities):
            at = top + number * each
            name = quantity_told(quantity, found.scenario)
            page.write(0.3, at, name, size=NORMAL, weight="bold")
            axes = page.axes(0.95, at + 0.25, WIDTH - 1.3, HEIGHT - 0.15)
            _curve(axes, numbers, _scaled(found.points, number))
            unit = _unit(quantity.measure.unit, found.scenario.currency)
            axes.set_ylabel(unit, fontsize=SMALL)
            _ticks(axes, dial, numbers)
            _along(axes, paths_told(dial.paths, found.scenario))
    return page.figure, title


def _ticks(axes: "Axes", dial: Dial, numbers: Sequence[float]) -> None:
    every = -(-len(numbers) // 7)
    places = range(0, len(numbers), every)
    axes.set_xticks([numbers[place] for place in places])
    axes.set_xticklabels([value_told(dial.labels[place])[:18] for place in places])
    axes.tick_params(labelsize=SMALL)


def _label(text: str) -> str:
    return value_told(text)[:18]


def draw_heat(found: Sweep) -> tuple["Figure", str]:
    """Draw a table of colours over two dials, the number with its range in each."""
    from matplotlib.colors import LinearSegmentedColormap

    down, across = found.dials
    title = say(
        "What {one} and {other} do together",
        one=quoted(paths_told(down.paths, found.scenario)),
        other=quoted(paths_told(across.paths, found.scenario)),
    )
    note = say(
        "{played} a point with the same luck, {when}. The average, in brackets its "
        "95 % interval; the darker, the more, from the lowest end of all intervals to "
        "the highest.",
        played=count(found.replications, "replication"),
        when=period(found.scenario),
    )
    rows, cols = len(down.texts), len(across.texts)
    height = CELL * rows
    body = len(found.quantities) * (height + 1.11)
    shades = LinearSegmentedColormap.from_list("counted", STEPS)
    wide = max(
        inches_of(line, SMALL)
        for point in found.points
        for told in point.estimates
        for line in _in_two_lines(told).split("\n")
    )
    width = max(WIDTH, 1.4 + (wide + 0.1) * cols)
    with drawing():
        page, top = open_page(title, note, width=width, body=body)
        for number, quantity in enumerate(found.quantities):
            at = top + number * (height + 1.11)
            name = quantity_told(quantity, found.scenario)
            page.write(0.3, at, name, size=NORMAL)
            for line, (mark, dial) in enumerate((("↓", down), ("→", across))):
                named = f"{mark} {paths_told(dial.paths, found.scenario)}"
                first, *more = folded(named, width - 0.7, SMALL)
                named = f"{first}…" if more else first  # the title has them all
                page.write(0.3, at + 0.2 + 0.16 * line, named, size=SMALL)
            axes = page.axes(1.2, at + 0.58, width - 1.4, height)
            grid = found.grid(number)
            low, high = _reach(found.points, number)
            drawn = axes.imshow(grid, aspect="auto", cmap=shades, vmin=low, vmax=high)
            axes.set_xticks(range(cols), [_label(label) for label in across.labels])
            axes.set_yticks(range(rows), [_label(label) for label in down.labels])
            axes.tick_params(labelsize=SMALL, length=0)
            for place, point in enumerate(found.points):
                row, col = divmod(place, cols)
                shade = tuple(drawn.cmap(drawn.norm(grid[row, col])))
                axes.text(
                    col,
                    row,
                    _in_two_lines(point.estimates[number]),
                    ha="center",
                    va="center",
                    fontsize=SMALL,
                    linespacing=1.1,
                    color="white" if is_dark(shade) else BLACK,
                )
    return page.figure, title


def _reach(points: Sequence[Point], number: int) -> tuple[float | None, float | None]:
    """Return the lowest and the highest end of all intervals of a quantity.

    Between them colours run, so that what is but chance does not look like a contrast.
    """
    told = [point.estimates[number] for point in points]
    ends = [e for each in told for e in (each.low, each.high) if e is not None]
    return (min(ends), max(ends)) if ends else (None, None)


def _in_two_lines(told: Estimate) -> str:
    """Write an average, and below it the interval, which a cell has room for."""
    return "–" if told.value is None else short(told).replace(" (", "\n(", 1)
