"""Chance: everything random, drawn before anything happens."""

from sim.chance.draw import draw, draw_many
from sim.chance.luck import Chance, FunderLuck, People, StayLuck

__all__ = ["Chance", "FunderLuck", "People", "StayLuck", "draw", "draw_many"]
