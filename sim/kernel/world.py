"""The world of one replication: whose turn it is, instant by instant (T4).

The twin of :mod:`sim.model.world`: what it writes down is the same, to the last bit.
"""

from math import inf

from sim.compiling import compiled_inside
from sim.kernel.books import Books
from sim.kernel.journey import refer, ring
from sim.kernel.layout import Rank
from sim.kernel.midnights import close_day, open_doors
from sim.kernel.pages import Pages
from sim.kernel.quiet import close_quiet_day, stand_still
from sim.kernel.system import Smalls, System
from sim.kernel.timers import disarm

__all__ = ["run"]

MIDNIGHT, NEWCOMER = -1, -2
"""Whose turn it can be beside someone with a timer."""


@compiled_inside
def _first_newcomer(system: System) -> int:
    """Return who is the first to come; residents of day 0 stand before them."""
    home, newcomer = system.luck.home, 0
    while newcomer < len(home) and home[newcomer] >= 0:
        newcomer += 1
    return newcomer


@compiled_inside
def _arrival_of(system: System, newcomer: int) -> float:
    """Return when a newcomer comes; never, after the last one."""
    arrival = system.luck.arrival
    return arrival[newcomer] if newcomer < len(arrival) else inf


@compiled_inside
def _whose_turn(system: System, midnight: int, newcomer: int, comes: float) -> int:
    """Return whose turn is next, and make it now (T4)."""
    at, turn = float(midnight), MIDNIGHT
    if comes < at:
        at, turn = comes, NEWCOMER
    if system.timed:
        timer = system.timers[0]
        is_first = timer.at < at
        if turn == NEWCOMER and timer.at == at:
            is_first = timer.rank < Rank.ARRIVAL or (
                timer.rank == Rank.ARRIVAL and timer.person < newcomer
            )
        if is_first:
            at, turn = timer.at, timer.person
    system.now = at
    return turn


@compiled_inside
def run(
    system: System,
    books: Books,
    pages: Pages,
    number: int,
    month_ending: Smalls,
    quiet: bool,  # noqa: FBT001
) -> None:
    """Let everyone come and every day close; nights go into row ``number``.

    ``month_ending`` says of each day which month ends with it, -1 for none.  With
    ``quiet`` midnights all that stands still is written down once.
    """
    census, usable, state = (
        pages.census[number],
        pages.usable[number],
        pages.state[number],
    )
    newcomer, midnight = _first_newcomer(system), 0
    comes = _arrival_of(system, newcomer)
    while midnight <= len(census):
        turn = _whose_turn(system, midnight, newcomer, comes)
        if turn == NEWCOMER:
            newcomer += 1
            comes = _arrival_of(system, newcomer)
            refer(system, newcomer - 1)
        elif turn >= 0:
            disarm(system, turn)
            ring(system, turn)
        elif midnight == 0:
            open_doors(system)
            if quiet:
                stand_still(system, books, usable, state)
            midnight = 1
        else:
            day, midnight = midnight - 1, midnight + 1
            if quiet:
                close_quiet_day(system, books, day, census, month_ending[day])
            else:
                month = month_ending[day]
                close_day(system, books, day, (census, usable, state), month)
