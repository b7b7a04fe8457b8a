"""What a file may well mean, and may not: who can get no place by it.

A remark is no fault: the file is played all the same.  It is made only of a file
that has no problem, of the plan as it will be played.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from sim.distributions import Distribution
from sim.errors import Remark
from sim.money import format_number
from sim.said import Said, together
from sim.scenario.language import ScenarioFile
from sim.scenario.places import Shelter
from sim.scenario.plan import Condition, JointShares, Scenario, ShelterPlan, StayPlan
from sim.scenario.sentences import located
from sim.scenario.stays import Stay
from sim.scenario.tree import Branch, Steps

__all__ = ["remarks_on"]

Person = Mapping[str, str]
"""One value for each attribute that decides where somebody may stay."""

MOST_KINDS = 5_000
"""Of more kinds of people nothing is remarked: it would take too long."""
RARE = 0.001
"""Households that are rarer than this are not worth a remark."""


def remarks_on(file: ScenarioFile, scenario: Scenario, tree: Branch) -> list[Remark]:
    """Return what the writer of a file may want to look at again, in file order."""
    system = _System(scenario)
    found = [
        Remark.of(located(tree, steps, problem, fix, key=True))
        for remarks in (_households(system), _exits(file, system))
        for steps, problem, fix in remarks
    ]
    return sorted(found, key=lambda found: (found.file, found.line, found.column))


class _System:
    """The plan, as far as it says who may stay where."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.houses = tuple(_House(plan) for plan in scenario.shelters)
        deciding = {
            name
            for house in self.houses
            for condition in house.conditions
            for name, _ in condition.allowed
        }
        self.attributes = {
            a.name: a.values for a in scenario.attributes if a.name in deciding
        }

    def kinds(self, mix: tuple[JointShares, ...]) -> Iterator[Person]:
        """Yield every kind of person in a mix, if they are not too many."""
        known = self.attributes
        parts = [
            [
                {n: v for n, v in zip(part.attributes, cell, strict=True) if n in known}
                for cell, share in part.cells
                if share > 0
            ]
            for part in mix
            if known.keys() & set(part.attributes)
        ]
        if prod(map(len, parts)) > MOST_KINDS:
            return
        for chosen in product(*parts):
            yield {name: value for part in chosen for name, value in part.items()}

    def who(self, person: Person) -> str:
        """Say of whom there are several kinds which one is meant."""
        several = (n for n, values in self.attributes.items() if len(values) > 1)
        return ", ".join(f"{name} {person[name]}" for name in several if name in person)


class _House:
    """A shelter, with what it takes from each date on."""

    def __init__(self, plan: ShelterPlan) -> None:
        self.plan = plan
        beds, staff, accepts = plan.beds, plan.staff, plan.accepts
        self.eras = [_Era(plan, beds, staff, accepts)]
        for change in plan.changes:
            beds = beds if change.beds is None else change.beds
            staff = staff if change.staff is None else change.staff
            accepts = accepts if change.accepts is None else change.accepts
            self.eras.append(_Era(plan, beds, staff, accepts))

    @property
    def conditions(self) -> Iterator[Condition]:
        """Everything it asks of a person."""
        yield from (era.accepts for era in self.eras)
        yield from self.plan.refuses
        yield from (stay.condition for stay in self.plan.stays)
        yield from (held.condition for held in self.plan.held_back)

    def takes(self, person: Person) -> bool:
        """Say whether it takes such a person at any time."""
        return any(era.takes(person) for era in self.eras)

    def places_for(self, person: Person) -> int:
        """Return how many places such a household can have at the best of times."""
        return max(era.places_for(person) for era in self.eras)


@dataclass(frozen=True, slots=True)
class _Era:
    """A shelter from one date to the next."""

    plan: ShelterPlan
    beds: int
    staff: int | None
    accepts: Condition

    def takes(self, person: Person) -> bool:
        return (
            _holds(self.accepts, person)
            and not any(_holds(refused, person) for refused in self.plan.refuses)
            and any(_holds(stay.condition, person) for stay in self.plan.stays)
        )

    def places_for(self, person: Person) -> int:
        """Return the usable beds but those held back for others (B1)."""
        if not self.takes(person):
            return 0
        ratio, usable = self.plan.residents_per_staff, self.beds
        if self.staff is not None and ratio is not None:
            usable = min(usable, self.staff * ratio.numerator // ratio.denominator)
        others = (h for h in self.plan.held_back if not _holds(h.condition, person))
        return usable - sum(held.beds for held in others)


def _holds(condition: Condition, person: Person) -> bool:
    return all(person.get(name) in values for name, values in condition.allowed)


_Found = Iterator[tuple[Steps, str, str]]


def _households(system: _System) -> _Found:
    """Yield the streams of whom some households are too large for every house (B7)."""
    for stream in system.scenario.streams:
        if stream.accompanied_by is None:
            continue
        mixes = [stream.mix, *(change.mix for change in stream.mix_changes)]
        people = [person for mix in mixes for person in system.kinds(mix)]
        rooms = [(_largest(system, person), system.who(person)) for person in people]
        possible = [(room, who) for room, who in rooms if room > 0]
        if not possible:
            continue
        room, who = min(possible, key=lambda found: found[0])
        share = _larger_than(room, stream.accompanied_by)
        if share < RARE:
            continue
        said = Said(
            "a household of more than {room} gets no place: no shelter that takes such "
            "people ever has so many ({share} % of the households)",
            room=room,
            share=format_number(_rounded(100 * share)),
        )
        if any(other > room for other, _ in possible):
            said = Said(
                "a household of more than {room} gets no place: no shelter that takes "
                "such people ever has so many ({who}: {share} % of their households)",
                room=room,
                share=format_number(_rounded(100 * share)),
                who=who,
            )
        yield (
            ("referrals", stream.name, "accompanied_by"),
            said,
            Said(
                "let a shelter with more places take them, or leave it so: they are "
                "turned away, or wait until they give up"
            ),
        )


def _largest(system: _System, person: Person) -> int:
    """Return the most places that one house has for people from outside."""
    entered = [house for house in system.houses if house.plan.entry]
    return max((house.places_for(person) for house in entered), default=0)


def _larger_than(room: int, beside: Distribution) -> float:
    """Return how likely a household takes more beds than ``room`` (B7)."""
    return 1.0 - float(beside.cdf(room - 0.5))


def _rounded(percent: float) -> float:
    return float(f"{percent:.2g}")


def _exits(file: ScenarioFile, system: _System) -> _Found:
    """Yield the exits into a programme that takes nobody who leaves by them (S5)."""
    people = _everybody(system)
    if len(people) > MOST_KINDS:
        return
    programmes = {house.plan.programme for house in system.houses}
    told: set[Steps] = set()
    for (name, shelter), house in zip(
        file.shelters.items(), system.houses, strict=True
    ):
        for (at, stay), plan in zip(_stays(shelter), house.plan.stays, strict=True):
            after = [
                dict(person) | dict(plan.becomes)
                for person in people
                if house.takes(person) and _holds(plan.condition, person)
            ]
            for destination in {n for n, share in plan.exits if share > 0} & programmes:
                steps = ("shelters", name, *_written(at, stay, shelter), destination)
                offering = [h for h in system.houses if h.plan.programme == destination]
                if steps in told or not after or _any_taken(after, offering):
                    continue
                told.add(steps)
                yield _exit(steps, destination, offering)


def _any_taken(people: list[dict[str, str]], houses: list[_House]) -> bool:
    return any(house.takes(person) for house in houses for person in people)


def _exit(
    steps: Steps, programme: str, offering: list[_House]
) -> tuple[Steps, str, str]:
    houses = together([f"'{house.plan.name}'" for house in offering])
    return (
        steps,
        Said(
            "nobody who leaves here is taken by a shelter of the programme "
            "'{programme}' ({houses})",
            programme=programme,
            houses=houses,
        ),
        Said(
            "say what people are after leaving (becomes), let a shelter of the "
            "programme accept them, or leave it so: they are without a place at once"
        ),
    )


def _stays(shelter: Shelter) -> Iterator[tuple[Steps, Stay]]:
    """Yield the stays of a shelter with their places, in the order of the plan."""
    for number, stay in enumerate(shelter.stay):
        yield ("stay", number), stay
    for day, stays in sorted(shelter.stay_changes.items()):
        for number, stay in enumerate(stays):
            yield ("stay_changes", str(day), number), stay


def _written(at: Steps, stay: Stay, shelter: Shelter) -> Steps:
    """Return where the exits of a stay are written, be it for the same people."""
    if stay.exits is not None:
        return (*at, "exits")
    for number, before in enumerate(shelter.stay):
        if before.for_ == stay.for_:
            if before.exits is not None:
                return ("stay", number, "exits")
            break
    return ("exits",)


def _everybody(system: _System) -> list[Person]:
    """Return every kind of person there may be, after step-downs too."""
    mixes = [
        mix
        for stream in system.scenario.streams
        for mix in (stream.mix, *(change.mix for change in stream.mix_changes))
    ]
    found = {_key(person): person for mix in mixes for person in system.kinds(mix)}
    for house in system.houses:
        for group in house.plan.residents_now:
            fixed = {n: v for n, v in group.values if n in system.attributes}
            for person in system.kinds(house.plan.residents_mix):
                there: Person = {**person, **fixed}
                found[_key(there)] = there
    waiting = list(found.values())
    while waiting and len(found) <= MOST_KINDS:
        person = waiting.pop()
        for after in _afterwards(system, person):
            if _key(after) not in found:
                found[_key(after)] = after
                waiting.append(after)
    return list(found.values())


def _afterwards(system: _System, person: Person) -> Iterator[Person]:
    """Yield what somebody may be assessed as when a stay ends."""
    for house in system.houses:
        for stay in house.plan.stays:
            if house.takes(person) and _holds(stay.condition, person):
                yield _reassessed(system, person, stay)


def _reassessed(system: _System, person: Person, stay: StayPlan) -> Person:
    new = {n: v for n, v in stay.becomes if n in system.attributes}
    return {**person, **new}


def _key(person: Person) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(person.items()))
