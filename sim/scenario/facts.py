"""What is known, and where it was read: the tables that ``source`` in a file points to.

A fact was read in a public text; a derived value was computed from facts, and says how.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Derived", "Fact", "derived_values", "facts", "rests_on"]


NAME = re.compile(r"\b(?:F[0-9]+|[a-z0-9]+(?:_[a-z0-9]+)+)\b")
"""The number of a fact, or the name of a derived value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value that stands in a public text.

    ``year`` is the one it speaks of, empty where none is told; ``document`` is where
    it was read; ``confidence`` is ``high`` or ``medium``.
    """

    name: str
    country: str
    year: str
    quantity: str
    value: str
    unit: str
    group: str
    note: str
    document: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value computed from facts: ``formula`` in words, ``computed_as`` in names."""

    name: str
    value: str
    unit: str
    formula: str
    computed_as: str
    caveat: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the facts and derived values it is computed from, each once."""
        names = re.findall(
            r"\b(?:F[0-9]+|[a-z0-9]+(?:_[a-z0-9]+)+)\b", self.computed_as
        )
        return tuple(dict.fromkeys(names))


@cache
def facts() -> Mapping[str, Fact]:
    """Return every fact by its number."""
    return {
        row["id"]: Fact(
            name=row["id"],
            document=row["source"],
            **{key: row[key] for key in _SAME},
        )
        for row in _rows("facts.csv")
    }


_SAME = ("country", "year", "quantity", "value", "unit", "group", "note", "confidence")


@cache
def derived_values() -> Mapping[str, Derived]:
    """Return every derived value by its name."""
    keys = ("name", "value", "unit", "formula", "computed_as", "caveat")
    return {
        row["name"]: Derived(**{key: row[key] for key in keys})
        for row in _rows("derived.csv")
    }


def rests_on(names: Iterable[str]) -> tuple[tuple[Derived, ...], tuple[Fact, ...]]:
    """Return the derived values and the facts that some sources rest on, in order.

    What a derived value is computed from comes along; what neither table holds, such
    as an office's own report, is left out.
    """
    derived: dict[str, Derived] = {}
    found: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop(0)
        if name in facts():
            found.add(name)
        elif name in derived_values() and name not in derived:
            derived[name] = derived_values()[name]
            ahead += derived[name].parts
    return (
        tuple(derived[name] for name in sorted(derived)),
        tuple(fact for name, fact in facts().items() if name in found),
    )


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table of evidence; none where it is not installed."""
    here = Path(__file__).parents
    for root in (here[2], here[1]):
        page = root / "scenarios" / "evidence" / name
        if page.is_file():
            with page.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)
            return
