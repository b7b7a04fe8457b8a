"""How high the blocks of a Word report are: about, for Word alone sets them."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.report.document.forms.columns import folds_numbers, shares
from sim.report.document.forms.letters import LINE, SIGN, height_of_text, signs_of
from sim.report.document.forms.printed import printed
from sim.report.document.forms.words import cells_of, plain
from sim.report.document.parts import (
    Block,
    Bullets,
    Document,
    Headlines,
    Paragraph,
    Picture,
    Table,
)

__all__ = [
    "HEAD",
    "LEGIBLE",
    "SIZES",
    "Ends",
    "ends_of",
    "fitting",
    "height_of",
    "is_small",
    "opening",
]

HEAD = 33.0
"""How high a heading of a section is with the space around it, in points."""
TITLE, QUOTE, FOR_WHOM = 20.0, 11.0, 9.5
"""The size of the letters of a report's title, its question, and for whom it is."""
TITLE_SPACE = 26.0
"""The space and the lines around title and question, in points."""
SIZES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
"""The letters, spaces and pictures of a first page that is to be one page: parts of
ours."""
LEGIBLE = 0.9
"""Where even the smallest would be more than a page, letters stay as large as so."""
SPARE = 0.025
"""The part of a first page that is kept free, for we only guess how high it is."""
SMALL_HEAD = 26.0
"""How high the heading of a table is."""
CELL, SMALL_CELL, FEW_COLUMNS = 9.5, 7.5, 6
"""The size of letters in tables, of few columns and of so many."""
PADS, SIDES = 2.5, 7.0
"""Points around the text of a row, and at the sides of a cell."""
BOLD = 1.05
"""How much wider the letters of heads and sums are."""
GAP = 5.0
"""The empty line below a table without a note."""

High = Callable[[Picture], float]
"""How high a picture is that is as wide as the text, in points."""


@dataclass(frozen=True, slots=True)
class Ends:
    """A table as it falls on pages: what of it stays together, in points.

    ``head`` is what is repeated on each page, ``start`` its heading, its head and its
    first rows, ``end`` its last rows with the note.  Rows stay whole, so ``loss`` is
    left free at the foot of a page on which it goes on.
    """

    high: float
    head: float
    start: float
    end: float
    loss: float = 0.0


def fitting(document: Document, wide: float, page: float, high: High) -> float | None:
    """Return how small letters must be for the first page to be one, None if too small.

    ``wide`` and ``page`` are the width and the height of its text, in points.
    """
    room = page * (1 - SPARE)
    return next(
        (size for size in SIZES if opening(document, wide, high, size) <= room), None
    )


def opening(
    document: Document,
    wide: float,
    high: High,
    size: float = 1.0,
    page: float | None = None,
) -> float:
    """Return about how high the first page is with letters of a part of our size.

    Where it is several of the height ``page``, tables repeat their heads on each.
    """
    title = height_of_text(document.title, TITLE * size, wide)
    whole = title + height_of_text(document.for_whom, FOR_WHOM, wide)
    whole += height_of_text(document.question, QUOTE, wide) + TITLE_SPACE
    for section in document.first_page:
        whole += HEAD * (1 + size) / 2 if section.name != "answer" else 0.0
        for block in section.blocks:
            whole += (
                size * high(block)
                if isinstance(block, Picture)
                else height_of(block, wide, size)
            )
            if page is not None and isinstance(block, Table):
                ends = ends_of(block, wide, size)
                whole += (ends.head + ends.loss) * round(ends.high / page)
    return whole + height_of_text(document.basis, 8.5 * size, wide) + 4 * size


def height_of(block: Block, wide: float, size: float = 1.0) -> float:
    """Return about how high a block is that is no picture, in points.

    ``wide`` is the width of the text; ``size`` the part of our size its letters have.
    """
    match block:
        case Paragraph():
            letters, below = {"answer": (12.5, 6), "note": (8.5, 4)}.get(
                block.role, (10, 4)
            )
            text = plain(block.text)
            return height_of_text(text, letters * size, wide) + below * size
        case Bullets():
            texts = [plain(item) for item in block.items]
            return sum(
                height_of_text(text, 10 * size, wide - 18) + 2 * size for text in texts
            )
        case Headlines():
            return (len(block.figures) + 1) * (CELL * size * LINE + PADS) + GAP
        case Table():
            return ends_of(block, wide, size).high
        case Picture():
            raise TypeError("a picture has a height of its own")


def is_small(table: Table, wide: float) -> bool:
    """Return whether the letters of a table are small: it is crowded otherwise.

    It has many columns, or its numbers would need a second line each.
    """
    if len(table.columns) >= FEW_COLUMNS:
        return True
    shown = printed(table)
    kinds = [column.kind for column in shown.columns]
    lines = [line for line in shown.lines if not isinstance(line, str)]
    rows = [
        tuple(column.title for column in shown.columns),
        *(tuple(cell.text for cell in line) for line in lines),
    ]
    texts = [cells_of(row, kinds) for row in rows]
    return folds_numbers(texts, kinds, wide / (CELL * SIGN), signs_of)


def ends_of(table: Table, wide: float, part: float = 1.0) -> Ends:
    """Return how high a table is with its heading, its head and its note."""
    if not table.rows:
        return Ends(0.0, 0.0, 0.0, 0.0)
    size = SMALL_CELL if is_small(table, wide) else max(SMALL_CELL, CELL * part)
    shown = printed(table)
    kinds = [column.kind for column in shown.columns]
    lines: list[str | list[str]] = [[column.title for column in shown.columns]]
    lines += [
        line if isinstance(line, str) else [cell.text for cell in line]
        for line in shown.lines
    ]
    if table.total is not None:
        lines.append([cell.text for cell in table.total])
    rows = [each if isinstance(each, str) else cells_of(each, kinds) for each in lines]
    grid = [row for row in rows if not isinstance(row, str)]
    parts = shares(grid, kinds, wide / (size * SIGN), signs_of)
    widths = [max(size, part * wide - SIDES) for part in parts]
    bold = {0} | ({len(rows) - 1} if table.total is not None else set())
    highs = []
    for number, row in enumerate(rows):
        if isinstance(row, str):
            high = height_of_text(plain(row), size, (wide - SIDES) / BOLD)
        else:
            high = max(
                height_of_text(text, size, room / (BOLD if number in bold else 1.0))
                for text, room in zip(row, widths, strict=True)
            )
        highs.append(PADS + high)
    note = GAP
    if table.note:
        note = height_of_text(plain(table.note), 8.5 * part, wide) + 4
    heading = SMALL_HEAD * (1 + part) / 2
    return Ends(
        high=heading + sum(highs) + note,
        head=highs[0],
        start=heading + sum(highs[:3]),
        end=sum(highs[-2:]) + note,
        loss=sum(high**2 for high in highs) / sum(highs) / 2,
    )
