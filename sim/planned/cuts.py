"""What dated cuts leave of what a funder owes (SEMANTICS M9)."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from operator import mul

from sim.planned.splitting import floor

__all__ = ["after_cuts", "kept_from"]

Cuts = Iterable[tuple[int, Fraction]]
"""From which day on, and the share that is still paid then."""


def kept_from(cuts: Cuts) -> list[tuple[int, Fraction]]:
    """Return from which day on which share is paid, by all cuts until then.

    >>> kept_from([(0, Fraction(9, 10)), (90, Fraction(9, 10))])
    [(0, Fraction(9, 10)), (90, Fraction(81, 100))]
    """
    days = sorted(cuts)
    shares = accumulate((kept for _, kept in days), mul)
    return [(day, share) for (day, _), share in zip(days, shares, strict=True)]


def after_cuts(amount: int, due: int, cuts: Cuts) -> int:
    """Return what is still paid of a sum that falls due on a day, in minor units."""
    kept = [share for since, share in kept_from(cuts) if since <= due]
    return floor(amount * kept[-1]) if kept else amount
