"""The audit: what must hold of every History, whoever played it (SEMANTICS X1, X2).

People in are people out or still here; every night's census is the stays that
cover it; nobody is in two beds or comes into a closed shelter; money sums to
zero and no instalment is paid that the ledger does not know.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.lives import KINDS, table_of
from sim.history.midnights import closed_nights, ever, moves_by_midnight, one_for_all
from sim.history.stack import Stack

__all__ = ["audit"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Faults = Iterator[tuple[int, str]]
"""The replication, counted from 0 in its stack, and what is wrong there."""

_STANDS = range(7)
_BEGIN, _PATHWAY, _READY, _LISTED, _HERE, _BLOCKED, _GONE = _STANDS

_STEPS: dict[Kind, tuple[tuple[int, ...], int]] = {
    Kind.REFERRED: ((_BEGIN, _GONE), _PATHWAY),
    Kind.RESIDENT: ((_BEGIN,), _HERE),
    Kind.STAGE_QUEUED: ((_PATHWAY,), _PATHWAY),
    Kind.STAGE_BEGAN: ((_PATHWAY,), _PATHWAY),
    Kind.NOT_RECOGNISED: ((_PATHWAY,), _GONE),
    Kind.READY: ((_PATHWAY,), _READY),
    Kind.ADMITTED: ((_READY, _LISTED), _HERE),
    Kind.JOINED_LIST: ((_READY,), _LISTED),
    Kind.TURNED_AWAY: ((_READY,), _GONE),
    Kind.DECLINED: ((_READY, _HERE), _GONE),
    Kind.CAUSE_CHANGED: ((_LISTED,), _LISTED),
    Kind.GAVE_UP: ((_LISTED,), _GONE),
    Kind.TRANSFERRED: ((_HERE,), _HERE),
    Kind.STEPPED_DOWN: ((_HERE, _BLOCKED), _HERE),
    Kind.BLOCKED: ((_HERE,), _BLOCKED),
    Kind.LEFT: ((_HERE,), _GONE),
    Kind.LEFT_AT_LIMIT: ((_HERE,), _GONE),
    Kind.FORCED_EXIT: ((_HERE, _BLOCKED), _GONE),
    Kind.DISPLACED: ((_HERE, _BLOCKED), _GONE),
}
"""Every step of a life: where one must stand to take it, and where it leads."""


def _legal() -> Flags:
    """Return (stands, kinds): which steps may be taken where one stands."""
    table = np.zeros((len(_STANDS), KINDS), np.bool_)
    for kind, (before, _) in _STEPS.items():
        table[list(before), kind] = True
    return table


def _leads() -> Ints:
    """Return (kinds,): where each step leads."""
    table = np.full(KINDS, _BEGIN, np.int64)
    for kind, (_, after) in _STEPS.items():
        table[kind] = after
    return table


_LEGAL, _LEADS = _legal(), _leads()
_DOORS = table_of((Kind.CLOSED, Kind.REOPENED))
_AT_THE_DOOR = _DOORS | table_of((Kind.ADMITTED, Kind.TRANSFERRED, Kind.STEPPED_DOWN))
_MEANWHILE = table_of(
    (
        Kind.INTERIM_BEGAN,
        Kind.INTERIM_ENDED,
        Kind.COMPENSATED,
        Kind.NOT_COMPENSATED,
        Kind.RETURN_CUT,
    )
)


def audit(stack: Stack) -> dict[int, list[str]]:
    """Return every broken promise of a Stack as a sentence; none is right.

    The sentences are found by the number of the replication; of each life only the
    first false step is told, of each shelter the first false night.
    """
    broken: dict[int, list[str]] = {}
    for row, sentence in (
        *_clock(stack),
        *_steps(stack),
        *_doors(stack),
        *_census(stack),
        *_nights(stack),
        *_ledger(stack),
        *_payments(stack),
    ):
        broken.setdefault(int(stack.replications[row]), []).append(sentence)
    return dict(sorted(broken.items()))


def _each(wrong: Flags, sentence: str) -> Faults:
    """Say the same of every replication in which something is wrong."""
    found = wrong.reshape(len(wrong), -1).any(axis=1)
    for row in np.flatnonzero(found):
        yield int(row), sentence


def _clock(stack: Stack) -> Faults:
    """Check that time runs forwards in every log."""
    time, of = stack.events.time, stack.of_event
    for at in np.flatnonzero((np.diff(time) < 0) & (of[1:] == of[:-1])) + 1:
        yield int(of[at]), f"time runs backwards at day {time[at]}"


def _steps(stack: Stack) -> Faults:
    """Check that every life takes legal steps only."""
    lives = stack.lives
    at, person, kind = lives.at, lives.person, lives.kind
    if (lives.seen & _MEANWHILE).any():
        step = np.flatnonzero(~_MEANWHILE[kind])
        at, person, kind = at[step], person[step], kind[step]
    stands = np.full(len(at), _BEGIN)
    stands[1:] = np.where(person[1:] == person[:-1], _LEADS[kind[:-1]], _BEGIN)
    wrong = np.flatnonzero(~_LEGAL.ravel()[stands * KINDS + kind])
    _, first = np.unique(person[wrong], return_index=True)
    for place in at[wrong[first]]:
        yield _told(stack, int(place), "cannot be {kind}")


def _doors(stack: Stack) -> Faults:
    """Check that nobody comes into a shelter between its closing and its reopening."""
    events, of = stack.events, stack.of_event
    if not (events.kind == Kind.CLOSED).any():
        return
    at = np.flatnonzero(_AT_THE_DOOR[events.kind])
    door = of[at] * (stack.nights.state.shape[2] + 1) + events.shelter[at]
    order = np.argsort(door, kind="stable")
    at, door = at[order], door[order]
    kind = events.kind[at]
    known = np.where(_DOORS[kind], np.arange(len(at)), -1)
    last = np.maximum.accumulate(known)
    shut = (last >= 0) & (door[last] == door) & (kind[last] == Kind.CLOSED)
    for wrong in np.sort(at[shut & (known < 0)]):
        yield _told(stack, int(wrong), "came into a closed shelter")


def _told(stack: Stack, at: int, what: str) -> tuple[int, str]:
    """Say what somebody did wrong, counting people from 0 in each replication."""
    events = stack.events
    row = int(stack.of_event[at])
    person = int(events.person[at] - stack.people_at[row])
    what = what.format(kind=Kind(events.kind[at]).name)
    return row, f"victim {person} {what} on day {events.time[at]}"


def _census(stack: Stack) -> Faults:
    """Compare each night's census with the stays that cover it (S1)."""
    census, spells = stack.nights.census, stack.stays
    replications, days, shelters = census.shape
    moves = moves_by_midnight(
        spells.start,
        spells.end,
        stack.size[spells.person],
        (stack.of_person[spells.person], spells.shelter),
        (replications, days, shelters),
    )[:, :days]
    if _adds_up(census, moves):
        return
    counted = np.cumsum(moves, axis=1).swapaxes(1, 2)
    wrong = counted != census.swapaxes(1, 2)
    for row, shelter in np.argwhere(wrong.any(axis=2)):
        day = int(wrong[row, shelter].argmax())
        sentence = (
            f"shelter {shelter} counted {census[row, day, shelter]} on the night of "
            f"day {day}, its stays say {counted[row, shelter, day]}"
        )
        yield int(row), sentence


def _adds_up(census: Smalls, moves: Smalls) -> bool:
    """Say whether every night's census is the night's before and who moved."""
    first = np.array_equal(census[:, 0], moves[:, 0])
    return first and np.array_equal(np.diff(census, axis=1), moves[:, 1:])


def _nights(stack: Stack) -> Faults:
    """Compare who sleeps with the beds that there are, and with closed doors."""
    nights = stack.nights
    census = nights.census
    if (census > one_for_all(nights.usable)).any():
        usable = np.maximum(nights.usable[:, 1:], nights.usable[:, :-1])
        above = census[:, 1:] > np.maximum(census[:, :-1], usable)  # or by yesterday's
        yield from _each(above, "someone was admitted above the usable beds")
    closed = closed_nights(nights)
    if ever(closed):
        yield from _each(closed & (census > 0), "someone slept in a closed shelter")


def _ledger(stack: Stack) -> Faults:
    """Check that accounts sum to zero and agree with the nights (M2)."""
    nights, ends = stack.nights, stack.accounts.month_ends
    balances = stack.accounts.balances
    kinds = np.array([name.split(":")[0] for name in stack.accounts.names])
    sums = balances.sum(axis=2)
    yield from _each(sums != 0, "the accounts do not sum to zero")
    own = balances[:, 1:, kinds == "cash"] + balances[:, 1:, kinds == "owed"]
    seen = nights.cash[:, ends] - nights.arrears[:, ends] - _reopened(stack)
    yield from _each(
        own != seen, "cash and arrears at a month's end differ from that night's"
    )
    for what in ("pots", "arrears", "debt"):
        column = one_for_all(getattr(nights, what))
        yield from _each(column < 0, f"{what} are below zero")
    yield from _each(
        balances[:, :, kinds == "fund"] < 0,
        "a compensation fund paid what it did not have",
    )
    pots = balances[:, 1:, kinds == "pot"].sum(axis=2)
    yield from _each(
        pots != nights.pots[:, ends].sum(axis=2),
        "the pots at a month's end differ from that night's",
    )


def _reopened(stack: Stack) -> Ints:
    """Return reopening costs booked after the last night of a month was written."""
    events, ends = stack.events, stack.accounts.month_ends
    at = np.flatnonzero(events.kind == Kind.REOPENING)
    month = np.minimum(np.searchsorted(ends + 1, events.time[at]), len(ends) - 1)
    late = ends[month] + 1 == events.time[at]
    at, month = at[late], month[late]
    shape = (len(stack.replications), len(ends), stack.nights.cash.shape[2])
    costs = np.zeros(shape, np.int64)
    place = (stack.of_event[at], month, events.shelter[at])
    np.add.at(costs, place, events.amount[at])
    return costs


def _payments(stack: Stack) -> Faults:
    """Compare instalments and gifts with what the ledger says was paid."""
    accounts, events, due = stack.accounts, stack.events, stack.instalments
    funders = [name.startswith("paid:") for name in accounts.names]
    paid = accounts.balances[:, :, funders].sum(axis=2)
    gifts = np.zeros(len(stack.replications), np.int64)
    given = np.flatnonzero(events.kind == Kind.GIFT)
    np.add.at(gifts, stack.of_event[given], events.amount[given])
    instalments = np.zeros(len(stack.replications), np.int64)
    np.add.at(instalments, stack.of_instalment, due.paid)
    yield from _each(
        paid[:, 0] - paid[:, -1] != instalments + gifts,
        "what funders paid differs from the instalments and gifts",
    )
    dayless = np.zeros(len(stack.replications), np.bool_)
    dayless[stack.of_instalment[(due.paid_on < 0) & (due.paid != 0)]] = True
    yield from _each(dayless, "an instalment has an amount but no day")
