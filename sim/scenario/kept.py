"""What is told of a leaf of a tree, kept for the copies in which it stays the same.

A search makes hundreds of variants of one file, each of which changes a few leaves
of hundreds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sim.scenario.plan import Setting
from sim.scenario.tree import Leaf

__all__ = ["Kept", "Telling"]

Told = TypeVar("Told")


class Kept(Generic[Told]):
    """What was told of each leaf where it stands, worked out once.

    Copies of a tree share what nobody changes, so a leaf is known again by that; what
    was put over it is told anew each time.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Leaf, object, Told]] = {}

    def of(self, leaf: Leaf, place: object, tell: Callable[[], Told]) -> Told:
        """Return what is told of a leaf at a place."""
        known = self._known.get(id(leaf.spot))
        if known is None:
            told = tell()
            self._known[id(leaf.spot)] = leaf, place, told
            return told
        if _same(leaf, known[0]) and place == known[1]:
            return known[2]
        return tell()


def _same(one: Leaf, other: Leaf) -> bool:
    """Say whether two leaves are copies of one, neither changed since."""
    return (
        one.spot is other.spot
        and one.text == other.text
        and one.quoted == other.quoted
        and one.evidence is other.evidence
        and one.earlier is other.earlier
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """All that is kept of the leaves of one file."""

    settings: Kept[Setting] = field(default_factory=Kept)
    lines: Kept[str] = field(default_factory=Kept)
