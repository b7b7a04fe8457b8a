"""A tiny world that was played and counted."""

from dataclasses import replace

from worlds import only, run

from sim.distributions import Fixed
from sim.experiment.estimating import estimates_of
from sim.history import History, stacked
from sim.measures.frame import frame_of
from sim.measures.tally import COUNTS, tally
from sim.scenario.plan import Condition, Group, ReturnPlan

CHILD, ADULT = only(age=("child",)), only(age=("adult",))
GROUPS = (Group("children", CHILD), Group("adults", ADULT))
COMES_BACK = (ReturnPlan(condition=Condition(), chance=1.0, after=Fixed(1.0)),)


class Counted:
    """A tiny world that was played and counted."""

    def __init__(self, plan, people=(), **luck):
        self.plan = replace(plan, groups=GROUPS)
        self.history: History = run(self.plan, people, **luck)
        self.tally = tally(self.plan, stacked([self.history]))

    def __call__(self, name, **place):
        """One cell of a count: the whole of every axis that is not named."""
        labels = frame_of(self.plan).labels
        return int(
            self.tally.counts[name][0][
                tuple(
                    labels[axis].index(place.pop(axis)) if axis in place else -1
                    for axis in COUNTS[name]
                )
            ]
        )

    def estimate(self, name, **by):
        counts, waits = self.tally.counts, self.tally.waits
        found = estimates_of(self.plan, counts, waits, seed=1)
        return next(e for e in found if e.measure == name and dict(e.by) == by)
