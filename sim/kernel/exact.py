"""Shares of money to the last cent, where 64 bits do not hold the product (M1).

A share is a fraction of two whole numbers.  Python's own are without limit; here
numerator and denominator stay below 2⁶¹, which is enough for amounts below it: of
all fractions with such denominators the nearest one below gives the same floor.
"""

from fractions import Fraction

from sim.compiling import compiled_inside

__all__ = ["floor_of", "nearest_below"]

MOST = 2**61
"""Amounts, numerators and denominators are at most this."""


def nearest_below(share: Fraction) -> tuple[int, int]:
    """Return numerator and denominator of a share that floors the same.

    The last convergent of the continued fraction and the one that would follow are
    next to each other in the Farey sequence (Hardy and Wright, chapter X); one of
    them is below the share.

    >>> nearest_below(Fraction(1, 3))
    (1, 3)
    """
    if share.denominator <= MOST:
        return share.as_integer_ratio()
    p0, q0, p1, q1 = 0, 1, 1, 0
    n, d = share.numerator, share.denominator
    while q0 + n // d * q1 <= MOST:
        a = n // d
        p0, q0, p1, q1 = p1, q1, p0 + a * p1, q0 + a * q1
        n, d = d, n - a * d
    k = (MOST - q0) // q1
    next_one = Fraction(p0 + k * p1, q0 + k * q1)
    return min(next_one, Fraction(p1, q1)).as_integer_ratio()


@compiled_inside
def _long_floor(amount: int, numerator: int, denominator: int) -> int:
    """Multiply and divide bit by bit, as on paper; nothing passes three MOST."""
    whole, rest = numerator // denominator, numerator % denominator
    quotient, remainder = 0, 0
    for place in range(62, -1, -1):
        quotient, remainder = 2 * quotient, 2 * remainder
        if (amount >> place) & 1:
            quotient += whole
            remainder += rest
        while remainder >= denominator:
            remainder -= denominator
            quotient += 1
    return quotient


@compiled_inside
def floor_of(amount: int, numerator: int, denominator: int) -> int:
    """Return ⌊amount × numerator / denominator⌋ for an amount of at least 0."""
    if numerator == denominator:
        return amount
    if amount * float(numerator) < MOST:
        return amount * numerator // denominator
    return _long_floor(amount, numerator, denominator)
