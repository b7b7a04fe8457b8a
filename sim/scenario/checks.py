"""What only the whole file shows: references, programmes, residents, bounds."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from math import inf

from sim.calendar import Calendar
from sim.errors import Problem
from sim.money import format_number
from sim.scenario.checks_money import check_money
from sim.scenario.conditions import Allowed
from sim.scenario.findings import Findings
from sim.scenario.language import ScenarioFile, Stream
from sim.scenario.laws import upper_bound
from sim.scenario.names import Names
from sim.scenario.places import Residents, Shelter, Stay
from sim.scenario.tree import Branch, Steps, did_you_mean

__all__ = ["check"]

MOST = {
    "people": 20,
    "groups": 100,
    "referrals": 100,
    "pathway": 20,
    "interim": 100,
    "placement": 100,
    "programmes": 100,
    "shelters": 200,
    "funding": 200,
    "bridge": 20,
}
MOST_INSIDE = {
    "changes": 500,
    "on": 5_000,
    "stay": 50,
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
LONGEST_CHAIN = 3  # programmes in one episode (C6)


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
    _check_programmes(file, names, findings)
    check_money(file, calendar, findings)
    return findings.problems


def _check_numbers(file: ScenarioFile, findings: Findings) -> None:
    for section, most in MOST.items():
        given = len(getattr(file, section))
        if given > most:
            findings.add(
                (section,),
                f"there are {given} entries; at most {most} can be played",
                "join some of them",
                key=True,
            )
    for section in ("referrals", "shelters", "funding"):
        for name, part in getattr(file, section).items():
            for field, most in MOST_INSIDE.items():
                given = len(getattr(part, field, None) or ())
                if given > most:
                    problem = (
                        f"there are {given:,} entries; at most {most:,} can be played"
                    )
                    at = (section, name, field)
                    findings.add(at, problem, "join some of them", key=True)
    held = findings.tree.get("shelters")
    if isinstance(held, Branch) and not held.entries:
        findings.add(("shelters",), "there is no shelter", "add one", key=True)


def _check_lists(file: ScenarioFile, findings: Findings) -> None:
    """Refuse names that a list gives twice."""
    for steps, items in _lists(file):
        for number, item in enumerate(items):
            if item in items[:number]:
                fix = "keep one of them"
                findings.add((*steps, number), f"'{item}' is listed twice", fix)


def _lists(file: ScenarioFile) -> Iterator[tuple[Steps, list[str]]]:
    for number, order in enumerate(file.placement):
        yield ("placement", number, "prefer"), order.prefer
    if file.waiting:
        yield ("waiting", "interim"), file.waiting.interim
    for name, shelter in file.shelters.items():
        if shelter.closure:
            at = ("shelters", name, "closure", "while_closed")
            yield at, shelter.closure.while_closed
    for name, funder in file.funding.items():
        yield ("funding", name, "eligible"), funder.eligible or []
    for name, bridge in file.bridge.items():
        yield ("bridge", name, "shelters"), bridge.shelters


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
            f"'mix' is missing: nothing says who comes by {', '.join(missing)}",
            f"add  mix: {{{missing[0]}: {{{file.people[missing[0]][0]}: 100 %}}}}",
            key=True,
        )
    for number, day in enumerate(stream.on):
        if not 0 <= calendar.day(day) < calendar.days:
            fix = f"the period is {calendar.start} to {calendar.last_date}"
            findings.add((*at, "on", number), f"{day} lies outside the period", fix)
    expected = _expected(stream, calendar, file.warm_up)
    if expected > MOST_PEOPLE:
        said = format_number(round(expected)) if expected < inf else "countless"
        findings.add(
            at,
            f"about {said} people would come; at most {MOST_PEOPLE:,} can be played",
            "plan a shorter period or a smaller region",
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
    for _, (changed, times) in sorted(stream.changes.items()):
        rate = float(changed) if changed is not None else rate * float(times or 0)
        highest = max(highest, rate)
    growth = max(1.0, float(1 + (stream.growth or 0)) ** years)
    size = stream.batch_size.clipped.mean if stream.batch_size else 1.0
    return float((highest * growth * years + len(stream.on)) * max(1.0, size))


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
        findings.add(("shelters", name, "stay"), "the list of stays is empty")
        return
    if any(not plan.for_ for plan in shelter.stay):
        return
    for profile in _profiles(file, shelter.accepts):
        taken = not any(_meets(profile, refused) for refused in shelter.refuses)
        if taken and not any(_meets(profile, plan.for_) for plan in shelter.stay):
            who = ", ".join(f"{a} {v}" for a, v in profile.items())
            findings.add(
                ("shelters", name, "stay"),
                f"nothing says how long these people stay: {who}",
                "add a last entry without 'for'",
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
                f"nothing says how these people divide by {', '.join(open_)}",
                f"add  residents_mix: {{{open_[0]}: {{…}}}}  to the shelter,"
                f" or  {open_[0]}: …  here",
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
            f"they have stayed {format_number(group.so_far)} days already, but nobody"
            f" stays longer than {format_number(limit)} days",
            "correct so_far, or the limit of the stay",
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
    return min(upper_bound(plan.stay.law), inf if at_most is None else at_most)


def _check_programmes(file: ScenarioFile, names: Names, findings: Findings) -> None:
    offered = {s.programme or name for name, s in file.shelters.items()}
    for name in file.programmes:
        if name not in offered and name not in names.offered:
            findings.add(
                ("programmes", name),
                f"no shelter offers the programme '{name}'",
                f"add  programme: {name}  to a shelter, or remove it",
                key=True,
            )
    edges = _step_downs(file, names, findings)
    circle = _circle(edges)
    chain = circle or _longest(edges)
    problem = fix = ""
    if circle:
        problem = "people would step down in a circle: " + " → ".join(circle)
        fix = "send them to a place that is no programme, such as home"
    elif len(chain) > LONGEST_CHAIN:
        problem = f"{len(chain)} programmes follow each other: " + " → ".join(chain)
        fix = f"at most {LONGEST_CHAIN} can"
    if problem:
        findings.add(edges[chain[-2]][chain[-1]], problem, fix, key=True)


Edges = dict[str, dict[str, Steps]]


def _step_downs(file: ScenarioFile, names: Names, findings: Findings) -> Edges:
    """Return which programme steps down to which; checks every destination."""
    edges: Edges = {}
    for name, shelter in file.shelters.items():
        own = shelter.programme or name
        for at, destination in _destinations(name, shelter):
            if destination in names.programmes:
                edges.setdefault(own, {})[destination] = at
                _check_blocking(destination, at, file, names, findings)
            else:
                _check_destination(destination, at, names, findings)
    return edges


def _destinations(name: str, shelter: Shelter) -> Iterator[tuple[Steps, str]]:
    for exit_ in shelter.exits or {}:
        yield ("shelters", name, "exits", exit_), exit_
    for number, plan in enumerate(shelter.stay):
        for exit_ in plan.exits or {}:
            yield ("shelters", name, "stay", number, "exits", exit_), exit_


def _check_destination(
    destination: str, at: Steps, names: Names, findings: Findings
) -> None:
    if destination in names.shelters:
        findings.add(
            at,
            f"'{destination}' is a shelter; people step down to a programme",
            "name its programme, or write a destination such as home",
            key=True,
        )
        return
    fix = did_you_mean(destination, names.programmes, "programmes", closeness=0.85)
    if fix.startswith("did"):
        findings.add(
            at, f"'{destination}' is no programme, but looks like one", fix, key=True
        )


def _check_blocking(
    programme: str, at: Steps, file: ScenarioFile, names: Names, findings: Findings
) -> None:
    given = file.programmes.get(programme)
    if given is None and programme in findings.tree.keys_of("programmes"):
        return
    if given is None or given.blocked_at_most is None:
        del names
        findings.add(
            at,
            f"nothing says how long people keep their bed when '{programme}' is full",
            f"add  programmes: {{{programme}: {{blocked_at_most: 30 days}}}}",
            key=True,
        )


def _circle(edges: Edges) -> tuple[str, ...]:
    """Return programmes that step down in a circle, the first one named twice."""
    done: set[str] = set()

    def search(name: str, before: tuple[str, ...]) -> tuple[str, ...]:
        if name in before:
            return (*before[before.index(name) :], name)
        if name in done:
            return ()
        for following in edges.get(name, {}):
            if found := search(following, (*before, name)):
                return found
        done.add(name)
        return ()

    return next((found for name in edges if (found := search(name, ()))), ())


def _longest(edges: Edges) -> tuple[str, ...]:
    """Return the longest chain of step-downs, where there is no circle."""

    @cache
    def chain(name: str) -> tuple[str, ...]:
        chains = [chain(following) for following in edges.get(name, {})]
        return (name, *max(chains, key=len, default=()))

    return max(map(chain, edges), key=len, default=())
