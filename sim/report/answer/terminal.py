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

__all__ = ["next_story", "tell"]


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
    blocks.append(f"{following}{command}")
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
