"""Money by chance: calls, awards, payment lags, gifts, confiscations (C8)."""

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance.chances import FunderLucks, Sums
from sim.chance.numbers import Numbers, in_order
from sim.chance.rate import Days, intensities
from sim.chance.strips import points_of
from sim.distributions import Distribution, is_fixed
from sim.scenario.plan import CompensationPlan, FunderPlan, RatePlan

__all__ = ["draw_confiscations", "draw_funder"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]

LATENESS = 0  # columns of a round's row
ROUND_WIDTH = 8
AWARD = 0  # columns of a round's row of one shelter; lags follow
LAGS = 63
AMOUNT = 2  # column of a gift's or confiscation's row, after gap and mark
SUM_WIDTH = 4


def draw_funder(
    plan: FunderPlan, calendar: Calendar, days: Days, numbers: Numbers
) -> FunderLucks:
    """Return all that chance decides about one funder, for each replication.

    A generator on which nothing random hangs is not made: the others do not
    notice.  Gifts fall within the period only.
    """
    awarded, lag = _awards_and_lags(plan, numbers)
    signed = _signatures(plan, calendar, numbers)
    receivable_lag = _receivable_lags(plan, numbers)
    gifts = tuple(
        _sums(
            f"gifts/{plan.name}/{gift.shelter}", gift.rate, gift.amount, days, numbers
        )
        for gift in plan.gifts
    )
    return FunderLucks(signed, awarded, lag, receivable_lag, gifts)


def draw_confiscations(plan: CompensationPlan, days: Days, numbers: Numbers) -> Sums:
    """Return times and amounts a compensation fund takes in, for each replication."""
    name = f"compensation/{plan.name}"
    return _sums(name, plan.rate, plan.income, days, numbers)


def _whole(law: Distribution, u: Floats) -> Smalls:
    """Return whole numbers, at least 0, by a law."""
    return np.maximum(np.rint(law.quantile(u)), 0).astype(np.int32)


def _signatures(plan: FunderPlan, calendar: Calendar, numbers: Numbers) -> Smalls:
    """Return the day (replications, rounds) of each signature (C8, M6).

    It is the planned day and the lateness.
    """
    count = len(plan.rounds)
    planned = np.array([call.signed for call in plan.rounds], np.int32)
    if plan.late is None or not count:
        return np.tile(planned, (len(numbers.replications), 1))
    u = np.zeros((len(numbers.replications), count))
    if not is_fixed(plan.late):
        name = f"funding/{plan.name}"
        u = numbers.rows(name, count, ROUND_WIDTH, LATENESS + 1)[:, :, LATENESS]
    late = _whole(plan.late, u)
    if plan.late_unit == "days":
        return np.asarray(planned + late, np.int32)
    signed = np.empty_like(late)
    for at, day in enumerate(planned.tolist()):
        months, which = np.unique(late[:, at], return_inverse=True)
        later = [calendar.add_months(day, n) for n in months.tolist()]
        signed[:, at] = np.array(later)[which]
    return signed


def _awards_and_lags(plan: FunderPlan, numbers: Numbers) -> tuple[Flags, Smalls]:
    """Return awards and lags for each replication, round and grant.

    Lags have a fourth axis, of instalments.
    """
    payments = max(
        [len(plan.instalments), *(len(call.invoices) for call in plan.rounds)]
    )
    shape = (len(numbers.replications), len(plan.rounds), len(plan.grants))
    awarded = np.full(shape, plan.award >= 1)
    lag = np.zeros((*shape, payments), np.int32)
    award_is_random = 0 < plan.award < 1
    lag_is_random = plan.lag is not None and not is_fixed(plan.lag) and payments > 0
    if plan.lag is not None and not lag_is_random:
        lag[:] = _whole(plan.lag, np.zeros(1))
    if not (award_is_random or lag_is_random):
        return awarded, lag
    read = 1 + min(payments, LAGS)
    for grant, shelter in enumerate(g.shelter for g in plan.grants):
        name = f"funding/{plan.name}/{shelter}"
        rows = numbers.rows(name, len(plan.rounds), 1 + LAGS, read)
        if award_is_random:
            awarded[:, :, grant] = rows[:, :, AWARD] < plan.award
        if plan.lag is not None and lag_is_random:
            u = _enough(rows[:, :, 1:], payments, name, numbers)
            lag[:, :, grant] = _whole(plan.lag, u)
    return awarded, lag


def _enough(rows: Floats, payments: int, name: str, numbers: Numbers) -> Floats:
    """Return a uniform for each payment of each round; rarely more than a row has."""
    more = [
        numbers.rows(f"{name}/more {block}", rows.shape[1], LAGS, LAGS)
        for block in range(1, -(-payments // LAGS))
    ]
    return np.concatenate([rows, *more], axis=2)[:, :, :payments]


def _receivable_lags(plan: FunderPlan, numbers: Numbers) -> Smalls:
    """Return the lag (replications, receivables) of each receivable, in file order."""
    count = len(plan.receivables)
    u = np.zeros((len(numbers.replications), count))
    if plan.lag is None or not count:
        return np.zeros(u.shape, np.int32)
    if not is_fixed(plan.lag):
        u = numbers.rows(f"funding/{plan.name}/receivables", count, 1, 1)[:, :, 0]
    return _whole(plan.lag, u)


def _sums(
    name: str, rate: RatePlan, amount: Distribution, days: Days, numbers: Numbers
) -> Sums:
    """Return times and amounts, at least one cent each, in order of time."""
    daily = intensities(rate, days, numbers, name)[:, days.before :]
    points = points_of(numbers, name, daily, SUM_WIDTH, np.arange(AMOUNT + 1))
    order, ends = in_order(points.replication, points.time, len(numbers.replications))
    u = points.rows[AMOUNT, order]
    amounts = np.maximum(np.rint(amount.quantile(u)), 1).astype(np.int64)
    return Sums(points.time[order], amounts, np.array([0, *ends, len(order)]))
