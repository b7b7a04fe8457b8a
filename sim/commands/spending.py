"""Commands that spend money on levers: marginal, allocate."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import (
    AsJson,
    Out,
    Quiet,
    Reader,
    Replications,
    Report,
    ScenarioFile,
    Seed,
    Tongue,
    Workers,
    page_for,
    suits,
)
from sim.commands.settings import Put, mistakes_told, overrides
from sim.commands.terminal import (
    UnfitFileError,
    hand_over,
    observed,
    refuse_unwritable,
    told_kindly,
)
from sim.said import Said

if TYPE_CHECKING:
    from sim.scenario.loading import Draft
    from sim.scenario.plan import Scenario

__all__ = ["allocate", "marginal"]

USUAL_SUM = "10,000"
"""The next sum, in the currency of the file, unless somebody says."""


@told_kindly
def marginal(
    file: ScenarioFile,
    *,
    amount: Annotated[
        str | None,
        typer.Option(
            metavar="MONEY",
            help="The next sum, such as '€10,000', which it is unless given.",
        ),
    ] = None,
    put: Put = None,
    replications: Replications = 200,
    seed: Seed = 1,
    out: Out = None,
    report: Report = False,
    reader: Reader = None,
    language: Tongue = None,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what the next sum of money buys in each lever of a file."""
    from sim.experiment.luck import Luck
    from sim.experiment.marginal import marginal as bought
    from sim.report.decision.marginal import marginal_as_data, tell_marginal
    from sim.report.decision.spending_folder import write_marginal

    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    suits(page, "marginal")
    draft, fixed, scenario = _with_levers(file, put)
    total = minor("--amount", amount or f"{USUAL_SUM} {scenario.currency}", scenario)
    with (
        observed(quiet=quiet) as progress,
        Luck(seed, workers=workers, progress=progress) as luck,
    ):
        found = bought(draft, total, luck, fixed=fixed, replications=replications)
    hand_over(
        found,
        tell=tell_marginal,
        as_data=marginal_as_data,
        write=write_marginal,
        out=out,
        as_json=as_json,
        page=page,
    )


@told_kindly
def allocate(
    file: ScenarioFile,
    *,
    budget: Annotated[
        str,
        typer.Option(
            metavar="MONEY", help="What may be spent in the period, such as '€50,000'."
        ),
    ],
    minimise: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE",
            help="What is to be small, such as unmet_bed_nights, or 5*closure_days; "
            "several are added up. Unless given, what the question is answered by.",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help="What must hold, such as 'closure_probability of pvpt <= 10 %'.",
        ),
    ] = None,
    matters: Annotated[
        float,
        typer.Option(
            metavar="NUMBER",
            help="The smallest difference that matters; a twentieth of what can be "
            "gained unless given.",
        ),
    ] = 0.0,
    put: Put = None,
    replications: Replications = 200,
    seed: Seed = 1,
    out: Out = None,
    report: Report = False,
    reader: Reader = None,
    language: Tongue = None,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Split a budget among the levers of a file, and say how sure the choice is."""
    from sim.experiment.allocating import allocate as allocated
    from sim.experiment.arena import Goal
    from sim.experiment.asking import read_conditions, read_quantity
    from sim.experiment.luck import Luck
    from sim.report.decision.allocation_data import allocation_as_data
    from sim.report.decision.allocation_tables import tell_allocation
    from sim.report.decision.spending_folder import write_allocation

    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    suits(page, "allocation")
    draft, fixed, scenario = _with_levers(file, put)
    if matters < 0:
        raise typer.BadParameter(Said("a difference that matters is above 0"))
    total = minor("--budget", budget, scenario)
    with mistakes_told():
        wanted = [weighed(text) for text in minimise or scenario.answered_by[:1]]
        goal = Goal(
            tuple((read_quantity(name, scenario), weight) for weight, name in wanted)
        )
        conditions = [
            condition
            for text in keep or ()
            for condition in read_conditions(text, scenario)
        ]
    with (
        observed(quiet=quiet) as progress,
        Luck(seed, workers=workers, progress=progress) as luck,
    ):
        found = allocated(
            draft,
            total,
            goal,
            conditions,
            luck,
            fixed=fixed,
            replications=replications,
            matters=matters,
        )
    hand_over(
        found,
        tell=tell_allocation,
        as_data=allocation_as_data,
        write=write_allocation,
        out=out,
        as_json=as_json,
        page=page,
    )


def _with_levers(
    file: Path, put: list[str] | None
) -> "tuple[Draft, dict[str, str], Scenario]":
    """Return a file, what is put into it, and what it means then: a plan with levers.

    Raises
    ------
    UnfitFileError
        When it has none.
    """
    from sim.scenario import opened

    draft, fixed = opened(file), overrides(put)
    scenario = draft.scenario(fixed)
    if not scenario.levers:
        raise UnfitFileError(
            Said(
                "The file has no levers: say under 'levers' what could be done and at "
                "what price (docs/guides/spend.md)"
            )
        )
    return draft, fixed, scenario


def weighed(text: str) -> tuple[float, str]:
    """Split ``5*closure_days`` into its weight and its measure.

    >>> weighed("5*closure_days"), weighed("costs")
    ((5.0, 'closure_days'), (1.0, 'costs'))
    """
    match = re.fullmatch(r"\s*([-+−]?[0-9.,]+)\s*[*×]\s*(.+)", text)
    if match is None:
        return 1.0, text
    weight, measure = match[1], match[2]
    known = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", weight)
    if known is None or not float(weight):
        raise typer.BadParameter(
            Said(
                "--minimise: '{weight}' is no weight: weights are numbers above 0, "
                "such as {code}; of what is good when it is large, such as "
                "supported_victims, the most is sought without a sign",
                weight=weight,
                code=f"5*{measure}",
            )
        )
    return float(weight), measure


def minor(option: str, text: str, scenario: "Scenario") -> int:
    """Return an amount in minor units; its currency stands with it, as in files."""
    from sim.scenario.quantities import read_money

    with mistakes_told(option):
        return read_money(text, scenario.currency)
