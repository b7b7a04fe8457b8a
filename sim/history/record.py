"""A History: what happened in one replication, in columns, never averaged.

Times are float64 days from the first day of the period, exact multiples of
2⁻²⁰ day (T1).  Money is int64 minor units.  Indices point into the Scenario's
tuples; -1 means none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Accounts", "Events", "History", "Instalments", "Nights"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Events:
    """The log, in the order in which things happened.

    Every column has one entry an event; :class:`sim.history.events.Kind` says
    what ``detail``, ``until`` and ``amount`` hold.  ``until`` is nan where it
    means nothing.
    """

    time: Floats
    kind: Smalls
    person: Smalls
    shelter: Smalls
    detail: Smalls
    until: Floats
    amount: Ints


@dataclass(frozen=True, slots=True)
class Nights:
    """What the audit saw at each midnight: arrays of shape (days, shelters).

    ``census`` (beds in use), ``usable`` (beds that could be slept in; 0 while
    closed) and ``state`` are taken at step 2; ``bill`` is booked that day; ``cash``,
    ``pots``, ``arrears`` and ``debt`` (open bridge loans) are balances at the
    end of step 3, in minor units.
    """

    census: Smalls
    usable: Smalls
    state: Smalls
    bill: Ints
    cash: Ints
    pots: Ints
    arrears: Ints
    debt: Ints


@dataclass(frozen=True, slots=True)
class Accounts:
    """The double-entry ledger at each month's end (SEMANTICS M2).

    ``names`` are account names, see :mod:`sim.history.ledger`.  ``balances`` has
    shape (months + 1, accounts): row 0 is the opening, row m the end of the
    m-th calendar month of the period (the last one possibly cut short).  Each
    row sums to zero.  ``month_ends`` holds the last day of each month.
    ``runway`` (months + 1, shelters) is in days, by M10.
    """

    names: tuple[str, ...]
    month_ends: Smalls
    balances: Ints
    runway: Smalls


@dataclass(frozen=True, slots=True)
class Instalments:
    """What funders promised and paid, one row an instalment.

    ``round`` indexes ``FunderPlan.rounds`` (-1: a receivable from before);
    ``number`` counts instalments or invoices from 0.  ``planned`` is the
    original due day, ``due`` the day it fell due or, known by the end, will (-1:
    nobody knows yet), ``paid_on`` the day it was paid (-1: not).  Minor units.
    """

    funder: Smalls
    shelter: Smalls
    round: Smalls
    number: Smalls
    planned: Smalls
    due: Smalls
    paid_on: Smalls
    promised: Ints
    paid: Ints


@dataclass(frozen=True, slots=True)
class History:
    """One replication, whole.

    ``values`` (people, attributes) holds codes into ``Attribute.values``;
    ``stream`` is -1 for residents of day 0; ``key`` (people, 4) is the person's
    name across scenarios: stream, strip, index, member (C2); ``size`` the beds the
    household takes (B7).  ``peak_arrears`` is
    the most ever owed on each ``cost:`` account, in account order;
    ``peak_overdraft`` the deepest overdraft of each shelter; minor units.
    """

    replication: int
    days: int
    referred: Floats
    stream: Smalls
    values: Smalls
    key: Smalls
    size: Smalls
    events: Events
    nights: Nights
    accounts: Accounts
    instalments: Instalments
    peak_arrears: Ints
    peak_overdraft: Ints
