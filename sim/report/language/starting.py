"""The starter scenario with what it says to readers in the language spoken."""

import re

from sim.report.language.cyrillic import cyrillic
from sim.report.language.speech import spoken
from sim.scenario import starter

__all__ = ["starter_told"]

SAID = re.compile(r"(?<=# ).*|(?<=title: ).*|(?<=question: ).*|(?<=assumed: ).*")
"""What a starter says to readers: its comments, names and reasons, not its words."""


def starter_told() -> str:
    """Return the starter scenario; the words of the language of files stay English."""
    language = spoken()
    text = starter(language.catalogue)
    if not language.is_cyrillic:
        return text
    return SAID.sub(lambda said: cyrillic(said.group()), text)
