"""One replication: draw, play, audit, tally.  A pure function of its three names."""

from dataclasses import dataclass

import numpy as np

from sim.chance import draw
from sim.experiment.series import Series, series_of
from sim.history.audit import audit
from sim.history.events import Kind
from sim.history.record import History
from sim.history.stack import Stack, stacked
from sim.measures.tally import Tally, tally
from sim.model import play
from sim.scenario.plan import Scenario

__all__ = ["AuditError", "Outcome", "replicate"]

_DISTRESS = (
    Kind.FROZEN,
    Kind.NOTICE_GIVEN,
    Kind.CLOSED,
    Kind.ARREARS_BEGAN,
    Kind.BRIDGED,
)


class AuditError(Exception):
    """A History broke a rule: our mistake, never the scenario's, so no number.

    ``replication`` and ``seed`` name the History; ``broken`` says which rules.
    """

    def __init__(
        self, scenario: str, seed: int, replication: int, broken: tuple[str, ...]
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.broken = broken
        super().__init__(scenario, seed, replication, broken)

    def __str__(self) -> str:
        head = (
            f"replication {self.replication} of {self.scenario} (seed {self.seed}) "
            "does not add up, so there is no result:"
        )
        return "\n".join([head, *(f"  {rule}" for rule in self.broken)])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of one replication."""

    replication: int
    tally: Tally
    series: Series


def replicate(scenario: Scenario, seed: int, replication: int) -> Outcome:
    """Return one replication of a scenario, audited and counted.

    Raises
    ------
    AuditError
        If the History, or the one with unlimited credit, breaks a rule.
    """
    chance = draw(scenario, seed=seed, replication=replication)
    history = play(scenario, chance)
    stack = stacked([history])
    _check(scenario, seed, stack)
    unlimited = None
    if _ran_short(history):
        unlimited = stacked([play(scenario, chance, unlimited_credit=True)])
        _check(scenario, seed, unlimited)
    return Outcome(
        replication=replication,
        tally=tally(scenario, stack, unlimited=unlimited),
        series=series_of(scenario, stack),
    )


def _check(scenario: Scenario, seed: int, stack: Stack) -> None:
    for replication, broken in audit(stack).items():
        raise AuditError(scenario.name, seed, replication, tuple(broken))


def _ran_short(history: History) -> bool:
    """Say whether unlimited credit could have changed anything (W6)."""
    return bool(np.isin(history.events.kind, _DISTRESS).any())
