"""Tables of a Word report: their look, how wide columns are, what stays together."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from sim.report.document.forms.columns import shares
from sim.report.document.forms.letters import SIGN, signs_of
from sim.report.document.forms.words import cells_of

if TYPE_CHECKING:
    from docx.document import Document as Pages
    from docx.oxml.table import CT_Row
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table as Grid

__all__ = ["add_grid", "add_looks"]

CELLS = {
    (False, False): ("Report cell", 9.5),
    (True, False): ("Report number", 9.5),
    (False, True): ("Report small cell", 7.5),
    (True, True): ("Report small number", 7.5),
}
"""The styles of cells, of words and numbers, and the size of their letters."""
GROUPS = {False: ("Report group", 9.5), True: ("Report small group", 7.5)}
"""The styles of headings of rows, and the size of their letters."""
WASH = "F1F5F8"
"""What a heading of rows stands on."""
SMALLEST = 7.5
"""Letters of a table are made no smaller."""
TEXTS = {
    "Report text": ("Normal", 10, 4),
    "Report bullet": ("List Bullet", 10, 2),
    "Report note": ("Normal", 8.5, 4),
    "Report answer": ("Normal", 12.5, 6),
    "Report gap": ("Normal", 4, 0),
}
"""The styles of other texts: what each is like, its size, the points below it.

A letterhead's own are made for letters, in which a first page would not be one.
"""
TABLE = "Report table"
TABLE_LOOK = """
<w:style {names} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9C9C9"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="20" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="20" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders>
        <w:bottom w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>
      </w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
  <w:tblStylePr w:type="lastRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders>
        <w:top w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>
      </w:tcBorders>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
"""The look of tables where a file has none of this name, for an office to change."""
HEAD, SUM = 0x0020, 0x0040
"""Word's signs that a table has a head row, and a row of sums."""


def add_looks(pages: "Pages", part: float = 1.0) -> None:
    """Add the styles of a report that a file lacks, for an office to change.

    ``part`` makes letters and spaces of texts smaller.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml
    from docx.shared import Pt, RGBColor

    known = {style.name for style in pages.styles}
    for name, (like, size, after) in TEXTS.items():
        if name in known:
            continue
        style = pages.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = pages.styles[like if like in known else "Normal"]
        style.font.size, style.font.bold = Pt(size * part), name == "Report answer"
        style.paragraph_format.space_after = Pt(after * part)
        style.paragraph_format.line_spacing = 1.0
        if name == "Report note":
            style.font.color.rgb = RGBColor(0x40, 0x40, 0x40)
    for name, size in (*CELLS.values(), *GROUPS.values()):
        if name in known:
            continue
        style = pages.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = pages.styles["Normal"]
        style.font.size = Pt(max(SMALLEST, size * part))
        if name.endswith("group"):  # else a head's letters, which are bold, were not
            style.font.bold = True
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        if name.endswith("number"):
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if TABLE not in known:
        pages.styles.element.append(parse_xml(TABLE_LOOK.format(names=nsdecls("w"))))


def add_grid(
    pages: "Pages",
    heads: tuple[str, ...],
    rows: Sequence[str | tuple[str, ...]],
    kinds: Sequence[str],
    *,
    room: int,
    small: bool,
    summed: bool = False,
    noted: bool = False,
    whole: bool = True,
) -> None:
    """Add a table whose head is repeated and whose rows stay whole.

    A row that is a text heads those that follow it.  ``kinds`` is what stands in each
    column, ``room`` how wide the page is in Word's finest unit; letters may be
    ``small``.  With ``summed`` the last row holds sums; with ``noted`` a note
    follows, from which the table is not parted; what is ``whole`` stands on one page.
    """
    grid = pages.add_table(rows=len(rows) + 1, cols=len(heads))
    grid.style = TABLE
    grid.autofit = False
    texts = [
        line if isinstance(line, str) else cells_of(line, kinds)
        for line in (heads, *rows)
    ]
    _dress(grid, HEAD | SUM if summed else HEAD)
    _divide(grid, texts, kinds, room, CELLS[False, small][1] * SIGN)
    _fill(grid, texts, kinds, small=small)
    headings = {n for n, text in enumerate(texts) if isinstance(text, str)}
    _keep(grid, headings, noted=noted, whole=whole)


def _dress(grid: "Grid", look: int) -> None:
    """Say which rows of a table look other than the rest."""
    from docx.oxml.ns import qn

    told = grid._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - no other way to it
    if told is not None:
        told.attrib.clear()
        told.set(qn("w:val"), f"{look:04X}")


def _divide(
    grid: "Grid",
    rows: Sequence[str | tuple[str, ...]],
    kinds: Sequence[str],
    room: int,
    sign: float,
) -> None:
    """Give each column its share of the page's width, in Word's finest unit.

    ``sign`` is how wide a sign is in points.
    """
    from docx.shared import Emu, Pt

    cells = [row for row in rows if not isinstance(row, str)]
    wide = shares(cells, kinds, room / Pt(sign), signs_of)
    widths = [round(room * share) for share in wide]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Emu(width)
    for line in grid._tbl.tr_lst:  # noqa: SLF001 - no other way to it
        for cell, width in zip(line.tc_lst, widths, strict=True):
            cell.width = Emu(width)


def _fill(
    grid: "Grid",
    rows: Sequence[str | tuple[str, ...]],
    kinds: Sequence[str],
    *,
    small: bool,
) -> None:
    """Write the cells of a table through its XML: Word's own way is slow for many."""
    from docx.oxml.parser import OxmlElement

    for number, (line, texts) in enumerate(zip(grid._tbl.tr_lst, rows, strict=True)):  # noqa: SLF001
        about = line.get_or_add_trPr()
        about.append(OxmlElement("w:cantSplit"))
        if number == 0:
            about.append(OxmlElement("w:tblHeader"))
        if isinstance(texts, str):
            _head_group(line, texts, GROUPS[small][0])
            continue
        for place, (cell, text) in enumerate(zip(line.tc_lst, texts, strict=True)):
            paragraph = cell.p_lst[0]
            paragraph.style = CELLS[kinds[place] != "text", small][0].replace(" ", "")
            paragraph.append(_run(text))


def _head_group(line: "CT_Row", text: str, style: str) -> None:
    """Make a row one cell that heads the rows below it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Emu

    first, *others = line.tc_lst
    first.width = Emu(sum(int(cell.width or 0) for cell in line.tc_lst))
    for cell in others:
        line.remove(cell)
    first.grid_span = 1 + len(others)
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", WASH)):
        shade.set(qn(f"w:{key}"), value)
    first.get_or_add_tcPr().append(shade)
    paragraph = first.p_lst[0]
    paragraph.style = style.replace(" ", "")
    paragraph.append(_run(text))


def _keep(
    grid: "Grid", headings: AbstractSet[int], *, noted: bool, whole: bool
) -> None:
    """Keep rows with the next: all of a whole table, else those at both ends.

    One of the ``headings`` stays with the row below it, and with ``noted`` the last row
    with the note that follows.
    """
    lines = list(grid._tbl.tr_lst)  # noqa: SLF001 - no other way to it
    last = len(lines) - 1
    for number, line in enumerate(lines):
        is_end = number < 2 or number == last - 1 or number in headings
        if number == last and not noted:
            continue
        if whole or is_end or number == last:
            for cell in line.tc_lst:
                cell.p_lst[0].get_or_add_pPr().get_or_add_keepNext()


def _run(text: str) -> "BaseOxmlElement":
    """Return a run of text."""
    from docx.oxml.parser import OxmlElement

    run = OxmlElement("w:r")
    letters = OxmlElement("w:t")
    letters.text = text
    letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(letters)
    return run
