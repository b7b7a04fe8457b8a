"""What tables of spending share: prices as columns and cells."""

from sim.report.document.cells import coins
from sim.report.document.parts import Cell, Column
from sim.report.language import say
from sim.scenario.plan import Scenario

__all__ = ["paid", "price_column"]


def price_column() -> Column:
    """Return the column of prices."""
    return Column(title=say("Price"), kind="money", meaning=say("as the file gives it"))


def paid(minor: int, scenario: Scenario) -> Cell:
    """Return a price in the currency of a file."""
    return coins(minor, scenario.currency)
