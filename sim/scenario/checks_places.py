"""What a shelter's beds, staff, licence, security and dates do to each other."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from sim.calendar import Calendar
from sim.said import Said, marked
from sim.scenario.build_dated import exits_of
from sim.scenario.conditions import Allowed
from sim.scenario.dated import staffed
from sim.scenario.findings import Findings
from sim.scenario.language import ScenarioFile
from sim.scenario.licence import secured
from sim.scenario.places import Shelter
from sim.scenario.tree import Fault, Steps, did_you_mean

__all__ = ["accepted", "check_places"]


def check_places(file: ScenarioFile, calendar: Calendar, findings: Findings) -> None:
    """Note what is wrong with beds, staff, licences and planned dates."""
    _check_programmes(file, findings)
    for name, shelter in file.shelters.items():
        at = ("shelters", name)
        _check_slots(at, shelter, findings)
        _check_staff(at, shelter, findings)
        _check_licence(at, shelter, findings)
        _check_held_back(at, shelter, findings)
        _check_opening(at, shelter, calendar, findings)
        _check_lines(at, shelter, findings)
        _check_exits(at, shelter, findings)


def accepted(shelter: Shelter) -> Iterator[Allowed]:
    """Yield whom a shelter may take, at first and after each change."""
    for _, accepts in _accepted(shelter):
        with suppress(Fault):  # which has been said at its place
            yield shelter.may_take(accepts)


def _check_programmes(file: ScenarioFile, findings: Findings) -> None:
    """Refuse a programme for which some sleep there and others do not."""
    first: dict[str, tuple[str, bool]] = {}
    for name, shelter in file.shelters.items():
        programme = shelter.programme or name
        other, overnight = first.setdefault(programme, (name, shelter.overnight))
        if overnight != shelter.overnight:
            findings.add(
                ("shelters", name, "programme"),
                Said(
                    "'{other}' offers this programme too, and of the two only one has "
                    "beds",
                    other=other,
                ),
                Said("give the one without a bed a programme of its own"),
            )


def _check_slots(at: Steps, shelter: Shelter, findings: Findings) -> None:
    """Refuse beds where nobody sleeps, and slots where people do."""
    right, wrong = ("beds", "slots") if shelter.overnight else ("slots", "beds")
    problem = Said("nobody sleeps here, so there are slots, not beds")
    if shelter.overnight:
        problem = Said("people sleep here, so there are beds, not slots")
    both = shelter.beds is not None and shelter.slots is not None
    if both or (shelter.overnight and shelter.slots is not None):
        fix = Said("write {right} instead", right=right)
        if shelter.overnight:
            fix = Said("write {right} instead, or add  overnight: no", right=right)
        findings.add((*at, wrong), problem, fix, key=True)
    for day, changed in shelter.changes.items():
        if getattr(changed, wrong) is not None:
            place = (*at, "changes", str(day), wrong)
            findings.add(
                place, problem, Said("write {right} instead", right=right), key=True
            )
    if not shelter.overnight and shelter.residents_now:
        findings.add(
            (*at, "residents_now"),
            Said("nobody sleeps here, so nobody lives here on the first day"),
            Said("remove it; people come here after the period has begun"),
            key=True,
        )


def _check_staff(at: Steps, shelter: Shelter, findings: Findings) -> None:
    if shelter.staff is None or shelter.residents_per_staff is None:
        for day, changed in shelter.changes.items():
            if changed.staff is not None:
                findings.add(
                    (*at, "changes", str(day), "staff"),
                    Said("nothing says how many staff there are before, and what for"),
                    Said("add  staff: 4  and  residents_per_staff: 3  to the shelter"),
                    key=True,
                )
        if shelter.staff_leave and shelter.residents_per_staff is None:
            findings.add(
                (*at, "staff_leave"),
                Said(
                    "nothing says how many staff there are, and how many each looks "
                    "after"
                ),
                Said("add  staff: 4  and  residents_per_staff: 3  to the shelter"),
                key=True,
            )
        return
    room = staffed(shelter.staff, shelter.residents_per_staff)
    residents = sum(group.number for group in shelter.residents_now)
    if shelter.staff and not room:
        findings.add(
            (*at, "residents_per_staff"),
            Said("{staff} staff could look after nobody", staff=shelter.staff),
            Said("write how many residents one of them looks after, such as 3"),
        )
    elif residents > room and residents <= shelter.room:
        findings.add(
            (*at, "residents_now"),
            Said(
                "{residents} people are here on the first day, but {staff} staff can "
                "look after {room}",
                residents=residents,
                staff=shelter.staff,
                room=room,
            ),
            Said("correct one of the three"),
        )


def _check_licence(at: Steps, shelter: Shelter, findings: Findings) -> None:
    """Refuse whom licence and security leave nobody of, each at its place."""
    try:
        secured(shelter.licensed_for, shelter.security)
    except Fault as fault:
        fix = Said("correct licensed_for, or security")
        findings.add((*at, "licensed_for", *fault.at), fault.args[0], fix)
        return
    for steps, accepts in _accepted(shelter):
        try:
            shelter.may_take(accepts)
        except Fault as fault:
            findings.add((*at, *steps, *fault.at), *fault.args)


def _accepted(shelter: Shelter) -> Iterator[tuple[Steps, Allowed]]:
    """Yield whom a shelter accepts, at first and after each change."""
    yield ("accepts",), shelter.accepts
    for day, changed in shelter.changes.items():
        if changed.accepts is not None:
            yield ("changes", str(day), "accepts"), changed.accepts


def _check_held_back(at: Steps, shelter: Shelter, findings: Findings) -> None:
    place = (*at, "held_back")
    held = sum(part.beds for part in shelter.held_back)
    if held > shelter.most_room:
        problem = marked("{held} slots are held back, but there are {room}")
        if shelter.overnight:
            problem = marked("{held} beds are held back, but there are {room}")
        findings.add(
            place,
            Said(problem, held=held, room=shelter.most_room),
            Said("hold back fewer"),
            key=True,
        )
    for number, part in enumerate(shelter.held_back):
        if not any(
            _meet(part.for_, accepts)
            and _meet(part.for_, shelter.licensed_for)
            and _meet(part.for_, shelter.security)
            for _, accepts in _accepted(shelter)
        ):
            findings.add(
                (*place, number, "for"),
                Said(
                    "these people are not taken here, so nobody could have these beds"
                ),
                Said("correct whom they are for, or accepts"),
            )


def _meet(one: Allowed, other: Allowed) -> bool:
    """Return whether somebody may meet both conditions."""
    wanted = dict(other)
    return all(set(values) & set(wanted.get(name, values)) for name, values in one)


def _check_opening(
    at: Steps, shelter: Shelter, calendar: Calendar, findings: Findings
) -> None:
    opens = shelter.opens.on if shelter.opens else None
    closes = shelter.closes.on if shelter.closes else None
    if opens is not None and shelter.residents_now and opens > calendar.start:
        findings.add(
            (*at, "residents_now"),
            Said(
                "people are here on the first day, but it opens on {opens}", opens=opens
            ),
            Said("correct one of the two"),
            key=True,
        )
    if opens is not None and closes is not None and closes <= opens:
        problem = Said("it closes before it opens, on {opens}", opens=opens)
        findings.add((*at, "closes", "on"), problem, Said("correct one of the two"))
    for day, changed in shelter.changes.items():
        if changed.beds is not None or changed.slots is not None:
            _check_beds_between(
                (*at, "changes", str(day)), day, opens, closes, findings
            )


def _check_beds_between(
    at: Steps,
    day: date,
    opens: date | None,
    closes: date | None,
    findings: Findings,
) -> None:
    if opens is not None and day <= opens:
        findings.add(
            at,
            Said("it opens on {opens}, with all its beds", opens=opens),
            Said(
                "write a date after {opens}, or correct how many beds it has",
                opens=opens,
            ),
            key=True,
        )
    if closes is not None and day >= closes:
        problem = Said(
            "it closes on {closes}, so no bed can change then", closes=closes
        )
        fix = Said(
            "write an earlier date; or close with  {closes}: {{beds: 0}}  instead",
            closes=closes,
        )
        findings.add(at, problem, fix, key=True)


def _check_lines(at: Steps, shelter: Shelter, findings: Findings) -> None:
    """Refuse cost lines that this shelter does not have, or that are not fixed."""
    if shelter.staff_leave and shelter.staff_leave.unpaid not in shelter.costs:
        line = shelter.staff_leave.unpaid
        findings.add(
            (*at, "staff_leave", "unpaid"),
            Said("this shelter has no cost line '{line}'", line=line),
            did_you_mean(line, tuple(shelter.costs), "cost lines")
            if shelter.costs
            else Said("add  costs: {{{line}: €…}}  to the shelter", line=line),
        )
    fixed = tuple(n for n, c in shelter.costs.items() if c.fixed is not None)
    for key, field in (("opens", "costs_before"), ("closes", "costs_after")):
        for number, line in enumerate(
            getattr(getattr(shelter, key), field, None) or ()
        ):
            if line not in fixed:
                problem = Said("this shelter has no fixed cost '{line}'", line=line)
                fix = did_you_mean(line, fixed, "fixed costs")
                findings.add((*at, key, field, number), problem, fix)


def _check_exits(at: Steps, shelter: Shelter, findings: Findings) -> None:
    """Refuse changed stays of which nothing says where they lead."""
    for day, plans in shelter.stay_changes.items():
        for number, plan in enumerate(plans):
            place = (*at, "stay_changes", str(day))
            if exits_of(plan, shelter) is None and findings.tree:
                findings.add(
                    (*place, number),
                    Said("nothing says where these people go"),
                    Said("add  exits: {home: 80 %, unknown: 20 %}  to the shelter"),
                )
            if not plan.for_ and plan is not plans[-1]:
                findings.add(
                    (*place, number),
                    Said("this holds for everybody, so those after it never count"),
                    Said("move it to the end, or say whom it is for"),
                )
        if not plans:
            problem = Said("the list of stays is empty")
            findings.add((*at, "stay_changes", str(day)), problem, key=True)
