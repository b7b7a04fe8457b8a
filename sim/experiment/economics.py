"""What an effect costs: incremental ratios, dominance, net benefit, acceptability.

Cost is what care costs (W5: bills due, closure and reopening included, interim
places too), not what a plan's money costs its giver.  Effects are counted so that
more is better: people supported, and closure days, turn-aways and unmet nights
*avoided*.  Strategies are the base and its variants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from sim.experiment.acceptability import acceptable
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate, finite
from sim.experiment.paired import TOGETHER, Quotient, difference, mean_of, quotient
from sim.measures.registry import measure
from sim.money import minor_digits

__all__ = ["EFFECTS", "Economics", "NetBenefit", "Strategy", "Trade", "economics_of"]

Floats = NDArray[np.float64]

EFFECTS: Mapping[str, tuple[str, str, int]] = {
    "supported_victims": ("supported victim", "more", 1),
    "closure_days": ("closure day", "avoided", -1),
    "turn_aways": ("turn-away", "avoided", -1),
    "unmet_bed_nights": ("unmet night", "avoided", -1),
}
"""Effects by measure: what one is called, how it counts, and its sign."""

MIXTURES = tuple(tenth / 10 for tenth in range(1, 10))
"""Shares of the first of two plans in the mixtures that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What a variant costs more than the base, for each unit of an effect it gains.

    ``verdict`` is one of ``dominates`` (cheaper and better, both surely),
    ``dominated``, ``cannot be told``, ``costs`` (more for more), ``saves`` (less
    for less) and ``no effect``; ``ratio`` has no value where the effect cannot be
    told from none.
    """

    variant: str
    effect: str
    cost: Estimate
    gain: Estimate
    ratio: Estimate
    verdict: str

    @property
    def sides(self) -> tuple[int, int]:
        """Whether cost and gain are surely above (1) or below (-1) nought; else 0."""
        return _side(self.cost), _side(self.gain)

    def as_json(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "variant": self.variant,
            "effect": self.effect,
            "verdict": self.verdict,
            "cost": self.cost.as_json(),
            "gain": self.gain.as_json(),
            "ratio": self.ratio.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One plan among those compared for one effect, cheapest first.

    ``gain`` is the mean effect above the base's (avoided, or more).  ``status``:
    ``efficient``, ``the same`` (as an efficient one),
    ``dominated``, ``extendedly dominated``; ``ratio`` is the cost of
    one more unit against the efficient plan before it (``after``), with its interval
    by Fieller where the effect can be told from none.  The status is by the means;
    ``by`` names the plan, or the two, that dominate, the base first and then the
    cheapest that is efficient, and ``sure`` says whether the intervals of the
    differences tell so too.
    """

    name: str
    effect: str
    cost: float
    gain: float
    status: str
    ratio: float | None
    ratio_low: float | None = None
    ratio_high: float | None = None
    after: str = ""
    by: tuple[str, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NetBenefit:
    """What a variant is worth above the base at a stated price of the effect."""

    variant: str
    effect: str
    price: float
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Economics:
    """Cost and effect of every strategy.

    ``acceptable`` maps an effect to prices (whole units of currency) and, for each
    strategy, the share of bootstrap samples in which none has a higher mean net
    benefit at that price.  Strategies that tie count both.
    """

    trades: tuple[Trade, ...]
    strategies: tuple[Strategy, ...]
    benefits: tuple[NetBenefit, ...]
    acceptable: Mapping[str, tuple[Floats, Floats]]


def economics_of(
    played: Sequence[Tallied],
    names: Sequence[str],
    *,
    seed: int,
    worth: Mapping[str, int],
    level: float = TOGETHER,
) -> Economics:
    """Return costs and effects of strategies, the first being the base.

    ``level`` is the confidence of each interval: that of the comparison, so that a
    difference has one interval wherever it is told.
    """
    scenario = played[0].scenario
    costs = np.stack([_own(each, "costs") for each in played])
    gains = {
        effect: sign * np.stack([_own(each, effect) for each in played])
        for effect, (_, _, sign) in EFFECTS.items()
    }
    gains = {effect: gain - gain[0] for effect, gain in gains.items()}
    currency = scenario.currency
    coins = 10 ** minor_digits(currency)
    strategies = tuple(
        strategy
        for effect, gain in gains.items()
        for strategy in _ranked(names, effect, _Plane(costs, gain, level))
    )
    return Economics(
        trades=tuple(
            _trade(name, effect, _Gap(costs[at] - costs[0], gain[at]), level, currency)
            for effect, gain in gains.items()
            for at, name in enumerate(names)
            if at
        ),
        strategies=strategies,
        benefits=tuple(
            NetBenefit(
                variant=name,
                effect=effect,
                price=price / coins,
                estimate=mean_of(
                    f"net benefit by {effect}",
                    price / coins * gains[effect][at] - (costs[at] - costs[0]),
                    currency,
                    level,
                ),
            )
            for effect, price in worth.items()
            for at, name in enumerate(names)
            if at
        ),
        acceptable={
            effect: acceptable(
                costs,
                gain,
                seed=seed,
                dearest=_dearest(strategies, effect),
                stated=worth.get(effect, 0) / coins,
            )
            for effect, gain in gains.items()
            if gain.any()
        },
    )


def _dearest(strategies: Sequence[Strategy], effect: str) -> float:
    """Return the price of one more on the last step along the efficient plans."""
    steps = [s.ratio for s in strategies if s.effect == effect and s.ratio is not None]
    return max([0.0, *steps])


@dataclass(frozen=True, slots=True)
class _Gap:
    """Cost and gain of a variant above the base, replication by replication."""

    cost: Floats
    gain: Floats


@dataclass(frozen=True, slots=True)
class _Plane:
    """Costs and gains of all plans, of shape (plans, replications).

    ``level`` is that of intervals of differences from the base.  Here any plan may be
    held against any other, and against any mixture of two: there is more to look at,
    and the doubt that ``level`` leaves is shared out among it (Bonferroni).
    """

    costs: Floats
    gains: Floats
    level: float

    def dominates(self, one: int, other: int) -> bool:
        """Say whether one plan is surely no worse than another, and better in one."""
        plans = len(self.costs)
        return self._better(
            self.costs[one], self.gains[one], other, plans * (plans - 1) // 2
        )

    def no_worse(self, one: int, other: int) -> bool:
        """Say whether one plan by the means is no worse than another, and better."""
        cheaper = float(self.costs[other].mean() - self.costs[one].mean())
        stronger = float(self.gains[one].mean() - self.gains[other].mean())
        return min(cheaper, stronger) >= 0 and max(cheaper, stronger) > 0

    def step(self, one: int, other: int) -> Quotient:
        """Return what one more costs with one plan after another, with its interval.

        Against the base it is that of the trade; between two variants all pairs may
        be held against each other, and share the doubt.
        """
        plans = len(self.costs)
        level = self.level if 0 in (one, other) else 1 - 2 * (1 - self.level) / plans
        return quotient(
            self.costs[other] - self.costs[one],
            self.gains[other] - self.gains[one],
            level,
        )

    def mixture_dominates(self, one: int, two: int, other: int) -> bool:
        """Say whether some mixture of two plans surely dominates a third."""
        plans = len(self.costs)
        looks = len(MIXTURES) * plans * (plans - 1) * (plans - 2) // 2
        return any(
            self._better(
                part * self.costs[one] + (1 - part) * self.costs[two],
                part * self.gains[one] + (1 - part) * self.gains[two],
                other,
                looks,
            )
            for part in MIXTURES
        )

    def _better(self, costs: Floats, gains: Floats, other: int, looks: int) -> bool:
        shared = (1 - self.level) * (len(self.costs) - 1) / looks
        cheaper = difference(costs, self.costs[other], 1 - shared)
        stronger = difference(self.gains[other], gains, 1 - shared)
        lows = float(cheaper.low), float(stronger.low)
        return min(lows) >= 0 and max(lows) > 0


def _own(tallied: Tallied, name: str) -> Floats:
    found: Floats = tallied.contributions(measure(name)).each[:, 0]
    return found


def _trade(name: str, effect: str, gap: "_Gap", level: float, currency: str) -> Trade:
    cost, gain = gap.cost, gap.gain
    unit, how, _ = EFFECTS[effect]
    dearer = mean_of("costs", cost, currency, level)
    better = mean_of(effect, gain, measure(effect).unit, level)
    found = quotient(cost, gain, level)
    known = found.bounded and isfinite(found.value)
    why = None if known else "the effect cannot be told from none"
    return Trade(
        variant=name,
        effect=effect,
        cost=dearer,
        gain=better,
        ratio=Estimate(
            measure=f"cost per {how if how == 'avoided' else 'additional'} {unit}",
            value=found.value if known else None,
            low=found.low if known else None,
            high=found.high if known else None,
            interval="fieller" if known else "none",
            unit=f"{currency} per {unit}",
            replications=len(cost),
            note=why,
        ),
        verdict=_verdict(dearer, better),
    )


def _side(estimate: Estimate) -> int:
    """Return 1 or -1 where a difference is surely above or below 0, else 0."""
    if estimate.low is None or estimate.high is None:
        return 0
    return 1 if estimate.low > 0 else -1 if estimate.high < 0 else 0


def _verdict(cost: Estimate, gain: Estimate) -> str:
    """Say what is sure of a pair of differences."""
    if gain.value == 0 and gain.low == gain.high:
        return "no effect"
    return {
        (-1, 1): "dominates",
        (1, -1): "dominated",
        (1, 1): "costs",
        (-1, -1): "saves",
    }.get((_side(cost), _side(gain)), "cannot be told")


def _ranked(names: Sequence[str], effect: str, plane: _Plane) -> list[Strategy]:
    """Return the strategies by cost, with dominance and incremental ratios.

    By the means, a plan is dominated if another is no dearer and no worse, and better
    in one; extendedly, if a mixture of two others is: then the ratio to the next
    efficient plan would be smaller than its own.
    """
    costs, gains = plane.costs.mean(1), plane.gains.mean(1)
    order = sorted(range(len(names)), key=lambda at: (costs[at], -gains[at]))
    status = ["efficient"] * len(names)
    front: list[int] = []
    by: dict[int, tuple[int, ...]] = {}
    for at in order:
        if front and (costs[at], gains[at]) == (costs[front[-1]], gains[front[-1]]):
            status[at] = "the same"
        elif front and gains[at] <= gains[front[-1]]:
            status[at] = "dominated"
        else:
            front.append(at)
    while (worst := _not_rising(front, costs, gains)) is not None:
        status[front.pop(worst)] = "extendedly dominated"
    sure = {}
    for at in order:
        if status[at] == "dominated":
            surely = [one for one in order if plane.dominates(one, at)]
            better = surely or [one for one in order if plane.no_worse(one, at)]
            by[at], sure[at] = (_foremost(better, front),), bool(surely)
        elif status[at] == "extendedly dominated":
            below = max((o for o in front if gains[o] < gains[at]), key=gains.item)
            above = min((o for o in front if gains[o] > gains[at]), key=gains.item)
            by[at], sure[at] = (
                (below, above),
                plane.mixture_dominates(below, above, at),
            )
    steps = {b: (names[a], plane.step(a, b)) for a, b in pairwise(front)}
    nothing = ("", Quotient(nan, nan, nan, bounded=False))
    return [
        Strategy(
            name=names[at],
            effect=effect,
            cost=float(costs[at]),
            gain=float(gains[at]),
            status=status[at],
            ratio=finite(step.value),
            ratio_low=finite(step.low),
            ratio_high=finite(step.high),
            after=after,
            by=tuple(names[other] for other in by.get(at, ())),
            sure=sure.get(at, False),
        )
        for at in order
        for after, step in [steps.get(at, nothing)]
    ]


def _foremost(plans: Sequence[int], front: Sequence[int]) -> int:
    """Return whom to name of plans that dominate another, cheapest first.

    The base, which is known; else one that no other dominates.
    """
    return 0 if 0 in plans else next((p for p in plans if p in front), plans[0])


def _not_rising(front: Sequence[int], costs: Floats, gains: Floats) -> int | None:
    """Return the place of a plan whose ratio is above that of the next, or None."""
    steps = [(costs[b] - costs[a]) / (gains[b] - gains[a]) for a, b in pairwise(front)]
    for place, (one, two) in enumerate(pairwise(steps), start=1):
        if one >= two:
            return place
    return None
