"""Counts of money, in minor units: bills, income, promises, distress (SEMANTICS M).

Money of a midnight is dated on the day that the midnight closes (T2).
"""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind, State
from sim.history.record import History
from sim.measures.beds import highest
from sim.measures.frame import INTERIM_LINE, REOPENING_LINE
from sim.measures.reading import Reading, filled, with_whole

__all__ = ["fund_counts", "overdraft"]

Ints = NDArray[np.int64]

LAST_RUNWAY = 366
"""Runway is told up to this many days (M10)."""

_BRIDGES = {"bridge_drawn": Kind.BRIDGED, "bridge_repaid": Kind.BRIDGE_REPAID}
_PROMISES_BROKEN = {
    "lapsed_money": Kind.LAPSED,
    "cut_money": Kind.CUT,
    "gave_way_money": Kind.GAVE_WAY,
}
_COMPENSATION = {
    "compensation_paid": Kind.COMPENSATED,
    "compensation_missing": Kind.NOT_COMPENSATED,
}


def fund_counts(
    reading: Reading, displaced_nights: Ints, unlimited: History
) -> dict[str, Ints]:
    """Return every count of money.

    Parameters
    ----------
    displaced_nights
        The count of that name: what a night costs someone else is in the file.
    unlimited
        The History of the same luck with unlimited credit (W6).
    """
    counts = {**_accrued(reading), **_promised(reading), **_moved(reading)}
    return {
        **counts,
        **_distress(reading),
        "compensated_victims": _compensated(reading),
        "bridge_needed": _bridge_needed(unlimited),
        "closure_cost": _closure_cost(reading, counts["costs"], displaced_nights),
    }


def _accrued(reading: Reading) -> dict[str, Ints]:
    """Return bills due (W5), income and money returned, from the ledger."""
    frame, accounts = reading.frame, reading.history.accounts
    at = frame.layout(accounts.names)
    years = np.diff(accounts.balances[frame.year_rows], axis=0).T
    lines = frame.labels["line"]
    costs = np.zeros(frame.shape(("shelter", "line", "year")), np.int64)
    np.add.at(costs[:, :, :-1], (at.cost_shelter, at.cost_line), years[at.cost])
    costs[-1, lines.index(INTERIM_LINE), :-1] = years[at.interim].sum(axis=0)
    income = np.zeros(frame.shape(("funder", "shelter", "year")), np.int64)
    np.add.at(income[:, :, :-1], (at.paid_funder, at.paid_shelter), -years[at.paid])
    returned = np.zeros(frame.shape(("funder", "shelter", "year")), np.int64)
    pairs = (at.returned_funder, at.returned_shelter)
    np.add.at(returned[:, :, :-1], pairs, years[at.returned])
    return {
        "costs": _wholes(costs),
        "income": _wholes(income),
        "returned_money": _wholes(returned),
    }


def _wholes(counts: Ints) -> Ints:
    for axis in range(counts.ndim):
        counts = with_whole(counts, axis)
    return counts


def _promised(reading: Reading) -> dict[str, Ints]:
    """Return what fell to be paid in a window by plan, and what of it was not (W6)."""
    frame, due = reading.frame, reading.history.instalments
    axes = ("funder", "shelter", "year")
    inside = np.flatnonzero((due.planned >= 0) & (due.planned < reading.history.days))
    year = frame.years(due.planned[inside].astype(np.int64))
    index = (due.funder[inside], due.shelter[inside], year)
    paid_on, paid = due.paid_on[inside], due.paid[inside]
    in_the_end = np.where(paid_on >= 0, paid, 0)
    in_time = np.where((paid_on >= 0) & (paid_on < frame.edges[year + 1]), paid, 0)
    promised = due.promised[inside]
    missing = filled(frame, axes, index, promised - in_time)
    missing[..., -1] = filled(frame, axes, index, promised - in_the_end)[..., -1]
    return {
        "promised_money": filled(frame, axes, index, promised),
        "funding_shortfall": missing,
    }


def _moved(reading: Reading) -> dict[str, Ints]:
    """Return money of bridges and compensation, and promises broken, from the log."""
    frame, events = reading.frame, reading.history.events
    day, inside = _days(reading)
    counts = {}
    for name, kind in _BRIDGES.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        index = (events.shelter[at], frame.years(day[at]))
        counts[name] = filled(frame, ("shelter", "year"), index, events.amount[at])
    for name, kind in _PROMISES_BROKEN.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        by = (events.detail[at], events.shelter[at], frame.years(day[at]))
        axes = ("funder", "shelter", "year")
        counts[name] = filled(frame, axes, by, events.amount[at])
    for name, kind in _COMPENSATION.items():
        at = np.flatnonzero((events.kind == kind) & inside)
        fund_year = (events.detail[at], frame.years(day[at]))
        counts[name] = filled(frame, ("fund", "year"), fund_year, events.amount[at])
    return counts


def _days(reading: Reading) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the day that each event's midnight closes, and whether it counts."""
    day = np.ceil(reading.history.events.time).astype(np.int64) - 1
    return day, (day >= 0) & (day < reading.history.days)


def _compensated(reading: Reading) -> Ints:
    """Count the distinct victims whom a compensation fund paid (W3)."""
    frame, events = reading.frame, reading.history.events
    day, inside = _days(reading)
    at = np.flatnonzero((events.kind == Kind.COMPENSATED) & inside)
    person, row = np.unique(events.person[at], return_inverse=True)
    paid = np.zeros((person.size, frame.size("year")), np.int64)
    paid[row, frame.years(day[at])] = 1
    paid[row, -1] = 1
    counts: Ints = paid.T @ reading.members[person]
    return counts


def _distress(reading: Reading) -> dict[str, Ints]:
    """Return the worst nights and the last balances of each shelter."""
    nights, runway = reading.history.nights, reading.history.accounts.runway
    short = nights.arrears + np.maximum(0, -nights.cash) + nights.debt
    plans = reading.frame.scenario.shelters
    costly = np.array([bool(plan.costs) for plan in plans], np.bool_)
    can_close = np.array([plan.closure is not None for plan in plans], np.bool_)
    lowest = np.where(costly, runway[1:].min(axis=0), LAST_RUNWAY).astype(np.int64)
    final = nights.cash[-1]
    return {
        "peak_shortfall": highest(reading, short),
        "peak_arrears": highest(reading, nights.arrears),
        "peak_line_arrears": _line_arrears(reading),
        "lowest_runway_days": np.append(
            lowest, lowest[can_close].min(initial=LAST_RUNWAY)
        ),
        "final_cash": np.append(final, final.sum()),
    }


def _line_arrears(reading: Reading) -> Ints:
    """Return the most ever owed on each cost line of each shelter."""
    frame, history = reading.frame, reading.history
    at = frame.layout(history.accounts.names)
    peaks = np.zeros(frame.shape(("shelter", "line")), np.int64)
    np.add.at(peaks, (at.cost_shelter, at.cost_line), history.peak_arrears)
    return peaks


def overdraft(history: History) -> Ints:
    """Return by night and shelter how far the account was below zero."""
    short: Ints = np.maximum(0, -history.nights.cash)
    return short


def _bridge_needed(unlimited: History) -> Ints:
    """Return the peak overdraft by shelter, and of all accounts on one night (W6)."""
    together = overdraft(unlimited).sum(axis=1).max(initial=0)
    return np.append(unlimited.peak_overdraft, together).astype(np.int64)


def _closure_cost(reading: Reading, costs: Ints, displaced_nights: Ints) -> Ints:
    """Return bills of closed days, reopening, and nights of the displaced elsewhere."""
    frame, nights = reading.frame, reading.history.nights
    closed = np.where(nights.state >= State.CLOSED, nights.bill, 0)
    bills = np.zeros(frame.shape(("shelter", "year")), np.int64)
    bills[:-1, :-1] = np.add.reduceat(closed, frame.edges[:-1], axis=0).T
    reopening = costs[:, frame.labels["line"].index(REOPENING_LINE), :]
    elsewhere = displaced_nights[:, :, -1]
    price = frame.scenario.displaced_night_cost or 0
    return _wholes(bills) + reopening + elsewhere * price
