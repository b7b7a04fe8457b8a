"""The report of any other decision: its answer, its pictures, its numbers.

Made from what the folder holds: the page, the pictures as they were drawn, the
tables.  What a decision says of itself is in English.
"""

import csv
import errno
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.experiment.estimate import Estimate
from sim.report.answer.tables import label_of, short
from sim.report.decision.reading import FIELDS
from sim.report.decision.wording import gap_cell
from sim.report.document.glossary import glossary
from sim.report.document.opening import left_out
from sim.report.document.parts import (
    Audience,
    Block,
    Cell,
    Column,
    Document,
    Kept,
    Paragraph,
    Picture,
    Section,
    Table,
    cell,
)
from sim.report.language import say, spoken
from sim.report.numbers import money
from sim.said import Said

__all__ = ["build_decision", "is_decision", "measured_levers", "measured_section"]

MOST_LEVERS = 3
"""So many levers stand on the first page."""
BY = ("shelter", "funder", "group", "year", "cause")
OF_ESTIMATE = ("value", "low", "high", "interval", "unit", "replications")
PICTURE = re.compile(r"!\[([^\]]*)\]\(figures/([\w-]+)\.png\)")
TEXT = re.compile(r"```text\n(.*?)\n```", re.DOTALL)


def is_decision(folder: Path) -> bool:
    """Say whether a folder is one that a decision left behind."""
    try:
        return "kind" in json.loads((folder / "run.json").read_bytes())
    except (OSError, ValueError, TypeError):
        return False


def build_decision(folder: Path, audience: Audience = "ministry") -> Document:
    """Return the report of a decision, in the language that is spoken.

    Raises
    ------
    OSError
        If its files cannot be understood.
    """
    try:
        run = json.loads((folder / "run.json").read_bytes())
        data = json.loads((folder / f"{run['kind']}.json").read_bytes())
        page = (folder / "README.md").read_text(encoding="utf-8")
        return _document(folder, run, data, page, audience)
    except (KeyError, ValueError, TypeError) as error:
        why = Said("it is no whole folder of a decision: decide again")
        raise OSError(errno.EINVAL, why, str(folder)) from error


def measured_levers(folder: Path, digest: str) -> tuple[str, ...]:
    """Return what a sensitivity analysis of the same plan found to matter most.

    Raises
    ------
    OSError
        If the folder is none, or of another plan.
    """
    try:
        data = json.loads((folder / "sensitivity.json").read_bytes())
        bars, of = [_Bar(row) for row in data["tornado"]], data["digest"]
    except (OSError, KeyError, ValueError, TypeError) as error:
        why = Said("it is no folder of bednight sensitivity")
        raise OSError(errno.EINVAL, why, str(folder)) from error
    if of != digest:
        raise OSError(errno.EINVAL, Said("it is of another plan"), str(folder))
    bars.sort(key=lambda bar: -bar.swing)
    return tuple(bar.told() for bar in bars[:MOST_LEVERS] if bar.swing)


class _Bar:
    """A bar of a tornado: a setting, its two ends, and what each changes."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = row
        self.low = _difference(row["difference_at_low"])
        self.high = _difference(row["difference_at_high"])

    @property
    def swing(self) -> float:
        """How far the measure moves between the two ends."""
        return abs((self.high.value or 0.0) - (self.low.value or 0.0))

    def told(self) -> str:
        """Say what both ends change."""
        return say(
            "{setting}, now {now}: with {low} {measure} changes by {less}, with {high} "
            "by {more}.",
            setting=self.row["path"],
            now=self.row["now"],
            low=self.row["low"],
            high=self.row["high"],
            measure=f"“{label_of(self.low.measure)}”",
            less=gap_cell(self.low),
            more=gap_cell(self.high),
        )


def _difference(row: Mapping[str, Any]) -> Estimate:
    return Estimate(**{name: row[name] for name in FIELDS if name in row})


def measured_section(folder: Path) -> Section:
    """Return the pictures and numbers of a decision, as a section of another report."""
    page = (folder / "README.md").read_text(encoding="utf-8")
    tables = list(_tables(folder))
    blocks: list[Block] = [*_pictures(folder, page, tables[0]), *tables]
    return Section(
        name="levers",
        title=say("Which values matter most"),
        blocks=tuple(blocks),
    )


def _document(
    folder: Path,
    run: Mapping[str, Any],
    data: Mapping[str, Any],
    page: str,
    audience: Audience,
) -> Document:
    title = page.partition("\n")[0].removeprefix("# ")
    basis = say(
        "Seed {seed}, bednight {version}, digest {digest}.",
        seed=run["seed"],
        version=run["version"],
        digest=data["digest"],
    )
    currency = str(data.get("money", "EUR")).rpartition(" ")[2]
    tables = list(_tables(folder, currency))
    blocks: list[Block] = [Paragraph(text) for text in _prose(page)[1:]]
    blocks += _pictures(folder, page, tables[0])
    blocks += tables
    return Document(
        title=title,
        question=data["scenario"],
        audience=audience,
        for_whom=say("A decision, and what it rests on"),
        language=spoken().tag,
        currency=currency,
        digest=data["digest"],
        basis=basis,
        sections=(
            Section(
                name="answer",
                title=say("The answer"),
                blocks=(Paragraph(data["answer"], "answer"),),
            ),
            Section(
                name="left-out",
                title=say("What the model leaves out"),
                blocks=(left_out(),),
            ),
            Section(
                name="numbers",
                title=say("What it rests on"),
                blocks=tuple(blocks),
                starts_page=True,
            ),
            glossary(),
            Section(
                name="again",
                title=say("Where this comes from"),
                blocks=(Paragraph(basis),),
            ),
        ),
    )


def _prose(page: str) -> list[str]:
    """Return the paragraphs that a decision says, without its tables."""
    found = TEXT.search(page)
    blocks = found[1].split("\n\n")[1:] if found else []
    return [" ".join(block.split()) for block in blocks if "   " not in block]


def _pictures(folder: Path, page: str, data: Table) -> Iterator[Picture]:
    for found in PICTURE.finditer(page):
        stem = folder / "figures" / found[2]
        yield Picture(
            name=found[2],
            title=found[1],
            alt=say(
                "{what}. {title}. Its data stand in the table.",
                what=say("Picture of a decision"),
                title=found[1],
            ),
            data=Table(
                name=f"{found[2]}_shown",
                title=data.title,
                columns=data.columns,
                rows=data.rows,
            ),
            kept=Kept(
                stem.with_suffix(".svg").read_text(encoding="utf-8"),
                stem.with_suffix(".png").read_bytes(),
            ),
        )


def _tables(folder: Path, currency: str = "EUR") -> Iterator[Table]:
    """Yield the tables of a folder: what was tried, and what came of it."""
    for page in sorted(folder.glob("*.csv")):
        with page.open(encoding="utf-8", newline="") as rows:
            found = list(csv.DictReader(rows))
        if found:
            yield _table(page.stem, found, currency)


def _table(name: str, rows: list[dict[str, str]], currency: str) -> Table:
    """Return rows in which each estimate is told with its interval."""
    is_estimate = set(OF_ESTIMATE) <= set(rows[0])
    told = ("measure", *BY, *OF_ESTIMATE) if is_estimate else ()
    others = [key for key in rows[0] if key not in told and any(r[key] for r in rows)]
    used = [key for key in BY if is_estimate and any(row[key] for row in rows)]
    columns = [
        Column(title=key.replace("_", " "), meaning=say("as the decision names it"))
        for key in (*others, *used)
    ]
    if is_estimate:
        columns += [
            Column(title=say("Measure"), meaning=say("what is counted")),
            Column(
                title=say("Value"),
                kind="number",
                meaning=say("mean in the period, with its 95 % interval"),
            ),
        ]
    return Table(
        name=name,
        title=name.replace("-", " ").replace("_", " ").capitalize(),
        columns=tuple(columns),
        rows=tuple(
            tuple(_row(row, [*others, *used], currency, is_estimate=is_estimate))
            for row in rows
        ),
    )


def _row(
    row: Mapping[str, str], keys: list[str], currency: str, *, is_estimate: bool
) -> Iterator[Cell]:
    for key in keys:
        yield cell(money(int(row[key]), currency) if key == "price" else row[key])
    if not is_estimate:
        return
    yield cell(label_of(row["measure"]))
    numbers = {key: float(row[key]) if row[key] else None for key in OF_ESTIMATE[:3]}
    estimate = Estimate(
        measure=row["measure"],
        value=numbers["value"],
        low=numbers["low"],
        high=numbers["high"],
        interval="none",
        unit=row["unit"],
        replications=int(row["replications"]),
    )
    yield cell("–") if estimate.value is None else Cell(short(estimate), estimate.value)
