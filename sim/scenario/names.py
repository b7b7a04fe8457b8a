"""The names a file defines, gathered before anything is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.money import CURRENCIES
from sim.scenario.tree import Branch, Leaf, Row

__all__ = ["Names", "names_in"]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a file defines, for references to be checked against."""

    currency: str = "EUR"
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shelters: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    interim: tuple[str, ...] = ()
    cost_lines: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    programme_of: Mapping[str, str] = field(default_factory=dict)


def names_in(tree: Branch) -> Names:
    """Collect the names a tree defines, whatever else is wrong with it."""
    people = tree.get("people")
    attributes: dict[str, tuple[str, ...]] = {}
    if isinstance(people, Branch):
        for name, entry in people.entries.items():
            row = entry.node
            items = row.items if isinstance(row, Row) else []
            attributes[name] = tuple(i.text for i in items if isinstance(i, Leaf))
    shelters = tree.get("shelters")
    programme_of: dict[str, str] = {}
    lines: list[str] = []
    if isinstance(shelters, Branch):
        for name, entry in shelters.entries.items():
            shelter = entry.node
            if not isinstance(shelter, Branch):
                continue
            programme = shelter.get("programme")
            own = programme.text if isinstance(programme, Leaf) else name
            programme_of[name] = own
            lines += shelter.keys_of("costs")
    offered = tuple(programme_of.values())
    currency = tree.get("currency")
    code = currency.text if isinstance(currency, Leaf) else ""
    return Names(
        currency=code if code in CURRENCIES else "EUR",
        attributes=attributes,
        shelters=tree.keys_of("shelters"),
        programmes=tuple(dict.fromkeys([*tree.keys_of("programmes"), *offered])),
        offered=offered,
        stages=tree.keys_of("pathway"),
        interim=tree.keys_of("interim"),
        cost_lines=tuple(dict.fromkeys(lines)),
        funders=tree.keys_of("funding"),
        programme_of=programme_of,
    )
