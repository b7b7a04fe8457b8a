"""The audit: what must hold of every History, whoever played it (SEMANTICS X1, X2).

People in are people out or still here; every night's census is the stays that
cover it; nobody is in two beds or comes into a closed shelter; money sums to
zero and no instalment is paid that the ledger does not know.
"""

from collections.abc import Iterator

import numpy as np

from sim.history.events import Kind, State
from sim.history.record import History
from sim.history.spells import people_at_midnight, stays

__all__ = ["audit"]

_BEGIN, _PATHWAY, _READY, _LISTED, _HERE, _BLOCKED, _GONE = range(7)

_PATHS: dict[tuple[int, Kind], int] = {
    (_BEGIN, Kind.REFERRED): _PATHWAY,
    (_BEGIN, Kind.RESIDENT): _HERE,
    (_PATHWAY, Kind.STAGE_BEGAN): _PATHWAY,
    (_PATHWAY, Kind.NOT_RECOGNISED): _GONE,
    (_PATHWAY, Kind.READY): _READY,
    (_READY, Kind.ADMITTED): _HERE,
    (_READY, Kind.JOINED_LIST): _LISTED,
    (_READY, Kind.TURNED_AWAY): _GONE,
    (_LISTED, Kind.CAUSE_CHANGED): _LISTED,
    (_LISTED, Kind.ADMITTED): _HERE,
    (_LISTED, Kind.GAVE_UP): _GONE,
    (_HERE, Kind.TRANSFERRED): _HERE,
    (_HERE, Kind.STEPPED_DOWN): _HERE,
    (_HERE, Kind.BLOCKED): _BLOCKED,
    (_HERE, Kind.LEFT): _GONE,
    (_HERE, Kind.LEFT_AT_LIMIT): _GONE,
    (_HERE, Kind.FORCED_EXIT): _GONE,
    (_HERE, Kind.DISPLACED): _GONE,
    (_PATHWAY, Kind.STAGE_QUEUED): _PATHWAY,
    (_READY, Kind.DECLINED): _GONE,
    (_HERE, Kind.DECLINED): _GONE,
    (_GONE, Kind.REFERRED): _PATHWAY,
    (_BLOCKED, Kind.STEPPED_DOWN): _HERE,
    (_BLOCKED, Kind.FORCED_EXIT): _GONE,
    (_BLOCKED, Kind.DISPLACED): _GONE,
}
"""Every legal next step of a life, by where it stands."""

_COMES_IN = {Kind.ADMITTED, Kind.TRANSFERRED, Kind.STEPPED_DOWN}
_MEANWHILE = {
    Kind.INTERIM_BEGAN,
    Kind.INTERIM_ENDED,
    Kind.COMPENSATED,
    Kind.NOT_COMPENSATED,
    Kind.RETURN_CUT,
}


def audit(history: History) -> list[str]:
    """Return every broken promise of a History as a sentence; none is right."""
    return [
        *_lives(history),
        *_census(history),
        *_ledger(history),
        *_payments(history),
    ]


def _lives(history: History) -> Iterator[str]:
    """Follow every life in log order: legal steps, open doors, time forwards."""
    events = history.events
    stands = dict.fromkeys(range(len(history.referred)), _BEGIN)
    refuses: set[int] = set()
    last = -np.inf
    for time, code, person, shelter in zip(
        events.time.tolist(),
        events.kind.tolist(),
        events.person.tolist(),
        events.shelter.tolist(),
        strict=True,
    ):
        kind = Kind(code)
        if time < last:
            yield f"time runs backwards at day {time}"
        last = time
        if kind is Kind.CLOSED:
            refuses.add(shelter)
        elif kind is Kind.REOPENED:
            refuses.discard(shelter)
        if person < 0 or kind in _MEANWHILE:
            continue
        after = _PATHS.get((stands[person], kind))
        if after is None:
            yield f"victim {person} cannot be {kind.name} on day {time}"
            continue
        stands[person] = after
        if kind in _COMES_IN and shelter in refuses:
            yield f"victim {person} came into a closed shelter on day {time}"


def _census(history: History) -> Iterator[str]:
    """Compare each night's census with the stays that cover it (S1)."""
    nights = history.nights
    spells = stays(history.events)
    for shelter in range(nights.census.shape[1]):
        here = spells.where(spells.shelter == shelter)
        beds = history.size[here.person]
        counted = people_at_midnight(here.start, here.end, history.days, beds)
        wrong = np.flatnonzero(counted != nights.census[:, shelter])
        if wrong.size:
            yield (
                f"shelter {shelter} counted {nights.census[wrong[0], shelter]} on the "
                f"night of day {wrong[0]}, its stays say {counted[wrong[0]]}"
            )
    grown = np.diff(nights.census, axis=0, prepend=nights.census[:1]) > 0
    if ((nights.census > nights.usable) & grown).any():
        yield "someone was admitted above the usable beds"
    shut = (nights.state == State.CLOSED) | (nights.state == State.REOPENING)
    if (nights.census[shut] > 0).any():
        yield "someone slept in a closed shelter"


def _ledger(history: History) -> Iterator[str]:
    """Check that accounts sum to zero and agree with the nights (M2)."""
    accounts, nights = history.accounts, history.nights
    if (accounts.balances.sum(axis=1) != 0).any():
        yield "the accounts do not sum to zero"
    kinds = np.array([name.split(":")[0] for name in accounts.names])
    ends = accounts.month_ends
    cash = accounts.balances[1:, kinds == "cash"]
    owed = -accounts.balances[1:, kinds == "owed"]
    if (
        cash - owed != nights.cash[ends] - nights.arrears[ends] - _reopened(history)
    ).any():
        yield "cash and arrears at a month's end differ from that night's"
    if (nights.pots < 0).any() or (nights.arrears < 0).any() or (nights.debt < 0).any():
        yield "a pot, an arrear or a debt is below zero"
    if (accounts.balances[:, kinds == "fund"] < 0).any():
        yield "a compensation fund paid what it did not have"
    pots = accounts.balances[1:, kinds == "pot"].sum(axis=1)
    if (pots != nights.pots[ends].sum(axis=1)).any():
        yield "the pots at a month's end differ from that night's"


def _reopened(history: History) -> np.ndarray:
    """Return reopening costs booked after the last night of a month was written."""
    events = history.events
    ends = history.accounts.month_ends
    costs = np.zeros((len(ends), history.nights.cash.shape[1]), np.int64)
    for event in np.flatnonzero(events.kind == Kind.REOPENING):
        month = np.flatnonzero(ends + 1 == events.time[event])
        costs[month, events.shelter[event]] += events.amount[event]
    return costs


def _payments(history: History) -> Iterator[str]:
    """Compare instalments and gifts with what the ledger says was paid."""
    accounts, events = history.accounts, history.events
    funders = [name.startswith("paid:") for name in accounts.names]
    booked = accounts.balances[0, funders].sum() - accounts.balances[-1, funders].sum()
    gifts = events.amount[events.kind == Kind.GIFT].sum()
    if booked != history.instalments.paid.sum() + gifts:
        yield "what funders paid differs from the instalments and gifts"
    if (history.instalments.paid[history.instalments.paid_on < 0] != 0).any():
        yield "an instalment has an amount but no day"
