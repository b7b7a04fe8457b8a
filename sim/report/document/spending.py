"""The reports of ``marginal`` and ``allocate``: what money buys, how to split it."""

from collections.abc import Iterator

from sim.experiment.allocating import Allocation, Rival
from sim.experiment.arena import Candidate
from sim.experiment.marginal import EFFECTS, Bought, Marginal
from sim.money import minor_digits
from sim.report.answer.spread import period
from sim.report.answer.tables import short
from sim.report.decision.allocation import (
    allocation_answer,
    allocation_caution,
    goal_cell,
    goal_told,
    split_told,
)
from sim.report.decision.marginal import (
    AVOIDED,
    lever_told,
    marginal_answer,
    marginal_caution,
    price_cell,
)
from sim.report.decision.naming import condition_told, quoted
from sim.report.decision.spending_figure import draw_front, draw_marginal
from sim.report.decision.wording import gap_cell
from sim.report.document.cells import NOTHING, coins
from sim.report.document.framing import command_of, framed, pictured
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
from sim.report.language import marked, say, some
from sim.report.numbers import count, money

__all__ = ["build_allocation", "build_marginal"]

BRIEFLY = {
    "surely": marked("surely"),
    "by the estimate": marked("by the estimate"),
    "perhaps": marked("perhaps not"),
    "no": marked("no"),
}
"""Whether a constraint is kept, in a table."""
FINALISTS = 8
"""So many plans that may be the best stand on the first page."""


def build_marginal(found: Marginal, audience: Audience) -> Document:
    """Return the report of what the next sum buys, in the language that is spoken.

    A donor sees the picture on the first page, a ministry what care then costs.
    """
    intro, *told = marginal_answer(found)
    tables = [_effect(found, effect) for effect in EFFECTS]
    care = _care(found)
    picture = pictured(
        "marginal",
        lambda: draw_marginal(found),
        _all_effects(found),
        Chart(kind="bar", along=1, up=(3,), apart=0),
    )
    opens = Section(name="care", title=say("What care then costs"), blocks=(care,))
    follows: list[Block] = [picture, *tables]
    if audience == "donor":
        opens = Section(name="picture", title=picture.title, blocks=(picture,))
        follows = [*tables, care]
    answer: list[Block] = [Paragraph(intro)]
    answer += [Paragraph(text, "answer") for text in told]
    return framed(
        found.scenario,
        audience,
        question=say(
            "What do the next {amount} buy?",
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
        command=command_of(
            "marginal",
            [("amount", _plain(found.amount, found))],
            seed=found.seed,
            played=found.replications,
        ),
    )


def _as_it_stands(found: Marginal) -> str:
    """Say how many of each effect there are if no lever is pulled."""
    told = [
        f"{say(AVOIDED[name])}: {short(base)}"
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


def _effect(found: Marginal, effect: str) -> Table:
    """Return what each lever avoids of one effect, and at what price."""
    return Table(
        name=effect,
        title=say("{what} avoided", what=say(AVOIDED[effect])).capitalize(),
        columns=(_lever(), _price(), _avoided(), _price_of_each()),
        rows=tuple(
            (cell(lever_told(bought)), _paid(found, price), *_bought(bought, effect))
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
            _price(),
            _avoided(),
            _price_of_each(),
        ),
        rows=tuple(
            (
                cell(say(AVOIDED[effect])),
                cell(lever_told(bought)),
                _paid(found, price),
                *_bought(bought, effect),
            )
            for effect in EFFECTS
            for bought, price in _pulled(found)
        ),
    )


def _lever() -> Column:
    return Column(title=say("Lever"), meaning=say("what could be done, and how far"))


def _price() -> Column:
    return Column(title=say("Price"), kind="money", meaning=say("as the file gives it"))


def _avoided() -> Column:
    return Column(
        title=say("Avoided"),
        kind="number",
        meaning=say("mean over the replications, with its joint interval"),
    )


def _price_of_each() -> Column:
    return Column(
        title=say("Price of each"),
        kind="number",
        meaning=say("the price divided by what is avoided, with Fieller's interval"),
    )


def _paid(found: Marginal | Allocation, minor: int) -> Cell:
    return coins(minor, found.scenario.currency)


def _bought(bought: Bought, effect: str) -> tuple[Cell, Cell]:
    avoided, each = bought.avoided[effect], bought.price_of_one[effect]
    price = NOTHING
    if each.value is not None:
        price = Cell(price_cell(bought, effect), each.value)
    return Cell(gap_cell(avoided), avoided.value), price


def _care(found: Marginal) -> Table:
    """Return what care costs more with each lever."""
    return Table(
        name="care",
        title=say("What care costs more"),
        columns=(
            _lever(),
            _price(),
            Column(
                title=say("Added"),
                kind="number",
                meaning=say("mean over the replications, with its joint interval"),
            ),
        ),
        rows=tuple(
            (
                cell(lever_told(bought)),
                _paid(found, price),
                NOTHING
                if bought.care is None
                else Cell(gap_cell(bought.care), bought.care.value),
            )
            for bought, price in _pulled(found)
        ),
        note=say("It is not part of the price."),
    )


def build_allocation(found: Allocation, audience: Audience) -> Document:
    """Return the report of how a budget is split, in the language that is spoken.

    A ministry sees on the first page the plans that may be the best, a donor the most
    that each sum buys; every plan played stands in the annex.
    """
    finalists, front = _finalists(found), _front(found)
    opens, follows = (front, finalists) if audience == "donor" else (finalists, front)
    picture = pictured(
        "front",
        lambda: draw_front(found),
        front,
        Chart(kind="scatter", along=1, up=(2,)),
    )
    answer: list[Block] = [
        Paragraph(text, "plain" if at else "answer")
        for at, text in enumerate(allocation_answer(found))
    ]
    if found.best is not None:
        answer.append(_figures(found, found.best))
    opening = [Section(name="answer", title=say("The answer"), blocks=tuple(answer))]
    if opens.rows:
        opening.append(
            Section(name="plans", title=say("Choose among these"), blocks=(opens,))
        )
    return framed(
        found.scenario,
        audience,
        question=say(
            "How is {budget} best split, for {goal}?",
            budget=money(found.budget, found.scenario.currency),
            goal=quoted(goal_told(found)),
        ),
        first=opening,
        rest=[picture, *([follows] if follows.rows else [])],
        basis=allocation_caution(found),
        command=command_of(
            "allocate",
            [
                ("budget", _plain(found.budget, found)),
                *(
                    ("minimise", f"{weight:g}*{quantity.name}")
                    for quantity, weight in found.goal.terms
                ),
                *(("keep", condition.text) for condition in found.constraints),
                ("matters", f"{found.matters:.12g}"),
            ],
            seed=found.seed,
            played=found.replications,
        ),
        annex=[_every(found)],
    )


def _plain(minor: int, found: Marginal | Allocation) -> str:
    """Return an amount as the command line takes it, in the file's currency."""
    digits = minor_digits(found.scenario.currency)
    whole = minor / 10**digits
    return f"{whole:.0f}" if whole.is_integer() else f"{whole:.{digits}f}"


def _figures(found: Allocation, best: Candidate) -> Headlines:
    label = goal_told(found)
    return Headlines(
        (
            Headline(
                label=say("To spend"),
                value=money(best.spending.price, found.scenario.currency),
                doubt=say(
                    "of {budget}", budget=money(found.budget, found.scenario.currency)
                ),
            ),
            *(
                Headline(
                    label=f"{label}, {when}",
                    value=goal_cell(found, plan).partition(" (")[0],
                    doubt=say("95 % interval {range}", range=_range(found, plan)),
                )
                for when, plan in (
                    (say("with this plan"), best),
                    (say("if nothing is done"), found.nothing),
                )
            ),
        )
    )


def _range(found: Allocation, plan: Candidate) -> str:
    return goal_cell(found, plan).partition(" (")[2].removesuffix(")") or "–"


def _plan() -> Column:
    return Column(title=say("Plan"), meaning=say("what could be done, and how far"))


def _goal(found: Allocation) -> Column:
    return Column(
        title=goal_told(found),
        kind="number",
        meaning=say("mean in the period, with its 95 % interval"),
    )


def _row(found: Allocation, plan: Candidate) -> tuple[Cell, Cell, Cell]:
    sign = -1.0 if found.goal.is_most else 1.0
    return (
        cell(split_told(found, plan.spending)),
        _paid(found, plan.spending.price),
        Cell(goal_cell(found, plan), sign * plan.loss),
    )


def _finalists(found: Allocation) -> Table:
    """Return the plan proposed, and those that cannot be told from it."""
    rows = [] if found.best is None else [(*_row(found, found.best), NOTHING)]
    rows += [(*_row(found, each.candidate), _behind(each)) for each in found.tied]
    rest = len(rows) - FINALISTS
    return Table(
        name="finalists",
        title=say("Plans that may be the best"),
        columns=(
            _plan(),
            _price(),
            _goal(found),
            _how_far(),
        ),
        rows=tuple(rows[:FINALISTS]),
        note=some(
            "{number} other cannot be told from the first: the annex has it.",
            "{number} others cannot be told from the first: the annex has them.",
            rest,
        )
        if rest > 0
        else "",
    )


def _how_far() -> Column:
    return Column(
        title=say("Behind"),
        kind="number",
        meaning=say("how much worse than the first, with its joint interval"),
    )


def _behind(rival: Rival) -> Cell:
    return Cell(gap_cell(rival.behind), rival.behind.value)


def _front(found: Allocation) -> Table:
    return Table(
        name="front",
        title=say("The most for each sum"),
        columns=(_plan(), _price(), _goal(found)),
        rows=tuple(_row(found, plan) for plan in found.front),
        note=say("Of these plans none is cheaper and better."),
    )


def _every(found: Allocation) -> Table:
    """Return every plan played, the cheapest first, and whether it is allowed.

    Those that may be the best say how far they are behind.
    """
    behind = {each.candidate.spending: _behind(each) for each in found.tied}
    asked = [condition_told(each, found.scenario) for each in found.constraints]
    return Table(
        name="plans",
        title=say("Every plan played"),
        columns=(
            _plan(),
            _price(),
            _goal(found),
            _how_far(),
            *(
                Column(title=text, meaning=say("how sure it is that this is kept"))
                for text in asked
            ),
        ),
        rows=tuple(
            (
                *_row(found, plan),
                behind.get(plan.spending, Cell("")),
                *(cell(say(BRIEFLY[kept])) for kept in plan.kept),
            )
            for plan in found.candidates
        ),
        note=say(
            "{played}, {replications} of each; where it says how far a plan is behind, "
            "it may be the best.",
            played=count(len(found.candidates), "plan"),
            replications=count(found.replications, "replication"),
        ),
    )
