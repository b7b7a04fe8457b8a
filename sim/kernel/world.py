"""The world of one replication: whose turn it is, instant by instant (T4).

The twin of :mod:`sim.model.world`: the same arguments, the same History.
"""

from typing import Any

import numpy as np

from sim.chance.luck import Chance
from sim.compiling import compiled
from sim.history import Events, History, Nights
from sim.kernel.books import MoneyLuck, Records, Smalls
from sim.kernel.journey import refer, ring
from sim.kernel.layout import Rank
from sim.kernel.luck import packed_luck
from sim.kernel.midnights import close_day, open_doors
from sim.kernel.opening import AS_PLANNED, UNLIMITED, new_books
from sim.kernel.packing import packed
from sim.kernel.packing_books import books_luck, packed_books
from sim.kernel.quiet import close_quiet_day, is_quiet, stand_still
from sim.kernel.start import new_system
from sim.kernel.telling import accounts_of, instalments_of, peaks, told_dues
from sim.kernel.timers import disarm
from sim.scenario.plan import Scenario

__all__ = ["play"]

MIDNIGHT, NEWCOMER = -1, -2
"""Whose turn it can be beside someone with a timer."""


@compiled
def _run(
    plan: tuple[Any, ...],
    luck: tuple[Any, ...],
    values: Smalls,
    size: Smalls,
    shelters: Records,
    held: Records,
    stages: Records,
    interim: Records,
    programmes: int,
    warm_up: float,
    money_plan: tuple[Any, ...],
    money_luck: MoneyLuck,
    credit: int,
    days: int,
    month_ends: Smalls,
    quiet: bool,  # noqa: FBT001
) -> tuple[Any, ...]:
    """Let everyone come and every day close (T4); return what was written down.

    With ``quiet`` midnights all that stands still is written down once.
    """
    system = new_system(
        plan, luck, values, size, shelters, held, stages, interim, programmes, warm_up
    )
    written = 1 if quiet else days
    books = new_books(money_plan, money_luck, credit, written)
    census = np.empty((days, len(shelters)), np.int32)
    usable = np.empty((written, len(shelters)), np.int32)
    state = np.empty((written, len(shelters)), np.int32)
    arrival, home = system.luck.arrival, system.luck.home
    newcomer = midnight = 0
    while newcomer < len(home) and home[newcomer] >= 0:
        newcomer += 1
    while midnight <= days:
        at, turn = float(midnight), MIDNIGHT
        if newcomer < len(arrival) and arrival[newcomer] < at:
            at, turn = arrival[newcomer], NEWCOMER
        if system.timed:
            person = system.timers[0]
            timer = system.people[person]
            is_first = timer.timer_at < at
            if turn == NEWCOMER and timer.timer_at == at:
                is_first = timer.timer_rank < Rank.ARRIVAL or (
                    timer.timer_rank == Rank.ARRIVAL and person < newcomer
                )
            if is_first:
                at, turn = timer.timer_at, person
        system.now = at
        if turn == NEWCOMER:
            newcomer += 1
            refer(system, newcomer - 1)
        elif turn == MIDNIGHT:
            if midnight == 0:
                open_doors(system)
                if quiet:
                    stand_still(system, books, usable, state)
            elif quiet:
                close_quiet_day(system, books, midnight - 1, census, month_ends)
            else:
                nights = (census, usable, state)
                close_day(system, books, midnight - 1, nights, month_ends)
            midnight += 1
        else:
            disarm(system, turn)
            ring(system, turn)
    arrears, overdrafts = peaks(books)
    return (
        system.log[: system.logged],
        (census, usable, state),
        (books.bill, books.cash, books.pots, books.owed, books.debt),
        books.month_balances,
        books.runways,
        told_dues(books),
        arrears,
        overdrafts,
    )


def play(
    scenario: Scenario, chance: Chance, *, unlimited_credit: bool = False
) -> History:
    """Play one replication: a pure function of the plan and its luck.

    With ``unlimited_credit`` nobody ever lacks money (W6).
    """
    places, money = packed(scenario), packed_books(scenario)
    people = chance.people
    log, beds, kept, balances, runways, dues, *worst = _run(
        places.plan,
        packed_luck(chance),
        np.ascontiguousarray(people.values),
        np.ascontiguousarray(people.size),
        places.shelters,
        places.held,
        places.stages,
        places.interim,
        places.programmes,
        float(scenario.warm_up_days),
        money.plan,
        books_luck(chance),
        UNLIMITED if unlimited_credit else AS_PLANNED,
        scenario.days,
        money.month_ends,
        is_quiet(scenario),
    )
    shape = beds[0].shape
    return History(
        replication=chance.replication,
        days=scenario.days,
        referred=people.arrival,
        stream=people.stream,
        values=people.values,
        key=people.key,
        size=people.size,
        events=Events(**{name: log[name].copy() for name in Events.__slots__}),
        nights=Nights(
            *(
                column if column.shape == shape else np.broadcast_to(column, shape)
                for column in (*beds, *kept)
            )
        ),
        accounts=accounts_of(money, balances, runways),
        instalments=instalments_of(dues),
        peak_arrears=worst[0],
        peak_overdraft=worst[1],
    )
