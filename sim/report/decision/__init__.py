"""Answers to "what should we do?": comparisons, searches, what to measure first."""
