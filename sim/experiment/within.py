"""How many of those ready had a bed within so many days, whatever the days (W4)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.calendar import TICKS_PER_DAY
from sim.experiment import intervals
from sim.experiment.intervals import Bounds
from sim.experiment.results import Results
from sim.experiment.stored import StoredWaits
from sim.measures.waits import Waits

__all__ = ["admitted_within"]

Ints = NDArray[np.int64]


def admitted_within(
    results: Results, days: Sequence[float], group: int | None = None
) -> Bounds | None:
    """Return the share admitted within each of some ``days``, with its interval.

    The share of all who were ready, as the measures for one, three and seven days
    have it: whoever gave up or still waits counts as not admitted.  A ratio of
    totals with a jackknife interval over replications (W7).  None where the waits
    were not kept.

    Parameters
    ----------
    group
        A position among the scenario's groups; None for everybody.
    """
    if results.kept is None:
        return None
    _, waits, _ = results.kept.first(results.replications)
    limits = np.array([round(day * TICKS_PER_DAY) for day in days], np.int64)
    if isinstance(waits, StoredWaits):
        within, ready = waits.within(group, limits)
    else:
        assert isinstance(waits, Waits)
        within, ready = _within(waits, group, limits)
    return intervals.ratio(
        within.astype(np.float64),
        np.broadcast_to(ready[:, None], within.shape).astype(np.float64),
        share=True,
    )


def _within(waits: Waits, group: int | None, limits: Ints) -> tuple[Ints, Ints]:
    """Count by replication who was admitted within each limit, and who was ready."""
    chosen = np.ones(len(waits.ticks), np.bool_)
    if group is not None:
        chosen = waits.members[:, group] > 0
    found = [
        np.bincount(
            waits.replication[chosen & waits.admitted & (waits.ticks <= limit)],
            minlength=waits.replications,
        )
        for limit in limits.tolist()
    ]
    ready = np.bincount(waits.replication[chosen], minlength=waits.replications)
    return np.stack(found, axis=1).astype(np.int64), ready.astype(np.int64)
