"""Pictures of a comparison: what differs, and which plan is best at what price."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.experiment.acceptability import ERROR, SAMPLES
from sim.experiment.comparing import Comparison
from sim.experiment.estimate import Estimate
from sim.report.answer.spread import period
from sim.report.answer.tables import HEADLINE
from sim.report.decision.comparison_tables import LETTERS, is_nothing, pair
from sim.report.decision.wording import difference_cell, named
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    MARGIN,
    NORMAL,
    PALE,
    SKY,
    SMALL,
    VERMILION,
    WIDTH,
    drawing,
    inches_of,
    open_page,
)
from sim.report.language import marked, say, spoken
from sim.report.numbers import count, localised

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "STYLES", "draw_acceptability", "draw_differences"]

COLOURS = (BLUE, VERMILION, GREEN, SKY, BLACK, GREY)
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
DASHES = ("——", "– –", "–·–", "···", "— –", "·····")
"""Styles of lines, as they can be written."""
MARKS = "os^Dv*"
HEADS = {
    "supported_victims": marked("supported victims"),
    "closure_days": marked("closure days"),
    "turn_aways": marked("turn-aways"),
    "unmet_bed_nights": marked("unmet nights"),
}
"""What effects are called above a curve."""
AXES = {
    "supported_victims": marked("{currency} per supported victim"),
    "closure_days": marked("{currency} per avoided closure day"),
    "turn_aways": marked("{currency} per avoided turn-away"),
    "unmet_bed_nights": marked("{currency} per avoided unmet night"),
}
"""What one more of an effect is worth, along the foot of a curve."""
WIDE = 9.0  # inches of curves side by side
ROW, NARROW = 0.24, 0.165  # inches of a row: of some, and of more than these
SOME = 36


def draw_differences(found: Comparison) -> tuple["Figure | None", str]:
    """Draw each variant's differences with their intervals, each measure to its scale.

    A row a headline measure and variant: the dot is the difference on average, the
    whisker its interval, as parts of the farthest end of all whiskers of the measure.
    A hollow dot cannot be told from none.  The numbers, with their unit, stand beside.
    """
    title = say("What differs from {base}", base=found.names[0])
    note = say(
        "Dot: variant less base, on average {when}. Whisker: its {level} interval. "
        "Each measure has a scale of its own; the numbers stand beside it. A hollow "
        "dot cannot be told from no difference. {played} each with the same luck.",
        when=period(found.base),
        level=localised(f"{100 * found.level:.4g}") + spoken().percent,
        played=count(found.replications, "replication"),
    )
    rows = _rows(found)
    if not rows:
        return None, title
    names = [name for name in found.names[1:] if any(row[0] == name for row in rows)]
    legend = 0.2 + 0.16 * len(names)
    each = ROW if len(rows) <= SOME else NARROW
    height = each * len(rows)
    left = 0.4 + MARGIN + max(inches_of(named(name), SMALL) for _, name, _ in rows)
    right = (
        WIDTH - 0.15 - max(inches_of(difference_cell(told), SMALL) for *_, told in rows)
    )
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=legend + height + 0.55)
        for at, name in enumerate(names):
            line = top + 0.16 * at
            page.write(
                MARGIN, line, _sign(found, name), size=SMALL, color=_ink(found, name)
            )
            page.write(0.35, line, f"{_letter(found, name)} = {name}", size=SMALL)
        top += legend
        axes = page.axes(left, top, right - left, height)
        axes.axvline(0, color=GREY, linewidth=0.8)
        for row, (name, measure, told) in enumerate(rows):
            reach = _reach(rows, measure)
            _whisker(axes, row, told, reach, found.names.index(name))
            middle = top + each * (row + 0.5) - 0.07
            if row == 0 or rows[row - 1][1] != measure:
                page.write(MARGIN, middle, named(measure), size=SMALL)
                if row:
                    axes.axhline(row - 0.5, color=PALE, linewidth=0.5)
            page.write(left - 0.2, middle, _letter(found, name), size=SMALL)
            page.write(right + 0.1, middle, difference_cell(told), size=SMALL)
        axes.set_ylim(len(rows) - 0.5, -0.5)
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


Row = tuple[str, str, Estimate]
"""A variant, a measure, and how the one differs in the other."""


def _rows(found: Comparison) -> list[Row]:
    """Return what differs at all and has an interval, measure by measure."""
    return [
        (name, measure, difference.estimate)
        for measure, _ in HEADLINE
        for name, same in zip(found.names[1:], found.unchanged, strict=True)
        if not same
        and (difference := pair(found, name, measure)) is not None
        and not is_nothing(difference)
        and difference.estimate.low is not None
    ]


def _reach(rows: Sequence[Row], measure: str) -> float:
    """Return how far the farthest whisker of a measure reaches from none."""
    ends = [
        abs(end)
        for _, named_so, told in rows
        if named_so == measure
        for end in (told.value, told.low, told.high)
        if end is not None
    ]
    return max(ends) or 1.0


def _whisker(axes: "Axes", row: int, told: Estimate, reach: float, at: int) -> None:
    """Draw a dot with its whisker; hollow where the whisker crosses none."""
    assert told.value is not None
    assert told.low is not None
    assert told.high is not None
    ink = COLOURS[at % len(COLOURS)]
    ends = [told.low / reach, told.high / reach]
    axes.plot(ends, [row, row], "-", color=ink, linewidth=1.2, marker="|", markersize=5)
    axes.plot(
        [told.value / reach],
        [row],
        MARKS[(at - 1) % len(MARKS)],
        color=ink,
        markersize=5,
        markerfacecolor="white" if told.low <= 0 <= told.high else ink,
    )


def _ink(found: Comparison, name: str) -> str:
    return COLOURS[found.names.index(name) % len(COLOURS)]


def _letter(found: Comparison, name: str) -> str:
    return LETTERS[(found.names.index(name) - 1) % len(LETTERS)]


def _sign(found: Comparison, name: str) -> str:
    return "●■▲◆▼★"[(found.names.index(name) - 1) % 6]


def draw_acceptability(found: Comparison) -> tuple["Figure | None", str]:
    """Draw how likely each plan is best on average, over what an effect is worth."""
    title = say("Which plan is best, by what an effect is worth")
    curves = found.economics.acceptable
    if not curves:
        return None, title
    groups = _alike(found)
    note = say(
        "Share of {samples} bootstrap samples of {played} in which no plan has a "
        "higher mean net benefit (cost-effectiveness acceptability); the samples alone "
        "may put a share off by {error} points, with 95 %. Plans that tie count both, "
        "so shares may add up to more than 100 %.",
        samples=localised(f"{SAMPLES:,}"),
        error=localised(f"{100 * ERROR:.1f}"),
        played=count(found.replications, "replication"),
    )
    each = (WIDE - 0.6) / len(curves)
    with drawing():
        page, top = open_page(title, note, width=WIDE, body=2.75 + 0.16 * len(groups))
        for number, (effect, (prices, shares)) in enumerate(curves.items()):
            left = 0.3 + number * each
            axes = page.axes(left + 0.45, top + 0.25, each - 0.6, 2.1)
            for group in groups:
                at = found.names.index(group[0])
                axes.plot(
                    prices,
                    100 * shares[at],
                    color=COLOURS[at % len(COLOURS)],
                    linestyle=STYLES[at % len(STYLES)],
                    linewidth=1.4,
                )
            axes.set_ylim(-2, 102)
            axes.set_xlim(0, float(prices[-1]))
            axes.tick_params(labelsize=SMALL)
            axes.locator_params(axis="x", nbins=3)
            axes.xaxis.set_major_formatter(lambda at, _: localised(f"{at:,.10g}"))
            if not number:
                axes.set_ylabel(say("% of samples in which it is best"), fontsize=SMALL)
            one = say(AXES[effect], currency=found.base.currency)
            axes.set_xlabel(one, fontsize=SMALL)
            page.write(left + 0.45, top, say(HEADS[effect]), size=NORMAL)
        for row, group in enumerate(groups):
            at = found.names.index(group[0])
            line, dashes = top + 2.8 + 0.16 * row, DASHES[at % len(DASHES)]
            colour = COLOURS[at % len(COLOURS)]
            page.write(0.3, line, dashes, size=SMALL, color=colour)
            page.write(0.75, line, " = ".join(group), size=SMALL)
    return page.figure, title


def _alike(found: Comparison) -> list[list[str]]:
    """Return the plans, those that plan the same as the base together with it."""
    pairs = zip(found.names[1:], found.unchanged, strict=True)
    same = [name for name, unchanged in pairs if unchanged]
    others = [[name] for name in found.names[1:] if name not in same]
    return [[found.names[0], *same], *others]
