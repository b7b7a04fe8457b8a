"""The luck with money of a block of replications, as the fast player takes it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.luck import Chance, FunderLuck
from sim.compiling import compiled_inside
from sim.kernel.books import Flags, Floats, Ints, MoneyLuck, Smalls

__all__ = ["FundersLuck", "money_luck_of", "packed_money_luck"]


class FundersLuck(NamedTuple):
    """The fields of :class:`~sim.kernel.books.MoneyLuck` for many replications.

    What there is of each has a row a replication; gifts and incomes, of which there
    can be any number, are those from ``gifts_at[r]`` up to ``gifts_at[r + 1]``.
    """

    signed: Smalls
    awarded: Flags
    lags: Smalls
    first_lag: Ints
    receivable_lags: Smalls
    gifts_at: Ints
    gift_times: Floats
    gift_amounts: Ints
    gift_plans: Smalls
    incomes_at: Ints
    income_times: Floats
    incomes: Ints
    income_funds: Smalls


def packed_money_luck(chances: Sequence[Chance]) -> FundersLuck:
    """Lay out the luck with money of replications of one scenario."""
    lags = [luck.lag.size for luck in chances[0].funders]
    times = [[t for f in c.funders for t in f.gift_times] for c in chances]
    gifts = [[a for f in c.funders for a in f.gift_amounts] for c in chances]
    incomes = [chance.confiscations for chance in chances]
    return FundersLuck(
        _rows(chances, lambda luck: luck.signed, np.int32),
        _rows(chances, lambda luck: luck.awarded.ravel(), np.bool_),
        _rows(chances, lambda luck: luck.lag.ravel(), np.int32),
        np.cumsum([0, *lags]),
        _rows(chances, lambda luck: luck.receivable_lag, np.int32),
        _places(times),
        _joined(times, np.float64),
        _joined(gifts, np.int64),
        _plans(times),
        _places(incomes),
        _joined([chance.confiscation_times for chance in chances], np.float64),
        _joined(incomes, np.int64),
        _plans(incomes),
    )


def _rows(
    chances: Sequence[Chance],
    column: Callable[[FunderLuck], NDArray[Any]],
    kind: type,
) -> NDArray[Any]:
    """Return a column of all funders, a row for each replication."""
    found = [
        np.stack([column(chance.funders[funder]) for chance in chances])
        for funder in range(len(chances[0].funders))
    ]
    if not found:
        return np.empty((len(chances), 0), kind)
    return np.ascontiguousarray(np.concatenate(found, axis=1))


def _joined(parts: Sequence[Sequence[NDArray[Any]]], kind: type) -> NDArray[Any]:
    """Return what is in parts of parts, one after the other."""
    return np.concatenate([np.empty(0, kind), *(each for of in parts for each in of)])


def _places(parts: Sequence[Sequence[NDArray[Any]]]) -> Ints:
    """Return where the part of each replication begins, and where the last ends."""
    return np.cumsum([0, *(sum(map(len, of)) for of in parts)])


def _plans(parts: Sequence[Sequence[NDArray[Any]]]) -> Smalls:
    """Return of each gift or income the number of its plan."""
    sizes = [len(each) for of in parts for each in of]
    numbers = np.arange(len(parts[0]), dtype=np.int32)
    return np.repeat(np.tile(numbers, len(parts)), sizes)


@compiled_inside
def money_luck_of(block: FundersLuck, number: int) -> MoneyLuck:
    """Return the luck of one replication, counted from 0."""
    gift, last_gift = block.gifts_at[number], block.gifts_at[number + 1]
    income, last = block.incomes_at[number], block.incomes_at[number + 1]
    return MoneyLuck(
        block.signed[number],
        block.awarded[number],
        block.lags[number],
        block.first_lag,
        block.receivable_lags[number],
        block.gift_times[gift:last_gift],
        block.gift_amounts[gift:last_gift],
        block.gift_plans[gift:last_gift],
        block.income_times[income:last],
        block.incomes[income:last],
        block.income_funds[income:last],
    )
