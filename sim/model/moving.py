"""Moving those who cannot stay: closures, smaller shelters (SEMANTICS D1, S2, S6)."""

from math import inf

from sim.history import Kind
from sim.model.shelter import Shelter
from sim.model.system import System
from sim.model.victim import Status, Victim
from sim.scenario.plan import ShelterChange

__all__ = ["evacuate", "make_room"]

DISPLACED = "displaced"


def evacuate(system: System, shelter: Shelter) -> None:
    """Move the residents of a closing shelter, or displace them (D1)."""
    for victim in reversed(_last_admitted_first(shelter)):
        new = _refuge(system, victim, shelter)
        if new is None:
            _displace(system, victim)
        else:
            _transfer(system, victim, new)
        victim.wait_anew(system.env)


def make_room(system: System, shelter: Shelter, change: ShelterChange) -> None:
    """Move or put out those above a new limit or no longer taken (S6)."""
    if change.residents == "finish":
        return
    for victim in _last_admitted_first(shelter):
        taken = system.placement.takes(shelter, victim)
        above = shelter.occupied > min(shelter.beds, shelter.staffed)
        if above or (change.accepts is not None and not taken):
            may_move = change.residents == "transfer"
            new = _refuge(system, victim, shelter) if may_move else None
            if new is None:
                _force_out(system, victim, shelter, elsewhere=may_move)
            else:
                _transfer(system, victim, new)
            victim.wait_anew(system.env)


def _last_admitted_first(shelter: Shelter) -> list[Victim]:
    return sorted(
        shelter.residents.values(),
        key=lambda victim: (victim.admitted, victim.number),
        reverse=True,
    )


def _refuge(system: System, victim: Victim, leaving: Shelter) -> Shelter | None:
    """Return where someone who must leave can go on with the stay (S2)."""
    if victim.status is Status.BLOCKED:
        return None
    possible = _possible(system, victim, leaving)
    return system.placement.first_with_room(
        victim, tuple([number for number in possible if number != leaving.number])
    )


def _possible(system: System, victim: Victim, leaving: Shelter) -> tuple[int, ...]:
    """Return where a stay may go on and would, ``leaving`` among them if it takes."""
    return system.placement.accepted(
        victim,
        tuple(
            [
                number
                for number in system.eligibility.order_for(victim.values)
                if system.shelters[number].beds
                and _may_go_on_at(system, victim, system.shelters[number], leaving)
            ]
        ),
    )


def _may_go_on_at(
    system: System, victim: Victim, shelter: Shelter, leaving: Shelter
) -> bool:
    same = shelter.plan.programme == leaving.plan.programme
    return (
        (shelter.plan.entry or same)
        and shelter.plan.overnight == leaving.plan.overnight
        and system.placement.takes(shelter, victim)
        and _limit(system, victim, shelter) > system.env.now
    )


def _limit(system: System, victim: Victim, shelter: Shelter) -> float:
    """Return when the limit of a new shelter would end this stay (S2)."""
    number = system.eligibility.stay_of(shelter.number, victim.values, victim.started)
    plan = shelter.plan.stays[max(0, number)]
    if plan.at_most is None:
        return inf
    luck = system.chance.stays[shelter.number][max(0, number)]
    extended = bool(luck.extended[victim.number, victim.episode])
    return victim.started + plan.at_most + (plan.extension if extended else 0.0)


def _transfer(system: System, victim: Victim, shelter: Shelter) -> None:
    """Move someone to another shelter; the planned end stays (S2)."""
    limit = _limit(system, victim, shelter)
    if limit < victim.planned_end:
        victim.planned_end, victim.at_limit = limit, True
    victim.due = victim.planned_end
    system.vacate(victim)
    system.enter(victim, shelter, Kind.TRANSFERRED)


def _displace(system: System, victim: Victim) -> None:
    """Put someone out because the shelter closes and no other takes them (D1)."""
    shelter = victim.shelter
    until = _out_of_bed(system, victim)
    system.log.note(
        system.env.now,
        Kind.DISPLACED,
        person=victim.number,
        shelter=shelter,
        until=until,
    )
    system.go(victim, DISPLACED)


def _force_out(
    system: System, victim: Victim, leaving: Shelter, *, elsewhere: bool
) -> None:
    """End a stay for want of a bed; only closure displaces (S6).

    The cause is that of B4, with the bed given up, over where the stay could have
    gone on: here, and ``elsewhere`` where the file has people taken there.
    """
    if victim.status is Status.BLOCKED:
        next_ones = system.placement.eligible_for(victim)
        cause = system.placement.cause(victim, next_ones)
        until = _out_of_bed(system, victim)
    else:
        until = _out_of_bed(system, victim)
        possible = _possible(system, victim, leaving)
        if not elsewhere:
            possible = tuple([n for n in possible if n == leaving.number])
        cause = system.placement.cause(victim, possible)
    system.end_early(victim, leaving.number, cause, until)


def _out_of_bed(system: System, victim: Victim) -> float:
    """Free a bed; return when this stay, or the next step's, would have ended (B6)."""
    if victim.status is Status.BLOCKED:
        eligible = system.placement.eligible_for(victim)
        system.waiting.remove(victim)
        return system.lose_step(victim, eligible)
    has_bed = system.shelters[victim.shelter].plan.overnight
    system.vacate(victim)
    now = float(system.env.now)
    return max(victim.planned_end, now) if has_bed else now
