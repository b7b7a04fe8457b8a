"""What a scenario is called, in an office's own words where it has any."""

from dataclasses import replace

from sim.experiment.results import Results
from sim.report.language import named
from sim.scenario.plan import Scenario

__all__ = ["in_words"]


def in_words(results: Results) -> Results:
    """Return results whose titles, question and record are in the language spoken.

    A file speaks the language of who wrote it; an office that reads another may
    put its own words for any of them into its catalogue.
    """
    scenario = results.scenario
    told = _told(scenario)
    same = told == scenario and told.on_record == scenario.on_record
    return results if same else replace(results, scenario=told)


def _told(scenario: Scenario) -> Scenario:
    record = scenario.on_record
    return replace(
        scenario,
        title=named(scenario.title),
        question=named(scenario.question),
        on_record=None if record is None else named(record),
        shelters=tuple(replace(s, title=named(s.title)) for s in scenario.shelters),
        funders=tuple(replace(f, title=named(f.title)) for f in scenario.funders),
    )
