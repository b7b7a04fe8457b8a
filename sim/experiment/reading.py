"""A results folder read again: what a report is made from, offline."""

import errno
import json
import re
from dataclasses import replace
from pathlib import Path

from sim.experiment.experiment import Experiment
from sim.experiment.results import Results
from sim.experiment.store import OtherRunError
from sim.scenario import load
from sim.scenario.plan import Scenario, Setting

__all__ = ["read_results"]

ORIGIN = re.compile(r"  # (\S+):(\d+)$")
"""What the resolved scenario notes at the end of a line: the file and its line."""


def read_results(folder: Path) -> Results:
    """Return the results that a folder holds.

    What was counted follows from scenario, seed and number of replications, to the
    last byte; so it is played again where it was not kept.

    Raises
    ------
    OSError
        If it is no results folder, or its parts do not belong together.
    """
    page = folder / "run.json"
    try:
        facts = json.loads(page.read_bytes())
        name, digest = str(facts["scenario"]), str(facts["digest"])
        seed, replications = int(facts["seed"]), int(facts["replications"])
        interrupted = bool(facts["interrupted"])
    except FileNotFoundError:
        raise _no_folder(folder, "it has no run.json; run a scenario first") from None
    except (ValueError, KeyError, TypeError):
        raise _no_folder(folder, "its run.json cannot be understood") from None
    scenario = replace(_scenario(folder), name=name)
    if scenario.digest != digest:
        why = "its scenario.resolved.yaml is not the one that was run; run it again"
        raise _no_folder(folder, why)
    experiment = Experiment(scenario=scenario, seed=seed, replications=replications)
    kept = folder / "replications"
    try:
        found = experiment.run(folder=kept if kept.is_dir() else None)
    except OtherRunError:
        found = experiment.run()
    return replace(found, interrupted=interrupted)


def _no_folder(folder: Path, why: str) -> OSError:
    return OSError(errno.EINVAL, f"it is no whole results folder: {why}", str(folder))


def _scenario(folder: Path) -> Scenario:
    """Return the scenario as it was understood, each value with its first origin."""
    page = folder / "scenario.resolved.yaml"
    scenario = load(page)
    lines = page.read_text(encoding="utf-8").splitlines()
    settings = tuple(_as_written(setting, lines) for setting in scenario.settings)
    return replace(scenario, settings=settings)


def _as_written(setting: Setting, lines: list[str]) -> Setting:
    """Give a value the file and line that the resolved scenario notes beside it."""
    line = setting.history[-1][1] if setting.history else 0
    if not 0 < line <= len(lines):
        return setting
    found = ORIGIN.search(lines[line - 1])
    if found is None:
        return setting
    return replace(setting, history=((found[1], int(found[2]), setting.text),))
