"""Clocks: processor time of contestants in turn, and the memory of a fresh process.

Other work on the machine disturbs everybody alike when contestants take turns, and
processor time disturbs less than the clock; both still grow when two programs share
a core, so only ratios of one run mean anything.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from math import log
from pathlib import Path
from statistics import median

__all__ = [
    "ROOT",
    "exponent",
    "in_turn",
    "load_now",
    "own_peak",
    "peak_megabytes",
    "spent",
]

ROOT = Path(__file__).resolve().parents[1]


def spent(work: Callable[[], object], clock=time.thread_time) -> float:
    """Seconds, of processor time unless another clock is asked."""
    began = clock()
    work()
    return clock() - began


def in_turn(
    contestants: Mapping[str, Callable[[], object]],
    rounds: int,
    clock=time.thread_time,
) -> dict[str, float]:
    """Seconds of each: the median of several rounds in which all take their turn."""
    found = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            found[name].append(spent(work, clock))
    return {name: median(seconds) for name, seconds in found.items()}


def exponent(sizes: list[float], costs: list[float]) -> float:
    """The slope of log cost over log size, by least squares."""
    x, y = [log(size) for size in sizes], [log(cost) for cost in costs]
    middle, height = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - middle) ** 2 for a in x)
    return sum((a - middle) * (b - height) for a, b in zip(x, y, strict=True)) / across


def peak_megabytes(code: str) -> float:
    """The largest memory that a fresh process ever had, which runs some code.

    Linux counts it from the start of the program, getrusage from that of its parent.
    """
    lines = [
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'bench')!r}]",
        code,
        "from clocks import own_peak; print(own_peak())",
    ]
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(told.stdout.splitlines()[-1])


def own_peak() -> float:
    """The largest memory that this process ever had, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [x for x in status.read_text().splitlines() if x.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def load_now() -> str:
    """How much else the machine has to do: of no use without it."""
    from os import cpu_count, getloadavg

    return f"{cpu_count()} cores, {getloadavg()[0]:.1f} programs at work"
