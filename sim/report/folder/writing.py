"""The results folder: everything a run leaves behind, whole or not at all."""

import csv
import re
from datetime import datetime
from io import StringIO
from pathlib import Path

from sim.experiment.experiment import Experiment
from sim.experiment.results import Results
from sim.report.figures.scenes import paint
from sim.report.folder.cash_forecast import as_csv, as_tables
from sim.report.folder.cover import cover
from sim.report.folder.provenance import provenance
from sim.report.folder.whole import BLOCKS, files_in, save_text, write_whole

__all__ = ["blocks_of", "estimates_csv", "folder_name", "write"]

SPLITS = ("shelter", "funder", "group", "year", "cause")
COLUMNS = (
    "measure",
    *SPLITS,
    *("value", "low", "high", "interval", "unit", "replications"),
    *("prediction_low", "prediction_high", "note"),
)


def write(results: Results, out: Path, *, started: datetime | None = None) -> Path:
    """Write the folder of a run into ``out`` and return it.

    It is made beside its place and moved there once it is complete, so nobody
    ever sees half of it.  An earlier folder of the same scenario is replaced;
    what somebody else put into that folder is kept.

    Raises
    ------
    OSError
        If it cannot be written: no permission, no space, or its place is taken
        by something that is not a results folder.  Nothing is left behind.
    """
    return write_whole(
        out / folder_name(results), lambda draft: _fill(draft, results, started)
    )


def folder_name(run: Results | Experiment) -> str:
    """Name the folder of a run, or of its results.

    After the scenario, the first 8 signs of its digest, and the seed unless it is
    the usual one, so that runs that differ have folders of their own.
    """
    scenario = run.scenario
    plain = re.sub(r"[^\w.-]+", "-", scenario.name).strip(".-")[:80] or "scenario"
    seed = "" if run.seed == 1 else f"-seed-{run.seed}"
    return f"{plain}-{scenario.digest[:8]}{seed}"


def blocks_of(run: Results | Experiment, out: Path) -> Path:
    """Return where the replications of a run are kept, block by block."""
    return out / folder_name(run) / BLOCKS


def _fill(draft: Path, results: Results, started: datetime | None) -> None:
    """Write every file, ``run.json`` last."""
    (draft / "figures").mkdir()
    pictures = paint(results, draft / "figures")
    captions = [
        (None if stem is None else stem.name, sentence) for stem, sentence in pictures
    ]
    save_text(draft / "estimates.csv", estimates_csv(results))
    save_text(draft / "cash-forecast.csv", as_csv(results))
    save_text(draft / "cash-forecast.md", as_tables(results))
    save_text(draft / "scenario.resolved.yaml", results.scenario.text)
    save_text(draft / "README.md", cover(results, captions))
    files = list(files_in(draft))
    if results.kept is not None:
        results.kept.put_into(draft / BLOCKS)
        files.append(f"{BLOCKS}/")
    save_text(draft / "run.json", provenance(results, files, started=started))


def estimates_csv(results: Results) -> str:
    """Write every estimate as a row; an empty cell is the whole, or undefined."""
    page = StringIO()
    sheet = csv.writer(page, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for estimate in results.estimates:
        plain = {**estimate.by, **estimate.as_json()}
        cells = (plain.get(column) for column in COLUMNS)
        sheet.writerow("" if cell is None else _tidy(cell) for cell in cells)
    return page.getvalue()


def _tidy(cell: object) -> object:
    """Write numbers so that they read back the same, whole ones without a point."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return cell
