"""From the models of a file to the frozen Scenario, with the checks across parts."""

from dataclasses import replace
from hashlib import blake2b

from sim.calendar import Calendar
from sim.scenario.build_funds import (
    bridge_plans,
    compensation_plans,
    funder_plans,
)
from sim.scenario.build_people import (
    acceptances,
    attributes,
    groups,
    preferences,
    return_plans,
    stage_plans,
    stream_plans,
    waiting_plan,
)
from sim.scenario.build_places import interim_plans, programme_plans, shelter_plans
from sim.scenario.evidence import settings
from sim.scenario.kept import Telling
from sim.scenario.language import ScenarioFile
from sim.scenario.levers import lever_plans
from sim.scenario.plan import USUAL_ANSWER, Scenario
from sim.scenario.text import canonical_text
from sim.scenario.translations import translation_plans
from sim.scenario.tree import Branch

__all__ = ["build", "digest_of"]


def build(file: ScenarioFile, tree: Branch, name: str, telling: Telling) -> Scenario:
    """Return the scenario of a file that has passed every check."""
    calendar = Calendar.between(file.period.start, file.period.end)
    scenario = Scenario(
        name=name,
        title=file.title,
        question=file.question,
        answered_by=tuple(file.answered_by),
        on_record=file.on_record,
        start=calendar.start,
        days=calendar.days,
        currency=file.currency,
        price_year=file.price_year,
        attributes=attributes(file),
        groups=groups(file),
        streams=stream_plans(file, calendar),
        stages=stage_plans(file, calendar),
        waiting=waiting_plan(file),
        interim=interim_plans(file),
        preferences=preferences(file),
        programmes=programme_plans(file),
        shelters=shelter_plans(file, calendar),
        funders=funder_plans(file, calendar),
        bridges=bridge_plans(file),
        acceptance=acceptances(file),
        returns=return_plans(file),
        compensation=compensation_plans(file, calendar),
        levers=lever_plans(file.levers),
        warm_up_days=file.warm_up,
        supported_after_nights=file.counted_as_supported_after,
        displaced_night_cost=file.cost_of_a_displaced_night,
        translations=translation_plans(file.translations),
        settings=settings(tree, telling.settings),
        text=canonical_text(tree, telling.lines),
    )
    return replace(scenario, digest=digest_of(scenario))


def digest_of(scenario: Scenario) -> str:
    """Return a hash of what a scenario means.

    Evidence, comments, the file's name and the way a number is written do not
    count: two files that mean the same have the same digest.  What answers the
    question counts where a file says so; it has no place in the representation,
    so that files that do not say so kept their digest when the word was new.
    """
    bare = repr(replace(scenario, name="", settings=(), text="", digest=""))
    if scenario.answered_by != USUAL_ANSWER:
        bare += repr(scenario.answered_by)
    return blake2b(bare.encode(), digest_size=8).hexdigest()
