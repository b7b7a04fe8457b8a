"""Saying things in the reader's language: sentences, plurals, numbers, dates."""

from sim.report.language.speech import (
    LANGUAGES,
    Language,
    marked,
    say,
    some,
    speaking,
    spoken,
)

__all__ = ["LANGUAGES", "Language", "marked", "say", "some", "speaking", "spoken"]
