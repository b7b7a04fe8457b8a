"""The system of shelters: who gets which bed, who waits, who is turned away.

Everything that follows from an event happens inside it, by calls (T5).
"""

from collections import deque
from math import inf, isnan

import simpy

from sim.chance.luck import Chance
from sim.history import Cause, Kind
from sim.model.interim import InterimPlaces
from sim.model.log import Log
from sim.model.pathway import Pathway
from sim.model.placement import Placement
from sim.model.shelter import Shelter
from sim.model.tables import Tables
from sim.model.victim import Status, Victim, journey
from sim.model.waiting_list import WaitingList
from sim.planned.eligibility import BEFORE

__all__ = ["System"]

TURNED_AWAY, FORCED = "turned away", "forced exit"
"""What a plan of returns may name beside destinations, as is ``displaced``."""


class System:
    """Shelters, the one waiting list, and everyone in them.

    ``left_today`` names those whose stay ended since the last midnight.
    """

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
        self.eligibility = tables.eligibility
        self.scenario = tables.scenario
        self.chance = chance
        self.shelters = shelters
        self.log = log
        self.placement = Placement(tables, chance, shelters)
        self.interim = InterimPlaces(env, self.scenario, self.eligibility, log)
        self.pathway = Pathway(env, tables, chance, self.interim, log)
        self.waiting = WaitingList(self.scenario.waiting, self.eligibility)
        self.freed: deque[Shelter] = deque()
        self.left_today: list[Victim] = []
        self.victims = [
            Victim(number, tuple(values), size)
            for number, (values, size) in enumerate(
                zip(
                    chance.people.values.tolist(),
                    chance.people.size.tolist(),
                    strict=True,
                )
            )
        ]

    # --- coming and coming back ---------------------------------------------------

    def refer(self, victim: Victim) -> None:
        """Someone is referred and sets out."""
        self._note(Kind.REFERRED, victim)
        victim.set_out(self.env, journey(self, victim))

    def come_back(self, victim: Victim) -> None:
        """Someone who left is referred again: a new episode (C6)."""
        victim.returns_at = inf
        victim.episode += 1
        victim.step = 0
        victim.status = Status.ON_THE_WAY
        self._note(Kind.REFERRED, victim, amount=victim.episode)

    def go(self, victim: Victim, destination: str) -> None:
        """Be gone, perhaps to come back one day."""
        victim.status = Status.GONE
        at = victim.number, victim.episode
        for plan, luck in zip(self.scenario.returns, self.chance.returns, strict=True):
            from_here = not plan.from_exits or destination in plan.from_exits
            if from_here and luck.comes_back[at]:
                if victim.episode + 1 < luck.comes_back.shape[1]:
                    victim.returns_at = self.env.now + float(luck.after[at])
                    victim.enters_at = plan.enters_at
                else:
                    self._note(Kind.RETURN_CUT, victim)
                return

    # --- a bed, the list, or neither (B2-B4) --------------------------------------

    def seek_bed(self, victim: Victim) -> None:
        """Give a bed, a place on the list, or a refusal with its cause (B2)."""
        self._note(Kind.READY, victim)
        self.interim.leave(victim)
        eligible = self.placement.from_street(victim)
        willing = self.placement.accepted(victim, eligible)
        if eligible and not willing:
            self._decline(victim)
            return
        shelter = self.placement.first_with_room(victim, willing)
        if shelter is not None:
            self._admit(victim, shelter, Kind.ADMITTED)
            return
        victim.cause = self.placement.cause(victim, willing)
        if willing and self._patience(victim) > 0:
            self._join(victim)
        else:
            until = self.env.now + self.placement.potential_stay(
                victim, willing or self.placement.entries(), self.env.now
            )
            self._note(Kind.TURNED_AWAY, victim, detail=victim.cause, until=until)
            self.go(victim, TURNED_AWAY)

    def _patience(self, victim: Victim) -> float:
        return float(self.chance.patience[victim.number, victim.episode])

    def _decline(self, victim: Victim) -> None:
        """Leave without a bed, or out of one, because every offer was refused."""
        self._note(Kind.DECLINED, victim, shelter=victim.shelter)
        if victim.shelter >= 0:
            self.shelters[victim.shelter].exits_today += 1
            self.vacate(victim)
        self.go(victim, "declined")

    def _join(self, victim: Victim) -> None:
        victim.status = Status.WAITING
        victim.joined = self.env.now
        victim.due = self.env.now + self._patience(victim)
        victim.waiting_class = self.waiting.class_of(victim)
        self.waiting.add(victim)
        self._note(Kind.JOINED_LIST, victim, detail=victim.cause, until=victim.due)
        self.interim.enter(victim, self.scenario.waiting.interim)

    def recheck_causes(self) -> None:
        """Ask anew why each one on the list has no bed (B4, at midnight)."""
        if not self.waiting.entries:
            return
        for victim in self.waiting.without_a_bed():
            cause = self.placement.cause(victim, self.placement.eligible_for(victim))
            if cause is not victim.cause:
                victim.cause = cause
                self._note(Kind.CAUSE_CHANGED, victim, detail=cause)

    # --- in and out of beds --------------------------------------------------------

    def settle(self, victim: Victim, home: int) -> None:
        """Put someone who is here on day 0 into their bed (S4)."""
        shelter = self.shelters[home]
        people = self.chance.people
        so_far = float(people.so_far[victim.number])
        if isnan(so_far):
            self._begin_stay(victim, shelter, BEFORE)
        else:
            self._begin_stay(victim, shelter, self.env.now - so_far)
            victim.started -= so_far
        victim.planned_end = victim.due = float(people.residual[victim.number])
        victim.at_limit = bool(people.residual_at_limit[victim.number])
        self.enter(victim, shelter, Kind.RESIDENT)
        victim.set_out(self.env, journey(self, victim, inside=True))

    def _admit(self, victim: Victim, shelter: Shelter, kind: Kind) -> None:
        self._begin_stay(victim, shelter, self.env.now)
        luck = self.chance.stays[shelter.number][victim.plan]
        at = victim.number, victim.episode, victim.step
        victim.planned_end = victim.due = self.env.now + float(luck.length[at])
        victim.at_limit = bool(luck.at_limit[at])
        shelter.admitted_today += 1
        waited = victim.status is Status.WAITING
        self.interim.leave(victim)
        self.enter(victim, shelter, kind, from_list=waited)

    def _begin_stay(self, victim: Victim, shelter: Shelter, since: float) -> None:
        """Begin a stay now, by the plan for those admitted on day ``since`` (T7)."""
        victim.stay_shelter = shelter.number
        victim.plan = self.eligibility.stay_of(shelter.number, victim.values, since)
        victim.started = self.env.now

    def enter(
        self, victim: Victim, shelter: Shelter, kind: Kind, *, from_list: bool = False
    ) -> None:
        """Take someone into a bed whose stay is already planned."""
        victim.shelter = shelter.number
        victim.admitted = self.env.now
        victim.status = Status.SHELTERED
        shelter.residents[victim.number] = victim
        shelter.house(victim, 1)
        self._note(
            kind,
            victim,
            shelter=shelter.number,
            until=victim.planned_end,
            amount=int(from_list),
        )

    def vacate(self, victim: Victim) -> None:
        """Free a bed and remember to offer it (T5)."""
        shelter = self.shelters[victim.shelter]
        del shelter.residents[victim.number]
        shelter.house(victim, -1)
        victim.shelter = -1
        self.freed.append(shelter)

    def time_is_up(self, victim: Victim) -> None:
        """End a wait, a stay, or a bed kept for too long."""
        match victim.status:
            case Status.WAITING:
                self._give_up(victim)
            case Status.SHELTERED:
                self._end_stay(victim)
            case Status.BLOCKED:
                eligible = self.placement.eligible_for(victim)
                self.waiting.remove(victim)
                cause = self.placement.cause(victim, eligible)
                self._stop_short(victim, cause, eligible)
            case _:
                return
        self.serve()

    def _give_up(self, victim: Victim) -> None:
        eligible = self.placement.eligible_for(victim)
        self.waiting.remove(victim)
        self.interim.leave(victim)
        chosen = int(self.chance.gives_up_to[victim.number, victim.episode])
        destination, _ = self.scenario.waiting.gives_up_to[chosen]
        self._note(
            Kind.GAVE_UP,
            victim,
            detail=victim.cause,
            until=self.env.now
            + self.placement.potential_stay(
                victim, eligible or self.placement.entries(), self.env.now
            ),
            amount=self.tables.destinations[destination],
        )
        self.go(victim, destination)

    def _end_stay(self, victim: Victim) -> None:
        """Leave for the drawn destination, or step down into a programme (S5)."""
        plan = self.placement.stay_plan(victim)
        luck = self.chance.stays[victim.stay_shelter][victim.plan]
        at = victim.number, victim.episode, victim.step
        destination, _ = plan.exits[int(luck.exit[at])]
        if destination in self.tables.programmes:
            self._step_down(victim, destination)
            return
        shelter = victim.shelter
        self.vacate(victim)
        self.shelters[shelter].exits_today += 1
        self.left_today.append(victim)
        self._note(
            Kind.LEFT_AT_LIMIT if victim.at_limit else Kind.LEFT,
            victim,
            shelter=shelter,
            detail=self.tables.destinations[destination],
        )
        self.go(victim, destination)

    def _step_down(self, victim: Victim, programme: str) -> None:
        victim.programme = programme
        offered = self.placement.next_step(victim)
        if not offered:
            self._stop_short(victim, Cause.NO_FIT, offered)
            return
        eligible = self.placement.accepted(victim, offered)
        if not eligible:
            self._decline(victim)
            return
        shelter = self.placement.first_with_room(victim, eligible)
        if shelter is not None:
            self._move_on(victim, shelter)
            return
        plan = self.scenario.programmes[self.tables.programmes[programme]]
        victim.cause = self.placement.cause(victim, eligible)
        victim.status = Status.BLOCKED
        victim.joined = self.env.now
        victim.due = self.env.now + (plan.blocked_at_most or 0.0)
        victim.waiting_class = plan.waiting_class
        self.waiting.add(victim)
        self._note(
            Kind.BLOCKED,
            victim,
            shelter=victim.shelter,
            detail=victim.cause,
            until=victim.due,
        )

    def _move_on(self, victim: Victim, shelter: Shelter) -> None:
        """Take someone from one programme's bed into the next one's."""
        values = self.placement.values_after(victim)
        self.vacate(victim)
        victim.values = values
        victim.step += 1
        self._admit(victim, shelter, Kind.STEPPED_DOWN)

    def _stop_short(
        self, victim: Victim, cause: Cause, eligible: tuple[int, ...]
    ) -> None:
        """End a stay that had a next step to go to (S5)."""
        shelter = victim.shelter
        until = self.lose_step(victim, eligible)
        self.end_early(victim, shelter, cause, until)

    def lose_step(self, victim: Victim, eligible: tuple[int, ...]) -> float:
        """Take someone out of a bed; return when the next step would have ended."""
        values = self.placement.values_after(victim)
        self.vacate(victim)
        victim.values = values
        victim.step += 1
        return float(self.env.now) + self.placement.potential_stay(
            victim, eligible or self.placement.offering(victim), self.env.now
        )

    def end_early(
        self, victim: Victim, shelter: int, cause: Cause, until: float
    ) -> None:
        """Let someone go who has left a bed before the stay was over."""
        self.shelters[shelter].exits_today += 1
        self._note(Kind.FORCED_EXIT, victim, shelter=shelter, detail=cause, until=until)
        self.go(victim, FORCED)

    # --- offers (B3) ----------------------------------------------------------------

    def offer(self, shelter: Shelter) -> None:
        """Remember to offer whatever beds a shelter has."""
        self.freed.append(shelter)

    def serve(self) -> None:
        """Offer freed beds, first freed first, until none is left (B3, T5)."""
        while self.freed:
            shelter = self.freed.popleft()
            if not (self.waiting.entries and shelter.admitting and shelter.has_room()):
                continue
            for victim in self.waiting.in_turn(self.env.now):
                if shelter.has_room_for(victim) and (
                    shelter.number in self.placement.eligible_for(victim)
                ):
                    self._take_up(victim, shelter)
                    if not shelter.has_room():
                        break

    def _take_up(self, victim: Victim, shelter: Shelter) -> None:
        self.waiting.remove(victim)
        if victim.status is Status.BLOCKED:
            self._move_on(victim, shelter)
        else:
            self._admit(victim, shelter, Kind.ADMITTED)
        victim.wait_anew(self.env)

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
