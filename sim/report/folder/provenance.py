"""Where results come from: versions, and the only place that knows time and machine."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from sim.experiment.results import Results
from sim.report.document.method import command

__all__ = ["provenance"]

PACKAGES = ("numpy", "scipy", "simpy", "matplotlib", "duckdb")
COMPILER = "numba"
"""What the compiled player is made with; named where that player played."""


def provenance(
    results: Results, files: Sequence[str], *, started: datetime | None = None
) -> str:
    """Write ``run.json``: what was run with what, when, and on what kind of machine.

    ``files`` are the other files of the folder, so that a later run knows which
    of them are its own to replace.  ``command`` makes the same numbers from inside
    the folder.  No paths, no names of people or hosts.
    ``played_by`` counts the replications that each player played this time,
    ``found`` those that were there from before.
    """
    scenario = results.scenario
    packages = (*PACKAGES, *([COMPILER] if results.played.get("compiled") else []))
    facts = {
        "scenario": scenario.name,
        "digest": scenario.digest,
        "command": command(results),
        "seed": results.seed,
        "replications": results.replications,
        "interrupted": results.interrupted,
        "played_by": dict(results.played),
        "found": results.found,
        **_precision(results),
        "versions": {
            "bednight": results.version,
            "python": platform.python_version(),
            **{package: _version(package) for package in packages},
        },
        "started": None if started is None else _moment(started),
        "finished": _moment(datetime.now(UTC)),
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": os.cpu_count(),
        },
        "files": sorted(files),
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def _precision(results: Results) -> dict[str, object]:
    """Return what precision was asked for, if any, and whether it was reached."""
    if results.stopped is None:
        return {}
    return {
        "until": dict(results.stopped.reached),
        "looks": results.stopped.looks,
        "at_most": results.stopped.at_most,
    }


def _moment(when: datetime) -> str:
    """Write an instant to the second, in UTC.

    >>> _moment(datetime(2026, 11, 22, 7, 5, 9, tzinfo=UTC))
    '2026-11-22T07:05:09Z'
    """
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(package: str) -> str | None:
    """Return the installed version of a package, None if it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
