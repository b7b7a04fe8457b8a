"""The floors and the doors: who may import whom, and what."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = {
    "sim.said": -1,
    "sim.errors": 0,
    "sim.money": 0,
    "sim.calendar": 0,
    "sim.streams": 0,
    "sim.theory": 0,
    "sim.distributions": 0,
    "sim.remembered": 0,
    "sim.machine_code": 0,
    "sim.memory": 0,
    "sim.compiling": 1,
    "sim.scenario": 1,
    "sim.history": 1,
    "sim.chance": 2,
    "sim.planned": 2,
    "sim.model": 3,
    "sim.kernel": 3,
    "sim.measures": 3,
    "sim.experiment": 4,
    "sim.report": 5,
    "sim.commands": 6,
    "cli": 7,
}
"""Each part of the straight line and its floor; imports go down only."""

DOORS = {
    "ruamel": {"sim.scenario"},
    "pydantic": {"sim.scenario"},
    "pydantic_core": {"sim.scenario"},
    "simpy": {"sim.model"},
    "duckdb": {"sim.experiment"},
    "distributed": {"sim.experiment"},
    "matplotlib": {"sim.report"},
    "babel": {"sim.report"},
    "docx": {"sim.report"},
    "jinja2": {"sim.report"},
    "typst": {"sim.report"},
    "xlsxwriter": {"sim.report"},
    "typer": {"cli", "sim.commands"},
    "rich": {"cli", "sim.commands", "sim.report"},
    "numba": {"sim.compiling"},
    "scipy": {"sim.distributions", "sim.theory", "sim.experiment"},
    "numpy": set(FLOORS),
}
"""Each third-party package and the parts that may import it."""

FILES = [*sorted((ROOT / "sim").rglob("*.py")), ROOT / "cli.py"]


def part_of(path):
    """The part of the line a file belongs to: ``sim.model``, ``cli`` …"""
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:2]) if names[0] == "sim" else names[0]


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert all(a.name != "*" for a in node.names), f"{path}: no star imports"
            yield node.module
            if node.module == "sim":
                yield from (f"sim.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_and_through_the_door(path):
    part = part_of(path)
    if part == "sim.__init__":
        return
    assert part in FLOORS, f"{part} has no floor"

    for name in imports_of(path):
        top = name.split(".")[0]
        if top == "sim":
            other = ".".join(name.split(".")[:2])
            if other in {"sim", "sim.__version__"}:
                continue
            below = FLOORS[other] < FLOORS[part]
            assert below or other == part, f"{part} may not import {other}"
        elif top not in sys.stdlib_module_names:
            assert top in DOORS, f"{top} has no door"
            assert part in DOORS[top], f"{part} may not import {top}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_are_short_enough_to_be_one_idea(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def test_scipy_stats_and_pyplot_are_imported_only_where_they_are_used():
    """They take seconds to import, so never when a module is."""
    slow = ("scipy.stats", "matplotlib.pyplot")
    for path in FILES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in getattr(node, "names", [])]
            module = getattr(node, "module", None) or ""
            for name in (*names, module, *(f"{module}.{name}" for name in names)):
                assert not name.startswith(slow), path
