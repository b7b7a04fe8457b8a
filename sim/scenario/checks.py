"""What only the whole file shows: stays, residents, bounds."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import inf

from sim.calendar import Calendar
from sim.errors import Problem
from sim.money import format_number
from sim.said import Said
from sim.scenario.checks_dates import check_dates
from sim.scenario.checks_money import check_money
from sim.scenario.checks_people import check_people
from sim.scenario.checks_places import accepted, check_places
from sim.scenario.checks_programmes import check_programmes
from sim.scenario.conditions import Allowed
from sim.scenario.findings import Findings
from sim.scenario.language import ScenarioFile
from sim.scenario.laws import upper_bound
from sim.scenario.levers import check_levers
from sim.scenario.names import Names
from sim.scenario.people import Stream
from sim.scenario.places import Residents, Shelter
from sim.scenario.stays import Stay
from sim.scenario.tree import Branch, Steps

__all__ = ["check"]

MOST = {
    "people": 20,
    "groups": 100,
    "referrals": 100,
    "pathway": 20,
    "interim": 100,
    "placement": 100,
    "acceptance": 100,
    "returns": 20,
    "programmes": 100,
    "shelters": 200,
    "funding": 200,
    "bridge": 20,
    "compensation": 20,
    "levers": 20,
}
MOST_INSIDE = {
    "changes": 500,
    "on": 5_000,
    "mix_changes": 50,
    "cases": 50,
    "staff_changes": 500,
    "stay": 50,
    "stay_changes": 50,
    "held_back": 20,
    "exits": 50,
    "costs": 50,
    "residents_now": 200,
    "pays": 200,
    "instalments": 60,
    "cuts": 500,
    "owed_from_before": 500,
    "gifts": 200,
}
MOST_PEOPLE = 500_000
MOST_PROFILES = 5_000


def check(file: ScenarioFile, tree: Branch, names: Names) -> list[Problem]:
    """Return everything that no part of the file can see alone.

    ``file`` may lack parts that had problems of their own; ``names`` still knows
    them.
    """
    findings = Findings(tree)
    calendar = Calendar.between(file.period.start, file.period.end)
    _check_numbers(file, findings)
    _check_lists(file, findings)
    for name, stream in file.referrals.items():
        _check_stream(name, stream, file, calendar, findings)
    for name, shelter in file.shelters.items():
        _check_stays(name, shelter, file, findings)
        _check_residents(name, shelter, file, findings)
    check_programmes(file, names, findings)
    check_dates(file, calendar, findings)
    check_people(file, names, findings)
    check_places(file, calendar, findings)
    check_money(file, calendar, findings)
    check_levers(file.levers, findings)
    return findings.problems


def _check_numbers(file: ScenarioFile, findings: Findings) -> None:
    for section, most in MOST.items():
        given = len(getattr(file, section))
        if given > most:
            findings.add(
                (section,),
                Said(
                    "there are {given} entries; at most {most} can be played",
                    given=given,
                    most=most,
                ),
                Said("join some of them"),
                key=True,
            )
    for section in ("referrals", "pathway", "shelters", "funding"):
        for name, part in getattr(file, section).items():
            for field, most in MOST_INSIDE.items():
                given = len(getattr(part, field, None) or ())
                if given > most:
                    problem = Said(
                        "there are {given} entries; at most {most} can be played",
                        given=f"{given:,}",
                        most=f"{most:,}",
                    )
                    at = (section, name, field)
                    findings.add(at, problem, Said("join some of them"), key=True)
    held = findings.tree.get("shelters")
    if isinstance(held, Branch) and not held.entries:
        findings.add(
            ("shelters",), Said("there is no shelter"), Said("add one"), key=True
        )


def _check_lists(file: ScenarioFile, findings: Findings) -> None:
    """Refuse names that a list gives twice."""
    for steps, items in _lists(file):
        for number, item in enumerate(items):
            if item in items[:number]:
                fix = Said("keep one of them")
                findings.add(
                    (*steps, number), Said("'{item}' is listed twice", item=item), fix
                )


def _lists(file: ScenarioFile) -> Iterator[tuple[Steps, list[str]]]:
    yield ("answered_by",), [str(measure) for measure in file.answered_by]
    for number, order in enumerate(file.placement):
        yield ("placement", number, "prefer"), order.prefer or []
    if file.waiting:
        yield ("waiting", "interim"), file.waiting.interim
    for name, shelter in file.shelters.items():
        if shelter.closure:
            at = ("shelters", name, "closure", "while_closed")
            yield at, shelter.closure.while_closed
        yield from _lists_of(name, shelter)
    for number, plan in enumerate(file.returns):
        yield ("returns", number, "from"), plan.from_ or []
    for name, funder in file.funding.items():
        yield ("funding", name, "eligible"), funder.eligible or []
    for name, bridge in file.bridge.items():
        yield ("bridge", name, "shelters"), bridge.shelters
    for name, lever in file.levers.items():
        yield ("levers", name, "sets"), lever.sets


def _lists_of(name: str, shelter: Shelter) -> Iterator[tuple[Steps, list[str]]]:
    if shelter.opens:
        at = ("shelters", name, "opens", "costs_before")
        yield at, shelter.opens.costs_before or []
    if shelter.closes:
        at = ("shelters", name, "closes", "costs_after")
        yield at, shelter.closes.costs_after or []


def _check_stream(
    name: str,
    stream: Stream,
    file: ScenarioFile,
    calendar: Calendar,
    findings: Findings,
) -> None:
    at = ("referrals", name)
    mixed = {attribute for part, _ in stream.mix for attribute in part}
    missing = [a for a, v in file.people.items() if a not in mixed and len(v) > 1]
    if missing and "mix" not in stream.model_fields_set:
        findings.add(
            at,
            Said(
                "'mix' is missing: nothing says who comes by {names}",
                names=", ".join(missing),
            ),
            Said(
                "add  {code}",
                code=f"mix: {{{missing[0]}: {{{file.people[missing[0]][0]}: 100 %}}}}",
            ),
            key=True,
        )
    expected = _expected(stream, calendar, file.warm_up)
    if expected > MOST_PEOPLE:
        problem = Said(
            "countless people would come; at most {most} can be played",
            most=f"{MOST_PEOPLE:,}",
        )
        if expected < inf:
            problem = Said(
                "about {number} people would come; at most {most} can be played",
                number=format_number(round(expected)),
                most=f"{MOST_PEOPLE:,}",
            )
        findings.add(
            at,
            problem,
            Said("plan a shorter period or a smaller region"),
            key=True,
        )


def _expected(stream: Stream, calendar: Calendar, warm_up: int) -> float:
    """Return a generous guess of how many people a stream brings."""
    years = (calendar.days + warm_up) / 365
    rate = float(stream.rate or 0)
    if stream.per_year is not None:
        counts = stream.per_year.counts
        rate = (sum(counts) + 0.5) / len(counts)
    highest = rate
    for _, change in sorted(stream.changes.items()):
        rate = rate if change.rate is None else float(change.rate)
        highest = max(highest, rate * float(_or_one(change.times)))
    shares = [stream.detected, *(c.detected for c in stream.changes.values())]
    highest *= max((float(s) for s in shares if s is not None), default=1.0)
    growth = max(1.0, float(1 + (stream.growth or 0)) ** years)
    size = stream.batch_size.clipped.mean if stream.batch_size else 1.0
    if stream.accompanied_by:
        size *= 1 + stream.accompanied_by.clipped.mean
    return float((highest * growth * years + len(stream.on)) * max(1.0, size))


def _or_one(value: Fraction | None) -> Fraction:
    return Fraction(1) if value is None else value


def _profiles(file: ScenarioFile, allowed: Allowed) -> Iterator[dict[str, str]]:
    """Yield every kind of person that a condition allows, if they are not too many."""
    wanted = dict(allowed)
    values = [wanted.get(name, tuple(known)) for name, known in file.people.items()]
    count = 1
    for known in values:
        count *= len(known)
    if count <= MOST_PROFILES:
        for profile in product(*values):
            yield dict(zip(file.people, profile, strict=True))


def _meets(profile: dict[str, str], allowed: Allowed) -> bool:
    return all(profile.get(name) in values for name, values in allowed)


def _check_stays(
    name: str, shelter: Shelter, file: ScenarioFile, findings: Findings
) -> None:
    """Refuse a list of stays that leaves somebody out."""
    if not shelter.stay:
        findings.add(("shelters", name, "stay"), Said("the list of stays is empty"))
        return
    if any(not plan.for_ for plan in shelter.stay):
        return
    for accepts in accepted(shelter):
        for profile in _profiles(file, accepts):
            taken = not any(_meets(profile, refused) for refused in shelter.refuses)
            if taken and not any(_meets(profile, plan.for_) for plan in shelter.stay):
                who = ", ".join(f"{a} {v}" for a, v in profile.items())
                findings.add(
                    ("shelters", name, "stay"),
                    Said("nothing says how long these people stay: {who}", who=who),
                    Said("add a last entry without 'for'"),
                    key=True,
                )
                return


def _check_residents(
    name: str, shelter: Shelter, file: ScenarioFile, findings: Findings
) -> None:
    at = ("shelters", name)
    mixed = {a for part, _ in shelter.residents_mix or () for a in part}
    for number, group in enumerate(shelter.residents_now):
        fixed = {attribute for attribute, _ in group.values}
        open_ = [
            a
            for a, known in file.people.items()
            if a not in fixed | mixed and len(known) > 1
        ]
        if open_:
            findings.add(
                (*at, "residents_now", number),
                Said(
                    "nothing says how these people divide by {names}",
                    names=", ".join(open_),
                ),
                Said(
                    "add  residents_mix: {{{name}: {{…}}}}  to the shelter, or  "
                    "{name}: …  here",
                    name=open_[0],
                ),
            )
        _check_so_far(at, number, group, shelter, findings)


def _check_so_far(
    at: Steps, number: int, group: Residents, shelter: Shelter, findings: Findings
) -> None:
    if group.so_far is None:
        return
    limit = max((_limit(plan) for plan in _plans_for(group, shelter)), default=inf)
    if float(group.so_far) >= limit:
        findings.add(
            (*at, "residents_now", number, "so_far"),
            Said(
                "they have stayed {so_far} days already, but nobody stays longer than "
                "{limit} days",
                so_far=format_number(group.so_far),
                limit=format_number(limit),
            ),
            Said("correct so_far, or the limit of the stay"),
        )


def _plans_for(group: Residents, shelter: Shelter) -> list[Stay]:
    """Return the stays that people of a group may have."""
    found = []
    values = dict(group.values)
    for plan in shelter.stay:
        if all(values.get(a, v[0]) in v for a, v in plan.for_):
            found.append(plan)
            if all(a in values for a, _ in plan.for_):
                break
    return found


def _limit(plan: Stay) -> float:
    at_most = plan.stay.number("at_most")
    longer = plan.stay.extended
    if at_most is not None and longer is not None and longer.chance:
        at_most += float(longer.by)
    return min(upper_bound(plan.stay.law), inf if at_most is None else at_most)
