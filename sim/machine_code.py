"""Where machine code is kept, and whether it is there: without loading the compiler.

It is in the user's cache folder, under a digest of the compiler and of every source
that machine code comes from, numbers and names of fields included.  Numba itself
looks at one file at a time, and would go on using a function that calls another
which has changed.
"""

import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["folder", "is_kept"]

COMPILED_IN = {"chance", "history", "kernel", "planned"}
"""The packages that machine code takes anything from."""


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
            digest.update(source.read_bytes())
    if windows := os.environ.get("LOCALAPPDATA"):
        home = Path(windows)
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "bednight" / f"machine-code-{digest.hexdigest()}"


def is_kept(function: str) -> bool:
    """Say whether a function's machine code is there: ``module.function``."""
    return any(folder().glob(f"*/{function}-*.nbi"))
