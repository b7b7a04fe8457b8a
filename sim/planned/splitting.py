"""Splitting money by exact shares, so that no cent is lost (SEMANTICS M1, M9)."""

from fractions import Fraction

__all__ = ["cut", "floor", "parts"]


def floor(amount: Fraction) -> int:
    """Return the whole minor units of an amount."""
    return amount.numerator // amount.denominator


def parts(amount: int, shares: list[Fraction]) -> list[int]:
    """Split an amount by shares of the running total.

    >>> parts(100, [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
    [33, 33, 34]
    """
    split, before, share = [], 0, Fraction(0)
    for more in shares:
        share += more
        until = floor(amount * share)
        split.append(until - before)
        before = until
    return split


def cut(asks: list[int], keep: Fraction) -> list[int]:
    """Scale every ask down; the cents left over go one each in file order (M9).

    >>> cut([100, 100, 100], Fraction(2, 3))
    [67, 67, 66]
    """
    amounts = [floor(ask * keep) for ask in asks]
    over = floor(sum(asks) * keep) - sum(amounts)
    return [amount + (number < over) for number, amount in enumerate(amounts)]
