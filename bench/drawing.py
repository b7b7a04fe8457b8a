"""What chance costs: one replication by itself, batches, two threads, a continent.

    python bench/drawing.py                        # about half a minute

Milliseconds of processor time a replication, the least of several runs; threads by
the clock, beside what two threads of pure machine code gain at the same time.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from continental import continental

from sim.chance import draw, draw_many
from sim.chance.pcg64 import read_first, skipping
from sim.scenario import load
from sim.scenario.plan import Scenario

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
NAMES = ("kosovo-2017", "kosovo-2021", "kosovo-2003")
BATCHES = (1, 10, 100, 250)
SEED = 1


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--runs", type=int, default=5)
    runs = asked.parse_args().runs
    print(f"{'ms a replication':24}{'draw':>8}", end="")
    print("".join(f"{f'{kind} {n}':>14}" for kind in KINDS for n in BATCHES))
    for name in NAMES:
        scenario = load(SCENARIOS / f"{name}.yaml")
        draw_many(scenario, seed=SEED, replications=range(2), compiled=True)
        alone = least(lambda s=scenario: draws(s, range(20)), 20, runs)
        cells = [
            least(lambda s=scenario, n=n, c=c: many(s, blocks(n), c), covered(n), runs)
            for c in KINDS.values()
            for n in BATCHES
        ]
        print(f"{name:24}{alone:8.3f}" + "".join(f"{cell:14.3f}" for cell in cells))
    threads(load(SCENARIOS / f"{NAMES[0]}.yaml"), runs)
    print()
    plan = continental()
    for kind, compiled in KINDS.items():
        cost = least(lambda c=compiled: many(plan, [range(1)], c), 1, runs)
        print(f"{plan.title}, {kind}: {cost / 1000:.2f} s")


KINDS = {"numpy": False, "compiled": True}


def blocks(size: int) -> list[range]:
    """Return blocks of a size, of about a hundred replications or one block."""
    return [range(n * size, n * size + size) for n in range(max(100 // size, 1))]


def covered(size: int) -> int:
    return sum(map(len, blocks(size)))


def draws(scenario: Scenario, replications: Sequence[int]) -> None:
    for number in replications:
        draw(scenario, seed=SEED, replication=number)


def many(scenario: Scenario, parts: list[range], compiled: bool) -> None:  # noqa: FBT001
    for part in parts:
        draw_many(scenario, seed=SEED, replications=part, compiled=compiled)


def threads(scenario: Scenario, runs: int) -> None:
    """Say how much sooner two threads are, and how much that says of the machine."""
    parts = [range(n * 250, n * 250 + 250) for n in range(8)]
    states, counts = np.ones((1000, 4), np.uint64), np.full(1000, 1000)

    def numbers(_: range) -> None:
        read_first(states, counts, skipping(5), np.empty((2, 1_000_000)))

    print()
    for what, work in (
        ("draw_many", lambda part: many(scenario, [part], compiled=True)),
        ("pure machine code", numbers),
    ):
        with ThreadPoolExecutor(2) as pool:
            one = clocked(lambda w=work: [w(part) for part in parts], runs)
            two = clocked(lambda w=work, p=pool: list(p.map(w, parts)), runs)
        print(f"two threads, {what}: {one / two:.2f} × one")


def least(work: Callable[[], object], replications: int, runs: int) -> float:
    """Milliseconds of processor time a replication: the least of several runs."""
    found = []
    for _ in range(runs):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began) / replications)
    return min(found)


def clocked(work: Callable[[], object], runs: int) -> float:
    """Seconds by the clock: the least of several runs."""
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


if __name__ == "__main__":
    main()
