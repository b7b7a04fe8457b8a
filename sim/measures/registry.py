"""The one registry: every measure that Bednight reports."""

from sim.measures.closures import CLOSURE_MEASURES
from sim.measures.measure import Measure
from sim.measures.money import MONEY_MEASURES
from sim.measures.support import SUPPORT_MEASURES

__all__ = ["MEASURES", "measure"]

MEASURES: tuple[Measure, ...] = (
    *CLOSURE_MEASURES,
    *SUPPORT_MEASURES,
    *MONEY_MEASURES,
)


def measure(name: str) -> Measure:
    """Return the measure of that name.

    Raises
    ------
    KeyError
        If there is none.
    """
    for found in MEASURES:
        if found.name == name:
            return found
    raise KeyError(f"there is no measure {name!r}")
