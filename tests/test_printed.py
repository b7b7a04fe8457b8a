"""Tables as they are printed: rows under headings, and columns that are wide enough."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from sim.report.document.forms.columns import folds_numbers, shares
from sim.report.document.forms.html import as_html
from sim.report.document.forms.pdf import as_pdf
from sim.report.document.forms.printed import Group, printed
from sim.report.document.forms.word import as_word
from sim.report.document.forms.word_heights import ends_of
from sim.report.document.parts import Column, Document, Section, Table, cell

ROWS = (
    ("Cost", "€10", "Late", "+€1"),
    ("Cost", "€10", "Early", "−€1"),
    ("Cost", "€10", "Never", "0"),
    ("Nights", "7", "Late", "+2"),
    ("Nights", "7", "Early", "−2"),
    ("Nights", "7", "Never", "0"),
)


def table(rows=ROWS, grouped=2):
    return Table(
        name="plans",
        title="What differs",
        columns=(
            Column(title="Measure"),
            Column(title="Base", kind="number"),
            Column(title="Plan"),
            Column(title="Difference", kind="number"),
        ),
        rows=tuple(tuple(map(cell, row)) for row in rows),
        grouped=grouped,
    )


def document(shown):
    about = Section(name="about", title="About", blocks=())
    differ = Section(name="differ", title="Differ", blocks=(shown,), starts_page=True)
    return Document(
        title="A report",
        question="What differs?",
        audience="ministry",
        for_whom="For a test",
        language="en-GB",
        currency="EUR",
        digest="0",
        basis="",
        sections=(about, differ),
    )


def test_what_rows_begin_with_stands_above_them_once():
    shown = printed(table())

    assert [column.title for column in shown.columns] == ["Plan", "Difference"]
    assert [
        line if isinstance(line, str) else line[0].text for line in shown.lines
    ] == [
        "Cost · Base: €10",
        *("Late", "Early", "Never"),
        "Nights · Base: 7",
        *("Late", "Early", "Never"),
    ]


@pytest.mark.parametrize(
    "shown", [table(ROWS[1:5]), table(grouped=0)], ids=["few rows", "not asked for"]
)
def test_where_headings_are_not_worth_their_lines_columns_stay(shown):
    assert printed(shown).columns == shown.columns
    assert printed(shown).groups == (Group("", shown.rows),)


def test_a_screen_reader_hears_the_heading_of_a_group_as_such():
    page = as_html(document(table()))

    heads = re.findall(r'<th scope="rowgroup" colspan="2">([^<]+)</th>', page)
    assert heads == ["Cost · Base: €10", "Nights · Base: 7"]
    assert page.count("<tbody>") == 2
    assert page.count("€10") == 1


def test_word_keeps_a_heading_with_the_row_below_it():
    many = [("Cost", "€10", f"Plan {number}", "0") for number in range(30)]
    package = as_word(document(table((*many, *ROWS[3:]))))
    body = ZipFile(BytesIO(package)).read("word/document.xml").decode()
    rows = re.findall(r"<w:tr>.*?</w:tr>", body, re.DOTALL)
    (nights,) = [row for row in rows if "Nights" in row]

    assert 'w:gridSpan w:val="2"' in nights
    assert nights.count("<w:tc>") == 1
    assert "<w:keepNext/>" in nights
    assert 'w:pStyle w:val="Reportgroup"' in nights


def test_a_grouped_table_is_a_tagged_pdf():
    assert b"pdfuaid:part" in as_pdf(document(table()))


def test_a_grouped_table_is_lower_than_one_that_says_all_in_each_row():
    long = [(f"{a}, told at some length", b, c, d) for a, b, c, d in ROWS]
    grouped = table(tuple(long))

    assert (
        ends_of(grouped, 150.0).high < ends_of(replace(grouped, grouped=0), 150.0).high
    )


NUMBERS = [
    ("Plan", "Nights"),
    *[("a plan that has a long title", "+850 (+400 to +1,400)")] * 6,
]


def test_numbers_have_room_before_texts_where_that_saves_lines():
    texts, numbers = shares(NUMBERS, ("text", "number"), 42)

    assert numbers * 42 >= len("+850 (+400 to +1,400)") + 3
    assert texts + numbers == pytest.approx(1.0)


@pytest.mark.parametrize("room, folds", [(30, True), (60, False)])
def test_a_number_that_would_need_a_second_line_is_seen(room, folds):
    assert folds_numbers(NUMBERS, ("text", "number"), room) is folds


def test_a_first_page_that_cannot_be_one_runs_on_when_printed(monkeypatch):
    report = document(table())
    one = as_html(report)
    monkeypatch.setattr("sim.report.document.forms.html.FULL", 0)
    more = as_html(report)

    assert 'class="breaks"' in one
    assert 'class="breaks"' not in more
