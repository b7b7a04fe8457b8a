"""Where pictures of a Word report stand, so that no page is left half empty."""

import pytest

from sim.report.document.forms.word_flow import arranged, height_of
from sim.report.document.parts import Column, Paragraph, Picture, Table, cell

PAGE = 700.0
HEAD = 33.0


def table(rows, name="t"):
    return Table(
        name=name,
        title="A table",
        columns=(Column(title="Word"),),
        rows=tuple((cell("word"),) for _ in range(rows)),
    )


def picture(name="p"):
    return Picture(name=name, title="Cash", alt="", data=table(1, f"{name}-data"))


def high(block):
    return {"p": 400.0, "q": 300.0, "long": 900.0, "t": 150.0}[block.name]


def names(placed):
    return [(each.block.name, round(each.share, 2)) for each in placed]


def test_a_picture_with_room_stands_where_it_was_put():
    placed, y = arranged([picture(), table(3)], 0.0, PAGE, high)

    assert names(placed) == [("p", 1.0), ("t", 1.0)]
    assert y == HEAD + 400 + 150


def test_a_picture_without_room_waits_until_a_table_has_filled_the_page():
    placed, _ = arranged([picture(), table(40, "long"), table(3)], 400.0, PAGE, high)

    assert names(placed) == [("long", 1.0), ("p", 1.0), ("t", 1.0)]


def test_a_picture_that_nearly_fits_is_made_a_little_smaller():
    placed, y = arranged([picture()], 300.0, PAGE, high)

    assert names(placed) == [("p", round((PAGE * 0.95 - 300 - HEAD) / 400, 2))]
    assert y == pytest.approx(PAGE * 0.95)


def test_a_table_that_would_leave_a_hole_lets_a_picture_begin_the_page():
    placed, y = arranged([picture(), table(3)], 590.0, PAGE, high)

    assert names(placed) == [("p", 1.0), ("t", 1.0)]
    assert y == 400 + 150


def test_no_picture_is_lost_or_made_twice():
    blocks = [picture(), picture("q"), table(3), picture("p"), table(40, "long")]
    placed, _ = arranged(blocks, 500.0, PAGE, high)

    assert sorted(each.block.name for each in placed) == ["long", "p", "p", "q", "t"]


def test_a_text_is_as_high_as_its_lines():
    line = 10 * 1.22

    assert height_of(Paragraph("word"), 480) == pytest.approx(line + 5)
    assert height_of(Paragraph(" ".join(["word"] * 60)), 480) == pytest.approx(
        3 * line + 5
    )
