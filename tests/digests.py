"""One digest for anything made of arrays: the same on every machine.

Integers are hashed as little-endian int64.  Times are multiples of 2⁻²⁰ day (T1),
so they are hashed as whole ticks, and no floating-point printing is involved.
"""

from dataclasses import fields, is_dataclass
from hashlib import blake2b

import numpy as np

TICKS_A_DAY = 2**20
NO_TIME = np.iinfo(np.int64).min
NUMBERS = {".willingness"}
"""What is no time: hashed by its bits."""


def digest_of(thing):
    """The blake2b digest of a History, a Chance, or any part of them."""
    hashed = blake2b(digest_size=16)
    for name, column in columns_of(thing):
        hashed.update(f"{name} {column.shape}\n".encode())
        hashed.update(column.astype("<i8").tobytes())
    return hashed.hexdigest()


def columns_of(thing, name=""):
    """Every array inside, by its path, as int64."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from columns_of(getattr(thing, field.name), f"{name}.{field.name}")
    elif isinstance(thing, np.ndarray):
        yield name, whole(thing, name) if thing.dtype.kind == "f" else thing
    elif isinstance(thing, tuple):
        yield f"{name} length", np.array([len(thing)])
        for number, part in enumerate(thing):
            yield from columns_of(part, f"{name}.{number}")
    elif isinstance(thing, str):
        yield name, np.frombuffer(thing.encode(), np.uint8)
    else:
        yield name, np.array([thing])


def whole(column, name):
    """A column of floats as integers."""
    if name in NUMBERS:
        return np.ascontiguousarray(column, "<f8").view("<i8")
    return ticks(column, name)


def ticks(times, name="a time"):
    """Days as whole ticks; what is no time (nan) as the smallest integer."""
    known = np.isfinite(times)
    found = np.where(known, times, 0.0) * TICKS_A_DAY
    assert (found == np.floor(found)).all(), f"{name} is off the grid of T1"
    return np.where(known, found.astype(np.int64), NO_TIME)
