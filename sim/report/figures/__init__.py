"""Pictures of a scenario's results: cash, closures, people; as SVG and PNG."""

from sim.report.figures.cash import CashPanel, Level, draw_cash
from sim.report.figures.closures import ClosureRow, draw_closures
from sim.report.figures.fan import Fan, fan_of
from sim.report.figures.people import PeopleFans, draw_people
from sim.report.figures.style import save

__all__ = [
    "CashPanel",
    "ClosureRow",
    "Fan",
    "Level",
    "PeopleFans",
    "draw_cash",
    "draw_closures",
    "draw_people",
    "fan_of",
    "save",
]
