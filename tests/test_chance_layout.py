"""Which column decides what: each one thing, for ever (C3, C6)."""

import numpy as np
import pytest

from sim.chance import layout
from sim.chance.layout import Columns, Rows


def numbered(more=0):
    """One row whose numbers say in which column they stand."""
    columns = Columns.chosen(range(layout.WIDTH)).behind(more)
    return Rows(columns, np.arange(layout.WIDTH + more, dtype=float)[:, np.newaxis])


def test_no_column_serves_two_purposes():
    """Every use of a row's columns, found by numbering them."""
    row = numbered()
    used = [
        layout.GAP,
        layout.MARK,
        layout.SIZE,
        *layout.ATTRIBUTE.values(),
        layout.JOINT,
        *(layout.takes(row, s, 1).item() for s in range(6)),
        *(layout.passes(row, s, 1).item() for s in range(6)),
        layout.patience(row, 1).item(),
        layout.gives_up_to(row, 1).item(),
        *layout.stays(row, 1, 3).ravel().tolist(),
        *layout.exits(row, 1, 3).ravel().tolist(),
        layout.willingness(row, 1).item(),
        layout.extension(row, 1).item(),
        layout.returning(row, 1).item(),
        layout.return_delay(row, 1).item(),
    ]

    assert sorted(used) == list(range(9 + (layout.WIDTH - 9) // 4))


def test_the_columns_of_four_episodes_exist_and_never_move():
    """A change here changes everybody's luck: it is a change of results."""
    row = numbered()

    assert layout.WIDTH == 105
    assert layout.takes(row, 0, 1).item() == 9
    assert layout.passes(row, 5, 1).item() == 20
    assert layout.patience(row, 1).item() == 22
    assert layout.gives_up_to(row, 1).item() == 23
    assert layout.stays(row, 1, 3).ravel().tolist() == [24, 26, 28]
    assert layout.exits(row, 1, 3).ravel().tolist() == [25, 27, 29]
    assert layout.willingness(row, 4).tolist() == [[21, 45, 69, 93]]
    assert layout.extension(row, 4).tolist() == [[30, 54, 78, 102]]
    assert layout.returning(row, 4).tolist() == [[31, 55, 79, 103]]
    assert layout.return_delay(row, 4).tolist() == [[32, 56, 80, 104]]
    assert layout.stays(row, 4, 3)[0, 3].tolist() == [96, 98, 100]
    assert layout.takes(row, 0, 4).tolist() == [[9, 33, 57, 81]]


@pytest.mark.parametrize("stage", [0, 5, 6, 14])
def test_stages_of_four_episodes_have_columns_of_their_own(stage):
    row = numbered(2 * layout.MORE_STAGES)
    used = [
        column
        for which in {0, 1, 5, 6, 11, 12, 17} | {stage}
        for uniforms in (layout.takes, layout.passes)
        for column in uniforms(row, which, 4).ravel().tolist()
    ]

    assert len(set(used)) == len(used)
    assert max(used) < layout.WIDTH + 2 * layout.MORE_STAGES
    assert layout.takes(row, stage, 1)[0] == layout.takes(row, stage, 4)[0, 0]


def test_a_column_that_was_not_read_cannot_be_asked_for():
    rows = Rows(Columns.chosen([0, 7, 22]), np.arange(6.0).reshape(3, 2))

    assert rows.of(7).tolist() == [2.0, 3.0]
    assert layout.patience(rows, 1).tolist() == [[4.0], [5.0]]
    with pytest.raises(LookupError, match="column 23 was not read"):
        layout.gives_up_to(rows, 1)
