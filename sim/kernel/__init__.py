"""The compiled twin of the model: the same History, sooner (import it late)."""

from sim.kernel.world import play

__all__ = ["play"]
