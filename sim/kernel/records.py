"""Tables from rows that name their fields."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["or_none", "records"]


def records(
    dtype: np.dtype[np.void], rows: Sequence[Mapping[str, object]]
) -> NDArray[np.void]:
    """Return a table; a field that no row names is 0, or -1 if it is a chain.

    >>> records(np.dtype([("a", "i4"), ("next_a", "i4")]), [{"a": 3}]).tolist()
    [(3, -1)]
    """
    table = np.zeros(len(rows), dtype)
    for name in dtype.names or ():
        if name.startswith("next"):
            table[name] = -1
        if rows and name in rows[0]:
            table[name] = [row[name] for row in rows]
    return table


def or_none(number: int | None) -> int:
    """Return -1 for None."""
    return -1 if number is None else number
