"""What a comparison costs and buys: trades, net benefit, which plan is best when."""

from collections.abc import Iterator, Sequence

from sim.experiment.acceptability import ERROR, SAMPLES
from sim.experiment.comparison import Comparison
from sim.experiment.economics import Trade
from sim.report.decision.acceptability_figure import curves_drawn, draw_acceptability
from sim.report.decision.comparison_tables import are_many, stepped, worth
from sim.report.decision.plan_titles import in_quotes
from sim.report.decision.wording import (
    UNITS,
    difference_cell,
    listed,
    price_of_one,
    verdict_told,
)
from sim.report.document.cells import NOTHING
from sim.report.document.parts import (
    Cell,
    Chart,
    Column,
    Paragraph,
    Picture,
    Table,
    cell,
)
from sim.report.document.pictures import alt_of
from sim.report.language import marked, say, some, spoken
from sim.report.numbers import localised, whole

__all__ = ["bargains", "best_plans", "by_price", "trades_of", "trades_table"]

CHEAPEST = 3
"""Of many plans so many are named with which an effect costs least."""
VERDICTS = {
    "dominates": marked("cheaper and better"),
    "dominated": marked("dearer and worse"),
    "cannot be told": marked("cannot be told"),
    "costs": marked("costs more, brings more"),
    "saves": marked("costs less, brings less"),
    "no effect": marked("no effect"),
}
"""What an incremental ratio comes to, in words."""


def trades_table(found: Comparison, most: int | None = None) -> Table:
    """Return what one more of each effect costs: all, or those first that are told."""
    trades = trades_of(found)
    if most is not None and len(trades) > most:
        first = sorted(trades, key=_untold)[:most]
        trades = [trade for trade in trades if trade in first]
    rows = [
        (
            cell(say(UNITS[trade.effect])),
            cell(trade.variant),
            Cell(difference_cell(trade.cost), trade.cost.value),
            Cell(difference_cell(trade.gain), trade.gain.value),
            NOTHING
            if trade.ratio.value is None
            else Cell(price_of_one(trade.ratio), trade.ratio.value),
            cell(verdict_told(trade, VERDICTS)),
        )
        for trade in trades
    ]
    return Table(
        name="trades",
        title=say("What one more of an effect costs"),
        columns=(
            Column(title=say("Effect"), meaning=say("counted so that more is better")),
            Column(title=say("Plan"), meaning=say("what the file calls it")),
            Column(
                title=say("More cost"),
                kind="money",
                meaning=say("bills due, variant less base"),
            ),
            Column(
                title=say("More effect"),
                kind="number",
                meaning=say("variant less base, more being better"),
            ),
            Column(
                title=say("Cost of one more"),
                kind="money",
                meaning=say("more cost over more effect, where that means something"),
            ),
            Column(title=say("In words"), meaning=say("what the two come to")),
        ),
        rows=tuple(rows),
        grouped=1,
        note=say(
            "Cost is what care costs, not what a plan's money costs its giver. Ranges "
            "are the intervals of the differences: as wide as it takes for all that is "
            "compared to hold together with 95 %."
        ),
    )


def _untold(trade: Trade) -> int:
    """Return how little a trade tells: a price, a way, nothing at all."""
    if trade.verdict in {"costs", "dominates", "saves"}:
        return 0
    return 2 if trade.verdict == "no effect" else 1


def best_plans(found: Comparison) -> tuple[list[Picture], list[Paragraph]]:
    """Return which plan is best at any price, and what plans are worth at some.

    The pictures of it, and the sentences.
    """
    drawn = [
        _curves(found, effects, number)
        for number, effects in enumerate(curves_drawn(found))
    ]
    told = in_quotes(found)
    texts = (" ".join(stepped(told)), " ".join(worth(told)))
    return drawn, [Paragraph(text) for text in texts if text]


def _curves(found: Comparison, effects: Sequence[str], number: int) -> Picture:
    """Return one of the pictures of curves: the first, or one that follows."""
    after = f"_{number + 1}" if number else ""
    figure, title = draw_acceptability(found, effects)
    assert figure is not None
    if number:
        title = say("{title}: further effects", title=title)
    return Picture(
        name=f"acceptability{after}",
        title=title,
        alt=alt_of(title, say("Curves of how likely each plan is best")),
        data=_acceptable(found, f"acceptable{after}", effects),
        chart=Chart(
            kind="line", along=1, up=tuple(range(2, 2 + len(found.names))), alone=0
        ),
        draw=lambda: figure,
    )


def bargains(found: Comparison) -> Iterator[str]:
    """Yield what one more of each effect costs, where that can be told.

    Of many plans those with which it costs least are named.
    """
    if are_many(found):
        yield from _cheapest(found)
        return
    for trade in trades_of(in_quotes(found)):
        if trade.verdict == "costs" and trade.ratio.value is not None:
            yield say(
                "With {plan}, {unit} costs {price}.",
                plan=trade.variant,
                unit=say(UNITS[trade.effect]),
                price=price_of_one(trade.ratio),
            )
        elif trade.verdict == "dominates":
            yield say(
                "With {plan}, {unit} costs nothing: it is cheaper and better.",
                plan=trade.variant,
                unit=say(UNITS[trade.effect]),
            )


def _cheapest(found: Comparison) -> Iterator[str]:
    """Yield for each effect with which plans one more costs nothing, or least."""
    trades = trades_of(in_quotes(found))
    for effect in dict.fromkeys(trade.effect for trade in trades):
        unit = say(UNITS[effect])
        free = [t for t in trades if (t.effect, t.verdict) == (effect, "dominates")]
        if free:
            yield say(
                "With {plan}, {unit} costs nothing: it is cheaper and better.",
                plan=listed([trade.variant for trade in free]),
                unit=unit,
            )
        paid = by_price(trades, effect)
        told = [
            say("{price} with {plan}", price=price_of_one(t.ratio), plan=t.variant)
            for t in paid[:CHEAPEST]
        ]
        if len(paid) > CHEAPEST:
            others = len(paid) - CHEAPEST
            told.append(
                some("more with {number} other", "more with {number} others", others)
            )
        if told:
            yield say(
                "{unit} costs: {told}.",
                unit=f"{unit[:1].upper()}{unit[1:]}",
                told="; ".join(told),
            )


def by_price(trades: Sequence[Trade], effect: str) -> list[Trade]:
    """Return the trades that buy more of an effect at a price, the cheapest first."""
    paid = [
        (trade.ratio.value, at, trade)
        for at, trade in enumerate(trades)
        if (trade.effect, trade.verdict) == (effect, "costs")
        and trade.ratio.value is not None
    ]
    return [trade for *_, trade in sorted(paid)]


def trades_of(found: Comparison) -> list[Trade]:
    """Return the trades of the plans that are not the base again."""
    same = dict(zip(found.names[1:], found.unchanged, strict=True))
    return [trade for trade in found.economics.trades if not same[trade.variant]]


def _acceptable(found: Comparison, name: str, effects: Sequence[str]) -> Table:
    """Return at a few prices of some effects how likely each plan is best."""
    rows = [
        (
            cell(say(UNITS[effect])),
            Cell(whole(round(price), found.base.currency), float(price)),
            *(
                Cell(f"{100 * share:.0f}{spoken().percent}", float(share))
                for share in shares[:, place]
            ),
        )
        for effect, (prices, shares) in found.economics.acceptable.items()
        if effect in effects
        for place, price in enumerate(prices)
        if place % max(1, len(prices) // 5) == 0
    ]
    return Table(
        name=name,
        title=say("How likely each plan is best, by what an effect is worth"),
        columns=(
            Column(title=say("Effect"), meaning=say("counted so that more is better")),
            Column(
                title=say("Worth"), kind="money", meaning=say("what one more is worth")
            ),
            *(
                Column(
                    title=name,
                    kind="share",
                    meaning=say("share of samples in which it is best on average"),
                )
                for name in found.names
            ),
        ),
        rows=tuple(rows),
        note=say(
            "Of {samples} bootstrap samples, which alone may put a share off by "
            "{error} points, with 95 %. Plans that tie are best together, so shares "
            "may pass 100 % in all.",
            samples=localised(f"{SAMPLES:,}"),
            error=localised(f"{100 * ERROR:.1f}"),
        ),
    )
