"""Points in time with a given intensity, by fixed strips (SEMANTICS C1, C2).

Strip 0 holds the intensities [0, 1) per 365 days, strip j those in
[2^(j−1), 2^j).  Each strip has its own generator and homogeneous candidates,
each with a mark inside the strip; a candidate happens iff its mark is below the
intensity of its day.  Raising a rate therefore only adds points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.chance.layout import GAP, MARK, on_grid
from sim.streams import Streams

__all__ = ["Strip", "strips_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YEAR = 365.0
MARGIN = 3.0  # standard deviations by which a first block exceeds what is expected


@dataclass(frozen=True, slots=True)
class Strip:
    """The points of one strip: their times, indices and rows of uniforms.

    ``name`` is the name of the strip's generator, ``candidates`` the number of
    rows drawn from it.
    """

    name: str
    number: int
    candidates: int
    time: Floats
    index: Ints
    rows: Floats


def strips_of(
    streams: Streams, name: str, intensity: Floats, width: int, *, before: bool = False
) -> list[Strip]:
    """Return the points of every strip that the intensity reaches.

    ``intensity`` has an entry for each day, counted from day 0 forwards, or with
    ``before`` from day −1 backwards (the warm-up, W1).  Times lie in [0, days),
    or [−days, 0), on the grid of T1.
    """
    found = []
    highest = float(intensity.max(initial=0.0))
    reached = np.append(intensity, 0.0)  # nothing happens outside the days
    low, high, number = 0.0, 1.0, 0
    while low < highest:
        key = f"{name}/strip {number}"
        gaps, rows = _candidates(streams, key, high - low, len(intensity), width)
        time = on_grid(gaps)
        day = np.minimum(np.ceil(time) - 1 if before else time, len(intensity))
        mark = low + (high - low) * rows[:, MARK]
        index = np.nonzero(mark < reached[day.astype(np.intp)])[0]
        happens = -time[index] if before else time[index]
        found.append(Strip(key, number, len(rows), happens, index, rows[index]))
        low, high, number = high, high * 2, number + 1
    return found


def _candidates(
    streams: Streams, name: str, rate: float, days: int, width: int
) -> tuple[Floats, Floats]:
    """Return times of candidates that reach beyond ``days``, and their rows.

    Rows come in blocks, whose size does not matter: a generator fills a block
    row by row, and times are one running sum over all gaps.
    """
    rng = streams(name)
    expected = rate * days / YEAR
    block = max(int(expected + MARGIN * expected**0.5) + 4, 1)
    rows = rng.random((block, width))
    while True:
        times = np.cumsum(-np.log1p(-rows[:, GAP])) * (YEAR / rate)
        if times[-1] > days + 1:
            return times, rows
        rows = np.concatenate([rows, rng.random((block, width))])
