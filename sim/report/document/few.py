"""Shares behind which hardly anybody stands: where they are left out, and why."""

from collections.abc import Sequence

from sim.experiment.results import Results
from sim.report.answer.spread import find, listing
from sim.report.language import say
from sim.report.names import word_of
from sim.scenario.plan import Group

__all__ = ["hardly_anybody_came", "hardly_anybody_waited", "left_out_few"]

FEW = 1.0
"""Of fewer people in a period, on average, no share is told."""


def hardly_anybody_came(results: Results) -> tuple[Group, ...]:
    """Return the groups of which fewer than one person is referred in a period."""
    return tuple(g for g in results.scenario.groups if _referred(results, g) < FEW)


def hardly_anybody_waited(results: Results) -> tuple[Group, ...]:
    """Return the groups of which fewer than one is ready and not turned away."""
    return tuple(
        group
        for group in results.scenario.groups
        if _referred(results, group) - _mean(results, "turn_aways", group) < FEW
    )


def left_out_few(groups: Sequence[Group]) -> str:
    """Say whose shares are left out, and why; empty where nobody's are."""
    if not groups:
        return ""
    return say(
        "Left out: shares of {groups}; fewer than one such person in a period stands "
        "behind them.",
        groups=listing([word_of(group.name) for group in groups]),
    )


def _referred(results: Results, group: Group) -> float:
    return _mean(results, "referrals", group)


def _mean(results: Results, name: str, group: Group) -> float:
    found = find(results, name, group=group.name)
    return 0.0 if found is None or found.value is None else found.value
