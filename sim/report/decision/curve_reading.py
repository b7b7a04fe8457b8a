"""A finding and a sweep read again from their folders, so that reports need no more."""

import errno
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.experiment.asking import read_condition, read_quantity
from sim.experiment.curve import Dial, Point, Sweep
from sim.experiment.extremes import End, Ends
from sim.experiment.finding import Crossing, Finding
from sim.report.decision.reading import estimate_of, plan_in, stopped_of
from sim.said import Said
from sim.scenario import load
from sim.scenario.plan import Scenario
from sim.scenario.scale import scale_between
from sim.scenario.tree import Fault

__all__ = ["read_finding", "read_sweep"]

UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, Fault)
"""What goes wrong in files that are not what a decision wrote."""


def read_finding(folder: Path) -> Finding:
    """Return the finding that a folder holds.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    try:
        data = json.loads((folder / "finding.json").read_bytes())
        return _finding(data, _plan(folder, data))
    except UNREADABLE as error:
        why = Said("it is no whole folder of bednight find: find again")
        raise OSError(errno.EINVAL, why, str(folder)) from error


def read_sweep(folder: Path) -> Sweep:
    """Return the sweep that a folder holds.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    try:
        data = json.loads((folder / "sweep.json").read_bytes())
        return _sweep(data, _plan(folder, data))
    except UNREADABLE as error:
        why = Said("it is no whole folder of bednight sweep: sweep again")
        raise OSError(errno.EINVAL, why, str(folder)) from error


def _plan(folder: Path, data: Mapping[str, Any]) -> Scenario:
    """Return the plan of the first point; its digest says whether it is the one."""
    scenario = load(plan_in(folder))
    if scenario.digest != data["digest"]:
        raise ValueError("it is not the plan that was played")
    return scenario


def _finding(data: Mapping[str, Any], scenario: Scenario) -> Finding:
    scale = scale_between(*data["scale"])
    texts = (data["value"], data["sure_value"], data["low"], data["high"])
    value, sure, low, high = map(Crossing, data["numbers"], texts)
    now = data["now"]
    return Finding(
        scenario=scenario,
        paths=tuple(data["vary"]),
        scale=scale,
        condition=read_condition(data["until"], scenario),
        holds=data["holds"],
        value=value,
        sure=sure,
        low=low,
        high=high,
        turns=not data["monotone"],
        points=tuple(_point(row, (at,)) for at, row in enumerate(data["curve"])),
        kept=tuple(row["kept"] for row in data["curve"]),
        now=None if now is None else _point(now, ()),
        now_kept=None if now is None else now["kept"],
        seed=int(data["seed"]),
        replications=int(data["replications"]),
    )


def _sweep(data: Mapping[str, Any], scenario: Scenario) -> Sweep:
    return Sweep(
        scenario=scenario,
        dials=tuple(_dial(row) for row in data["vary"]),
        quantities=tuple(read_quantity(name, scenario) for name in data["measures"]),
        points=tuple(_point(row, tuple(row["at"])) for row in data["points"]),
        ends=tuple(map(_ends, data["ends"])),
        seed=int(data["seed"]),
        replications=int(data["replications"]),
        stopped=stopped_of(data),
    )


def _ends(row: Mapping[str, Any] | None) -> Ends | None:
    return None if row is None else Ends(_end(row["least"]), _end(row["most"]))


def _end(row: Mapping[str, Any]) -> End:
    return End(
        points=tuple(row["points"]),
        told=estimate_of(row["estimate"]),
        perhaps=tuple(row["perhaps"]),
    )


def _dial(row: Mapping[str, Any]) -> Dial:
    numbers = row["numbers"]
    return Dial(
        paths=tuple(row["paths"]),
        texts=tuple(row["values"]),
        labels=tuple(row["labels"]),
        numbers=None if numbers is None else tuple(map(float, numbers)),
    )


def _point(row: Mapping[str, Any], at: tuple[int, ...]) -> Point:
    """Return a point as it is told; what each replication said was not kept."""
    return Point(
        at=at,
        settings=row["settings"],
        estimates=tuple(map(estimate_of, row["estimates"])),
        each=(),
    )
