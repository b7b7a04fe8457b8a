"""Where pictures of a Word report stand, so that no page is left half empty."""

import pytest

from sim.report.document.forms.word_flow import arranged
from sim.report.document.forms.word_heights import Ends, ends_of, height_of
from sim.report.document.parts import (
    Column,
    Paragraph,
    Picture,
    Section,
    Table,
    cell,
)

PAGE = 700.0
HIGH = {
    "p": 400.0,
    "q": 300.0,
    "fine": 300.0,
    "long": Ends(high=900.0, head=20.0, start=80.0, end=50.0),
    "few": Ends(high=100.0, head=20.0, start=80.0, end=50.0),
}


def table(rows, name="few"):
    return Table(
        name=name,
        title="A table",
        columns=(Column(title="Word"),),
        rows=tuple((cell("word"),) for _ in range(rows)),
    )


def picture(name="p"):
    return Picture(name=name, title="Cash", alt="", data=table(1, f"{name}-data"))


def high(block):
    return 40.0 if isinstance(block, Paragraph) else HIGH[block.name]


def least(picture):
    return 1.0 if picture.name == "fine" else 0.75


def placed(full, *blocks):
    section = Section(name="s", title="S", blocks=blocks)
    (found,) = arranged([section], full=full, page=PAGE, high=high, least=least)
    return [
        (getattr(each.block, "name", "text"), round(each.share, 2)) for each in found
    ]


def test_a_picture_with_room_stands_where_it_was_put():
    assert placed(0.0, picture(), table(3)) == [("p", 1.0), ("few", 1.0)]


def test_a_picture_without_room_waits_until_a_table_has_filled_the_page():
    found = placed(400.0, picture(), table(40, "long"), table(3))

    assert found == [("long", 1.0), ("p", 1.0), ("few", 1.0)]


def test_a_picture_stands_before_a_table_that_would_leave_it_no_room():
    found = placed(250.0, table(3), picture(), table(40, "long"))

    assert found == [("p", 1.0), ("few", 1.0), ("long", 1.0)]


def test_a_picture_that_nearly_fits_is_made_a_little_smaller():
    ((name, share),) = placed(300.0, picture())

    assert name == "p"
    assert 0.75 <= share < (PAGE - 300 - 33) / 400


def test_a_picture_that_would_be_illegible_keeps_its_size():
    assert placed(420.0, picture("fine")) == [("fine", 1.0)]


def test_a_picture_parts_no_text_from_the_table_before_it():
    found = placed(400.0, picture(), table(40, "long"), Paragraph("So it is."))

    assert found == [("long", 1.0), ("text", 1.0), ("p", 1.0)]


def test_no_picture_is_lost_or_made_twice():
    blocks = [picture(), picture("q"), table(3), picture("p"), table(40, "long")]

    names = sorted(name for name, _ in placed(500.0, *blocks))
    assert names == ["few", "long", "p", "p", "q"]


def test_a_section_that_begins_a_page_leaves_the_one_before_as_large_as_it_is():
    sections = [
        Section(name=name, title="S", blocks=(picture(name),), starts_page=True)
        for name in ("p", "q")
    ]
    (begun, _), (going_on, _) = (
        arranged(
            sections, full=0.0, page=PAGE, high=high, least=least, begins_page=begins
        )
        for begins in (True, False)
    )

    assert begun[0].share == 1.0
    assert going_on[0].share < 1.0


def test_a_text_is_as_high_as_its_lines():
    line = 10 * 1.22

    assert height_of(Paragraph("word"), 480) == pytest.approx(line + 4)
    assert height_of(Paragraph(" ".join(["word"] * 60)), 480) == pytest.approx(
        3 * line + 4
    )


def test_a_table_knows_what_of_it_stays_together():
    row, heading, gap = 9.5 * 1.22 + 2.5, 26.0, 5.0
    found = ends_of(table(20), 480)

    assert found.high == pytest.approx(heading + 21 * row + gap)
    assert found.head == pytest.approx(row)
    assert found.start == pytest.approx(heading + 3 * row)
    assert found.end == pytest.approx(2 * row + gap)


def test_a_name_ends_lines_after_its_hyphens():
    name = "kosovo-2021-per-diem-instead-of-block"

    assert height_of(Paragraph(name), 480) == pytest.approx(10 * 1.22 + 4)
    assert height_of(Paragraph(name), 90) == pytest.approx(3 * 10 * 1.22 + 4)
