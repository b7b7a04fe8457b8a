"""Counts of money, in minor units: bills, income, promises, distress (SEMANTICS M).

Money of a midnight is dated on the day that the midnight closes (T2).
"""

import numpy as np
from numpy.typing import NDArray

from sim.history.events import Kind
from sim.history.midnights import closed_nights, ever, one_for_all
from sim.history.stack import Stack
from sim.measures.beds import highest
from sim.measures.frame import INTERIM_LINE, REOPENING_LINE
from sim.measures.reading import Reading, with_wholes
from sim.planned.limits import LAST_RUNWAY

__all__ = ["fund_counts"]

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]

_FUNDS = ("funder", "shelter", "year")
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
    reading: Reading, displaced_nights: Ints, unlimited: Stack | None
) -> dict[str, Ints]:
    """Return every count of money.

    Parameters
    ----------
    displaced_nights
        The count of that name: what a night costs someone else is in the file.
    unlimited
        The replications that ran short, played with unlimited credit (W6).
    """
    counts = {**_accrued(reading), **_promised(reading), **_moved(reading)}
    return {
        **counts,
        **_distress(reading),
        "compensated_victims": _compensated(reading),
        "bridge_needed": _bridge_needed(reading.stack, unlimited),
        "closure_cost": _closure_cost(reading, counts["costs"], displaced_nights),
    }


def _accrued(reading: Reading) -> dict[str, Ints]:
    """Return bills due (W5), income and money returned, from the ledger."""
    frame, accounts = reading.frame, reading.stack.accounts
    at = frame.layout(accounts.names)
    years = np.diff(accounts.balances[:, frame.year_rows], axis=1).swapaxes(1, 2)
    costs = reading.zeros(("shelter", "line", "year"))
    costs[:, at.cost_shelter, at.cost_line, :-1] = years[:, at.cost]
    line = frame.labels["line"].index(INTERIM_LINE)
    costs[:, -1, line, :-1] = years[:, at.interim].sum(axis=1)
    income = reading.zeros(_FUNDS)
    income[:, at.paid_funder, at.paid_shelter, :-1] = -years[:, at.paid]
    returned = reading.zeros(_FUNDS)
    returned[:, at.returned_funder, at.returned_shelter, :-1] = years[:, at.returned]
    return {
        "costs": _wholes(costs),
        "income": _wholes(income),
        "returned_money": _wholes(returned),
    }


def _wholes(counts: Ints) -> Ints:
    """Fill in the whole of every axis but the replications."""
    return with_wholes(counts, range(1, counts.ndim))


def _promised(reading: Reading) -> dict[str, Ints]:
    """Return what fell to be paid in a window by plan, and what of it was not (W6)."""
    frame, due = reading.frame, reading.stack.instalments
    inside = np.flatnonzero((due.planned >= 0) & (due.planned < reading.stack.days))
    row = reading.stack.of_instalment[inside]
    year = frame.years(due.planned[inside].astype(np.int64))
    index = (due.funder[inside], due.shelter[inside], year)
    paid_on, paid = due.paid_on[inside], due.paid[inside]
    in_the_end = np.where(paid_on >= 0, paid, 0)
    in_time = np.where((paid_on >= 0) & (paid_on < frame.edges[year + 1]), paid, 0)

    def filled(amount: Ints) -> Ints:
        return _wholes(reading.summed(_FUNDS, row, index, amount))

    promised = due.promised[inside]
    missing = filled(promised - in_time)
    missing[..., -1] = filled(promised - in_the_end)[..., -1]
    return {"promised_money": filled(promised), "funding_shortfall": missing}


def _moved(reading: Reading) -> dict[str, Ints]:
    """Return money of bridges and compensation, and promises broken, from the log."""
    events = reading.stack.events
    counts = {}
    for name, kind in _BRIDGES.items():
        at, year = _closed_by_midnight(reading, kind)
        where = (events.shelter[at], year)
        counts[name] = _money(reading, ("shelter", "year"), at, where)
    for name, kind in _PROMISES_BROKEN.items():
        at, year = _closed_by_midnight(reading, kind)
        by = (events.detail[at], events.shelter[at], year)
        counts[name] = _money(reading, _FUNDS, at, by)
    return counts | _owed_to_victims(reading)


def _owed_to_victims(reading: Reading) -> dict[str, Ints]:
    """Return what was due for each case, of those paid and of those not (M2).

    A case is paid whole or not at all, so what a fund holds is not taken off.
    """
    events = reading.stack.events
    plans = reading.frame.scenario.compensation
    per_case = np.array([plan.per_case for plan in plans], np.int64)
    counts = {}
    for name, kind in _COMPENSATION.items():
        at, year = _closed_by_midnight(reading, kind)
        fund = events.detail[at]
        counts[name] = _wholes(
            reading.summed(
                ("fund", "year"),
                reading.stack.of_event[at],
                (fund, year),
                per_case[fund],
            )
        )
    return counts


def _money(
    reading: Reading, axes: tuple[str, ...], at: Ints, index: tuple[Ints | Smalls, ...]
) -> Ints:
    """Add up the amounts of events by place, with wholes."""
    amount = reading.stack.events.amount[at]
    return _wholes(reading.summed(axes, reading.stack.of_event[at], index, amount))


def _closed_by_midnight(reading: Reading, kind: Kind) -> tuple[Ints, Ints]:
    """Return where it happened, if it counts, and the year of the day it closed."""
    at = reading.events_of(kind)
    day = np.ceil(reading.stack.events.time[at]).astype(np.int64) - 1
    inside = (day >= 0) & (day < reading.stack.days)
    return at[inside], reading.frame.years(day[inside])


def _compensated(reading: Reading) -> Ints:
    """Count the distinct victims whom a compensation fund paid (W3)."""
    at, year = _closed_by_midnight(reading, Kind.COMPENSATED)
    person, years = reading.stack.events.person[at], reading.frame.size("year")
    once = np.unique(person.astype(np.int64) * years + year)
    ever = np.unique(person)
    who = np.concatenate([once // years, ever])
    when = np.concatenate([once % years, np.full(len(ever), -1)])
    return reading.counted(("year", "group"), who, (when,))


def _distress(reading: Reading) -> dict[str, Ints]:
    """Return the worst nights and the last balances of each shelter."""
    nights, runway = reading.stack.nights, reading.stack.accounts.runway
    debts = one_for_all(nights.arrears) + one_for_all(nights.debt)
    short = debts - np.minimum(one_for_all(nights.cash), 0)
    plans = reading.frame.scenario.shelters
    costly = np.array([bool(plan.costs) for plan in plans], np.bool_)
    can_close = np.array([plan.closure is not None for plan in plans], np.bool_)
    lowest = np.where(costly, runway[:, 1:].min(axis=1), LAST_RUNWAY).astype(np.int64)
    final = nights.cash[:, -1]
    return {
        "peak_shortfall": highest(reading, np.broadcast_to(short, nights.cash.shape)),
        "peak_arrears": highest(reading, nights.arrears),
        "peak_line_arrears": _line_arrears(reading),
        "lowest_runway_days": np.column_stack(
            [lowest, lowest[:, can_close].min(axis=1, initial=LAST_RUNWAY)]
        ),
        "final_cash": np.column_stack([final, final.sum(axis=1)]),
    }


def _line_arrears(reading: Reading) -> Ints:
    """Return the most ever owed on each cost line of each shelter."""
    at = reading.frame.layout(reading.stack.accounts.names)
    peaks = reading.zeros(("shelter", "line"))
    peaks[:, at.cost_shelter, at.cost_line] = reading.stack.peak_arrears
    return peaks


def _bridge_needed(stack: Stack, unlimited: Stack | None) -> Ints:
    """Return the peak overdraft by shelter, and of all accounts on one night (W6)."""
    needed = _overdraft(stack)
    if unlimited is not None:
        again = np.isin(stack.replications, unlimited.replications)
        if not np.array_equal(stack.replications[again], unlimited.replications):
            raise ValueError("played again were other replications than in the stack")
        needed[again] = _overdraft(unlimited)
    return needed


def _overdraft(stack: Stack) -> Ints:
    below = np.minimum(one_for_all(stack.nights.cash), 0)
    together = -np.einsum("rds->rd", below).min(axis=1, initial=0)
    return np.column_stack([stack.peak_overdraft, together]).astype(np.int64)


def _closure_cost(reading: Reading, costs: Ints, displaced_nights: Ints) -> Ints:
    """Return bills of closed days, reopening, and nights of the displaced elsewhere."""
    frame, nights = reading.frame, reading.stack.nights
    closed = closed_nights(nights)
    bills = reading.zeros(("shelter", "year"))
    if ever(closed):
        years = np.add.reduceat(nights.bill * closed, frame.edges[:-1], axis=1)
        bills[:, :-1, :-1] = years.swapaxes(1, 2)
    reopening = costs[:, :, frame.labels["line"].index(REOPENING_LINE)]
    elsewhere = displaced_nights[..., -1]
    price = frame.scenario.displaced_night_cost or 0
    return _wholes(bills) + reopening + elsewhere * price
