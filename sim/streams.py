"""Random numbers by name: one generator for each purpose (SEMANTICS C3).

A generator depends on the seed, the replication and its own name, and on
nothing else.  So a new shelter, a new stream or another order of work disturbs
no other generator: that is what makes scenarios comparable.

>>> streams = Streams(seed=1, replication=17)
>>> bool(streams("gifts/pvpt").random() == streams("gifts/pvpt").random())
True
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

__all__ = ["SEED_WORDS", "Streams", "words_of_name", "words_of_number"]

SEED_WORDS = 4  # numpy fills up a shorter seed that a spawn key follows


@lru_cache(maxsize=4096)
def words_of_name(name: str) -> tuple[int, ...]:
    """Return four 32-bit words that stand for a name, the same on every machine."""
    digest = blake2b(name.encode(), digest_size=16).digest()
    return tuple(np.frombuffer(digest, "<u4").tolist())


@lru_cache(maxsize=4096)
def words_of_number(number: int, at_least: int = 1) -> tuple[int, ...]:
    """Return a whole number, 0 or more, in 32-bit words, the lowest first.

    >>> words_of_number(2**32 + 5), words_of_number(7, at_least=4)
    ((5, 1), (7, 0, 0, 0))
    """
    count = max(at_least, -(-number.bit_length() // 32))
    return tuple(np.frombuffer(number.to_bytes(4 * count, "little"), "<u4").tolist())


@dataclass(frozen=True, slots=True)
class Streams:
    """The generators of one replication.

    Only ``.random()`` is used of a generator, so that a law may change its way
    of drawing without moving anything else.
    """

    seed: int
    replication: int

    def __call__(self, name: str) -> np.random.Generator:
        """Return a fresh generator for ``name``, at its beginning.

        It is numpy's for this seed and the spawn key (replication, *words of the
        name), whose words are given here in one piece because that is quicker.
        """
        seed = words_of_number(self.seed, SEED_WORDS)
        key = (*words_of_number(self.replication), *words_of_name(name))
        entropy = np.array(seed + key, np.uint32)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
