"""Blocks as Parquet: what went in comes out, the same bytes, whole or not there."""

import errno
import os
import shutil
from dataclasses import fields, replace

import duckdb
import numpy as np
import pytest
from hard_up import HARD_UP

from sim.experiment import kept, store
from sim.experiment.block import play_block
from sim.experiment.estimating import estimates_of
from sim.experiment.kept import Kept, block_end
from sim.experiment.store import OtherRunError, Store
from sim.experiment.stored import months_of, nights_of
from sim.experiment.waiting import curve_of, resampled
from sim.measures.waits import Waits

BLOCK = play_block(HARD_UP, 3, 0, 6)
NEXT = play_block(HARD_UP, 3, 6, 9)


@pytest.fixture
def made(tmp_path):
    """A store with six replications, and the path of their counts."""
    found = Store(tmp_path / "replications", HARD_UP, 3)
    found.begin()
    found.keep(BLOCK)
    return found, found.path / "0000000-0000005" / "counts.parquet"


def arrays_of(block):
    """Every array of a block, by name."""
    waits = {f.name: getattr(block.waits, f.name) for f in fields(block.waits)}
    series = {f.name: getattr(block.series, f.name) for f in fields(block.series)}
    return {**block.tallies, **waits, **series}


def as_bytes(block):
    arrays = {name: np.asarray(of) for name, of in arrays_of(block).items()}
    return {n: (a.dtype.str, a.shape, a.tobytes()) for n, a in arrays.items()}


def ask(path, question):
    with duckdb.connect() as database:
        return database.execute(question.format(file=f"'{path}'")).fetchall()


def test_what_went_in_comes_out(made):
    again = Store(made[0].path, HARD_UP, 3)

    assert again.spans == [(0, 6)]
    assert as_bytes(again.block((0, 6))) == as_bytes(BLOCK)


def test_one_shelter_for_one_month_is_kept_as_well(tmp_path):
    """A table of one place has no second axis to spread over."""
    small = replace(HARD_UP, shelters=HARD_UP.shelters[:1], days=20)
    block = play_block(small, 3, 4, 6)
    made = Store(tmp_path / "small", small, 3)
    made.begin()
    made.keep(block)

    assert as_bytes(made.block((4, 6))) == as_bytes(block)


def test_the_same_block_gives_the_same_bytes(made, tmp_path):
    other = Store(tmp_path / "it's another", HARD_UP, 3)
    other.begin()
    other.keep(BLOCK)
    files = sorted(path.name for path in made[1].parent.iterdir())

    assert files == [
        f"{name}.parquet" for name in ("counts", "days", "months", "nights", "waits")
    ]
    for name in files:
        first, second = (s.folder((0, 6)) / name for s in (made[0], other))
        assert first.read_bytes() == second.read_bytes(), name


def test_anybody_can_ask_the_table(made):
    rows = ask(
        made[1],
        "SELECT replication, value FROM {file} WHERE count = 'closure_days' "
        "AND shelter = 'pvpt' AND year IS NULL ORDER BY replication",
    )
    columns = ask(made[1], "DESCRIBE SELECT * FROM {file}")

    days = BLOCK.tallies["closure_days"][:, 0, -1]
    assert rows == list(enumerate(days.tolist()))
    assert [column[:2] for column in columns] == [
        ("replication", "INTEGER"),
        ("count", "VARCHAR"),
        ("shelter", "VARCHAR"),
        ("funder", "VARCHAR"),
        ("group", "VARCHAR"),
        ("year", "VARCHAR"),
        ("cause", "VARCHAR"),
        ("value", "BIGINT"),
    ]


def test_causes_of_every_kind_share_one_column(made):
    causes = {
        count: {cause for (cause,) in ask(made[1], question)}
        for count in ("turn_aways", "closure_spells", "costs", "exits")
        for question in [
            "SELECT DISTINCT cause FROM {file} WHERE count = '" + count + "'"
        ]
    }

    assert {"no_bed", "no_fit", None} < causes["turn_aways"]
    assert causes["closure_spells"] == {"ministry", "not promised", None}
    assert causes["costs"] == {"staff", "food", "reopening", "interim places", None}
    assert causes["exits"] == {"home", None}


@pytest.mark.parametrize(
    "scenario, seed, reason",
    [
        (replace(HARD_UP, digest="other"), 3, "other contents of this scenario"),
        (HARD_UP, 4, "seed 3, and this is seed 4"),
    ],
)
def test_what_belongs_to_something_else_is_not_added_to(made, scenario, seed, reason):
    with pytest.raises(OtherRunError, match=reason) as caught:
        Store(made[0].path, scenario, seed)

    assert "--afresh" in str(caught.value)
    assert "--out" in str(caught.value)


def test_what_another_version_played_is_not_added_to(made, monkeypatch):
    monkeypatch.setattr(store, "__version__", "9.9.9")

    with pytest.raises(OtherRunError, match=r"bednight 0\.1\.0, and this is 9\.9\.9"):
        Store(made[0].path, HARD_UP, 3)


def test_a_full_disk_leaves_nothing_half_written(made, monkeypatch):
    """Faked: the third file of a block finds no space."""
    write, written = Store._write, []

    def full(self, table, path):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        write(self, table, path)

    monkeypatch.setattr(Store, "_write", full)

    with pytest.raises(OSError, match="No space left"):
        made[0].keep(NEXT)

    assert len(written) == 2
    assert sorted(path.name for path in made[0].path.iterdir()) == [
        "0000000-0000005",
        "plan.json",
    ]
    assert as_bytes(made[0].block((0, 6))) == as_bytes(BLOCK)


def test_a_fault_of_the_database_is_a_fault_of_the_disk(made):
    made[1].write_bytes(b"no table")

    with pytest.raises(OSError, match=r"counts\.parquet"):
        made[0].block((0, 6))


def test_half_written_drafts_of_the_past_are_dropped(made):
    (made[0].path / ".draft-7-abc").mkdir()

    assert Store(made[0].path, HARD_UP, 3).spans == [(0, 6)]
    assert not (made[0].path / ".draft-7-abc").exists()


def test_a_block_that_was_cut_short_is_completed(tmp_path):
    """The folder of a run that went on is that of one that never stopped."""
    once, twice = (
        Kept(HARD_UP, 3, tmp_path / name) for name in ("unbroken", "interrupted")
    )
    once.add(play_block(HARD_UP, 3, 0, 9), until=9)
    twice.add(BLOCK, until=9)
    twice.flush()
    later = Kept(HARD_UP, 3, tmp_path / "interrupted")

    assert later.missing(9) == [(6, 9)]
    later.add(NEXT, until=9)
    assert later.missing(9) == []
    files = {
        name: {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
        }
        for name in ("unbroken", "interrupted")
    }
    assert files["unbroken"] == files["interrupted"]
    assert len(files["unbroken"]) == 6


def test_a_piece_may_belong_to_several_blocks(tmp_path, monkeypatch):
    """However it is cut into pieces, the folder holds the same files."""
    monkeypatch.setattr(kept, "block_end", lambda _, at: at // 3 * 3 + 3)
    whole = play_block(HARD_UP, 3, 0, 8)
    ways = {"at once": (8,), "in pieces": (1, 5, 7, 8), "by block": (3, 6, 8)}
    for name, ends in ways.items():
        found = Kept(HARD_UP, 3, tmp_path / name)
        for first, end in zip((0, *ends[:-1]), ends, strict=True):
            found.add(whole.part(first, end), until=8)
        assert found.missing(8) == []
    files = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
        }
        for name in ways
    ]

    assert [str(path.parent) for path in sorted(files[0]) if path.stem == "waits"] == [
        *("0000000-0000002", "0000003-0000005", "0000006-0000007")
    ]
    assert files[0] == files[1] == files[2]


def test_a_part_of_a_block_is_what_a_shorter_one_would_be():
    part = play_block(HARD_UP, 3, 0, 9).part(6, 20)

    assert (part.first, part.end) == (6, 9)
    assert as_bytes(part) == as_bytes(NEXT)
    assert part.part(0, 99) is part


def test_what_is_missing_is_told_up_to_what_is_there(tmp_path):
    made = Store(tmp_path / "replications", HARD_UP, 3)
    made.begin()
    made.keep(BLOCK)
    for span in ((150, 200), (200, 250)):
        shutil.copytree(made.folder((0, 6)), made.folder(span))
    found = Kept(HARD_UP, 3, tmp_path / "replications")

    assert found.missing(6) == []
    assert found.missing(120) == [(6, 120)]
    assert found.missing(320) == [(6, 150), (250, 320)]


def test_of_a_block_and_its_beginning_only_the_longer_counts(made):
    """A run may be killed when the longer is in its place, and the other not gone."""
    copy = made[0].folder((0, 2))
    shutil.copytree(made[1].parent, copy)

    again = Store(made[0].path, HARD_UP, 3)

    assert again.spans == [(0, 6)]
    assert Kept(HARD_UP, 3, made[0].path).first(6)[1].replications == 6


def test_blocks_are_cut_at_the_same_numbers_in_every_run():
    ends = [0]
    while ends[-1] < 20_000:
        ends.append(block_end(HARD_UP, ends[-1]))

    assert ends[:4] == [0, 50, 100, 150]
    assert {1_000, 1_250, 10_000, 11_000, 20_000} <= set(ends)
    assert [block_end(HARD_UP, at) for at in (7, 49, 1_249, 19_999)] == [
        *(50, 50, 1_250, 20_000)
    ]


@pytest.fixture
def of_six(monkeypatch):
    """Blocks end after 6 replications, so that there are two of them."""
    monkeypatch.setattr(kept, "block_end", lambda _, at: 6 if at < 6 else 50)


@pytest.mark.usefixtures("of_six")
def test_few_blocks_in_memory_and_many_on_disk_give_the_same_bytes(monkeypatch):
    """The fewer numbers fit, the more is read from disk, a piece at a time."""
    in_memory = Kept(HARD_UP, 3, None)
    in_memory.add(BLOCK, until=6)
    in_memory.add(NEXT, until=9)
    counts, waits, series = in_memory.first(9)
    monkeypatch.setattr(kept, "FEW_NUMBERS", 0)
    on_disk = Kept(HARD_UP, 3, None)
    on_disk.add(BLOCK, until=6)
    on_disk.add(NEXT, until=9)
    stored_counts, stored_waits, stored_series = on_disk.first(9)

    assert type(counts) is not type(stored_counts)
    assert all(np.array_equal(stored_counts[name], counts[name]) for name in counts)
    for parts_of in (nights_of, months_of):
        ones, others = list(parts_of(series)), list(parts_of(stored_series))
        assert len(ones) == len(others)
        for one, other in zip(ones, others, strict=True):
            for field in fields(one):
                found = getattr(other, field.name)
                if found.size:
                    assert np.array_equal(found, getattr(one, field.name)), field.name
    assert estimates_of(HARD_UP, stored_counts, stored_waits, seed=3) == estimates_of(
        HARD_UP, counts, waits, seed=3
    )


@pytest.mark.usefixtures("of_six")
def test_a_column_too_large_for_memory_is_laid_out_on_disk(monkeypatch):
    monkeypatch.setattr(kept, "FEW_NUMBERS", 0)
    on_disk = Kept(HARD_UP, 3, None)
    on_disk.add(BLOCK, until=6)
    on_disk.add(NEXT, until=9)
    whole = dict(on_disk.first(9)[0])
    monkeypatch.setattr("sim.experiment.stored.MOST", 20)
    monkeypatch.setattr("sim.experiment.stored.MOST_WAITS", 4)
    counts, _, series = on_disk.first(9)

    assert all(np.array_equal(counts[name], whole[name]) for name in whole)
    assert len(list(nights_of(series))) == HARD_UP.days


def test_waits_too_many_to_sort_at_once_are_sorted_in_pieces(monkeypatch):
    rng = np.random.default_rng(5)
    number, groups = 400, BLOCK.waits.members.shape[1]
    made = Waits(
        replications=6,
        replication=np.sort(rng.integers(0, 6, number)),
        ticks=rng.integers(0, 60, number) * 2**19,
        admitted=rng.random(number) < 0.5,
        is_open=rng.random(number) < 0.2,
        year=np.zeros(number, np.int64),
        members=rng.integers(0, 2, (number, groups)),
    )
    monkeypatch.setattr(kept, "FEW_NUMBERS", 0)
    monkeypatch.setattr("sim.experiment.stored.MOST_WAITS", 50)
    on_disk = Kept(HARD_UP, 3, None)
    on_disk.add(replace(BLOCK, waits=made), until=6)
    waits, draws = on_disk.first(6)[1], resampled(6, seed=1)

    assert len(list(waits.curve(None, None).parts())) > 5
    for group, year in ((None, None), (0, None), (1, 0)):
        found, wanted = waits.curve(group, year), curve_of(made, group, year)
        for level in (0.5, 0.9):
            assert found.quantile(level, draws) == wanted.quantile(level, draws)
