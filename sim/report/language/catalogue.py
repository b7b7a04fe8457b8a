"""Catalogues of translations: gettext's own files, read where they are needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sim.said import Said

__all__ = ["CATALOGUES", "Words", "library_of", "read_words", "words_of"]

CATALOGUES = Path(__file__).parent
"""Where the ``.po`` files stand."""


@dataclass(frozen=True, slots=True)
class Words:
    """Translations by their English: single texts, and the forms of plurals."""

    one: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SAID = "", ".terminal"
"""The parts of a catalogue with what reports say, and what only commands say."""
OURS = ".evidence", ".library"
"""The parts with what facts say, and what the scenarios of the library say."""


@cache
def words_of(catalogue: str) -> Words:
    """Return what we say ourselves, in reports and in a terminal, read once."""
    parts = [read_words(CATALOGUES / f"{catalogue}{part}.po") for part in SAID]
    return Words(
        {text: told for part in parts for text, told in part.one.items()},
        {text: told for part in parts for text, told in part.many.items()},
    )


@cache
def library_of(catalogue: str) -> Words:
    """Return what the library says itself, its scenarios and its facts, read once."""
    parts = [read_words(CATALOGUES / f"{catalogue}{part}.po") for part in OURS]
    return Words({text: told for part in parts for text, told in part.one.items()})


def read_words(path: Path) -> Words:
    """Read a ``.po`` file; texts that are empty or marked fuzzy are left out.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no catalogue.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as page:
            messages = list(read_po(page, abort_invalid=True))
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(Said("it is no catalogue of words (.po)")) from error
    one: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            if message.string:
                one[message.id] = str(message.string)
        elif not isinstance(message.string, str) and all(message.string or ("",)):
            many[message.id[0]] = tuple(message.string or ())
    return Words(one, many)
