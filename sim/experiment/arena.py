"""Plans being played on the same luck: what each does, and whether it is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Condition, Quantity, counts_of
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate, few
from sim.experiment.luck import Luck
from sim.experiment.paired import TOGETHER, mean_of
from sim.experiment.skewness import few_for
from sim.experiment.splits import Spending
from sim.measures.direction import BETTER
from sim.scenario.loading import Draft
from sim.scenario.plan import LeverPlan, Scenario

__all__ = ["Arena", "Candidate", "Goal", "is_more_better"]

Floats = NDArray[np.float64]


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
            sign = -1.0 if is_more_better(quantity) else 1.0
            total += sign * weight * quantity.values(tallied)[1]
        return total

    @property
    def is_most(self) -> bool:
        """Whether it is one quantity of which the most is sought."""
        return len(self.terms) == 1 and is_more_better(self.terms[0][0])

    def unit(self, currency: str) -> str:
        """Return the unit of one quantity; a weighted sum has none of its own."""
        if len(self.terms) > 1:
            return ""
        return self.terms[0][0].measure.unit.replace("money", currency)

    def estimate(
        self, each: Floats, currency: str, level: float = TOGETHER
    ) -> Estimate:
        """Return the mean of what replications contribute, with its t interval."""
        quantity, alone = self.terms[0][0], len(self.terms) == 1
        found = mean_of(
            quantity.measure.name if alone else "goal",
            each,
            self.unit(currency),
            level,
            note=few(len(each), few_for(each)),
        )
        return replace(found, by=dict(quantity.by)) if alone else found


def is_more_better(quantity: Quantity) -> bool:
    """Say whether more of a quantity is better."""
    return BETTER.get(quantity.measure.name) == "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan that was played: what it costs, and what it does.

    ``goal`` is the mean of what is minimised with its 95 % interval; ``kept`` says
    of each constraint whether it is kept ``surely``, ``by the estimate``, or that
    it is broken by the estimate (``perhaps``) or surely (``no``); ``asked`` is what
    the constraints are about.
    """

    spending: Spending
    goal: Estimate
    kept: tuple[str, ...]
    asked: tuple[Estimate, ...] = ()

    @property
    def able(self) -> bool:
        """Whether all constraints are kept, at least by the estimate."""
        return not {"perhaps", "no"} & set(self.kept)

    @property
    def loss(self) -> float:
        """The mean of what is minimised."""
        return self.goal.value or 0.0


class Arena:
    """Plans being played, block by block, on the same luck.

    ``begin`` is the number of the first replication that is played.
    """

    def __init__(  # noqa: PLR0917 - what is played, and for what
        self,
        draft: Draft,
        fixed: Mapping[str, str],
        levers: Sequence[LeverPlan],
        goal: Goal,
        constraints: Sequence[Condition],
        luck: Luck,
        *,
        begin: int = 0,
    ) -> None:
        self.draft = draft
        self.fixed = fixed
        self.levers = levers
        self.goal = goal
        self.constraints = constraints
        self.luck = luck
        self.begin = begin
        asked = [quantity for quantity, _ in goal.terms]
        asked += [condition.quantity for condition in constraints]
        self.counts = counts_of(asked)
        self.plans: dict[tuple[int, ...], Scenario] = {}
        self.known: dict[tuple[int, ...], Tallied] = {}

    def afresh(self, begin: int) -> "Arena":
        """Return the same, to be played with replications from ``begin`` on."""
        return Arena(
            self.draft,
            self.fixed,
            self.levers,
            self.goal,
            self.constraints,
            self.luck,
            begin=begin,
        )

    def scenario(self, spending: Spending) -> Scenario:
        """Return the plan, checked like a file."""
        if spending.pulled not in self.plans:
            put = {**self.fixed, **spending.overrides(self.levers)}
            self.plans[spending.pulled] = self.draft.scenario(put)
        return self.plans[spending.pulled]

    def tallied(self, spending: Spending, end: int) -> Tallied:
        """Return the first replications of a plan, playing those that are missing."""
        scenario = self.scenario(spending)
        known = self.known.get(spending.pulled)
        have = 0 if known is None else known.replications
        if have < end:
            first = self.begin + have
            found = self.luck.play(
                scenario, end - have, first=first, counts=self.counts
            )
            more = found.counts
            if known is not None:
                more = {
                    name: np.concatenate([known.counts[name], counts])
                    for name, counts in more.items()
                }
            known = Tallied(scenario, more)
            self.known[spending.pulled] = known
        assert known is not None
        if known.replications == end:
            return known
        return Tallied(scenario, {n: c[:end] for n, c in known.counts.items()})

    def values(self, spending: Spending, first: int, end: int) -> Floats:
        """Return what replications ``first`` to ``end`` contribute to the goal."""
        return self.goal.each(self.tallied(spending, end))[first:]

    def candidate(self, spending: Spending, end: int) -> Candidate:
        """Return a plan with what it does in the first replications."""
        tallied = self.tallied(spending, end)
        each = self.goal.each(tallied)
        told = self.goal.estimate(each, tallied.scenario.currency)
        return Candidate(
            spending=spending,
            goal=_within(told, each),
            kept=tuple(_kept(condition, tallied) for condition in self.constraints),
            asked=tuple(each.quantity.estimate(tallied) for each in self.constraints),
        )

    def behind(self, plan: Candidate, best: Candidate, level: float) -> Estimate:
        """Return how much worse a plan does than another, under the same luck."""
        end = plan.goal.replications
        own, their = (self.values(e.spending, 0, end) for e in (best, plan))
        currency = self.scenario(plan.spending).currency
        return self.goal.estimate(their - own, currency, level)


def _within(told: Estimate, each: Floats) -> Estimate:
    """Keep an interval on the side of nought where all its replications are."""
    if told.low is None or told.high is None:
        return told
    if each.min() >= 0:
        return replace(told, low=max(told.low, 0.0))
    return replace(told, high=min(told.high, 0.0)) if each.max() <= 0 else told


def _kept(condition: Condition, tallied: Tallied) -> str:
    value, each = condition.quantity.values(tallied)
    if condition.surely(value, each):
        return "surely"
    if condition.holds(value):
        return "by the estimate"
    return "perhaps" if condition.possibly(value, each) else "no"
