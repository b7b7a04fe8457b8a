"""A comparison read again from its folder, so that a report needs nothing else."""

import errno
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.comparison import Comparison, Difference
from sim.experiment.economics import Economics, NetBenefit, Strategy, Trade
from sim.experiment.estimate import Estimate
from sim.experiment.precision import Stopped
from sim.said import Said
from sim.scenario import load
from sim.scenario.changes import Change
from sim.scenario.plan import Scenario

__all__ = [
    "estimate_of",
    "is_comparison",
    "plan_in",
    "plan_path",
    "read_comparison",
    "stopped_of",
]

PLANS = "plans"
"""Where the resolved scenarios of a comparison are, the base first."""
FIELDS = (
    "measure", "by", "value", "low", "high", "interval", "unit", "replications",
    "prediction_low", "prediction_high", "note",
)  # fmt: skip


def is_comparison(folder: Path) -> bool:
    """Say whether a folder is one that a comparison left behind."""
    return (folder / "comparison.json").is_file()


def read_comparison(folder: Path) -> Comparison:
    """Return the comparison that a folder holds.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    try:
        data = json.loads((folder / "comparison.json").read_bytes())
        names = (data["base"], *(variant["name"] for variant in data["variants"]))
        digests = (data["digest"], *(variant["digest"] for variant in data["variants"]))
        plans = [
            _plan(folder, at, name, digest)
            for at, (name, digest) in enumerate(zip(names, digests, strict=True))
        ]
        return _comparison(data, names, plans)
    except (KeyError, ValueError, TypeError) as error:
        why = Said("it is no whole folder of a comparison: compare the plans again")
        raise OSError(errno.EINVAL, why, str(folder)) from error


def _plan(folder: Path, at: int, name: str, digest: str) -> Scenario:
    """Return a plan as it was compared; its digest says whether it is the one."""
    scenario = load(plan_in(folder, at))
    if scenario.digest != digest:
        raise ValueError(f"{name} is not the plan that was compared")
    return scenario


def plan_path(at: int, plan: Scenario) -> str:
    """Return where a plan stands in a folder; its file keeps its name."""
    return f"{PLANS}/{at}/{plan.name}.yaml"


def plan_in(folder: Path, at: int = 0) -> Path:
    """Return the file of a plan in a folder.

    Raises
    ------
    ValueError
        If there is none.
    """
    (found,) = (folder / PLANS / str(at)).glob("*.yaml")
    return found


def _comparison(
    data: Mapping[str, Any], names: tuple[str, ...], plans: list[Scenario]
) -> Comparison:
    base, *variants = plans
    return Comparison(
        base=base,
        variants=tuple(variants),
        names=names,
        seed=int(data["seed"]),
        replications=int(data["replications"]),
        level=float(data["level"]),
        claims=int(data["claims"]),
        asked=tuple(data["asked"]),
        estimates=tuple(estimate_of(row) for row in data["estimates"]),
        changes=tuple(
            tuple(_change(row) for row in variant["changes"])
            for variant in data["variants"]
        ),
        unchanged=tuple(bool(variant["unchanged"]) for variant in data["variants"]),
        differences=tuple(_difference(row) for row in data["differences"]),
        economics=_economics(data),
        stopped=stopped_of(data),
    )


def stopped_of(data: Mapping[str, Any]) -> Stopped | None:
    """Return how precise it was to be, where that was asked for."""
    if data.get("looks") is None:
        return None
    return Stopped(
        reached=data["precision"],
        replications=int(data["replications"]),
        looks=int(data["looks"]),
        at_most=int(data["at_most"]),
    )


def estimate_of(row: Mapping[str, Any]) -> Estimate:
    """Return an estimate from the fields that JSON has of it."""
    return Estimate(**{name: row[name] for name in FIELDS if name in row})


def _change(row: Mapping[str, Any]) -> Change:
    return Change(
        path=row["path"],
        before=row["before"],
        after=row["after"],
        before_at=_place(row["before_at"]),
        after_at=_place(row["after_at"]),
        values=int(row["values"]),
        parts=tuple(_change(part) for part in row.get("parts", ())),
    )


def _place(said: str | None) -> tuple[str, int] | None:
    if said is None:
        return None
    file, _, line = said.rpartition(":")
    return file, int(line)


def _difference(row: Mapping[str, Any]) -> Difference:
    return Difference(
        variant=row["variant"],
        estimate=estimate_of(row),
        base=row["base_value"],
        own=row["variant_value"],
        better=row["better"],
        same=row["same"],
        worse=row["worse"],
        confidence=row["confidence_better_on_average"],
        doubted=row["confidence_worse_on_average"],
        reduction=row["variance_reduction"],
        differing=row.get("replications_that_differ"),
    )


def _economics(data: Mapping[str, Any]) -> Economics:
    names = [data["base"], *(variant["name"] for variant in data["variants"])]
    return Economics(
        trades=tuple(
            Trade(
                variant=row["variant"],
                effect=row["effect"],
                verdict=row["verdict"],
                cost=estimate_of(row["cost"]),
                gain=estimate_of(row["gain"]),
                ratio=estimate_of(row["ratio"]),
            )
            for row in data["trades"]
        ),
        strategies=tuple(
            Strategy(
                name=row["strategy"],
                effect=row["effect"],
                cost=row["cost"],
                gain=row["gain"],
                status=row["status"],
                ratio=row["incremental_ratio"],
                ratio_low=row.get("incremental_ratio_low"),
                ratio_high=row.get("incremental_ratio_high"),
                after=row.get("after", ""),
                by=tuple(row.get("by", ())),
                sure=row.get("sure", False),
            )
            for row in data["strategies"]
        ),
        benefits=tuple(
            NetBenefit(
                variant=row["variant"],
                effect=row["effect"],
                price=row["price"],
                estimate=estimate_of(row),
            )
            for row in data["net_benefits"]
        ),
        acceptable={
            effect: (
                np.array(curve["price"]),
                np.array([curve["best"][name] for name in names]),
            )
            for effect, curve in data["acceptability"].items()
        },
    )
