"""What a comparison costs and buys: trades, net benefit, which plan is best when."""

from collections.abc import Iterator

from sim.experiment.acceptability import ERROR, SAMPLES
from sim.experiment.comparison import Comparison
from sim.experiment.economics import Trade
from sim.report.decision.acceptability_figure import draw_acceptability
from sim.report.decision.comparison_tables import stepped, worth
from sim.report.decision.plan_titles import in_quotes
from sim.report.decision.wording import (
    UNITS,
    difference_cell,
    price_of_one,
    verdict_told,
)
from sim.report.document.cells import NOTHING
from sim.report.document.parts import (
    Block,
    Cell,
    Chart,
    Column,
    Paragraph,
    Picture,
    Table,
    cell,
)
from sim.report.document.pictures import alt_of
from sim.report.language import marked, say, spoken
from sim.report.numbers import localised, whole

__all__ = ["bargains", "best_plans", "prices", "trades_of", "trades_table"]

VERDICTS = {
    "dominates": marked("cheaper and better"),
    "dominated": marked("dearer and worse"),
    "cannot be told": marked("cannot be told"),
    "costs": marked("costs more, brings more"),
    "saves": marked("costs less, brings less"),
    "no effect": marked("no effect"),
}
"""What an incremental ratio comes to, in words."""


def prices(found: Comparison) -> Iterator[Block]:
    """Yield what effects cost, what they are worth, and which plan is best when."""
    yield trades_table(found)
    yield from best_plans(found)


def trades_table(found: Comparison, most: int | None = None) -> Table:
    """Return what one more of each effect costs: all, or those first that are told."""
    trades = trades_of(found)
    if most is not None and len(trades) > most:
        trades = sorted(trades, key=_untold)[:most]
    rows = [
        (
            cell(trade.variant),
            cell(say(UNITS[trade.effect])),
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
            Column(title=say("Plan"), meaning=say("what the file calls it")),
            Column(title=say("Effect"), meaning=say("counted so that more is better")),
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


def best_plans(found: Comparison) -> Iterator[Block]:
    """Yield what plans are worth at stated prices, and which is best at any."""
    told = in_quotes(found)
    if steps := " ".join(stepped(told)):
        yield Paragraph(steps)
    if stated := " ".join(worth(told)):
        yield Paragraph(stated)
    figure, title = draw_acceptability(found)
    if figure is not None:
        yield Picture(
            name="acceptability",
            title=title,
            alt=alt_of(title, say("Curves of how likely each plan is best")),
            data=_acceptable(found),
            chart=Chart(
                kind="line", along=1, up=tuple(range(2, 2 + len(found.names))), alone=0
            ),
            draw=lambda: figure,
        )


def bargains(found: Comparison) -> Iterator[str]:
    """Yield what one more of each effect costs, where that can be told."""
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


def trades_of(found: Comparison) -> list[Trade]:
    """Return the trades of the plans that are not the base again."""
    same = dict(zip(found.names[1:], found.unchanged, strict=True))
    return [trade for trade in found.economics.trades if not same[trade.variant]]


def _acceptable(found: Comparison) -> Table:
    """Return at a few prices how likely each plan is best."""
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
        for place, price in enumerate(prices)
        if place % max(1, len(prices) // 5) == 0
    ]
    return Table(
        name="acceptable",
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
