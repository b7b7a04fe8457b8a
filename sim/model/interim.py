"""Places that are no shelter bed, for those who wait or are on the way (B5)."""

from collections.abc import Iterable

import simpy

from sim.history import Kind
from sim.model.log import Log
from sim.model.victim import Victim
from sim.planned.eligibility import Eligibility
from sim.scenario.plan import Scenario

__all__ = ["InterimPlaces"]


class InterimPlaces:
    """Who is in which interim place; a household takes a place for each of it."""

    def __init__(
        self,
        env: simpy.Environment,
        scenario: Scenario,
        eligibility: Eligibility,
        log: Log,
    ) -> None:
        self.env = env
        self.plans = scenario.interim
        self.numbers = {place.name: n for n, place in enumerate(scenario.interim)}
        self.eligibility = eligibility
        self.log = log
        self.people = [0] * len(scenario.interim)

    def enter(self, victim: Victim, names: Iterable[str]) -> None:
        """Take someone into the first of the places that has room for them."""
        for name in names:
            number = self.numbers[name]
            place = self.plans[number]
            free = place.places is None or (
                self.people[number] + victim.size <= place.places
            )
            if free and self.eligibility.holds(place.accepts, victim.values):
                self.people[number] += victim.size
                victim.interim = number
                self._note(Kind.INTERIM_BEGAN, victim)
                return

    def leave(self, victim: Victim) -> None:
        """Let someone out of the place they are in, if they are in one."""
        if victim.interim >= 0:
            self.people[victim.interim] -= victim.size
            self._note(Kind.INTERIM_ENDED, victim)
            victim.interim = -1

    def _note(self, kind: Kind, victim: Victim) -> None:
        self.log.note(self.env.now, kind, person=victim.number, detail=victim.interim)
