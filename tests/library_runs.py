"""Runs of scenarios of the library, each played once for all tests of a process."""

from functools import cache
from pathlib import Path

from sim.experiment import Experiment
from sim.experiment.comparing import compare
from sim.scenario import load

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PLANS = ("kosovo-2017-late-call", "kosovo-2017-hand-to-mouth", "kosovo-2017-late-call")
"""Plans that are compared; the last changes nothing."""


@cache
def run_of(name):
    """Return eight replications of a scenario."""
    scenario = load(SCENARIOS / f"{name}.yaml")
    return Experiment(scenario=scenario, replications=8).run(workers=1)


@cache
def compared_plans():
    """Return the plans compared in six replications, a closure day worth €50."""
    plans = [load(SCENARIOS / f"{name}.yaml") for name in PLANS]
    return compare(plans, replications=6, workers=1, worth={"closure_days": 5_000})
