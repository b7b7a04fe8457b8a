"""Which report the folder of a decision makes, and for whom."""

import errno
import json
from pathlib import Path
from typing import TypeAlias

from sim.experiment.allocating import Allocation
from sim.experiment.marginal import Marginal
from sim.experiment.sensitivity import Bar
from sim.report.answer.tables import label_of
from sim.report.decision.doubt import Uncertainty
from sim.report.decision.naming import path_told, value_told
from sim.report.decision.spending_reading import read_allocation, read_marginal
from sim.report.decision.unknowns import Sensitivity
from sim.report.decision.unknowns_reading import read_sensitivity, read_uncertainty
from sim.report.decision.wording import gap_cell
from sim.report.document.allocation import build_allocation
from sim.report.document.doubting import build_uncertainty
from sim.report.document.marginal import build_marginal
from sim.report.document.parts import Audience, Document, Section
from sim.report.document.unknowing import build_sensitivity, measured
from sim.report.language import say
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = [
    "Decided",
    "build_decision",
    "decision_in",
    "is_decision",
    "measured_levers",
    "measured_section",
    "refusal",
]

Decided: TypeAlias = Marginal | Allocation | Sensitivity | Uncertainty
"""A decision that is neither a comparison nor a search of one setting."""
MOST_LEVERS = 3
"""So many levers stand on the first page."""
OF_THE_SYSTEM = ("marginal", "allocation", "uncertainty")
"""Decisions about the whole system, which tell nothing of one shelter."""


def is_decision(folder: Path) -> bool:
    """Say whether a folder is one that a decision left behind."""
    try:
        return "kind" in json.loads((folder / "run.json").read_bytes())
    except (OSError, ValueError, TypeError):
        return False


def refusal(kind: str, audience: Audience) -> Said | None:
    """Say why a decision has no report for a reader; None where it has one."""
    if kind in OF_THE_SYSTEM and audience == "director":
        return Said(
            "this is about the whole system, not about one shelter: make its report "
            "for a ministry or a donor"
        )
    return None


def decision_in(folder: Path, audience: Audience = "ministry") -> Decided:
    """Return the decision that a folder holds.

    Raises
    ------
    OSError
        If its files cannot be understood, or it has nothing to tell that reader.
    """
    kind = _kind(folder)
    why = refusal(kind, audience)
    if why is not None:
        raise OSError(errno.EINVAL, why, str(folder))
    match kind:
        case "marginal":
            return read_marginal(folder)
        case "allocation":
            return read_allocation(folder)
        case "sensitivity":
            return read_sensitivity(folder)
        case "uncertainty":
            return read_uncertainty(folder)
    raise OSError(errno.EINVAL, Said("it is no folder of a decision"), str(folder))


def build_decision(found: Decided, audience: Audience = "ministry") -> Document:
    """Return the report of a decision, in the language that is spoken."""
    match found:
        case Marginal():
            return build_marginal(found, audience)
        case Allocation():
            return build_allocation(found, audience)
        case Sensitivity():
            return build_sensitivity(found, audience)
        case Uncertainty():
            return build_uncertainty(found, audience)


def _kind(folder: Path) -> str:
    try:
        return str(json.loads((folder / "run.json").read_bytes())["kind"])
    except (KeyError, ValueError, TypeError) as error:
        why = Said("it is no whole folder of a decision: decide again")
        raise OSError(errno.EINVAL, why, str(folder)) from error


def measured_levers(folder: Path, digest: str) -> tuple[str, ...]:
    """Return what a sensitivity analysis of the same plan found to matter most.

    Raises
    ------
    OSError
        If the folder is none, or of another plan.
    """
    if not (folder / "sensitivity.json").is_file():
        why = Said("it is no folder of bednight sensitivity")
        raise OSError(errno.EINVAL, why, str(folder))
    found = read_sensitivity(folder)
    if found.scenario.digest != digest:
        raise OSError(errno.EINVAL, Said("it is of another plan"), str(folder))
    return tuple(
        _told(bar, found.scenario)
        for bar in found.tornado.bars[:MOST_LEVERS]
        if bar.swing
    )


def _told(bar: Bar, scenario: Scenario) -> str:
    """Say what both ends of a bar change."""
    low, high = bar.unknown.ends
    return say(
        "{setting}, now {now}: with {low} {measure} changes by {less}, with {high} "
        "by {more}.",
        setting=path_told(bar.unknown.path, scenario),
        now=value_told(bar.unknown.now),
        low=value_told(bar.unknown.told(low)),
        high=value_told(bar.unknown.told(high)),
        measure=f"“{label_of(bar.low.measure)}”",
        less=gap_cell(bar.low),
        more=gap_cell(bar.high),
    )


def measured_section(folder: Path) -> Section:
    """Return the pictures and numbers of a sensitivity analysis, for a run's report."""
    return Section(
        name="levers",
        title=say("Which values matter most"),
        blocks=tuple(measured(read_sensitivity(folder))),
    )
