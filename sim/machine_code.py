"""Where machine code is kept, and whether it is there: without loading the compiler.

It is in the user's cache folder, under a digest of the compiler and of every source
that machine code comes from, numbers and names of fields included.  Numba itself
looks at one file at a time, and would go on using a function that calls another
which has changed.  It also asks where that file is and when it was written, so these
count too: what another copy of the program has made is not there for this one.

So each version leaves a folder behind.  One that nobody has used for thirty days is
removed by whoever uses another.
"""

import os
import re
import shutil
import sys
import time
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from secrets import token_hex

__all__ = ["folder", "is_kept", "put_to_use"]

COMPILED_IN = {"chance", "history", "kernel", "planned"}
"""The packages that machine code takes anything from."""

DAYS_KEPT = 30
"""How long machine code of other versions stays after it was last used."""

NAME = re.compile(r"(machine-code-[0-9a-f]{16})(\.gone-[0-9a-f]{6})?")
OURS = re.compile(r".+\.nb[ic](\.tmp\..+)?")
"""What the compiler keeps: an index of each function, and its code."""


@cache
def folder() -> Path:
    """Return where machine code of these very sources is kept."""
    try:
        compiler = version("numba")
    except PackageNotFoundError:
        compiler = "none"
    digest = blake2b(f"{compiler} {sys.version}".encode(), digest_size=8)
    root = Path(__file__).parent
    for source in (root / "compiling.py", *sorted(root.glob("*/*.py"))):
        if source.parent == root or source.parent.name in COMPILED_IN:
            written = source.stat().st_mtime_ns
            digest.update(f"{source} {written}".encode() + source.read_bytes())
    if windows := os.environ.get("LOCALAPPDATA"):
        home = Path(windows)
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "bednight" / f"machine-code-{digest.hexdigest()}"


def is_kept(function: str) -> bool:
    """Say whether a function's machine code is there: ``module.function``."""
    return any(folder().glob(f"*/{function}-*.nbi"))


def put_to_use() -> Path:
    """Make the folder, if need be, and note that it is used; remove what long is not.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    used = folder()
    used.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # it may be somebody else's, and not to be written
        os.utime(used)
        for other in used.parent.iterdir():
            if other != used and (known := NAME.fullmatch(other.name)):
                _remove_unused(other, known[1])
    return used


def _remove_unused(other: Path, name: str) -> None:
    """Remove a folder of machine code that nobody has used for long.

    It is moved away first, so that who begins to use it meanwhile finds all of it or
    nothing, and of two who remove it only one does.  It stays where there is anything
    in it that the compiler did not put there.
    """
    with suppress(OSError):
        idle = time.time() - other.lstat().st_mtime
        if idle < DAYS_KEPT * 86_400 or not _is_ours(other):
            return
        gone = other.with_name(f"{name}.gone-{token_hex(3)}")
        other.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _is_ours(other: Path) -> bool:
    """Say whether there is nothing in a folder but what the compiler keeps."""
    return not other.is_symlink() and all(
        not of_one.is_symlink() and all(_is_code(path) for path in of_one.iterdir())
        for of_one in other.iterdir()
    )


def _is_code(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and bool(OURS.fullmatch(path.name))
