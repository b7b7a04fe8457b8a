"""How wide the columns of a printed table are: no word is cut, the rest is shared."""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from math import ceil

__all__ = ["folds_numbers", "shares"]

MOST_SIGNS = 24
"""Longer words do not widen a column."""
MOST_TEXT = 72
"""Longer texts do not widen a column more than these."""
MARGIN = 3
"""The sides of a cell in signs: about."""
BOLD = 1.15
"""How much wider the letters of a head are."""
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How far numbers may be given room before texts are."""


def shares(
    rows: Sequence[Sequence[str]],
    kinds: Sequence[str],
    room: float,
    long: Callable[[str], float] = len,
) -> list[float]:
    """Return the share of a page's width that each column has; together they are one.

    No word is broken, for a part of a number reads as another number; what is left is
    shared out so that as few lines as can be are needed, and numbers stand on one if
    they can.

    Parameters
    ----------
    rows
        What stands in the cells, the heads first.
    kinds
        What each column holds: ``text``, or some number.
    room
        How many signs fit side by side on the page.
    long
        How long a text is, in signs: their number where nobody knows the letters.

    >>> rows = [("", "m"), ("a b", "1,000,000")]
    >>> [round(share, 2) for share in shares(rows, ("text", "count"), 30)]
    [0.33, 0.67]
    """
    columns = list(zip(*rows, strict=True))
    least = [min(MOST_SIGNS, _widest(texts, long)) + MARGIN for texts in columns]
    whole = [min(MOST_TEXT, _usual(texts[1:], long)) for texts in columns]
    more = [
        max(0.0, all_ + MARGIN - few) for few, all_ in zip(least, whole, strict=True)
    ]
    left = max(0.0, room - sum(least))
    lengths = [[long(text) + MARGIN for text in row] for row in rows[1:]]
    numbers = [kind != "text" for kind in kinds]
    tried = [
        [few + much for few, much in zip(least, grown, strict=True)]
        for grown in _shared(more, numbers, left)
    ]
    wanted = min(tried, key=lambda widths: _lines(lengths, widths, numbers))
    return [want / sum(wanted) for want in wanted]


def _shared(
    more: Sequence[float], numbers: Sequence[bool], left: float
) -> Iterator[list[float]]:
    """Yield ways to share out room: to all alike, then more and more to numbers."""
    alike = min(1.0, left / max(1.0, sum(more)))
    of_numbers = sum(much for much, number in zip(more, numbers, strict=True) if number)
    of_texts = sum(more) - of_numbers
    for part in PARTS:
        first = min(
            alike + part * (1 - alike), left / of_numbers if of_numbers else 1.0
        )
        rest = min(1.0, max(0.0, left - first * of_numbers) / max(1.0, of_texts))
        yield [
            much * (first if number else rest)
            for much, number in zip(more, numbers, strict=True)
        ]


def _lines(
    lengths: Sequence[Sequence[float]],
    widths: Sequence[float],
    numbers: Sequence[bool],
) -> tuple[int, int]:
    """Return on how many lines rows stand, about, and how many of numbers there are."""
    lines = [
        [ceil(length / wide) for length, wide in zip(row, widths, strict=True)]
        for row in lengths
    ]
    of_numbers = [sum(compress(row, numbers)) for row in lines]
    return sum(map(max, lines)), sum(of_numbers)


def folds_numbers(
    rows: Sequence[Sequence[str]],
    kinds: Sequence[str],
    room: float,
    long: Callable[[str], float] = len,
) -> bool:
    """Return whether a number with its range would need a second line.

    What the columns are is said as to :func:`shares`.
    """
    wide = shares(rows, kinds, room, long)
    return any(
        kind != "text" and _usual(texts[1:], long) + MARGIN > share * room
        for kind, texts, share in zip(kinds, zip(*rows, strict=True), wide, strict=True)
    )


def _usual(texts: Sequence[str], long: Callable[[str], float]) -> float:
    """Return the length that nine in ten of some texts do not exceed."""
    lengths = sorted(map(long, texts))
    return lengths[-1 - len(lengths) // 10] if lengths else 0


def _widest(texts: Sequence[str], long: Callable[[str], float]) -> float:
    """Return the length of the longest part that is kept on a line, in signs."""
    head, *rest = (
        max(map(long, text.replace("\u200b", " ").split(" "))) for text in texts
    )
    return max([BOLD * head, *rest])
