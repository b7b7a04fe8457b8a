"""Generators by name: the same name gives the same numbers, for ever."""

import numpy as np
import pytest

from sim.streams import Streams, words_of_name


def test_the_first_numbers_of_a_stream_never_change():
    rng = Streams(1, 17)("referrals/identified/strip 0")

    assert rng.random(3).tolist() == [
        0.6490631569694028,
        0.4399649260928147,
        0.23254055009007202,
    ]


def test_seed_replication_and_name_each_make_another_stream():
    firsts = [
        Streams(seed, replication)(name).random()
        for seed in (1, 2)
        for replication in (0, 1)
        for name in ("a", "b", "a/b")
    ]

    assert len(set(firsts)) == len(firsts)


def test_streams_with_neighbouring_names_are_not_correlated():
    """12 streams of 20,000: |r| < 4/√20,000 in each of 66 pairs."""
    streams = Streams(1, 0)
    drawn = np.array([streams(f"s/strip {n}").random(20_000) for n in range(12)])

    away = np.corrcoef(drawn)[np.triu_indices(12, 1)]
    assert np.abs(away).max() < 4 / 20_000**0.5


def test_rows_drawn_in_any_blocks_are_the_same_rows():
    whole = Streams(3, 0)("x").random((70, 105))
    rng = Streams(3, 0)("x")

    parts = np.concatenate([rng.random((n, 105)) for n in (1, 6, 20, 43)])
    assert np.array_equal(parts, whole)


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**40 + 7, 2**128 - 1, 2**140 + 3])
@pytest.mark.parametrize("replication", [0, 17, 2**32, 2**70])
def test_a_generator_is_numpys_for_its_spawn_key(seed, replication):
    key = (replication, *words_of_name("residents/pvpt"))
    sequence = np.random.SeedSequence(seed, spawn_key=key)
    wanted = np.random.Generator(np.random.PCG64(sequence)).random(5)

    found = Streams(seed, replication)("residents/pvpt").random(5)
    assert np.array_equal(found, wanted)
