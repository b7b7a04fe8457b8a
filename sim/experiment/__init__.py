"""How sure we are: many replications, estimates, and where they are kept."""
