"""Pictures of spending: what a sum buys, and cost against what is left undone."""

from typing import TYPE_CHECKING

from sim.experiment.allocating import Allocation
from sim.experiment.arena import Candidate
from sim.experiment.marginal import EFFECTS, Bought, Marginal
from sim.measures.registry import measure
from sim.money import minor_digits
from sim.report.answer.spread import period
from sim.report.decision.allocation import goal_briefly, goal_told, split_told
from sim.report.decision.marginal import AVOIDED, price_cell
from sim.report.decision.naming import position_told, quoted
from sim.report.decision.ticks import money_along, number_along, unit_told
from sim.report.figures.style import (
    BLACK,
    BLUE,
    CLEARED,
    GREY,
    MARGIN,
    NORMAL,
    SKY,
    SMALL,
    VERMILION,
    VERMILION_TEXT,
    WIDTH,
    drawing,
    folded,
    height_of,
    open_page,
)
from sim.report.language import say
from sim.report.numbers import count, is_money, money, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_front", "draw_marginal"]

NAMES = 1.9


def draw_marginal(found: Marginal) -> tuple["Figure", str]:
    """Draw what each lever avoids for the sum, an effect a column.

    An effect of which no lever avoids any has none: there is nothing to see.
    """
    currency = found.scenario.currency
    title = say("What the next {amount} avoids", amount=money(found.amount, currency))
    note = say(
        "Each lever alone {when}, as far as the sum goes, with intervals that hold "
        "together with 95 %, over {played}. Above each bar: its price divided by what "
        "it avoids.",
        when=period(found.scenario),
        played=count(found.replications, "replication"),
    )
    pulled = [bought for bought in found.bought if bought.option is not None]
    shown = [
        effect
        for effect in EFFECTS
        if any(bought.avoided[effect].value for bought in pulled)
    ] or list(EFFECTS)
    each = (WIDTH - NAMES - 0.2) / len(shown)
    titles = [titled(bought.lever.title) for bought in pulled]
    names = [folded(each, NAMES - MARGIN, SMALL) for each in titles]
    lines = max((len(name) for name in names), default=1)
    deep = height_of(lines + 1, SMALL) + 0.14
    body = deep * max(1, len(pulled)) + 0.85
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=body)
        for row, (bought, name) in enumerate(zip(pulled, names, strict=True)):
            at = top + 0.3 + deep * row + 0.06
            page.write(MARGIN, at, "\n".join(name), size=SMALL)
            at += height_of(len(name), SMALL)
            page.write(MARGIN, at, _price(bought, currency), size=SMALL, color=GREY)
        for number, effect in enumerate(shown):
            left = NAMES + 0.15 + number * each
            page.write(left, top, say(AVOIDED[effect]), size=NORMAL)
            axes = page.axes(left, top + 0.3, each - 0.3, deep * max(1, len(pulled)))
            axes.axvline(0, color=GREY, linewidth=0.6)
            for row, bought in enumerate(pulled):
                told = bought.avoided[effect]
                value = told.value or 0.0
                axes.barh(row + 0.1, value, height=0.36, color=SKY)
                if told.low is not None and told.high is not None:
                    ends = [told.low, told.high]
                    axes.plot(ends, [row + 0.1] * 2, color=BLACK, linewidth=0.8)
                price = price_cell(bought, effect)
                if price != "–":
                    axes.annotate(
                        price,
                        (1.0, row - 0.34),
                        xycoords=("axes fraction", "data"),
                        ha="right",
                        va="center",
                        fontsize=SMALL,
                        color=GREY,
                    )
            axes.set_ylim(max(1, len(pulled)) - 0.5, -0.5)
            axes.set_yticks([])
            axes.tick_params(labelsize=SMALL)
            axes.locator_params(axis="x", nbins=4)
            number_along(axes.xaxis)
            unit = unit_told(measure(effect).unit)
            axes.set_xlabel(say("{unit}, mean", unit=unit), fontsize=SMALL)
    return page.figure, title


def _price(bought: Bought, currency: str) -> str:
    """Return how far a lever is pulled, where it goes further, and at what price."""
    assert bought.option is not None
    price = money(bought.option.price, currency)
    if len(bought.lever.options) == 1:
        return price
    return f"{position_told(bought.option.label)[:22]}, {price}"


def _draw_fresh(axes: "Axes", plan: Candidate, coins: int, sign: float) -> None:
    """Draw what the plan proposed does on fresh luck, with its interval."""
    price, told = plan.spending.price / coins, plan.goal
    if told.low is not None and told.high is not None:
        ends = [sign * told.low, sign * told.high]
        axes.plot([price, price], ends, color=VERMILION, linewidth=1.2)
    axes.plot(
        [price],
        [sign * plan.loss],
        "s",
        color=VERMILION,
        markersize=8,
        fillstyle="none",
    )
    _beside(axes, (price, sign * plan.loss), say("on fresh luck"), up=9)


def _beside(axes: "Axes", place: tuple[float, float], text: str, *, up: float) -> None:
    """Write what a mark is, left of it and so many points above."""
    axes.annotate(
        text,
        place,
        xytext=(-7, up),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=SMALL,
        color=VERMILION_TEXT,
        bbox=CLEARED,
    )


def draw_front(found: Allocation) -> tuple["Figure", str]:
    """Draw every plan played: its price against the goal, and the Pareto front."""
    currency = found.scenario.currency
    coins = 10 ** minor_digits(currency)
    sign = -1.0 if found.goal.is_most else 1.0
    title = say("What plans cost, and what they do")
    note = say(
        "Up: {goal}. Each dot is a plan, over {played}; a cross breaks a condition. "
        "The line joins plans of which none is cheaper and better by the estimate; "
        "bars are 95 % intervals. The square is the plan proposed, where it was "
        "chosen; the open one is the same on fresh luck.",
        goal=quoted(goal_told(found)),
        played=count(found.replications, "replication"),
    )
    with drawing():
        page, top = open_page(title, note, width=WIDTH, body=4.0)
        axes = page.axes(0.85, top, WIDTH - 1.25, 3.2)
        axes.set_ylabel(goal_briefly(found), fontsize=SMALL)
        for each in found.candidates:
            axes.plot(
                [each.spending.price / coins],
                [sign * each.loss],
                "o" if each.able else "x",
                color=GREY,
                markersize=2.5,
            )
        prices = [each.spending.price / coins for each in found.front]
        values = [sign * each.loss for each in found.front]
        axes.step(prices, values, where="post", color=BLUE, linewidth=1.2)
        for each, price, value in zip(found.front, prices, values, strict=True):
            if each.goal.low is not None and each.goal.high is not None:
                ends = [sign * each.goal.low, sign * each.goal.high]
                axes.plot([price, price], ends, color=BLUE, linewidth=0.8)
            axes.plot([price], [value], "o", color=BLUE, markersize=4)
        if found.best is not None:
            axes.plot(
                [found.best.spending.price / coins],
                [sign * found.best.loss],
                "s",
                color=VERMILION,
                markersize=6,
            )
            chosen = (found.best.spending.price / coins, sign * found.best.loss)
            _beside(axes, chosen, say("where it was chosen"), up=-9)
            if found.fresh is not None:
                _draw_fresh(axes, found.fresh.best, coins, sign)
            best = f"■ {split_told(found, found.best.spending)}"
            page.write(
                0.85,
                top + 3.62,
                "\n".join(folded(best, WIDTH - 1.1, SMALL)[:2]),
                size=SMALL,
                color=VERMILION_TEXT,
            )
        money_along(axes.xaxis, currency)
        unit = found.goal.unit(currency)
        if is_money(unit):
            money_along(axes.yaxis, currency)
        else:
            share = unit in ("probability", "share")
            number_along(axes.yaxis, parts_of_100=share)
        axes.set_xlabel(say("price"), fontsize=SMALL)
        axes.tick_params(labelsize=SMALL)
    return page.figure, title
