"""How often things happen on each day of a period (SEMANTICS C1, C4).

An *intensity* is events per 365 days, constant within a day.  A yearly rate r is
r × 365/D on each day of a D-day year, so that r events are expected in it.
"""

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar, days_in_year
from sim.chance.numbers import Numbers
from sim.distributions import Gamma
from sim.scenario.plan import RatePlan
from sim.streams import Streams

__all__ = ["Days", "intensities", "intensity"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Days:
    """The year and month of every day from ``-before`` to the end of the period."""

    def __init__(self, calendar: Calendar, before: int = 0) -> None:
        self.before = before
        dates = calendar.dates_of(-before, before + calendar.days)
        self.number: Ints = np.arange(-before, calendar.days)
        self.year: Ints = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        self.month: Ints = dates.astype("datetime64[M]").astype(np.int64) % 12
        self.first_year = calendar.start.year
        self.years = range(int(self.year[0]), int(self.year[-1]) + 1)
        lengths = np.array([days_in_year(year) for year in self.years])
        self.scale: Floats = 365 / lengths[self.year - self.years.start]


def intensity(plan: RatePlan, days: Days, streams: Streams, name: str) -> Floats:
    """Return the intensity on each day in one replication; see ``intensities``."""
    numbers = Numbers(streams.seed, (streams.replication,))
    return np.asarray(intensities(plan, days, numbers, name)[0])


def intensities(plan: RatePlan, days: Days, numbers: Numbers, name: str) -> Floats:
    """Return intensities (replications, days), uncertain parts drawn under ``name``.

    Where nothing is uncertain there is one line for all replications: (1, days).

    ``counts`` make the rate itself uncertain and ``spread`` makes years differ
    (C4).  A dated change gives a new yearly rate, or multiplies the yearly rate
    last given, so that ``1 times`` ends a surge.  Growth steps on 1 January,
    counted from the year in which the rate was given.  Of those the rate counts,
    the share ``detected`` that is in force on the day comes to notice; a change
    of it leaves the rate as it is.
    """
    base = _yearly_rate(plan, numbers, name)
    daily = np.repeat(base, len(days.number), axis=1)
    detected = np.full(len(days.number), plan.detected)
    since = np.full(len(days.number), days.first_year) if plan.changes else None
    for change in sorted(plan.changes, key=lambda change: change.day):
        later = days.number >= change.day
        if change.detected is not None:
            detected[later] = change.detected
        if change.per_year is None and change.times is None:
            continue
        if change.per_year is not None:
            base = np.array([[change.per_year]])
            if since is not None and later.any():
                since[later] = days.year[later][0]
        daily[:, later] = base * (1.0 if change.times is None else change.times)
    if plan.growth_per_year:
        years = days.year - (days.first_year if since is None else since)
        daily *= (1 + plan.growth_per_year) ** years
    if plan.season is not None:
        daily *= np.asarray(plan.season)[days.month]
    if plan.spread is not None:
        daily = daily * _good_and_bad_years(plan.spread, days, numbers, name)
    return np.asarray(daily * detected * days.scale)


def _yearly_rate(plan: RatePlan, numbers: Numbers, name: str) -> Floats:
    """Return yearly rates (replications, 1), or (1, 1) for all of them (C4).

    From counts, by Gamma–Poisson inference.
    """
    if plan.counts is None:
        return np.array([[plan.per_year or 0.0]])
    total, years = sum(plan.counts), len(plan.counts)
    phi = 1.0 if plan.spread is None else 1 + total / years / plan.spread
    u = numbers.rows(f"{name}/rate", 1, 1, 1)[:, 0]
    return Gamma((total + 0.5) / phi, phi / years).quantile(u)


def _good_and_bad_years(
    spread: float, days: Days, numbers: Numbers, name: str
) -> Floats:
    """Return factors (replications, days): a Gamma(k, k) draw for each year (C4).

    Years of the period are drawn forwards from the first; years of the warm-up
    backwards, from a generator of their own.
    """
    earlier = days.first_year - days.years.start
    u = numbers.rows(f"{name}/years", len(days.years) - earlier, 1, 1)[:, :, 0]
    if earlier:
        before = numbers.rows(f"{name}/years before", earlier, 1, 1)[:, ::-1, 0]
        u = np.concatenate([before, u], axis=1)
    return Gamma(spread, 1 / spread).quantile(u)[:, days.year - days.years.start]
