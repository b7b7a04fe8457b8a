"""The four forms of a report: whole, accessible, the same bytes, one set of numbers."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import numpy as np
import pytest
from docx import Document as open_word  # noqa: N813 - it is a function
from docx.shared import Inches, Mm, Pt
from library_runs import run_of
from matplotlib.image import imread

from sim.report.document.building import build
from sim.report.document.forms.drawn import Drawn
from sim.report.document.forms.excel import as_excel
from sim.report.document.forms.html import as_html
from sim.report.document.forms.letters import SIGN, signs_of
from sim.report.document.forms.pdf import as_pdf, pages_as_png
from sim.report.document.forms.word import as_word
from sim.report.document.forms.words import held, parts_of
from sim.report.document.parts import Bullets, Cell, Column, Table
from sim.report.language import speaking
from sim.scenario import load

ROOT = Path(__file__).parents[1]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XHTML_NAMES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


@pytest.fixture(scope="module")
def results():
    return run_of("kosovo-2017-hand-to-mouth")


@pytest.fixture(scope="module")
def document(results):
    return build(results)


@pytest.fixture(scope="module")
def drawn():
    return Drawn()


@pytest.fixture(scope="module")
def page(document, drawn):
    return as_html(document, drawn)


def test_the_page_asks_nothing_of_the_network(page):
    urls = set(re.findall(r"https?://[^\s\"'<)]+", page))

    assert urls <= XHTML_NAMES
    assert not re.search(r"<script|<iframe|@import|<link[^>]+stylesheet", page)
    assert set(re.findall(r'(?:src|href)="([^"#][^"]*)"', page)) <= {"data:,"}
    assert len(page.encode()) < 1_000_000


def test_the_page_is_fit_for_a_screen_reader(page, document):
    assert '<html lang="en-GB">' in page
    assert page.count("<h1>") == 1
    labels = re.findall(r'<div role="img" aria-label="([^"]+)"', page)
    assert len(labels) == len(list(document.pictures())) == page.count("<svg ")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count('<th scope="col"') > 50


def test_what_a_scenario_says_is_never_code(document, drawn):
    nasty = replace(document, title="<script>alert(1)</script>")

    assert "<script>" not in as_html(nasty, drawn)


def test_the_pdf_is_tagged_and_the_same_twice(document, drawn):
    made = as_pdf(document, drawn)

    assert made.startswith(b"%PDF")
    assert b"pdfuaid:part" in made
    assert as_pdf(document, Drawn()) == made


def test_no_page_of_the_pdf_is_left_half_empty(document, drawn):
    pages = [imread(BytesIO(page)) for page in pages_as_png(document, drawn)]
    filled = []
    for page in pages:
        ink = np.flatnonzero(
            page[: int(0.93 * len(page)), :, :3].min(axis=(1, 2)) < 0.9
        )
        filled.append(ink.max() / len(page))

    assert len(pages) > 8
    assert min(filled[1:-1]) > 0.65  # the first may stand alone, the last ends


def test_a_full_first_page_stays_one_page(document):
    short = replace(document, sections=(*document.first_page, document.sections[-1]))
    many = replace(
        document.first_page[1], blocks=(Bullets(("Until when. " * 12,) * 14),)
    )
    first = (document.first_page[0], many, *document.first_page[2:])
    full = replace(short, sections=(*first, short.sections[-1]))
    starts = replace(short.sections[-1], starts_page=True)
    both = [replace(d, sections=(*d.sections[:-1], starts)) for d in (short, full)]

    assert [len(pages_as_png(d)) for d in both] == [2, 2]


@pytest.fixture(scope="module")
def word(document, drawn):
    return as_word(document, drawn=drawn)


def test_word_and_excel_do_not_say_when_they_were_made(word, document, drawn, results):
    """Else two reports of one run would differ."""
    for package in (word, as_excel(document, results.estimates)):
        dates = {part.date_time for part in ZipFile(BytesIO(package)).infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert as_word(document, drawn=drawn) == word


def pages_of(package, folder):
    """Return the pages of a Word file as LibreOffice sets them, as pictures."""
    (folder / "page.docx").write_bytes(package)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = ("--headless", "--convert-to", "pdf", "--outdir", folder)
    subprocess.run(("soffice", profile, *asked, folder / "page.docx"), check=True)
    drawn = ("pdftoppm", "-r", "40", "-gray", "-png", folder / "page.pdf")
    subprocess.run((*drawn, folder / "page"), check=True)
    return [imread(page) for page in sorted(folder.glob("page-*.png"))]


@pytest.mark.skipif(
    not (which("soffice") and which("pdftoppm")), reason="LibreOffice sets the pages"
)
def test_no_page_of_word_is_left_half_empty(word, tmp_path):
    """Of pages that others follow a quarter is free at the most; of all, none is."""
    margin = 15 / 297
    used = []
    for page in pages_of(word, tmp_path):
        rows = np.flatnonzero(page.reshape(len(page), -1).min(axis=1) < 0.9)
        ends = rows.max() / len(page) if len(rows) else 0.0
        used.append((ends - margin) / (1 - 2 * margin))
    _, *between, last = used  # the first stands alone

    assert len(between) > 5
    assert min(between) > 0.7
    assert last > 0.03


def test_word_has_alt_texts_header_rows_and_a_language(word, document):
    book = ZipFile(BytesIO(word))
    body = book.read("word/document.xml").decode()
    tables = body.count("<w:tbl>")

    shown = [table for table in document.tables() if table.rows]
    pictures = list(document.pictures())
    assert tables == len(shown) - len(pictures) + 1  # the figures of the first page
    assert body.count("<w:tblHeader/>") == tables
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', body)
    assert len(told) == len(pictures)
    assert 'w:val="en-GB"' in book.read("word/styles.xml").decode()


def test_no_style_of_cells_takes_from_the_head_of_a_table_that_it_is_bold(word):
    styles = open_word(BytesIO(word)).styles
    names = ("Report cell", "Report small number", "Report small group")

    assert [styles[name].font.bold for name in names] == [None, None, True]


def test_word_parts_no_head_from_its_rows_and_no_heading_from_its_table(word):
    body = ET.fromstring(ZipFile(BytesIO(word)).read("word/document.xml"))[0]
    blocks = list(body)
    for number, block in enumerate(blocks):
        if block.tag != f"{WORD}tbl":
            continue
        rows = block.findall(f"{WORD}tr")
        kept = [row.find(f".//{WORD}keepNext") is not None for row in rows]
        after = blocks[number + 1]
        styled = after.find(f".//{WORD}pStyle")
        is_note = styled is not None and styled.get(f"{WORD}val") == "Reportnote"
        is_noted = is_note and bool("".join(after.itertext()))
        whole = len(rows) <= 13
        assert all(row.find(f".//{WORD}cantSplit") is not None for row in rows)
        assert all(kept[:-1][:2])
        assert kept[-1] == is_noted
        assert all(kept[:-1]) == whole
        style = blocks[number - 1].find(f".//{WORD}pStyle").get(f"{WORD}val")
        heads = blocks[number - 1].find(f".//{WORD}keepNext") is not None
        assert heads == style.startswith("Heading")


def test_a_long_name_is_broken_between_its_parts(document, drawn):
    made = open_word(BytesIO(as_word(document, drawn=drawn)))
    texts = {cell.text for t in made.tables for row in t.rows for cell in row.cells}

    assert "pvpt_\u200bclients_\u200bper_\u200byear_\u200b2008_\u200b2018" in texts
    assert "pvpt_<wbr>clients_<wbr>per_<wbr>year" in as_html(document, drawn)


def test_word_is_dressed_by_styles_alone(word):
    body = ET.fromstring(ZipFile(BytesIO(word)).read("word/document.xml"))

    for tag in ("sz", "color", "b", "i", "jc", "rFonts"):
        assert body.find(f".//{WORD}body//{WORD}p//{WORD}{tag}") is None, tag


def test_word_speaks_the_language_of_the_report(results):
    with speaking("sq"):
        report = build(results)
        plain = replace(report, sections=report.sections[:5])
        book = ZipFile(BytesIO(as_word(plain)))

    assert 'w:val="sq-AL"' in book.read("word/styles.xml").decode()


def test_a_letterhead_keeps_its_header(document, drawn, tmp_path):
    paper = open_word()
    paper.sections[0].header.paragraphs[0].text = "Ministry of Somewhere"
    paper.add_paragraph("Our reference: 7")
    paper.save(tmp_path / "paper.docx")

    made = as_word(document, letterhead=tmp_path / "paper.docx", drawn=drawn)

    book = open_word(BytesIO(made))
    assert book.sections[0].header.paragraphs[0].text == "Ministry of Somewhere"
    assert book.paragraphs[0].text == "Our reference: 7"
    assert any(p.text == document.title for p in book.paragraphs)


def test_no_amount_is_broken_between_wide_margins(document, drawn, tmp_path):
    paper = open_word()
    paper.sections[0].left_margin = paper.sections[0].right_margin = Inches(1.25)
    paper.save(tmp_path / "paper.docx")

    made = as_word(document, letterhead=tmp_path / "paper.docx", drawn=drawn)

    for table in open_word(BytesIO(made)).tables:
        is_forecast = "Opening" in [cell.text for cell in table.rows[0].cells]
        for column in table.columns if is_forecast else ():
            amounts = [cell.text for cell in column.cells if cell.text.startswith("€")]
            words = [word for text in amounts for word in text.split(" ")]
            longest = max(map(signs_of, words), default=0.0)
            assert column.width >= Pt(7.5 * SIGN) * 1.1 * longest + Pt(7)


def test_a_letterhead_that_is_no_word_file_is_told_by_its_name(document, tmp_path):
    paper = tmp_path / "paper.docx"
    paper.write_text("hello")

    with pytest.raises(OSError, match="no Word file") as wrong:
        as_word(document, letterhead=paper)
    assert wrong.value.filename == str(paper)


def test_the_example_is_of_the_scenario_as_it_is():
    scenario = load(ROOT / "scenarios" / "kosovo-2017-late-call.yaml")
    name = f"{scenario.name}-{scenario.digest[:8]}.pdf"
    made = [page.name for page in (ROOT / "docs" / "examples").glob("*.pdf")]

    assert made == [name], "run python docs/build_example.py"
    for page in ("README.md", "docs/guides/report.md"):
        assert name in (ROOT / page).read_text(encoding="utf-8")


def test_no_line_ends_within_a_date_or_after_a_sign():
    assert held("by 31 May 2017 and 3. maj 2017.") == (
        "by 31\u00a0May\u00a02017 and 3.\u00a0maj\u00a02017."
    )
    assert held("9 % of 20 people") == "9\u00a0% of 20 people"
    assert held("7 days less (5 to 9)") == "7 days less (5\u00a0to\u00a09)"
    assert held("(5 of the 8 beds of the house)") == "(5 of the 8 beds of the house)"
    assert held("−€947, −5, +CHF 3") == "−\u2060€947, −5, +\u2060CHF 3"
    assert parts_of("on 1 May 2017 `1 May 2017`") == [
        (False, "on 1\u00a0May\u00a02017 "),
        (True, "1 May 2017"),
    ]


def full_first_page(document, bullets):
    many = replace(document.first_page[1], blocks=(Bullets(bullets),))
    first = (document.first_page[0], many, *document.first_page[2:])
    return replace(document, sections=(*first, *document.sections[len(first) :]))


def test_a_full_first_page_of_html_is_printed_in_smaller_letters(document, drawn):
    short, full = (
        full_first_page(document, ("One more sentence.",) * many) for many in (1, 99)
    )

    assert "<body>" in as_html(short, drawn)
    assert '<body class="crowded">' in as_html(full, drawn)


def test_rows_of_several_lines_fill_a_first_page_sooner(document, drawn):
    """A comparison's table of eight columns; with rows of one line it would fit."""
    columns = tuple(Column(title=title) for title in "ABCDEFGH")

    def full_of(text):
        rows = ((Cell(text),) * len(columns),) * 16
        table = Table(name="t", title="T", columns=columns, rows=rows)
        first = replace(document.first_page[0], blocks=(table,))
        rest = document.sections[len(document.first_page) :]
        return as_html(replace(document, sections=(first, *rest)), drawn)

    assert "<body>" in full_of("short")
    assert '<body class="crowded">' in full_of("a cell of three lines, about " * 2)


@pytest.mark.parametrize(
    ("wide", "high", "low"), [(533, 300, 115), (533, 533, 144), (533, 700, 230)]
)
def test_a_printed_picture_is_low_as_long_as_it_is_legible(document, wide, high, low):
    drawn, (picture, *_) = Drawn(), document.pictures()
    drawn.vectors[picture.name] = f'<svg viewBox="0 0 {wide} {high}"></svg>'

    assert f'style="--low: {low}mm"' in as_html(only(document, picture), drawn)


def only(document, picture):
    section = replace(document.sections[0], blocks=(picture,))
    return replace(document, sections=(section,))


def looks_of(page, drawn):
    """Return how large letters of texts are, and which headings begin a page."""
    opened = open_word(BytesIO(as_word(page, drawn=drawn)))
    begin = [p.text for p in opened.paragraphs if p.paragraph_format.page_break_before]
    return opened.styles["Report text"].font.size.pt, begin


def test_a_full_first_page_of_word_has_smaller_letters(document, drawn):
    full = full_first_page(document, ("Until when the call is safe. " * 6,) * 7)

    assert looks_of(document, drawn) == (10.0, ["What came of it"])
    assert looks_of(full, drawn) == (9.5, ["What came of it"])


def test_a_picture_on_the_first_page_of_word_is_smaller_as_its_letters_are(
    document, drawn
):
    picture = next(each for each in document.pictures() if each.name == "waits")
    full = full_first_page(document, ("Until when the call is safe.",))
    first = replace(full.sections[1], blocks=(picture,))
    page = replace(full, sections=(full.sections[0], first, *full.sections[2:]))
    letters, begin = looks_of(page, drawn)
    opened = open_word(BytesIO(as_word(page, drawn=drawn)))

    assert begin == ["What came of it"]
    assert letters < 10
    assert opened.inline_shapes[0].width == pytest.approx(
        letters / 10 * Mm(170), rel=0.01
    )


def test_a_first_page_of_word_that_is_no_page_leaves_none_half_empty(document, drawn):
    full = full_first_page(document, ("Until when the call is safe. " * 6,) * 30)

    assert looks_of(full, drawn) == (9.0, [])
