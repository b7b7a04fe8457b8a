"""The report of ``allocate``: how a budget is best split."""

from sim.experiment.allocating import Allocation, Rival
from sim.experiment.arena import Candidate
from sim.report.decision.again import allocation_again
from sim.report.decision.allocation import (
    BRIEFLY,
    allocation_answer,
    allocation_caution,
    goal_briefly,
    goal_cell,
    goal_told,
    kept_told,
    proposed,
    rivals,
    split_told,
    undone,
)
from sim.report.decision.allocation_tables import front_cells
from sim.report.decision.naming import condition_told, quoted
from sim.report.decision.spending_figure import draw_front
from sim.report.decision.ticks import unit_told
from sim.report.decision.wording import gap_cell
from sim.report.document.cells import NOTHING
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
from sim.report.language import say, some
from sim.report.numbers import count, is_money, money

__all__ = ["build_allocation"]

FINALISTS = 8
"""So many plans that may be the best stand on the first page."""


def build_allocation(found: Allocation, audience: Audience) -> Document:
    """Return the report of how a budget is split, in the language that is spoken.

    A ministry sees on the first page the plans that may be the best, a donor the most
    that each sum buys; every plan played stands in the annex.
    """
    finalists, front = _finalists(found), _front(found)
    opens, follows = (front, finalists) if audience == "donor" else (finalists, front)
    told = list(allocation_answer(found))
    picture = pictured(
        "front",
        lambda: draw_front(found),
        front,
        Chart(kind="scatter", along=1, up=(2,)),
        what=say("Dots of plans, price along, and a line of the best for each price"),
        says=told[0],
    )
    answer: list[Block] = [
        Paragraph(text, "plain" if at else "answer") for at, text in enumerate(told)
    ]
    if (best := proposed(found)) is not None:
        answer.append(_figures(found, best))
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
        command=allocation_again(found),
        annex=[_every(found)],
    )


def _figures(found: Allocation, best: Candidate) -> Headlines:
    label = goal_briefly(found)
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
                    doubt=_doubt(found, plan),
                )
                for when, plan in (
                    (say("with this plan"), best),
                    (say("if nothing is done"), undone(found)),
                )
            ),
        )
    )


def _doubt(found: Allocation, plan: Candidate) -> str:
    """Say within what a figure lies, and whether it comes from fresh luck."""
    if found.fresh is None:
        return say("95 % interval {range}", range=_range(found, plan))
    return say(
        "95 % interval {range}; fresh luck, {played}",
        range=_range(found, plan),
        played=count(plan.goal.replications, "replication"),
    )


def _range(found: Allocation, plan: Candidate) -> str:
    return goal_cell(found, plan).partition(" (")[2].removesuffix(")") or "–"


def _plan() -> Column:
    return Column(title=say("Plan"), meaning=say("what could be done, and how far"))


def _goal(found: Allocation) -> Column:
    return Column(
        title=_goal_head(found),
        kind="number",
        meaning=say("mean in the period, with its 95 % interval"),
    )


def _goal_head(found: Allocation) -> str:
    """Return what is counted, with its unit where the numbers do not show it."""
    unit = found.goal.unit(found.scenario.currency)
    if is_money(unit) or unit in ("probability", "share"):
        return goal_briefly(found)
    return f"{goal_briefly(found)}, {unit_told(unit)}"


def _row(found: Allocation, plan: Candidate) -> tuple[Cell, Cell, Cell]:
    sign = -1.0 if found.goal.is_most else 1.0
    return (
        cell(split_told(found, plan.spending)),
        paid(plan.spending.price, found.scenario),
        Cell(goal_cell(found, plan, unit=False), sign * plan.loss),
    )


def _finalists(found: Allocation) -> Table:
    """Return the plan proposed, and those that cannot be told from it."""
    best = proposed(found)
    rows = [] if best is None else [(*_row(found, best), NOTHING, *_kept(best))]
    rows += [
        (*_row(found, each.candidate), _behind(each), *_kept(each.candidate))
        for each in rivals(found)
    ]
    rest = len(rows) - FINALISTS
    return Table(
        name="finalists",
        title=say("Plans that may be the best"),
        columns=(
            _plan(),
            price_column(),
            _goal(found),
            _how_far(),
            *_sure(found),
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


def _sure(found: Allocation) -> tuple[Column, ...]:
    """Return the column of how sure conditions are kept, where there are any."""
    if not found.constraints:
        return ()
    meaning = say("how sure it is that every condition is kept")
    return (Column(title=say("Conditions kept"), meaning=meaning),)


def _kept(plan: Candidate) -> tuple[Cell, ...]:
    return (cell(kept_told(plan)),) if plan.kept else ()


def _how_far() -> Column:
    return Column(
        title=say("Worse than the first by"),
        kind="number",
        meaning=say("in the same unit, with its joint interval"),
    )


def _behind(rival: Rival) -> Cell:
    return Cell(gap_cell(rival.behind), rival.behind.value)


def _not_best(found: Allocation, plan: Candidate) -> str:
    """Say why a plan is not among those that may be the best."""
    if not plan.able:
        return say("breaks a condition")
    if found.finished:
        return say("not ahead by what matters")
    return say("surely worse")


def _front(found: Allocation) -> Table:
    return Table(
        name="front",
        title=say("The most for each sum"),
        columns=(_plan(), price_column(), _goal(found), *_sure(found)),
        rows=tuple(
            (
                *_row(found, plan)[:2],
                Cell(told, _row(found, plan)[2].value),
                *_kept(plan),
            )
            for plan, told in zip(
                found.front, front_cells(found, unit=False), strict=True
            )
        ),
        note=say(
            "Of these plans none is cheaper and better, by the estimate. These figures "
            "come from the replications of the choice, and so look a little too good."
        ),
    )


def _every(found: Allocation) -> Table:
    """Return every plan played, the cheapest first, and whether it is allowed.

    Those that may be the best say how far they are behind, all others that they are.
    """
    behind = {each.candidate.spending: _behind(each) for each in found.tied}
    if found.best is not None:
        behind[found.best.spending] = NOTHING
    asked = [condition_told(each, found.scenario) for each in found.constraints]
    return Table(
        name="plans",
        title=say("Every plan played"),
        columns=(
            _plan(),
            price_column(),
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
                behind.get(plan.spending) or cell(_not_best(found, plan)),
                *(cell(say(BRIEFLY[kept])) for kept in plan.kept),
            )
            for plan in found.candidates
        ),
        note=say(
            "{played}, {replications} of each, by which was chosen; where it says by "
            "how much a plan is worse than the first, it may be the best.",
            played=count(len(found.candidates), "plan"),
            replications=count(found.replications, "replication"),
        ),
    )
