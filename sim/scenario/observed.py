"""Observed values of an empirical law, read from a CSV file beside the scenario."""

from pathlib import Path

from sim.errors import Problem
from sim.said import Said
from sim.scenario.files import read_text
from sim.scenario.quantities import read_number
from sim.scenario.tree import Branch, Entry, Fault, Leaf, Row, Spot, Steps, walk

__all__ = ["inline_observations"]

MOST = 10_000


def inline_observations(tree: Branch) -> list[Problem]:
    """Replace ``file: stays.csv`` by the values in it, wherever it stands."""
    problems: list[Problem] = []
    for steps, node in list(walk(tree)):
        if not isinstance(node, Branch) or "distribution" not in node.entries:
            continue
        law, file = node.get("distribution"), node.get("file")
        if isinstance(file, Leaf) and isinstance(law, Leaf) and law.text == "empirical":
            found = _observed(file, (*steps, "file"), problems)
            entry = node.entries.pop("file")
            node.entries["observed"] = Entry(entry.spot, found)
    return problems


def _check_days(said: str) -> None:
    if not 0 <= read_number(said) <= 36_525:
        raise Fault(
            Said("{text} is out of bounds", text=said), Said("write 0 to 36,525 days")
        )


def _observed(leaf: Leaf, steps: Steps, problems: list[Problem]) -> Row:
    row = Row(leaf.spot, [Leaf(leaf.spot, "1 day")])
    name = leaf.text
    if (
        not (name.endswith(".csv") and name.isprintable())
        or Path(name).is_absolute()
        or set(name) & set("\\:")
    ):
        fix = Said("write for example {code}", code=" file: stays.csv")
        problem = Said("'file' names a .csv file beside this one")
        problems.append(leaf.spot.problem(steps, problem, fix))
        return row
    path = str(Path(leaf.spot.source.folder) / name)
    source, found = read_text(path, name, leaf.spot, steps)
    problems += found
    if source is None:
        return row
    items: list[Leaf] = []
    for number, line in enumerate(source.lines, start=1):
        said = line.strip().strip(",;")
        if not said or (number == 1 and not any(c.isdecimal() for c in said)):
            continue
        spot = Spot(source, number, 1, max(1, len(said)))
        try:
            _check_days(said)
        except Fault as fault:
            problems.append(spot.problem(steps, *fault.args))
            break
        items.append(Leaf(leaf.spot, f"{said} days"))
        if len(items) > MOST:
            problem = Said("the file has more than {most} numbers", most=f"{MOST:,}")
            problems.append(spot.problem(steps, problem, Said("take a sample of them")))
            break
    if not items:
        problems.append(
            leaf.spot.problem(steps, Said("'{name}' holds no number", name=name))
        )
        return row
    return Row(leaf.spot, list(items))
