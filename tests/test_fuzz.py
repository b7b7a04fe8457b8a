"""No spoiled file brings anything but a located answer."""

from pathlib import Path

import numpy as np
from mutations import mutated

from sim.errors import ScenarioError
from sim.scenario import load

VALID = sorted((Path(__file__).parent / "scenarios" / "valid").glob("*.yaml"))
FILES = 300


def problems_of(path):
    """Return what is wrong with a file; anything but an answer is an error."""
    try:
        load(path)
    except ScenarioError as error:
        assert str(error).endswith("Nothing was run.")  # noqa: PT017
        return error.problems
    return ()


def test_three_hundred_spoiled_files_are_answered_or_loaded(tmp_path):
    rng = np.random.default_rng(20170101)
    for neighbour in VALID[0].parent.iterdir():
        (tmp_path / neighbour.name).write_bytes(neighbour.read_bytes())
    spoiled = tmp_path / "spoiled.yaml"
    answered = 0
    for number in range(FILES):
        text = VALID[number % len(VALID)].read_text(encoding="utf-8")
        spoiled.write_text(mutated(text, rng), encoding="utf-8")
        answered += bool(problems_of(spoiled))

    assert answered > FILES / 2
