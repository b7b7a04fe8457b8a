"""How sure we are: many replications, estimates, and where they are kept."""

from sim.experiment.experiment import Experiment
from sim.experiment.replicate import AuditError
from sim.experiment.results import Results

__all__ = ["AuditError", "Experiment", "Results"]
