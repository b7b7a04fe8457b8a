"""What is laid out is read as it was, some rows at a time, and each block once."""

import errno
import os
from dataclasses import fields

import numpy as np
import pytest
from hard_up import HARD_UP

from sim.experiment import kept
from sim.experiment.block import play_block
from sim.experiment.estimating import estimates_of
from sim.experiment.kept import Kept
from sim.experiment.laid import Laid, Shelf
from sim.experiment.store import Store
from sim.experiment.stored import StoredCounts, months_of, nights_of

BLOCK = play_block(HARD_UP, 3, 0, 6)
NEXT = play_block(HARD_UP, 3, 6, 9)


@pytest.fixture(autouse=True)
def too_many(monkeypatch):
    """Blocks end after 6 replications, and none of them fits into memory."""
    monkeypatch.setattr(kept, "block_end", lambda _, at: 6 if at < 6 else 50)
    monkeypatch.setattr(kept, "FEW_NUMBERS", 0)


def whole(folder=None):
    found = Kept(HARD_UP, 3, folder)
    found.add(BLOCK, until=6)
    found.add(NEXT, until=9)
    return found


@pytest.mark.parametrize(
    "least, most, kind, bytes_each",
    [
        (-128, 127, np.int64, 1),
        (-129, 0, np.int64, 2),
        (0, 32_768, np.int64, 4),
        (-(2**31), 2**31 - 1, np.int64, 4),
        (0, 2**31, np.int64, 8),
        (-(2**63), 2**63 - 1, np.int64, 8),
        (-1, 200, np.int32, 2),
        (0, 1, np.bool_, 1),
    ],
)
def test_numbers_take_as_little_room_as_they_can_and_come_back(
    least, most, kind, bytes_each
):
    shelf = Shelf(None)
    before = shelf.put(np.arange(5))
    array = np.array([[least, most, 0], [0, 1, most]]).astype(kind)
    place = shelf.put(array)
    after = shelf.put(np.arange(3))

    assert after.begins - place.begins == 6 * bytes_each
    for first, end in ((0, 2), (1, 2), (0, 1), (1, 1)):
        found = shelf.rows(place, first, end)
        assert found.dtype == kind
        assert np.array_equal(found, array[first:end])
    assert shelf.rows(before)[0].tolist() == [0, 1, 2, 3, 4]
    assert shelf.rows(after)[0].tolist() == [0, 1, 2]


def test_what_may_only_be_read_is_laid_out_elsewhere(tmp_path):
    """A folder that is not there stands for one that may not be written."""
    shelf = Shelf(tmp_path / "nowhere")

    assert shelf.rows(shelf.put(np.arange(4)))[0].tolist() == [0, 1, 2, 3]
    assert list(tmp_path.iterdir()) == []


def test_nothing_can_be_put_on_a_shelf_as_well():
    shelf = Shelf(None)
    place = shelf.put(np.zeros(0, np.int64))

    assert shelf.rows(place).shape == (1, 0)


def test_a_block_comes_back_as_it_was():
    laid = Laid(HARD_UP, None)
    laid.add(BLOCK)
    laid.add(NEXT)
    again = laid.block((6, 9))

    for part in ("waits", "series"):
        for field in fields(getattr(NEXT, part)):
            found, wanted = (
                np.asarray(getattr(getattr(block, part), field.name))
                for block in (again, NEXT)
            )
            assert found.dtype == wanted.dtype, field.name
            assert np.array_equal(found, wanted), field.name
    assert all(
        np.array_equal(again.tallies[name], NEXT.tallies[name]) for name in NEXT.tallies
    )


def test_cells_are_read_in_any_order_and_however_far_apart(monkeypatch):
    monkeypatch.setattr("sim.experiment.stored.NEAR", 2)
    laid = Laid(HARD_UP, None)
    laid.add(BLOCK)
    laid.add(NEXT)
    flat = BLOCK.tallies["bed_nights"].reshape(6, -1)
    size = flat.shape[1]
    cells = np.array([size - 1, 0, 1, 3, 8, 7, 7])
    found = StoredCounts(laid, 8).cells("bed_nights", cells)

    assert found.shape == (8, 7)
    assert np.array_equal(found[:6], flat[:, cells])
    assert StoredCounts(laid, 8).cells("bed_nights", cells[:0]).shape == (8, 0)


def test_a_run_without_a_folder_asks_no_database(monkeypatch):
    monkeypatch.setattr(Store, "_database", None)
    counts, waits, series = whole().first(9)

    assert estimates_of(HARD_UP, counts, waits, seed=3)
    assert list(nights_of(series))
    assert list(months_of(series))


def test_blocks_from_before_are_read_once_however_much_is_asked(tmp_path, monkeypatch):
    whole(tmp_path / "replications")
    read, tables = Store._read, []

    def once(self, path):
        tables.append(path.relative_to(tmp_path))
        return read(self, path)

    monkeypatch.setattr(Store, "_read", once)
    again = Kept(HARD_UP, 3, tmp_path / "replications")
    for replications in (7, 9, 9):
        counts, waits, series = again.first(replications)
        estimates_of(HARD_UP, counts, waits, seed=3)
        list(nights_of(series))

    assert len(set(tables)) == 10  # five of each block
    assert len(tables) <= 15  # the first was read to see how many fit into memory


def test_what_was_just_played_is_not_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(Store, "_read", None)
    counts, waits, _ = whole(tmp_path / "replications").first(9)

    assert estimates_of(HARD_UP, counts, waits, seed=3)


def test_a_block_that_was_cut_short_is_completed_without_a_folder():
    cut = Kept(HARD_UP, 3, None)
    cut.add(play_block(HARD_UP, 3, 0, 2), until=6)
    cut.flush()
    cut.add(play_block(HARD_UP, 3, 2, 6), until=6)
    cut.add(NEXT, until=9)
    ways = [cut.first(9), whole().first(9)]
    (found, *_), (wanted, *_) = ways

    assert cut.without_gap() == 9
    assert cut.missing(9) == []
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted)
    waits = [kept_waits.within(None, np.array([0]))[1] for _, kept_waits, _ in ways]
    assert np.array_equal(*waits)


def test_what_is_laid_out_can_be_put_into_a_folder(tmp_path):
    whole(tmp_path / "at once")
    whole().put_into(tmp_path / "later")
    files = {
        name: {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
        }
        for name in ("at once", "later")
    }

    assert files["at once"] == files["later"]
    assert len(files["later"]) == 11


def test_no_room_to_lay_out_is_a_full_disk_and_the_block_is_kept(tmp_path, monkeypatch):
    """Faked: there is no space for what is laid out, and there is for the block."""

    class Full:
        def seek(self, at):
            """Go anywhere."""

        def close(self):
            """Go away."""

        def write(self, _):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    places = []
    monkeypatch.setattr(
        "sim.experiment.laid.TemporaryFile",
        lambda **given: places.append(given["dir"]) or Full(),
    )
    found = Kept(HARD_UP, 3, tmp_path / "out" / "results" / "replications")

    with pytest.raises(OSError, match="No space left on device") as caught:
        found.add(BLOCK, until=6)
    assert places == [tmp_path / "out"]
    assert caught.value.filename == str(tmp_path / "out")
    assert found.without_gap() == 6
