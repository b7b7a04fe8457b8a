"""A report as a tagged PDF (PDF/UA-1): the same bytes on every machine."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.report.document.forms.columns import folds_numbers, shares
from sim.report.document.forms.drawn import Drawn
from sim.report.document.forms.printed import printed
from sim.report.document.forms.words import broken, held, parts_of
from sim.report.document.parts import (
    Block,
    Bullets,
    Document,
    Headlines,
    Paragraph,
    Picture,
    Table,
)
from sim.report.language import say, spoken

__all__ = ["as_pdf", "first_page", "pages_as_png"]

TEMPLATE = Path(__file__).with_name("page.typ")
FEW_COLUMNS = 5
"""More columns need small letters."""
LETTERS = {False: 7.6, True: 6.6}
"""The size of letters in points, of few columns and of many."""
WIDTH = 499
"""How wide the text of a page is, in points."""
SIGN = 0.6
"""How wide a sign is, in sizes of its letter: about."""
NARROW = " \u00a0.,"
"""Signs that are half as wide."""
ORDINARY = datetime(2000, 1, 1, tzinfo=UTC)
"""A date that is the same in every file; the run says when it was made."""


def as_pdf(document: Document, drawn: Drawn | None = None) -> bytes:
    """Return the file, in the language that is spoken.

    The fonts are those that come with matplotlib, so that every machine sets it the
    same way.
    """
    made = _compiled(
        document,
        drawn or Drawn(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(ORDINARY.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def pages_as_png(
    document: Document, drawn: Drawn | None = None, *, dots: float = 20
) -> list[bytes]:
    """Return every page as a PNG of so many ``dots`` an inch, to look at."""
    made = _compiled(document, drawn or Drawn(), format="png", ppi=dots)
    return made if isinstance(made, list) else [made]


def first_page(document: Document, *, dots: float = 100) -> bytes:
    """Return the first page as a PNG of so many ``dots`` an inch."""
    return pages_as_png(document, dots=dots)[0]


def _compiled(document: Document, drawn: Drawn, **wanted: Any) -> Any:
    """Return what typst makes of the report."""
    import matplotlib as mpl
    import typst

    files = {
        "main.typ": TEMPLATE.read_bytes(),
        "data.json": json.dumps(_data(document, drawn), ensure_ascii=False).encode(),
    }
    for picture in document.pictures():
        files[f"{picture.name}.svg"] = drawn.svg(picture).encode()
    return typst.compile(
        files,
        font_paths=[str(Path(mpl.get_data_path()) / "fonts" / "ttf")],
        ignore_system_fonts=True,
        **wanted,
    )


def _data(document: Document, drawn: Drawn) -> dict[str, object]:
    """Return the report as plain data for the template."""
    tag, _, script = document.language.partition("-")
    language = spoken()
    starting = document.sections[len(document.first_page)]
    return {
        "title": document.title,
        "question": document.question,
        "for_whom": document.for_whom,
        "basis": document.basis,
        "lang": tag,
        "script": {"Latn": "latn", "Cyrl": "cyrl"}.get(script, "latn"),
        "footer": say("Digest {digest}", digest=document.digest),
        "page_of": say("page {page} of {pages}", page="{page}", pages="{pages}"),
        "percent": language.percent,
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "starts_page": section is starting,
                "blocks": [_block(block, drawn) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, drawn: Drawn) -> dict[str, object]:
    match block:
        case Paragraph():
            return {
                "kind": "paragraph",
                "role": block.role,
                "parts": parts_of(block.text),
            }
        case Bullets():
            items = [parts_of(item) for item in block.items]
            return {"kind": "bullets", "items": items}
        case Headlines():
            figures = [
                {"label": f.label, "value": held(f.value), "doubt": held(f.doubt)}
                for f in block.figures
            ]
            return {"kind": "headlines", "figures": figures}
        case Table():
            return {"kind": "table", **_table(block)}
        case Picture():
            return {
                "kind": "picture",
                "file": f"{block.name}.svg",
                "alt": block.alt,
                "least": drawn.least(block, WIDTH),
            }


def _signs(text: str) -> float:
    """Return how long a text is in signs; spaces and stops are half of one."""
    return len(text) - sum(map(text.count, NARROW)) / 2


def _table(table: Table) -> dict[str, object]:
    """Return a table with the size of its letters and how wide its columns are."""
    shown = printed(table)
    groups = [
        [[broken(held(cell.text)) for cell in row] for row in group.rows]
        for group in shown.groups
    ]
    rows = [row for group in groups for row in group]
    heads = [column.title for column in shown.columns]
    kinds = [column.kind for column in shown.columns]
    room = WIDTH / (SIGN * LETTERS[False])
    size = LETTERS[
        len(table.columns) > FEW_COLUMNS
        or folds_numbers([heads, *rows], kinds, room, _signs)
    ]
    wide = shares([heads, *rows], kinds, WIDTH / (SIGN * size), _signs)
    return {
        "name": table.name,
        "title": table.title,
        "note": parts_of(table.note),
        "size": size,
        "columns": [
            {"title": column.title, "number": column.kind != "text", "share": share}
            for column, share in zip(shown.columns, wide, strict=True)
        ],
        "lines": len(shown.lines),
        "groups": [
            {
                "heading": parts_of(group.heading),
                "rows": [[parts_of(text) for text in row] for row in rows],
            }
            for group, rows in zip(shown.groups, groups, strict=True)
        ],
        "total": None
        if table.total is None
        else [held(cell.text) for cell in table.total],
    }
