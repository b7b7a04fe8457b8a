"""Chance: everything random, drawn before anything happens."""

from sim.chance.chances import Chances
from sim.chance.draw import draw, draw_many
from sim.chance.luck import Chance, FunderLuck, People, StayLuck

__all__ = ["Chance", "Chances", "FunderLuck", "People", "StayLuck", "draw", "draw_many"]
