"""What tables of spending share: prices as columns, cells and options."""

from sim.money import minor_digits
from sim.report.document.cells import coins
from sim.report.document.parts import Cell, Column
from sim.report.language import say
from sim.scenario.plan import Scenario

__all__ = ["paid", "plainly", "price_column"]


def price_column() -> Column:
    """Return the column of prices."""
    return Column(title=say("Price"), kind="money", meaning=say("as the file gives it"))


def paid(minor: int, scenario: Scenario) -> Cell:
    """Return a price in the currency of a file."""
    return coins(minor, scenario.currency)


def plainly(minor: int, scenario: Scenario) -> str:
    """Return an amount as the command line takes it, with the file's currency."""
    digits = minor_digits(scenario.currency)
    whole = minor / 10**digits
    said = f"{whole:.0f}" if whole.is_integer() else f"{whole:.{digits}f}"
    return f"{said} {scenario.currency}"
