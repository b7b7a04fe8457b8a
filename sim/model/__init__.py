"""The model of record, in SimPy: how things happen, one replication at a time."""

from sim.model.world import play

__all__ = ["play"]
