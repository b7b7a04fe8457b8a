"""The workbook of a report: sums to the cent, every estimate, intervals and charts."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from library_runs import run_of
from xlsxwriter.shape import Shape

from sim.report.document.building import build
from sim.report.document.forms import excel_charts
from sim.report.document.forms.excel import as_excel
from sim.report.document.forms.excel_doubt import with_intervals
from sim.report.document.forms.excel_estimates import estimate_row
from sim.report.document.forms.excel_numbers import format_as_told
from sim.report.document.parts import Cell, Column, Table, cell
from sim.report.folder.writing import estimates_csv
from sim.report.language import speaking

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def results():
    return run_of("kosovo-2017-hand-to-mouth")


@pytest.fixture(scope="module")
def document(results):
    return build(results)


def cells_of(book, table):
    """Return the head and the numbers of the sheet that holds a table."""
    for name in book.namelist():
        if re.fullmatch(r"xl/tables/table\d+\.xml", name):
            tree = ET.fromstring(book.read(name))
            if tree.get("name") == table:
                number = re.search(r"\d+", name)[0]
                break
    for name in book.namelist():
        if name.startswith("xl/worksheets/_rels/"):
            rels = book.read(name).decode()
            if f"tables/table{number}.xml" in rels:
                sheet = f"xl/worksheets/{Path(name).stem}"
    tree = ET.fromstring(book.read(sheet))
    rows = []
    for row in tree.iter(f"{SHEET}row"):
        cells = {
            re.sub(r"\d", "", cell.get("r")): float(cell.find(f"{SHEET}v").text)
            for cell in row.iter(f"{SHEET}c")
            if cell.find(f"{SHEET}v") is not None and cell.get("t") != "s"
        }
        formula = row.find(f".//{SHEET}f")
        rows.append((cells, formula is not None))
    return rows


@pytest.mark.parametrize(
    "table, column, measure",
    [
        ("costs", "B", "costs"),
        ("budget", "B", "costs"),
        ("budget", "C", "income"),
        ("funders", "C", "income"),
    ],
)
def test_excel_sums_agree_with_the_estimates_to_the_cent(
    document, results, table, column, measure
):
    book = ZipFile(BytesIO(as_excel(document, results.estimates)))
    rows = cells_of(book, f"t_{table}")
    parts = [cells[column] for cells, is_sum in rows if column in cells and not is_sum]
    (total,) = [cells[column] for cells, is_sum in rows if is_sum]
    lines = [line.split(",") for line in estimates_csv(results).splitlines()]
    (whole,) = [
        line[6] for line in lines if line[0] == measure and line[1:6] == [""] * 5
    ]

    assert round(sum(parts), 2) == round(total, 2) == round(float(whole), 2)


def test_excel_holds_every_estimate_and_explains_every_column(document, results):
    book = ZipFile(BytesIO(as_excel(document, results.estimates)))
    numbers = [cells for cells, _ in cells_of(book, "t_estimates") if cells]
    values = [e.value for e in results.estimates if e.value is not None]

    assert [row["H"] for row in numbers if "H" in row] == pytest.approx(values)
    names = book.read("xl/workbook.xml").decode()
    assert "What the columns mean" in names
    texts = book.read("xl/sharedStrings.xml").decode()
    for table in document.tables():
        for column in table.columns:
            assert column.meaning.replace("“", "").split("“")[0][:20] in texts.replace(
                "“", ""
            )


@pytest.mark.parametrize("language", ["en", "sq", "sr-Cyrl"])
def test_no_word_of_an_estimate_is_hidden_by_the_next_column(results, language):
    with speaking(language):
        kinds = [row[10] for row in map(estimate_row, results.estimates)]
        book = ZipFile(BytesIO(as_excel(build(results), results.estimates)))
    for name in book.namelist():
        if re.fullmatch(r"xl/tables/table\d+\.xml", name) and (
            b'"t_estimates"' in book.read(name)
        ):
            number = re.search(r"\d+", name)[0]
    for name in book.namelist():
        if name.startswith("xl/worksheets/_rels/") and (
            f"tables/table{number}.xml".encode() in book.read(name)
        ):
            sheet = ET.fromstring(book.read(f"xl/worksheets/{Path(name).stem}"))
    (width,) = (
        float(col.get("width"))
        for col in sheet.iter(f"{SHEET}col")
        if int(col.get("min")) <= 11 <= int(col.get("max"))
    )

    assert width >= max(map(len, kinds))


def test_a_table_that_is_of_a_picture_too_has_one_sheet(document):
    shown = next(document.pictures())
    table = replace(shown.data, name="again")
    section = replace(document.sections[-1], blocks=(shown, table))
    only = replace(document, sections=(*document.first_page, section))
    book = ZipFile(BytesIO(as_excel(only, ())))
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())

    assert len(names) == 3  # the first page, the table, what the columns mean
    assert "xl/charts/chart1.xml" in book.namelist()


def test_excel_charts_name_their_axes_and_keep_names_off_what_falls(document, results):
    book = ZipFile(BytesIO(as_excel(document, results.estimates)))
    charts = [
        book.read(name).decode()
        for name in book.namelist()
        if name.startswith("xl/charts/chart")
    ]

    for chart in charts:
        assert chart.count("<c:title>") == 3  # its own and one an axis
        assert '<c:tickLblPos val="low"/>' in chart
    (waterfall,) = [chart for chart in charts if "From the first day" in chart]
    assert 'formatCode="[$€]#,##0;-[$€]#,##0"' in waterfall
    (points,) = [
        chart for chart in charts if "scatterChart" in chart and "PVPT" in chart
    ]
    assert points.count("<c:dLbl>") == 4  # three shelters and the whole system


@pytest.mark.parametrize(
    ("of_lines", "low", "begins"), [(True, 0.90, 0.9), (False, 0.90, 0), (True, 0.4, 0)]
)
def test_lines_of_a_chart_far_above_nought_do_not_begin_there(of_lines, low, begins):
    cells = [Cell("", each, low=each, high=each) for each in (low, 0.98)]

    assert excel_charts._span(cells, of_lines=of_lines)["min"] == pytest.approx(begins)


def test_excel_charts_are_native_and_told_in_words(document, results):
    book = ZipFile(BytesIO(as_excel(document, results.estimates)))
    charts = [name for name in book.namelist() if name.startswith("xl/charts/")]
    drawings = [
        book.read(name).decode()
        for name in book.namelist()
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
    ]

    pictures = [p for p in document.pictures() if p.chart is not None and p.data.rows]
    assert len(charts) == len(pictures) == len(drawings)
    assert all(re.search(r'descr="[^"]{30,}"', drawing) for drawing in drawings)
    assert "€" in book.read("xl/styles.xml").decode()


def test_bars_side_by_side_are_drawn_without_a_warning(recwarn):
    looks = [excel_charts._look("bar", number) for number in range(8)]

    assert all(Shape._get_pattern_properties(look["pattern"]) for look in looks[1:])
    assert [str(each.message) for each in recwarn] == []


def test_excel_has_the_interval_of_a_number_in_a_column_of_its_own():
    table = Table(
        name="by_shelter",
        title="By shelter",
        columns=(
            Column(title="Shelter"),
            Column(title="Cost", kind="money"),
            Column(title="People", kind="number"),
        ),
        rows=(
            (cell("PVPT (NGO 2)"), cell("€23.7 (€23.4–24.0)", 23.7), cell("5", 5.0)),
            (cell("ISF"), cell("–"), cell("6", 6.0)),
        ),
        total=(cell("Together"), cell("€24", 24.0), cell("11", 11.0)),
    )
    shown = with_intervals(table)

    heads = ["Shelter", "Cost", "People", "Cost: interval"]
    assert [column.title for column in shown.columns] == heads
    assert [row[3].text for row in shown.rows] == ["€23.4–24.0", ""]
    assert [row[:3] for row in shown.rows] == list(table.rows)
    assert shown.total == (*table.total, cell(""))


def test_the_workbook_tells_the_intervals_of_the_table_by_shelter(document, results):
    with ZipFile(BytesIO(as_excel(document, results.estimates))) as book:
        heads = [
            re.findall(r'<tableColumn [^>]*name="([^"]*)"', book.read(name).decode())
            for name in book.namelist()
            if name.startswith("xl/tables/") and b't_shelters"' in book.read(name)
        ]

    assert heads[0][-1] == "Cost per bed-night: interval"


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("−4.200 € (−4.900 do −3.500)", -4213.7, "#,##0 [$€];-#,##0 [$€]"),
        ("−35 (−45 do −26)", -35.2, "#,##0"),
        ("+1,3 poena (+0,4 do +2,4)", 0.0132, "#,##0.000"),
        ("43% (36–51)", 0.43, "0.0%"),
        ("43%", 0.43, "0.0%"),
    ],
)
def test_a_workbook_tells_a_number_as_finely_as_a_page(text, value, told):
    with speaking("sr-Latn"):
        assert format_as_told(Cell(text, value), "EUR") == told


def test_a_mark_behind_an_interval_stays_with_it():
    table = Table(
        name="points",
        title="Points",
        columns=(Column(title="Value", kind="number"),),
        rows=((Cell("140 (100–210) ↓", 140.0),), (Cell("30 (20–40) ↓ ↑", 30.0),)),
    )

    rows = with_intervals(table).rows
    assert [row[-1].text for row in rows] == ["100–210 ↓", "20–40 ↓ ↑"]
