"""Chance: everything random, drawn once before anything happens."""

from sim.chance.draw import draw
from sim.chance.luck import Chance, FunderLuck, People, StayLuck

__all__ = ["Chance", "FunderLuck", "People", "StayLuck", "draw"]
