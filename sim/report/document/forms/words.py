"""The words of a report as every form of it takes them: marks, and where to break."""

import re
from collections.abc import Sequence

__all__ = ["broken", "cells_of", "held", "parts_of", "plain"]

LONG = 17
"""A longer word may be broken after a dot, a dash below or a stroke; not a number."""
DATE = re.compile(r"\b(\d{1,2}\.?) ([^\W\d_]+) (\d{4})\b")
RANGE = re.compile(r"(?<=\()[\N{MINUS SIGN}+]?[€$£]?\d[^()]{0,15}(?=\))")
"""An interval in brackets, as long as it is short."""
PER_CENT = re.compile(r"(?<=\d) (?=%)")
SIGN = re.compile("(?<=[\N{MINUS SIGN}+])(?=[^\\W\\d_]|[€$£])")
"""After a sign that stands before a number; a line may end before a currency."""
JOINT = re.compile(r"(?<=[_/])(?=\w)|(?<=\.)(?=[^\W\d])")


def parts_of(text: str) -> list[tuple[bool, str]]:
    """Return the parts of a text, and whether each is code.

    >>> parts_of("see `bednight find` for it")
    [(False, 'see '), (True, 'bednight find'), (False, ' for it')]
    """
    parts = enumerate(text.split("`"))
    return [
        (True, part) if number % 2 else (False, held(part))
        for number, part in parts
        if part
    ]


def held(text: str) -> str:
    r"""Return a text in which no line ends within a date or a range, or after a sign.

    >>> [ascii(sign) for sign in held("3 May 2017") if not sign.isalnum()]
    ["'\\xa0'", "'\\xa0'"]
    >>> ascii(held("90 (30 to 200)"))
    "'90 (30\\xa0to\\xa0200)'"
    """
    text = DATE.sub("\\1\u00a0\\2\u00a0\\3", text)
    text = PER_CENT.sub("\u00a0", text)
    text = RANGE.sub(_whole, text)
    return SIGN.sub("\u2060", text)


def _whole(found: re.Match[str]) -> str:
    """Return an interval in which no line ends."""
    return found[0].replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


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
    >>> broken("(259.000–270.000)", "|")
    '(259.000–270.000)'
    """
    if len(text) <= LONG:
        return text
    return " ".join(
        JOINT.sub(sign, word) if len(word) > LONG else word for word in text.split(" ")
    )


def cells_of(texts: Sequence[str], kinds: Sequence[str]) -> tuple[str, ...]:
    """Return a row of a table as it is printed, ``kinds`` being what its columns hold.

    >>> cells_of(("see `bednight find`", "9 %"), ("text", "share"))[0]
    'see bednight find'
    """
    return tuple(
        held(broken(plain(text)) if kind == "text" else text)
        for text, kind in zip(texts, kinds, strict=True)
    )
