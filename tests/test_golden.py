"""Results do not move unnoticed: every shipped scenario, three replications.

``pytest tests/test_golden.py --update-golden`` writes the files anew.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from counting import counts_of
from digests import digest_of

from sim.chance import draw
from sim.history import Kind
from sim.model import play
from sim.scenario import load

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE.parent / "scenarios").glob("*.yaml"))
SEED, REPLICATIONS = 1, 3

MOVED = (
    "the results of {name} moved.  If that was not meant, it is a fault.  If it was, "
    "say so in a line under *Results change* in CHANGELOG.md, then run\n"
    "    pytest tests/test_golden.py --update-golden"
)


@pytest.mark.parametrize("path", SCENARIOS, ids=[path.stem for path in SCENARIOS])
def test_results_are_what_they_were(path, update_golden):
    found = [life(load(path), number) for number in range(REPLICATIONS)]
    golden = HERE / "golden" / f"{path.stem}.json"
    if update_golden:
        golden.write_bytes((json.dumps(found, indent=1) + "\n").encode())
    assert golden.exists(), f"{golden.name} is missing: run with --update-golden"

    assert found == json.loads(golden.read_text()), MOVED.format(name=path.stem)


def life(scenario, number):
    """One replication: the digest of its History, and what happened, to read."""
    history = play(scenario, draw(scenario, seed=SEED, replication=number))
    counts = counts_of(scenario, history)
    shelters = [shelter.name for shelter in scenario.shelters]
    kinds = history.events.kind.tolist()
    return {
        "replication": number,
        "digest": digest_of(history),
        "events": {kind.name: kinds.count(kind) for kind in Kind if kind in kinds},
        "closed_days": dict(
            zip(shelters, counts["closure_days"][:-1, -1].tolist(), strict=True)
        ),
        "supported_victims": int(counts["supported_victims"][-1, -1, -1]),
        "cost_in_cents": int(counts["costs"][-1, -1, -1]),
    }


def test_every_golden_file_belongs_to_a_scenario():
    files = {path.stem for path in (HERE / "golden").glob("*.json")}

    assert files == {path.stem for path in SCENARIOS}


def test_the_digest_sees_a_cent_and_a_tick():
    scenario = load(SCENARIOS[0])
    history = play(scenario, draw(scenario, seed=SEED, replication=0))
    cash = history.nights.cash.copy()
    cash[100, 1] += 1
    times = history.events.time.copy()
    times[50] += 2.0**-20

    richer = replace(history, nights=replace(history.nights, cash=cash))
    later = replace(history, events=replace(history.events, time=times))
    same = replace(history, nights=replace(history.nights, cash=cash - 0))

    digests = {digest_of(h) for h in (history, richer, later)}
    assert len(digests) == 3
    assert digest_of(same) == digest_of(richer)
