"""How wide the columns of a printed table are: no word is cut, the rest is shared."""

from collections.abc import Callable, Sequence

__all__ = ["shares"]

MOST_SIGNS = 24
"""Longer words do not widen a column."""
MOST_TEXT = 72
"""Longer texts do not widen a column more than these."""
MARGIN = 3
"""The sides of a cell in signs: about."""
BOLD = 1.15
"""How much wider the letters of a head are."""


def shares(
    rows: Sequence[Sequence[str]], room: float, long: Callable[[str], float] = len
) -> list[float]:
    """Return the share of a page's width that each column has; together they are one.

    No word is broken, for a part of a number reads as another number; what is left is
    shared out so that as few texts as can be need a second line.

    Parameters
    ----------
    rows
        What stands in the cells, the heads first.
    room
        How many signs fit side by side on the page.
    long
        How long a text is, in signs: their number where nobody knows the letters.

    >>> [round(share, 2) for share in shares([("", "m"), ("a b", "1,000,000")], 30)]
    [0.33, 0.67]
    """
    columns = list(zip(*rows, strict=True))
    least = [min(MOST_SIGNS, _widest(texts, long)) + MARGIN for texts in columns]
    whole = [min(MOST_TEXT, _usual(texts[1:], long)) for texts in columns]
    more = [
        max(0.0, all_ + MARGIN - few) for few, all_ in zip(least, whole, strict=True)
    ]
    left = max(0.0, room - sum(least))
    grown = min(1.0, left / max(1.0, sum(more)))
    wanted = [few + grown * much for few, much in zip(least, more, strict=True)]
    return [want / sum(wanted) for want in wanted]


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
