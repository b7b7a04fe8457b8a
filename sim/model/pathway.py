"""The pathway before a bed: stages, the staff on duty, who passes (C5)."""

from collections import defaultdict, deque
from math import inf

import simpy

from sim.chance.luck import Chance
from sim.history import Kind
from sim.model.interim import InterimPlaces
from sim.model.log import Log
from sim.model.tables import Tables
from sim.model.victim import Status, Victim

__all__ = ["Pathway"]


class Pathway:
    """Stages with their durations and probabilities, and their queues for staff."""

    def __init__(
        self,
        env: simpy.Environment,
        tables: Tables,
        chance: Chance,
        interim: InterimPlaces,
        log: Log,
    ) -> None:
        self.env = env
        self.tables = tables
        self.stages = tables.scenario.stages
        self.chance = chance
        self.interim = interim
        self.log = log
        self.staff = [stage.staff for stage in self.stages]
        self.staff_from: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, stage in enumerate(self.stages):
            for day, staff in stage.staff_changes:
                self.staff_from[day].append((number, staff))
        self.busy = [0] * len(self.stages)
        self.queues: list[deque[Victim]] = [deque() for _ in self.stages]

    def stages_of(self, victim: Victim) -> range:
        """Return the stages before a bed, from the one that is entered (C5)."""
        return range(max(0, self._entered(victim)), len(self.stages))

    def _entered(self, victim: Victim) -> int:
        if victim.episode > 0:
            return victim.enters_at
        stream = int(self.chance.people.stream[victim.number])
        return self.tables.scenario.streams[stream].enters_at

    def begin(self, victim: Victim, stage: int) -> None:
        """Enter a stage, or wait for somebody on duty to have time.

        Who needs no time in a stage needs nobody's and goes on at once.
        """
        self.interim.leave(victim)
        takes_time = self._takes(victim, stage) > 0
        meanwhile = self.stages[stage].meanwhile
        if meanwhile is not None and takes_time:
            self.interim.enter(victim, (meanwhile,))
        if takes_time and self._full(stage):
            victim.due = inf
            self.queues[stage].append(victim)
            self._note(Kind.STAGE_QUEUED, victim, stage)
        else:
            self._work_on(victim, stage)

    def _full(self, stage: int) -> bool:
        staff = self.staff[stage]
        return staff is not None and self.busy[stage] >= staff

    def _takes(self, victim: Victim, stage: int) -> float:
        return float(self.chance.stage_takes[victim.number, victim.episode, stage])

    def _work_on(self, victim: Victim, stage: int) -> None:
        self.busy[stage] += 1
        victim.due = self.env.now + self._takes(victim, stage)
        self._note(Kind.STAGE_BEGAN, victim, stage)

    def end(self, victim: Victim, stage: int) -> bool:
        """End a stage, take the next in line, and say whether it was passed."""
        self.busy[stage] -= 1
        passed = self._passes(victim, stage)
        if not passed:
            self.interim.leave(victim)
            victim.status = Status.GONE
            otherwise = self.stages[stage].otherwise
            self._note(Kind.NOT_RECOGNISED, victim, self.tables.destinations[otherwise])
        self._call_next(stage)
        return passed

    def _passes(self, victim: Victim, stage: int) -> bool:
        if stage <= self._entered(victim):
            return True
        return bool(self.chance.stage_passes[victim.number, victim.episode, stage])

    def _call_next(self, stage: int) -> None:
        queue = self.queues[stage]
        while queue and not self._full(stage):
            victim = queue.popleft()
            self._work_on(victim, stage)
            victim.wait_anew(self.env)

    def change_staff(self, day: int) -> None:
        """Put the staff planned from ``day`` on duty (T3 step 4, T7)."""
        for number, staff in self.staff_from.get(day, ()):
            self.staff[number] = staff
            self._call_next(number)

    def _note(self, kind: Kind, victim: Victim, detail: int) -> None:
        self.log.note(self.env.now, kind, person=victim.number, detail=detail)
