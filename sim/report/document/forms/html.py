"""A report as one page of HTML that asks nothing of the network."""

from functools import cache, partial
from html import escape
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.document.forms.drawn import Drawn
from sim.report.document.forms.printed import printed
from sim.report.document.forms.words import broken, parts_of
from sim.report.document.parts import (
    Block,
    Bullets,
    Document,
    Headlines,
    Paragraph,
    Picture,
    Table,
)
from sim.report.language import say

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["as_html"]

TEMPLATE = Path(__file__).with_name("page.html.jinja")
CROWDED, FULL = 5000, 9500
"""With more signs than these the first page, printed, needs small letters, and more
than a page."""
HEAD, BULLET, ROW, PICTURE = 150, 40, 130, 2500
"""The room of a heading, of the end of an item, of a line of a table and of a picture,
in signs."""
PAPER, INCH = 182.0, 25.4
"""Millimetres: how wide the text of a printed page is, and an inch."""
LOW, TALL, PAGE = 115.0, 230.0, 255.0
"""Millimetres of paper that a picture takes at most which is no higher than wide, one
that is higher, and one that would not be legible so."""
ACROSS, BETWEEN = 112, 2
"""So many signs stand beside one another in a printed table, and between columns."""


def as_html(document: Document, drawn: Drawn | None = None) -> str:
    """Return the page, in the language that is spoken."""
    drawings = drawn or Drawn()
    return _template().render(
        document=document,
        kind=_kind,
        drawing=drawings.element,
        low=partial(_low, drawings),
        words=_words,
        printed=printed,
        say=say,
        first_page=document.first_page,
        crowded=_signs(document) > CROWDED,
        alone=_signs(document) <= FULL,
    )


@cache
def _template() -> "Template":
    """Return the template, in which everything that is written is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def _kind(block: Block) -> str:
    match block:
        case Paragraph():
            return "paragraph"
        case Bullets():
            return "bullets"
        case Headlines():
            return "headlines"
        case Table():
            return "table"
        case Picture():
            return "picture"


def _signs(document: Document) -> int:
    """Return how many signs would fill as much as the first page holds: about."""
    return sum(
        HEAD + sum(_signs_of(block) for block in section.blocks)
        for section in document.first_page
    )


def _signs_of(block: Block) -> int:
    match block:
        case Paragraph():
            return len(block.text) * (2 if block.role == "answer" else 1) + BULLET
        case Bullets():
            return sum(len(item) + BULLET for item in block.items)
        case Headlines():
            return 4 * ROW
        case Table():
            return ROW * (_lines(block) + 2) + len(block.note)
        case Picture():
            return PICTURE


def _lines(table: Table) -> int:
    """Return on how many lines the rows of a table stand, printed: about.

    Columns share the room by their longest cells, as a browser shares it.
    """
    lines = printed(table).lines
    rows = [[len(c.text) for c in line] for line in lines if not isinstance(line, str)]
    longest = [max(1, *signs) for signs in zip(*rows, strict=True)]
    room = (ACROSS - BETWEEN * len(longest)) / (sum(longest) or 1)
    each = [max(1.0, signs * min(1.0, room)) for signs in longest]
    folded: int = sum(
        max(1, *(ceil(signs / wide) for signs, wide in zip(row, each, strict=True)))
        for row in rows
    )
    return folded + len(lines) - len(rows)


def _low(drawn: Drawn, picture: Picture) -> int:
    """Return how high a picture may be on paper, in millimetres."""
    wide, high = drawn.frame(picture)
    legible = PAPER * high / wide * drawn.least(picture, PAPER / INCH * 72)
    return ceil(max(LOW if high <= wide else TALL, min(legible, PAGE)))


def _words(text: str) -> str:
    """Return a text as HTML: nothing in it is code, long words may be parted."""
    return "".join(
        f"<code>{safe}</code>" if is_code else safe
        for is_code, safe in (
            (is_code, broken(escape(part), "<wbr>")) for is_code, part in parts_of(text)
        )
    )
