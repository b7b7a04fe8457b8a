"""Compare plans under the same luck: what differs, how sure that is, what it costs.

Every measure is compared replication by replication (common random numbers), so
that chance common to both plans cancels.  The intervals of all variants, and of all
measures that are asked for, hold together with 95 % (Bonferroni): looking at many
comparisons finds no more than one in twenty times a difference that is not there.
How sure a plan is better is corrected for as many claims, and what effects cost has
intervals of the same level: one rule for all that a comparison says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from sim.experiment.comparison import Comparison, Difference
from sim.experiment.contributions import SMOOTH
from sim.experiment.economics import economics_of
from sim.experiment.estimate import Estimate, Interval, few, finite, kind_of
from sim.experiment.estimating import estimates_of
from sim.experiment.intervals import Bounds, mean_prediction
from sim.experiment.luck import Luck, Played, Progress, same_plan
from sim.experiment.paired import (
    confidence_better,
    confidence_of_probabilities,
    difference,
    difference_of_probabilities,
    from_bootstrap,
    gaps,
    level_together,
    sure_together,
    variance_reduction,
)
from sim.experiment.players import Asked
from sim.experiment.precision import Goal, Stopped, stopping
from sim.experiment.skewness import enough_for
from sim.experiment.waiting import resampled, wait_curve
from sim.measures.direction import BETTER
from sim.measures.measure import Measure, Split
from sim.measures.registry import MEASURES
from sim.said import Said
from sim.scenario.changes import changes_between
from sim.scenario.plan import Scenario

__all__ = ["NotComparableError", "compare"]

Floats = NDArray[np.float64]


class NotComparableError(ValueError):
    """Two plans whose difference would mean nothing; says why and what to do."""


def compare(
    scenarios: Sequence[Scenario],
    *,
    names: Sequence[str] = (),
    seed: int = 1,
    replications: int = 200,
    goals: Sequence[Goal] = (),
    worth: dict[str, int] | None = None,
    player: Asked = "auto",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Play the base, which is the first scenario, and its variants; compare them.

    Parameters
    ----------
    names
        What the scenarios are called; their own names unless given.
    goals
        How precise the differences of some measures have to be, for every variant:
        then ``replications`` is the most that are played.
    worth
        What one more unit of an effect is worth, in minor units, for net benefit;
        the effects are those of :data:`sim.experiment.economics.EFFECTS`.

    Raises
    ------
    NotComparableError
        If they play different periods or count in different currencies.
    ValueError
        If there is no variant.
    """
    base, *variants = scenarios
    if not variants:
        raise ValueError("a comparison needs at least one variant")
    called = tuple(names) or _distinct([scenario.name for scenario in scenarios])
    for variant, name in zip(variants, called[1:], strict=True):
        _refuse_unlike(base, variant, called[0], name)
    asked = tuple(dict.fromkeys(n for s in scenarios for n in s.answered_by))
    unchanged = tuple(same_plan(base, variant) for variant in variants)
    claims = max(1, unchanged.count(False) * len(asked))
    with Luck(
        seed,
        player=player,
        workers=workers,
        progress=progress,
        expected=replications * len(scenarios),
    ) as luck:
        if goals:
            played, stopped = _until(scenarios, goals, replications, luck, claims)
            replications = stopped.replications
        else:
            played, stopped = [luck.play(s, replications) for s in scenarios], None
    first = played[0]
    return Comparison(
        base=base,
        variants=tuple(variants),
        names=called,
        seed=seed,
        replications=replications,
        level=level_together(claims),
        claims=claims,
        asked=asked,
        estimates=estimates_of(base, first.counts, first.waits, seed=seed),
        changes=tuple(changes_between(base, variant) for variant in variants),
        unchanged=unchanged,
        differences=tuple(
            found
            for name, other in zip(called[1:], played[1:], strict=True)
            for found in _Pair(name, first, other, claims, seed).differences()
        ),
        economics=economics_of(
            [each.tallied for each in played],
            called,
            seed=seed,
            worth=worth or {},
            level=level_together(claims),
        ),
        stopped=stopped,
    )


def _until(
    scenarios: Sequence[Scenario],
    goals: Sequence[Goal],
    at_most: int,
    luck: Luck,
    claims: int,
) -> tuple[list[Played], Stopped]:
    """Play until the differences of all variants are precise, or at the most.

    Each goal is held against the variant whose interval is the widest.
    """
    played: list[Played | None] = [None] * len(scenarios)

    def look(replications: int) -> list[Estimate]:
        luck.expected = len(scenarios) * replications
        for at, scenario in enumerate(scenarios):
            played[at] = luck.more(scenario, played[at], replications)
        base, *variants = (each for each in played if each is not None)
        pairs = [_Pair("", base, each, claims, luck.seed) for each in variants]
        return [
            max((pair.whole(goal.measure) for pair in pairs), key=_width)
            for goal in goals
        ]

    stopped = stopping(goals, scenarios[0], at_most, look)
    return [each for each in played if each is not None], stopped


def _width(estimate: Estimate) -> float:
    if estimate.low is None or estimate.high is None:
        return inf
    return estimate.high - estimate.low


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return names of which none occurs twice."""
    return tuple(
        f"{name} ({names[:at].count(name) + 1})" if name in names[:at] else name
        for at, name in enumerate(names)
    )


def _refuse_unlike(base: Scenario, variant: Scenario, name: str, other: str) -> None:
    if (base.start, base.days) != (variant.start, variant.days):
        raise NotComparableError(
            Said(
                "{name} and {other} play different periods, so a difference would "
                "compare different times; give both the same 'period'",
                name=name,
                other=other,
            )
        )
    if base.currency != variant.currency:
        raise NotComparableError(
            Said(
                "{name} counts in {currency} and {other} in {another}; write both "
                "in one currency",
                name=name,
                currency=base.currency,
                other=other,
                another=variant.currency,
            )
        )


class _Pair:
    """A variant beside the base, cell by cell."""

    def __init__(
        self, name: str, base: Played, variant: Played, claims: int, seed: int
    ) -> None:
        self.name = name
        self.base = base
        self.variant = variant
        self.claims = claims
        self.level = level_together(claims)
        self.draws = resampled(base.waits.replications, seed)
        self.replications = base.waits.replications
        self.currency = base.scenario.currency
        self.unchanged = same_plan(base.scenario, variant.scenario)

    def differences(self) -> Iterator[Difference]:
        """Yield the differences of every measure in every split both have."""
        for measure in MEASURES:
            for split in measure.by:
                ours = self.base.tallied.cells(measure, split)
                theirs = self.variant.tallied.cells(measure, split)
                shared = [
                    (by, ours.index(by), theirs.index(by))
                    for by in ours
                    if by in theirs
                ]
                if not shared:
                    continue
                if measure.kind in SMOOTH:
                    yield from self._smooth(measure, split, shared)
                else:
                    yield from self._quantiles(measure, shared)

    def whole(self, measure: Measure) -> Estimate:
        """Return the difference of a measure of the whole system."""
        shared: list[tuple[Mapping[str, str], int, int]] = [({}, 0, 0)]
        if measure.kind in SMOOTH:
            return next(self._smooth(measure, (), shared)).estimate
        return next(self._quantiles(measure, shared)).estimate

    def _smooth(
        self,
        measure: Measure,
        split: Split,
        shared: list[tuple[Mapping[str, str], int, int]],
    ) -> Iterator[Difference]:
        a = self.base.tallied.contributions(measure, split)
        b = self.variant.tallied.contributions(measure, split)
        mine, other = [i for _, i, _ in shared], [j for _, _, j in shared]
        before, after = a.each[:, mine], b.each[:, other]
        value = b.value[other] - a.value[mine]
        less = BETTER.get(measure.name) != "more"
        ways = (less, not less)
        low = high = np.full(len(shared), np.nan)
        interval: Interval = "jackknife"
        if measure.kind == "probability":
            interval = "bonett-price"
            bounds = difference_of_probabilities(before > 0, after > 0, self.level)
            alone = [
                confidence_of_probabilities(before > 0, after > 0, less=way)
                for way in ways
            ]
        else:
            moved = gaps(before, after, value)
            bounds = difference(np.zeros_like(moved), moved, self.level).around(value)
            alone = [confidence_better(moved, less=way) for way in ways]
        gap = b.own[:, other] - a.own[:, mine]
        differing = (np.isfinite(gap) & (gap != 0)).sum(axis=0)
        if measure.kind == "mean":
            interval = "skewness-adjusted t"
            low, high = mean_prediction(gap)
        sure, doubted = (sure_together(each, self.claims) for each in alone)
        reduced = variance_reduction(before, after)
        enough = enough_for(after - before) * (measure.kind == "mean")
        for cell, (by, _, _) in enumerate(shared):
            told = self._told(measure, by, interval, bounds.at(cell))
            told = replace(
                told,
                note=told.note or few(self.replications, int(enough[cell])),
                prediction_low=finite(low[cell]),
                prediction_high=finite(high[cell]),
            )
            shares = _shares(gap[:, cell], measure.name)
            yield Difference(
                variant=self.name,
                estimate=told,
                base=finite(a.value[mine[cell]]),
                own=finite(b.value[other[cell]]),
                better=shares[0],
                same=shares[1],
                worse=shares[2],
                confidence=finite(sure[cell]) if measure.name in BETTER else None,
                doubted=finite(doubted[cell]) if measure.name in BETTER else None,
                reduction=finite(reduced[cell]),
                differing=int(differing[cell]),
            )

    def _told(
        self,
        measure: Measure,
        by: Mapping[str, str],
        interval: Interval,
        bounds: Bounds,
    ) -> Estimate:
        """Return a difference with its doubt; none where both plan the same."""
        value = finite(bounds.value)
        low, high = finite(bounds.low), finite(bounds.high)
        note = None
        if value is None:
            note = "not defined in one of the two"
        elif self.unchanged:
            low = high = value
            note = "both plan the same"
        elif low is None:
            note = "too few replications for an interval"
        return Estimate(
            measure=measure.name,
            by=by,
            value=value,
            low=low,
            high=high,
            interval="none" if self.unchanged else kind_of(interval, low, high),
            unit=measure.unit.replace("money", self.currency),
            replications=self.replications,
            note=note,
        )

    def _quantiles(
        self,
        measure: Measure,
        shared: list[tuple[Mapping[str, str], int, int]],
    ) -> Iterator[Difference]:
        for by, mine, other in shared:
            a = self._samples(self.base, measure, by, mine)
            b = self._samples(self.variant, measure, by, other)
            with np.errstate(invalid="ignore"):
                bounds = from_bootstrap(b[0] - a[0], b[1] - a[1], self.level)
            yield Difference(
                variant=self.name,
                estimate=self._told(measure, by, "bootstrap", bounds),
                base=finite(a[0]),
                own=finite(b[0]),
            )

    def _samples(
        self, played: Played, measure: Measure, by: Mapping[str, str], cell: int
    ) -> tuple[float, Floats]:
        """Return a quantile and the quantiles of the drawn samples of replications."""
        assert measure.level is not None
        if measure.kind == "wait quantile":
            return _wait_samples(played, by, measure.level, self.draws)
        tallied, split = played.tallied, tuple(by)
        cells = len(tallied.cells(measure, split))
        values = tallied.term(measure, measure.numerator, split, cells)[:, cell]
        divisor = float(tallied.divisor(measure, split, cells)[cell])
        every = np.ones((1, len(values)), np.int64)
        weights = np.vstack([every, self.draws])
        found = _weighted_quantiles(values, weights, measure.level) / divisor
        return float(found[0]), found[1:]


def _wait_samples(
    played: Played,
    by: Mapping[str, str],
    level: float,
    draws: NDArray[np.int64],
) -> tuple[float, Floats]:
    waits, labels = played.waits, played.tallied.frame.labels
    chosen = np.ones(len(waits.ticks), np.bool_)
    if "group" in by:
        chosen &= waits.members[:, labels["group"].index(by["group"])] > 0
    if "year" in by:
        chosen &= waits.year == labels["year"].index(by["year"])
    every = np.ones((1, waits.replications), np.int64)
    found = wait_curve(waits, chosen).samples(level, np.vstack([every, draws]))
    return float(found[0]), found[1:]


def _weighted_quantiles(
    values: Floats, weights: NDArray[np.int64], level: float
) -> Floats:
    """Return the quantile of the values that are not negative, under each weighting."""
    known = values >= 0
    order = np.argsort(values[known], kind="stable")
    ordered, chosen = values[known][order], weights[:, known][:, order]
    if not ordered.size:
        return np.full(len(weights), np.nan)
    reached = np.cumsum(chosen, axis=1)
    total = reached[:, -1:]
    at = (reached >= np.maximum(np.ceil(level * total - 1e-9), 1)).argmax(axis=1)
    return np.where(total[:, 0] > 0, ordered[at], np.nan)


def _shares(
    gap: Floats, measure: str
) -> tuple[float, float, float] | tuple[None, None, None]:
    """Return in what shares of replications the variant is better, same, worse."""
    known = gap[np.isfinite(gap)]
    if measure not in BETTER or not known.size:
        return None, None, None
    good = known < 0 if BETTER[measure] == "less" else known > 0
    same = known == 0
    return float(good.mean()), float(same.mean()), float((~good & ~same).mean())
