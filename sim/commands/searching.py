"""Commands that turn one setting, or two: sweep, find."""

from typing import Annotated

import typer

from sim.commands.options import (
    USUAL,
    AsJson,
    AtMost,
    Out,
    Quiet,
    Reader,
    Replications,
    Report,
    ScenarioFile,
    Seed,
    Tongue,
    Workers,
    how_many,
    number,
    page_for,
    precise,
)
from sim.commands.settings import (
    Asked,
    Put,
    dial,
    mistakes_told,
    overrides,
    quantities,
)
from sim.commands.terminal import (
    WANTED,
    hand_over,
    observed,
    refuse_unwritable,
    told_kindly,
)
from sim.said import Said

__all__ = ["find", "sweep"]


def _two_values(ends: tuple[str, str]) -> tuple[str, str]:
    """Refuse the next option where the second of two values should stand."""
    if any(end.startswith("--") for end in ends):
        raise typer.BadParameter(WANTED["--between"])
    return ends


@told_kindly
def sweep(
    file: ScenarioFile,
    *,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="PATH=VALUES",
            help="The setting and its values: LOW..HIGH, or A; B; C. Once or twice.",
        ),
    ],
    measure: Asked = None,
    points: Annotated[
        int,
        typer.Option(
            min=2,
            max=40,
            metavar="NUMBER",
            parser=number(2, 40, Said("a sweep has at least 2 points")),
            help="How many values between LOW and HIGH.",
        ),
    ] = 7,
    put: Put = None,
    replications: Replications = USUAL,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="PRECISION",
            help=(
                "Play until every point is this precise, such as 'freeze_days ±2 days'."
            ),
        ),
    ] = None,
    at_most: AtMost = None,
    seed: Seed = 1,
    out: Out = None,
    report: Report = False,
    reader: Reader = None,
    language: Tongue = None,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Turn one or two settings over a grid: curves with bands, a table, a heat map."""
    from sim.commands.given import turned
    from sim.experiment.curve import sweep as swept
    from sim.report.decision.curve_folder import write_sweep
    from sim.report.decision.sweep import sweep_as_data, tell_sweep
    from sim.scenario import opened
    from sim.scenario.turning import refuse_texts, refuse_unturnable

    if not 1 <= len(vary) <= 2:
        raise typer.BadParameter(Said("vary one setting or two"))
    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    draft = opened(file)
    fixed = overrides(put)
    with mistakes_told("--vary"), turned():
        dials = [dial(text, points) for text in vary]
        for each in dials:
            # a list may put whole parts, as a file would
            refuse = refuse_texts if each.numbers is None else refuse_unturnable
            refuse(draft, each.paths, fixed)
    with mistakes_told("--measure"):
        asked = quantities(measure, draft.scenario())
    goals = precise(until, draft.scenario().currency)
    with mistakes_told("--until"):
        quantities([goal.measure.name for goal in goals], draft.scenario())
    with observed(quiet=quiet) as progress, turned():
        found = swept(
            draft,
            dials,
            asked,
            overrides=fixed,
            seed=seed,
            replications=how_many(until, replications, at_most),
            goals=goals,
            workers=workers,
            progress=progress,
        )
    hand_over(
        found,
        tell=tell_sweep,
        as_data=sweep_as_data,
        write=write_sweep,
        out=out,
        as_json=as_json,
        page=page,
    )


@told_kindly
def find(
    file: ScenarioFile,
    *,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="PATH",
            help="The setting to turn, such as 'shelters.pvpt.reserve'; given more "
            "than once, they move together.",
        ),
    ],
    between: Annotated[
        tuple[str, str],
        typer.Option(
            metavar="LOW HIGH",
            help="The two ends, with their unit, such as '0 months' '3 months'.",
            callback=_two_values,
        ),
    ],
    until: Annotated[
        str,
        typer.Option(
            metavar="CONDITION",
            help="What is to hold, such as 'closure_probability of pvpt <= 5 %'.",
        ),
    ],
    step: Annotated[
        str | None,
        typer.Option(
            metavar="STEP",
            help="How fine, such as '0.1 months'; a fiftieth unless given.",
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
    """Find the smallest or largest value of a setting that keeps a condition."""
    from sim.commands.given import turned
    from sim.experiment.asking import read_condition
    from sim.experiment.finding import find as found_by
    from sim.report.decision.curve import finding_as_data, tell_finding
    from sim.report.decision.curve_folder import write_finding
    from sim.scenario import opened
    from sim.scenario.scale import scale_between
    from sim.scenario.turning import refuse_unturnable

    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    draft = opened(file)
    fixed = overrides(put)
    with mistakes_told("--vary"):
        refuse_unturnable(draft, vary, fixed)
    with mistakes_told("--between"):
        scale_between(*between)
    with mistakes_told("--step"), turned():
        together = fixed | dict.fromkeys(vary[1:], between[0])
        scale = draft.scale(vary[0], *between, step=step, fixed=together)
    with mistakes_told("--until"):
        condition = read_condition(until, draft.scenario())
    with observed(quiet=quiet) as progress:
        found = found_by(
            draft,
            tuple(vary),
            scale,
            condition,
            overrides=fixed,
            seed=seed,
            replications=replications,
            workers=workers,
            progress=progress,
        )
    hand_over(
        found,
        tell=tell_finding,
        as_data=finding_as_data,
        write=write_finding,
        out=out,
        as_json=as_json,
        page=page,
    )
