"""Points in time with a given intensity, by fixed strips (SEMANTICS C1, C2).

Strip 0 holds the intensities [0, 1) per 365 days, strip j those in
[2^(j−1), 2^j).  Each strip has its own generator and homogeneous candidates,
each with a mark inside the strip; a candidate happens iff its mark is below the
intensity of its day.  Raising a rate therefore only adds points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import on_grid
from sim.chance.layout import GAP, MARK
from sim.chance.numbers import Generators, Numbers, Sheet

__all__ = ["Points", "points_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YEAR = 365.0
LOWER_EDGES = np.append(0.0, 2.0 ** np.arange(64))
HEIGHTS = np.diff(LOWER_EDGES)
MARGIN = 4.0  # standard deviations by which a first block exceeds what is expected


@dataclass(frozen=True, slots=True)
class Points:
    """The points of all strips in every replication.

    They stand by strip (rising, or falling before day 0), replication and index:
    in the order of their keys.  ``names`` are those of the strips' generators,
    ``strip`` the number of each point's strip, ``replication`` the position in the
    batch, ``index`` the row from which a point comes, ``rows`` (columns, points) what
    is read of it.
    """

    names: tuple[str, ...]
    strip: Ints
    replication: Ints
    index: Ints
    time: Floats
    rows: Floats


def points_of(
    numbers: Numbers,
    name: str,
    intensity: Floats,
    width: int,
    columns: Ints,
    *,
    before: bool = False,
) -> Points:
    """Return the points of every strip that an intensity reaches.

    ``intensity`` is (replications, days), or (1, days) for all of them.  Days are
    counted from day 0 forwards, or with ``before`` from day −1 backwards (the
    warm-up, W1).  Times lie in [0, days), or [−days, 0), on the grid of T1.
    Points keep the ``columns`` of their rows of ``width`` uniforms.
    """
    lines, days = len(intensity), intensity.shape[1]
    highest = intensity.max(axis=1, initial=0.0) * np.ones(len(numbers.replications))
    reached = np.searchsorted(LOWER_EDGES, highest)
    levels = np.arange(reached.max())
    if before:
        levels = levels[::-1]
    level, replication = np.nonzero(levels[:, np.newaxis] < reached)
    strip = levels[level]
    names = tuple(f"{name}/strip {number}" for number in range(len(levels)))
    generators = Generators(names, strip, replication)
    sheet = numbers.sheet(generators, width, columns)
    generator, index, times, marks = _candidates(sheet, strip, days)
    times = on_grid(times)
    day = np.minimum(np.ceil(times) - 1 if before else times, days)
    low, height = LOWER_EDGES[strip], HEIGHTS[strip]
    mark = low[generator] + height[generator] * marks
    daily = np.append(intensity, np.zeros((lines, 1)), axis=1)  # nothing outside
    line = replication[generator] if lines > 1 else 0
    happens = np.flatnonzero(mark < daily[line, day.astype(np.intp)])
    generator, index, time = generator[happens], index[happens], times[happens]
    return Points(
        names,
        strip[generator],
        replication[generator],
        index,
        -time if before else time,
        sheet.picked(generator, index),
    )


def _candidates(
    sheet: Sheet, strip: Ints, days: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return candidates of each generator that reach beyond ``days``.

    That is generator, row number, time and mark.  How many are looked at does not
    matter: a generator gives one row after another, and times are one running sum
    over all gaps.
    """
    rate = HEIGHTS[strip]
    expected = rate * days / YEAR
    blocks = np.maximum((expected + MARGIN * np.sqrt(expected)).astype(int) + 4, 1)
    while True:
        first = sheet.first(blocks, max(GAP, MARK) + 1)
        times = -np.log1p(-first[GAP])
        ends = np.cumsum(blocks)
        begin = 0
        for alike in np.flatnonzero(np.diff(strip, append=-1)).tolist():
            same = times[begin : ends[alike]].reshape(-1, blocks[alike])
            same.cumsum(axis=1, out=same)
            same *= YEAR / rate[alike]
            begin = ends[alike]
        short = times[ends - 1] <= days + 1
        if not short.any():
            generator = np.repeat(np.arange(len(blocks)), blocks)
            index = np.arange(len(times)) - np.repeat(ends - blocks, blocks)
            return generator, index, times, first[MARK]
        blocks = np.where(np.isin(strip, strip[short]), blocks * 2, blocks)
