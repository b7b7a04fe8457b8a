"""Blocks on disk, as Parquet through DuckDB: each one whole, or not there at all.

A folder holds ``plan.json``, which says of which scenario, seed and version its
replications are, and one folder for each block, such as ``0000050-0000099``:

``counts.parquet``
    A row a cell, for whoever computes further: ``replication``, ``count``, the keys
    ``shelter``, ``funder``, ``group``, ``year`` and ``cause`` (null: the whole, or
    not split by it), and ``value``, an integer as counted: people, nights, days,
    cents, or ticks of 2⁻²⁰ day where the count's name says so.
``waits.parquet``
    A row a wait; ``group_0``, … say how many of each group it held, the last of
    them how many in all.
``nights.parquet``, ``days.parquet``, ``months.parquet``
    What figures and the cash forecast draw, see :class:`~sim.experiment.series.Series`.

The same replications give the same bytes.  Rows stand cell by cell and day by day,
not replication by replication, because they are read so.
"""

import errno
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any

from numpy.typing import NDArray

from sim import __version__
from sim.experiment.block import Block
from sim.experiment.crew import Span
from sim.experiment.tables import (
    SERIES,
    Table,
    block_of,
    counts_in,
    tables_of,
)
from sim.said import Said
from sim.scenario.plan import Scenario

__all__ = ["DamagedError", "OtherRunError", "Store", "forget"]

Rows = dict[str, NDArray[Any]]

PLAN = "plan.json"
LAYOUT = 1
COLUMNS = {"counts": ("value",), **SERIES}
"""What is read of a table; of others, everything."""

NAME = re.compile(r"(\d{7,})-(\d{7,})")


class DamagedError(OSError):
    """A block is there and cannot be read: going on from it would end here again."""


class OtherRunError(OSError):
    """A folder holds replications of something else: they cannot be added to."""


class Store:
    """Blocks of one scenario, seed and version in a folder.

    Raises
    ------
    OtherRunError
        If the folder holds replications of another scenario, seed or version.
    OSError
        If it cannot be read.
    """

    def __init__(self, path: Path, scenario: Scenario, seed: int) -> None:
        self.path = path
        self.scenario = scenario
        self.plan = {
            "layout": LAYOUT,
            "bednight": __version__,
            "scenario": scenario.name,
            "digest": scenario.digest,
            "seed": seed,
        }
        self._refuse_others()
        self.spans: list[Span] = _longest(self._found())

    def _refuse_others(self) -> None:
        try:
            there = json.loads((self.path / PLAN).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return
        except ValueError:
            there = {}
        told = {
            "digest": Said("other contents of this scenario"),
            "seed": Said(
                "seed {there}, and this is seed {here}",
                there=there.get("seed"),
                here=self.plan["seed"],
            ),
            "bednight": Said(
                "bednight {there}, and this is {here}",
                there=there.get("bednight"),
                here=__version__,
            ),
            "layout": Said("another layout"),
        }
        for key, words in told.items():
            if there.get(key) != self.plan[key]:
                raise OtherRunError(
                    Said(
                        "{place} holds replications of {others}: they cannot be "
                        "mixed; add --afresh to play everything anew, or choose "
                        "another --out",
                        place=self.path,
                        others=words,
                    )
                )

    def _found(self) -> Iterator[Span]:
        """Yield the blocks that are there; drop what was left half-written."""
        if not self.path.is_dir():
            return
        for folder in self.path.iterdir():
            if folder.name.startswith(".draft-"):
                shutil.rmtree(folder, ignore_errors=True)
            elif match := NAME.fullmatch(folder.name):
                yield int(match[1]), int(match[2]) + 1

    def folder(self, span: Span) -> Path:
        """Return where a block is, or would be."""
        return self.path / f"{span[0]:07}-{span[1] - 1:07}"

    def keep(self, block: Block) -> None:
        """Write a block; a shorter one with the same beginning gives way to it.

        Raises
        ------
        OSError
            If it cannot be written: no permission, no space.  Nothing of it is
            left behind.
        """
        span = (block.first, block.end)
        draft = self.path / f".draft-{os.getpid()}-{token_hex(3)}"
        try:
            draft.mkdir()
            for name, table in tables_of(self.scenario, block):
                self._write(table, draft / f"{name}.parquet")
            _sync(draft)
            _put(draft, self.folder(span))
            _sync(self.path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        for shorter in [s for s in self.spans if s[0] == span[0] and s != span]:
            shutil.rmtree(self.folder(shorter), ignore_errors=True)
        self.spans = _longest([*self.spans, span])

    def begin(self) -> None:
        """Say whose replications these are, before the first of them.

        Raises
        ------
        OSError
            If the folder cannot be made or written.
        """
        if (self.path / PLAN).exists():
            return
        self.path.mkdir(parents=True, exist_ok=True)
        draft = self.path / f".draft-{os.getpid()}-{token_hex(3)}"
        draft.mkdir()
        try:
            (draft / PLAN).write_text(json.dumps(self.plan, indent=2) + "\n")
            (draft / PLAN).replace(self.path / PLAN)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def remove(self) -> None:
        """Remove the folder, and the one around it where it is empty then."""
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            self.path.parent.rmdir()

    def link_into(self, folder: Path) -> None:
        """Let another folder hold the same blocks, and each file only once.

        Raises
        ------
        OSError
            If they can be neither linked nor copied.
        """
        folder.mkdir(parents=True)
        for name in [PLAN, *(self.folder(span).name for span in self.spans)]:
            place = self.path / name
            files = sorted(place.iterdir()) if place.is_dir() else [place]
            for file in files:
                there = folder / file.relative_to(self.path)
                there.parent.mkdir(exist_ok=True)
                try:
                    os.link(file, there)
                except OSError:  # not every disk has links
                    shutil.copy2(file, there)

    def block(self, span: Span) -> Block:
        """Read a whole block back.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        columns = {
            path.stem: self._read(path)
            for path in sorted(self.folder(span).glob("*.parquet"))
        }
        counts = counts_in(self.scenario, columns["counts"]["value"])
        return block_of(self.scenario, span, {**columns, "counts": counts})

    def _read(self, path: Path) -> Rows:
        """Read a table without the keys that its order says; faults are of files."""
        chosen = ", ".join(COLUMNS.get(path.stem, "*"))
        question = f"SELECT {chosen} FROM read_parquet($file)"  # noqa: S608 - our words
        with _known_faults(self.path):
            answer = self._database.execute(question, {"file": str(path)})
            found: Rows = answer.fetchnumpy()
        return found

    @cached_property
    def _database(self) -> Any:
        import duckdb

        return duckdb.connect(":memory:", config={"threads": 1})

    def _write(self, table: Table, path: Path) -> None:
        """Write one table, its codes turned into words."""
        chosen = ", ".join(
            _worded(name, table.words[name]) if name in table.words else f'"{name}"'
            for name in table.columns
        )
        place = str(path).replace("'", "''")
        self._database.register("given", dict(table.columns))
        try:
            with _known_faults(self.path):
                self._database.execute(
                    f"COPY (SELECT {chosen} FROM given) TO '{place}' "  # noqa: S608
                    "(FORMAT parquet, COMPRESSION zstd)"
                )
        finally:
            self._database.unregister("given")


def _worded(name: str, words: Sequence[str]) -> str:
    """Say in SQL what turns a column of positions from 1 into words.

    They are an enumeration, whose words are looked up once and not in each row.
    """
    if not words:
        return f'NULL::VARCHAR AS "{name}"'
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f'list_extract([{listed}]::ENUM({listed})[], "{name}") AS "{name}"'


def forget(path: Path) -> None:
    """Remove a folder of blocks, so that all of them are played again.

    Raises
    ------
    OSError
        If it is something else, or cannot be removed.
    """
    if not path.exists():
        return
    if not (path / PLAN).is_file():
        why = Said("it is no folder of replications")
        raise OSError(errno.ENOTEMPTY, why, str(path))
    shutil.rmtree(path)


def _longest(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order; of two with one beginning, only the longer."""
    return sorted(dict(sorted(spans)).items())


@contextmanager
def _known_faults(path: Path) -> Iterator[None]:
    """Turn what the database makes of a fault into the fault: of files, or Ctrl-C."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise _as_os_error(error, path) from error
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error


def _as_os_error(error: Exception, path: Path) -> OSError:
    """Turn a fault of the database into the fault of the disk behind it."""
    for number in (errno.ENOSPC, errno.EFBIG, errno.EACCES, errno.EROFS):
        if os.strerror(number) in str(error):
            return OSError(number, os.strerror(number), str(path))
    why = Said("this cannot be read; bednight run with --afresh plays everything anew")
    named = re.search(r"'([^']+\.parquet)'", str(error))
    return DamagedError(errno.EINVAL, why, named[1] if named else str(path))


def _sync(folder: Path) -> None:
    """See to it that a folder and its files survive a power cut."""
    for path in [*folder.glob("*.parquet"), folder]:
        with suppress(PermissionError):  # Windows does not open folders
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _put(draft: Path, place: Path) -> None:
    """Move a block to its place, unless somebody else has just put it there."""
    try:
        draft.rename(place)
    except OSError:
        if not place.is_dir():
            raise
