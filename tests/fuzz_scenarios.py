"""Spoil the valid scenarios N times: ``python tests/fuzz_scenarios.py 10000 [seed]``.

Prints every file that brings anything but a located answer, and the slowest one;
leaves with 1 if there was any.
"""

import sys
import tempfile
import time
import traceback
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from mutations import mutated  # noqa: E402 - after the path is known

from sim.errors import ScenarioError  # noqa: E402
from sim.scenario import load  # noqa: E402

VALID = sorted((Path(__file__).parent / "scenarios" / "valid").glob("*.yaml"))


def fuzz(number, seed):
    """Return how many spoiled files broke the reader."""
    rng = np.random.default_rng(seed)
    folder = Path(tempfile.mkdtemp())
    for helper in VALID[0].parent.iterdir():
        (folder / helper.name).write_bytes(helper.read_bytes())
    spoiled = folder / "spoiled.yaml"
    broken = answered = 0
    slowest = 0.0
    for turn in range(number):
        text = mutated(VALID[turn % len(VALID)].read_text(encoding="utf-8"), rng)
        spoiled.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        try:
            load(spoiled)
        except ScenarioError as error:
            answered += 1
            str(error)
        except Exception:  # noqa: BLE001 - that is what is looked for
            broken += 1
            print(f"--- turn {turn} ---\n{text}\n{traceback.format_exc()}")
        slowest = max(slowest, time.perf_counter() - began)
    print(f"{number} files: {answered} answered, {broken} broke the reader")
    print(f"slowest: {slowest:.2f} s")
    return broken


if __name__ == "__main__":
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    sys.exit(fuzz(turns, int(sys.argv[2]) if len(sys.argv) > 2 else 1) > 0)
