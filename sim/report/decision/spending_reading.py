"""What ``marginal`` and ``allocate`` found, read again from their folders."""

import errno
import json
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any, TypeVar

from sim.experiment.allocating import Allocation, Fresh, Rival
from sim.experiment.arena import Candidate, Goal
from sim.experiment.asking import read_condition, read_quantity
from sim.experiment.marginal import Bought, Marginal
from sim.experiment.splits import Spending
from sim.report.decision.reading import estimate_of, plan_in
from sim.said import Said
from sim.scenario import load
from sim.scenario.plan import LeverPlan, Scenario
from sim.scenario.tree import Fault

__all__ = ["UNREADABLE", "played_in", "read_allocation", "read_marginal", "understood"]

UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, LookupError, Fault)
"""What goes wrong in files that are not what a decision wrote."""
Found = TypeVar("Found")


def understood(
    folder: Path, name: str, read: Callable[[Mapping[str, Any]], Found]
) -> Found:
    """Return what a folder's JSON holds, or say that it is no whole folder.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    try:
        return read(json.loads((folder / f"{name}.json").read_bytes()))
    except UNREADABLE as error:
        why = Said("it is no whole folder of a decision: decide again")
        raise OSError(errno.EINVAL, why, str(folder)) from error


def played_in(folder: Path, data: Mapping[str, Any]) -> Scenario:
    """Return the plan that was asked about; its digest says whether it is the one."""
    scenario = load(plan_in(folder))
    if scenario.digest != data["digest"]:
        raise ValueError("it is not the plan that was played")
    return scenario


def read_marginal(folder: Path) -> Marginal:
    """Return what the next sum buys, as a folder holds it.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    return understood(folder, "marginal", lambda data: _marginal(folder, data))


def _marginal(folder: Path, data: Mapping[str, Any]) -> Marginal:
    scenario = played_in(folder, data)
    levers = {lever.name: lever for lever in scenario.levers}
    return Marginal(
        scenario=scenario,
        amount=int(data["amount"]),
        bought=tuple(_bought(levers[row["lever"]], row) for row in data["levers"]),
        base={name: estimate_of(row) for name, row in data["base"].items()},
        level=float(data["level"]),
        seed=int(data["seed"]),
        replications=int(data["replications"]),
    )


def _bought(lever: LeverPlan, row: Mapping[str, Any]) -> Bought:
    reached = row["option"]
    care = row["cost_of_care"]
    return Bought(
        lever=lever,
        option=None if reached is None else lever.options[_position(lever, reached)],
        avoided={name: estimate_of(told) for name, told in row["avoided"].items()},
        price_of_one={
            name: estimate_of(told) for name, told in row["price_of_one"].items()
        },
        care=None if care is None else estimate_of(care),
    )


def _position(lever: LeverPlan, label: str) -> int:
    return [option.label for option in lever.options].index(label)


def read_allocation(folder: Path) -> Allocation:
    """Return how a budget is split, as a folder holds it.

    Raises
    ------
    OSError
        If its files cannot be understood, or do not belong together.
    """
    return understood(folder, "allocation", lambda data: _allocation(folder, data))


def _allocation(folder: Path, data: Mapping[str, Any]) -> Allocation:
    scenario = played_in(folder, data)
    gap = data["none_better_by_more_than"]

    def plan(row: Mapping[str, Any]) -> Candidate:
        pulled = tuple(
            1 + _position(lever, row["pulled"][lever.name])
            if lever.name in row["pulled"]
            else 0
            for lever in scenario.levers
        )
        return Candidate(
            spending=Spending(pulled, int(row["price"])),
            goal=estimate_of(row["goal"]),
            kept=tuple(row["kept"]),
            asked=tuple(map(estimate_of, row["asked"])),
        )

    def rivals(rows: Sequence[Mapping[str, Any]]) -> tuple[Rival, ...]:
        return tuple(Rival(plan(row), estimate_of(row["behind"])) for row in rows)

    def fresh(row: Mapping[str, Any]) -> Fresh:
        gain = row["nothing_behind"]
        return Fresh(
            first=int(row["first"]),
            replications=int(row["replications"]),
            best=plan(row["best"]),
            nothing=plan(row["nothing"]),
            gain=None if gain is None else estimate_of(gain),
            tied=rivals(row["tied"]),
            dropped=rivals(row["dropped"]),
        )

    return Allocation(
        scenario=scenario,
        levers=scenario.levers,
        budget=int(data["budget"]),
        goal=Goal(
            tuple(
                (read_quantity(term["measure"], scenario), abs(float(term["weight"])))
                for term in data["minimised"]
            )
        ),
        constraints=tuple(
            read_condition(text, scenario) for text in data["constraints"]
        ),
        best=None if data["best"] is None else plan(data["best"]),
        nothing=plan(data["nothing"]),
        tied=rivals(data["tied"]),
        gap=inf if gap is None else float(gap),
        finished=bool(data["finished"]),
        matters=float(data["matters"]),
        front=tuple(map(plan, data["front"])),
        able=int(data["able"]),
        candidates=tuple(map(plan, data["candidates"])),
        possible=int(data["possible"]),
        seed=int(data["seed"]),
        replications=int(data["replications"]),
        at_most=int(data["at_most"]),
        fresh=None if data["fresh"] is None else fresh(data["fresh"]),
    )
