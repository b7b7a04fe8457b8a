"""Split a budget among levers: which plan is best, and how sure that is.

Plans are played on common random numbers.  The fully sequential procedure of Kim and
Nelson (ACM Transactions on Modeling and Computer Simulation 11, 2001) says when
enough is played; where it ends with several, joint intervals of their differences
say which of them cannot be told from the best.

The best of many looks better than it is by the luck that chose it.  So the plan
proposed, those that cannot be told from it and doing nothing are played again, with
replications that had no part in the choice: what is told of them comes from these.
"""

from collections.abc import Callable, Mapping, Sequence
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

__all__ = ["Allocation", "Fresh", "Rival", "allocate", "pareto", "what_matters"]

Behind = Callable[[Candidate, Candidate, float], Estimate]
"""Says how much worse one plan does than another, at a level of confidence."""
FIRST_STAGE = 20
ERROR = 0.05
"""What all statements on which plan is best may be wrong by, together.

One half is for the choice: the procedure that stops the play, or where that ends
with several plans their intervals.  The other is for what fresh luck says of them.
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
class Fresh:
    """What plans do with luck that had no part in choosing them.

    ``first`` is the number of the first of so many ``replications``.  ``tied`` are
    those of the allocation, in the same order, and ``dropped`` those that could not be
    told from the best by the replications of the choice, but surely are behind by
    these.  How far each is behind ``best``, and doing nothing is (``gain``, None where
    nothing is proposed), are intervals that hold together.
    """

    first: int
    replications: int
    best: Candidate
    nothing: Candidate
    gain: Estimate | None
    tied: tuple[Rival, ...]
    dropped: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What was chosen, and how sure that is.

    ``best`` is None where no plan keeps the constraints; ``nothing`` is to pull no
    lever.  With 95 % the best of all plans played is ``best`` or one of ``tied``, and
    none is better than ``best`` by more than ``gap``: half of the doubt is for the
    replications of the choice, half for the fresh ones.  ``finished`` says that the
    procedure ended with one plan: then no plan played is better by ``matters`` or more,
    with 95 %.  ``able`` is how many of the ``candidates`` keep the constraints, and
    ``front`` are those of which none is cheaper and better.  ``possible`` is how many
    plans the budget allows; where that is more than there are ``candidates``, these
    were proposed by a search.  All this comes from the ``replications`` by which was
    chosen, of ``at_most`` asked for; ``fresh`` from as many others as were asked for,
    and is None where there was nothing to choose from.
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
    at_most: int
    fresh: Fresh | None


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
        At most so many of each plan, and so many afresh of those that may be best.
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
        else _judged([arena.candidate(each, count) for each in able], arena.behind)
    )
    fresh = None
    if best is not None and len(chosen) > 1:
        others = [each.candidate.spending for each in tied]
        fresh = _afresh(
            arena.afresh(count), best.spending, others, nobody, replications
        )
        chosen_by = {each.candidate.spending: each for each in tied}
        tied = tuple(chosen_by[each.candidate.spending] for each in fresh.tied)
        gap = gap if finished else _gap(fresh.tied)
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
        at_most=replications,
        fresh=fresh,
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
    able: Sequence[Candidate], behind: Behind
) -> tuple[Candidate | None, tuple[Rival, ...], float]:
    """Return the best, those that cannot be told from it, and how far it may be off."""
    if not able:
        return None, (), inf
    best = min(able, key=lambda each: (each.loss, each.spending.price))
    tied, _ = _told_apart(best, [each for each in able if each != best], behind)
    return best, tied, _gap(tied)


def _told_apart(
    best: Candidate, others: Sequence[Candidate], behind: Behind
) -> tuple[tuple[Rival, ...], tuple[Rival, ...]]:
    """Return the plans that may be as good as one, and those that surely are not.

    From joint intervals of how much worse each is (Bonferroni).
    """
    level = 1 - ERROR / 2 / max(1, len(others))
    every = [Rival(each, behind(each, best, level)) for each in others]
    every.sort(key=lambda each: (each.candidate.loss, each.candidate.spending.price))
    tied = [each for each in every if each.behind.low is None or each.behind.low <= 0]
    return tuple(tied), tuple(each for each in every if each not in tied)


def _gap(tied: Sequence[Rival]) -> float:
    """Return by how much the best of all may be better than the one proposed."""
    gaps = [inf if each.behind.low is None else -each.behind.low for each in tied]
    return max(gaps, default=0.0)


def _afresh(
    arena: Arena,
    best: Spending,
    tied: Sequence[Spending],
    nobody: Spending,
    replications: int,
) -> Fresh:
    """Play again the plan proposed, those that may be as good, and nothing."""
    others = [each for each in dict.fromkeys([*tied, nobody]) if each != best]
    arena.luck.expected = arena.luck.done + replications * (1 + len(others))
    chosen = arena.candidate(best, replications)
    played = [arena.candidate(each, replications) for each in others]
    near, far = _told_apart(chosen, played, arena.behind)
    undone = [each for each in (*near, *far) if each.candidate.spending == nobody]
    return Fresh(
        first=arena.begin,
        replications=replications,
        best=chosen,
        nothing=undone[0].candidate if undone else chosen,
        gain=undone[0].behind if undone else None,
        tied=tuple(each for each in near if each.candidate.spending in tied),
        dropped=tuple(each for each in far if each.candidate.spending in tied),
    )


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
