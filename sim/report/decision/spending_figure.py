"""Pictures of spending: what a sum buys, and cost against what is left undone."""

from typing import TYPE_CHECKING

from sim.experiment.allocating import Allocation
from sim.experiment.marginal import EFFECTS, Marginal
from sim.money import minor_digits
from sim.report.answer.spread import period
from sim.report.decision.spending import price_cell
from sim.report.figures.style import (
    BLACK,
    BLUE,
    GREY,
    NORMAL,
    SKY,
    SMALL,
    VERMILION,
    drawing,
    open_page,
)
from sim.report.numbers import count, money

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_front", "draw_marginal"]

WIDTH = 9.5
ROW = 0.4
NAMES = 2.1


def draw_marginal(found: Marginal) -> tuple["Figure", str]:
    """Draw what each lever avoids for the sum, an effect a column."""
    currency = found.scenario.currency
    title = f"What the next {money(found.amount, currency)} avoids"
    note = (
        f"Each lever alone {period(found.scenario)}, as far as the sum goes, with "
        f"intervals that hold together with 95 %, over "
        f"{count(found.replications, 'replication')}. Beside each bar: its price "
        "divided by what it avoids."
    )
    pulled = [bought for bought in found.bought if bought.option is not None]
    each = (WIDTH - NAMES - 0.4) / len(EFFECTS)
    body = ROW * max(1, len(pulled)) + 0.85
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=body)
        for row, bought in enumerate(pulled):
            assert bought.option is not None
            at = top + 0.3 + ROW * row
            page.write(0.3, at + 0.02, bought.lever.title[:34], size=SMALL)
            said = money(bought.option.price, currency)
            if len(bought.lever.options) > 1:
                said = f"{bought.option.label[:22]}, {said}"
            page.write(0.3, at + 0.17, said, size=6.5, color=GREY)
        for number, (effect, one) in enumerate(EFFECTS.items()):
            left = NAMES + 0.3 + number * each
            page.write(left, top, f"{one}s avoided", size=NORMAL)
            axes = page.axes(left, top + 0.3, each - 0.35, ROW * max(1, len(pulled)))
            axes.axvline(0, color=GREY, linewidth=0.6)
            for row, bought in enumerate(pulled):
                told = bought.avoided[effect]
                value = told.value or 0.0
                axes.barh(row, value, height=0.4, color=SKY)
                if told.low is not None and told.high is not None:
                    axes.plot(
                        [told.low, told.high], [row, row], color=BLACK, linewidth=0.8
                    )
                price = price_cell(bought, effect, currency)
                if price != "–":
                    axes.annotate(
                        price,
                        (1.0, row - 0.36),
                        xycoords=("axes fraction", "data"),
                        ha="right",
                        va="center",
                        fontsize=6,
                        color=BLUE,
                    )
            axes.set_ylim(max(1, len(pulled)) - 0.5, -0.5)
            axes.set_yticks([])
            axes.tick_params(labelsize=SMALL)
            axes.locator_params(axis="x", nbins=4)
    return page.figure, title


def draw_front(found: Allocation) -> tuple["Figure", str]:
    """Draw every plan played: its price against the goal, and the Pareto front."""
    currency = found.scenario.currency
    coins = 10 ** minor_digits(currency)
    sign = -1.0 if found.goal.name.startswith("most ") else 1.0
    title = f"Price against the {found.goal.name}"
    note = (
        "Each dot is a plan; small ones were left behind after a few replications, and "
        "stand where their difference from doing nothing puts them. The line joins "
        "plans of which none is cheaper and better; bars are 95 % intervals."
    )
    with drawing():
        page, top = open_page(title, note, width=WIDTH - 1.5, body=3.9)
        axes = page.axes(1.0, top, WIDTH - 3.0, 3.2)
        first = found.nothing_at_first
        shift = (found.nothing.goal.value or 0.0) - (first.goal.value or 0.0)
        for each in found.candidates:
            few = each.replications == first.replications
            value = (each.goal.value or 0.0) + (shift if few else 0.0)
            axes.plot(
                [each.spending.price / coins],
                [sign * value],
                "o" if each.able else "x",
                color=GREY,
                markersize=2.5,
            )
        prices = [each.spending.price / coins for each in found.front]
        values = [sign * (each.goal.value or 0.0) for each in found.front]
        axes.step(prices, values, where="post", color=BLUE, linewidth=1.2)
        for each, price, value in zip(found.front, prices, values, strict=True):
            if each.goal.low is not None and each.goal.high is not None:
                ends = [sign * each.goal.low, sign * each.goal.high]
                axes.plot([price, price], ends, color=BLUE, linewidth=0.8)
            axes.plot([price], [value], "o", color=BLUE, markersize=4)
        if found.best is not None:
            axes.plot(
                [found.best.spending.price / coins],
                [sign * (found.best.goal.value or 0.0)],
                "s",
                color=VERMILION,
                markersize=6,
            )
            page.write(
                1.0,
                top + 3.62,
                f"■ {found.best.spending.told(found.levers)[:110]}",
                size=SMALL,
                color=VERMILION,
            )
        axes.set_xlabel(currency, fontsize=SMALL)
        axes.tick_params(labelsize=SMALL)
    return page.figure, title
