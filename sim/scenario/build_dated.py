"""What differs by date at a shelter: stays, beds, staff, opening and closing (T7)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sim.calendar import Calendar, on_grid
from sim.distributions import Distribution
from sim.scenario.build_costs import only_while_open
from sim.scenario.build_people import condition
from sim.scenario.dated import Changed
from sim.scenario.places import Shelter
from sim.scenario.plan import CostLine, ShelterChange, StayPlan
from sim.scenario.stays import Stay

__all__ = ["costs_while_open", "days_of", "exits_of", "shelter_changes", "stay_plans"]


def days_of(days: float | Fraction | None) -> float | None:
    """Return a number of days of the file on the grid of T1."""
    return None if days is None else float(on_grid(float(days)))


def stay_plans(shelter: Shelter, calendar: Calendar) -> tuple[StayPlan, ...]:
    """Return the stays of the file, then those for who is admitted from a date on."""
    first = [_stay(stay, shelter, None) for stay in shelter.stay]
    later = [
        _stay(stay, shelter, calendar.day(day))
        for day, stays in sorted(shelter.stay_changes.items())
        for stay in stays
    ]
    return (*first, *later)


def exits_of(stay: Stay, shelter: Shelter) -> dict[str, Fraction] | None:
    """Return where people go after a stay: as it says, or a stay for the same people.

    What neither says, the shelter does.
    """
    if stay.exits is not None:
        return stay.exits
    before = _same_people(stay, shelter)
    return before.exits if before and before.exits is not None else shelter.exits


def _becomes(stay: Stay, shelter: Shelter) -> dict[str, str]:
    if stay.becomes is not None:
        return stay.becomes
    before = _same_people(stay, shelter)
    if before and before.becomes is not None:
        return before.becomes
    return shelter.becomes or {}


def _same_people(stay: Stay, shelter: Shelter) -> Stay | None:
    return next((plan for plan in shelter.stay if plan.for_ == stay.for_), None)


def _stay(stay: Stay, shelter: Shelter, since: int | None) -> StayPlan:
    law = stay.stay
    exits = exits_of(stay, shelter) or {}
    total = sum(exits.values(), Fraction(0))
    unclipped: Distribution = law.law
    longer = law.extended
    return StayPlan(
        condition=condition(stay.for_),
        law=unclipped,
        at_least=law.number("at_least") or 0.0,
        at_most=days_of(law.number("at_most")),
        exits=tuple((name, float(share / total)) for name, share in exits.items()),
        becomes=tuple(_becomes(stay, shelter).items()),
        extended=float(longer.chance) if longer else 0.0,
        extension=days_of(longer.by if longer else None) or 0.0,
        since=since,
    )


def shelter_changes(shelter: Shelter, calendar: Calendar) -> tuple[ShelterChange, ...]:
    """Return what is different from a day on: opening first, closing last (T7)."""
    found = [_change(day, changed, shelter) for day, changed in shelter.changes.items()]
    if shelter.opens is not None:
        found.insert(0, (shelter.opens.on, ShelterChange(day=0, beds=shelter.room)))
    if shelter.closes is not None:
        closing = ShelterChange(
            day=0,
            beds=0,
            residents=shelter.closes.residents,  # type: ignore[arg-type]
        )
        found.append((shelter.closes.on, closing))
    ordered = sorted(found, key=lambda dated: dated[0])
    return tuple(replace(change, day=calendar.day(day)) for day, change in ordered)


def _change(
    day: date, changed: Changed, shelter: Shelter
) -> tuple[date, ShelterChange]:
    accepts = None
    if changed.accepts is not None:
        accepts = condition(shelter.may_take(changed.accepts))
    return day, ShelterChange(
        day=0,
        beds=changed.beds if changed.slots is None else changed.slots,
        staff=changed.staff,
        accepts=accepts,
        regime=changed.regime,
        residents=changed.residents or "finish",  # type: ignore[arg-type]
    )


def costs_while_open(
    costs: tuple[CostLine, ...], shelter: Shelter, calendar: Calendar
) -> tuple[CostLine, ...]:
    """Return cost lines that begin with a planned opening, and end with a closing."""
    opens, closes = shelter.opens, shelter.closes
    found = []
    for line in costs:
        opened = closed = None
        if opens is not None:
            opened = calendar.day(opens.on), line.name in (opens.costs_before or ())
        if closes is not None:
            closed = calendar.day(closes.on), line.name in (closes.costs_after or ())
        found.append(only_while_open(line, calendar, opened, closed))
    return tuple(found)
