"""Numpy's SeedSequence and PCG64 written out, for many generators at once.

Bit by bit what ``SeedSequence(seed, spawn_key=...)`` and
``Generator(PCG64(...)).random()`` give; only import this where compiling is worth
its while.  All numbers are unsigned 64-bit; those of 128 bits are a pair, high
word first.

Sources: M. E. O'Neill, "PCG: a family of simple fast space-efficient statistically
good algorithms for random number generation" (2014) for the generator (XSL RR
128/64); M. E. O'Neill, "Developing a seed_seq alternative" (2015) for the hash;
F. Brown, "Random number generation with arbitrary strides" (1994) for skipping.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled

__all__ = ["read_first", "read_picked", "skipping", "states_of"]

Words = NDArray[np.uint32]
States = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Pair = tuple[np.uint64, np.uint64]

MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
WHOLE = 2**128
POOL = 4

ZERO = np.uint64(0)
ONE = np.uint64(1)
HALF_WORD = np.uint64(16)
WORD = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)
HASH_A, TIMES_A = np.uint64(0x43B0D7E5), np.uint64(0x931E8875)
HASH_B, TIMES_B = np.uint64(0x8B51F9DD), np.uint64(0x58F38DED)
MIX_LEFT, MIX_RIGHT = np.uint64(0xCA01F9DD), np.uint64(0x4973F715)
TIMES_HIGH = np.uint64(MULTIPLIER >> 64)
TIMES_LOW = np.uint64(MULTIPLIER % 2**64)
TURN = np.uint64(58)
SIX_BITS = np.uint64(63)
LOST = np.uint64(11)  # a double keeps 53 of 64 bits
UNIT = 2.0**-53


@cache
def skipping(steps: int) -> States:
    """Return what takes a generator so many steps on: a factor and a sum of powers.

    A step is s → m s + c, so n steps are s → mⁿ s + (1 + m + … + mⁿ⁻¹) c.
    """
    factor, total = 1, 0
    for _ in range(steps):
        factor, total = factor * MULTIPLIER % WHOLE, (total * MULTIPLIER + 1) % WHOLE
    halves = [half for number in (factor, total) for half in divmod(number, 2**64)]
    return np.array(halves, np.uint64)


@compiled
def states_of(seed: Words, keys: Words, states: States) -> None:
    """Write the state and increment (keys, 4) of the generator of each key.

    ``seed`` holds at least four words of 32 bits, ``keys`` (keys, words) the words
    of each spawn key.
    """
    common = np.zeros(POOL, np.uint64)
    constant = _pool_of(seed, common)
    pool = np.empty(POOL, np.uint64)
    for number in range(len(keys)):
        pool[:] = common
        after = constant
        for word in keys[number]:
            after = _add(np.uint64(word), pool, after)
        _begin(pool, states[number])


@compiled
def _pool_of(seed: Words, pool: States) -> np.uint64:
    """Mix the words of the seed into a pool; return the hash's next constant."""
    constant = HASH_A
    for at in range(POOL):
        pool[at], constant = _hashed(np.uint64(seed[at]), constant)
    for source in range(POOL):
        for at in range(POOL):
            if source != at:
                value, constant = _hashed(pool[source], constant)
                pool[at] = _mixed(pool[at], value)
    for at in range(POOL, len(seed)):
        constant = _add(np.uint64(seed[at]), pool, constant)
    return constant


@compiled
def _add(word: np.uint64, pool: States, constant: np.uint64) -> np.uint64:
    """Mix one more word with each word of a pool; return the next constant."""
    for at in range(POOL):
        value, constant = _hashed(word, constant)
        pool[at] = _mixed(pool[at], value)
    return constant


@compiled
def _hashed(value: np.uint64, constant: np.uint64) -> Pair:
    following = (constant * TIMES_A) & LOW
    value = ((value ^ constant) * following) & LOW
    return value ^ (value >> HALF_WORD), following


@compiled
def _mixed(one: np.uint64, other: np.uint64) -> np.uint64:
    value = (MIX_LEFT * one - MIX_RIGHT * other) & LOW
    return value ^ (value >> HALF_WORD)


@compiled
def _begin(pool: States, state: States) -> None:
    """Write the first state and the increment that follow from a pool."""
    constant = HASH_B
    for at in range(2 * POOL):
        value = pool[at % POOL] ^ constant
        constant = (constant * TIMES_B) & LOW
        value = (value * constant) & LOW
        value ^= value >> HALF_WORD
        if at % 2:
            state[at // 2] |= value << WORD
        else:
            state[at // 2] = value
    high, low = state[0], state[1]
    state[2] = (state[2] << ONE) | (state[3] >> SIX_BITS)
    state[3] = (state[3] << ONE) | ONE
    high, low = _sum(high, low, state[2], state[3])
    state[0], state[1] = _step(high, low, state[2], state[3])


@compiled
def _product(
    a_high: np.uint64, a_low: np.uint64, b_high: np.uint64, b_low: np.uint64
) -> Pair:
    """Return the lower 128 bits of a product."""
    a_top, a_rest = a_low >> WORD, a_low & LOW
    b_top, b_rest = b_low >> WORD, b_low & LOW
    cross, other = a_top * b_rest, a_rest * b_top
    middle = ((a_rest * b_rest) >> WORD) + (cross & LOW) + (other & LOW)
    high = a_top * b_top + (cross >> WORD) + (other >> WORD) + (middle >> WORD)
    return high + a_high * b_low + a_low * b_high, a_low * b_low


@compiled
def _sum(
    a_high: np.uint64, a_low: np.uint64, b_high: np.uint64, b_low: np.uint64
) -> Pair:
    low = a_low + b_low
    carry = ONE if low < a_low else ZERO
    return a_high + b_high + carry, low


@compiled
def _step(high: np.uint64, low: np.uint64, c_high: np.uint64, c_low: np.uint64) -> Pair:
    high, low = _product(high, low, TIMES_HIGH, TIMES_LOW)
    return _sum(high, low, c_high, c_low)


@compiled
def _skip(
    high: np.uint64, low: np.uint64, of: States, more_high: np.uint64, more: np.uint64
) -> Pair:
    """Go on by many steps at once; ``more`` is the sum of powers × increment."""
    high, low = _product(high, low, of[0], of[1])
    return _sum(high, low, more_high, more)


@compiled
def _uniform(high: np.uint64, low: np.uint64) -> float:
    """Return what a state gives as a number in [0, 1)."""
    turn = high >> TURN
    mixed = high ^ low
    value = (mixed >> turn) | (mixed << ((ZERO - turn) & SIX_BITS))
    return np.int64(value >> LOST) * UNIT


@compiled
def read_first(states: States, counts: Ints, rest: States, rows: Floats) -> None:
    """Fill the first columns (columns, rows) of the first rows of each generator.

    ``rest`` skips the other columns of a row.
    """
    at = 0
    for key in range(len(states)):
        high, low, c_high, c_low = states[key]
        more_high, more = _product(rest[2], rest[3], c_high, c_low)
        for row in range(at, at + counts[key]):
            for column in range(len(rows)):
                high, low = _step(high, low, c_high, c_low)
                rows[column, row] = _uniform(high, low)
            high, low = _skip(high, low, rest, more_high, more)
        at += counts[key]


@compiled
def read_picked(
    states: States, key: Ints, index: Ints, skips: States, rows: Floats
) -> None:
    """Fill columns (columns, rows) of some rows of each generator.

    Row numbers ``index`` rise within a key.  ``skips`` are those of a whole row, of
    what lies before each column, and of what lies after the last one.
    """
    columns = len(rows)
    more = np.empty((len(skips), 2), np.uint64)
    here, at = -1, 0
    high, low, c_high, c_low = ZERO, ZERO, ZERO, ZERO
    for number in range(len(key)):
        if key[number] != here:
            here, at = key[number], 0
            high, low, c_high, c_low = states[here]
            for skip in range(len(skips)):
                more[skip] = _product(skips[skip, 2], skips[skip, 3], c_high, c_low)
        while at < index[number]:
            high, low = _skip(high, low, skips[0], more[0, 0], more[0, 1])
            at += 1
        for column in range(columns + 1):
            skip = column + 1
            if skips[skip, 2] | skips[skip, 3]:
                high, low = _skip(high, low, skips[skip], more[skip, 0], more[skip, 1])
            if column < columns:
                high, low = _step(high, low, c_high, c_low)
                rows[column, number] = _uniform(high, low)
        at += 1
