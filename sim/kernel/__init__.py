"""The compiled twin of the model: the same History, sooner."""
