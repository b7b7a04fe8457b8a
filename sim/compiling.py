"""The one door to the compiler: functions that run at the speed of C where it is.

Import this module only from modules that are imported late: bringing the compiler
along takes a third of a second.  Without numba everything runs as plain Python,
with the same results.
"""

from collections.abc import Callable
from typing import TypeVar, cast

__all__ = ["HAS_COMPILER", "compiled"]

Function = TypeVar("Function", bound=Callable[..., object])

try:
    import numba
except ImportError:
    HAS_COMPILER = False
else:
    HAS_COMPILER = True


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep the machine code.

    Other threads run meanwhile.  Floats are computed as written: no reordering and
    no fused multiply-add, so that the result is Python's, bit by bit.
    """
    if not HAS_COMPILER:
        return function
    machine_code = numba.njit(cache=True, nogil=True, fastmath=False)(function)
    return cast("Function", machine_code)
