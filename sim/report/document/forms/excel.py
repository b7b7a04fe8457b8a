"""A report as a workbook: real tables, currency as a format, charts of its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from sim.experiment.estimate import Estimate
from sim.report.document.forms.excel_charts import Reaches, add_charts
from sim.report.document.forms.excel_doubt import with_intervals
from sim.report.document.forms.excel_estimates import estimate_columns, estimate_row
from sim.report.document.forms.excel_numbers import format_as_told, money_format
from sim.report.document.parts import (
    Bullets,
    Cell,
    Column,
    Document,
    Headlines,
    Paragraph,
    Picture,
    Table,
)
from sim.report.language import say, spoken

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["as_excel"]

ORDINARY = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone
MOST_ROWS = 1_048_576
"""More than these a sheet cannot hold."""
LONGEST_NAME = 31
"""Excel takes no longer name of a sheet."""
FIRST = (34, 30, 60)
"""The widths of the columns of the first page."""
LINE = 15.0
"""The height of a line of text in points."""
NARROW, WIDE = 12, 58
"""The least and the most width of a column, in signs."""


def as_excel(document: Document, estimates: Sequence[Estimate]) -> bytes:
    """Return the workbook, in the language that is spoken."""
    from xlsxwriter import Workbook

    page = BytesIO()
    book = Workbook(page, {"in_memory": True, "nan_inf_to_errors": False})
    book.set_properties(
        {"title": document.title, "subject": document.question, "created": ORDINARY}
    )
    _Book(book, document, estimates).fill()
    book.close()
    return page.getvalue()


class _Book:
    """A workbook being filled: a first page, a sheet for each table, every estimate."""

    def __init__(
        self, book: "Workbook", document: Document, estimates: Sequence[Estimate]
    ) -> None:
        self.book = book
        self.document = document
        self.shown = estimates
        self.reaches = Reaches(say("Error bars"))
        self.names: set[str] = {self.reaches.sheet.lower()}
        told_by_pictures = {picture.beside for picture in document.pictures()}
        self.tables = [
            with_intervals(table)
            for table in _once_each(document.tables())
            if table.name not in told_by_pictures
        ]
        self.money = money_format(document.currency)
        head = {"bold": True, "text_wrap": True, "valign": "bottom"}
        self.formats = {
            "title": book.add_format({"bold": True, "font_size": 16}),
            "answer": book.add_format(
                {"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"}
            ),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "beside": book.add_format(
                {"text_wrap": True, "valign": "top", "align": "left", "indent": 1}
            ),
            "dash": book.add_format({"align": "right", "valign": "top"}),
            "head": book.add_format(head),
            "head beside": book.add_format(head | {"align": "left", "indent": 1}),
            "head of numbers": book.add_format(head | {"align": "right"}),
            "section": book.add_format({"bold": True, "font_size": 12}),
            "note": book.add_format({"font_color": "#4D4D4D"}),
            "soft": book.add_format(
                {"font_color": "#4D4D4D", "text_wrap": True, "valign": "top"}
            ),
            "money": book.add_format({"num_format": self.money, "valign": "top"}),
            "share": book.add_format(
                {"num_format": f"0.0{spoken().percent}", "valign": "top"}
            ),
            "number": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
        }

    def fill(self) -> None:
        """Write every sheet."""
        self._first_page()
        pictures = {picture.data.name: picture for picture in self.document.pictures()}
        for table in self.tables:
            self._table_sheet(table, pictures.get(table.name))
        if self.shown:
            self._estimates()
        if self.reaches.rows:
            self._error_bars()
        self._columns()

    def _error_bars(self) -> None:
        """Write how far the intervals of the charts reach, for their error bars."""
        sheet = self.book.add_worksheet(self.reaches.sheet)
        heads = (say("Of what"), say("Reaches below"), say("Reaches above"))
        for line, row in enumerate(self.reaches.rows, 1):
            sheet.write_string(line, 0, row[0], self.formats["wrap"])
            for number, length in enumerate(row[1:], 1):
                sheet.write_number(line, number, length)
        self._listed(sheet, "reaches", len(self.reaches.rows), heads, (70, 18, 18))

    def _listed(
        self,
        sheet: "Worksheet",
        name: str,
        rows: int,
        heads: Sequence[str],
        widths: Sequence[float],
    ) -> None:
        """Make a table of Excel's own of rows that begin at the top of a sheet."""
        sheet.add_table(
            0,
            0,
            rows,
            len(heads) - 1,
            {
                "name": f"t_{name}",
                "style": "Table Style Light 1",
                "columns": [{"header": head} for head in heads],
            },
        )
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.freeze_panes(1, 0)

    def _sheet(self, title: str) -> "Worksheet":
        """Add a sheet by a name that Excel takes and no other sheet has."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip() or "–"
        if len(plain) > LONGEST_NAME:
            whole_words = plain[:LONGEST_NAME].rpartition(" ")[0].rstrip(" ,;")
            plain = f"{whole_words or plain[: LONGEST_NAME - 1]}…"
        name, number = plain, 2
        while name.lower() in self.names:
            name, number = f"{plain[:27]} {number}", number + 1
        self.names.add(name.lower())
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        return sheet

    def _first_page(self) -> None:
        """Write the page that can stand alone, as text."""
        sheet = self._sheet(say("The answer"))
        sheet.fit_to_pages(1, 1)
        for number, width in enumerate(FIRST):
            sheet.set_column(number, number, width)
        sheet.write_string(0, 0, self.document.title, self.formats["title"])
        sheet.write_string(1, 0, self.document.question, self.formats["note"])
        row = 3
        for section in self.document.sections:
            if section.starts_page:
                break
            if section.name != "answer":
                sheet.write_string(row, 0, section.title, self.formats["section"])
                row += 1
            for text, look in _lines(section.blocks):
                row = self._line(sheet, row, text, look)
            row += 1
        sheet.merge_range(row, 0, row, 2, self.document.basis, self.formats["soft"])
        sheet.set_row(row, 30)

    def _line(
        self, sheet: "Worksheet", row: int, text: tuple[str, ...], look: str
    ) -> int:
        if len(text) == 1:
            sheet.merge_range(row, 0, row, 2, text[0], self.formats[look])
            sheet.set_row(row, 15.5 * (1 + len(text[0]) // 112))
        else:
            for column, part in enumerate(text):
                sheet.write_string(row, column, part, self.formats["wrap"])
            sheet.set_row(row, LINE * _lines_of(text, FIRST))
        return row + 1

    def _table_sheet(self, table: Table, picture: Picture | None) -> None:
        """Write one table on a sheet of its own, with its chart beside it."""
        sheet = self._sheet(table.title)
        title = table.title if picture is None else picture.title
        widths = [_width(table, number) for number in range(len(table.columns))]
        sheet.write_string(0, 0, title, self.formats["title"])
        if table.note:
            self._note(sheet, table.note.replace("`", ""), widths)
        top = 3
        heads = [column.title for column in table.columns]
        sheet.set_row(top, LINE * max(2, _lines_of(heads, widths)))
        sheet.repeat_rows(top)
        self._rows(sheet, table, top, widths)
        last = top + len(table.rows)
        sheet.add_table(
            top,
            0,
            last + (table.total is not None),
            len(table.columns) - 1,
            {
                "name": f"t_{table.name}",
                "style": "Table Style Light 1",
                "total_row": table.total is not None,
                "columns": [
                    self._head(table, number) for number in range(len(table.columns))
                ],
            },
        )
        if table.total is not None:
            self._total(sheet, table, last + 1)
        sheet.freeze_panes(top + 1, 1)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        if picture is not None and picture.chart is not None:
            add_charts(
                self.book,
                sheet,
                table,
                picture,
                top=top,
                currency=self.document.currency,
                reaches=self.reaches,
            )

    def _note(self, sheet: "Worksheet", note: str, widths: Sequence[float]) -> None:
        """Write a note over the columns of its table, in as many lines as it needs."""
        wide = sum(widths)
        if len(widths) > 1:
            sheet.merge_range(1, 0, 1, len(widths) - 1, note, self.formats["soft"])
        else:
            sheet.write_string(1, 0, note, self.formats["soft"])
        sheet.set_row(1, LINE * _lines_of([note], [wide]))

    def _head(self, table: Table, number: int) -> dict[str, Any]:
        column = table.columns[number]
        head: dict[str, Any] = {
            "header": _once(table.columns, number),
            "header_format": self.formats[_side(table.columns, number, "head")],
        }
        if column.kind != "text":
            head["format"] = self.formats[column.kind]
        if table.total is not None:
            if number == 0:
                head["total_string"] = table.total[0].text
            elif column.adds_up:
                head["total_function"] = "sum"
                head["total_value"] = table.total[number].value or 0
        return head

    def _total(self, sheet: "Worksheet", table: Table, row: int) -> None:
        """Write sums as formulas that show their value before Excel reckons."""
        assert table.total is not None
        sheet.write_string(row, 0, table.total[0].text, self.formats["head"])
        for number, column in enumerate(table.columns):
            if number and column.adds_up:
                name = _once(table.columns, number)
                field = re.sub(r"(['#\[\]@])", r"'\1", name)
                sheet.write_formula(
                    row,
                    number,
                    f"=SUBTOTAL(109,t_{table.name}[{field}])",
                    self.formats[column.kind],
                    table.total[number].value or 0,
                )

    def _rows(
        self, sheet: "Worksheet", table: Table, top: int, widths: Sequence[float]
    ) -> None:
        """Write the rows, each as high as its longest text is folded."""
        for line, row in enumerate(table.rows, top + 1):
            told = [
                cell.text if column.kind == "text" else ""
                for cell, column in zip(row, table.columns, strict=True)
            ]
            high = _lines_of(told, widths)
            if high > 1:
                sheet.set_row(line, LINE * high)
            for number, cell in enumerate(row):
                self._cell(sheet, (line, number), cell, table.columns)

    def _cell(
        self,
        sheet: "Worksheet",
        place: tuple[int, int],
        cell: Cell,
        columns: Sequence[Column],
    ) -> None:
        """Write a number where there is one, in the format of what it is."""
        row, number = place
        column = columns[number]
        if cell.value is not None and column.kind != "text":
            look = self._look(cell, column)
            sheet.write_number(row, number, cell.value, look)
        else:
            name = "dash" if column.kind != "text" else _side(columns, number, "wrap")
            sheet.write_string(row, number, cell.text, self.formats[name])

    def _look(self, cell: Cell, column: Column) -> Any:
        """Return the format of a value; of a number, as finely as a page tells it."""
        if column.kind != "number":
            return self.formats[column.kind]
        told = format_as_told(cell, self.document.currency)
        if told not in self.formats:
            look = {"num_format": told, "valign": "top"}
            self.formats[told] = self.book.add_format(look)
        return self.formats[told]

    def _estimates(self) -> None:
        """Write every estimate as estimates.csv has it: the same numbers, unrounded."""
        sheet = self._sheet(say("All estimates"))
        estimates = self.shown[: MOST_ROWS - 10]
        heads = [title for title, _ in estimate_columns()]
        widths = [16] * len(heads)
        for row, estimate in enumerate(estimates, 1):
            for number, value in enumerate(estimate_row(estimate)):
                if isinstance(value, int | float):
                    sheet.write_number(row, number, value)
                elif value not in (None, ""):
                    sheet.write_string(row, number, str(value))
                    widths[number] = max(widths[number], len(str(value)) + 2)
        sheet.add_table(
            0,
            0,
            len(estimates),
            len(heads) - 1,
            {
                "name": "t_estimates",
                "style": "Table Style Light 1",
                "columns": [{"header": title} for title in heads],
            },
        )
        sheet.freeze_panes(1, 1)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, min(WIDE, width))

    def _columns(self) -> None:
        """Write what every column of every sheet means, and in what unit it is."""
        sheet = self._sheet(say("What the columns mean"))
        heads = (say("Table"), say("Column"), say("Unit"), say("Meaning"))
        rows = [
            (table.title, column.title, self._unit(column), column.meaning)
            for table in self.tables
            for column in table.columns
        ]
        rows += (
            []
            if not self.shown
            else [
                (say("All estimates"), title, "", meaning)
                for title, meaning in estimate_columns()
            ]
        )
        for line, row in enumerate(rows, 1):
            for number, text in enumerate(row):
                sheet.write_string(line, number, text, self.formats["wrap"])
        self._listed(sheet, "columns", len(rows), heads, (42, 30, 16, 70))

    def _unit(self, column: Column) -> str:
        return {
            "text": say("words"),
            "number": say("number"),
            "count": say("whole number"),
            "money": self.document.currency,
            "share": say("share"),
        }[column.kind]


def _lines(blocks: Sequence[object]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the lines of a section with how each looks."""
    for block in blocks:
        match block:
            case Paragraph():
                look = "answer" if block.role == "answer" else "wrap"
                yield (block.text.replace("`", ""),), look
            case Bullets():
                for item in block.items:
                    yield (f"• {item.replace('`', '')}",), "wrap"
            case Headlines():
                for figure in block.figures:
                    yield (figure.label, figure.value, figure.doubt), "wrap"
            case Table() if block.rows:
                yield (f"→ {block.title}",), "wrap"  # on a sheet of its own
            case Picture() if block.data.rows:
                yield (f"→ {block.data.title}",), "wrap"


def _once_each(tables: Iterable[Table]) -> Iterator[Table]:
    """Yield the tables that hold something, each once: one may be of a picture too."""
    known = []
    for table in tables:
        held = (table.columns, table.rows)
        if table.rows and held not in known:
            known.append(held)
            yield table


def _side(columns: Sequence[Column], number: int, look: str) -> str:
    """Return the format of words in a column: away from the numbers beside them."""
    is_number = columns[number].kind != "text"
    if look == "head" and is_number:
        return "head of numbers"
    if not is_number and number and columns[number - 1].kind != "text":
        return "head beside" if look == "head" else "beside"
    return look


def _once(columns: Sequence[Column], number: int) -> str:
    """Return the head of a column, numbered where another has the same."""
    title = columns[number].title
    before = sum(column.title == title for column in columns[:number])
    return f"{title} {before + 1}" if before else title


def _lines_of(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Return how many lines the longest of some texts needs in columns so wide."""
    return max(
        len(wrap(text, max(1, int(width) - 2))) or 1
        for text, width in zip(texts, widths, strict=True)
    )


def _width(table: Table, number: int) -> float:
    """Return a width that shows most of a column without hiding the others."""
    column = table.columns[number]
    if column.kind != "text":
        return max(14, min(22, len(column.title)))
    longest = max((len(row[number].text) for row in table.rows), default=0)
    return max(NARROW, min(WIDE, longest + 2, max(longest, len(column.title)) + 2))
