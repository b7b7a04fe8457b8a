"""Short lines that commands print: a file that is fine, and JSON documents."""

import json
from datetime import timedelta

from sim.report.language import say
from sim.report.numbers import count, long_date
from sim.scenario.plan import Scenario

__all__ = ["as_json", "is_fine"]


def is_fine(file: str, scenario: Scenario) -> str:
    """Say in one line that a file has no problems, and what is in it."""
    last = scenario.start + timedelta(days=scenario.days - 1)
    parts = (
        count(len(scenario.shelters), "shelter"),
        count(len(scenario.funders), "funder"),
        count(len(scenario.streams), "referral stream"),
        say("{low} to {high}", low=long_date(scenario.start), high=long_date(last)),
    )
    return say("{file} is fine: {parts}.", file=file, parts=", ".join(parts))


def as_json(document: object) -> str:
    """Write plain data as JSON that people can read too; nan is refused."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
