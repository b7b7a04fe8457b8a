"""What figures and the cash forecast draw, night by night and month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.midnights import closed_nights, frozen_nights, people_at_midnight
from sim.history.record import Accounts
from sim.history.spells import list_spells
from sim.history.stack import Stack
from sim.scenario.plan import Scenario

__all__ = ["Series", "cut", "joined", "series_of"]

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


def series_of(scenario: Scenario, stack: Stack) -> Series:
    """Return the series of a stack of replications."""
    nights = stack.nights
    overnight = np.array([plan.overnight for plan in scenario.shelters], np.bool_)
    month = _months(scenario, stack.accounts)
    return Series(
        cash=nights.cash,
        arrears=nights.arrears,
        closed=closed_nights(nights),
        frozen=frozen_nights(nights),
        waiting=_waiting(stack).astype(np.int32),
        sheltered=(nights.census @ overnight.astype(np.int32)).astype(np.int32),
        displaced=_displaced(stack).astype(np.int32),
        opening=month["held"][:, :-1],
        receipts=np.diff(month["received"], axis=1),
        bills=np.diff(month["billed"], axis=1),
        paid=np.diff(month["billed"] + month["owed"], axis=1),
        closing=month["held"][:, 1:],
        restricted=month["restricted"][:, 1:],
        month_ends=stack.accounts.month_ends,
    )


def _waiting(stack: Stack) -> Ints:
    """Return (R, days): everybody without a bed who is on the list at midnight."""
    waits = list_spells(stack.lives, stack.stays)
    return people_at_midnight(
        waits.start,
        waits.end,
        stack.size[waits.person].astype(np.int64),
        stack.of_person[waits.person],
        (len(stack.replications), stack.days),
    )


def _displaced(stack: Stack) -> Ints:
    """Return (R, days): how many people closures have displaced so far."""
    events = stack.events
    gone = np.flatnonzero(events.kind == Kind.DISPLACED)
    day = np.maximum(np.ceil(events.time[gone]).astype(np.int64) - 1, 0)
    steps = np.zeros((len(stack.replications), stack.days), np.int64)
    np.add.at(steps, (stack.of_event[gone], day), stack.size[events.person[gone]])
    return np.cumsum(steps, axis=1)


def _months(scenario: Scenario, accounts: Accounts) -> dict[str, Ints]:
    """Return balances by month end and shelter: (R, months + 1, shelters).

    ``owed`` is minus what the shelter owes; ``received`` counts from day 0.
    """
    shelters = {plan.name: number for number, plan in enumerate(scenario.shelters)}
    shape = (*accounts.balances.shape[:2], len(shelters))
    kinds = ("held", "restricted", "received", "billed", "owed")
    found = {kind: np.zeros(shape, np.int64) for kind in kinds}
    for number, name in enumerate(accounts.names):
        kind, *of = name.split(":")
        balance = accounts.balances[:, :, number]
        match kind:
            case "cash":
                found["held"][:, :, shelters[of[0]]] += balance
            case "owed":
                found["owed"][:, :, shelters[of[0]]] += balance
            case "cost":
                found["billed"][:, :, shelters[of[0]]] += balance
            case "pot":
                found["held"][:, :, shelters[of[1]]] += balance
                found["restricted"][:, :, shelters[of[1]]] += balance
            case "paid" | "returned" | "bridge":
                found["received"][:, :, shelters[of[1]]] -= balance
    return found


def joined(parts: Sequence[Series]) -> Series:
    """Return the series of many replications in one."""
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Series.__slots__
        if name != "month_ends"
    }
    return Series(**columns, month_ends=parts[0].month_ends)


def cut(series: Series, first: int, end: int) -> Series:
    """Return the series from replication ``first`` up to, not with, ``end``."""
    columns = {
        name: getattr(series, name)[first:end]
        for name in Series.__slots__
        if name != "month_ends"
    }
    return Series(**columns, month_ends=series.month_ends)
