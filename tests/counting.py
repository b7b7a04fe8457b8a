"""One history, counted: what tests ask of a single replication."""

from sim.history import stacked
from sim.measures.tally import tally


def counts_of(plan, history, unlimited=None):
    """Return the counts of one history, without the axis of replications."""
    again = None if unlimited is None else stacked([unlimited])
    counts = tally(plan, stacked([history]), unlimited=again).counts
    return {name: count[0] for name, count in counts.items()}
