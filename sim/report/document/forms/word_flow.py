"""Where blocks of a Word report fall on its pages: about, for Word alone sets them.

A picture stays whole, so one for which a page has no room leaves a hole.  It waits
instead until what comes after it has filled the page, or is made a little smaller.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.report.document.forms.columns import shares
from sim.report.document.forms.words import plain
from sim.report.document.parts import (
    Block,
    Bullets,
    Document,
    Headlines,
    Paragraph,
    Picture,
    Table,
)

__all__ = ["SIZES", "Placed", "arranged", "fitting", "height_of"]

LINE = 1.22
"""How high a line is, in sizes of its letters."""
SPACE, NARROW = 0.23, " \u00a0.,:;'’|!()ijlt"
"""How wide a space is, in sizes of its letters, and signs that are as narrow."""
LAST_LATIN = "\u024f"
"""Signs after this one are Cyrillic, and wider."""
SIGN = 0.57
"""How wide a sign of a table is taken to be where its columns are divided."""
HEAD = 33.0
"""How high a heading of a section is with the space around it, in points."""
TITLE, QUOTE, FOR_WHOM = 20.0, 11.0, 9.5
"""The size of the letters of a report's title, its question, and for whom it is."""
TITLE_SPACE = 26.0
"""The space and the lines around title and question, in points."""
SIZES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
"""The letters and spaces of a first page that is to be one page: parts of ours."""
SMALL_HEAD = 26.0
"""How high the heading of a table is."""
CELL, SMALL_CELL, FEW_COLUMNS = 9.5, 7.5, 6
"""The size of letters in tables, of few columns and of so many."""
PADS, SIDES = 2.5, 7.0
"""Points around the text of a row, and at the sides of a cell."""
WHOLE = 12
"""A table of no more rows stands on one page."""
LEAST, LEAST_OF_ALL = 0.8, 0.66
"""A picture is made no smaller than this part of the width of the text: while others
may come before it, and where nothing does."""
SPARE = 0.05
"""The part of a page that is kept free, for we only guess how high things are."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place; a picture is ``share`` of the text's width."""

    block: Block
    share: float = 1.0


def fitting(
    document: Document, wide: float, page: float, high: Callable[[Block], float]
) -> float | None:
    """Return how small letters must be for the first page to be one, None if too small.

    ``wide`` and ``page`` are the width and the height of its text, in points, and
    ``high`` says how high a picture is, which a page that never ends may hold.
    """
    heights = {size: _opening(document, wide, size, high) for size in SIZES}
    return next((size for size in SIZES if heights[size] <= page), None)


def _opening(
    document: Document, wide: float, size: float, drawn: Callable[[Block], float]
) -> float:
    """Return about how high the first page is with letters of a part of our size."""
    title = _text(document.title, TITLE * size, wide)
    high = title + _text(document.for_whom, FOR_WHOM, wide)
    high += _text(document.question, QUOTE, wide) + TITLE_SPACE
    for section in document.first_page:
        high += HEAD * size if section.name != "answer" else 0.0
        high += sum(
            drawn(block) if isinstance(block, Picture) else height_of(block, wide, size)
            for block in section.blocks
        )
    return high + _text(document.basis, 8.5 * size, wide)


def arranged(
    blocks: Sequence[Block], y: float, page: float, high: Callable[[Block], float]
) -> tuple[list[Placed], float]:
    """Return the blocks of a section in a good order, and how far the page is full.

    Parameters
    ----------
    y
        How far the page is full before the section, in points.
    page
        How high a page is.
    high
        How high a block is.
    """
    flow = _Flow(page * (1 - SPARE), y + HEAD, high)
    waiting: list[Picture] = []
    for block in blocks:
        if isinstance(block, Picture):
            waiting.append(block)
        else:
            if waiting and flow.leaves_hole(block):
                waiting = flow.place(waiting, must=True)
            flow.add(block)
        waiting = flow.place(waiting)
    while waiting:
        waiting = flow.place(waiting, must=True, least=LEAST_OF_ALL)
    return flow.placed, flow.y


class _Flow:
    """Pages being filled: what is placed, and how far the last page is full."""

    def __init__(self, page: float, y: float, high: Callable[[Block], float]) -> None:
        self.page = page
        self.y = y % page
        self.high = high
        self.placed: list[Placed] = []

    def leaves_hole(self, block: Block) -> bool:
        """Return whether a block would go to the next page whole."""
        return _is_whole(block) and self.y + self.high(block) > self.page

    def add(self, block: Block) -> None:
        """Place a block that is no picture."""
        height = self.high(block)
        fits = self.y + height <= self.page
        whole = _is_whole(block) and height <= self.page
        self.y = height if whole and not fits else (self.y + height) % self.page
        self.placed.append(Placed(block))

    def place(
        self, waiting: list[Picture], *, must: bool = False, least: float = LEAST
    ) -> list[Picture]:
        """Place pictures as long as they fit; return those that still wait.

        What ``must`` be placed begins a new page where it does not fit.
        """
        left = list(waiting)
        while left:
            height = self.high(left[0])
            share = min(1.0, (self.page - self.y) / height)
            if share < least:
                if not must:
                    break
                self.y, share = 0.0, min(1.0, self.page / height)
            must = False
            self.placed.append(Placed(left.pop(0), share))
            self.y += share * height
        return left


def _is_whole(block: Block) -> bool:
    return not isinstance(block, Table) or len(block.rows) <= WHOLE


def height_of(block: Block, wide: float, size: float = 1.0) -> float:
    """Return about how high a block is that is no picture, in points.

    ``wide`` is the width of the text; ``size`` the part of our size its letters have.
    """
    match block:
        case Paragraph():
            letters = {"answer": 12.5, "note": 8.5}.get(block.role, 10.0) * size
            return _text(plain(block.text), letters, wide) + 5 * size
        case Bullets():
            texts = [plain(item) for item in block.items]
            return sum(_text(text, 10 * size, wide - 18) + 2 * size for text in texts)
        case Headlines():
            return (len(block.figures) + 1) * (CELL * size * LINE + PADS) + 6
        case Table():
            return _table(block, wide, size)
        case Picture():
            raise TypeError("a picture has a height of its own")


def _text(text: str, size: float, wide: float) -> float:
    """Return how high some text is in lines that are so wide, in points."""
    lines, used = 1, 0.0
    for word in text.replace("\u200b", " ").split(" "):
        length = size * sum(map(_width, word))
        if used and used + length > wide:
            lines, used = lines + 1, 0.0
        used += length + size * SPACE
    return lines * size * LINE


def _width(sign: str) -> float:
    """Return how wide a sign of Calibri is, in sizes of its letters: about."""
    if sign in NARROW:
        return 0.25
    if sign.isdigit():
        return 0.51
    if sign > LAST_LATIN:
        return 0.64 if sign.isupper() else 0.505
    return 0.58 if sign.isupper() else 0.49


def _table(table: Table, wide: float, part: float) -> float:
    """Return how high a table is with its head and its note."""
    if not table.rows:
        return 0.0
    small = len(table.columns) >= FEW_COLUMNS
    size = SMALL_CELL if small else max(SMALL_CELL, CELL * part)
    heads = [column.title for column in table.columns]
    rows = [heads, *([plain(cell.text) for cell in row] for row in table.rows)]
    if table.total is not None:
        rows.append([cell.text for cell in table.total])
    parts = shares([tuple(row) for row in rows], wide / (size * SIGN))
    widths = [max(size, part * wide - SIDES) for part in parts]
    high = sum(
        max(_text(text, size, room) for text, room in zip(row, widths, strict=True))
        + PADS
        for row in rows
    )
    note = _text(table.note, 8.5 * part, wide) + 4 if table.note else 0.0
    return SMALL_HEAD + high + note
