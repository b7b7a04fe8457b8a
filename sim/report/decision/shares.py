"""How shares of a variance are told."""

from sim.report.numbers import localised, percent

__all__ = ["share_told"]


def share_told(share: float, low: float, high: float) -> str:
    """Write a share and its interval, which estimates may put a little outside 0 to 1.

    >>> share_told(0.42, -0.1, 1.2)
    '42 % (0–100)'
    """
    ends = "–".join(
        localised(f"{100 * min(max(each, 0.0), 1.0):.0f}") for each in (low, high)
    )
    return f"{percent(round(min(max(share, 0.0), 1.0), 2))} ({ends})"
