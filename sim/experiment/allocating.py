"""Split a budget among levers: which plan is best, and how sure that is.

Plans are played on common random numbers.  The fully sequential procedure of Kim and
Nelson (ACM Transactions on Modeling and Computer Simulation 11, 2001) says when
enough is played; where it ends with several, joint intervals of their differences
say which of them cannot be told from the best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from sim.experiment.arena import Arena, Candidate, Goal
from sim.experiment.asking import Condition
from sim.experiment.estimate import Estimate
from sim.experiment.luck import Luck
from sim.experiment.proposing import ENUMERATED, proposed
from sim.experiment.selecting import select
from sim.experiment.splits import Spending, how_many, nothing_done
from sim.scenario.loading import Draft
from sim.scenario.plan import LeverPlan, Scenario

__all__ = ["Allocation", "Rival", "allocate", "pareto", "what_matters"]

FIRST_STAGE = 20
ERROR = 0.05
"""What all statements on which plan is best may be wrong by, together.

One half is for the procedure that stops the play, one for the intervals at its end.
"""


@dataclass(frozen=True, slots=True)
class Rival:
    """A plan that cannot be told from the best.

    ``behind`` is how much worse it does than the best, under the same luck, with an
    interval that holds together with those of all other plans; 0 lies within.
    """

    candidate: Candidate
    behind: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What was chosen, and how sure that is.

    ``best`` is None where no plan keeps the constraints; ``nothing`` is to pull no
    lever.  With 95 % the best of all plans played is ``best`` or one of ``tied``, and
    none is better than ``best`` by more than ``gap``.  ``finished`` says that the
    procedure ended with one plan: then no plan played is better by ``matters`` or more,
    with 95 %.  ``able`` is how many of the ``candidates`` keep the constraints, and
    ``front`` are those of which none is cheaper and better.  ``possible`` is how many
    plans the budget allows; where that is more than there are ``candidates``, these
    were proposed by a search.
    """

    scenario: Scenario
    levers: tuple[LeverPlan, ...]
    budget: int
    goal: Goal
    constraints: tuple[Condition, ...]
    best: Candidate | None
    nothing: Candidate
    tied: tuple[Rival, ...]
    gap: float
    finished: bool
    matters: float
    front: tuple[Candidate, ...]
    able: int
    candidates: tuple[Candidate, ...]
    possible: int
    seed: int
    replications: int


def allocate(
    draft: Draft,
    budget: int,
    goal: Goal,
    constraints: Sequence[Condition],
    luck: Luck,
    *,
    fixed: Mapping[str, str] | None = None,
    replications: int = 200,
    matters: float = 0.0,
) -> Allocation:
    """Choose how to spend a budget on the levers of a file.

    Parameters
    ----------
    replications
        At most so many of each plan.
    matters
        The smallest difference of the goal that matters; without one, a twentieth
        of what can be gained (``what_matters``).

    Raises
    ------
    ScenarioError
        When a position of a lever is not allowed where it is put.
    ValueError
        When the file has no lever.
    """
    scenario = draft.scenario(fixed)
    if not scenario.levers:
        raise ValueError("the file has no levers")
    arena = Arena(draft, dict(fixed or {}), scenario.levers, goal, constraints, luck)
    for position in _single(scenario.levers):
        arena.scenario(position)  # every position is checked before anything is played
    first = min(FIRST_STAGE, replications)
    luck.expected = replications * min(ENUMERATED, how_many(scenario.levers, budget))
    chosen, possible = proposed(arena, budget, first)
    nobody = nothing_done(scenario.levers)
    able, known = _able(arena, chosen, first, replications)
    losses = [arena.candidate(each, first).loss for each in able]
    doing_nothing = arena.candidate(nobody, first).loss
    matters = matters or what_matters(losses, doing_nothing, goal)
    keep, count = select(
        len(able),
        lambda plan, begin, end: arena.values(able[plan], begin, end),
        matters=matters,
        first=first,
        most=replications,
        error=ERROR / 2,
    )
    count = max(count, known)
    found = [arena.candidate(each, count) for each in chosen]
    finished = len(keep) == 1 < len(able)
    best, tied, gap = (
        (arena.candidate(able[keep[0]], count), (), matters)
        if finished
        else _judged(arena, [arena.candidate(each, count) for each in able])
    )
    return Allocation(
        scenario=scenario,
        levers=scenario.levers,
        budget=budget,
        goal=goal,
        constraints=tuple(constraints),
        best=best,
        nothing=arena.candidate(nobody, count),
        tied=tied,
        gap=gap,
        finished=finished,
        matters=matters,
        front=pareto(found),
        able=len(able),
        candidates=tuple(sorted(found, key=lambda each: each.spending.price)),
        possible=possible,
        seed=luck.seed,
        replications=count,
    )


def what_matters(losses: Sequence[float], doing_nothing: float, goal: Goal) -> float:
    """Return the difference of a goal that matters where nobody said which does.

    A twentieth of what can be gained by choosing well: of how far the plans that are
    allowed and doing nothing lie apart.  At the least a thousandth of what doing
    nothing leads to, or of one unit of the goal: in a few replications plans may lie
    together that differ, and a difference that matters is above 0.
    """
    every = [*losses, doing_nothing]
    unit = min((weight for _, weight in goal.terms if weight), default=1.0)
    least = max(abs(doing_nothing), unit) / 1_000
    return max((max(every) - min(every)) / 20, least)


def _able(
    arena: Arena, plans: list[Spending], first: int, most: int
) -> tuple[list[Spending], int]:
    """Return the plans that keep the constraints, and how many replications say so.

    Where there are constraints all replications are played first: what is allowed
    must not change while the best is chosen.
    """
    if not arena.constraints:
        return plans, first
    return [each for each in plans if arena.candidate(each, most).able], most


def _judged(
    arena: Arena, able: Sequence[Candidate]
) -> tuple[Candidate | None, tuple[Rival, ...], float]:
    """Return the best, those that cannot be told from it, and how far it may be off.

    From joint intervals of how much worse each other plan is (Bonferroni).
    """
    if not able:
        return None, (), inf
    best = min(able, key=lambda each: (each.loss, each.spending.price))
    level = 1 - ERROR / 2 / max(1, len(able) - 1)
    rivals = [
        Rival(each, arena.behind(each, best, level)) for each in able if each != best
    ]
    tied = [each for each in rivals if each.behind.low is None or each.behind.low <= 0]
    tied.sort(key=lambda each: (each.candidate.loss, each.candidate.spending.price))
    gaps = [inf if each.behind.low is None else -each.behind.low for each in tied]
    return best, tuple(tied), max(gaps, default=0.0)


def _single(levers: Sequence[LeverPlan]) -> list[Spending]:
    """Return each position of each lever alone."""
    return [
        Spending(tuple(position if at == number else 0 for at in range(len(levers))), 0)
        for number, lever in enumerate(levers)
        for position in range(1, len(lever.options) + 1)
    ]


def pareto(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the plans that keep the constraints, none being cheaper and better."""
    able = [each for each in candidates if each.able]
    front: list[Candidate] = []
    best = inf
    for each in sorted(able, key=lambda c: (c.spending.price, c.loss)):
        if each.loss < best:
            front.append(each)
            best = each.loss
    return tuple(front)
