"""Runs of scenarios of the library, each played once for all tests of a process."""

from functools import cache
from pathlib import Path

from sim.experiment import Experiment
from sim.scenario import load

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@cache
def run_of(name):
    """Return eight replications of a scenario."""
    scenario = load(SCENARIOS / f"{name}.yaml")
    return Experiment(scenario=scenario, replications=8).run(workers=1)
