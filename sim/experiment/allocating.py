"""Split a budget among levers: enumerate or propose plans, then choose among them.

Plans are compared on common random numbers.  Small problems are enumerated; larger
ones are searched by differential evolution on a few replications, and the best
proposals go on.  The choice is made by the fully sequential procedure of Kim and
Nelson (ACM Transactions on Modeling and Computer Simulation 11, 2001), which drops
a plan as soon as it is surely worse, and finds the best with a stated probability
if it is better than the others by at least the difference that matters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import inf, prod

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Condition, Quantity
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.luck import Luck
from sim.experiment.paired import difference
from sim.experiment.selecting import select
from sim.experiment.waiting import resampled
from sim.measures.direction import BETTER
from sim.scenario.loading import Draft
from sim.scenario.plan import LeverPlan, Scenario

__all__ = [
    "Allocation",
    "Candidate",
    "Goal",
    "Spending",
    "allocate",
    "pareto",
    "spendings",
]

Floats = NDArray[np.float64]
ENUMERATED = 150
"""Up to so many plans are enumerated; beyond, as many are proposed at most."""
FINALISTS = 30
FIRST_STAGE = 20


@dataclass(frozen=True, slots=True)
class Spending:
    """How far each lever is pulled, 0 being not at all, and what that costs."""

    pulled: tuple[int, ...]
    price: int

    def overrides(self, levers: Sequence[LeverPlan]) -> dict[str, str]:
        """Return the settings that change."""
        put: dict[str, str] = {}
        for lever, position in zip(levers, self.pulled, strict=True):
            if position:
                put |= dict.fromkeys(lever.sets, lever.options[position - 1].put)
        return put

    def told(self, levers: Sequence[LeverPlan]) -> str:
        """Say what is done: ``Reserve 2 months, Bridge fund €10,000``."""
        done = [
            lever.title
            if len(lever.options) == 1
            else f"{lever.title}: {lever.options[position - 1].label}"
            for lever, position in zip(levers, self.pulled, strict=True)
            if position
        ]
        return "; ".join(done) or "nothing"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be as small as can be: a weighted sum of quantities.

    Weights are per unit of each measure; of measures of which more is better the
    negative is taken.
    """

    terms: tuple[tuple[Quantity, float], ...]

    def each(self, tallied: Tallied) -> Floats:
        """Return what each replication contributes."""
        total = np.zeros(tallied.replications)
        for quantity, weight in self.terms:
            sign = -1.0 if BETTER.get(quantity.measure.name) == "more" else 1.0
            total += sign * weight * quantity.values(tallied)[1]
        return total

    @property
    def name(self) -> str:
        """The words that say what is minimised."""
        if len(self.terms) == 1:
            quantity = self.terms[0][0]
            more = BETTER.get(quantity.measure.name) == "more"
            return f"{'most' if more else 'least'} {quantity.name.replace('_', ' ')}"
        parts = [f"{weight:g} × {quantity.name}" for quantity, weight in self.terms]
        return "least " + " + ".join(parts).replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan that was played: what it costs, and what it does.

    ``goal`` is the mean of what is minimised with its 95 % interval; ``kept`` says
    of each constraint whether it is kept ``surely``, ``by the estimate`` or not.
    """

    spending: Spending
    goal: Estimate
    kept: tuple[str, ...]
    replications: int

    @property
    def able(self) -> bool:
        """Whether all constraints are kept, at least by the estimate."""
        return not {"perhaps", "no"} & set(self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What was chosen, and how sure that is.

    ``best`` is None where no plan keeps the constraints.  ``nothing`` is to pull no
    lever, ``nothing_at_first`` the same over the few replications of the first look.
    ``tied`` are the plans that could not be told from the best; ``chance`` is the
    share of bootstrap samples in which it has the best mean of all finalists;
    ``finished`` says whether the selection ended with one plan, which is then the
    best with 95 % if it is better by ``matters``.  ``front`` are the plans of which
    none is cheaper and better.
    """

    scenario: Scenario
    levers: tuple[LeverPlan, ...]
    budget: int
    goal: Goal
    constraints: tuple[Condition, ...]
    best: Candidate | None
    nothing: Candidate
    nothing_at_first: Candidate
    tied: tuple[Candidate, ...]
    chance: float
    finished: bool
    matters: float
    front: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    possible: int
    seed: int
    replications: int


def spendings(levers: Sequence[LeverPlan], budget: int) -> list[Spending]:
    """Return every way to pull the levers within a budget."""
    positions = [(0, *(option.price for option in lever.options)) for lever in levers]
    found = []
    for pulled in product(*(range(len(prices)) for prices in positions)):
        price = sum(p[at] for p, at in zip(positions, pulled, strict=True))
        if price <= budget:
            found.append(Spending(pulled, price))
    return sorted(found, key=lambda each: (each.price, each.pulled))


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
        of what can be gained.

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
    arena = _Arena(draft, dict(fixed or {}), scenario.levers, goal, luck)
    for position in _single(scenario.levers):
        arena.scenario(position)  # every position is checked before anything is played
    first = min(FIRST_STAGE, replications)
    luck.expected = ENUMERATED * first + FINALISTS * (replications - first)
    chosen, possible = _proposed(arena, budget, constraints, first)
    played = [arena.candidate(each, first, constraints) for each in chosen]
    able = [at for at, each in enumerate(played) if "no" not in each.kept]
    finalists = sorted(able, key=lambda at: _loss(played[at]))[:FINALISTS]
    nobody = Spending((0,) * len(scenario.levers), 0)
    at_first = arena.candidate(nobody, first, constraints)
    able_ones = [played[at] for at in finalists]
    matters = matters or max(_gain(able_ones, at_first) / 20, 1e-9)
    told, dropped, count = _selected(
        arena,
        [chosen[at] for at in finalists],
        constraints,
        matters=matters,
        first=first,
        most=replications,
    )
    alone = len(told) == 1
    told.sort(key=lambda each: (_loss(each), each.spending.price))
    able_now = [each for each in told if each.able]
    best = able_now[0] if able_now else None
    tied = tuple(each for each in able_now if each is not best)
    nothing = arena.candidate(nobody, count, constraints)
    level = [
        arena.candidate(each.spending, count, constraints) for each in pareto(played)
    ]
    final = {
        each.spending: each for each in (*played, *level, *dropped, *told, nothing)
    }
    return Allocation(
        scenario=scenario,
        levers=scenario.levers,
        budget=budget,
        goal=goal,
        constraints=tuple(constraints),
        best=best,
        nothing=nothing,
        nothing_at_first=at_first,
        tied=tied,
        chance=arena.chance(best, able_now, count) if best else 0.0,
        finished=alone,
        matters=matters,
        front=pareto([*level, *told, nothing]),
        candidates=tuple(sorted(final.values(), key=lambda c: c.spending.price)),
        possible=possible,
        seed=luck.seed,
        replications=count,
    )


def _selected(
    arena: "_Arena",
    finalists: list[Spending],
    constraints: Sequence[Condition],
    *,
    matters: float,
    first: int,
    most: int,
) -> tuple[list[Candidate], list[Candidate], int]:
    """Return the plans that may be best, those dropped on the way, and how many.

    Plans that win and then turn out to break a constraint are dropped, and the
    choice is made among the others.
    """
    dropped: list[Candidate] = []
    count = first
    while finalists:

        def play(plan: int, begin: int, end: int, of: list[Spending]) -> Floats:
            return arena.values(of[plan], begin, end)

        keep, count = select(
            len(finalists),
            partial(play, of=finalists),
            matters=matters,
            first=first,
            most=most,
        )
        left = [finalists[at] for at in keep]
        told = [arena.candidate(each, count, constraints) for each in left]
        if any(each.able for each in told):
            return told, dropped, count
        dropped += told
        finalists = [each for each in finalists if each not in left]
    return [], dropped, count


def _single(levers: Sequence[LeverPlan]) -> list[Spending]:
    """Return each position of each lever alone."""
    return [
        Spending(tuple(position if at == number else 0 for at in range(len(levers))), 0)
        for number, lever in enumerate(levers)
        for position in range(1, len(lever.options) + 1)
    ]


def _loss(candidate: Candidate) -> float:
    return candidate.goal.value or 0.0


def _gain(played: Sequence[Candidate], nothing: Candidate) -> float:
    """Return what the best plan gains over doing nothing, as far as is known."""
    return _loss(nothing) - min(map(_loss, played), default=_loss(nothing))


def _proposed(
    arena: "_Arena", budget: int, constraints: Sequence[Condition], first: int
) -> tuple[list[Spending], int]:
    """Return the plans that are played, and how many there could be."""
    every = prod(1 + len(lever.options) for lever in arena.levers)
    if every <= 200_000:
        within = spendings(arena.levers, budget)
        if len(within) <= ENUMERATED:
            return within, len(within)
        possible = len(within)
    else:
        possible = every
    return arena.evolved(budget, constraints, first), possible


class _Arena:
    """Plans being played, block by block, on the same luck."""

    def __init__(
        self,
        draft: Draft,
        fixed: dict[str, str],
        levers: Sequence[LeverPlan],
        goal: Goal,
        luck: Luck,
    ) -> None:
        self.draft = draft
        self.fixed = fixed
        self.levers = levers
        self.goal = goal
        self.luck = luck
        self.plans: dict[tuple[int, ...], Scenario] = {}
        self.kept: dict[tuple[int, ...], Tallied] = {}

    def scenario(self, spending: Spending) -> Scenario:
        """Return the plan, checked like a file."""
        if spending.pulled not in self.plans:
            put = {**self.fixed, **spending.overrides(self.levers)}
            self.plans[spending.pulled] = self.draft.scenario(put)
        return self.plans[spending.pulled]

    def tallied(self, spending: Spending, end: int) -> Tallied:
        """Return the first replications of a plan, playing those that are missing."""
        scenario = self.scenario(spending)
        known = self.kept.get(spending.pulled)
        have = 0 if known is None else known.replications
        if have < end:
            more = self.luck.play(scenario, end - have, first=have).counts
            if known is not None:
                more = {
                    name: np.concatenate([known.counts[name], counts])
                    for name, counts in more.items()
                }
            known = Tallied(scenario, more)
            self.kept[spending.pulled] = known
        assert known is not None
        if known.replications == end:
            return known
        return Tallied(scenario, {n: c[:end] for n, c in known.counts.items()})

    def values(self, spending: Spending, first: int, end: int) -> Floats:
        """Return what replications ``first`` to ``end`` contribute to the goal."""
        return self.goal.each(self.tallied(spending, end))[first:]

    def candidate(
        self, spending: Spending, end: int, constraints: Sequence[Condition]
    ) -> Candidate:
        """Return a plan with what it does in the first replications."""
        tallied = self.tallied(spending, end)
        each = self.goal.each(tallied)
        return Candidate(
            spending=spending,
            goal=_mean(each, self.goal, tallied.scenario.currency),
            kept=tuple(_kept(condition, tallied) for condition in constraints),
            replications=end,
        )

    def chance(self, best: Candidate, others: Sequence[Candidate], end: int) -> float:
        """Return in what share of bootstrap samples a plan has the best mean."""
        rows = np.stack([self.values(each.spending, 0, end) for each in others])
        draws = resampled(end, self.luck.seed)
        means = rows @ draws.T
        at = list(others).index(best)
        return float((means[at] <= means.min(axis=0) + 1e-9).mean())

    def evolved(
        self, budget: int, constraints: Sequence[Condition], first: int
    ) -> list[Spending]:
        """Return plans proposed by differential evolution, the best ones first.

        Plans above the budget count as much worse, by how much they are above it;
        those that break a constraint as worse than all that keep them.
        """
        from scipy.optimize import Bounds, differential_evolution

        seen: dict[Spending, float] = {}
        prices = [
            (0, *(option.price for option in lever.options)) for lever in self.levers
        ]

        def loss(point: Floats) -> float:
            pulled = tuple(round(value) for value in point.tolist())
            price = sum(p[at] for p, at in zip(prices, pulled, strict=True))
            if price > budget:
                return float(1e12 * (1 + (price - budget) / max(budget, 1)))
            spending = Spending(pulled, price)
            if spending not in seen:
                if len(seen) >= ENUMERATED:
                    return 1e11
                found = self.candidate(spending, first, constraints)
                broken = sum(kept in ("perhaps", "no") for kept in found.kept)
                seen[spending] = _loss(found) + 1e9 * broken
            return seen[spending]

        many = len(self.levers)
        differential_evolution(
            loss,
            Bounds(np.zeros(many), [len(lever.options) for lever in self.levers]),
            integrality=[True] * many,
            rng=np.random.default_rng([self.luck.seed, 19]),
            popsize=max(5, 40 // many),
            maxiter=60,
            polish=False,
            init="sobol",
        )
        loss(np.zeros(many))
        return sorted(seen, key=lambda each: (seen[each], each.price))


def _mean(each: Floats, goal: Goal, currency: str) -> Estimate:
    """Return the mean of what is minimised, with its t interval."""
    bounds = difference(np.zeros_like(each), each)
    known = bool(np.isfinite(bounds.low))
    quantity = goal.terms[0][0]
    alone = len(goal.terms) == 1
    return Estimate(
        measure=quantity.measure.name if alone else "goal",
        by=dict(quantity.by) if alone else {},
        value=float(bounds.value),
        low=float(bounds.low) if known else None,
        high=float(bounds.high) if known else None,
        interval="t" if known else "none",
        unit=quantity.measure.unit.replace("money", currency) if alone else "",
        replications=len(each),
    )


def _kept(condition: Condition, tallied: Tallied) -> str:
    value, each = condition.quantity.values(tallied)
    if condition.surely(value, each):
        return "surely"
    if condition.holds(value):
        return "by the estimate"
    return "perhaps" if condition.possibly(value, each) else "no"


def pareto(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the plans that keep the constraints, none being cheaper and better."""
    able = [each for each in candidates if each.able]
    front: list[Candidate] = []
    best = inf
    for each in sorted(able, key=lambda c: (c.spending.price, c.goal.value or 0.0)):
        value = each.goal.value or 0.0
        if value < best:
            front.append(each)
            best = value
    return tuple(front)
