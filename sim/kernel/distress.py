"""Freeze, notice, closing and reopening: step 4 of each midnight (SEMANTICS D)."""

from math import nan
from typing import Any, NamedTuple

from sim.compiling import compiled_inside
from sim.history.events import Kind
from sim.kernel.beds import is_admitting
from sim.kernel.books import Books
from sim.kernel.moving import evacuate
from sim.kernel.paying import pay_reopening
from sim.kernel.runway import can_pay, can_reopen
from sim.kernel.system import System, note, offer
from sim.planned.dues import NEVER

__all__ = ["judge"]


class Verdict(NamedTuple):
    """What the balances of one midnight say about one shelter."""

    failing: bool
    freeze: bool
    thaw: bool


@compiled_inside
def _tell(system: System, kind: int, shelter: int, detail: int, amount: int) -> None:
    note(system, kind, -1, shelter, detail, nan, amount)


@compiled_inside
def _worst_promise(books: Books, shelter: int, day: int) -> tuple[int, int]:
    """Return the funder most behind with one instalment, and by how much (D5).

    The funder is -1 when nobody broke a promise.
    """
    worst, most = -1, 0
    purse = books.purses[shelter]
    for place in range(purse.first_promise, purse.end_promise):
        due = books.dues[books.plan.promises[place]]
        missing = due.promised - due.paid
        if due.told and NEVER < due.planned <= day and missing > most:
            worst, most = due.funder, missing
    return worst, most


@compiled_inside
def _is_well(books: Books, system: System, shelter: int) -> bool:
    """Say whether there is nothing to judge: open, owing nothing, able to pay."""
    purse = books.purses[shelter]
    return (
        not purse.owed
        and is_admitting(system, shelter)
        and (purse.freeze_below < 0 or can_pay(books, shelter, purse.freeze_below))
        and (purse.close_below < 0 or can_pay(books, shelter, purse.close_below))
    )


@compiled_inside
def _is_failing(books: Books, shelter: int, day: int) -> bool:
    """Say whether unpaid bills are too many, too old, or too near (D3)."""
    purse = books.purses[shelter]
    if 0 <= purse.tolerated_arrears < purse.owed:
        return True
    if purse.tolerated_days >= 0 and purse.first_arrear >= 0:
        since = books.arrears[purse.first_arrear].since
        if day - since >= purse.tolerated_days:
            return True
    return purse.close_below >= 0 and not can_pay(books, shelter, purse.close_below)


@compiled_inside
def _must_freeze(books: Books, place: Any, shelter: int, day: int) -> bool:
    below = books.purses[shelter].freeze_below
    if below < 0:
        return False
    if place.shut and place.reopening_until < 0:
        return not can_reopen(books, shelter, below, day)
    return not can_pay(books, shelter, below)


@compiled_inside
def _freeze_or_thaw(system: System, shelter: int, verdict: Verdict) -> None:
    place = system.shelters[shelter]
    if verdict.freeze and not place.frozen:
        place.frozen = True
        _tell(system, Kind.FROZEN, shelter, -1, 0)
    elif place.frozen and not verdict.freeze and verdict.thaw:
        place.frozen = False
        _tell(system, Kind.THAWED, shelter, -1, 0)
        offer(system, shelter)


@compiled_inside
def _close(books: Books, system: System, shelter: int, day: int) -> None:
    place = system.shelters[shelter]
    place.shut, place.frozen, place.notice_since = True, False, -1
    funder, amount = _worst_promise(books, shelter, day)
    _tell(system, Kind.CLOSED, shelter, funder, amount)


@compiled_inside
def _notice_or_close(
    books: Books, system: System, shelter: int, day: int, verdict: Verdict
) -> bool:
    """Give or withdraw notice, or close (D3); say whether it closes now."""
    place, purse = system.shelters[shelter], books.purses[shelter]
    if not verdict.failing:
        if place.notice_since >= 0:
            place.notice_since = -1
            _tell(system, Kind.NOTICE_WITHDRAWN, shelter, -1, 0)
            offer(system, shelter)
        return False
    if place.notice_since < 0:
        place.notice_since = day
        if purse.notice > 0:
            funder, _ = _worst_promise(books, shelter, day)
            _tell(system, Kind.NOTICE_GIVEN, shelter, funder, purse.owed)
    if day < place.notice_since + purse.notice:
        return False
    _close(books, system, shelter, day)
    return True


@compiled_inside
def _open(system: System, shelter: int, verdict: Verdict) -> None:
    place = system.shelters[shelter]
    place.shut, place.reopening_until = False, -1
    _tell(system, Kind.REOPENED, shelter, -1, 0)
    _freeze_or_thaw(system, shelter, verdict)
    offer(system, shelter)


@compiled_inside
def _go_on_closed(
    books: Books, system: System, shelter: int, day: int, verdict: Verdict
) -> None:
    """Begin to reopen once the money is there; open when it is done (D4)."""
    place, purse = system.shelters[shelter], books.purses[shelter]
    if place.reopening_until < 0:
        if can_reopen(books, shelter, purse.reopen_with, day):
            _tell(system, Kind.REOPENING, shelter, -1, purse.reopening_cost)
            pay_reopening(books, shelter, day)
            place.reopening_until = day + purse.reopening_takes
            if purse.reopening_takes == 0:
                _open(system, shelter, verdict)
    elif place.reopening_until <= day:
        if verdict.failing:
            place.reopening_until = -1
            _tell(system, Kind.REOPENING_FAILED, shelter, -1, 0)
        else:
            _open(system, shelter, verdict)


@compiled_inside
def _verdict(books: Books, system: System, shelter: int, day: int) -> Verdict:
    place, purse = system.shelters[shelter], books.purses[shelter]
    freeze = _must_freeze(books, place, shelter, day)
    thaw = not freeze
    if purse.thaw_with >= 0:
        thaw = can_pay(books, shelter, purse.thaw_with)
    return Verdict(_is_failing(books, shelter, day), freeze, thaw)


@compiled_inside
def _change(books: Books, system: System, shelter: int, day: int) -> bool:
    """Judge a shelter and change its state; say whether it closes now."""
    verdict = _verdict(books, system, shelter, day)
    if system.shelters[shelter].shut:
        _go_on_closed(books, system, shelter, day, verdict)
        return False
    _freeze_or_thaw(system, shelter, verdict)
    return _notice_or_close(books, system, shelter, day, verdict)


@compiled_inside
def judge(books: Books, system: System, day: int) -> None:
    """Judge all, change states, then move residents of what closes (D1).

    No verdict depends on another shelter's balances, so that one pass will do.
    """
    closing = 0
    for shelter in range(len(books.purses)):
        if not books.purses[shelter].may_close or _is_well(books, system, shelter):
            continue
        if _change(books, system, shelter, day):
            books.row_shelters[closing] = shelter
            closing += 1
    for place in range(closing):
        evacuate(system, books.row_shelters[place])
