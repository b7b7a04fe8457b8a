"""A results folder read again: what a report is made from, offline."""

import csv
import errno
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from sim import __version__
from sim.experiment.block import Player
from sim.experiment.estimate import Estimate, Interval
from sim.experiment.experiment import Experiment
from sim.experiment.kept import Kept
from sim.experiment.results import Results
from sim.experiment.store import OtherRunError
from sim.said import Said
from sim.scenario import load
from sim.scenario.plan import Scenario

__all__ = ["read_results"]

SPLITS = ("shelter", "funder", "group", "year", "cause")
"""The columns of estimates.csv that say of what an estimate is."""


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
        version = str(facts["versions"]["bednight"])
        played = _played(facts.get("played_by") or {})
    except FileNotFoundError:
        raise _no_folder(
            folder, Said("it has no run.json; run a scenario first")
        ) from None
    except (ValueError, KeyError, TypeError):
        why = Said("its run.json cannot be understood; run the scenario again")
        raise _no_folder(folder, why) from None
    scenario = replace(_scenario(folder), name=name)
    if scenario.digest != digest:
        why = Said(
            "its scenario.resolved.yaml is not the one that was run; run it again"
        )
        raise _no_folder(folder, why)
    found = _as_kept(folder, scenario, seed, replications)
    if found is None:
        experiment = Experiment(scenario=scenario, seed=seed, replications=replications)
        found = experiment.run()
    else:
        found = replace(found, version=version, played=played)
    return replace(found, interrupted=interrupted)


def _played(by: Mapping[str, int]) -> dict[Player, int]:
    """Return how many replications each player played when the folder was made."""
    return {player: int(by[player]) for player in get_args(Player) if player in by}


def _as_kept(
    folder: Path, scenario: Scenario, seed: int, replications: int
) -> Results | None:
    """Return the results as they were written; None where one cannot read them all."""
    blocks = folder / "replications"
    if not blocks.is_dir():
        return None
    try:
        kept = Kept(scenario, seed, blocks)
        estimates = tuple(_estimates(folder / "estimates.csv"))
        if kept.without_gap() < replications or not estimates:
            return None
        tallies, _, series = kept.first(replications)
    except (OtherRunError, OSError, ValueError, KeyError):
        return None
    return Results(
        scenario=scenario,
        seed=seed,
        replications=replications,
        version=__version__,
        estimates=estimates,
        tallies=tallies,
        series=series,
        kept=kept,
    )


def _estimates(page: Path) -> Iterator[Estimate]:
    """Yield the estimates of a table, the same to the last bit as they were."""
    with page.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield Estimate(
                measure=row["measure"],
                by={key: row[key] for key in SPLITS if row[key]},
                value=_number(row["value"]),
                low=_number(row["low"]),
                high=_number(row["high"]),
                interval=cast("Interval", row["interval"]),
                unit=row["unit"],
                replications=int(row["replications"]),
                prediction_low=_number(row["prediction_low"]),
                prediction_high=_number(row["prediction_high"]),
                note=row["note"] or None,
            )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _no_folder(folder: Path, why: str) -> OSError:
    said = Said("it is no whole results folder: {why}", why=why)
    return OSError(errno.EINVAL, said, str(folder))


def _scenario(folder: Path) -> Scenario:
    """Return the scenario as it was understood, each value with its first origin."""
    return load(folder / "scenario.resolved.yaml")
