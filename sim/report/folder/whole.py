"""A folder that is written whole or not at all, and keeps what others put in it."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from secrets import token_hex

from sim.said import Said

__all__ = ["BLOCKS", "enter", "files_in", "save_text", "save_whole", "write_whole"]

BLOCKS = "replications"
"""Where the blocks of a run are, while it lasts and ever after."""


def write_whole(target: Path, fill: Callable[[Path], None]) -> Path:
    """Let ``fill`` write a folder beside ``target`` and move it there; return it.

    Nobody ever sees half of it.  An earlier folder is replaced; what somebody else
    put into it is kept: every file that its ``run.json`` does not name.

    Raises
    ------
    OSError
        If it cannot be written: no permission, no space, or its place is taken
        by something that is not a results folder.  Nothing is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _refuse_strangers(target)
    draft = target.parent / f".{target.name}.{os.getpid()}-{token_hex(3)}"
    try:
        draft.mkdir()
        fill(draft)
        _keep_guests(target, draft)
        _swap(draft, target)
    except OSError as error:
        why = error.strerror or Said("it cannot be written; is the disk full?")
        raise OSError(error.errno or errno.EIO, why, str(target)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def save_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with the same line ends on every system."""
    path.write_bytes(text.encode())


def save_whole(target: Path, content: bytes) -> None:
    """Write a file beside its place and move it there once it is whole.

    Raises
    ------
    OSError
        If it cannot be written; nothing half is left.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}-{token_hex(3)}")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        why = error.strerror or Said("it cannot be written; is the disk full?")
        raise OSError(error.errno or errno.EIO, why, str(target)) from error
    finally:
        draft.unlink(missing_ok=True)


def enter(folder: Path, names: Sequence[str], **facts: object) -> None:
    """Note in ``run.json`` that these files are of this run, and where from.

    A later run into the same folder then replaces them, for they would tell of
    numbers that are no longer there.
    """
    page = folder / "run.json"
    try:
        known = json.loads(page.read_bytes())
        known["files"] = sorted({*known["files"], *names})
    except (OSError, ValueError, KeyError, TypeError):
        return
    text = json.dumps({**known, **facts}, indent=2, ensure_ascii=False) + "\n"
    save_whole(page, text.encode())


def files_in(folder: Path) -> Iterator[str]:
    """Yield every file of a folder, named from that folder, in order."""
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() or path.is_symlink():
            yield path.relative_to(folder).as_posix()


def _refuse_strangers(target: Path) -> None:
    """Refuse a place that is taken by something we did not write."""
    if not os.path.lexists(target):
        return
    ours = target.is_dir() and not target.is_symlink()
    if not ours:
        raise NotADirectoryError(errno.ENOTDIR, Said("it is no folder"), str(target))
    held = {path.name for path in target.iterdir()}
    unfinished = held <= {BLOCKS} and (target / BLOCKS / "plan.json").is_file()
    if held and not unfinished and "run.json" not in held:
        text = Said(
            "it is no results folder, and not empty; move it or choose another --out"
        )
        raise OSError(errno.ENOTEMPTY, text, str(target))


def _keep_guests(target: Path, draft: Path) -> None:
    """Copy what others put into the earlier folder into the new one."""
    if not target.is_dir():
        return
    try:
        written = set(json.loads((target / "run.json").read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        written = set()
    for name in files_in(target):
        guest = draft / name
        if name.startswith(f"{BLOCKS}/") and (draft / BLOCKS).is_dir():
            continue
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
