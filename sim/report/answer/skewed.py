"""What is said where replications are few for so skewed a measure."""

from collections.abc import Iterable

from sim.experiment.estimate import Estimate
from sim.report.answer.tables import label_of
from sim.report.language import say
from sim.report.numbers import count, localised

__all__ = ["skewed"]

NAMED = 3
"""So many measures are named."""


def skewed(estimates: Iterable[Estimate]) -> str:
    """Say for which measures more replications are needed; nothing where for none."""
    found = [each for each in estimates if each.enough]
    if not found:
        return ""
    names = dict.fromkeys(f"“{label_of(each.measure)}”" for each in found)
    labels = ", ".join(list(names)[:NAMED]) + (", …" if len(names) > NAMED else "")
    return say(
        "{played} are few for numbers, or differences, as skewed as those of {labels}: "
        "their 95 % intervals reach further on the side where a few values lie far "
        "out, and may still be too short. Take {enough} or more.",
        played=count(found[0].replications, "replication"),
        labels=labels,
        enough=localised(f"{max(each.enough for each in found):,}"),
    )
