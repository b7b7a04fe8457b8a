"""What really happened, where the file says so: told beside what the model gives."""

from sim.experiment.results import Results
from sim.report.language import say

__all__ = ["on_record"]


def on_record(results: Results) -> str:
    """Tell the record of the scenario and its sources; empty where it has none."""
    scenario = results.scenario
    if scenario.on_record is None:
        return ""
    sources = next((s.source for s in scenario.settings if s.path == "on_record"), ())
    told = scenario.on_record.rstrip(". ")
    if sources:
        told = say("{what} ({sources})", what=told, sources=", ".join(sources))
    return say("On record: {what}. No value was tuned to it.", what=told)
