"""Money by chance: calls, awards, payment lags, gifts, confiscations (C8)."""

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.chance.luck import FunderLuck
from sim.chance.rate import Days, intensity
from sim.chance.strips import strips_of
from sim.distributions import Distribution, is_fixed
from sim.scenario.plan import CompensationPlan, FunderPlan, RatePlan
from sim.streams import Streams

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
    plan: FunderPlan, calendar: Calendar, days: Days, streams: Streams
) -> FunderLuck:
    """Return all that chance decides about one funder.

    A generator on which nothing random hangs is not made: the others do not
    notice.  Gifts fall within the period only.
    """
    awarded, lag = _awards_and_lags(plan, streams)
    gifts = [
        _sums(
            f"gifts/{plan.name}/{gift.shelter}", gift.rate, gift.amount, days, streams
        )
        for gift in plan.gifts
    ]
    return FunderLuck(
        signed=_signatures(plan, calendar, streams),
        awarded=awarded,
        lag=lag,
        receivable_lag=_receivable_lags(plan, streams),
        gift_times=tuple(times for times, _ in gifts),
        gift_amounts=tuple(amounts for _, amounts in gifts),
    )


def draw_confiscations(
    plan: CompensationPlan, days: Days, streams: Streams
) -> tuple[Floats, Ints]:
    """Return times and amounts of what a compensation fund takes in."""
    name = f"compensation/{plan.name}"
    return _sums(name, plan.rate, plan.income, days, streams)


def _whole(law: Distribution, u: Floats) -> Smalls:
    """Return whole numbers, at least 0, by a law."""
    return np.maximum(np.rint(law.quantile(u)), 0).astype(np.int32)


def _signatures(plan: FunderPlan, calendar: Calendar, streams: Streams) -> Smalls:
    """Return the day each round is signed: planned day and lateness (C8, M6)."""
    planned = np.array([call.signed for call in plan.rounds], np.int32)
    if plan.late is None or not len(planned):
        return planned
    u = np.zeros(len(planned))
    if not is_fixed(plan.late):
        rows = streams(f"funding/{plan.name}").random((len(planned), ROUND_WIDTH))
        u = rows[:, LATENESS]
    late = _whole(plan.late, u)
    if plan.late_unit == "days":
        return np.asarray(planned + late, np.int32)
    pairs = zip(planned.tolist(), late.tolist(), strict=True)
    return np.array([calendar.add_months(day, n) for day, n in pairs], np.int32)


def _awards_and_lags(plan: FunderPlan, streams: Streams) -> tuple[Flags, Smalls]:
    """Return awards (rounds, grants) and lags (rounds, grants, instalments)."""
    payments = max(
        [len(plan.instalments), *(len(call.invoices) for call in plan.rounds)]
    )
    shape = (len(plan.rounds), len(plan.grants))
    awarded = np.full(shape, plan.award >= 1)
    lag = np.zeros((*shape, payments), np.int32)
    award_is_random = 0 < plan.award < 1
    lag_is_random = plan.lag is not None and not is_fixed(plan.lag) and payments > 0
    if plan.lag is not None and not lag_is_random:
        lag[:] = _whole(plan.lag, np.zeros(1))
    if not (award_is_random or lag_is_random):
        return awarded, lag
    for grant, shelter in enumerate(g.shelter for g in plan.grants):
        name = f"funding/{plan.name}/{shelter}"
        rows = streams(name).random((len(plan.rounds), 1 + LAGS))
        if award_is_random:
            awarded[:, grant] = rows[:, AWARD] < plan.award
        if plan.lag is not None and lag_is_random:
            u = _enough(rows[:, 1:], payments, name, streams)
            lag[:, grant] = _whole(plan.lag, u)
    return awarded, lag


def _enough(rows: Floats, payments: int, name: str, streams: Streams) -> Floats:
    """Return a uniform for each payment of each round; rarely more than a row has."""
    more = []
    for block in range(1, -(-payments // LAGS)):
        rng = streams(f"{name}/more {block}")
        more.append(rng.random((len(rows), LAGS)))
    return np.concatenate([rows, *more], axis=1)[:, :payments]


def _receivable_lags(plan: FunderPlan, streams: Streams) -> Smalls:
    """Return the lag of each receivable, in file order."""
    count = len(plan.receivables)
    if plan.lag is None or not count:
        return np.zeros(count, np.int32)
    u = np.zeros(count)
    if not is_fixed(plan.lag):
        u = streams(f"funding/{plan.name}/receivables").random(count)
    return _whole(plan.lag, u)


def _sums(
    name: str, rate: RatePlan, amount: Distribution, days: Days, streams: Streams
) -> tuple[Floats, Ints]:
    """Return times and amounts, at least one cent each, in order of time."""
    daily = intensity(rate, days, streams, name)[days.before :]
    strips = strips_of(streams, name, daily, SUM_WIDTH)
    times = np.concatenate([np.empty(0), *(strip.time for strip in strips)])
    u = np.concatenate([np.empty(0), *(strip.rows[:, AMOUNT] for strip in strips)])
    order = np.argsort(times, kind="stable")
    amounts = np.maximum(np.rint(amount.quantile(u[order])), 1).astype(np.int64)
    return times[order], amounts
