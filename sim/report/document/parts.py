"""What a report is made of: words, figures with their data, tables with units.

Nothing here knows of pages, sheets or screens; nothing here computes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "AUDIENCES",
    "Audience",
    "Block",
    "Bullets",
    "Cell",
    "Chart",
    "Column",
    "Document",
    "Headline",
    "Headlines",
    "Kept",
    "Kind",
    "Paragraph",
    "Picture",
    "Section",
    "Table",
    "cell",
]

Audience: TypeAlias = Literal["ministry", "director", "donor"]
AUDIENCES: tuple[Audience, ...] = ("ministry", "director", "donor")
"""Whom a report is for."""

Kind = Literal["text", "number", "count", "money", "share"]
"""What stands in a column: words, a number, a whole number, money, a share."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences.

    ``role`` is ``answer`` for the one that is set apart, ``note`` for small print,
    ``code`` for a command.
    """

    text: str
    role: Literal["plain", "answer", "note", "code"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A figure set large: what it is, its value, and its doubt in words."""

    label: str
    value: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Headlines:
    """The few figures that stand on the first page."""

    figures: tuple[Headline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its head, what is in it, and what that means.

    ``adds_up`` says that the column has a sum that means something.
    """

    title: str
    kind: Kind = "text"
    meaning: str = ""
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What a reader sees, and the number behind it in whole units, if there is one.

    ``low`` and ``high`` are the ends of its interval, None where it has none.
    """

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


def cell(text: str, value: float | None = None) -> Cell:
    """Return a cell.

    >>> cell("€2,310", 2314.7).value
    2314.7
    """
    return Cell(text, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads with units; ``total`` is their sum, None without one.

    Rows that follow one another with the same words in the first ``grouped`` columns
    belong together; a spreadsheet keeps those columns, a page may say them once.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    note: str = ""
    grouped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """How a table is drawn: which column runs along the foot, which rise from it.

    With ``apart`` each run of rows with the same text in that column is a line of
    its own; with ``alone`` it is a chart of its own, for what is counted in another
    unit, which stands in the column ``unit``.
    """

    kind: Literal["line", "bar", "column", "scatter"]
    along: int
    up: tuple[int, ...]
    apart: int | None = None
    alone: int | None = None
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that was drawn before: as vectors and as dots."""

    svg: str
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: the sentence it says, what stands for it in words, its data.

    ``draw`` makes it anew, in the language that is spoken then; ``kept`` is a picture
    that was drawn before.  One of the two is there.  ``chart`` is how a spreadsheet
    draws the data itself, None where it cannot.  ``beside`` names a table of the same
    document that tells the same to readers, so that nobody reads it twice.
    """

    name: str
    title: str
    alt: str
    data: Table
    chart: "Chart | None" = None
    beside: str | None = None
    draw: Callable[[], "Figure"] | None = field(default=None, compare=False, repr=False)
    kept: "Kept | None" = field(default=None, compare=False, repr=False)


Block: TypeAlias = Paragraph | Bullets | Headlines | Table | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it.

    ``name`` is its place in links; ``starts_page`` puts it on a new one.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    starts_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report.

    ``sections`` in reading order; those before the first that starts a page are
    the page that can stand alone.
    """

    title: str
    question: str
    audience: Audience
    for_whom: str
    language: str
    currency: str
    digest: str
    basis: str
    sections: tuple[Section, ...]

    @property
    def first_page(self) -> tuple[Section, ...]:
        """The sections that stand on the first page: those before a new one starts."""
        for number, section in enumerate(self.sections):
            if section.starts_page:
                return self.sections[:number]
        return self.sections

    def tables(self) -> Iterator[Table]:
        """Yield every table, those under pictures included, in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block
                elif isinstance(block, Picture):
                    yield block.data

    def pictures(self) -> Iterator[Picture]:
        """Yield every picture, in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Picture):
                    yield block

    def repeats(self, picture: Picture) -> bool:
        """Return whether a table of the document tells what a picture shows."""
        data = picture.data
        tables = [
            block
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Table)
        ]
        return any(
            table.name == picture.beside
            or (table.columns, table.rows) == (data.columns, data.rows)
            for table in tables
        )

    def words(self) -> Iterator[str]:
        """Yield every sentence that is no cell of a table."""
        yield from (self.title, self.question, self.basis)
        for section in self.sections:
            yield section.title
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield block.text
                elif isinstance(block, Bullets):
                    yield from block.items
                elif isinstance(block, Table | Picture):
                    yield block.title
