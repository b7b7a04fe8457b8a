"""A report that people carry into a meeting: built once, rendered in four forms."""
