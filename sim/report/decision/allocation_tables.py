"""What ``allocate`` prints: its answer, and tables of the plans."""

from collections.abc import Iterator

from sim.experiment.allocating import Allocation
from sim.experiment.arena import Candidate
from sim.report.decision.allocation import (
    allocation_answer,
    allocation_caution,
    goal_cell,
    goal_told,
    kept_told,
    proposed,
    rivals,
    split_told,
)
from sim.report.decision.naming import named_last
from sim.report.decision.wording import gap_cell, wrapped
from sim.report.language import say, some
from sim.report.numbers import money, step_of

__all__ = ["front_cells", "plans_shown", "tell_allocation"]

SHOWN = 6
"""So many plans that cannot be told from the best are named."""


def tell_allocation(found: Allocation, *, width: int = 80) -> str:
    """Return everything that ``allocate`` prints."""
    return "\n\n".join(
        [
            wrapped(found.scenario.title, width),
            *(wrapped(text, width) for text in allocation_answer(found)),
            *plans_shown(found, width),
            wrapped(allocation_caution(found), width),
        ]
    )


def front_cells(found: Allocation, *, unit: bool = True) -> Iterator[str]:
    """Yield what each plan of the front leads to, all rounded to the same places.

    Ends to the finest place that an interval asks for; values to one more where two
    plans, of which one does better, would read the same.
    """
    goals = [each.goal for each in found.front]
    steps = [
        step_of(told.low, told.high)
        for told in goals
        if told.low is not None and told.high is not None
    ]
    step = place = min(filter(None, steps), default=None)
    if step is not None:
        told = {round(each.loss / step) for each in found.front}
        place = step if len(told) == len(goals) else step / 10
    for each in found.front:
        yield goal_cell(found, each, step, place, unit=unit)


def plans_shown(found: Allocation, width: int) -> Iterator[str]:
    """Yield tables: the plans that may be the best, the most for each sum; the goal.

    Where there are conditions, each row says how sure it is that they are kept.
    """
    currency = found.scenario.currency

    def row(each: Candidate, goal: str, *cells: str) -> tuple[str, ...]:
        price = money(each.spending.price, currency)
        kept = (kept_told(each),) if each.kept else ()
        return (price, goal, *cells, *kept, split_told(found, each.spending))

    def rival(each: Candidate, behind: str) -> tuple[str, ...]:
        return row(each, goal_cell(found, each), behind)

    sure = (say("conditions kept"),) if found.constraints else ()
    best, tied = proposed(found), rivals(found)
    if best is not None and tied:
        rest = len(tied) - SHOWN
        yield named_last(
            [
                (
                    say("price"),
                    say("goal"),
                    say("behind"),
                    *sure,
                    say("may be the best"),
                ),
                rival(best, "–"),
                *(
                    rival(each.candidate, gap_cell(each.behind))
                    for each in tied[:SHOWN]
                ),
            ],
            width,
        ) + ("" if rest <= 0 else f"\n{_others(rest)}")
    if found.front:
        yield named_last(
            [
                (
                    say("price"),
                    say("goal"),
                    *sure,
                    say("the most for each sum, by the estimate"),
                ),
                *map(row, found.front, front_cells(found)),
            ],
            width,
        )
    if (best is not None and tied) or found.front:
        yield say("Goal: {goal}.", goal=goal_told(found))


def _others(rest: int) -> str:
    return some(
        "and {number} other (--json has it)",
        "and {number} others (--json has them all)",
        rest,
    )
