"""A report for Word: styles only, so that an office can dress it as its own."""

import errno
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from sim.report.document.forms.drawn import Drawn
from sim.report.document.forms.printed import printed
from sim.report.document.forms.word_flow import Placed, arranged, is_whole
from sim.report.document.forms.word_heights import (
    LEGIBLE,
    Ends,
    ends_of,
    fitting,
    height_of,
    is_small,
    opening,
)
from sim.report.document.forms.word_tables import add_grid, add_looks
from sim.report.document.forms.words import parts_of
from sim.report.document.parts import (
    Block,
    Bullets,
    Document,
    Headlines,
    Paragraph,
    Picture,
    Section,
    Table,
)
from sim.report.language import say, spoken
from sim.said import Said

if TYPE_CHECKING:
    from docx.document import Document as Pages
    from docx.shared import Length

__all__ = ["as_word"]

MOST_OF_PAGE = 0.8
"""A picture is no higher than this part of a page."""
MOST_ROWS = 16
"""A table of more rows is never so low that it has to stand on one page."""
ORDINARY = datetime(2000, 1, 1)  # noqa: DTZ001 - Word's dates have no zone
LANGUAGES = {
    "en": "en-GB",
    "sq": "sq-AL",
    "sr-Latn": "sr-Latn-RS",
    "sr-Cyrl": "sr-Cyrl-RS",
}
"""The languages as Word knows them, for its spelling."""


def as_word(
    document: Document, *, letterhead: Path | None = None, drawn: Drawn | None = None
) -> bytes:
    """Return the file, in the language that is spoken.

    Parameters
    ----------
    letterhead
        A ``.docx`` to which the report is added: its header, footer and styles stay.

    Raises
    ------
    OSError
        If the letterhead cannot be read, or is no Word file.
    """
    pages = _opened(letterhead)
    _Word(pages, document, drawn or Drawn(), own=letterhead is None).fill()
    page = BytesIO()
    pages.save(page)
    return _undated(page)


def _undated(page: BytesIO) -> bytes:
    """Return a package whose parts do not say when they were written.

    The same report has the same bytes, whenever it is made.
    """
    again = BytesIO()
    with ZipFile(page) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return again.getvalue()


def _opened(letterhead: Path | None) -> "Pages":
    from docx import Document as open_pages  # noqa: N813 - it is a function
    from docx.opc.exceptions import PackageNotFoundError

    if letterhead is None:
        return open_pages()
    with letterhead.open("rb") as page:
        try:
            return open_pages(page)
        except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
            why = Said("it is no Word file (.docx)")
            raise OSError(errno.EINVAL, why, str(letterhead)) from error


class _Word:
    """A Word file being filled by the names of its styles."""

    def __init__(
        self, pages: "Pages", document: Document, drawn: Drawn, *, own: bool
    ) -> None:
        self.pages = pages
        self.document = document
        self.drawn = drawn
        self.own = own
        self.known: set[str] = set()
        self.size = 1.0
        self.wide = self.page = 0.0

    def fill(self) -> None:
        """Write every section."""
        from docx.shared import Emu

        if self.own:
            self._paper()
        self.wide, self.page = Emu(self._room()).pt, self._depth().pt
        fits = fitting(self.document, self.wide, self.page, self._drawn_high)
        self.size = LEGIBLE if fits is None else fits
        if self.own:
            self._letters()
        add_looks(self.pages, self.size)
        self.known = {style.name for style in self.pages.styles}
        self._language()
        facts = self.pages.core_properties
        facts.title, facts.subject = self.document.title, self.document.question
        facts.author, facts.comments = "bednight", ""
        facts.created = facts.modified = ORDINARY
        facts.language = LANGUAGES[spoken().code]
        self._write(self.document.for_whom, "Subtitle")
        self._write(self.document.title, "Title")
        self._write(self.document.question, "Intense Quote")
        first = self.document.first_page
        for section in first:
            blocks = [Placed(block, self.size) for block in section.blocks]
            self._section(section, blocks, headed=section.name != "answer")
        self._write(self.document.basis, "Report note")
        rest = self.document.sections[len(first) :]
        full = opening(self.document, self.wide, self._drawn_high, self.size, self.page)
        laid = arranged(
            rest,
            full=full,
            page=self.page,
            high=self._high,
            least=self._least,
            begins_page=fits is not None,
        )
        for section, blocks in zip(rest, laid, strict=True):
            begins = section.starts_page and fits is not None
            self._section(section, blocks, begins=begins)
        self._hold_last()

    def _section(
        self,
        section: Section,
        blocks: Sequence[Placed],
        *,
        headed: bool = True,
        begins: bool = False,
    ) -> None:
        """Write a section with its heading, which may begin a page."""
        if headed:
            self._write(section.title, "Heading 1")
        if begins:
            self.pages.paragraphs[-1].paragraph_format.page_break_before = True
        for each in blocks:
            self._block(each.block, each.share)

    def _hold_last(self) -> None:
        """Keep the last section together, so that no line has a page for itself."""
        paragraphs = self.pages.paragraphs
        title = self.document.sections[-1].title
        for paragraph in reversed(paragraphs[:-1]):
            paragraph.paragraph_format.keep_with_next = True
            if paragraph.text == title:
                break

    def _paper(self) -> None:
        """Set paper and margins of our own page; a letterhead keeps its."""
        from docx.shared import Mm

        paper = self.pages.sections[0]
        paper.page_width, paper.page_height = Mm(210), Mm(297)
        paper.left_margin = paper.right_margin = Mm(20)
        paper.top_margin = paper.bottom_margin = Mm(15)

    def _letters(self) -> None:
        """Set the letters of our own page; a letterhead keeps its."""
        from docx.shared import Mm, Pt, RGBColor

        looks = (
            ("Normal", 10, 4), ("Title", 20, 4), ("Subtitle", 9.5, 0),
            ("Heading 1", 13, 4), ("Heading 2", 10.5, 3), ("List Bullet", 10, 2),
            ("Intense Quote", 11, 6),
        )  # fmt: skip
        for name, letters, after in looks:
            style = self.pages.styles[name]
            part = self.size if name == "Title" else 1.0
            style.font.name, style.font.size = "Calibri", Pt(letters * part)
            style.paragraph_format.space_after = Pt(after * self.size)
            style.paragraph_format.keep_with_next = name.startswith("Heading")
            style.paragraph_format.line_spacing = 1.0
            if name.startswith("Heading"):
                style.paragraph_format.space_before = Pt((letters - 1) * self.size)
        if "Macro Text Char" in self.pages.styles:  # as large as the words around it
            self.pages.styles["Macro Text Char"].font.size = None
        quote = self.pages.styles["Intense Quote"].paragraph_format
        quote.left_indent = quote.right_indent = Mm(0)
        quote.space_before = Pt(0)
        for name in ("Title", "Heading 1", "Heading 2", "Intense Quote", "Subtitle"):
            self.pages.styles[name].font.color.rgb = RGBColor(0x00, 0x45, 0x70)

    def _language(self) -> None:
        """Say in which language the text is, so that Word spells it so."""
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        tag = LANGUAGES[spoken().code]
        normal = self.pages.styles["Normal"].element.get_or_add_rPr()
        defaults = self.pages.styles.element.findall(
            f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
        )
        for looks in (normal, *defaults):
            for old in looks.findall(qn("w:lang")):
                looks.remove(old)
            lang = OxmlElement("w:lang")
            lang.set(qn("w:val"), tag)
            lang.set(qn("w:eastAsia"), tag)
            looks.append(lang)

    def _write(self, text: str, style: str) -> None:
        """Add a paragraph by the name of its style, plain where there is none.

        A heading stays with what it heads, whatever a letterhead says of it.
        """
        paragraph = self.pages.add_paragraph(
            style=style if style in self.known else None
        )
        if style.startswith("Heading"):
            paragraph.paragraph_format.keep_with_next = True
        for is_code, part in parts_of(text):
            run = paragraph.add_run(part)
            if is_code and "Macro Text Char" in self.known:
                run.style = "Macro Text Char"

    def _block(self, block: Block, share: float = 1.0) -> None:
        match block:
            case Paragraph():
                styles = {
                    "answer": "Report answer",
                    "note": "Report note",
                    "code": "Macro Text",
                }
                style = styles.get(block.role, "Report text")
                if style == "Macro Text" and style not in self.known:
                    style = "macro"
                self._write(block.text, style)
            case Bullets():
                for item in block.items:
                    self._write(item, "Report bullet")
            case Headlines():
                self._headlines(block)
            case Table():
                if block.rows:
                    self._table(block)
            case Picture():
                self._picture(block, share)

    def _headlines(self, block: Headlines) -> None:
        heads = (say("Figure"), say("Value"), say("How sure"))
        rows = [(f.label, f.value, f.doubt) for f in block.figures]
        add_grid(self.pages, heads, rows, ["text"] * 3, room=self._room(), small=False)
        self._write("", "Report gap")

    def _table(self, table: Table) -> None:
        self._write(table.title, "Heading 2")
        shown = printed(table)
        heads = tuple(column.title for column in shown.columns)
        rows = [
            line if isinstance(line, str) else tuple(cell.text for cell in line)
            for line in shown.lines
        ]
        if table.total is not None:
            rows.append(tuple(cell.text for cell in table.total))
        kinds = [column.kind for column in shown.columns]
        add_grid(
            self.pages,
            heads,
            rows,
            kinds,
            room=self._room(),
            small=is_small(table, self.wide),
            summed=table.total is not None,
            noted=bool(table.note),
            whole=self._is_whole(table),
        )
        self._write(table.note, "Report note" if table.note else "Report gap")

    def _room(self) -> int:
        """Return how wide the text of a page is, in Word's finest unit."""
        paper = self.pages.sections[-1]
        margins = (paper.left_margin or 0) + (paper.right_margin or 0)
        return int((paper.page_width or 0) - margins)

    def _depth(self) -> "Length":
        """Return how high the text of a page is."""
        from docx.shared import Emu

        paper = self.pages.sections[-1]
        margins = (paper.top_margin or 0) + (paper.bottom_margin or 0)
        return Emu((paper.page_height or 0) - margins)

    def _high(self, block: Block) -> float | Ends:
        """Return how high a block is in points, a picture as wide as the text."""
        match block:
            case Picture():
                return self._drawn_high(block)
            case Table():
                return self._ends(block)
        return height_of(block, self.wide, self.size)

    def _drawn_high(self, picture: Picture) -> float:
        """Return how high a picture is with the space below it, in points."""
        from docx.shared import Emu

        return float(Emu(self._size(picture)[1]).pt) + 4

    def _least(self, picture: Picture) -> float:
        """Return the least part of its full size that a picture may have."""
        from docx.shared import Emu

        return self.drawn.least(picture, Emu(self._size(picture)[0]).pt)

    def _is_whole(self, table: Table) -> bool:
        """Return whether a table is to stand on one page; a long one never is."""
        return len(table.rows) <= MOST_ROWS and is_whole(self._ends(table), self.page)

    def _ends(self, table: Table) -> Ends:
        """Return how high a table is, and what of it stays together."""
        return ends_of(table, self.wide, self.size)

    def _size(self, picture: Picture) -> tuple[int, int]:
        """Return how wide and high a picture is that fits, in Word's finest unit."""
        wide, high = unpack(">II", self.drawn.png(picture)[16:24])
        room, most = self._room(), int(MOST_OF_PAGE * self._depth())
        part = min(1.0, most / (room * high / wide))
        return int(room * part), int(room * part * high / wide)

    def _picture(self, picture: Picture, share: float) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Emu

        image = BytesIO(self.drawn.png(picture))
        shape = self.pages.add_picture(
            image, *(Emu(int(share * length)) for length in self._size(picture))
        )
        told = shape._inline.find(qn("wp:docPr"))  # noqa: SLF001 - no other way to it
        if told is not None:
            told.set("descr", picture.alt)
            told.set("title", picture.title)
