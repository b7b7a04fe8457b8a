"""Memory that is wanted again and again: kept, where the C library can be asked to.

A block of replications lays out some tens of megabytes and is done with them a
moment later.  By default the GNU C library gives large arrays back to the system at
once and gets the next ones from it page by page, emptied: a fifth of a block's time
where there is little to play.
"""

import ctypes
import sys
from contextlib import suppress
from functools import cache

__all__ = ["keep_memory"]

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Numbers of what ``mallopt`` sets, from ``malloc.h``."""

LARGEST = 32 * 2**20
"""Arrays up to so many bytes come from what is kept; it may not be set higher."""

KEPT = 128 * 2**20
"""Free memory above so many bytes goes back."""


@cache
def keep_memory() -> None:
    """Keep some free memory instead of giving it back; elsewhere, do nothing."""
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):  # another C library has no such knob
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_THRESHOLD, LARGEST)
        library.mallopt(TRIM_THRESHOLD, KEPT)
