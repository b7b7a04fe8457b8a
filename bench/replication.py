"""How long one replication takes, split into its parts, beside a plain SimPy model.

    python bench/replication.py                    # some minutes
    python bench/replication.py --only every       # names that begin so
    python bench/replication.py --run              # also `bednight run`, 200 times

Times of replications are milliseconds of processor time, so that other work on the
machine disturbs them little; starting and running are by the clock.  Each is told
twice: the median of the rounds, and the least, which other work disturbs least.
``unlimited`` is the second play of W6 for every replication; ``whole`` has it only
where a shelter ran short, as a run does.  Warm-up years are left out where it says
so: they play people only.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import simpy

from sim.chance import draw_many
from sim.experiment.block import play_block
from sim.experiment.series import series_of
from sim.history import audit, stacked
from sim.measures.tally import tally
from sim.model import play
from sim.scenario import load
from sim.scenario.plan import Scenario

ROOT = Path(__file__).resolve().parents[1]
SEED = 1
PARTS = ("draw", "play", "unlimited", "stack", "audit", "tally", "whole")
BARS = {"year": 30.0, "every feature": 40.0, "--help": 0.6, "run of 200": 15.0}
COMMAND = [sys.executable, "-c", "import cli; cli.main()"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--replications", type=int, default=10, help="in each block")
    asked.add_argument("--runs", type=int, default=9, help="the median of so many")
    asked.add_argument("--only", default="", help="names that begin so")
    asked.add_argument("--run", action="store_true", help="time `bednight run` too")
    chosen = asked.parse_args()
    peer = median(
        spent(lambda: [shelters_of_beds(n) for n in range(chosen.replications)])
        / chosen.replications
        for _ in range(chosen.runs)
    )
    print(f"{'ms of processor time':38}" + "".join(f"{p:>10}" for p in PARTS), end="")
    print(f"{'× peer':>8}")
    for name, scenario in timed_ones(chosen.only):
        rounds = timed_rounds(scenario, chosen.replications, chosen.runs)
        show(name, {part: median(one[part] for one in rounds) for part in PARTS}, peer)
        show("  the least", {p: min(one[p] for one in rounds) for p in PARTS}, peer)
    gap = " " * 10 * (len(PARTS) - 1)
    print(f"{'peer: beds only, in SimPy':38}{gap}{peer:10.3f}{1:8.1f}")
    print("\nbars, of one replication drawn, played, audited and counted:")
    print(f"      < {BARS['year']:.0f} ms for a year of a Kosovo scenario,")
    print(
        f"      < {BARS['every feature']:.0f} ms for ten shelters with every feature;"
    )
    print("      `whole` is that and the second play of W6 where a shelter ran short")
    print()
    tell("an empty Python", clocked([sys.executable, "-c", "pass"], chosen.runs))
    tell("bednight --help", clocked([*COMMAND, "--help"], chosen.runs), "--help")
    if chosen.run:
        run = ["run", "scenarios/kosovo-2017.yaml", "--quiet", "--out", "outputs"]
        tell(
            "bednight run, 200 replications", clocked([*COMMAND, *run], 1), "run of 200"
        )


def timed_ones(begin: str) -> list[tuple[str, Scenario]]:
    """Scenarios whose replications are timed, and their names in the table."""
    library = {path.stem: path for path in (ROOT / "scenarios").glob("kosovo-*.yaml")}
    men = replace(load(library["kosovo-2013-men"]), warm_up_days=0)
    known = [
        ("every-feature", load(ROOT / "bench/every-feature.yaml")),
        ("kosovo-2013-men, no warm-up", men),
        *((name, load(library[name])) for name in sorted(library)),
    ]
    return [(name, plan) for name, plan in known if name.startswith(begin)]


def timed_rounds(
    scenario: Scenario, replications: int, runs: int
) -> list[dict[str, float]]:
    """Milliseconds a replication for each part, in each of several rounds."""
    play_block(scenario, SEED, 0, 1)  # tables that every replication shares
    return [timed(scenario, replications) for _ in range(runs)]


def show(name: str, parts: dict[str, float], peer: float) -> None:
    cells = "".join(f"{parts[part]:10.3f}" for part in PARTS)
    print(f"{name:38}{cells}{parts['whole'] / peer:8.1f}", flush=True)


def timed(scenario, replications: int) -> dict[str, float]:
    """Milliseconds a replication for each part of one block."""
    kept = {}
    parts = {
        "draw": lambda: draw_many(
            scenario, seed=SEED, replications=range(replications)
        ),
        "play": lambda: [play(scenario, chance) for chance in kept["draw"]],
        "unlimited": lambda: [
            play(scenario, chance, unlimited_credit=True) for chance in kept["draw"]
        ],
        "stack": lambda: stacked(kept["play"]),
        "audit": lambda: audit(kept["stack"]),
        "tally": lambda: (
            tally(scenario, kept["stack"], unlimited=stacked(kept["unlimited"])),
            series_of(scenario, kept["stack"]),
        ),
        "whole": lambda: play_block(scenario, SEED, 0, replications),
    }
    return {
        part: spent(lambda p=part, work=work: kept.update({p: work()})) / replications
        for part, work in parts.items()
    }


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def clocked(command: list[str], runs: int) -> float:
    """Seconds by the clock: the median of several runs of a process."""
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        found.append(time.perf_counter() - began)
    return median(found)


def tell(name: str, seconds: float, bar: str | None = None) -> None:
    limit = f"   bar: < {BARS[bar]:g} s" if bar else ""
    print(f"{name:32}{seconds:8.2f} s{limit}")


def shelters_of_beds(seed: int, *, shelters=9, beds=12, per_year=200.0) -> int:
    """Two years of nine shelters that only queue for beds, as SimPy's guide has it.

    No money, no attributes, no audit, no log: what the same people and beds cost in
    an everyday model that draws as it goes.
    """
    luck, env = random.Random(seed), simpy.Environment()
    houses = [simpy.Resource(env, capacity=beds) for _ in range(shelters)]
    stays = []

    def victim():
        house = luck.choice(houses)
        with house.request() as bed:
            patience = env.timeout(luck.expovariate(1 / 14))
            if bed in (yield bed | patience):
                stay = luck.lognormvariate(4.36, 1.0)
                yield env.timeout(stay)
                stays.append(stay)

    def referrals():
        while True:
            yield env.timeout(luck.expovariate(per_year / 365))
            env.process(victim())

    env.process(referrals())
    env.run(until=2 * 365)
    return len(stays)


if __name__ == "__main__":
    main()
