"""What ``run`` prints: question, answer, tables, where the files are, what is next."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

import numpy as np

from sim.experiment.results import Results
from sim.report.answer.playing import who_played
from sim.report.answer.sentences import answer, paragraphs
from sim.report.answer.tables import by_programme, by_shelter, headline
from sim.report.language import say
from sim.report.numbers import money
from sim.scenario.plan import Scenario

__all__ = ["next_decision", "next_story", "tell"]


def tell(
    results: Results,
    *,
    folder: Path | None,
    file: str,
    width: int = 80,
    reports: Sequence[Path] = (),
) -> str:
    """Return everything that ``run`` says, as text of ``width`` columns.

    Parameters
    ----------
    results
        What the replications say.
    folder
        Where the files are, or None where they could not be written.
    file
        The scenario file as it is typed in a command.
    width
        The number of columns to fill.
    reports
        The pages that were made of it.
    """
    scenario = results.scenario
    blocks = [
        f"{scenario.title}\n{fill(scenario.question, width)}",
        *(fill(text, width, break_on_hyphens=False) for text in _answers(results)),
        headline(results, width),
    ]
    if len(scenario.shelters) > 1:
        tables = by_shelter(results, width), by_programme(results, width)
        blocks += [table for table in tables if table]
    if said := who_played(results):
        blocks.append(fill(said, width, break_on_hyphens=False))
    if folder is not None:
        page = folder / "README.md"
        made = [say("Figures, tables and all numbers: {page}", page=page)]
        made += [say("Report: {page}", page=report) for report in reports]
        blocks.append("\n".join(made))
    following = say("Next: {command}", command="")
    command = next_story(results, file, width - len(following))
    commands = [command, *filter(None, [next_decision(scenario, file)])]
    blocks.append(following + f"\n{' ' * len(following)}".join(commands))
    return "\n\n".join(blocks)


def _answers(results: Results) -> tuple[str, ...]:
    return answer(results), *paragraphs(results)


def next_story(results: Results, file: str, width: int = 74) -> str:
    """Return the command that tells the first replication with a closure.

    Without any closure it is the one with most days of frozen intake, and without
    any of those replication 0, of the whole system.  What goes without saying is
    left out, and the shelter where the line would be longer than ``width``.
    """
    seed = "" if results.seed == 1 else f" --seed {results.seed}"
    command = f"bednight story {file}{seed} --replication"
    closed = results.of_shelters("closure_days")
    frozen = results.of_shelters("freeze_days")
    if closed.any():
        replication, shelter = np.argwhere(closed > 0)[0].tolist()
    elif frozen.any():
        replication, shelter = divmod(int(frozen.argmax()), frozen.shape[1])
    else:
        return f"{command} 0"
    name = results.scenario.shelters[shelter].name
    whole = f"{command} {replication}"
    only = f"{whole} --shelter {name}"
    return only if len(only) <= width else whole


def next_decision(scenario: Scenario, file: str) -> str:
    """Return the command that weighs a plan, where there is something to weigh it by.

    Levers of the file are weighed by what a sum buys: the price of the first step of
    the dearest.  Without any, a plan that extends another of the same period is
    compared with it.
    """
    if scenario.levers:
        sum_of_one = max(lever.options[0].price for lever in scenario.levers)
        budget = money(sum_of_one, scenario.currency)
        return f"bednight allocate {file} --budget {budget}"
    wrote = {
        each.path: [name for name, *_ in each.history] for each in scenario.settings
    }
    *earlier, own = wrote.get("title") or [""]
    ends = own, f"{own}'"
    new_period = any(own in wrote.get(f"period.{end}", ()) for end in ("start", "end"))
    if not earlier or new_period or not file.endswith(ends):
        return ""
    base = earlier[-1].join(file.rsplit(own, 1))
    return f"bednight compare {base} {file}"
