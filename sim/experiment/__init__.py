"""How sure we are: many replications, estimates, and where they are kept."""

from sim.experiment.block import AuditError
from sim.experiment.experiment import Experiment
from sim.experiment.results import Results

__all__ = ["AuditError", "Experiment", "Results"]
