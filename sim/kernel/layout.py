"""What the fast player keeps of each thing: one record each, as in the model.

Days are days of the period, money is minor units, -1 means none unless said
otherwise.  ``first_x`` and ``end_x`` are the rows of another table that belong to
a record.  Records whose plan never changes stand in :mod:`sim.kernel.packing`.
"""

from enum import IntEnum

import numpy as np

__all__ = [
    "CHANGE",
    "EVENT",
    "EXIT",
    "HELD",
    "INTERIM",
    "LIST",
    "PERSON",
    "PREFERENCE",
    "SHELTER",
    "STAGE",
    "STAY",
    "TIMER",
    "Phase",
    "Rank",
    "Status",
]


class Status(IntEnum):
    """Where someone stands."""

    ON_THE_WAY = 0
    WAITING = 1
    SHELTERED = 2
    BLOCKED = 3
    GONE = 4


class Phase(IntEnum):
    """Which part of a journey someone is in, and so what a timer means."""

    PASSING = 0
    STAYING = 1
    RETURNING = 2
    OVER = 3


class Rank(IntEnum):
    """Who goes first when several things fall on one instant (T4)."""

    MIDNIGHT = 1
    END_OF_STAY = 2
    END_OF_STAGE = 3
    ARRIVAL = 4
    END_OF_PATIENCE = 5


EVENT = np.dtype(
    [
        ("time", "f8"),
        ("until", "f8"),
        ("amount", "i8"),
        ("kind", "i4"),
        ("person", "i4"),
        ("shelter", "i4"),
        ("detail", "i4"),
    ],
    align=True,
)
"""A line of the log; columns as in :class:`sim.history.Events`."""

TIMER = np.dtype([("at", "f8"), ("rank", "i4"), ("person", "i4")], align=True)
"""Whose time is up when; of one instant the lowest rank, then number, goes first."""

PERSON = np.dtype(
    [
        ("due", "f8"),
        ("joined", "f8"),
        ("started", "f8"),
        ("admitted", "f8"),
        ("planned_end", "f8"),
        ("returns_at", "f8"),
        ("timer_place", "i4"),  # in the heap; -1 without a timer
        ("kind", "i4"),  # of person: everybody with the same attribute values
        ("size", "i4"),
        ("status", "i4"),
        ("phase", "i4"),
        ("stage", "i4"),
        ("episode", "i4"),
        ("enters_at", "i4"),
        ("step", "i4"),
        ("shelter", "i4"),
        ("stay_shelter", "i4"),
        ("plan", "i4"),  # within the shelter's stays
        ("waiting_class", "i4"),
        ("cause", "i4"),
        ("programme", "i4"),  # the next one, for who is blocked
        ("interim", "i4"),
        ("next_resident", "i4"),
        ("previous_resident", "i4"),
        ("next_in_queue", "i4"),
        ("at_limit", "?"),
    ],
    align=True,
)
"""Someone who was referred: who they are, where they stand, what comes next."""

SHELTER = np.dtype(
    [
        ("staff_numerator", "i8"),  # residents per staff; denominator 0: no ratio
        ("staff_denominator", "i8"),
        ("beds", "i4"),
        ("staff", "i4"),  # -1: nobody counts them
        ("regime", "i4"),
        ("programme", "i4"),
        ("occupied", "i4"),
        ("staff_lost", "i4"),
        ("staff_back_on", "i4"),
        ("admitted_today", "i4"),
        ("exits_today", "i4"),
        ("notice_since", "i4"),
        ("reopening_until", "i4"),
        ("first_resident", "i4"),
        ("first_accepts", "i4"),  # of the conditions, one an era
        ("era", "i4"),  # how many changes of whom it takes are in force
        ("first_refused", "i4"),
        ("end_refused", "i4"),
        ("first_stay", "i4"),
        ("end_stay", "i4"),
        ("first_held", "i4"),
        ("end_held", "i4"),
        ("first_change", "i4"),
        ("end_change", "i4"),
        ("frozen", "?"),
        ("shut", "?"),
        ("entry", "?"),
        ("overnight", "?"),
    ],
    align=True,
)
"""A shelter as it lives: beds, staff, state."""

STAY = np.dtype(
    [
        ("at_most", "f8"),  # inf: no limit
        ("extension", "f8"),
        ("since", "f8"),
        ("condition", "i4"),
        ("first_exit", "i4"),
    ],
    align=True,
)

LIST = np.dtype([("first", "i4"), ("end", "i4"), ("era", "i4")], align=True)
"""The shelters a kind of person may ask, as they were in an era; -1: not known."""

PREFERENCE = np.dtype([("condition", "i4"), ("emptiest", "?")], align=True)

EXIT = np.dtype([("destination", "i4"), ("programme", "i4")], align=True)

HELD = np.dtype(
    [("condition", "i4"), ("beds", "i4"), ("in_use", "i4")],
    align=True,
)

CHANGE = np.dtype(
    [
        ("day", "i4"),
        ("beds", "i4"),
        ("staff", "i4"),
        ("regime", "i4"),
        ("residents", "i4"),  # 0 finish, 1 transfer, 2 forced exit
        ("accepts", "?"),
    ],
    align=True,
)

STAGE = np.dtype(
    [
        ("staff", "i4"),  # -1: as many as needed
        ("busy", "i4"),
        ("first_in_queue", "i4"),
        ("last_in_queue", "i4"),
        ("meanwhile", "i4"),
        ("otherwise", "i4"),
    ],
    align=True,
)

INTERIM = np.dtype(
    [("places", "i4"), ("people", "i4"), ("condition", "i4")],
    align=True,
)
"""An interim place; ``places`` -1 means as many as are needed."""
