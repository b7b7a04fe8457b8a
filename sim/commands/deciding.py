"""Commands that compare plans: compare."""

from pathlib import Path
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
    Seed,
    Tongue,
    Workers,
    how_many,
    page_for,
    precise,
)
from sim.commands.terminal import (
    UnfitFileError,
    hand_over,
    observed,
    refuse_unwritable,
    told_kindly,
    with_fix,
)
from sim.said import Said

__all__ = ["compare"]

Worth = Annotated[
    list[str] | None,
    typer.Option(
        metavar="EFFECT=AMOUNT",
        help="What one more is worth, such as supported_victims=€2,000, or of "
        "closure_days, turn_aways, unmet_bed_nights one fewer.",
    ),
]


@told_kindly
def compare(
    base: Annotated[Path, typer.Argument(metavar="BASE", show_default=False)],
    variants: Annotated[list[Path], typer.Argument(metavar="VARIANT…")],
    *,
    replications: Replications = USUAL,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="PRECISION",
            help=(
                "Play until the differences are this precise, such as "
                "'closure_days ±0.5 days and costs ±500 euros'."
            ),
        ),
    ] = None,
    at_most: AtMost = None,
    seed: Seed = 1,
    worth: Worth = None,
    out: Out = None,
    report: Report = False,
    reader: Reader = None,
    language: Tongue = None,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play plans with the same luck and say what differs, how surely, at what cost."""
    from sim.experiment.comparing import NotComparableError
    from sim.experiment.comparing import compare as compared
    from sim.experiment.economics import EFFECTS
    from sim.report.decision.comparison import as_data, tell
    from sim.report.decision.folder import write_comparison
    from sim.scenario import load

    page = page_for(report=report, reader=reader, language=language)
    refuse_unwritable(out, report=report)
    scenarios = [load(file) for file in (base, *variants)]
    prices = {}
    for text in worth or ():
        effect, price = priced(text, scenarios[0].currency, tuple(EFFECTS))
        prices[effect] = price
    with observed(quiet=quiet) as progress:
        try:
            found = compared(
                scenarios,
                seed=seed,
                replications=how_many(until, replications, at_most),
                goals=precise(until, scenarios[0].currency),
                worth=prices,
                workers=workers,
                progress=progress,
            )
        except NotComparableError as unlike:
            raise UnfitFileError(unlike.args[0]) from None
    hand_over(
        found,
        tell=tell,
        as_data=as_data,
        write=write_comparison,
        out=out,
        as_json=as_json,
        page=page,
    )


def priced(text: str, currency: str, known: tuple[str, ...]) -> tuple[str, int]:
    """Return an effect and its price in minor units from ``effect=€2,000``."""
    from sim.scenario.quantities import read_money
    from sim.scenario.tree import Fault, did_you_mean

    name, equals, price = text.partition("=")
    if not equals:
        raise typer.BadParameter(
            Said(
                "'{text}': write for example {code}",
                text=text,
                code=f"{known[0]}=€2,000",
            )
        )
    if name.strip() not in known:
        fix = did_you_mean(name.strip(), known, "effects")
        raise typer.BadParameter(
            Said("there is no effect '{name}'; {fix}", name=name.strip(), fix=fix)
        )
    try:
        return name.strip(), read_money(price.strip(), currency)
    except Fault as fault:
        raise typer.BadParameter(with_fix(fault.args)) from None
