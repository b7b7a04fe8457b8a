"""What could be done about a plan, and at what price."""

from dataclasses import dataclass

__all__ = ["LeverPlan", "Option"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One position of a lever: what is put, as a file writes it, and its price.

    ``label`` is the same for readers.  ``price`` is in minor units, for the period
    that is played.
    """

    put: str
    label: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverPlan:
    """Something that money can move: settings, and what each position costs.

    ``sets`` are dotted paths that move together.  Not to pull it costs nothing and
    changes nothing; ``options`` are the positions after that, cheapest first.
    """

    name: str
    title: str
    sets: tuple[str, ...]
    options: tuple[Option, ...]
