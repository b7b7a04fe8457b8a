"""Tallies as Parquet: what went in comes out, and the same bytes every time."""

import duckdb
import numpy as np
import pytest
from hard_up import HARD_UP

from sim.experiment import Experiment, store
from sim.measures.tally import COUNTS

RESULTS = Experiment(HARD_UP, seed=3, replications=6).run(workers=1)


def ask(path, question):
    with duckdb.connect() as database:
        return database.execute(question.format(file=f"'{path}'")).fetchall()


def test_what_went_in_comes_out(tmp_path):
    store.write(RESULTS, tmp_path / "tallies.parquet")

    found = store.read(tmp_path / "tallies.parquet", HARD_UP)

    assert list(found) == list(COUNTS)
    for name, counts in RESULTS.tallies.items():
        assert found[name].dtype == np.int64
        assert np.array_equal(found[name], counts), name


def test_the_same_tallies_give_the_same_bytes(tmp_path):
    first, second = tmp_path / "first.parquet", tmp_path / "it's second.parquet"

    store.write(RESULTS, first)
    store.write(RESULTS, second)

    assert first.read_bytes() == second.read_bytes()


def test_anybody_can_ask_the_table(tmp_path):
    path = tmp_path / "tallies.parquet"
    store.write(RESULTS, path)

    rows = ask(
        path,
        "SELECT replication, value FROM {file} WHERE count = 'closure_days' "
        "AND shelter = 'pvpt' AND year IS NULL ORDER BY replication",
    )
    columns = ask(path, "DESCRIBE SELECT * FROM {file}")

    days = RESULTS.tallies["closure_days"][:, 0, -1]
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


def test_causes_of_every_kind_share_one_column(tmp_path):
    path = tmp_path / "tallies.parquet"
    store.write(RESULTS, path)

    causes = {
        count: {cause for (cause,) in ask(path, question)}
        for count in ("turn_aways", "closure_spells", "costs", "exits")
        for question in [
            "SELECT DISTINCT cause FROM {file} WHERE count = '" + count + "'"
        ]
    }

    assert {"no_bed", "no_fit", None} < causes["turn_aways"]
    assert causes["closure_spells"] == {"ministry", "not promised", None}
    assert causes["costs"] == {"staff", "food", "reopening", "interim places", None}
    assert causes["exits"] == {"home", None}


def test_a_place_that_cannot_be_written_or_read_is_an_os_error(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        store.write(RESULTS, tmp_path / "nowhere" / "tallies.parquet")
    with pytest.raises(OSError, match="nothing"):
        store.read(tmp_path / "nothing.parquet", HARD_UP)
