"""Which unknown matters: a tornado, Sobol' indices, and what to measure first.

All points have the same luck, so a response is a function of the unknowns alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment import intervals
from sim.experiment.asking import Quantity
from sim.experiment.estimate import Estimate
from sim.experiment.gaps import gap_between
from sim.experiment.luck import Luck
from sim.experiment.paired import level_together
from sim.experiment.unknowns import Unknown, Unknowns, quasi_random

__all__ = [
    "LEAST_POINTS",
    "Bar",
    "Index",
    "Information",
    "Sobol",
    "Tornado",
    "Worth",
    "sobol",
    "sobol_indices",
    "tornado",
    "value_of_information",
]

Floats = NDArray[np.float64]

LEAST_POINTS = 64
"""Fewer design points say nothing: intervals of shares then span most of 0 to 1."""
SAMPLES = 400
"""Bootstrap samples of design points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What one unknown does alone: its two ends against the file's own value."""

    unknown: Unknown
    low: Estimate
    high: Estimate

    @property
    def swing(self) -> float:
        """The distance between the two ends."""
        return abs((self.high.value or 0.0) - (self.low.value or 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Every unknown turned alone, the widest first; ``level`` is of each interval."""

    quantity: Quantity
    base: Estimate
    bars: tuple[Bar, ...]
    level: float


def tornado(
    unknowns: Unknowns, quantity: Quantity, luck: Luck, replications: int
) -> Tornado:
    """Turn each unknown to its two ends, everything else as the file says.

    The intervals of all differences hold together with 95 % (Bonferroni).
    """
    counts = quantity.measure.counts
    tallied = luck.play(unknowns.plan({}), replications, counts=counts).tallied
    level = level_together(2 * len(unknowns.each))

    def end(number: int, share: float) -> Estimate:
        plan = unknowns.plan({number: share})
        played = luck.play(plan, replications, counts=counts).tallied
        return gap_between(tallied, played, quantity, level)

    bars = [
        Bar(
            unknown=unknown,
            low=end(number, unknown.ends[0]),
            high=end(number, unknown.ends[1]),
        )
        for number, unknown in enumerate(unknowns.each)
    ]
    return Tornado(
        quantity=quantity,
        base=quantity.estimate(tallied),
        bars=tuple(sorted(bars, key=lambda bar: -bar.swing)),
        level=level,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """How much of the variance one unknown explains, with bootstrap intervals.

    ``first`` is the share it explains alone, ``total`` the share that would stay if
    all others were known (Sobol' 1993; Homma and Saltelli 1996).
    """

    unknown: Unknown
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sobol:
    """Indices of all unknowns, largest total first, from ``points`` design points."""

    quantity: Quantity
    indices: tuple[Index, ...]
    points: int
    variance: float
    shares: Floats
    values: Floats


def sobol(
    unknowns: Unknowns,
    quantity: Quantity,
    luck: Luck,
    replications: int,
    *,
    points: int,
) -> Sobol:
    """Return first-order and total indices on a quasi-random design.

    ``points`` times (unknowns + 2) plans are played.
    """
    many = len(unknowns.each)
    design = quasi_random(points, 2 * many, luck.seed)

    def responses(rows: Floats) -> Floats:
        plans = (unknowns.plan(dict(enumerate(row.tolist()))) for row in rows)
        played = luck.play_each(plans, replications, counts=quantity.measure.counts)
        return np.array([quantity.values(tallied)[0] for tallied in played])

    own, first, total = sobol_indices(design, responses, seed=luck.seed)
    indices = [
        Index(
            unknown=unknown,
            first=first[0, at],
            first_low=first[1, at],
            first_high=first[2, at],
            total=total[0, at],
            total_low=total[1, at],
            total_high=total[2, at],
        )
        for at, unknown in enumerate(unknowns.each)
    ]
    return Sobol(
        quantity=quantity,
        indices=tuple(sorted(indices, key=lambda index: -index.total)),
        points=points,
        variance=float(own.var(ddof=1)),
        shares=design[:, :many],
        values=own,
    )


def sobol_indices(
    design: Floats, responses: Callable[[Floats], Floats], *, seed: int
) -> tuple[Floats, Floats, Floats]:
    """Return the responses to the first half of a design, and the two indices.

    Each index is (3, unknowns): the estimate and its 95 % percentile bounds over
    bootstrap samples of design points.  The estimators are Jansen's (Computer
    Physics Communications 117, 1999): first 1 - E(f_B - f_ABi)²/2V, total
    E(f_A - f_ABi)²/2V, where AB_i is A with the column of i taken from B.
    """
    many = design.shape[1] // 2
    a, b = design[:, :many], design[:, many:]
    of_a, of_b, of_ab = _answered(a, b, responses)
    rng = np.random.default_rng([seed, 11])
    draws = rng.integers(0, len(a), (SAMPLES, len(a)))
    found = np.stack(_jansen(of_a, of_b, of_ab))
    samples = np.stack([np.stack(_jansen(of_a[d], of_b[d], of_ab[d])) for d in draws])
    low, high = np.nanquantile(samples, [0.025, 0.975], axis=0)
    first, total = (np.stack([found[k], low[k], high[k]]) for k in (0, 1))
    return of_a, first, total


def _answered(
    a: Floats, b: Floats, responses: Callable[[Floats], Floats]
) -> tuple[Floats, Floats, Floats]:
    """Return the responses to A, to B and to every AB_i.

    Points that differ in one unknown are asked one after the other: most of such a
    plan was worked out just before.
    """
    points, many = a.shape
    rows = np.repeat(a[:, None], many + 2, axis=1)
    rows[:, 1] = b
    unknown = np.arange(many)
    rows[:, 2 + unknown, unknown] = b
    found = responses(rows.reshape(-1, many)).reshape(points, many + 2)
    return found[:, 0].copy(), found[:, 1].copy(), found[:, 2:].copy()


def _jansen(of_a: Floats, of_b: Floats, of_ab: Floats) -> tuple[Floats, Floats]:
    variance = np.concatenate([of_a, of_b]).var(ddof=1)
    if variance <= 0:
        nothing = np.full(of_ab.shape[1], np.nan)
        return nothing, nothing
    first = 1 - ((of_b[:, None] - of_ab) ** 2).mean(axis=0) / (2 * variance)
    total = ((of_a[:, None] - of_ab) ** 2).mean(axis=0) / (2 * variance)
    return first, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What it would be worth to know one unknown before deciding.

    ``value`` with its bootstrap interval, in the unit of the objective; ``chance``
    is what 95 of 100 unknowns without any bearing would seem to be worth.
    """

    unknown: Unknown
    value: float
    low: float
    high: float
    chance: float

    @property
    def told_apart(self) -> bool:
        """Whether it is more than an unknown without any bearing would seem."""
        return self.value > self.chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """What knowing more is worth for one decision.

    ``perfect`` is what knowing everything is worth (EVPI), which is what the best plan
    as things are known misses on average, with the interval of that mean over points
    (``perfect_ends``); ``best`` is the plan to choose as things are known,
    ``chosen`` how often each plan would be best, alone or with others that do exactly
    as well, with Wilson's intervals (``chosen_ends``).
    """

    plans: tuple[str, ...]
    best: str
    chosen: tuple[float, ...]
    perfect: float
    unknowns: tuple[Worth, ...]
    perfect_ends: tuple[float, float]
    chosen_ends: tuple[tuple[float, float], ...]

    @property
    def alike(self) -> tuple[str, ...]:
        """The plans of which none ever does better than another; none if but one."""
        pairs = zip(self.plans, self.chosen, strict=True)
        always = tuple(plan for plan, share in pairs if share == 1)
        return always if len(always) > 1 else ()


DEGREE = 3


def value_of_information(
    shares: Floats,
    benefits: Floats,
    unknowns: Sequence[Unknown],
    plans: Sequence[str],
    *,
    seed: int,
) -> Information:
    """Return the expected value of perfect and partial perfect information.

    Parameters
    ----------
    shares
        Where each unknown stands at each design point: (points, unknowns).
    benefits
        What each plan is worth there: (points, plans), more being better.

    The benefit of each plan is regressed on one unknown at a time (a cubic), and
    the best of the fitted values averaged (Strong, Oakley and Brennan, Medical
    Decision Making 34, 2014).
    """
    rng = np.random.default_rng([seed, 13])
    means = benefits.mean(axis=0)
    worths = [
        _worth(unknown, shares[:, at], benefits, rng)
        for at, unknown in enumerate(unknowns)
    ]
    best = np.isclose(benefits, benefits.max(axis=1, keepdims=True), 1e-12, 1e-12)
    often = intervals.probability(best)
    missed = intervals.mean(benefits.max(axis=1) - benefits[:, means.argmax()])
    return Information(
        plans=tuple(plans),
        best=plans[int(means.argmax())],
        chosen=tuple(best.mean(axis=0).tolist()),
        perfect=_perfect(benefits),
        unknowns=tuple(sorted(worths, key=lambda worth: -worth.value)),
        perfect_ends=(float(missed.low), float(missed.high)),
        chosen_ends=tuple(zip(often.low.tolist(), often.high.tolist(), strict=True)),
    )


def _perfect(benefits: Floats) -> float:
    """Return what it is worth to choose at each point anew, and not once for all."""
    return float(benefits.max(axis=1).mean() - benefits.mean(axis=0).max())


def _worth(
    unknown: Unknown, shares: Floats, benefits: Floats, rng: np.random.Generator
) -> Worth:
    many = len(shares)
    value = _partial(shares, benefits)
    samples = [
        _partial(shares[d], benefits[d])
        for d in rng.integers(0, many, (SAMPLES // 2, many))
    ]
    shuffled = [
        _partial(rng.permutation(shares), benefits) for _ in range(SAMPLES // 2)
    ]
    low, high = np.quantile(samples, [0.025, 0.975])
    return Worth(
        unknown=unknown,
        value=value,
        low=float(low),
        high=float(high),
        chance=float(np.quantile(shuffled, 0.95)),
    )


def _partial(shares: Floats, benefits: Floats) -> float:
    """Return E[max of the fitted benefits] - max E[benefits] for one unknown.

    Never more than what knowing everything is worth at these points.
    """
    columns = np.vander(2 * shares - 1, DEGREE + 1)
    fitted = columns @ np.linalg.lstsq(columns, benefits, rcond=None)[0]
    return min(_perfect(fitted), _perfect(benefits))
