"""What a decision leaves behind: a page, figures, and every number as JSON and CSV."""

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from textwrap import fill

from sim import __version__
from sim.experiment.comparison import Comparison
from sim.report.decision.acceptability_figure import draw_acceptability
from sim.report.decision.again import comparison_again
from sim.report.decision.comparison import as_data, tell
from sim.report.decision.comparison_figure import draw_differences
from sim.report.decision.reading import plan_path
from sim.report.document.evidence import cited_in
from sim.report.figures.style import save
from sim.report.folder.whole import files_in, save_text, write_whole
from sim.report.language import say
from sim.scenario.plan import Scenario

__all__ = ["rows_as_csv", "write_comparison", "write_decision", "written"]

Drawing = Callable[[Path], Sequence[tuple[str, str]]]
"""Draws figures into a folder and returns their names with their sentences."""

PAGE = """\
# {title}

{pictures}```text
{text}
```

{sources}{numbers}

{again}

```sh
{command}
```
"""


def write_comparison(found: Comparison, out: Path) -> Path:
    """Write the folder of a comparison into ``out`` and return it.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """
    data = as_data(found)

    def draw(folder: Path) -> list[tuple[str, str]]:
        told = []
        for name, (figure, title) in {
            "differences": draw_differences(found),
            "acceptability": draw_acceptability(found),
        }.items():
            if figure is not None:
                save(figure, folder / name, title)
                told.append((name, title))
        return told

    differences = data["differences"]
    assert isinstance(differences, list)
    return write_decision(
        out / f"compare-{_plain(found.names[0])}",
        name="comparison",
        title=say("{title}: a comparison", title=found.base.title),
        text=tell(found, width=88),
        command=comparison_again(found),
        data=data,
        tables={"differences": rows_as_csv(differences)},
        draw=draw,
        plans=[found.base, *found.variants],
    )


def write_decision(
    target: Path,
    *,
    name: str,
    title: str,
    text: str,
    command: str,
    data: Mapping[str, object],
    tables: Mapping[str, str],
    draw: Drawing,
    plans: Sequence[Scenario] = (),
) -> Path:
    """Write a folder: ``README.md``, ``NAME.json``, tables as CSV, figures.

    ``command`` makes the same numbers from inside the folder.  ``plans`` are the
    scenarios, for a report that is made later; each keeps the name
    of its file, so that what is made of them again is called the same.

    Raises
    ------
    OSError
        If it cannot be written; then nothing is left behind.
    """

    def compose(draft: Path) -> None:
        figures = draft / "figures"
        figures.mkdir()
        pictures = "".join(
            f"![{caption}](figures/{stem}.png)\n\n" for stem, caption in draw(figures)
        )
        csvs = "".join(
            " " + say("`{name}.csv` is for a spreadsheet.", name=stem)
            for stem in tables
        )
        numbers = say(
            "`{name}.json` holds every number.{tables} `run.json` says with which "
            "version, seed and number of replications it was made; the same scenarios, "
            "seed and version give the same bytes.",
            name=name,
            tables=csvs,
        )
        sources = cited_in(f"{title} {text}")
        page = PAGE.format(
            title=title,
            pictures=pictures,
            text=text,
            sources=f"{sources}\n\n" if sources else "",
            numbers=fill(numbers, 88, break_on_hyphens=False),
            again=say("In the results folder, this line gives the same numbers:"),
            command=command,
        )
        save_text(draft / "README.md", page)
        save_text(draft / f"{name}.json", _json(data))
        for stem, rows in tables.items():
            save_text(draft / f"{stem}.csv", rows)
        for number, plan in enumerate(plans):
            file = draft / plan_path(number, plan)
            file.parent.mkdir(parents=True)
            save_text(file, plan.text)
        facts = {
            "kind": name,
            "command": command,
            "version": __version__,
            "seed": data.get("seed"),
            "replications": data.get("replications"),
            "files": list(files_in(draft)),
        }
        save_text(draft / "run.json", _json(facts))

    return write_whole(target, compose)


def written(folder: Path, pages: Sequence[Path]) -> str:
    """Say where a decision was written, and each page that was made of it."""
    told = [
        say("Figures, tables and all numbers: {page}", page=folder / "README.md"),
        *(say("Report: {page}", page=page) for page in pages),
    ]
    return "\n".join(told)


def rows_as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """Write plain rows as CSV; what splits a measure has its own columns."""
    page = StringIO()
    sheet = csv.writer(page, lineterminator="\n")
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    sheet.writerow(names)
    for row in flat:
        sheet.writerow("" if row.get(n) is None else row[n] for n in names)
    return page.getvalue()


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in row.items():
        if name == "by" and isinstance(value, Mapping):
            keys = ("shelter", "funder", "group", "year", "cause")
            flat |= {key: value.get(key) for key in keys}
        else:
            flat[name] = value
    return flat


def _json(data: Mapping[str, object]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip(".-")[:80] or "scenario"
