"""Picture of a comparison: which plan is best, by what an effect is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.experiment.acceptability import ERROR, SAMPLES
from sim.experiment.comparison import Comparison
from sim.report.decision.comparison_tables import are_many
from sim.report.decision.naming import plans_called
from sim.report.decision.ticks import money_along, number_along
from sim.report.figures.axes import EndLabel, label_ends
from sim.report.figures.style import (
    MARGIN,
    NORMAL,
    PALE,
    SMALL,
    STROKES,
    WIDTH,
    drawing,
    folded,
    height_of,
    open_page,
)
from sim.report.language import marked, say
from sim.report.numbers import count, localised, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["curves_drawn", "draw_acceptability"]

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
SCALE, LABELS = 0.65, 2.4  # inches left and right of a plot
DEEP, AROUND = 1.3, 0.85  # inches of a plot, and of what stands above and below it
TOGETHER = 2
"""So many plots stand in a picture of a report: a page seldom has room for more."""
SELDOM = 0.05
"""A plan best in fewer samples than this, at every price, is not named."""

Floats = NDArray[np.float64]


def curves_drawn(found: Comparison) -> tuple[tuple[str, ...], ...]:
    """Return the effects of each picture: of many plans several low ones are drawn."""
    effects = tuple(found.economics.acceptable)
    each = TOGETHER if are_many(found) else max(1, len(effects))
    return tuple(effects[at : at + each] for at in range(0, len(effects), each))


def draw_acceptability(
    found: Comparison, effects: Sequence[str] | None = None
) -> tuple["Figure | None", str]:
    """Draw how likely each plan is best on average, over what an effect is worth.

    A plot an effect, one below the other; each curve is named at its end, but for
    plans that are hardly ever best at any price.  Where ``effects`` are given, those
    alone are drawn.
    """
    title = say("Which plan is best, by what an effect is worth")
    curves = {
        effect: curve
        for effect, curve in found.economics.acceptable.items()
        if effects is None or effect in effects
    }
    if not curves:
        return None, title
    groups = _alike(found)
    note = say(
        "Share of {samples} bootstrap samples of {played} in which no plan has a "
        "higher mean net benefit (cost-effectiveness acceptability); the samples alone "
        "may put a share off by {error} points, with 95 %. Plans that tie count both, "
        "so shares may add up to more than 100 %. Plans best in fewer than {seldom} at "
        "every price are not named.",
        samples=localised(f"{SAMPLES:,}"),
        error=localised(f"{100 * ERROR:.1f}"),
        played=count(found.replications, "replication"),
        seldom=percent(SELDOM),
    )
    plot = WIDTH - 2 * MARGIN - SCALE - LABELS
    names = _names(found, groups)
    deep = {effect: _deep(names, shares) for effect, (_, shares) in curves.items()}
    with drawing():
        body = sum(deep.values()) + AROUND * len(curves)
        page, top = open_page(title, note, width=WIDTH, body=body)
        for effect, (prices, shares) in curves.items():
            page.write(
                MARGIN + SCALE, top, say(HEADS[effect]), size=NORMAL, weight="bold"
            )
            axes = page.axes(MARGIN + SCALE, top + 0.25, plot, deep[effect])
            ends = [*_curves(axes, prices, shares, names)]
            axes.set_ylim(-0.02, 1.02)
            axes.set_xlim(0, float(prices[-1]))
            axes.tick_params(labelsize=SMALL)
            axes.grid(visible=True, color=PALE, linewidth=0.4)
            number_along(axes.yaxis, parts_of_100=True)
            money_along(axes.xaxis, found.base.currency)
            axes.locator_params(axis="x", nbins=6)
            axes.set_ylabel(say("share of samples"), fontsize=SMALL)
            one = say(AXES[effect], currency=found.base.currency)
            axes.set_xlabel(one, fontsize=SMALL)
            label_ends(axes, ends, inches=LABELS, height=deep[effect])
            top += deep[effect] + AROUND
    return page.figure, title


def _curves(
    axes: "Axes", prices: Floats, shares: Floats, names: Sequence[tuple[int, str]]
) -> "list[EndLabel]":
    """Draw a line a plan; return the names of those that are ever often the best."""
    ends = []
    for at, name in names:
        colour, stroke = STROKES[at % len(STROKES)]
        is_named = _is_named(shares[at])
        axes.plot(
            prices,
            shares[at],
            color=colour if is_named else PALE,
            linestyle=stroke,
            linewidth=1.4 if is_named else 0.8,
        )
        if is_named:
            last = float(shares[at][-1])
            ends.append(EndLabel(last, name, colour))
    return ends


def _is_named(shares: Floats) -> bool:
    """Say whether a plan is the best in enough samples at some price."""
    return bool(shares.max() >= SELDOM)


def _deep(names: Sequence[tuple[int, str]], shares: Floats) -> float:
    """Return how deep a plot is: as its names need."""
    told = [name for at, name in names if _is_named(shares[at])]
    lines = [folded(name, LABELS - 0.15, SMALL) for name in told]
    return max(DEEP, sum(height_of(len(each), SMALL) for each in lines))


def _names(
    found: Comparison, groups: Sequence[Sequence[str]]
) -> tuple[tuple[int, str], ...]:
    """Return the place of each plan, and what it is called with those like it."""
    plans = (found.base, *found.variants)
    titles = plans_called(found.names, [plan.title for plan in plans])
    told = dict(zip(found.names, titles, strict=True))
    return tuple(
        (found.names.index(group[0]), " = ".join(told[name] for name in group))
        for group in groups
    )


def _alike(found: Comparison) -> list[list[str]]:
    """Return the plans, those that plan the same as the base together with it."""
    pairs = zip(found.names[1:], found.unchanged, strict=True)
    same = [name for name, unchanged in pairs if unchanged]
    others = [[name] for name in found.names[1:] if name not in same]
    return [[found.names[0], *same], *others]
