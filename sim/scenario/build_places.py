"""Shelters, their stays and costs, programmes, interim places."""

from fractions import Fraction

from sim.calendar import Calendar, days_in_year
from sim.distributions import Distribution
from sim.scenario.build_people import condition, joint_shares
from sim.scenario.language import ScenarioFile
from sim.scenario.places import Closure, Shelter, Stay
from sim.scenario.places import CostLine as CostText
from sim.scenario.plan import (
    ClosurePlan,
    CostLine,
    InterimPlan,
    ProgrammePlan,
    Resident,
    ShelterPlan,
    StayPlan,
)

__all__ = [
    "cost_line",
    "interim_plans",
    "month_of_cost",
    "programme_plans",
    "shelter_plans",
]

TIMES = {"year": ("year", 1), "quarter": ("year", 4), "month": ("year", 12)}


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
            blocked_at_most=None
            if programme.blocked_at_most is None
            else float(programme.blocked_at_most),
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
    return ShelterPlan(
        name=name,
        title=shelter.title or name,
        programme=shelter.programme or name,
        beds=shelter.beds,
        stays=tuple(_stay(stay, shelter) for stay in shelter.stay),
        accepts=condition(shelter.accepts),
        refuses=tuple(condition(refused) for refused in shelter.refuses),
        entry=shelter.entry,
        costs=costs,
        planned_residents=shelter.planned_residents,
        reserve=_money(shelter.reserve, month),
        credit=shelter.credit or 0,
        closure=_closure(shelter.closure, month),
        residents_now=tuple(
            Resident(
                number=group.number,
                so_far=None if group.so_far is None else float(group.so_far),
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


def _stay(stay: Stay, shelter: Shelter) -> StayPlan:
    law = stay.stay
    exits = stay.exits if stay.exits is not None else shelter.exits or {}
    becomes = stay.becomes if stay.becomes is not None else shelter.becomes or {}
    total = sum(exits.values(), Fraction(0))
    unclipped: Distribution = law.law
    return StayPlan(
        condition=condition(stay.for_),
        law=unclipped,
        at_least=law.number("at_least") or 0.0,
        at_most=law.number("at_most"),
        exits=tuple((name, float(share / total)) for name, share in exits.items()),
        becomes=tuple(becomes.items()),
    )


def cost_line(
    name: str, text: CostText, calendar: Calendar, *, while_closed: bool
) -> CostLine:
    """Return one kind of cost; months and quarters become years (M1)."""
    kind, amount, per, day = "fixed", 0, "each", None
    rate = text.fixed or text.per_team
    if rate is not None:
        kind = "fixed" if text.fixed else "team"
        per, times = TIMES.get(rate[1], (rate[1], 1))
        amount = rate[0] * times
    elif text.per_bed_night is not None:
        kind, amount = "bed_night", text.per_bed_night
    elif text.per_admission is not None:
        kind, amount = "admission", text.per_admission
    elif text.per_exit is not None:
        kind, amount = "exit", text.per_exit
    elif text.once is not None and text.on is not None:
        kind, amount, day = "one_off", text.once, calendar.day(text.on)
    return CostLine(
        name=name,
        kind=kind,  # type: ignore[arg-type]
        amount=amount,
        per=per,  # type: ignore[arg-type]
        residents_per_team=text.residents_per_team,
        day=day,
        growth=text.growth or Fraction(0),
        while_closed=while_closed,
    )


def month_of_cost(costs: tuple[CostLine, ...], residents: int, year: int) -> Fraction:
    """Return a twelfth of the year's bills at so many residents, in minor units (T7).

    Admissions, exits and one-off costs are not part of it: nobody plans them by
    the month.
    """
    days = days_in_year(year)
    total = Fraction(0)
    for line in costs:
        periods = {
            "year": Fraction(1),
            "week": Fraction(days, 7),
            "day": Fraction(days),
        }
        if line.kind == "fixed":
            total += line.amount * periods[line.per]
        elif line.kind == "team":
            teams = -(-residents // (line.residents_per_team or 1))
            total += line.amount * teams * periods[line.per]
        elif line.kind == "bed_night":
            total += line.amount * residents * days
    return total / 12


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
