"""Which column decides what: each one thing, for ever (C3, C6)."""

import numpy as np
import pytest

from sim.chance import layout


def test_no_column_serves_two_purposes():
    """Every use of a row's columns, found by numbering them."""
    numbered = np.arange(layout.WIDTH, dtype=float)[np.newaxis, :]
    used = [
        layout.GAP,
        layout.MARK,
        layout.SIZE,
        *layout.ATTRIBUTE.values(),
        layout.JOINT,
        *(layout.takes(numbered, s, 1).item() for s in range(6)),
        *(layout.passes(numbered, s, 1).item() for s in range(6)),
        layout.patience(numbered, 1).item(),
        layout.gives_up_to(numbered, 1).item(),
        *layout.stays(numbered, 1).ravel().tolist(),
        *layout.exits(numbered, 1).ravel().tolist(),
        layout.willingness(numbered, 1).item(),
        layout.extension(numbered, 1).item(),
        layout.returning(numbered, 1).item(),
        layout.return_delay(numbered, 1).item(),
    ]

    assert sorted(used) == list(range(9 + (layout.WIDTH - 9) // 4))


def test_the_columns_of_four_episodes_exist_and_never_move():
    """A change here changes everybody's luck: it is a change of results."""
    numbered = np.arange(layout.WIDTH, dtype=float)[np.newaxis, :]

    assert layout.WIDTH == 105
    assert layout.takes(numbered, 0, 1).item() == 9
    assert layout.passes(numbered, 5, 1).item() == 20
    assert layout.patience(numbered, 1).item() == 22
    assert layout.gives_up_to(numbered, 1).item() == 23
    assert layout.stays(numbered, 1).ravel().tolist() == [24, 26, 28]
    assert layout.exits(numbered, 1).ravel().tolist() == [25, 27, 29]
    assert layout.willingness(numbered, 4).tolist() == [[21, 45, 69, 93]]
    assert layout.extension(numbered, 4).tolist() == [[30, 54, 78, 102]]
    assert layout.returning(numbered, 4).tolist() == [[31, 55, 79, 103]]
    assert layout.return_delay(numbered, 4).tolist() == [[32, 56, 80, 104]]
    assert layout.stays(numbered, 4)[0, 3].tolist() == [96, 98, 100]
    assert layout.takes(numbered, 0, 4).tolist() == [[9, 33, 57, 81]]


@pytest.mark.parametrize("stage", [0, 5, 6, 14])
def test_stages_of_four_episodes_have_columns_of_their_own(stage):
    width = layout.WIDTH + 2 * layout.MORE_STAGES
    numbered = np.arange(width, dtype=float)[np.newaxis, :]
    used = [
        column
        for which in {0, 1, 5, 6, 11, 12, 17} | {stage}
        for uniforms in (layout.takes, layout.passes)
        for column in uniforms(numbered, which, 4).ravel().tolist()
    ]

    assert len(set(used)) == len(used)
    assert max(used) < width
    assert layout.takes(numbered, stage, 1)[0] == layout.takes(numbered, stage, 4)[0, 0]
