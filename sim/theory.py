"""Closed forms to hold the simulation against, and to explain a scenario with.

``load`` is the offered load: arrivals per day × mean stay in days, in beds.
Rates share one unit of time.  Each example is a published or computed check
value.
"""

from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ErlangA",
    "GrantStorage",
    "RatePosterior",
    "closed_months",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "freeze_month",
    "mean_queue",
    "mean_wait",
    "offered_load",
    "poisson_cdf",
    "poisson_pmf",
    "rate_posterior",
    "ruin_probability",
    "share_delayed",
    "stored_grants",
]

Floats = NDArray[np.float64]


def offered_load(per_year: float, mean_stay: float) -> float:
    """Return the beds that would be in use if there were always one free.

    >>> round(offered_load(40, 90), 4)
    9.863
    """
    return per_year / 365 * mean_stay


def erlang_b(beds: int, load: float) -> float:
    """Return the share turned away when nobody waits, whatever the law of the stay.

    >>> [round(erlang_b(n, a), 6) for n, a in [(5, 3), (8, 6), (20, 15), (40, 30)]]
    [0.110054, 0.121876, 0.045593, 0.014409]
    >>> round(erlang_b(12, offered_load(40, 90)), 5)
    0.11452
    """
    blocked = 1.0
    for n in range(1, beds + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(beds: int, load: float) -> float:
    """Return the share that has to wait when nobody gives up.

    Raises
    ------
    ValueError
        When the load is not below the beds: the list would grow for ever.

    Examples
    --------
    >>> round(erlang_c(4, 35 / 12), 4), round(erlang_c(3, 2), 4)
    (0.475, 0.4444)
    """
    if load >= beds:
        raise ValueError(f"a load of {load:g} would outgrow {beds} beds")
    blocked = erlang_b(beds, load)
    return beds * blocked / (beds - load * (1 - blocked))


def mean_wait(beds: int, arrival_rate: float, leaving_rate: float) -> float:
    """Return the mean wait of all when nobody gives up (exponential stays).

    >>> round(mean_wait(3, 0.2, 0.1), 4)
    4.4444
    """
    waits = erlang_c(beds, arrival_rate / leaving_rate)
    return waits / (beds * leaving_rate - arrival_rate)


def mean_queue(beds: int, arrival_rate: float, leaving_rate: float) -> float:
    """Return the mean number waiting when nobody gives up (exponential stays).

    >>> round(mean_queue(4, 35, 12), 4)
    1.2788
    """
    return arrival_rate * mean_wait(beds, arrival_rate, leaving_rate)


@dataclass(frozen=True, slots=True)
class ErlangA:
    """Waiting with exponential patience, in the long run.

    ``waits`` and ``gives_up`` are shares of those who arrive, ``queue`` the mean
    number waiting, ``occupancy`` the share of beds in use, ``mean_wait`` that of
    all who arrive, admitted or not.
    """

    waits: float
    gives_up: float
    queue: float
    occupancy: float
    mean_wait: float


def erlang_a(
    beds: int, arrival_rate: float, leaving_rate: float, giving_up_rate: float
) -> ErlangA:
    """Return the long run of a list that people leave when their patience ends.

    A birth–death process: k people leave at min(k, n) × leaving rate plus
    max(k − n, 0) × giving-up rate.

    >>> shelter = erlang_a(12, 40 / 365, 1 / 90, 1 / 7)
    >>> round(shelter.waits, 5), round(shelter.gives_up, 5), round(shelter.queue, 5)
    (0.16468, 0.09576, 0.07346)
    >>> round(shelter.occupancy, 5), round(shelter.mean_wait, 4)
    (0.74321, 0.6703)
    >>> patient = erlang_a(12, 40 / 365, 1 / 90, 1 / 30)
    >>> round(patient.waits, 5), round(patient.gives_up, 5), round(patient.occupancy, 5)
    (0.22878, 0.07178, 0.76292)
    >>> round(patient.mean_wait, 4)
    2.1535
    """
    logs, total, k = [0.0], 0.0, 0
    while k <= beds or logs[-1] > total - 45:
        k += 1
        out = min(k, beds) * leaving_rate + max(k - beds, 0) * giving_up_rate
        logs.append(logs[-1] + log(arrival_rate / out))
        total = max(total, logs[-1])
    weights = np.exp(np.array(logs) - total)
    shares = weights / weights.sum()
    people = np.arange(len(shares))
    queue = float(np.dot(shares, np.maximum(people - beds, 0)))
    busy = float(np.dot(shares, np.minimum(people, beds)))
    return ErlangA(
        waits=float(shares[beds:].sum()),
        gives_up=giving_up_rate * queue / arrival_rate,
        queue=queue,
        occupancy=busy / beds,
        mean_wait=queue / arrival_rate,
    )


def poisson_pmf(count: int, mean: float) -> float:
    """Return P(N = count): with unlimited beds, census is Poisson(load).

    >>> round(poisson_pmf(2, 3.0), 6)
    0.224042
    """
    if mean == 0:
        return 1.0 if count == 0 else 0.0
    return exp(count * log(mean) - mean - lgamma(count + 1))


def poisson_cdf(count: int, mean: float) -> float:
    """Return P(N ≤ count).

    >>> round(poisson_cdf(2, 3.0), 6)
    0.42319
    """
    return sum(poisson_pmf(n, mean) for n in range(count + 1))


def share_delayed(beds: int, load: float) -> float:
    """Return P(census = n) / P(census ≤ n) of unlimited beds: equal to Erlang B.

    >>> round(share_delayed(10, 8.3555), 4), round(share_delayed(14, 9.7182), 4)
    (0.1379, 0.0497)
    """
    return poisson_pmf(beds, load) / poisson_cdf(beds, load)


@dataclass(frozen=True, slots=True)
class GrantStorage:
    """A shelter that lives on grants at random times, in the long run.

    ``closed`` is the share of time without money; spells are means in the unit
    of time of the rates.
    """

    closed: float
    closures_per_time: float
    closed_spell: float
    open_spell: float


def stored_grants(grant_rate: float, mean_grant: float, burn: float) -> GrantStorage:
    """Return how often money runs out, whatever the law of the grants.

    Grants arrive at random; costs of ``burn`` per time run while it is open; it
    closes at zero until the next grant.

    >>> shelter = stored_grants(3, 18_000, 60_000)
    >>> round(shelter.closed, 4), round(shelter.closures_per_time, 3)
    (0.1, 0.3)
    >>> round(shelter.closed_spell, 4), round(shelter.open_spell, 3)
    (0.3333, 3.0)
    """
    used = grant_rate * mean_grant / burn
    if used >= 1:
        raise ValueError("grants outgrow costs: in the long run it never closes")
    return GrantStorage(
        closed=1 - used,
        closures_per_time=grant_rate * (1 - used),
        closed_spell=1 / grant_rate,
        open_spell=mean_grant / burn / (1 - used),
    )


def closed_months(late: float, reserve: float) -> float:
    """Return months closed when money is ``late`` and the reserve lasts so long.

    >>> [closed_months(d, 1) for d in (1, 2, 3, 4)]
    [0, 1, 2, 3]
    """
    return max(0, late - reserve)


def freeze_month(reserve: float, freeze_below: float) -> float:
    """Return how long after the money stops the intake freezes.

    >>> freeze_month(3, 1)
    2
    """
    return max(0, reserve - freeze_below)


def ruin_probability(
    reserve: float, burn: float, gift_rate: float, mean_gift: float
) -> float:
    """Return the chance of ever running dry, with exponential gifts at random.

    Steady costs, random income: 1 when gifts do not exceed costs on average.

    >>> round(ruin_probability(20_000, 1_000, 2, 600), 4)
    0.0013
    >>> ruin_probability(20_000, 1_000, 2, 500)
    1.0
    """
    return exp(-max(gift_rate / burn - 1 / mean_gift, 0.0) * reserve)


@dataclass(frozen=True, slots=True)
class RatePosterior:
    """What yearly counts say about a rate: a gamma law (C4)."""

    shape: float
    years: float

    @property
    def mean(self) -> float:
        """The expected rate a year."""
        return self.shape / self.years

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the central credible interval of the rate."""
        from scipy.special import gammaincinv

        tail = (1 - level) / 2
        low, high = gammaincinv(self.shape, [tail, 1 - tail]) / self.years
        return float(low), float(high)

    def prediction(self, level: float = 0.95) -> tuple[int, int]:
        """Return the central prediction interval of one future year's count.

        The count is negative binomial with this shape; good and bad years (a
        ``spread``) would widen it further.
        """
        tail = (1 - level) / 2
        below, count, odds = 0.0, 0, log(1 / (self.years + 1))
        start = self.shape * log(self.years / (self.years + 1))
        low = -1
        while True:
            logs = lgamma(count + self.shape) - lgamma(self.shape) - lgamma(count + 1)
            below += exp(logs + start + count * odds)
            if low < 0 and below >= tail:
                low = count
            if below >= 1 - tail:
                return low, count
            count += 1


def rate_posterior(
    counts: tuple[int, ...], spread: float | None = None
) -> RatePosterior:
    """Return the posterior of a yearly rate from yearly counts (C4).

    Jeffreys' prior; with ``spread`` k the counts weigh less, by 1 + mean/k.

    >>> kosovo = rate_posterior((15, 26, 17, 22))
    >>> kosovo.mean, [round(x, 2) for x in kosovo.interval()], kosovo.prediction()
    (20.125, [15.97, 24.75], (11, 31))
    """
    total, years = sum(counts), len(counts)
    phi = 1.0 if spread is None else 1 + total / years / spread
    return RatePosterior(shape=(total + 0.5) / phi, years=years / phi)
