"""No spoiled file brings anything but a located answer."""

from pathlib import Path

import numpy as np

from mutations import mutated
from sim.errors import ScenarioError
from sim.scenario import load

VALID = sorted((Path(__file__).parent / "scenarios" / "valid").glob("*.yaml"))
FILES = 300


def test_three_hundred_spoiled_files_are_answered_or_loaded(tmp_path):
    rng = np.random.default_rng(20170101)
    for helper in VALID[0].parent.iterdir():
        (tmp_path / helper.name).write_bytes(helper.read_bytes())
    spoiled = tmp_path / "spoiled.yaml"
    answered = 0
    for number in range(FILES):
        text = VALID[number % len(VALID)].read_text(encoding="utf-8")
        spoiled.write_text(mutated(text, rng), encoding="utf-8")
        try:
            load(spoiled)
        except ScenarioError as error:
            answered += 1
            assert error.problems
            assert "Nothing was run." in str(error)

    assert answered > FILES / 2
