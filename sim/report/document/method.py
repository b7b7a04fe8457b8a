"""Method and limits in the order of STRESS-DES, provenance, and the same again."""

from sim.experiment.results import Results
from sim.report.answer.playing import PLAYERS
from sim.report.answer.spread import listing
from sim.report.answer.tables import label_of
from sim.report.document.parts import Block, Column, Paragraph, Section, Table, cell
from sim.report.language import say
from sim.report.numbers import count, days, long_date

__all__ = ["basis", "command", "method", "reproduce"]

CHECKLIST = "Monks et al. 2019, Journal of Simulation 13(1), 55-67"


def basis(results: Results) -> str:
    """Say what the answer rests on: replications, period, seed, version, prices."""
    scenario = results.scenario
    told = say(
        "This rests on {played} of {days} from {start}, with seed {seed} and bednight "
        "{version}.",
        played=count(results.replications, "replication"),
        days=days(scenario.days),
        start=long_date(scenario.start),
        seed=results.seed,
        version=results.version,
    )
    if scenario.price_year is not None:
        told += " " + say(
            "Amounts are in {currency} at prices of {year}.",
            currency=scenario.currency,
            year=scenario.price_year,
        )
    if results.interrupted:
        told += " " + say(
            "The experiment was stopped early; these are the replications it finished."
        )
    return told


def command(results: Results) -> str:
    """Give the line that makes these results again, from inside the folder."""
    return (
        "bednight run scenario.resolved.yaml "
        f"--replications {results.replications} --seed {results.seed}"
    )


def method(results: Results) -> Section:
    """Return the items of STRESS-DES that a run can fill in."""
    rows = tuple((cell(item), cell(text)) for item, text in _items(results))
    table = Table(
        name="stress",
        title=say("Reporting checklist (STRESS-DES), filled in from the run"),
        columns=(
            Column(title=say("Item"), meaning=say("number and name in the checklist")),
            Column(title=say("This run"), meaning=say("what holds for these results")),
        ),
        rows=rows,
        note=say("Checklist: {source}.", source=CHECKLIST),
    )
    return Section(name="method", title=say("Method and limits"), blocks=(table,))


def _items(results: Results) -> list[tuple[str, str]]:
    scenario = results.scenario
    asked = ", ".join(label_of(name) for name in scenario.answered_by)
    start = say(
        "The state of {start} as the file gives it: residents, reserves, contracts.",
        start=long_date(scenario.start),
    )
    if scenario.warm_up_days:
        start = say(
            "{days} played before {start}, in which money plays no part, fill the "
            "beds; money starts as the file says.",
            days=days(scenario.warm_up_days),
            start=long_date(scenario.start),
        )
    return [
        (say("1.1 Purpose"), scenario.question),
        (say("1.2 Outputs"), say("{asked}; all measures: estimates", asked=asked)),
        (
            say("1.3 Scenarios"),
            say(
                "{title} (digest {digest})",
                title=scenario.title,
                digest=scenario.digest,
            ),
        ),
        (
            say("2.1 Model"),
            say(
                "Discrete events: people are referred, wait, stay and leave in "
                "continuous time; money moves once a night, in a written order. "
                "Components here: {shelters}, {funders}, {streams}.",
                shelters=count(len(scenario.shelters), "shelter"),
                funders=count(len(scenario.funders), "funder"),
                streams=count(len(scenario.streams), "referral stream"),
            ),
        ),
        (
            say("3.1 Data"),
            say("{values}; those with a source, a reason or a range stand in a table.",
                values=count(len(scenario.settings), "value")),
        ),
        (
            say("3.2 Assumptions"),
            say("The table of assumptions; the model's own are on the first page."),
        ),
        (say("4.1 Initialisation"), start),
        (
            say("4.2 Run length"),
            say("{days} from {start}: the period of the question, not a long run.",
                days=days(scenario.days), start=long_date(scenario.start)),
        ),
        (
            say("4.3 Estimation"),
            say(
                "{played}, each a possible course of the same plan. Means with t "
                "intervals, longer on the side where numbers have a long tail; ratios "
                "as ratios of totals with a jackknife, small chances with Wilson or "
                "Clopper-Pearson intervals; 95 % throughout.",
                played=count(results.replications, "replication"),
            ),
        ),
        (
            say("5.1 Software"),
            _software(results),
        ),
        (
            say("5.2 Random sampling"),
            say("Seed {seed}; a stream of its own for every purpose, by name, so that "
                "two plans meet the same luck.", seed=results.seed),
        ),
        (
            say("5.3 Execution"),
            say("Every replication was audited: people in are people out, nights are "
                "censuses, money sums to zero."),
        ),
        (
            say("5.4 Machine"),
            say("`run.json` says what kind of machine it was, and who played how many "
                "replications."),
        ),
        (
            say("6.1 Access"),
            say("MIT licence; scenario, digest, seed and version give the same bytes."),
        ),
    ]  # fmt: skip


def _software(results: Results) -> str:
    """Name the program and who played, as far as the folder says it."""
    who = [say(PLAYERS[player]) for player in PLAYERS if results.played.get(player)]
    if not who:
        return say(
            "bednight {version} (Python), played with SimPy or compiled (numba): "
            "both write the same history to the last bit. Versions of all packages "
            "stand in `run.json`.",
            version=results.version,
        )
    return say(
        "bednight {version} (Python), played by {players}; versions of all packages "
        "stand in `run.json`.",
        version=results.version,
        players=listing(who),
    )


def reproduce(results: Results) -> Section:
    """Return where these results come from and the line that makes them again."""
    blocks: list[Block] = [
        Paragraph(basis(results)),
        Paragraph(
            say("Scenario {name}, digest {digest}.", name=results.scenario.name,
                digest=results.scenario.digest)
        ),
        Paragraph(say("In the results folder, this line gives the same numbers:")),
        Paragraph(command(results), "code"),
        Paragraph(
            say(
                "Nobody in this report is a real person: all were drawn by chance from "
                "the rates and shares of the scenario."
            ),
            "note",
        ),
    ]  # fmt: skip
    return Section(
        name="again", title=say("Where this comes from"), blocks=tuple(blocks)
    )
