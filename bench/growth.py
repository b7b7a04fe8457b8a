"""Growth: time and memory against shelters, arrivals, years, replications, workers."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from clocks import ROOT, exponent, in_turn, peak_megabytes, spent
from continental import continental
from whole_model import PARTS, parts_of

from sim.chance.pcg64 import read_first, skipping
from sim.experiment.crew import Crew
from sim.experiment.experiment import Experiment
from sim.experiment.replications import tallies_of
from sim.scenario import load

__all__ = [
    "DIRECTIONS",
    "dask_workers",
    "grown",
    "replications",
    "thousand",
    "threads",
]

SEED = 1
DIRECTIONS = {
    "arrivals": [
        {"shelters": 50, "arrivals": n, "years": 2}
        for n in (1000, 2000, 4000, 8000, 16000)
    ],
    "shelters": [
        {"shelters": n, "arrivals": 4000, "years": 2} for n in (50, 100, 200, 400, 800)
    ],
    "years": [{"shelters": 50, "arrivals": 2000, "years": n} for n in (1, 2, 4, 8, 16)],
}
"""What grows, while all else stays; people of a city may ask three to five shelters."""


def grown(direction: str, rounds: int) -> tuple[list[dict], dict[str, float]]:
    """What each size costs, by part, and the exponents that fit best."""
    sizes = [of[direction] for of in DIRECTIONS[direction]]
    rows = []
    for of in DIRECTIONS[direction]:
        parts = parts_of(continental(**of), 1, rounds)
        parts["whole"] = sum(parts[name] for name in PARTS)
        code = (
            "from continental import continental; "
            "from sim.experiment.block import play_block; "
            f"play_block(continental(**{of!r}), 1, 0, 1, 'compiled')"
        )
        rows.append({**of, **parts, "megabytes": peak_megabytes(code)})
    fitted = {
        name: exponent(sizes, [row[name] for row in rows])
        for name in (*PARTS, "whole", "megabytes")
    }
    last = [row["whole"] for row in rows[-2:]]
    return rows, fitted | {"last": exponent(sizes[-2:], last)}


def replications(rounds: int) -> tuple[list[dict], dict[str, float]]:
    """Wall seconds and memory of a run of so many replications of kosovo-2017."""
    counts = [250, 1000, 4000]
    plan = load(ROOT / "scenarios" / "kosovo-2017.yaml")
    seconds = in_turn(
        {
            str(n): lambda n=n: Experiment(
                plan, replications=n, player="compiled", workers=1
            ).run()
            for n in counts
        },
        rounds,
        time.perf_counter,
    )
    rows = []
    for n in counts:
        code = (
            "from pathlib import Path; from sim.scenario import load; "
            "from sim.experiment.experiment import Experiment; "
            f"plan = load(Path({str(ROOT)!r}) / 'scenarios' / 'kosovo-2017.yaml'); "
            f"Experiment(plan, replications={n}, player='compiled', workers=1).run()"
        )
        rows.append(
            {
                "replications": n,
                "seconds": seconds[str(n)],
                "megabytes": peak_megabytes(code),
            }
        )
    fitted = {
        name: exponent(counts, [row[name] for row in rows])
        for name in ("seconds", "megabytes")
    }
    return rows, fitted


def thousand(rounds: int) -> dict[str, float]:
    """Seconds of 1,000 replications of kosovo-2017, estimates and all.

    By the clock for one thread and for two; and processor time of one thread, which
    is what the clock would show if nobody else were at work.
    """
    plan = load(ROOT / "scenarios" / "kosovo-2017.yaml")

    def run(workers: int) -> None:
        Experiment(plan, replications=1000, player="compiled", workers=workers).run()

    run(1)
    works = {"1 thread": lambda: run(1), "2 threads": lambda: run(2)}
    found = in_turn(works, rounds, time.perf_counter)
    alone = in_turn({"": works["1 thread"]}, rounds, time.process_time)
    return {**found, "processor, 1 thread": alone[""]}


def threads(rounds: int, count: int = 1000) -> list[tuple[float, float]]:
    """How many times sooner two threads are than one, by round, best machine first.

    Beside it stands what two threads of pure machine code gained in that round: the
    most that the machine had to give while others were at work.
    """
    plan = load(ROOT / "scenarios" / "kosovo-2021.yaml")

    def play(workers: int) -> None:
        tallies_of(
            plan, seed=SEED, replications=count, player="compiled", workers=workers
        )

    numbers(0)
    play(1)
    play(2)
    found = []
    with ThreadPoolExecutor(2) as pool:
        works = (
            lambda: [numbers(n) for n in range(4)],
            lambda: list(pool.map(numbers, range(4))),
            lambda: play(1),
            lambda: play(2),
        )
        for _ in range(rounds):
            one, two, alone, both = (spent(work, time.perf_counter) for work in works)
            found.append((one / two, alone / both))
    return sorted(found, reverse=True)


def dask_workers(rounds: int, count: int = 1500) -> list[tuple[float, float]]:
    """How many times sooner two Dask workers are than one, as ``threads`` has it.

    Each worker has one thread in a process of its own.
    """
    plan = load(ROOT / "scenarios" / "kosovo-2021.yaml")
    found = []
    with cluster(1) as one, cluster(2) as two, ThreadPoolExecutor(2) as pool:
        first = Crew(player="compiled", cluster=one)
        second = Crew(player="compiled", cluster=two)
        with first, second:

            def play(crew: Crew) -> None:
                tallies_of(plan, seed=SEED, replications=count, crew=crew)

            works = (
                lambda: [numbers(n) for n in range(4)],
                lambda: list(pool.map(numbers, range(4))),
                lambda: play(first),
                lambda: play(second),
            )
            for work in works:
                work()
            for _ in range(rounds):
                a, b, alone, both = (spent(work, time.perf_counter) for work in works)
                found.append((a / b, alone / both))
    return sorted(found, reverse=True)


def numbers(_: int) -> None:
    """Some tens of milliseconds of pure machine code, for a comparison."""
    states, counts = np.ones((1000, 4), np.uint64), np.full(1000, 1000)
    for _ in range(8):
        read_first(states, counts, skipping(5), np.empty((2, 1_000_000)))


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler and workers of one thread, each in a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        host="127.0.0.1",
    ) as made:
        yield made.scheduler_address
