"""The results folder: everything a run leaves behind, whole or not at all."""

import csv
import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from secrets import token_hex

from sim.experiment.results import Results
from sim.experiment.store import write as write_tallies
from sim.report.figures.scenes import paint
from sim.report.folder.cash_forecast import as_csv, as_tables
from sim.report.folder.cover import cover
from sim.report.folder.provenance import provenance

__all__ = ["estimates_csv", "folder_name", "write"]

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
    out.mkdir(parents=True, exist_ok=True)
    target = out / folder_name(results)
    _refuse_strangers(target)
    draft = out / f".{target.name}.{os.getpid()}-{token_hex(3)}"
    try:
        draft.mkdir()
        _fill(draft, results, started)
        _keep_guests(target, draft)
        _swap(draft, target)
    except OSError as error:
        why = error.strerror or "it cannot be written; is the disk full?"
        raise OSError(error.errno or errno.EIO, why, str(target)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def folder_name(results: Results) -> str:
    """Name the folder after the scenario and the first 8 signs of its digest."""
    scenario = results.scenario
    plain = re.sub(r"[^\w.-]+", "-", scenario.name).strip(".-")[:80] or "scenario"
    return f"{plain}-{scenario.digest[:8]}"


def _fill(draft: Path, results: Results, started: datetime | None) -> None:
    """Write every file, ``run.json`` last."""
    (draft / "figures").mkdir()
    pictures = paint(results, draft / "figures")
    captions = [(stem.name, sentence) for stem, sentence in pictures]
    _save(draft / "estimates.csv", estimates_csv(results))
    _save(draft / "cash-forecast.csv", as_csv(results))
    _save(draft / "cash-forecast.md", as_tables(results))
    _save(draft / "scenario.resolved.yaml", results.scenario.text)
    _save(draft / "README.md", cover(results, captions))
    write_tallies(results, draft / "replications.parquet")
    _save(draft / "run.json", provenance(results, list(_files(draft)), started=started))


def _save(path: Path, text: str) -> None:
    """Write text as UTF-8 with the same line ends on every system."""
    path.write_bytes(text.encode())


def _files(folder: Path) -> Iterator[str]:
    """Yield every file of a folder, named from that folder, in order."""
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() or path.is_symlink():
            yield path.relative_to(folder).as_posix()


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


def _refuse_strangers(target: Path) -> None:
    """Refuse a place that is taken by something we did not write."""
    if not os.path.lexists(target):
        return
    ours = target.is_dir() and not target.is_symlink()
    if not ours:
        raise NotADirectoryError(errno.ENOTDIR, "it is no folder", str(target))
    if any(target.iterdir()) and not (target / "run.json").is_file():
        text = "it is no results folder, and not empty; move it or choose another --out"
        raise OSError(errno.ENOTEMPTY, text, str(target))


def _keep_guests(target: Path, draft: Path) -> None:
    """Copy what others put into the earlier folder into the new one."""
    if not target.is_dir():
        return
    try:
        written = set(json.loads((target / "run.json").read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        written = set()
    for name in _files(target):
        guest = draft / name
        if name != "run.json" and name not in written and not os.path.lexists(guest):
            guest.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(target / name, guest, follow_symlinks=False)


def _swap(draft: Path, target: Path) -> None:
    """Move the draft to its place; put the earlier folder back if that fails."""
    if not target.exists():
        draft.rename(target)
        return
    earlier = draft.with_name(f"{draft.name}.earlier")
    target.rename(earlier)
    try:
        draft.rename(target)
    except OSError:
        earlier.rename(target)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
