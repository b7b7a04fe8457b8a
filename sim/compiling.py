"""The one door to the compiler: functions that run at the speed of C where it is.

Import this module only from modules that are imported late: bringing the compiler
along takes a third of a second.  Without numba functions run as plain Python, with
the same results; records then have no machine code to live in, see ``HAS_COMPILER``.

Machine code is kept in the user's cache folder, under a digest of every source that
is compiled and of the compiler: numba itself looks at one file at a time, and would
go on using a function that calls another which has changed.
"""

import os
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, cast, dataclass_transform

__all__ = ["HAS_COMPILER", "compiled", "compiled_inside", "compiled_record"]

Function = TypeVar("Function", bound=Callable[..., object])
Record = TypeVar("Record")

try:
    import numba
    from numba.core import types
    from numba.experimental import structref
except ImportError:
    HAS_COMPILER = False
else:
    HAS_COMPILER = True


def _cache_folder() -> Path:
    """Return where machine code of these very sources is kept."""
    root = Path(__file__).parent
    digest = blake2b(f"{numba.__version__} {sys.version}".encode(), digest_size=8)
    for source in sorted(root.rglob("*.py")):
        text = source.read_bytes()
        if b"compiling import" in text or source == Path(__file__):
            digest.update(text)
    if windows := os.environ.get("LOCALAPPDATA"):
        home = Path(windows)
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "bednight" / f"machine-code-{digest.hexdigest()}"


def _found_a_place() -> bool:
    """Say whether machine code can be kept, and tell numba where."""
    folder = _cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return os.access(folder, os.W_OK)


KEPT = HAS_COMPILER and _found_a_place()


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep the machine code.

    Other threads run meanwhile.  Floats are computed as written: no reordering and
    no fused multiply-add, so that the result is Python's, bit by bit.
    """
    if not HAS_COMPILER:
        return function
    machine_code = numba.njit(cache=KEPT, nogil=True, fastmath=False)(function)
    return cast("Function", machine_code)


def compiled_inside(function: Function) -> Function:
    """Compile a function that only compiled functions call; they keep its code."""
    if not HAS_COMPILER:
        return function
    machine_code = numba.njit(nogil=True, fastmath=False)(function)
    return cast("Function", machine_code)


@dataclass_transform()
def compiled_record(plain: type[Record]) -> type[Record]:
    """Turn a class that only annotates its fields into a record of machine code.

    Compiled functions make it with all fields in order, and read and set them.
    """
    if not HAS_COMPILER:
        return plain
    module = sys.modules[plain.__module__]
    name = f"{plain.__name__}Type"
    kind = type(name, (types.StructRef,), {"__module__": plain.__module__})
    setattr(module, name, kind)  # kept machine code names its types by module
    structref.register(kind)  # type: ignore[no-untyped-call]
    made = type(plain.__name__, (structref.StructRefProxy,), dict(vars(plain)))
    fields = list(plain.__annotations__)
    structref.define_proxy(made, kind, fields)  # type: ignore[no-untyped-call]
    return cast("type[Record]", made)
