"""The money side of one replication: what is planned, drawn and how it stands."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled_record

__all__ = ["Books", "MoneyLuck", "MoneyPlan"]

Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Records: TypeAlias = NDArray[np.void]
Smalls: TypeAlias = NDArray[np.int32]


@compiled_record
class MoneyPlan:
    """What no replication changes; records that live begin as copies of these.

    ``daily`` has what different cost lines bill by day, ``monthly`` (lines, months)
    the sums of fixed ones; ``sums`` the fixed bills of sets of lines by day: of every
    shelter open and closed, and of what a grant is for.  ``counted`` and ``eligible``
    number lines that are not fixed, ``promises`` dues by shelter, ``expected`` (day,
    due) the invoices of funders.  ``year_began`` has for each calendar of fiscal years
    the first day of that of each day.  ``gives_way`` has shares: (funder, other
    funder, numerator or denominator).  ``bridge_accounts`` is -1 where a bridge does
    not reach.
    """

    days: int
    months: int
    years: int
    daily: Ints
    monthly: Ints
    sums: Ints
    counted: Smalls
    eligible: Smalls
    promises: Smalls
    expected: Smalls
    year_began: Smalls
    gives_way: Ints
    splits: Records
    cuts: Records
    parts: Records
    bridge_accounts: Smalls
    gift_shelters: Smalls
    gift_funders: Smalls
    gift_accounts: Smalls
    interim: Records
    funds: Records
    purses: Records
    lines: Records
    funders: Records
    calls: Records
    contracts: Records
    dues: Records
    bridges: Records
    balances: Ints
    busy: Flags


class MoneyLuck(NamedTuple):
    """The columns of a :class:`~sim.chance.luck.Chance` that money lives by.

    ``signed`` by call, ``awarded`` by contract; ``lags`` of funder ``f`` begin at
    ``first_lag[f]``, those of its receivables at ``first_receivable[f]``.  Gifts and
    confiscations come with the number of their plan.
    """

    signed: Smalls
    awarded: Flags
    lags: Smalls
    first_lag: Ints
    receivable_lags: Smalls
    gift_times: Floats
    gift_amounts: Ints
    gift_plans: Smalls
    income_times: Floats
    incomes: Ints
    income_funds: Smalls


@compiled_record
class Books:
    """Every account of a system, what funders promised, and what is still to come.

    ``payments``, ``settlements``, ``gifts_on``, ``incomes_on`` and ``growth_begins``
    hold for each day the first of a chain of dues, dues whose contract is settled,
    gifts, incomes and contracts; ``busy`` says on which days a funder acts.
    ``arrears[:arrears_end]`` is in use but for a chain from ``free_arrear``.
    ``balances`` are the accounts of the ledger, where cash, debts and pots stand as
    they were at the last month's end.  ``bill`` to ``debt`` (days, shelters) are the
    columns of the nights.  ``row_*`` is room for whoever is looked at together.
    """

    plan: MoneyPlan
    purses: Records
    lines: Records
    funders: Records
    calls: Records
    contracts: Records
    dues: Records
    bridges: Records
    balances: Ints
    loans: Ints
    committed: Ints
    payments: Smalls
    settlements: Smalls
    gifts: Records
    gifts_on: Smalls
    incomes: Records
    incomes_on: Smalls
    growth_begins: Smalls
    busy: Flags
    watched: int
    arrears: Records
    arrears_end: int
    free_arrear: int
    row_contracts: Smalls
    row_asked: Ints
    row_amounts: Ints
    row_shelters: Smalls
    bill: Ints
    cash: Ints
    pots: Ints
    owed: Ints
    debt: Ints
    month_balances: Ints
    runways: Smalls
