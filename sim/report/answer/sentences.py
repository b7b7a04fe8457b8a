"""The answer in sentences: how often a shelter closed, what came of it on average."""

from collections.abc import Sequence

from sim.experiment.results import Results
from sim.report.answer.paragraphs import CAUSES, caution, is_one, paragraphs
from sim.report.answer.spread import (
    THE_ONE,
    days_of,
    find,
    frequency,
    how_sure,
    listing,
    period,
    spread,
)
from sim.report.language import marked, say, some
from sim.report.numbers import called, count, localised
from sim.scenario.plan import ShelterPlan

__all__ = [
    "CAUSES",
    "TOLD",
    "answer",
    "answer_of",
    "as_data",
    "caution",
    "find",
    "frequency",
    "paragraphs",
    "period",
    "spread",
]

TOLD: dict[str, tuple[str, str | None]] = {
    "closure_days": (marked("there were {number} of closure"), None),
    "freeze_days": (
        marked("shelters were open but admitted nobody for {number}"),
        None,
    ),
    "supported_victims": (marked("{number} had a bed for at least one night"), None),
    "completed_stays": (marked("{number} ended as planned"), None),
    "returns": (marked("people were referred again {number}"), "times"),
    "turn_aways": (marked("{number} were turned away at once"), None),
    "abandonments": (marked("{number} gave up waiting"), None),
    "declined": (marked("{number} declined every offer"), None),
    "displaced": (marked("{number} were displaced by a closure"), None),
    "forced_exits": (marked("{number} had to leave early for want of a bed"), None),
    "mean_wait_days": (marked("the mean wait for a bed was {number}"), None),
    "stage_wait_days": (marked("the mean wait for someone on duty was {number}"), None),
    "mean_placement_delay_days": (
        marked("{number} passed from referral to a bed"),
        None,
    ),
    "unmet_bed_nights": (marked("{number} in a bed were needed and not had"), "nights"),
    "interim_nights": (marked("{number} were spent in interim places"), None),
    "police_station_child_nights": (
        marked("children spent {number} in police stations"),
        None,
    ),
    "occupancy_rate": (marked("{number} of the open beds were in use"), None),
    "empty_beds": (marked("{number} stood open and empty on an average night"), None),
    "service_users": (marked("{number} used a programme without a bed"), None),
    "compensated_victims": (marked("{number} were paid compensation"), None),
    "compensation_missing": (marked("{number} of compensation due was not paid"), None),
    "cost_per_supported_victim": (marked("a supported victim cost {number}"), None),
    "cost_per_bed_night": (marked("a night in a bed cost {number}"), None),
    "funding_shortfall": (
        marked("{number} of what was due by plan was not paid"),
        None,
    ),
    "bridge_needed": (
        marked("bridge money of {number} would have sufficed for every bill"),
        None,
    ),
}
"""How the first sentence tells a measure that a scenario is answered by."""
TOLD_OF_ONE = {
    "turn_aways": marked("{number} was turned away at once"),
    "displaced": marked("{number} was displaced by a closure"),
    "interim_nights": marked("{number} was spent in interim places"),
    "unmet_bed_nights": marked("{number} in a bed was needed and not had"),
    "closure_days": marked("there was {number} of closure"),
    "compensated_victims": marked("{number} was paid compensation"),
}
"""How it tells those of them whose verb knows one from several."""
DAYS = ("closure_days", "freeze_days")
"""Those of them that add up the days of several shelters."""


def answer(results: Results) -> str:
    """Answer the question in one sentence, with its doubt."""
    asked = results.scenario.answered_by
    averages = [name for name in asked if name in TOLD]
    told = [_closures(results)] if len(averages) < len(asked) else []
    if averages:
        told.append(_averages(results, averages, first=not told))
    return " ".join(told)


def answer_of(results: Results, shelter: ShelterPlan | None) -> str:
    """Answer whether one shelter closed; without one, the question of the file."""
    return answer(results) if shelter is None else _closures(results, shelter)


def _averages(results: Results, names: Sequence[str], *, first: bool) -> str:
    """Say what came of some measures on average, with their intervals.

    How many replications were played is said by the ``first`` sentence only.
    """
    parts = []
    for name in names:
        words, unit = TOLD[name]
        unit = days_of(results) if name in DAYS else unit
        estimate = find(results, name)
        if estimate is not None:
            words = TOLD_OF_ONE.get(name, words) if is_one(estimate) else words
            parts.append(say(words, number=spread(estimate, unit)))
    listed = listing(parts)
    when = period(results.scenario)
    if results.replications == 1:
        where = say(THE_ONE) if first else say("it")
        return say("In {one}, {parts} {when}.", one=where, parts=listed, when=when)
    told = marked("On average {when}, {parts} (95 % intervals).")
    if first:
        told = marked("On average {when}, {parts} (95 % intervals; {played} played).")
    played = count(results.replications, "replication")
    return say(told, when=when, parts=listed, played=played)


def _closures(results: Results, one: ShelterPlan | None = None) -> str:
    """Say how often a shelter closed: any, or one."""
    scenario = results.scenario
    able = scenario.shelters if one is None else (one,)
    if all(shelter.closure is None for shelter in able):
        if one is not None:
            return say(
                "By the file, lack of money never closes {shelter}.",
                shelter=called(one.title),
            )
        return say("By the file, no shelter here ever closes for lack of money.")
    by = {} if one is None else {"shelter": one.name}
    chance = find(results, "closure_probability", **by)
    if chance is None or chance.value is None:
        return say("There is no replication to answer from.")
    kind = "any" if len(scenario.shelters) > 1 else "the"
    said = _CLOSED[kind if one is None else "one"]
    shelter = "" if one is None else called(one.title)
    none, when = round(chance.value * chance.replications) == 0, period(scenario)
    if chance.replications == 1:
        told = said["not in one"] if none else said["in one"]
        return say(told, one=say(THE_ONE), shelter=shelter, when=when)
    if none:
        many = f"{chance.replications:,}"
        many = some("{number} replication", "{number} replications", localised(many))
        told, often = said["none"], ""
    else:
        many, told, often = "", said["some"], frequency(chance)
    return say(
        told,
        many=many,
        often=often,
        shelter=shelter,
        when=when,
        doubt=how_sure(chance),
    )


_CLOSED = {
    "any": {
        "in one": marked("In {one}, at least one shelter closed {when}."),
        "not in one": marked("In {one}, no shelter closed {when}."),
        "none": marked("In none of {many} did a shelter close {when}{doubt}."),
        "some": marked("In {often} at least one shelter closed {when}{doubt}."),
    },
    "the": {
        "in one": marked("In {one}, the shelter closed {when}."),
        "not in one": marked("In {one}, no shelter closed {when}."),
        "none": marked("In none of {many} did a shelter close {when}{doubt}."),
        "some": marked("In {often} the shelter closed {when}{doubt}."),
    },
    "one": {
        "in one": marked("In {one}, {shelter} closed {when}."),
        "not in one": marked("In {one}, {shelter} did not close {when}."),
        "none": marked("In none of {many} did {shelter} close {when}{doubt}."),
        "some": marked("In {often} {shelter} closed {when}{doubt}."),
    },
}
"""How closures are told of several shelters, of the only one, of one of them."""


def as_data(results: Results) -> dict[str, object]:
    """Return the results as the plain data of the ``--json`` contract."""
    return {
        "scenario": results.scenario.name,
        "digest": results.scenario.digest,
        "seed": results.seed,
        "replications": results.replications,
        "version": results.version,
        "interrupted": results.interrupted,
        "played_by": dict(results.played),
        "found": results.found,
        "on_record": results.scenario.on_record,
        "answer": answer(results),
        "estimates": [estimate.as_json() for estimate in results.estimates],
    }
