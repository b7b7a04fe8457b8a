"""The README of a results folder: the question, the answer, and what each file is."""

from collections.abc import Sequence

from sim.experiment.results import Results
from sim.report.answer.sentences import answer, paragraphs
from sim.report.document.evidence import cited_in
from sim.report.document.method import basis, command
from sim.report.document.opening import LEFT_OUT
from sim.report.language import marked, say

__all__ = ["cover"]

PAGE = marked("""\
# {title}

*{question}*

**{answer}**

{paragraphs}

{basis}

## What it looks like

{pictures}

What a picture says in its sentence is a mean, a median or a count over the
replications; where no interval stands beside it, `estimates.csv` has it.

## What each file is

- `README.md`: this page.
- `estimates.csv`: every measure, for the whole system and by shelter, funder, group,
  year and cause. `value` with its 95 % interval (`low`, `high`), the kind of interval,
  the unit and the number of replications. Beside means also what 95 % of single periods
  lie between (`prediction_low`, `prediction_high`): a budget is made for one period,
  not for an average. Money is in whole units, shares are between 0 and 1. An empty
  cell is the whole system, or a number that does not exist; then `note` says why.
- `cash-forecast.md`: for each shelter, month by month, what it has, what comes in, what
  falls due, what is paid and what is left, and how far replications differ.
- `cash-forecast.csv`: the same for a spreadsheet, one item of one month a row.
- `figures/`: the pictures above, as SVG for documents and as PNG for slides.
- `replications/`: what each replication counted, in blocks, for those who compute
  further: DuckDB, R and Python read `replications/*/counts.parquet`. A run that was
  stopped goes on from there, and a higher `--replications` adds to it.
- `levers.json`, `levers.csv`: there once a report was made: what each change to the
  plan does that was tried, one at a time with the same luck. `level` is the confidence
  of each interval, with which all `claims` of them hold together with 95 %. A report
  made again reads them and plays nothing.
- `scenario.resolved.yaml`: the scenario as it was understood, all variants merged.
- `run.json`: digest, seed, versions, time and machine.

## The same again

```console
$ {command}
```

The same scenario, seed and version give the same bytes in every file but `run.json`.

## What the model leaves out

{left_out}

Nobody in these files is a real person: all were drawn by chance from the rates and
shares of the scenario.
""")


def cover(results: Results, pictures: Sequence[tuple[str | None, str]]) -> str:
    """Write the README; ``pictures`` are names of figures with their sentences.

    Without a name there is no picture: its sentence says what there is to know.
    """
    scenario = results.scenario
    told = "\n\n".join(paragraphs(results))
    sources = cited_in(f"{scenario.title} {scenario.question} {told}")
    return say(
        PAGE,
        title=scenario.title,
        question=scenario.question,
        answer=answer(results),
        paragraphs=told,
        basis="\n\n".join(filter(None, (basis(results), sources))),
        pictures="\n\n".join(
            sentence if name is None else f"![{sentence}](figures/{name}.png)"
            for name, sentence in pictures
        ),
        command=command(results),
        left_out="\n".join(f"- {say(text)}" for text in LEFT_OUT),
    )
