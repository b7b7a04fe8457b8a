"""The words of a report as every form of it takes them: marks, and where to break."""

import re

__all__ = ["broken", "parts_of", "plain"]

LONG = 17
"""A longer word may be broken after a dot, a dash below or a stroke."""
JOINT = re.compile(r"(?<=[._/])(?=\w)")


def parts_of(text: str) -> list[tuple[bool, str]]:
    """Return the parts of a text, and whether each is code.

    >>> parts_of("see `bednight find` for it")
    [(False, 'see '), (True, 'bednight find'), (False, ' for it')]
    """
    parts = enumerate(text.split("`"))
    return [(bool(number % 2), part) for number, part in parts if part]


def plain(text: str) -> str:
    """Return a text without its marks.

    >>> plain("see `bednight find`")
    'see bednight find'
    """
    return text.replace("`", "")


def broken(text: str, sign: str = "\u200b") -> str:
    """Return a text whose long words may be broken where their parts meet.

    ``sign`` is put there; as it comes it is a space without a width.

    >>> broken("shelters.hope.reserve and so on", "|")
    'shelters.|hope.|reserve and so on'
    """
    if len(text) <= LONG:
        return text
    return " ".join(
        JOINT.sub(sign, word) if len(word) > LONG else word for word in text.split(" ")
    )
