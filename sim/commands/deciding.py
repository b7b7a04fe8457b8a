"""Commands that compare plans: compare."""

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    AsJson,
    Out,
    Quiet,
    Replications,
    Seed,
    Workers,
)
from sim.commands.terminal import (
    UnfitFileError,
    columns,
    observed,
    print_json,
    quoted,
    say,
    told_kindly,
)

__all__ = ["compare"]

REPLICATIONS, AT_MOST = 200, 20_000

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
    replications: Replications = REPLICATIONS,
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
    seed: Seed = 1,
    worth: Worth = None,
    out: Out = None,
    report: Annotated[
        bool, typer.Option("--report", help="With --out: also make a page to pass on.")
    ] = False,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play plans with the same luck and say what differs, how surely, at what cost."""
    from sim.experiment.comparing import NotComparableError
    from sim.experiment.comparing import compare as compared
    from sim.experiment.economics import EFFECTS
    from sim.experiment.precision import Goal, GoalError, goals_in
    from sim.report.decision.comparison import as_data, tell
    from sim.scenario import load

    if report and out is None:
        raise typer.BadParameter("say with --out where the report is to go")
    scenarios = [load(file) for file in (base, *variants)]
    prices = {}
    for text in worth or ():
        effect, price = priced(text, scenarios[0].currency, tuple(EFFECTS))
        prices[effect] = price
    goals: tuple[Goal, ...] = ()
    if until is not None:
        if replications != REPLICATIONS:
            raise typer.BadParameter("--until finds the number of replications itself")
        try:
            goals = goals_in(until, scenarios[0].currency)
        except GoalError as error:
            raise typer.BadParameter(f"--until: {error}") from None
    with observed(quiet=quiet) as progress:
        try:
            found = compared(
                scenarios,
                seed=seed,
                replications=replications if until is None else AT_MOST,
                goals=goals,
                worth=prices,
                workers=workers,
                progress=progress,
            )
        except NotComparableError as unlike:
            raise UnfitFileError(str(unlike)) from None
    if as_json:
        print_json(as_data(found))
    else:
        say(tell(found, width=columns()))
    if out is not None:
        from sim.report.decision.folder import write_comparison

        folder = write_comparison(found, out)
        if report:
            from sim.report.document.writing import write_comparison_report
            from sim.report.language import spoken

            (page,) = write_comparison_report(
                found, folder, forms=("html",), language=spoken().code
            )
            if not as_json:
                say(f"\nReport: {quoted(page)}")
        if not as_json:
            say(f"\nFigures, tables and all numbers: {folder / 'README.md'}")


def priced(text: str, currency: str, known: tuple[str, ...]) -> tuple[str, int]:
    """Return an effect and its price in minor units from ``effect=€2,000``."""
    from sim.scenario.quantities import read_money
    from sim.scenario.tree import Fault, did_you_mean

    name, equals, price = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"'{text}': write for example {known[0]}=€2,000")
    if name.strip() not in known:
        fix = did_you_mean(name.strip(), known, "effects")
        raise typer.BadParameter(f"there is no effect '{name.strip()}'; {fix}")
    try:
        return name.strip(), read_money(price.strip(), currency)
    except Fault as fault:
        raise typer.BadParameter("; ".join(fault.args)) from None
