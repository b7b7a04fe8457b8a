"""Other machines: a real scheduler and two workers, each in a process of its own."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hard_up import HARD_UP

from sim.experiment import Experiment, cluster, workshop
from sim.experiment.workshop import CrewError
from sim.scenario import STARTER

pytestmark = [
    pytest.mark.skipif(
        find_spec("distributed") is None,
        reason="no distributed: pip install 'bednight[cluster]'",
    ),
    pytest.mark.filterwarnings("ignore"),  # of Dask, about ports and closing
]

PATHS = os.pathsep.join(str(Path(__file__).parents[n]) for n in (1, 0))
QUIET = {
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "0",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "9",
}


def dask(*words):
    """Start a part of a cluster."""
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        env={**os.environ, **QUIET, "PYTHONPATH": PATHS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def scheduler(folder):
    """A scheduler on loopback, and its address."""
    place = folder / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    process = dask("scheduler", *words, "--scheduler-file", str(place))
    try:
        yield process, _address(place)
    finally:
        process.kill()
        process.wait()


def _address(place):
    import json

    for _ in range(600):
        if place.is_file() and place.stat().st_size:
            return json.loads(place.read_text())["address"]
        time.sleep(0.05)
    raise TimeoutError("no scheduler came up")


@contextmanager
def workers(address, number):
    """Workers of a scheduler, one thread each."""
    words = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    processes = [dask("worker", address, *words) for _ in range(number)]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def as_bytes(results):
    series = {f.name: getattr(results.series, f.name) for f in fields(results.series)}
    arrays = {**results.tallies, **series}
    return {name: np.asarray(of).tobytes() for name, of in arrays.items()}


def test_a_worker_may_die_in_mid_run_and_nothing_changes(tmp_path):
    alone = Experiment(HARD_UP, seed=3, replications=400, player="simpy").run(workers=1)
    with (
        scheduler(tmp_path) as (_, address),
        workers(address, 2) as (first, second),
    ):
        asked = Experiment(
            HARD_UP, seed=3, replications=400, player="simpy", cluster=address
        )
        told = []

        def kill_one(done, _total):
            told.append(done)
            if done >= 30 and first.poll() is None:
                first.kill()
                first.wait()

        together = asked.run(progress=kill_one, folder=tmp_path / "replications")

        assert first.poll() is not None
        assert second.poll() is None
    assert told[0] < 200 <= told[-1]
    assert as_bytes(together) == as_bytes(alone)
    assert together.estimates == alone.estimates
    assert together.played == {"simpy": 400}


def test_a_lost_scheduler_is_told_and_finished_blocks_are_kept(tmp_path):
    folder = tmp_path / "replications"
    with (
        scheduler(tmp_path) as (boss, address),
        workers(address, 1),
    ):
        asked = Experiment(
            HARD_UP, seed=3, replications=400, player="simpy", cluster=address
        )

        def lose(done, _total):
            if done >= 60:
                boss.kill()

        with pytest.raises(CrewError, match="is gone; start it again") as caught:
            asked.run(progress=lose, folder=folder)

    assert "replications are kept in" in caught.value.__notes__[0]
    again = Experiment(HARD_UP, seed=3, replications=100).run(folder=folder, workers=1)
    assert again.found >= 60


def test_a_wrong_address_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    asked = Experiment(HARD_UP, player="simpy", cluster="tcp://127.0.0.1:9")

    with pytest.raises(
        CrewError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"
    ):
        asked.run()


@pytest.mark.parametrize("replications", [1, 2, 5])
def test_a_wrong_address_is_told_however_little_there_is_to_play(
    replications, monkeypatch
):
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    asked = Experiment(HARD_UP, replications=replications, cluster="tcp://127.0.0.1:9")

    with pytest.raises(CrewError, match="no scheduler answers"):
        asked.run()


def test_what_is_no_address_is_told_at_once_and_without_tracebacks(tmp_path):
    scenario = tmp_path / "one.yaml"
    scenario.write_text(STARTER, encoding="utf-8")
    words = ["run", str(scenario), "--cluster", "rubbish", "--replications", "1"]

    done = subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", *words],
        env={**os.environ, "PYTHONPATH": PATHS},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "no scheduler answers at rubbish" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_scheduler_without_workers_is_told_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with scheduler(tmp_path) as (_, address):
        asked = Experiment(HARD_UP, player="simpy", cluster=address)

        with pytest.raises(CrewError, match=f"start some with  dask worker {address}"):
            asked.run()


def test_another_version_does_not_play(monkeypatch):
    monkeypatch.setattr(workshop, "__version__", "9.9.9")

    with pytest.raises(CrewError, match=r"a worker has bednight 9\.9\.9 and this is"):
        workshop._play_far("0.1.0", b"", 0, 1, "simpy")


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    asked = Experiment(HARD_UP, player="simpy", cluster="tcp://127.0.0.1:8786")

    with pytest.raises(CrewError, match=r'pip install "bednight\[cluster\]"'):
        asked.run()
