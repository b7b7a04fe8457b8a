"""The system of shelters: who gets which bed, who waits, who is turned away.

Everything that follows from an event happens inside it, by calls (T5).
"""

from bisect import insort
from collections import deque
from collections.abc import Iterable, Iterator

import simpy

from sim.chance.luck import Chance
from sim.history import Cause, Kind
from sim.model.log import Log
from sim.model.shelter import Shelter
from sim.model.tables import Tables, Values
from sim.model.victim import Status, Victim, journey, staying
from sim.scenario.plan import StayPlan

__all__ = ["System"]

EPISODE = 0
"""Everybody has one episode until people can return."""


class System:
    """Shelters, the one waiting list, interim places and everyone in them."""

    def __init__(
        self,
        env: simpy.Environment,
        tables: Tables,
        chance: Chance,
        shelters: list[Shelter],
        log: Log,
    ) -> None:
        self.env = env
        self.tables = tables
        self.scenario = tables.scenario
        self.chance = chance
        self.shelters = shelters
        self.log = log
        self.waiting: list[tuple[tuple[int, float, int], Victim]] = []
        self.interim: list[dict[int, Victim]] = [{} for _ in self.scenario.interim]
        self.freed: deque[Shelter] = deque()
        self.victims = [
            Victim(number, tuple(values))
            for number, values in enumerate(chance.people.values.tolist())
        ]
        self.patience = chance.patience[:, EPISODE].tolist()

    # --- the pathway ------------------------------------------------------------

    def refer(self, victim: Victim) -> None:
        """Someone is referred and sets out."""
        self._note(Kind.REFERRED, victim)
        victim.set_out(self.env, journey(self, victim))

    def stages_of(self, victim: Victim) -> Iterator[int]:
        """Return the stages before a bed, from the one the stream enters (C5)."""
        stream = int(self.chance.people.stream[victim.number])
        first = self.scenario.streams[stream].enters_at
        return iter(range(max(0, first), len(self.scenario.stages)))

    def begin_stage(self, victim: Victim, stage: int) -> float:
        """Enter a stage and return the day on which it ends."""
        self._note(Kind.STAGE_BEGAN, victim, detail=stage)
        meanwhile = self.scenario.stages[stage].meanwhile
        self._leave_interim(victim)
        if meanwhile is not None:
            self._enter_interim(victim, (meanwhile,))
        takes = self.chance.stage_takes[victim.number, EPISODE, stage]
        return float(self.env.now + takes)

    def passes(self, victim: Victim, stage: int) -> bool:
        """End a stage; those who do not pass it leave (C5)."""
        stream = int(self.chance.people.stream[victim.number])
        counted = stage == self.scenario.streams[stream].enters_at
        if counted or self.chance.stage_passes[victim.number, EPISODE, stage]:
            return True
        otherwise = self.scenario.stages[stage].otherwise
        self._leave_interim(victim)
        victim.status = Status.GONE
        self._note(
            Kind.NOT_RECOGNISED, victim, detail=self.tables.destinations[otherwise]
        )
        return False

    # --- a bed, the list, or neither (B2-B4) --------------------------------------

    def seek_bed(self, victim: Victim) -> None:
        """Give a bed, a place on the list, or a refusal with its cause (B2)."""
        self._note(Kind.READY, victim)
        self._leave_interim(victim)
        eligible = self.tables.from_street(victim.values)
        for number in eligible:
            shelter = self.shelters[number]
            if shelter.admitting and shelter.has_room():
                self._admit(victim, shelter, Kind.ADMITTED)
                return
        victim.cause = self._cause(eligible)
        if eligible and self.patience[victim.number] > 0:
            self._join(victim)
        else:
            victim.status = Status.GONE
            self._note(
                Kind.TURNED_AWAY,
                victim,
                detail=victim.cause,
                until=self.env.now + self._potential_stay(victim, eligible),
            )

    def _join(self, victim: Victim) -> None:
        victim.status = Status.WAITING
        victim.joined = self.env.now
        victim.due = self.env.now + self.patience[victim.number]
        victim.waiting_class = next(
            (
                number
                for number, condition in enumerate(self.scenario.waiting.priority)
                if self.tables.holds(condition, victim.values)
            ),
            len(self.scenario.waiting.priority),
        )
        insort(self.waiting, (victim.turn, victim))
        self._note(Kind.JOINED_LIST, victim, detail=victim.cause, until=victim.due)
        self._enter_interim(victim, self.scenario.waiting.interim)

    def _cause(self, eligible: Iterable[int]) -> Cause:
        """Return why there is no bed: the first cause that applies (B4)."""
        shelters = [self.shelters[number] for number in eligible]
        if not shelters:
            return Cause.NO_FIT
        if any(shelter.shut for shelter in shelters):
            return Cause.CLOSED
        if any(not s.admitting and s.has_room() for s in shelters):
            return Cause.FROZEN
        return Cause.NO_BED

    def recheck_causes(self) -> None:
        """Ask anew why each one on the list has no bed (B4, at midnight)."""
        for _, victim in self.waiting:
            if victim.status is Status.WAITING:
                cause = self._cause(self._eligible(victim))
                if cause is not victim.cause:
                    victim.cause = cause
                    self._note(Kind.CAUSE_CHANGED, victim, detail=cause)

    def _eligible(self, victim: Victim) -> tuple[int, ...]:
        if victim.status is Status.BLOCKED:
            return self.tables.of_programme(victim.programme, self._after(victim))
        return self.tables.from_street(victim.values)

    def _potential_stay(self, victim: Victim, eligible: tuple[int, ...]) -> float:
        """Return the days of the stay that would have been (B6).

        With no eligible shelter it is the stay at the first shelter of the file
        that takes people from outside.
        """
        for number in eligible or self._entries():
            plan = max(0, self.tables.stay_of(number, victim.values))
            luck = self.chance.stays[number][plan]
            step = min(victim.step, luck.length.shape[2] - 1)
            return float(luck.length[victim.number, EPISODE, step])
        return 0.0

    def _entries(self) -> tuple[int, ...]:
        return tuple(s.number for s in self.shelters if s.plan.entry)

    # --- in and out of beds --------------------------------------------------------

    def settle(self, victim: Victim, home: int) -> None:
        """Put someone who is here on day 0 into their bed (S4)."""
        shelter = self.shelters[home]
        people = self.chance.people
        self._begin_stay(victim, shelter)
        victim.planned_end = victim.due = float(people.residual[victim.number])
        victim.at_limit = bool(people.residual_at_limit[victim.number])
        self._enter(victim, shelter, Kind.RESIDENT)
        victim.set_out(self.env, staying(self, victim))

    def _admit(self, victim: Victim, shelter: Shelter, kind: Kind) -> None:
        self._begin_stay(victim, shelter)
        luck = self.chance.stays[shelter.number][victim.plan]
        at = victim.number, EPISODE, victim.step
        victim.planned_end = victim.due = self.env.now + float(luck.length[at])
        victim.at_limit = bool(luck.at_limit[at])
        shelter.admitted_today += 1
        waited = victim.status is Status.WAITING
        self._leave_interim(victim)
        self._enter(victim, shelter, kind, from_list=waited)

    def _begin_stay(self, victim: Victim, shelter: Shelter) -> None:
        victim.stay_shelter = shelter.number
        victim.plan = self.tables.stay_of(shelter.number, victim.values)
        victim.started = self.env.now

    def _enter(
        self, victim: Victim, shelter: Shelter, kind: Kind, *, from_list: bool = False
    ) -> None:
        victim.shelter = shelter.number
        victim.admitted = self.env.now
        victim.status = Status.SHELTERED
        shelter.residents[victim.number] = victim
        self._note(
            kind,
            victim,
            shelter=shelter.number,
            until=victim.planned_end,
            amount=int(from_list),
        )

    def _vacate(self, victim: Victim) -> None:
        """Free a bed and remember to offer it (T5)."""
        shelter = self.shelters[victim.shelter]
        del shelter.residents[victim.number]
        victim.shelter = -1
        self.freed.append(shelter)

    def _leave_list(self, victim: Victim) -> None:
        self.waiting.remove((victim.turn, victim))

    def time_is_up(self, victim: Victim) -> None:
        """End a wait, a stay, or a bed kept for too long."""
        match victim.status:
            case Status.WAITING:
                self._give_up(victim)
            case Status.SHELTERED:
                self._end_stay(victim)
            case Status.BLOCKED:
                self._leave_list(victim)
                self._force_out(victim, Cause.NO_BED, self._eligible(victim))
            case _:
                return
        self.serve()

    def _give_up(self, victim: Victim) -> None:
        eligible = self._eligible(victim)
        self._leave_list(victim)
        self._leave_interim(victim)
        victim.status = Status.GONE
        chosen = int(self.chance.gives_up_to[victim.number, EPISODE])
        destination, _ = self.scenario.waiting.gives_up_to[chosen]
        self._note(
            Kind.GAVE_UP,
            victim,
            detail=victim.cause,
            until=self.env.now + self._potential_stay(victim, eligible),
            amount=self.tables.destinations[destination],
        )

    def _stay_plan(self, victim: Victim) -> StayPlan:
        return self.scenario.shelters[victim.stay_shelter].stays[victim.plan]

    def _end_stay(self, victim: Victim) -> None:
        """Leave for the drawn destination, or step down into a programme (S5)."""
        plan = self._stay_plan(victim)
        luck = self.chance.stays[victim.stay_shelter][victim.plan]
        destination, _ = plan.exits[int(luck.exit[victim.number, EPISODE, victim.step])]
        if destination in self.tables.programmes:
            self._step_down(victim, destination)
            return
        shelter = victim.shelter
        self._vacate(victim)
        self.shelters[shelter].exits_today += 1
        victim.status = Status.GONE
        self._note(
            Kind.LEFT_AT_LIMIT if victim.at_limit else Kind.LEFT,
            victim,
            shelter=shelter,
            detail=self.tables.destinations[destination],
        )

    def _after(self, victim: Victim) -> Values:
        """Return the values someone is assessed with when stepping down."""
        becomes = dict(self._stay_plan(victim).becomes)
        return tuple(
            attribute.values.index(becomes[attribute.name])
            if attribute.name in becomes
            else code
            for attribute, code in zip(
                self.scenario.attributes, victim.values, strict=True
            )
        )

    def _step_down(self, victim: Victim, programme: str) -> None:
        victim.programme = programme
        eligible = self.tables.of_programme(programme, self._after(victim))
        for number in eligible:
            shelter = self.shelters[number]
            if shelter.admitting and shelter.has_room():
                self._move_on(victim, shelter)
                return
        if not eligible:
            self._force_out(victim, Cause.NO_FIT, eligible)
            return
        plan = self.scenario.programmes[self.tables.programmes[programme]]
        victim.cause = self._cause(eligible)
        victim.status = Status.BLOCKED
        victim.joined = self.env.now
        victim.due = self.env.now + (plan.blocked_at_most or 0.0)
        victim.waiting_class = plan.waiting_class
        insort(self.waiting, (victim.turn, victim))
        self._note(
            Kind.BLOCKED,
            victim,
            shelter=victim.shelter,
            detail=victim.cause,
            until=victim.due,
        )

    def _move_on(self, victim: Victim, shelter: Shelter) -> None:
        """Take someone from one programme's bed into the next one's."""
        values = self._after(victim)
        self._vacate(victim)
        victim.values = values
        victim.step += 1
        self._admit(victim, shelter, Kind.STEPPED_DOWN)

    def _force_out(
        self, victim: Victim, cause: Cause, eligible: tuple[int, ...]
    ) -> None:
        """End a stay that had a next step to go to (S5)."""
        shelter = victim.shelter
        victim.values = self._after(victim)
        victim.step += 1
        until = self.env.now + self._potential_stay(victim, eligible)
        self._vacate(victim)
        self.shelters[shelter].exits_today += 1
        victim.status = Status.GONE
        self._note(Kind.FORCED_EXIT, victim, shelter=shelter, detail=cause, until=until)

    # --- offers (B3) ----------------------------------------------------------------

    def offer(self, shelter: Shelter) -> None:
        """Remember to offer whatever beds a shelter has."""
        self.freed.append(shelter)

    def serve(self) -> None:
        """Offer freed beds, first freed first, until none is left (B3, T5)."""
        while self.freed:
            shelter = self.freed.popleft()
            if not (shelter.admitting and shelter.has_room()):
                continue
            for entry in list(self.waiting):
                victim = entry[1]
                if shelter.number in self._eligible(victim):
                    self.waiting.remove(entry)
                    if victim.status is Status.BLOCKED:
                        self._move_on(victim, shelter)
                    else:
                        self._admit(victim, shelter, Kind.ADMITTED)
                    victim.wait_anew(self.env)
                    if not shelter.has_room():
                        break

    # --- closure --------------------------------------------------------------------

    def empty(self, shelter: Shelter) -> None:
        """Move the residents of a closing shelter, or displace them (D1, S2)."""
        leaving = sorted(
            shelter.residents.values(), key=lambda v: (v.admitted, v.number)
        )
        for victim in leaving:
            if victim.status is Status.BLOCKED:
                self._leave_list(victim)
            new = self._refuge(victim, shelter)
            if new is None:
                self._displace(victim, shelter)
            else:
                self._transfer(victim, new)
            victim.wait_anew(self.env)
        self.freed = deque(s for s in self.freed if s is not shelter)

    def _refuge(self, victim: Victim, leaving: Shelter) -> Shelter | None:
        if victim.status is Status.BLOCKED:
            return None
        for number in self.tables.order_for(victim.values):
            shelter = self.shelters[number]
            same = shelter.plan.programme == leaving.plan.programme
            if (
                (shelter.plan.entry or same)
                and self.tables.takes(number, victim.values)
                and shelter.admitting
                and shelter.has_room()
                and self._limit(victim, shelter) > self.env.now
            ):
                return shelter
        return None

    def _limit(self, victim: Victim, shelter: Shelter) -> float:
        """Return when the limit of a new shelter would end this stay (S2)."""
        plan = self.tables.stay_of(shelter.number, victim.values)
        at_most = shelter.plan.stays[plan].at_most
        return float("inf") if at_most is None else victim.started + at_most

    def _transfer(self, victim: Victim, shelter: Shelter) -> None:
        limit = self._limit(victim, shelter)
        if limit < victim.planned_end:
            victim.planned_end, victim.at_limit = limit, True
        victim.due = victim.planned_end
        self._vacate(victim)
        self._enter(victim, shelter, Kind.TRANSFERRED)

    def _displace(self, victim: Victim, shelter: Shelter) -> None:
        self._vacate(victim)
        victim.status = Status.GONE
        self._note(
            Kind.DISPLACED,
            victim,
            shelter=shelter.number,
            until=max(victim.planned_end, self.env.now),
        )

    # --- interim places (B5) ----------------------------------------------------------

    def _enter_interim(self, victim: Victim, names: Iterable[str]) -> None:
        for name in names:
            number = next(
                i for i, p in enumerate(self.scenario.interim) if p.name == name
            )
            place, here = self.scenario.interim[number], self.interim[number]
            free = place.places is None or len(here) < place.places
            if free and self.tables.holds(place.accepts, victim.values):
                here[victim.number] = victim
                victim.interim = number
                self._note(Kind.INTERIM_BEGAN, victim, detail=number)
                return

    def _leave_interim(self, victim: Victim) -> None:
        if victim.interim >= 0:
            del self.interim[victim.interim][victim.number]
            self._note(Kind.INTERIM_ENDED, victim, detail=victim.interim)
            victim.interim = -1

    def _note(
        self,
        kind: Kind,
        victim: Victim,
        *,
        shelter: int = -1,
        detail: int = -1,
        until: float = float("nan"),
        amount: int = 0,
    ) -> None:
        self.log.note(
            self.env.now,
            kind,
            person=victim.number,
            shelter=shelter,
            detail=detail,
            until=until,
            amount=amount,
        )
