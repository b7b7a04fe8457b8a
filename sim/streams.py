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

__all__ = ["Streams"]


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[int, ...]:
    """Return four 32-bit words that stand for a name, the same on every machine."""
    digest = blake2b(name.encode(), digest_size=16).digest()
    return tuple(np.frombuffer(digest, "<u4").tolist())


@dataclass(frozen=True, slots=True)
class Streams:
    """The generators of one replication.

    Only ``.random()`` is used of a generator, so that a law may change its way
    of drawing without moving anything else.
    """

    seed: int
    replication: int

    def __call__(self, name: str) -> np.random.Generator:
        """Return a fresh generator for ``name``, at its beginning."""
        key = (self.replication, *_words(name))
        sequence = np.random.SeedSequence(self.seed, spawn_key=key)
        return np.random.Generator(np.random.PCG64(sequence))
