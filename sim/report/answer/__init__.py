"""The answer of a run, in sentences and tables."""
