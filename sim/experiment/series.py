"""What figures and the cash forecast draw, night by night and month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind, State
from sim.history.record import Accounts, History
from sim.history.spells import frozen_nights, list_spells, people_at_midnight
from sim.scenario.plan import Scenario

__all__ = ["Series", "joined", "series_of"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What figures and the cash forecast draw: R replications in order.

    By night, day k being the night that midnight k + 1 closes:
    ``cash`` (R, days, S) spendable money in minor units, without pots;
    ``arrears`` (R, days, S) unpaid bills in minor units;
    ``closed`` and ``frozen`` (R, days, S), notice counting as frozen;
    ``waiting`` and ``sheltered`` (R, days) people at the census of each midnight,
    everybody of a household (B7), nobody in programmes without a bed;
    ``displaced`` (R, days) people displaced so far.

    By calendar month, in minor units, each (R, M, S): ``opening`` and ``closing``
    are all money held, pots included; ``receipts`` are what funders and bridges
    paid in less what went back to them; ``bills`` fell due; ``paid`` went to
    creditors; ``restricted`` is the part of ``closing`` that sits in pots.  Always
    closing = opening + receipts - paid.  ``month_ends`` (M,) holds the last day
    of each month.
    """

    cash: Ints
    arrears: Ints
    closed: Flags
    frozen: Flags
    waiting: Smalls
    sheltered: Smalls
    displaced: Smalls
    opening: Ints
    receipts: Ints
    bills: Ints
    paid: Ints
    closing: Ints
    restricted: Ints
    month_ends: Smalls


def series_of(scenario: Scenario, history: History) -> Series:
    """Return the series of one replication, R being 1."""
    nights, events = history.nights, history.events
    waits = list_spells(events)
    overnight = [plan.overnight for plan in scenario.shelters]
    month = _months(scenario, history.accounts)
    return Series(
        cash=nights.cash[None],
        arrears=nights.arrears[None],
        closed=(nights.state >= State.CLOSED)[None],
        frozen=frozen_nights(nights)[None],
        waiting=_small(
            people_at_midnight(
                waits.start, waits.end, history.days, history.size[waits.person]
            )
        ),
        sheltered=_small(nights.census[:, overnight].sum(axis=1)),
        displaced=_small(_displaced(history)),
        opening=month["held"][None, :-1],
        receipts=np.diff(month["received"], axis=0)[None],
        bills=np.diff(month["billed"], axis=0)[None],
        paid=np.diff(month["billed"] + month["owed"], axis=0)[None],
        closing=month["held"][None, 1:],
        restricted=month["restricted"][None, 1:],
        month_ends=history.accounts.month_ends,
    )


def _displaced(history: History) -> Ints:
    """Return by day how many people closures have displaced so far."""
    events = history.events
    gone = np.flatnonzero(events.kind == Kind.DISPLACED)
    so_far = np.cumsum([0, *history.size[events.person[gone]]])
    days = np.arange(1, history.days + 1)
    return so_far[np.searchsorted(events.time[gone], days, "right")]


def _small(counts: NDArray[np.generic]) -> Smalls:
    return counts.astype(np.int32)[None]


def _months(scenario: Scenario, accounts: Accounts) -> dict[str, Ints]:
    """Return balances by month end and shelter: (months + 1, shelters).

    ``owed`` is minus what the shelter owes; ``received`` counts from day 0.
    """
    shelters = {plan.name: number for number, plan in enumerate(scenario.shelters)}
    shape = (len(accounts.balances), len(shelters))
    kinds = ("held", "restricted", "received", "billed", "owed")
    found = {kind: np.zeros(shape, np.int64) for kind in kinds}
    for name, balance in zip(accounts.names, accounts.balances.T, strict=True):
        kind, *of = name.split(":")
        match kind:
            case "cash":
                found["held"][:, shelters[of[0]]] += balance
            case "owed":
                found["owed"][:, shelters[of[0]]] += balance
            case "cost":
                found["billed"][:, shelters[of[0]]] += balance
            case "pot":
                found["held"][:, shelters[of[1]]] += balance
                found["restricted"][:, shelters[of[1]]] += balance
            case "paid" | "returned" | "bridge":
                found["received"][:, shelters[of[1]]] -= balance
    return found


def joined(parts: Sequence[Series]) -> Series:
    """Return the series of many replications in one."""
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Series.__slots__
        if name != "month_ends"
    }
    return Series(**columns, month_ends=parts[0].month_ends)
