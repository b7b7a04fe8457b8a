"""Who may go where, and where first, as shelters stand now (SEMANTICS B2, B4, C7)."""

from collections.abc import Iterable

from sim.chance.luck import Chance
from sim.history import Cause
from sim.model.shelter import Shelter
from sim.model.tables import Tables
from sim.model.victim import Status, Victim
from sim.planned.eligibility import Era, Values
from sim.scenario.plan import StayPlan

__all__ = ["Placement"]


class Placement:
    """Answers that depend on the shelters of the day and on who asks.

    ``era`` counts the changes in force of whom each shelter accepts.
    """

    def __init__(self, tables: Tables, chance: Chance, shelters: list[Shelter]) -> None:
        self.tables = tables
        self.scenario = tables.scenario
        self.eligibility = tables.eligibility
        self.chance = chance
        self.shelters = shelters
        self.era: Era = (0,) * len(shelters)

    def change_era(self, shelter: int) -> None:
        """Put in force the next change of whom a shelter accepts (T7)."""
        era = list(self.era)
        era[shelter] += 1
        self.era = tuple(era)

    def takes(self, shelter: Shelter, victim: Victim) -> bool:
        """Say whether a shelter takes such a person at all, today."""
        return self.eligibility.takes(shelter.number, victim.values, self.era)

    def from_street(self, victim: Victim) -> tuple[int, ...]:
        """Return the shelters that take such a person from outside."""
        return self._with_beds(self.eligibility.from_street(victim.values, self.era))

    def next_step(self, victim: Victim) -> tuple[int, ...]:
        """Return the shelters that offer the programme someone steps down into."""
        return self._with_beds(
            self.eligibility.of_programme(
                victim.programme, self.values_after(victim), self.era
            )
        )

    def _with_beds(self, shelters: tuple[int, ...]) -> tuple[int, ...]:
        """Leave out shelters that are not there: not yet opened, or given up (T7)."""
        return tuple([number for number in shelters if self.shelters[number].beds])

    def accepted(self, victim: Victim, shelters: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shelters whose regime this person does not decline (C7)."""
        if not self.scenario.acceptance:
            return shelters
        chances = self.eligibility.acceptance_of(victim.values)
        if not chances:
            return shelters
        u = self.chance.willingness[victim.number, victim.episode]
        return tuple(
            [
                number
                for number in shelters
                if u < chances.get(self.shelters[number].regime, 1.0)
            ]
        )

    def eligible_for(self, victim: Victim) -> tuple[int, ...]:
        """Return where someone on the list may go, and would."""
        blocked = victim.status is Status.BLOCKED
        offered = self.next_step(victim) if blocked else self.from_street(victim)
        return self.accepted(victim, offered)

    def first_with_room(
        self, victim: Victim, shelters: tuple[int, ...]
    ) -> Shelter | None:
        """Return the first admitting shelter with room, by preference (B2)."""
        for number in self._by_emptiness(victim, shelters):
            shelter = self.shelters[number]
            if shelter.admitting and shelter.has_room_for(victim):
                return shelter
        return None

    def _by_emptiness(
        self, victim: Victim, shelters: tuple[int, ...]
    ) -> tuple[int, ...]:
        """Put the emptiest first where that is what people prefer."""
        if not self.scenario.preferences:
            return shelters
        preference = self.eligibility.preference_of(victim.values)
        if preference is None or preference.by != "emptiest":
            return shelters
        named = [self.tables.shelters[name] for name in preference.order]
        rest = [number for number in shelters if number not in named]
        rest.sort(key=lambda n: self.shelters[n].occupied - self.shelters[n].usable)
        return (*(n for n in shelters if n in named), *rest)

    def cause(self, victim: Victim, eligible: Iterable[int]) -> Cause:
        """Return why there is no bed: the first cause that applies (B4)."""
        shelters = [self.shelters[number] for number in eligible]
        if not shelters:
            return Cause.NO_FIT
        if any(shelter.shut for shelter in shelters):
            return Cause.CLOSED
        if any(not s.admitting and s.has_room(victim.size) for s in shelters):
            return Cause.FROZEN
        if any(
            s.staffed < s.beds and s.beds - s.occupied >= victim.size for s in shelters
        ):
            return Cause.NO_STAFF
        return Cause.NO_BED

    def entries(self) -> tuple[int, ...]:
        """Return the shelters that take people from outside, in file order."""
        return tuple([s.number for s in self.shelters if s.plan.entry])

    def offering(self, victim: Victim) -> tuple[int, ...]:
        """Return the shelters of the next programme, open or not, as B6 asks them.

        Those that take such a person; if none does, all of them.
        """
        programme, values = victim.programme, victim.values
        return self.eligibility.of_programme(programme, values, self.era) or tuple(
            [
                number
                for number in self.eligibility.order_for(values)
                if self.shelters[number].plan.programme == programme
            ]
        )

    def potential_stay(
        self, victim: Victim, shelters: tuple[int, ...], now: float
    ) -> float:
        """Return the days of the stay in a bed that would have been (B6).

        It is the one at the first of ``shelters`` with beds; where none of them
        has any, no bed is missed.
        """
        for number in shelters:
            if self.shelters[number].plan.overnight:
                plan = self.eligibility.stay_of(number, victim.values, now)
                luck = self.chance.stays[number][max(0, plan)]
                step = min(victim.step, luck.length.shape[2] - 1)
                return float(luck.length[victim.number, victim.episode, step])
        return 0.0

    def stay_plan(self, victim: Victim) -> StayPlan:
        """Return the plan of the stay that someone is in."""
        return self.scenario.shelters[victim.stay_shelter].stays[victim.plan]

    def values_after(self, victim: Victim) -> Values:
        """Return the values someone is assessed with when stepping down."""
        becomes = dict(self.stay_plan(victim).becomes)
        if not becomes:
            return victim.values
        return tuple(
            attribute.values.index(becomes[attribute.name])
            if attribute.name in becomes
            else code
            for attribute, code in zip(
                self.scenario.attributes, victim.values, strict=True
            )
        )
