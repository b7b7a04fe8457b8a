"""The compiled twin of the model: the same History, sooner (import it late)."""

from sim.kernel.play import play, play_many

__all__ = ["play", "play_many"]
