"""Programmes and the steps between them: no circles, no end left open."""

from collections.abc import Iterator
from functools import cache

from sim.said import Said
from sim.scenario.findings import Findings
from sim.scenario.language import ScenarioFile
from sim.scenario.names import Names
from sim.scenario.places import Shelter
from sim.scenario.tree import Steps, did_you_mean

__all__ = ["check_programmes"]

LONGEST_CHAIN = 3  # programmes in one episode (C6)


def check_programmes(file: ScenarioFile, names: Names, findings: Findings) -> None:
    """Note what is wrong with programmes and step-downs (S5)."""
    offered = {s.programme or name for name, s in file.shelters.items()}
    for name in file.programmes:
        if name not in offered and name not in names.offered:
            findings.add(
                ("programmes", name),
                Said("no shelter offers the programme '{name}'", name=name),
                Said("add  programme: {name}  to a shelter, or remove it", name=name),
                key=True,
            )
    edges = _step_downs(file, names, findings)
    circle = _circle(edges)
    chain = circle or _longest(edges)
    problem = fix = ""
    if circle:
        problem = Said(
            "people would step down in a circle: {names}", names=" → ".join(circle)
        )
        fix = Said("send them to a place that is no programme, such as home")
    elif len(chain) > LONGEST_CHAIN:
        problem = Said(
            "{number} programmes follow each other: {names}",
            number=len(chain),
            names=" → ".join(chain),
        )
        fix = Said("at most {most} can", most=LONGEST_CHAIN)
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
    for day, plans in shelter.stay_changes.items():
        for number, plan in enumerate(plans):
            for exit_ in plan.exits or {}:
                at = ("shelters", name, "stay_changes", str(day), number, "exits")
                yield (*at, exit_), exit_


def _check_destination(
    destination: str, at: Steps, names: Names, findings: Findings
) -> None:
    if destination in names.shelters:
        findings.add(
            at,
            Said(
                "'{destination}' is a shelter; people step down to a programme",
                destination=destination,
            ),
            Said(
                "write {programme}, its programme, or a destination such as home",
                programme=names.programme_of.get(destination, destination),
            ),
            key=True,
        )
        return
    fix = did_you_mean(destination, names.programmes, "programmes", closeness=0.85)
    if fix.startswith("did"):
        findings.add(
            at,
            Said(
                "'{destination}' is no programme, but looks like one",
                destination=destination,
            ),
            fix,
            key=True,
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
            Said(
                "nothing says how long people keep their bed when '{programme}' is "
                "full",
                programme=programme,
            ),
            Said(
                "add  {code}",
                code=f"programmes: {{{programme}: {{blocked_at_most: 30 days}}}}",
            ),
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
