"""The report of ``marginal``: what the next sum buys."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.experiment.estimate import Estimate
from sim.experiment.marginal import EFFECTS, Bought, Marginal, cheapest
from sim.report.answer.spread import listing, period
from sim.report.answer.tables import short
from sim.report.decision.again import marginal_again
from sim.report.decision.marginal import (
    AVOIDED,
    lever_told,
    marginal_answer,
    marginal_caution,
    price_cell,
)
from sim.report.decision.naming import quoted
from sim.report.decision.spending_figure import draw_marginal
from sim.report.decision.wording import gap_cell
from sim.report.document.cells import NOTHING, doubtful
from sim.report.document.framing import framed, pictured
from sim.report.document.paid import paid, price_column
from sim.report.document.parts import (
    Audience,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Headline,
    Headlines,
    Paragraph,
    Section,
    Table,
    cell,
)
from sim.report.language import say
from sim.report.numbers import money

__all__ = ["build_marginal"]


def build_marginal(found: Marginal, audience: Audience) -> Document:
    """Return the report of what the next sum buys, in the language that is spoken.

    A donor sees the picture on the first page, a ministry what care then costs.
    """
    intro, *told = marginal_answer(found)
    moved = [e for e in EFFECTS if any(b.avoided[e].value for b, _ in _pulled(found))]
    tables: list[Block] = [_levers(found, moved)] if moved else []
    if still := [say(AVOIDED[effect]) for effect in EFFECTS if effect not in moved]:
        told_of = say("No lever changes these at all: {what}.", what=listing(still))
        tables.append(Paragraph(told_of))
    care = _care(found)
    picture = pictured(
        "marginal",
        lambda: draw_marginal(found),
        _all_effects(found),
        Chart(kind="bar", along=1, up=(3,), alone=0),
        what=say("Bars of what each lever avoids, with intervals, an effect a column"),
        says=told[0] if told else intro,
    )
    opens = Section(name="care", title=say("What care then costs"), blocks=(care,))
    follows: list[Block] = [picture, *tables]
    if audience == "donor":
        opens = Section(name="picture", title=picture.title, blocks=(picture,))
        follows = [*tables, care]
    answer: list[Block] = [Paragraph(intro)]
    answer += [Paragraph(text, "answer") for text in told]
    answer.append(Headlines(tuple(_figures(found))))
    return framed(
        found.scenario,
        audience,
        question=say(
            "What does the next {amount} buy?",
            amount=money(found.amount, found.scenario.currency),
        ),
        first=(
            Section(name="answer", title=say("The answer"), blocks=tuple(answer)),
            Section(
                name="nothing",
                title=say("What doing nothing means"),
                blocks=(Paragraph(_as_it_stands(found)),),
            ),
            opens,
        ),
        rest=follows,
        basis=marginal_caution(found),
        command=marginal_again(found),
    )


def _figures(found: Marginal) -> Iterator[Headline]:
    """Yield what the best lever avoids; where none surely does, what there is."""
    for effect, base in found.base.items():
        what = say(AVOIDED[effect])
        what = f"{what[:1].upper()}{what[1:]}"
        able = cheapest(found, effect)
        if able:
            value, _, ends = gap_cell(able[0].avoided[effect]).partition(" (")
            yield Headline(
                label=say(
                    "{what} avoided with {lever}",
                    what=what,
                    lever=quoted(lever_told(able[0])),
                ),
                value=value.replace("+", ""),
                doubt=say(
                    "range {range}; {price} each",
                    range=ends.removesuffix(")").replace("+", "") or "–",
                    price=price_cell(able[0], effect),
                ),
            )
        elif base.value is not None:
            value, _, ends = short(_counted(base)).partition(" (")
            yield Headline(
                label=say("{what}, if nothing is done", what=what),
                value=value,
                doubt=say("range {range}", range=ends.removesuffix(")"))
                if ends
                else "",
            )


def _counted(told: Estimate) -> Estimate:
    """Return a number of days, nights or people, of which there are never below 0."""
    return told if told.low is None else replace(told, low=max(told.low, 0.0))


def _as_it_stands(found: Marginal) -> str:
    """Say how many of each effect there are if no lever is pulled."""
    told = [
        f"{say(AVOIDED[name])}: {short(_counted(base))}"
        for name, base in found.base.items()
        if base.value is not None
    ]
    return say(
        "If nothing is done, there are on average {when}: {told}.",
        when=period(found.scenario),
        told="; ".join(told),
    )


def _pulled(found: Marginal) -> Iterator[tuple[Bought, int]]:
    for bought in found.bought:
        if bought.option is not None:
            yield bought, bought.option.price


def _levers(found: Marginal, effects: Sequence[str]) -> Table:
    """Return what each lever avoids of some effects; at what price, where it is sure.

    Of what no lever surely avoids no price is known, and so none has a column.
    """
    priced = {
        effect
        for effect in effects
        if any(b.price_of_one[effect].value is not None for b, _ in _pulled(found))
    }
    columns: list[Column] = []
    for effect in effects:
        columns.append(_avoided(say("{what} avoided", what=say(AVOIDED[effect]))))
        if effect in priced:
            columns.append(_price_of_each())
    return Table(
        name="levers",
        title=say("What each lever avoids"),
        columns=(_lever(), price_column(), *columns),
        rows=tuple(
            (
                cell(lever_told(bought)),
                paid(price, found.scenario),
                *(
                    told
                    for effect in effects
                    for told in _bought(bought, effect)[: 1 + (effect in priced)]
                ),
            )
            for bought, price in _pulled(found)
        ),
    )


def _all_effects(found: Marginal) -> Table:
    """Return all that the picture shows: an effect and a lever a row."""
    return Table(
        name="bought",
        title=say("What each lever avoids"),
        columns=(
            Column(title=say("Effect"), meaning=say("what is avoided")),
            _lever(),
            price_column(),
            _avoided(),
            _price_of_each(),
        ),
        rows=tuple(
            (
                cell(say(AVOIDED[effect])),
                cell(lever_told(bought)),
                paid(price, found.scenario),
                *_bought(bought, effect),
            )
            for effect in EFFECTS
            for bought, price in _pulled(found)
        ),
    )


def _lever() -> Column:
    return Column(title=say("Lever"), meaning=say("what could be done, and how far"))


def _avoided(title: str = "") -> Column:
    title = title or say("Avoided")
    return Column(
        title=f"{title[:1].upper()}{title[1:]}",
        kind="number",
        meaning=say("mean over the replications, with its joint interval"),
    )


def _price_of_each() -> Column:
    return Column(
        title=say("Price of each"),
        kind="number",
        meaning=say("the price divided by what is avoided, with Fieller's interval"),
    )


def _bought(bought: Bought, effect: str) -> tuple[Cell, Cell]:
    avoided, each = bought.avoided[effect], bought.price_of_one[effect]
    price = NOTHING
    if each.value is not None:
        price = Cell(price_cell(bought, effect), each.value)
    return doubtful(gap_cell(avoided), avoided), price


def _care(found: Marginal) -> Table:
    """Return what care costs more with each lever."""
    return Table(
        name="care",
        title=say("What care costs more"),
        columns=(
            _lever(),
            price_column(),
            Column(
                title=say("Added"),
                kind="number",
                meaning=say("mean over the replications, with its joint interval"),
            ),
        ),
        rows=tuple(
            (
                cell(lever_told(bought)),
                paid(price, found.scenario),
                NOTHING
                if bought.care is None
                else doubtful(gap_cell(bought.care), bought.care),
            )
            for bought, price in _pulled(found)
        ),
        note=say("It is not part of the price."),
    )
