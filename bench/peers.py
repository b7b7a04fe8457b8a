"""Nine shelters that only queue for beds, as people write them in other tools.

The same network as ``beds-only.yaml``, each in the everyday style of its tool.
Numbers are drawn as they are needed, by Python's :mod:`random`: of the usual ways of
drawing one number at a time that is the quickest; numba has a ``np.random`` of its
own.  Each plays one seed at a time.
"""
# ruff: noqa: NPY002

import random
from functools import cache
from math import log, sqrt
from typing import NamedTuple

import numpy as np

__all__ = [
    "BEDS",
    "DAYS",
    "Answer",
    "ciw_beds",
    "numba_beds",
    "salabim_beds",
    "simpy_beds",
]

BEDS = (5, 6, 8, 9, 10, 12, 14, 16, 20)
DAYS = 3653
PER_DAY = 2000 / DAYS
SPREAD = sqrt(log(1 + 1.2**2))
MIDDLE = log(160) - SPREAD**2 / 2
PATIENCE = 30.0


class Answer(NamedTuple):
    """The sums of one replication, whose ratios are compared.

    ``days_waited`` are those of whoever got a bed; ``bed_days`` end with the period.
    """

    referred: int
    gave_up: int
    admitted: int
    days_waited: float
    bed_days: float


def simpy_beds(seed: int) -> Answer:
    """SimPy: a Resource for each shelter, patience a timeout, lists that remember."""
    import simpy

    luck, env = random.Random(seed), simpy.Environment()
    shelters = [simpy.Resource(env, capacity=beds) for beds in BEDS]
    referred, gave_up, waits, bed_days = [], [], [], []

    def victim(shelter):
        arrived = env.now
        referred.append(arrived)
        with shelter.request() as bed:
            yield bed | env.timeout(luck.expovariate(1 / PATIENCE))
            if not bed.triggered:
                gave_up.append(env.now)
                return
            waits.append(env.now - arrived)
            stay = luck.lognormvariate(MIDDLE, SPREAD)
            bed_days.append(min(stay, DAYS - env.now))
            yield env.timeout(stay)

    def referrals():
        while True:
            yield env.timeout(luck.expovariate(PER_DAY))
            env.process(victim(luck.choices(shelters, BEDS)[0]))

    env.process(referrals())
    env.run(until=DAYS)
    return Answer(len(referred), len(gave_up), len(waits), sum(waits), sum(bed_days))


def ciw_beds(seed: int) -> Answer:
    """Ciw: a network of nine nodes, from whose queues people renege."""
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.Exponential(PER_DAY * beds / sum(BEDS)) for beds in BEDS
        ],
        service_distributions=[ciw.dists.Lognormal(MIDDLE, SPREAD) for _ in BEDS],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE) for _ in BEDS],
        number_of_servers=list(BEDS),
        routing=[[0.0] * len(BEDS) for _ in BEDS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(DAYS)
    records = simulation.get_all_records(include_incomplete=True)
    left = [each for each in records if each.record_type == "renege"]
    admitted = [
        each
        for each in records
        if each.record_type != "renege" and each.service_start_date is not None
    ]
    return Answer(
        len(records),
        len(left),
        len(admitted),
        sum(each.service_start_date - each.arrival_date for each in admitted),
        sum(
            min(each.service_end_date or DAYS, DAYS) - each.service_start_date
            for each in admitted
        ),
    )


def salabim_beds(seed: int) -> Answer:
    """Salabim: a Component that requests with a fail delay, and holds."""
    import salabim

    env = salabim.App(trace=False, random_seed=seed, yieldless=False)
    shelters = [salabim.Resource(capacity=beds) for beds in BEDS]
    ways = salabim.Pdf(shelters, BEDS)
    gap = salabim.Exponential(1 / PER_DAY)
    patience = salabim.Exponential(PATIENCE)
    referred, gave_up, waits, bed_days = [], [], [], []

    class Victim(salabim.Component):
        def process(self):
            referred.append(env.now())
            yield self.request(ways.sample(), fail_delay=patience.sample())
            if self.failed():
                gave_up.append(env.now())
                return
            waits.append(env.now() - self.creation_time())
            stay = random.lognormvariate(MIDDLE, SPREAD)
            bed_days.append(min(stay, DAYS - env.now()))
            yield self.hold(stay)

    class Referrals(salabim.Component):
        def process(self):
            while True:
                yield self.hold(gap.sample())
                Victim()

    Referrals()
    env.run(till=DAYS)
    return Answer(len(referred), len(gave_up), len(waits), sum(waits), sum(bed_days))


def numba_beds(seed: int) -> Answer:
    """Numba: no events at all, each referral finds the bed that is free first.

    What a machine needs for the five sums and nothing else: who comes first is
    served first and nobody moves, so the waits of Kiefer and Wolfowitz (1955) do.
    """
    return Answer(*_machine_code()(seed, np.array(BEDS), np.cumsum(BEDS) / sum(BEDS)))


@cache
def _machine_code():
    import numba

    @numba.njit
    def play(seed, beds, upto):
        np.random.seed(seed)
        free = np.zeros((len(beds), beds.max()))  # when each bed is free again
        referred, gave_up, admitted, waited, slept = 0, 0, 0, 0.0, 0.0
        now = np.random.exponential(1 / PER_DAY)
        while now < DAYS:
            referred += 1
            shelter = np.searchsorted(upto, np.random.random(), side="right")
            first = free[shelter, : beds[shelter]].argmin()
            begin = max(now, free[shelter, first])
            patience = np.random.exponential(PATIENCE)
            if begin - now > patience:
                gave_up += now + patience < DAYS
            else:
                stay = np.random.lognormal(MIDDLE, SPREAD)
                free[shelter, first] = begin + stay
                if begin < DAYS:
                    admitted += 1
                    waited += begin - now
                    slept += min(stay, DAYS - begin)
            now += np.random.exponential(1 / PER_DAY)
        return referred, gave_up, admitted, waited, slept

    return play
