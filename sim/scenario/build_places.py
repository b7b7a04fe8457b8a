"""Shelters, programmes, interim places."""

from fractions import Fraction

from sim.calendar import Calendar
from sim.scenario.build_costs import cost_line, month_of_cost
from sim.scenario.build_dated import (
    costs_while_open,
    days_of,
    shelter_changes,
    stay_plans,
)
from sim.scenario.build_people import condition, joint_shares
from sim.scenario.language import ScenarioFile
from sim.scenario.places import Closure, Shelter
from sim.scenario.plan import (
    ClosurePlan,
    HeldBack,
    InterimPlan,
    ProgrammePlan,
    Resident,
    ShelterPlan,
    StaffLoss,
)

__all__ = ["interim_plans", "programme_plans", "shelter_plans"]


def interim_plans(file: ScenarioFile) -> tuple[InterimPlan, ...]:
    """Return the places that are no shelter bed."""
    return tuple(
        InterimPlan(
            name=name,
            kind=place.kind,  # type: ignore[arg-type]
            cost_per_night=place.cost_per_night,
            payer=place.payer,
            places=place.places,
            accepts=condition(place.accepts),
        )
        for name, place in file.interim.items()
    )


def programme_plans(file: ScenarioFile) -> tuple[ProgrammePlan, ...]:
    """Return the programmes: those the file names, then the shelters' own."""
    named = [
        ProgrammePlan(
            name=name,
            blocked_at_most=days_of(programme.blocked_at_most),
            waiting_class=programme.waiting_class,
        )
        for name, programme in file.programmes.items()
    ]
    own = dict.fromkeys(
        shelter.programme or name for name, shelter in file.shelters.items()
    )
    others = [ProgrammePlan(name=name) for name in own if name not in file.programmes]
    return tuple(named + others)


def shelter_plans(file: ScenarioFile, calendar: Calendar) -> tuple[ShelterPlan, ...]:
    """Return the shelters in file order."""
    return tuple(
        _shelter(name, shelter, calendar) for name, shelter in file.shelters.items()
    )


def _shelter(name: str, shelter: Shelter, calendar: Calendar) -> ShelterPlan:
    standing = set(shelter.closure.while_closed) if shelter.closure else set()
    costs = tuple(
        cost_line(line, text, calendar, while_closed=line in standing)
        for line, text in shelter.costs.items()
    )
    month = month_of_cost(costs, shelter.planned_residents or 0, calendar.start.year)
    leave = shelter.staff_leave
    return ShelterPlan(
        name=name,
        title=shelter.title or name,
        programme=shelter.programme or name,
        beds=0 if shelter.opens else shelter.room,
        stays=stay_plans(shelter, calendar),
        accepts=condition(shelter.may_take(shelter.accepts)),
        refuses=tuple(condition(refused) for refused in shelter.refuses),
        entry=shelter.entry,
        regime=shelter.regime,
        overnight=shelter.overnight,
        staff=shelter.staff,
        residents_per_staff=shelter.residents_per_staff,
        held_back=tuple(
            HeldBack(condition=condition(held.for_), beds=held.beds)
            for held in shelter.held_back
        ),
        changes=shelter_changes(shelter, calendar),
        staff_loss=None
        if leave is None
        else StaffLoss(
            line=leave.unpaid,
            after=leave.after,
            every=leave.one_every,
            rehired_after=leave.back_after,
        ),
        costs=costs_while_open(costs, shelter, calendar),
        planned_residents=shelter.planned_residents,
        reserve=_money(shelter.reserve, month),
        credit=shelter.credit or 0,
        closure=_closure(shelter.closure, month),
        residents_now=tuple(
            Resident(
                number=group.number,
                so_far=days_of(group.so_far),
                values=group.values,
            )
            for group in shelter.residents_now
        ),
        residents_mix=joint_shares(shelter.residents_mix or ()),
    )


def _money(value: Fraction | int | None, month: Fraction) -> int:
    if isinstance(value, Fraction):
        return int(value * month)
    return value or 0


def _closure(closure: Closure | None, month: Fraction) -> ClosurePlan | None:
    if closure is None:
        return None
    tolerated = closure.tolerated_arrears
    return ClosurePlan(
        freeze_below=closure.freeze_below,
        thaw_with=closure.freeze_below
        if closure.thaw_with is None
        else closure.thaw_with,
        close_below=closure.close_below,
        tolerated_arrears=None if tolerated is None else _money(tolerated, month),
        tolerated_days=closure.tolerated_days,
        notice=closure.notice,
        reopen_with=closure.reopen_with,
        reopening_cost=closure.reopening_cost,
        reopening_takes=closure.reopening_takes,
    )
