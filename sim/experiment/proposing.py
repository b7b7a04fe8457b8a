"""Which plans are played: all within a budget, or those that a search proposes."""

import numpy as np
from numpy.typing import NDArray

from sim.experiment.arena import Arena
from sim.experiment.splits import Spending, how_many, nothing_done, spendings

__all__ = ["ENUMERATED", "proposed"]

Floats = NDArray[np.float64]

ENUMERATED = 150
"""Up to so many plans are all played; beyond, as many are proposed at most."""


def proposed(arena: Arena, budget: int, first: int) -> tuple[list[Spending], int]:
    """Return the plans to play, and how many there are within the budget.

    Where there are too many, differential evolution proposes some (Storn and Price,
    Journal of Global Optimization 11, 1997), judged by ``first`` replications each.
    """
    possible = how_many(arena.levers, budget)
    if possible <= ENUMERATED:
        return spendings(arena.levers, budget), possible
    return _evolved(arena, budget, first), possible


def _evolved(arena: Arena, budget: int, first: int) -> list[Spending]:
    """Return plans proposed by differential evolution, the best ones first.

    Plans above the budget count as much worse, by how much they are above it;
    those that break a constraint as worse than all that keep them.
    """
    from scipy.optimize import Bounds, differential_evolution

    seen: dict[Spending, float] = {}
    levers = arena.levers
    prices = [(0, *(option.price for option in lever.options)) for lever in levers]

    def loss(point: Floats) -> float:
        pulled = tuple(round(value) for value in point.tolist())
        price = sum(p[at] for p, at in zip(prices, pulled, strict=True))
        if price > budget:
            return float(1e12 * (1 + (price - budget) / max(budget, 1)))
        spending = Spending(pulled, price)
        if spending not in seen:
            if len(seen) >= ENUMERATED:
                return 1e11
            found = arena.candidate(spending, first)
            broken = sum(kept in ("perhaps", "no") for kept in found.kept)
            seen[spending] = found.loss + 1e9 * broken
        return seen[spending]

    many = len(levers)
    differential_evolution(
        loss,
        Bounds(np.zeros(many), [len(lever.options) for lever in levers]),
        integrality=[True] * many,
        rng=np.random.default_rng([arena.luck.seed, 19]),
        popsize=max(5, 40 // many),
        maxiter=60,
        polish=False,
        init="sobol",
    )
    seen.setdefault(nothing_done(levers), 0.0)
    return sorted(seen, key=lambda each: (seen[each], each.price))
