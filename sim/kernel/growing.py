"""Room that grows with what is put into it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled_inside

__all__ = ["copied", "doubled"]


@compiled_inside
def copied(there: Any, here: Any) -> None:
    """Copy one array over the beginning of another, row by row.

    An assignment of slices would bring numpy's texts about shapes into the machine
    code.
    """
    for place in range(len(here)):
        there[place] = here[place]


@compiled_inside
def doubled(column: NDArray[Any]) -> NDArray[Any]:
    """Return a column with twice the room."""
    longer = np.empty(2 * len(column), column.dtype)
    copied(longer, column)
    return longer
