"""The money side of a scenario as numbers, and of its luck, for the fast player."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.kernel.exact import nearest_below
from sim.kernel.layout_money import BRIDGE, FUND, INTERIM_COST
from sim.kernel.packing import packed
from sim.kernel.packing_bills import PackedBills
from sim.kernel.packing_funds import PackedFunds
from sim.kernel.records import records
from sim.planned.accounts import account_names
from sim.remembered import remembered
from sim.scenario.plan import Scenario

__all__ = ["PackedBooks", "packed_books"]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Records = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class PackedBooks:
    """The money of a scenario.

    ``plan`` are the fields of :class:`~sim.kernel.books.MoneyPlan`; ``names`` those of
    the accounts.
    """

    plan: tuple[object, ...]
    names: tuple[str, ...]
    month_ends: Smalls


@remembered
def packed_books(scenario: Scenario) -> PackedBooks:
    """Work out the tables of a scenario's money, once for all its replications."""
    calendar = Calendar(scenario.start, scenario.days)
    names = tuple(account_names(scenario))
    accounts = {name: number for number, name in enumerate(names)}
    bills = PackedBills(scenario, calendar)
    funds = PackedFunds(scenario, calendar, bills, accounts)
    daily, monthly, sums, counted, eligible = bills.tables()
    tables = funds.tables()
    purses, lines = bills.shelters()
    purses["account"] = [accounts[f"equity:{s.name}"] for s in scenario.shelters]
    plan = (
        scenario.days,
        len(calendar.months),
        len(funds.years),
        daily,
        monthly,
        sums,
        counted,
        eligible,
        _promises(purses, tables["dues"]),
        np.array(funds.expected, np.int32).reshape(len(funds.expected), 2),
        funds.year_began(),
        _gives_way(scenario),
        tables["splits"],
        tables["cuts"],
        tables["parts"],
        _bridge_accounts(scenario, accounts),
        *_gifts(scenario, accounts),
        _interim(scenario, accounts),
        _funds(scenario, accounts),
        purses,
        lines,
        tables["funders"],
        tables["calls"],
        tables["contracts"],
        tables["dues"],
        _bridges(scenario),
        _balances(scenario, accounts),
        _busy(scenario, funds),
    )
    return PackedBooks(plan, names, np.array(calendar.month_ends, np.int32))


def _promises(purses: Records, dues: Records) -> Smalls:
    """Sort the dues by shelter, and tell each shelter where its own are."""
    order = np.argsort(dues["shelter"], kind="stable").astype(np.int32)
    shelters = np.arange(len(purses))
    ends = np.searchsorted(dues["shelter"][order], shelters, side="right")
    purses["end_promise"] = ends
    purses["first_promise"][1:] = ends[:-1]
    return order


def _gives_way(scenario: Scenario) -> Ints:
    """Return the share of each funder's awards that each other takes off its own."""
    count = len(scenario.funders)
    shares = np.zeros((count, count, 2), np.int64)
    shares[:, :, 1] = 1
    numbers = {plan.name: number for number, plan in enumerate(scenario.funders)}
    for other, plan in enumerate(scenario.funders):
        for name, share in dict(plan.gives_way_to).items():
            if name in numbers:
                shares[numbers[name], other] = nearest_below(share)
    return shares


def _bridge_accounts(scenario: Scenario, accounts: dict[str, int]) -> Smalls:
    return np.array(
        [
            [
                accounts[f"bridge:{bridge.name}:{plan.name}"]
                if plan.name in bridge.shelters
                else -1
                for plan in scenario.shelters
            ]
            for bridge in scenario.bridges
        ],
        np.int32,
    ).reshape(len(scenario.bridges), len(scenario.shelters))


def _gifts(
    scenario: Scenario, accounts: dict[str, int]
) -> tuple[Smalls, Smalls, Smalls]:
    """Return to whom each kind of gift goes, from whom, through which account."""
    shelters = {plan.name: number for number, plan in enumerate(scenario.shelters)}
    rows = [
        (
            shelters[gift.shelter],
            number,
            accounts[f"pot:{funder.name}:{gift.shelter}"],
        )
        for number, funder in enumerate(scenario.funders)
        for gift in funder.gifts
    ]
    columns = np.array(rows, np.int32).reshape(len(rows), 3)
    home, giver, account = (columns[:, n].copy() for n in range(3))
    return home, giver, account


def _interim(scenario: Scenario, accounts: dict[str, int]) -> Records:
    return records(
        INTERIM_COST,
        [
            {
                "per_night": place.cost_per_night,
                "payer": accounts[f"payer:{place.payer}"],
                "account": accounts[f"interim:{place.name}"],
            }
            for place in scenario.interim
        ],
    )


def _funds(scenario: Scenario, accounts: dict[str, int]) -> Records:
    return records(
        FUND,
        [
            {
                "per_case": fund.per_case,
                "condition": condition,
                "account": accounts[f"confiscated:{fund.name}"],
            }
            for fund, condition in zip(
                scenario.compensation, packed(scenario).compensated, strict=True
            )
        ],
    )


def _bridges(scenario: Scenario) -> Records:
    return records(
        BRIDGE,
        [
            {
                "size": bridge.size,
                "below": bridge.below,
                "up_to": bridge.up_to,
                "lent": bridge.terms == "lent",
            }
            for bridge in scenario.bridges
        ],
    )


def _balances(scenario: Scenario, accounts: dict[str, int]) -> Ints:
    """Return what accounts hold before day 0, save cash and pots."""
    balances = np.zeros(len(accounts), np.int64)
    for plan in scenario.shelters:
        balances[accounts[f"equity:{plan.name}"]] -= plan.reserve
    for fund in scenario.compensation:
        balances[accounts[f"confiscated:{fund.name}"]] -= fund.balance
        balances[accounts[f"fund:{fund.name}"]] += fund.balance
    return balances


def _busy(scenario: Scenario, funds: PackedFunds) -> NDArray[np.bool_]:
    """Say on which days funders act whatever chance brings."""
    busy = np.zeros(scenario.days, np.bool_)
    busy[[day for day, _ in funds.expected if 0 <= day < scenario.days]] = True
    began = funds.year_began()
    busy |= (began[:, 1:] == np.arange(1, scenario.days + 1)).any(axis=0)
    return busy
