"""Commands about what is not known: sensitivity, uncertainty."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.deciding import Worth, priced
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
    number,
    page_for,
    suits,
)
from sim.commands.settings import Asked, Put, mistakes_told, overrides, quantities
from sim.commands.terminal import (
    UnfitFileError,
    hand_over,
    observed,
    refuse_unwritable,
    told_kindly,
)
from sim.said import Said

if TYPE_CHECKING:
    from sim.experiment.unknowns import Unknowns
    from sim.scenario.loading import Draft

__all__ = ["sensitivity", "uncertainty"]

Inputs = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        metavar="PATH",
        help="An unknown to keep to; every value with a range unless given.",
    ),
]


@told_kindly
def sensitivity(
    file: ScenarioFile,
    *,
    measure: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE",
            help="What is to be moved; what answers the file's question unless given.",
        ),
    ] = None,
    inputs: Inputs = None,
    sobol: Annotated[
        int,
        typer.Option(
            min=0,
            max=4096,
            metavar="POINTS",
            parser=number(0, 4096, Said("0 or more points")),
            help="Also shares of the variance, from so many points: 64 or more, 256 "
            "to decide.",
        ),
    ] = 0,
    points: Annotated[
        int,
        typer.Option(
            min=32,
            max=4096,
            metavar="NUMBER",
            parser=number(32, 4096, Said("32 or more points: fewer say nothing")),
            help="For --decide: at how many points the plans are played, 32 or more.",
        ),
    ] = 64,
    widest: Annotated[
        int,
        typer.Option(
            min=1,
            max=50,
            metavar="NUMBER",
            parser=number(1, 50, Said("at least 1 unknown")),
            help="For shares: how many of the tornado's widest.",
        ),
    ] = 10,
    decide: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="VARIANT",
            help="A plan to choose instead: which unknown to measure first?",
        ),
    ] = None,
    worth: Worth = None,
    put: Put = None,
    replications: Replications = 100,
    seed: Seed = 1,
    out: Out = None,
    report: Report = False,
    reader: Reader = None,
    language: Tongue = None,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say which unknown of a file matters most, and which to measure first."""
    from sim.experiment.economics import EFFECTS
    from sim.experiment.luck import Luck
    from sim.experiment.sensitivity import LEAST_POINTS
    from sim.experiment.studying import Decision, Study, study
    from sim.money import minor_digits
    from sim.report.decision.unknowns import Choice, Sensitivity, tell_sensitivity
    from sim.report.decision.unknowns_data import sensitivity_as_data
    from sim.report.decision.unknowns_folder import write_sensitivity
    from sim.scenario import opened

    if 0 < sobol < LEAST_POINTS:
        raise typer.BadParameter(
            Said(
                "--sobol takes {least} points or more, for fewer say nothing: "
                "{least} for a first look, 256 or more to decide",
                least=LEAST_POINTS,
            )
        )
    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    suits(page, "sensitivity")
    draft = opened(file)
    fixed = overrides(put)
    scenario = draft.scenario(fixed)
    with mistakes_told():
        asked = quantities([measure] if measure else None, scenario)[0]
        unknowns = _unknowns(draft, fixed, inputs)
    prices = dict(
        priced(text, scenario.currency, tuple(EFFECTS)) for text in worth or ()
    )
    decision = None
    if decide:
        decision = Decision(
            names=(file.stem, *(variant.stem for variant in decide)),
            drafts=(draft, *(opened(variant) for variant in decide)),
            worth=prices,
        )
    with (
        observed(quiet=quiet) as progress,
        Luck(seed, workers=workers, progress=progress) as luck,
    ):
        told: Study = study(
            unknowns,
            asked,
            luck,
            replications,
            points=points,
            sobol_points=sobol,
            widest=widest,
            decision=decision,
        )
    found = Sensitivity(
        scenario=scenario,
        tornado=told.tornado,
        sobol=told.sobol,
        information=told.information,
        skipped=unknowns.skipped,
        seed=seed,
        replications=replications,
        inputs=tuple(inputs or ()),
        objective=told.objective,
        objective_unit=told.objective_unit,
        widest=widest,
        choice=None
        if decision is None
        else Choice(
            variants=tuple(each.scenario(fixed) for each in decision.drafts[1:]),
            worth={
                effect: price / 10 ** minor_digits(scenario.currency)
                for effect, price in prices.items()
            },
            points=points,
        ),
    )
    hand_over(
        found,
        tell=tell_sensitivity,
        as_data=sensitivity_as_data,
        write=write_sensitivity,
        out=out,
        as_json=as_json,
        page=page,
    )


def _unknowns(
    draft: "Draft", fixed: dict[str, str], inputs: list[str] | None
) -> "Unknowns":
    """Return what is not known of a file.

    Raises
    ------
    UnfitFileError
        When all is.
    """
    from sim.experiment.unknowns import unknowns_of

    found = unknowns_of(draft, fixed=fixed, only=inputs or ())
    if not found.each:
        raise UnfitFileError(
            Said("No value of the file has a range, so nothing is unknown.")
        )
    return found


@told_kindly
def uncertainty(
    file: ScenarioFile,
    *,
    measure: Asked = None,
    inputs: Inputs = None,
    draws: Annotated[
        int,
        typer.Option(
            min=8,
            max=2000,
            metavar="NUMBER",
            parser=number(8, 2000, Said("draw at least 8 times")),
            help="How often to draw what is not known.",
        ),
    ] = 64,
    put: Put = None,
    replications: Replications = 20,
    seed: Seed = 1,
    out: Out = None,
    report: Report = False,
    reader: Reader = None,
    language: Tongue = None,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say how much of the doubt about one year is chance, and how much not knowing."""
    from sim.experiment.luck import Luck
    from sim.experiment.uncertainty import uncertainty as doubted
    from sim.report.decision.doubt import (
        Uncertainty,
        tell_uncertainty,
        uncertainty_as_data,
    )
    from sim.report.decision.unknowns_folder import write_uncertainty
    from sim.scenario import opened

    if replications < 2:
        raise typer.BadParameter(
            Said("chance is seen in 2 or more replications a draw")
        )
    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    suits(page, "uncertainty")
    draft = opened(file)
    fixed = overrides(put)
    scenario = draft.scenario(fixed)
    with mistakes_told():
        asked = quantities(measure, scenario)
        unknowns = _unknowns(draft, fixed, inputs)
    expected = 2 * draws * replications
    with (
        observed(quiet=quiet) as progress,
        Luck(seed, workers=workers, progress=progress, expected=expected) as luck,
    ):
        doubts = doubted(unknowns, asked, luck, outer=draws, inner=replications)
    found = Uncertainty(
        scenario=scenario,
        doubts=doubts,
        paths=tuple(unknown.path for unknown in unknowns.each),
        inputs=tuple(inputs or ()),
        seed=seed,
    )
    hand_over(
        found,
        tell=tell_uncertainty,
        as_data=uncertainty_as_data,
        write=write_uncertainty,
        out=out,
        as_json=as_json,
        page=page,
    )
