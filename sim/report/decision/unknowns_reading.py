"""What ``sensitivity`` and ``uncertainty`` found, read again from their folders."""

from collections.abc import Mapping
from math import nan
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.asking import Quantity, read_quantity
from sim.experiment.estimate import Estimate
from sim.experiment.sensitivity import Bar, Index, Information, Sobol, Tornado, Worth
from sim.experiment.uncertainty import Doubt
from sim.experiment.unknowns import Unknown, unknowns_of
from sim.report.decision.doubt import Uncertainty
from sim.report.decision.reading import estimate_of, plan_in
from sim.report.decision.spending_reading import played_in, understood
from sim.report.decision.unknowns import Choice, Sensitivity
from sim.scenario import load, opened
from sim.scenario.plan import Scenario

__all__ = ["read_sensitivity", "read_uncertainty"]

Row = Mapping[str, Any]


def read_sensitivity(folder: Path) -> Sensitivity:
    """Return which unknown matters, as a folder holds it.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    return understood(folder, "sensitivity", lambda data: _sensitivity(folder, data))


def _sensitivity(folder: Path, data: Row) -> Sensitivity:
    scenario = played_in(folder, data)
    found = unknowns_of(opened(plan_in(folder)))
    by_path = {unknown.path: unknown for unknown in found.each}
    quantity = _quantity(data, scenario)
    asked = data.get("information")
    skipped = {row["path"] for row in data["skipped"]}
    return Sensitivity(
        scenario=scenario,
        tornado=Tornado(
            quantity=quantity,
            base=estimate_of(data["base"]),
            bars=tuple(
                Bar(
                    unknown=by_path[row["path"]],
                    low=estimate_of(row["difference_at_low"]),
                    high=estimate_of(row["difference_at_high"]),
                )
                for row in data["tornado"]
            ),
            level=float(data["level"]),
        ),
        sobol=_sobol(data["sobol"], quantity, by_path) if "sobol" in data else None,
        information=None if asked is None else _information(asked, by_path),
        skipped=tuple(each for each in found.skipped if each.path in skipped),
        seed=int(data["seed"]),
        replications=int(data["replications"]),
        inputs=tuple(data["inputs"]),
        objective="" if asked is None else asked["objective"],
        objective_unit="" if asked is None else asked["unit"],
        widest=int(data["widest"]),
        choice=None if data["choice"] is None else _choice(folder, data["choice"]),
    )


def _choice(folder: Path, row: Row) -> Choice:
    """Return the plans to choose from; their digests say whether they are the ones."""
    variants = tuple(
        load(plan_in(folder, at)) for at, _ in enumerate(row["variants"], start=1)
    )
    if [plan.digest for plan in variants] != [v["digest"] for v in row["variants"]]:
        raise ValueError("they are not the plans that were played")
    return Choice(variants, row["worth"], int(row["points"]))


def _quantity(row: Row, scenario: Scenario) -> Quantity:
    """Return the quantity of a measure and of what it is split by."""
    of = " and ".join(row["by"].values())
    return read_quantity(row["measure"] + (f" of {of}" if of else ""), scenario)


def _sobol(row: Row, quantity: Quantity, by_path: Mapping[str, Unknown]) -> Sobol:
    shares = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    return Sobol(
        quantity=quantity,
        indices=tuple(
            Index(
                unknown=by_path[index["path"]],
                **{key: nan if index[key] is None else index[key] for key in shares},
            )
            for index in row["indices"]
        ),
        points=int(row["points"]),
        variance=float(row["variance"]),
        shares=np.empty((0, 0)),
        values=np.empty(0),
    )


def _information(row: Row, by_path: Mapping[str, Unknown]) -> Information:
    chosen = row["best_in_share_of_points"]
    return Information(
        plans=tuple(chosen),
        best=row["best"],
        chosen=tuple(chosen.values()),
        perfect=float(row["perfect"]),
        perfect_ends=(row["perfect_low"], row["perfect_high"]),
        chosen_ends=tuple(
            (low, high) for low, high in row["best_in_share_of_points_ends"].values()
        ),
        unknowns=tuple(
            Worth(
                unknown=by_path[each["path"]],
                value=each["value"],
                low=each["low"],
                high=each["high"],
                chance=each["by_chance"],
            )
            for each in row["unknowns"]
        ),
    )


def read_uncertainty(folder: Path) -> Uncertainty:
    """Return where the doubt about one period comes from, as a folder holds it.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    return understood(folder, "uncertainty", lambda data: _uncertainty(folder, data))


def _uncertainty(folder: Path, data: Row) -> Uncertainty:
    scenario = played_in(folder, data)
    return Uncertainty(
        scenario=scenario,
        doubts=tuple(_doubt(row, data, scenario) for row in data["doubts"]),
        paths=tuple(data["unknowns"]),
        inputs=tuple(data["inputs"]),
        seed=int(data["seed"]),
    )


def _doubt(row: Row, data: Row, scenario: Scenario) -> Doubt:
    outer, inner = int(data["draws"]), int(data["replications"])
    known = {key: nan if value is None else value for key, value in row.items()}
    return Doubt(
        quantity=_quantity(row, scenario),
        unit=row["unit"],
        mean=row["value"],
        mean_low=known["low"],
        mean_high=known["high"],
        alone=Estimate(
            measure=row["measure"],
            by=row["by"],
            value=row["value_by_luck_alone"],
            low=row["low_by_luck_alone"],
            high=row["high_by_luck_alone"],
            interval=row["interval_by_luck_alone"],
            unit=row["unit"],
            replications=outer * inner,
        ),
        share=known["share_from_not_knowing"],
        share_low=known["share_low"],
        share_high=known["share_high"],
        one_low=row["prediction_low"],
        one_high=row["prediction_high"],
        luck_low=row["prediction_low_by_luck_alone"],
        luck_high=row["prediction_high_by_luck_alone"],
        outer=outer,
        inner=inner,
    )
