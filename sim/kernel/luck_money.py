"""The luck with money of a block of replications, as the fast player takes it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance.chances import Chances, Sums
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


def packed_money_luck(chances: Chances) -> FundersLuck:
    """Lay out the luck with money of replications of one scenario."""
    funders, rows = chances.funders, len(chances)
    lags = [luck.lag[0].size for luck in funders]
    gifts = [sums for luck in funders for sums in luck.gifts]
    return FundersLuck(
        _rows([luck.signed for luck in funders], rows, np.int32),
        _rows([luck.awarded for luck in funders], rows, np.bool_),
        _rows([luck.lag for luck in funders], rows, np.int32),
        np.cumsum([0, *lags]),
        _rows([luck.receivable_lag for luck in funders], rows, np.int32),
        *_by_replication(gifts, rows),
        *_by_replication(chances.confiscations, rows),
    )


def _rows(columns: Sequence[NDArray[Any]], rows: int, kind: type) -> NDArray[Any]:
    """Return a column of all funders, a row for each replication."""
    flat = [column.reshape(rows, column[0].size) for column in columns]
    return np.concatenate([np.empty((rows, 0), kind), *flat], axis=1)


def _by_replication(
    sums: Sequence[Sums], rows: int
) -> tuple[Ints, Floats, Ints, Smalls]:
    """Return gifts or incomes of all plans, one replication's after another's.

    That is where each replication's begin, times, amounts, numbers of plans.
    """
    sizes = np.array([np.diff(each.at) for each in sums], np.int64)
    sizes = sizes.reshape(len(sums), rows)
    plan, row = np.divmod(np.repeat(np.arange(sizes.size), sizes.ravel()), rows)
    order = np.argsort(row, kind="stable")
    times = np.concatenate([np.empty(0), *(each.times for each in sums)])
    amounts = np.concatenate([np.empty(0, np.int64), *(each.amounts for each in sums)])
    at = np.append(0, np.cumsum(sizes.sum(axis=0, dtype=np.int64)))
    return at, times[order], amounts[order], plan[order].astype(np.int32)


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
