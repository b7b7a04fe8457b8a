"""What would change the answer: each change to a plan tried alone, on common luck."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim import __version__
from sim.experiment.asking import Quantity, counts_of
from sim.experiment.block import Player
from sim.experiment.changes import Change, changed_plans
from sim.experiment.contributions import SMOOTH, Tallied
from sim.experiment.estimate import Estimate
from sim.experiment.gaps import gap_between
from sim.experiment.luck import Luck, Progress
from sim.experiment.paired import level_together
from sim.experiment.players import Asked
from sim.experiment.results import Results
from sim.measures.registry import measure
from sim.scenario.loading import Draft
from sim.scenario.plan import Scenario

__all__ = ["LEAST", "Trials", "Tried", "how_many", "try_changes"]

LEAST = 10
"""With fewer replications nothing is tried: no difference could be told."""
MODEST = 100
MOST = 200
OF_THE_RUN = 5
"""One in so many replications of a large run plays the changes too."""
OF_MONEY = ("closure_probability", "freeze_days")
"""What is told beside what a scenario is answered by, where a shelter can close."""
BESIDE = ("unmet_bed_nights",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One change and what it does: the plan with it minus the plan as it is.

    ``effects`` are of the whole system, and of each shelter that can close.
    """

    change: Change
    effects: tuple[Estimate, ...]

    def effect(self, name: str, **by: str) -> Estimate | None:
        """Return the difference in one measure, None where there is none."""
        for effect in self.effects:
            if effect.measure == name and dict(effect.by) == by:
                return effect
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """All changes that were tried, those that move the first measure most first.

    ``measures`` are those told: first what the scenario is answered by.  ``level`` is
    the confidence of each interval, such that ``claims`` of them, every change in
    every measure, hold together with 95 %.
    """

    digest: str
    seed: int
    version: str
    replications: int
    measures: tuple[str, ...]
    level: float
    claims: int
    tried: tuple[Tried, ...]
    played: Mapping[Player, int]


def how_many(replications: int) -> int:
    """Return how many of a run's replications play the changes too.

    >>> [how_many(n) for n in (9, 50, 200, 1_000, 10_000)]
    [0, 50, 100, 200, 200]
    """
    if replications < LEAST:
        return 0
    return min(replications, max(MODEST, min(MOST, replications // OF_THE_RUN)))


def try_changes(
    results: Results,
    draft: Draft | None = None,
    *,
    player: Asked = "auto",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Trials:
    """Play each change alone with the first replications of a run, and compare.

    The plan as it is was played already: its replications are those of the run.

    Parameters
    ----------
    draft
        The file of the scenario, for the levers that it states.

    Raises
    ------
    AuditError
        If a replication breaks a rule of the audit.
    ValueError
        If the run has fewer than :data:`LEAST` replications.
    """
    replications = how_many(results.replications)
    if not replications:
        raise ValueError(f"{results.replications} replications are too few to try")
    scenario = results.scenario
    base = Tallied(
        scenario,
        {
            name: np.asarray(counts[:replications])
            for name, counts in results.tallies.items()
        },
    )
    plans = changed_plans(base, draft)
    measures = _measures(scenario)
    claims = max(1, len(plans) * len(measures))
    level = level_together(claims)
    asked = _asked(scenario, measures)
    counts = counts_of(asked)
    with Luck(
        results.seed,
        player=player,
        workers=workers,
        progress=progress,
        expected=replications * len(plans),
    ) as luck:
        tried = []
        for change, plan in plans:
            found = luck.play(plan, replications, counts=counts)
            effects = [gap_between(base, found.tallied, each, level) for each in asked]
            tried.append(Tried(change=change, effects=tuple(effects)))
        played = dict(luck.crew.played)
    return Trials(
        digest=scenario.digest,
        seed=results.seed,
        version=__version__,
        replications=replications,
        measures=measures,
        level=level,
        claims=claims,
        tried=tuple(sorted(tried, key=lambda each: -_size(each, measures[0]))),
        played=played,
    )


def _measures(scenario: Scenario) -> tuple[str, ...]:
    """Return what is told of each change, the question's measures first."""
    named: list[str] = list(scenario.answered_by)
    if any(plan.closure is not None for plan in scenario.shelters):
        named += OF_MONEY
    else:
        named = [name for name in named if name not in OF_MONEY]
    named += BESIDE
    able = [name for name in dict.fromkeys(named) if measure(name).kind in SMOOTH]
    return tuple(able)


def _asked(scenario: Scenario, measures: tuple[str, ...]) -> list[Quantity]:
    able = [plan.name for plan in scenario.shelters if plan.closure is not None]
    return [
        *(Quantity(measure(name)) for name in measures),
        *(
            Quantity(measure(name), (("shelter", shelter),))
            for name in measures
            if name in OF_MONEY
            for shelter in able
        ),
    ]


def _size(tried: Tried, name: str) -> float:
    effect = tried.effect(name)
    return 0.0 if effect is None or effect.value is None else abs(effect.value)
