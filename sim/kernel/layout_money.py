"""What the fast player keeps of money: one record each, as in the model.

Days are days of the period, money is minor units, -1 means none unless said
otherwise.  ``first_x`` and ``end_x`` are the rows of another table that belong to a
record, ``next_x`` the row that follows in a chain.  Shares are a numerator and a
denominator, see :mod:`sim.kernel.exact`.
"""

from enum import IntEnum

import numpy as np

__all__ = [
    "ARREAR",
    "BRIDGE",
    "CALL",
    "CONTRACT",
    "CUT",
    "DUE",
    "FUND",
    "FUNDER",
    "GIFT",
    "INCOME",
    "INTERIM_COST",
    "LINE",
    "PART",
    "PURSE",
    "SPLIT",
    "TOLD",
    "LineKind",
    "Trigger",
]


class LineKind(IntEnum):
    """What a cost line bills."""

    FIXED = 0
    BED_NIGHT = 1
    TEAM = 2
    ADMISSION = 3
    EXIT = 4
    ONE_OFF = 5
    REOPENING = 6


class Trigger(IntEnum):
    """When an instalment falls due."""

    SIGNATURE = 0
    DATE = 1
    SPENT = 2
    FINAL = 3


PURSE = np.dtype(
    [
        ("cash", "i8"),
        ("credit", "i8"),
        ("owed", "i8"),
        ("debt", "i8"),
        ("pots", "i8"),  # what funders have paid and it may not spend yet
        ("bill", "i8"),  # the day's bills that recur every day (M10)
        ("booked", "i8"),  # all that the day billed
        ("peak_overdraft", "i8"),
        ("tolerated_arrears", "i8"),
        ("reopening_cost", "i8"),
        ("first_arrear", "i4"),
        ("last_arrear", "i4"),
        ("first_growing", "i4"),  # of the contracts that earn with its bills
        ("first_pot", "i4"),  # of the contracts with money in their pot
        ("first_line", "i4"),  # reopening is line end_line
        ("end_line", "i4"),
        ("first_counted", "i4"),
        ("end_counted", "i4"),
        ("first_promise", "i4"),
        ("end_promise", "i4"),
        ("account", "i4"),  # equity, cash, owed, then each cost
        ("open_row", "i4"),
        ("closed_row", "i4"),
        ("freeze_below", "i4"),
        ("thaw_with", "i4"),  # -1: when it need not freeze
        ("close_below", "i4"),
        ("tolerated_days", "i4"),
        ("notice", "i4"),
        ("reopen_with", "i4"),
        ("reopening_takes", "i4"),
        ("staff_line", "i4"),
        ("staff_after", "i4"),
        ("staff_every", "i4"),
        ("staff_rehired_after", "i4"),
        ("may_close", "?"),
        ("bills_closed", "?"),  # today only what goes on while closed
    ],
    align=True,
)
"""The money of a shelter: balances, and the rules of closing."""

LINE = np.dtype(
    [
        ("booked", "i8"),  # today, unless the line is fixed
        ("unposted", "i8"),  # this month, beside the fixed bill of open days
        ("unpaid", "i8"),
        ("peak", "i8"),
        ("kind", "i4"),
        ("row", "i4"),  # of the table of daily bills
        ("residents_per_team", "i4"),
        ("day", "i4"),
        ("while_closed", "?"),
    ],
    align=True,
)
"""A cost line of a shelter."""

ARREAR = np.dtype(
    [("amount", "i8"), ("since", "i4"), ("line", "i4"), ("next", "i4")], align=True
)
"""An unpaid bill."""

FUNDER = np.dtype(
    [
        ("per_diem", "i8"),
        ("ceiling", "i8"),
        ("claimed", "i8"),  # in the fiscal year that began on claimed_since
        ("claimed_since", "i4"),
        ("calendar", "i4"),  # which row of the beginnings of fiscal years
        ("first_call", "i4"),
        ("end_call", "i4"),
        ("grants", "i4"),
        ("first_contract", "i4"),
        ("end_contract", "i4"),
        ("first_split", "i4"),
        ("first_cut", "i4"),
        ("end_cut", "i4"),
        ("first_expected", "i4"),  # of the invoices that were not yet expected
        ("end_expected", "i4"),
        ("first_watched", "i4"),
        ("first_receivable", "i4"),
        ("end_receivable", "i4"),
        ("receivables_before", "i4"),  # of other funders
        ("first_added", "i4"),
        ("last_added", "i4"),
        ("report_takes", "i4"),
        ("in_arrears", "?"),
        ("prorated", "?"),
        ("from_signature", "?"),
        ("returned", "?"),
        ("lapses", "?"),
        ("pays_while_closed", "?"),
        ("limits_awards", "?"),
    ],
    align=True,
)
"""Someone who pays; ``per_diem`` -1 unless that is the instrument."""

CALL = np.dtype(
    [
        ("planned", "i4"),
        ("signed", "i4"),
        ("first", "i4"),
        ("last", "i4"),
        ("eligible_from", "i4"),
        ("first_part", "i4"),
        ("end_part", "i4"),
    ],
    align=True,
)
"""A round of a funder; bills are eligible from a late signature if so agreed."""

PART = np.dtype([("year", "i4"), ("days", "i4")], align=True)
"""The days of a round in one fiscal year, numbered through all funders."""

CONTRACT = np.dtype(
    [
        ("amount", "i8"),
        ("award", "i8"),
        ("asked", "i8"),
        ("base", "i8"),
        ("base_entitled", "i8"),
        ("entitled", "i8"),
        ("released", "i8"),
        ("received", "i8"),
        ("received_before", "i8"),
        ("invoiced", "i8"),
        ("forgone", "i8"),
        ("announced", "i8"),
        ("pot", "i8"),
        ("today", "i8"),
        ("numerator", "i8"),
        ("denominator", "i8"),
        ("funder", "i4"),
        ("shelter", "i4"),
        ("call", "i4"),
        ("first", "i4"),
        ("last", "i4"),
        ("first_due", "i4"),
        ("end_due", "i4"),  # one more may be added at this row
        ("first_eligible", "i4"),
        ("end_eligible", "i4"),
        ("open_row", "i4"),
        ("closed_row", "i4"),
        ("account", "i4"),  # pot, paid, returned
        ("next_growing", "i4"),
        ("next_pot", "i4"),
        ("next_watched", "i4"),
        ("all_lines", "?"),
        ("grows", "?"),
        ("has_pot", "?"),
        ("under_way", "?"),
        ("awarded", "?"),
        ("is_chained", "?"),  # to the pots of its shelter
        ("signed", "?"),
        ("over", "?"),
        ("settled", "?"),
    ],
    align=True,
)
"""A grant of one round; fields as in the model's ``Contract``."""

DUE = np.dtype(
    [
        ("promised", "i8"),
        ("owed", "i8"),
        ("paid", "i8"),
        ("funder", "i4"),
        ("shelter", "i4"),
        ("round", "i4"),
        ("number", "i4"),
        ("planned", "i4"),
        ("due", "i4"),
        ("paid_on", "i4"),
        ("lag", "i4"),
        ("contract", "i4"),
        ("split", "i4"),
        ("account", "i4"),
        ("next_payment", "i4"),
        ("next_settlement", "i4"),
        ("next_added", "i4"),
        ("void", "?"),
        ("told", "?"),  # has a row in the history
        ("added", "?"),  # by the final balance; the plan did not know of it
    ],
    align=True,
)
"""An instalment or invoice; planned, due and paid_on may be NEVER."""

TOLD = np.dtype(
    [
        ("promised", "i8"),
        ("paid", "i8"),
        ("funder", "i4"),
        ("shelter", "i4"),
        ("round", "i4"),
        ("number", "i4"),
        ("planned", "i4"),
        ("due", "i4"),
        ("paid_on", "i4"),
    ],
    align=True,
)
"""A row of :class:`sim.history.Instalments`."""

SPLIT = np.dtype(
    [
        ("numerator", "i8"),  # of all instalments up to this one
        ("denominator", "i8"),
        ("unspent_numerator", "i8"),  # what may be left when it falls due
        ("unspent_denominator", "i8"),
        ("trigger", "i4"),
        ("watched", "?"),
    ],
    align=True,
)
"""One part of a funder's grants."""

CUT = np.dtype(
    [("numerator", "i8"), ("denominator", "i8"), ("since", "i4")], align=True
)
"""What is still paid of instalments due from a day on, all cuts together."""

GIFT = np.dtype(
    [
        ("amount", "i8"),
        ("funder", "i4"),
        ("shelter", "i4"),
        ("account", "i4"),
        ("next", "i4"),
    ],
    align=True,
)

INCOME = np.dtype([("amount", "i8"), ("fund", "i4"), ("next", "i4")], align=True)
"""What a compensation fund takes in."""

FUND = np.dtype(
    [("per_case", "i8"), ("condition", "i4"), ("account", "i4")], align=True
)
"""A compensation fund; accounts: confiscated, fund, compensation."""

BRIDGE = np.dtype(
    [("size", "i8"), ("out", "i8"), ("below", "i4"), ("up_to", "i4"), ("lent", "?")],
    align=True,
)
"""A bridge fund, and how much of it is out."""

INTERIM_COST = np.dtype(
    [("per_night", "i8"), ("payer", "i4"), ("account", "i4")], align=True
)
