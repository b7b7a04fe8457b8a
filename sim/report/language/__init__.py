"""Saying things in the reader's language: sentences, plurals, numbers, dates."""

from sim.report.language.speech import (
    LANGUAGES,
    Language,
    knowing,
    marked,
    named,
    say,
    some,
    speaking,
    spoken,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "knowing",
    "marked",
    "named",
    "say",
    "some",
    "speaking",
    "spoken",
]
