"""The order of a midnight, and the first morning (SEMANTICS T3, T6)."""

from math import nan
from typing import TypeAlias

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.beds import state_of, usable_beds
from sim.kernel.bills import book
from sim.kernel.books import Books
from sim.kernel.bridges import bridge
from sim.kernel.changes import apply_changes, open_changed
from sim.kernel.compensation import compensate, pay_interim
from sim.kernel.distress import judge
from sim.kernel.journey import serve
from sim.kernel.layout import Phase, Status
from sim.kernel.month_ends import end_month, write_night
from sim.kernel.paying import pay
from sim.kernel.placement import look_around, why_no_bed
from sim.kernel.pots import release
from sim.kernel.receipts import receipts
from sim.kernel.staff_loss import lose_staff
from sim.kernel.stays import settle
from sim.kernel.system import Smalls, System, note, offer
from sim.kernel.timers import wait_anew

__all__ = ["Census", "close_day", "open_doors"]

Census: TypeAlias = tuple[Smalls, Smalls, Smalls]
"""Beds in use, beds usable and the state of shelters: each (days, shelters)."""


@compiled_inside
def open_doors(system: System) -> None:
    """Begin day 0: what has changed, who is here, whose turn it is (T6)."""
    system.left = 0
    for place in system.shelters:
        place.admitted_today = place.exits_today = 0
    open_changed(system)
    for person in range(len(system.people)):
        if system.luck.home[person] >= 0:
            settle(system, person, system.luck.home[person])
            system.people[person].phase = Phase.STAYING
            wait_anew(system, person)
    for shelter in range(len(system.shelters)):
        offer(system, shelter)
    serve(system)


@compiled_inside
def _recheck_causes(system: System) -> None:
    """Ask anew why each one on the list has no bed (B4)."""
    for place in range(system.waiters):
        person = system.waiting[place]
        victim = system.people[person]
        if victim.status == Status.WAITING:
            cause = why_no_bed(system, person, look_around(system, person))
            if cause != victim.cause:
                victim.cause = cause
                note(system, Kind.CAUSE_CHANGED, person, -1, cause, nan, 0)


@compiled_inside
def _take_census(system: System, census: Census, day: int) -> None:
    """Count who sleeps where tonight (S1)."""
    occupied, usable, state = census
    for shelter in range(len(system.shelters)):
        occupied[day, shelter] = system.shelters[shelter].occupied
        usable[day, shelter] = usable_beds(system, shelter)
        state[day, shelter] = state_of(system, shelter)


@compiled_inside
def close_day(
    system: System, books: Books, day: int, census: Census, month: int
) -> None:
    """Close a day, step by step (T3); its row of the census is written.

    ``month`` is the one that ends with it, or -1.
    """
    receipts(books, system, day)
    compensate(books, system, day)
    system.left = 0
    _recheck_causes(system)
    pay_interim(books, system)
    _take_census(system, census, day)
    book(books, system, day)
    release(books)
    bridge(books, system)
    pay(books, system, day)
    write_night(books, day)
    lose_staff(books, system, day)
    judge(books, system, day)
    apply_changes(system, day + 1)
    if month >= 0:
        end_month(books, month)
    if day + 1 < len(census[0]):
        serve(system)
