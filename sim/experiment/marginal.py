"""What the next sum of money buys in each lever: the donor's question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiment.asking import Quantity, counts_of
from sim.experiment.contributions import Tallied
from sim.experiment.estimate import Estimate, few
from sim.experiment.luck import Luck
from sim.experiment.paired import level_together, mean_of, quotient
from sim.experiment.skewness import few_for
from sim.measures.direction import BETTER
from sim.measures.registry import measure
from sim.money import minor_digits
from sim.scenario.loading import Draft
from sim.scenario.plan import LeverPlan, Option, Scenario

__all__ = ["EFFECTS", "Bought", "Marginal", "cheapest", "marginal"]

Floats = NDArray[np.float64]

EFFECTS: Mapping[str, str] = {
    "closure_days": "closure day",
    "unmet_bed_nights": "unmet night",
    "displaced": "displaced person",
}
"""What is to be avoided, by measure, and what one is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What one lever does for as much of the sum as it can take.

    ``option`` is the position it reaches, None where its first step costs more than
    the sum.  ``avoided`` maps each effect to how many are avoided, ``price_of_one``
    to the lever's price divided by that: by Fieller, the price being certain, so
    that it has no end where nothing is surely avoided.  ``care`` is what care costs
    more, or less, than before.
    """

    lever: LeverPlan
    option: Option | None
    avoided: Mapping[str, Estimate]
    price_of_one: Mapping[str, Estimate]
    care: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginal:
    """The next sum of money in each lever; ``level`` is that of each interval."""

    scenario: Scenario
    amount: int
    bought: tuple[Bought, ...]
    base: Mapping[str, Estimate]
    level: float
    seed: int
    replications: int


def marginal(
    draft: Draft,
    amount: int,
    luck: Luck,
    *,
    fixed: Mapping[str, str] | None = None,
    replications: int = 200,
) -> Marginal:
    """Pull each lever alone as far as a sum goes, and say what that avoids.

    Parameters
    ----------
    amount
        The sum, in minor units.

    Raises
    ------
    ScenarioError
        When a position of a lever is not allowed where it is put.
    ValueError
        When the file has no lever.
    """
    put = dict(fixed or {})
    scenario = draft.scenario(put)
    if not scenario.levers:
        raise ValueError("the file has no levers")
    reached = [_reached(lever, amount) for lever in scenario.levers]
    plans = [
        None
        if option is None
        else draft.scenario({**put, **dict.fromkeys(lever.sets, option.put)})
        for lever, option in zip(scenario.levers, reached, strict=True)
    ]
    luck.expected = replications * (1 + sum(plan is not None for plan in plans))
    counts = counts_of(Quantity(measure(name)) for name in (*EFFECTS, "costs"))
    base = luck.play(scenario, replications, counts=counts).tallied
    level = level_together(len(EFFECTS) * max(1, sum(p is not None for p in plans)))
    bought = []
    for lever, option, plan in zip(scenario.levers, reached, plans, strict=True):
        if option is None or plan is None:
            nothing: dict[str, Estimate] = {}
            bought.append(
                Bought(
                    lever=lever,
                    option=None,
                    avoided=nothing,
                    price_of_one=nothing,
                    care=None,
                )
            )
        else:
            tallied = luck.play(plan, replications, counts=counts).tallied
            bought.append(_bought(lever, option, base, tallied, level))
    return Marginal(
        scenario=scenario,
        amount=amount,
        bought=tuple(bought),
        base={name: _gap(name, base, None, level) for name in EFFECTS},
        level=level,
        seed=luck.seed,
        replications=replications,
    )


def _reached(lever: LeverPlan, amount: int) -> Option | None:
    """Return the dearest position that the sum pays for, None if it pays for none."""
    within = [option for option in lever.options if option.price <= amount]
    return within[-1] if within else None


def _bought(
    lever: LeverPlan, option: Option, base: Tallied, plan: Tallied, level: float
) -> Bought:
    coins = 10 ** minor_digits(base.scenario.currency)
    price = option.price / coins
    return Bought(
        lever=lever,
        option=option,
        avoided={name: _gap(name, base, plan, level) for name in EFFECTS},
        price_of_one={
            name: _price(name, one, price, base, plan, level)
            for name, one in EFFECTS.items()
        },
        care=_gap("costs", base, plan, level),
    )


def _each(name: str, tallied: Tallied) -> Floats:
    found: Floats = tallied.contributions(measure(name)).each[:, 0]
    return found


def _gap(name: str, base: Tallied, plan: Tallied | None, level: float) -> Estimate:
    """Return what is avoided (of costs: added), or the base's own where no plan is."""
    mine = _each(name, base)
    if plan is None:
        gap = mine
    else:
        sign = -1.0 if BETTER[name] == "less" and name != "costs" else 1.0
        gap = sign * (_each(name, plan) - mine)
    unit = measure(name).unit.replace("money", base.scenario.currency)
    return mean_of(name, gap, unit, level, note=few(len(gap), few_for(gap)))


def _price(  # noqa: PLR0917 - one question of two plans
    name: str, one: str, price: float, base: Tallied, plan: Tallied, level: float
) -> Estimate:
    gap = _each(name, base) - _each(name, plan)
    found = quotient(np.full_like(gap, price), gap, level)
    known = found.bounded and found.low > 0
    currency = base.scenario.currency
    return Estimate(
        measure=f"price of one avoided {one}",
        value=found.value if known else None,
        low=found.low if known else None,
        high=found.high if known else None,
        interval="fieller" if known else "none",
        unit=f"{currency} per {one}",
        replications=len(gap),
        note=None if known else "nothing is surely avoided",
    )


def cheapest(found: Marginal, effect: str) -> Sequence[Bought]:
    """Return the levers that surely avoid an effect, the cheapest first."""
    able = [b for b in found.bought if b.option and b.price_of_one[effect].value]
    return sorted(able, key=lambda b: b.price_of_one[effect].value or 0.0)
