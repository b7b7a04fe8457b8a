"""Play replications: the same arguments and Histories as :mod:`sim.model`, sooner.

Many are played in one go, outside Python, and laid into a Stack as they are written.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from sim.chance.chances import Chances
from sim.chance.luck import Chance
from sim.compiling import compiled
from sim.history import Accounts, Events, History, Instalments, Nights, Stack
from sim.history.stack import laid_out
from sim.kernel.books import MoneyPlan
from sim.kernel.luck import PeopleLuck, luck_of, packed_luck
from sim.kernel.luck_money import FundersLuck, money_luck_of, packed_money_luck
from sim.kernel.opening import AS_PLANNED, new_books
from sim.kernel.packing import packed
from sim.kernel.packing_books import packed_books
from sim.kernel.pages import Pages, finish_page, new_pages
from sim.kernel.quiet import is_quiet
from sim.kernel.start import new_system
from sim.kernel.system import Plan, Records, Smalls
from sim.kernel.world import run
from sim.memory import keep_memory
from sim.planned.limits import UNLIMITED
from sim.scenario.plan import Scenario

__all__ = ["play", "play_many"]

Columns = TypeVar("Columns", Events, Instalments)


@compiled
def _play_block(
    plan: tuple[Any, ...],
    tables: tuple[Records, Records, Records, Records],
    programmes: int,
    warm_up: float,
    money_plan: tuple[Any, ...],
    luck: PeopleLuck,
    money_luck: FundersLuck,
    credit: int,
    days: int,
    month_ending: Smalls,
    quiet: bool,  # noqa: FBT001
) -> tuple[Any, ...]:
    """Play one replication after the other; return the fields of the pages."""
    shelters, held, stages, interim = tables
    places, money = Plan(*plan), MoneyPlan(*money_plan)
    pages = new_pages(
        len(luck.people_at) - 1,
        len(luck.size),
        days,
        1 if quiet else days,
        money.months,
        len(shelters),
        len(money.balances),
        len(money.lines),
    )
    for number in range(len(luck.people_at) - 1):
        first, end = luck.people_at[number], luck.people_at[number + 1]
        system = new_system(
            places,
            luck_of(luck, number),
            pages.log,
            pages.logged,
            luck.values[first:end],
            luck.size[first:end],
            shelters,
            held,
            stages,
            interim,
            programmes,
            warm_up,
        )
        books = new_books(
            money, money_luck_of(money_luck, number), credit, pages, number
        )
        run(system, books, pages, number, month_ending, quiet)
        finish_page(pages, system, books, number)
    return (
        pages.log[: pages.logged],
        pages.logged,
        pages.events_at,
        pages.census,
        pages.usable,
        pages.state,
        pages.bill,
        pages.cash,
        pages.pots,
        pages.owed,
        pages.debt,
        pages.balances,
        pages.runways,
        pages.told[: pages.told_end],
        pages.told_end,
        pages.told_at,
        pages.arrears,
        pages.overdrafts,
    )


def _ending(month_ends: Smalls, days: int) -> Smalls:
    """Return for each day the month that ends with it, or -1."""
    ending = np.full(days, -1, np.int32)
    ending[month_ends] = np.arange(len(month_ends))
    return ending


def _pages_of(
    scenario: Scenario, chances: Chances, *, unlimited_credit: bool
) -> tuple[PeopleLuck, dict[str, Any]]:
    """Play a block; return its people and what was written down of them, by name."""
    keep_memory()
    places, money = packed(scenario), packed_books(scenario)
    luck = packed_luck(chances)
    columns = _play_block(
        places.plan,
        (places.shelters, places.held, places.stages, places.interim),
        places.programmes,
        float(scenario.warm_up_days),
        money.plan,
        luck,
        packed_money_luck(chances),
        UNLIMITED if unlimited_credit else AS_PLANNED,
        scenario.days,
        _ending(money.month_ends, scenario.days),
        is_quiet(scenario),
    )
    return luck, dict(zip(Pages.__annotations__, columns, strict=True))


def _nights(pages: Mapping[str, Any]) -> Nights:
    """Return the nights; what stands still is the same in all of them."""
    shape = pages["census"].shape
    names = ("census", "usable", "state", "bill", "cash", "pots", "owed", "debt")
    return Nights(*(np.broadcast_to(pages[name], shape) for name in names))


def play_many(
    scenario: Scenario, chances: Chances, *, unlimited_credit: bool = False
) -> Stack:
    """Play replications of one scenario; the stack of their Histories.

    With ``unlimited_credit`` nobody ever lacks money (W6).
    """
    luck, pages = _pages_of(scenario, chances, unlimited_credit=unlimited_credit)
    money = packed_books(scenario)
    return laid_out(
        replications=chances.replications,
        days=scenario.days,
        people_at=luck.people_at,
        events_at=pages["events_at"],
        instalments_at=pages["told_at"],
        values=luck.values,
        size=luck.size,
        events=_columns(Events, pages["log"]),
        nights=_nights(pages),
        accounts=Accounts(
            names=money.names,
            month_ends=money.month_ends,
            balances=pages["balances"],
            runway=pages["runways"],
        ),
        instalments=_columns(Instalments, pages["told"]),
        peak_arrears=pages["arrears"],
        peak_overdraft=pages["overdrafts"],
    )


def play(
    scenario: Scenario, chance: Chance, *, unlimited_credit: bool = False
) -> History:
    """Play one replication: a pure function of the plan and its luck.

    With ``unlimited_credit`` nobody ever lacks money (W6).
    """
    _, pages = _pages_of(
        scenario, Chances.only(chance), unlimited_credit=unlimited_credit
    )
    people, money, nights = chance.people, packed_books(scenario), _nights(pages)
    return History(
        replication=chance.replication,
        days=scenario.days,
        referred=people.arrival,
        stream=people.stream,
        values=people.values,
        key=people.key,
        size=people.size,
        events=_columns(Events, pages["log"]),
        nights=Nights(*(getattr(nights, name)[0] for name in Nights.__slots__)),
        accounts=Accounts(
            names=money.names,
            month_ends=money.month_ends,
            balances=pages["balances"][0],
            runway=pages["runways"][0],
        ),
        instalments=_columns(Instalments, pages["told"]),
        peak_arrears=pages["arrears"][0],
        peak_overdraft=pages["overdrafts"][0],
    )


def _columns(kind: type[Columns], table: Records) -> Columns:
    return kind(**{name: table[name].copy() for name in kind.__slots__})
