"""A run that was stopped goes on where it ended, and ends as if it never had."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from sim.experiment import store
from sim.experiment.store import Store
from sim.scenario import STARTER

ROOT = Path(__file__).parents[1]
A_MONTH = STARTER.replace("end: 2028-01-01", "end: 2027-02-01")
RUN = ["run", "one.yaml", "--player", "simpy", "--quiet"]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with ``one.yaml``; pictures have their own tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.report.folder.writing.paint", lambda *_: ())
    (tmp_path / "one.yaml").write_text(A_MONTH, encoding="utf-8")
    return tmp_path


def bednight(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def in_a_process(desk, *words):
    """Start bednight in a process of its own, without pictures.

    It rests after its second block, so that it can be stopped there on any machine,
    and hears Ctrl-C even where whoever runs the suite does not.
    """
    code = (
        "import signal, sys, time, cli, sim.report.folder.writing as writing\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from sim.experiment.store import Store\n"
        "writing.paint = lambda *_: ()\n"
        "keep, kept = Store.keep, []\n"
        "def keep_two(self, block):\n"
        "    keep(self, block)\n"
        "    kept.append(block.first)\n"
        "    time.sleep(60 if len(kept) == 2 else 0)\n"
        "Store.keep = keep_two\n"
        "sys.argv[0] = 'bednight'\n"
        "cli.main()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def bytes_of(out):
    """Every file of the one results folder but run.json, with its digest."""
    (folder,) = out.iterdir()
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


def facts_of(out):
    (folder,) = out.iterdir()
    return json.loads((folder / "run.json").read_bytes())


def blocks_in(out):
    return sorted(path.name for path in out.glob("*/replications/0*"))


def test_a_killed_run_goes_on_and_ends_with_the_bytes_of_an_unbroken_one(desk):
    """Killed by SIGKILL, which nobody can hear coming."""
    whole = [*RUN, "--workers", "1", "--replications", "210"]
    broken = in_a_process(desk, *whole, "--out", "broken")
    while len(blocks_in(desk / "broken")) < 2 and broken.poll() is None:
        time.sleep(0.01)
    broken.send_signal(signal.SIGKILL)
    broken.communicate()
    left = blocks_in(desk / "broken")

    again = bednight(*whole, "--out", "broken")
    unbroken = bednight(*whole, "--out", "unbroken")

    assert broken.returncode == -signal.SIGKILL
    assert 2 <= len(left) < 5
    assert (again.exit_code, unbroken.exit_code) == (0, 0)
    assert bytes_of(desk / "broken") == bytes_of(desk / "unbroken")
    assert facts_of(desk / "broken")["found"] == 50 * len(left)
    assert facts_of(desk / "broken")["played_by"] == {"simpy": 210 - 50 * len(left)}
    assert f"{50 * len(left)} of them were there from an earlier run" in again.stdout


def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on(desk):
    whole = [*RUN, "--workers", "1", "--replications", "210"]
    stopped = in_a_process(desk, *whole, "--out", "stopped")
    while len(blocks_in(desk / "stopped")) < 2 and stopped.poll() is None:
        time.sleep(0.01)
    stopped.send_signal(signal.SIGINT)
    said, complained = stopped.communicate()

    again = bednight(*whole, "--out", "stopped")
    unbroken = bednight(*whole, "--out", "unbroken")

    assert stopped.returncode == 130, complained
    assert "they are what is told. The same command goes on" in complained
    assert "replications, seed 1" in said
    assert again.exit_code == unbroken.exit_code == 0
    assert facts_of(desk / "stopped")["found"] >= 100
    assert bytes_of(desk / "stopped") == bytes_of(desk / "unbroken")


class Interrupted:
    """A database that is asked once in vain, and says of Ctrl-C what DuckDB does."""

    def __init__(self, database):
        self.database, self.asked = database, 0

    def execute(self, *words):
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError("Query interrupted")
        return self.database.execute(*words)

    def __getattr__(self, name):
        return getattr(self.database, name)


def test_ctrl_c_while_a_block_is_written_keeps_that_block(desk, monkeypatch):
    """The database tells of Ctrl-C in its own words, whoever asked it."""
    database = Store.__dict__["_database"].func
    monkeypatch.setattr(
        Store, "_database", cached_property(lambda self: Interrupted(database(self)))
    )
    Store.__dict__["_database"].__set_name__(Store, "_database")

    stopped = bednight(*RUN, "--workers", "1", "--replications", "60", "--out", "cut")

    assert stopped.exit_code == 130, stopped.stderr
    assert "Stopped by Ctrl-C after 50 of 60 replications" in stopped.stderr
    assert blocks_in(desk / "cut") == ["0000000-0000049"]


@pytest.mark.parametrize(
    "busy",
    ["sim.experiment.experiment.estimates_of", "sim.report.folder.writing.paint"],
)
def test_ctrl_c_after_the_last_replication_says_that_they_are_kept(
    desk, monkeypatch, busy
):
    """While estimates are worked out, or pictures painted."""
    words = [*RUN, "--workers", "1", "--replications", "60", "--out", "cut"]

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as faked:
        faked.setattr(busy, interrupted)
        stopped = bednight(*words)
    again = bednight(*words)

    assert stopped.exit_code == 130
    assert stopped.stderr.startswith("Stopped.\n60 replications are kept in ")
    assert stopped.stderr.endswith("the same command goes on from there.\n")
    assert "All of them were there from an earlier run." in again.stdout
    assert facts_of(desk / "cut")["interrupted"] is False


def test_a_higher_number_adds_and_a_lower_one_only_reads(desk):
    for number in (60, 110):
        bednight(*RUN, "--replications", number, "--out", "grown")
    bednight(*RUN, "--replications", 110, "--out", "at-once")

    assert facts_of(desk / "grown")["played_by"] == {"simpy": 50}
    assert bytes_of(desk / "grown") == bytes_of(desk / "at-once")

    few = bednight(*RUN, "--replications", 30, "--out", "grown")

    assert "All of them were there from an earlier run." in few.stdout
    assert facts_of(desk / "grown")["replications"] == 30
    assert blocks_in(desk / "grown") == [
        *("0000000-0000049", "0000050-0000099", "0000100-0000109")
    ]


def test_another_seed_has_a_folder_of_its_own(desk):
    for seed in (1, 2):
        assert bednight(*RUN, "--replications", 2, "--seed", seed).exit_code == 0

    one, two = sorted(path.name for path in (desk / "outputs").iterdir())
    assert two == f"{one}-seed-2"


@pytest.mark.parametrize(
    "key, value, reason",
    [
        ("digest", "0" * 64, "other contents of this scenario"),
        ("seed", 5, "seed 5, and this is seed 1"),
        ("bednight", "0.0.9", "bednight 0.0.9, and this is 0.1.0"),
    ],
)
def test_what_cannot_be_mixed_is_refused_with_the_reason_and_the_fix(
    desk, key, value, reason
):
    bednight(*RUN, "--replications", 3)
    (plan,) = desk.glob("outputs/*/replications/plan.json")
    plan.write_text(json.dumps({**json.loads(plan.read_text()), key: value}))
    before = bytes_of(desk / "outputs")

    refused = bednight(*RUN, "--replications", 4)

    assert refused.exit_code == 1
    assert reason in refused.stderr
    assert "add --afresh to play everything anew, or choose another --out" in (
        refused.stderr
    )
    assert bytes_of(desk / "outputs") == before

    afresh = bednight(*RUN, "--replications", 4, "--afresh")

    assert afresh.exit_code == 0
    assert facts_of(desk / "outputs")["found"] == 0


def test_a_damaged_block_is_told_with_the_only_way_on(desk):
    bednight(*RUN, "--replications", 3)
    (counts,) = desk.glob("outputs/*/replications/*/counts.parquet")
    counts.write_bytes(b"PAR1 cut short")

    stopped = bednight(*RUN, "--replications", 3)

    assert stopped.exit_code == 1
    told = " ".join(stopped.stderr.split())
    assert "bednight run with --afresh plays everything anew" in told
    assert "the same command goes on" not in told


def test_a_full_disk_is_told_and_finished_blocks_are_kept(desk, monkeypatch):
    """Faked: there is no space for the second block."""
    keep = Store.keep

    def full(self, block):
        if block.first:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
        keep(self, block)

    with monkeypatch.context() as faked:
        faked.setattr(Store, "keep", full)
        stopped = bednight(*RUN, "--workers", 1, "--replications", 120)
    again = bednight(*RUN, "--workers", 1, "--replications", 120)

    assert stopped.exit_code == 1
    assert "No space left on device" in stopped.stderr
    assert "50 replications are kept in" in stopped.stderr
    assert "the same command goes on from there." in stopped.stderr
    assert again.exit_code == 0
    assert facts_of(desk / "outputs")["found"] == 50


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_file_that_may_not_grow_is_a_full_disk(desk):
    """Real: RLIMIT_FSIZE lets no file of the process be longer than 2 kB."""
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))\n"
        "import cli; cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *RUN, "--replications", "60", "--workers", "1"],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr or "full" in done.stderr
    assert list(desk.glob("outputs/*")) == []


@pytest.mark.usefixtures("desk")
def test_a_place_that_may_not_be_written_is_told_before_anything_is_played(monkeypatch):
    """Faked, because who runs the tests may be allowed everything."""

    def forbidden(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", "outputs")

    monkeypatch.setattr(store.Path, "mkdir", forbidden)
    monkeypatch.setattr("sim.experiment.block.draw_many", None)

    refused = bednight(*RUN, "--replications", 3)

    assert refused.exit_code == 1
    assert "you may not read or write outputs" in refused.stderr
