"""How far both players look ahead, and how much they lend (SEMANTICS M10, W6)."""

__all__ = ["LAST_RUNWAY", "UNLIMITED"]

LAST_RUNWAY = 366
"""Runway is told up to this many days (M10)."""

UNLIMITED = 10**15
"""A credit that nobody uses up, in minor units (W6)."""
