"""How likely a closure in 2017 is, as a function of what nobody recorded.

Four things are turned: the reserve on 1 January, how late the ministry's call is,
whether the other donors pay meanwhile, and how long creditors and staff wait.
Every point is played with the same luck, so that points differ by their plan alone.
"""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from math import sqrt
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from sim.chance import draw
from sim.experiment.intervals import probability
from sim.history import State, audit, stacked
from sim.model import play
from sim.scenario import load

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
SEED = 1
NGO = ("pvpt", "hope")
FILES = {"pay": "kosovo-2017-late-call.yaml", "wait": "kosovo-2017-hand-to-mouth.yaml"}
RESERVES = tuple(quarter / 4 for quarter in range(9))
LATE = (0, 1, 2, 3)
SPREAD = {0: 0.20, 1: 0.40, 2: 0.28, 3: 0.12}
"""How many months late the call is, with which chance: as kosovo-2017.yaml says."""
TOLERATED = (0, 7, 14, 21, 30, 43)
BASE_TOLERATED = 30
MONTH = 365 / 12


@dataclass(frozen=True, slots=True)
class Point:
    """One plan: months late, months of reserve, days that creditors wait."""

    donors: str
    late: int
    reserve: float
    tolerated: int = BASE_TOLERATED

    def overrides(self) -> dict[str, str]:
        months = f"{self.late} months" if self.late != 1 else "1 month"
        found = {"funding.ministry.call.late": months}
        if self.donors == "wait":
            found["funding.partners.call.late"] = months
        for shelter in NGO:
            found[f"shelters.{shelter}.reserve"] = f"{self.reserve:g} months"
            path = f"shelters.{shelter}.closure.tolerated_days"
            found[path] = f"{self.tolerated} days"
        return found


def points() -> list[Point]:
    """Every point of the curves, each once."""
    by_reserve = [
        Point(donors, late, reserve)
        for donors in FILES
        for late in LATE
        for reserve in RESERVES
    ]
    by_patience = [
        Point(donors, 1, reserve, tolerated)
        for donors in FILES
        for reserve in (0, 0.5, 1)
        for tolerated in TOLERATED
    ]
    return list(dict.fromkeys(by_reserve + by_patience))


def closed_days(point: Point, replications: int) -> list[list[int]]:
    """The days that each NGO shelter was closed, by replication."""
    scenario = load(SCENARIOS / FILES[point.donors], overrides=point.overrides())
    names = [shelter.name for shelter in scenario.shelters]
    columns = [names.index(name) for name in NGO]
    found = []
    for number in range(replications):
        history = play(scenario, draw(scenario, seed=SEED, replication=number))
        assert audit(stacked([history])) == {}
        closed = (history.nights.state >= State.CLOSED).sum(axis=0)
        found.append(closed[columns].tolist())
    return found


def measure(replications: int, workers: int) -> list[dict]:
    """Play every point; what is kept of each is small enough to commit."""
    every = points()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        days = pool.map(closed_days, every, [replications] * len(every))
        return [
            asdict(point) | counted(np.array(found))
            for point, found in zip(every, days, strict=True)
        ]


def counted(days: np.ndarray) -> dict:
    """Count closures over replications from days (replications, shelters)."""
    total = days.sum(axis=1) / MONTH
    shut = (days > 0).sum(axis=1)
    error = float(total.std(ddof=1) / sqrt(len(days)))
    return {
        "replications": len(days),
        "any": int((shut > 0).sum()),
        "one": int((shut == 1).sum()),
        "as_recorded": int(((total >= 0.5) & (total <= 2)).sum()),
        "months": round(float(total.mean()), 4),
        "months_error": round(error, 5),
    }


def wilson(hits: int, n: int) -> tuple[float, float, float]:
    """A share with its Wilson interval."""
    bounds = probability(np.arange(n) < hits)
    return float(bounds.value), float(bounds.low), float(bounds.high)


def of_spread(rows: Iterable[dict], donors: str, reserve: float) -> dict:
    """Mix the four delays as documented; intervals of the parts are combined.

    The other donors, when they wait, wait for the same contract, so one delay
    holds for both.
    """
    value = below = above = months = error = 0.0
    for late, weight in SPREAD.items():
        row = find(rows, Point(donors, late, reserve))
        share, low, high = wilson(row["any"], row["replications"])
        value += weight * share
        below += (weight * (share - low)) ** 2
        above += (weight * (high - share)) ** 2
        months += weight * row["months"]
        error += (weight * row["months_error"]) ** 2
    return {
        "any": (value, value - sqrt(below), value + sqrt(above)),
        "months": (months, sqrt(error)),
    }


def find(rows: Iterable[dict], point: Point) -> dict:
    """The row of a point."""
    wanted = asdict(point).items()
    return next(row for row in rows if all(row[key] == v for key, v in wanted))
