"""Who plays, and with how many hands: chosen by the work ahead, told, and no matter."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from hard_up import HARD_UP
from typer.testing import CliRunner

import cli
from sim.experiment import crew as crews
from sim.experiment import players
from sim.experiment.block import joined_blocks, play_block
from sim.experiment.crew import Crew
from sim.experiment.players import PREPARING, NoCompilerError, Pace, chosen_player
from sim.experiment.replications import tallies_of
from sim.report.answer.playing import who_played
from sim.report.progress import Progress
from sim.scenario import STARTER

WHOLE = play_block(HARD_UP, 3, 0, 30)


@pytest.fixture
def prepared(request, monkeypatch):
    """The compiled player, ready, even where machine code cannot be kept."""
    request.getfixturevalue("machine_code")
    monkeypatch.setattr(players, "is_prepared", lambda: True)
    monkeypatch.setattr(crews, "is_prepared", lambda: True)


def as_bytes(block):
    waits = [getattr(block.waits, name) for name in type(block.waits).__slots__]
    series = [getattr(block.series, name) for name in type(block.series).__slots__]
    arrays = [*block.tallies.values(), *waits, *series]
    return [np.asarray(of).tobytes() for of in arrays]


def played_by(size, **how):
    """Thirty replications, in pieces of some size, and who played them."""
    with pytest.MonkeyPatch.context() as patched, Crew(**how) as crew:
        patched.setattr(crews, "piece_of", lambda *_: size)
        blocks = list(crew.blocks(HARD_UP, 3, [(0, 30)]))
    return joined_blocks(blocks), crew.played, len(blocks)


@pytest.mark.parametrize("size, pieces", [(1, 30), (7, 5), (50, 1)])
def test_blocks_of_any_size_have_the_same_bytes(size, pieces):
    block, played, number = played_by(size, player="simpy", workers=1)

    assert as_bytes(block) == as_bytes(WHOLE)
    assert (dict(played), number) == ({"simpy": 30}, pieces)


def test_processes_give_the_same_bytes():
    assert as_bytes(played_by(4, player="simpy", workers=2)[0]) == as_bytes(WHOLE)


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("workers", [1, 3])
def test_threads_give_the_same_bytes(workers):
    block, played, _ = played_by(4, player="compiled", workers=workers)

    assert as_bytes(block) == as_bytes(WHOLE)
    assert dict(played) == {"compiled": 30}


def test_spans_are_played_in_order_and_never_joined():
    with Crew(player="simpy", workers=1) as crew:
        blocks = list(crew.blocks(HARD_UP, 3, [(2, 5), (9, 9), (10, 18)]))

    assert [(block.first, block.end) for block in blocks] == [
        *((2, 5), (10, 15), (15, 18))
    ]


@pytest.mark.parametrize(
    "replications, most, workers, sizes",
    [
        (30, 20, 2, [15, 15]),
        (30, 9, 2, [8, 8, 8, 6]),
        (30, 20, 3, [10, 10, 10]),
        (30, 20, 1, [20, 10]),
        (2, 20, 3, [1, 1]),
    ],
)
def test_all_hands_have_as_much_to_do(monkeypatch, replications, most, workers, sizes):
    monkeypatch.setattr(crews, "piece_of", lambda *_: most)
    monkeypatch.setattr("sim.experiment.workshop.ProcessPoolExecutor", threads)
    with Crew(player="simpy", workers=workers) as crew:
        blocks = list(crew.blocks(HARD_UP, 3, [(0, replications)]))

    assert [block.replications for block in blocks] == sizes


def threads(workers, **_):
    """Stand in for processes, which take a second to start."""
    return ThreadPoolExecutor(workers)


def test_no_more_is_handed_out_than_a_few_pieces_ahead(monkeypatch):
    """Or all that is finished early would have to wait in memory."""
    handed = []
    monkeypatch.setattr(crews, "piece_of", lambda *_: 1)
    take = crews._next_piece
    monkeypatch.setattr(crews, "_next_piece", lambda *of: handed.append(1) or take(*of))
    with Crew(player="simpy", workers=2) as crew:
        blocks = crew.blocks(HARD_UP, 3, [(0, 30)])
        next(blocks)

        assert len(handed) == 5
        assert len(list(blocks)) == 29


@pytest.mark.parametrize(
    "seconds, replications, workers, ready, chosen",
    [
        (0.03, 200, 2, False, "simpy"),  # a small first run waits for no compiler
        (0.03, 200, 2, True, "compiled"),
        (0.03, 30, 2, True, "simpy"),
        (0.03, 1_000, 2, False, "simpy"),
        (0.03, 5_000, 2, False, "compiled"),
        (0.03, 5_000, 32, False, "simpy"),
    ],
)
def test_the_player_is_chosen_by_the_work_ahead(  # noqa: PLR0917
    monkeypatch, seconds, replications, workers, ready, chosen
):
    monkeypatch.setattr(players, "can_compile", lambda: True)
    monkeypatch.setattr(players, "is_prepared", lambda: ready)

    assert chosen_player("auto", Pace(seconds), replications, workers) == chosen
    assert chosen_player("simpy", Pace(9.0), 10**6, 1) == "simpy"


@pytest.mark.parametrize(
    "took, pace",
    [
        ([0.7, 0.01, 0.02, 0.03, 0.02], 0.02),  # the first loads what is needed
        ([0.7, 0.6], 0.6),
        ([6.0], 6.0),
    ],
)
def test_what_the_first_replication_loads_is_not_taken_for_the_pace(
    monkeypatch, took, pace
):
    """On a slow machine that is most of it, and all would wait for the compiler."""
    ticks = iter([tick for seconds in took for tick in (0.0, seconds)])
    monkeypatch.setattr(crews, "perf_counter", lambda: next(ticks))
    with Crew(workers=1) as crew:
        list(crew.blocks(HARD_UP, 3, [(0, len(took))]))

    assert crew._pace == Pace(pytest.approx(pace))


def test_without_a_compiler_simpy_plays_and_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(players, "can_compile", lambda: False)

    assert chosen_player("auto", Pace(9.0), 10**6, 1) == "simpy"
    with pytest.raises(NoCompilerError, match="pip install numba"):
        chosen_player("compiled", None, 1, 1)


def test_a_compiler_that_cannot_be_loaded_is_none(monkeypatch):
    """Such as numba beside a numpy that is too new for it."""
    monkeypatch.setattr("sim.compiling.HAS_COMPILER", False)
    monkeypatch.setattr(players, "is_prepared", lambda: True)

    assert chosen_player("auto", Pace(9.0), 10**6, 1) == "simpy"
    with pytest.raises(NoCompilerError, match="cannot be loaded"):
        chosen_player("compiled", None, 1, 1)


@pytest.mark.usefixtures("prepared")
def test_preparing_is_announced_once_and_only_where_it_takes_long(monkeypatch):
    said = []
    with Crew(player="compiled", workers=1, announce=said.append) as crew:
        list(crew.blocks(HARD_UP, 3, [(0, 2)]))
        assert said == []
    monkeypatch.setattr(crews, "is_prepared", lambda: False)
    with Crew(player="compiled", workers=2, announce=said.append) as crew:
        list(crew.blocks(HARD_UP, 3, [(0, 2)]))
        list(crew.blocks(HARD_UP, 3, [(2, 4)]))

    assert said == [PREPARING]


@pytest.mark.usefixtures("prepared")
def test_auto_measures_a_few_and_then_chooses(monkeypatch):
    monkeypatch.setattr(players, "SECONDS_TO_LOAD", 0.0)
    block, played, _ = played_by(50, player="auto", workers=1)

    assert dict(played) == {"simpy": 5, "compiled": 25}
    assert as_bytes(block) == as_bytes(WHOLE)


def test_workers_are_counted_here_or_on_a_cluster(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["run", "one.yaml", "--cluster", "tcp://127.0.0.1:9", "--workers", "2"]
    refused = CliRunner().invoke(cli.app, words)

    assert refused.exit_code == 2
    assert "the workers of a cluster play" in refused.stderr
    assert "leave out --workers or --cluster" in " ".join(
        refused.stderr.replace("│", " ").split()
    )
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="or on a cluster, not both"):
        Crew(workers=2, cluster="tcp://127.0.0.1:9")


def test_tallies_of_many_are_those_of_its_replications():
    told = []

    found = tallies_of(
        HARD_UP,
        seed=3,
        replications=12,
        first=9,
        workers=1,
        progress=lambda *of: told.append(of),
    )

    assert (found.first, found.end, found.series) == (9, 21, None)
    assert told[-1] == (12, 12)
    for name, counts in found.tallies.items():
        assert np.array_equal(counts, WHOLE.tallies[name][9:21]), name


def test_one_crew_plays_many_scenarios():
    with Crew(player="simpy", workers=2) as crew:
        found = [
            tallies_of(HARD_UP, seed=seed, replications=6, crew=crew).tallies["costs"]
            for seed in (3, 4, 3)
        ]

    assert np.array_equal(found[0], found[2])
    assert not np.array_equal(found[0], found[1])
    assert crew.played["simpy"] == 18


def test_who_played_is_on_the_terminal_and_in_run_json(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.report.folder.writing.paint", lambda *_: ())
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")

    words = ["run", "one.yaml", "--replications", "3", "--player", "simpy", "--quiet"]
    done = CliRunner().invoke(cli.app, words)
    (page,) = tmp_path.glob("outputs/*/run.json")

    assert "\n\nPlayed by SimPy.\n\n" in done.stdout
    facts = json.loads(page.read_bytes())
    assert facts["played_by"] == {"simpy": 3}
    assert "replications/" in facts["files"]
    again = CliRunner().invoke(cli.app, [*words, "--json"])
    document = json.loads(again.stdout)
    assert (document["played_by"], document["found"]) == ({}, 3)


@pytest.mark.parametrize(
    "played, found, said",
    [
        ({"simpy": 9}, 0, "Played by SimPy."),
        ({"compiled": 9}, 0, "Played by the compiled player."),
        ({}, 9, "All of them were there from an earlier run."),
        (
            {"simpy": 5, "compiled": 2_000},
            1_000,
            (
                "1,000 of them were there from an earlier run. Played by the compiled "
                "player, but for 5 by SimPy to see what pays: both give the same "
                "numbers."
            ),
        ),
    ],
)
def test_who_played_is_said(played, found, said):
    results = SimpleNamespace(played=played, found=found, stopped=None)

    assert who_played(results) == said


class Screen:
    """A stream that is a terminal, or is not, and remembers what was written."""

    def __init__(self, *, terminal):
        self.isatty = lambda: terminal
        self.flush = lambda: None
        self.text = ""

    def write(self, text):
        self.text += text


def test_a_note_stands_on_a_line_of_its_own():
    clock = iter([0.0, 3.0])
    screen = Screen(terminal=True)
    progress = Progress(screen, now=lambda: next(clock))

    progress(10, 100)
    progress.note("preparing")

    assert screen.text.endswith("\r" + " " * 22 + "\rpreparing\n")


def test_a_run_that_may_end_at_any_time_promises_no_end():
    clock = iter([0.0, 3.0, 13.0])
    screen = Screen(terminal=False)
    progress = Progress(screen, now=lambda: next(clock), open_ended=True)

    progress(100, 20_000)
    progress(150, 20_000)

    assert screen.text == (
        "100 of at most 20,000 replications\n150 of at most 20,000 replications\n"
    )


@pytest.mark.usefixtures("prepared")
def test_threads_take_short_turns_and_leave_the_usual_ones_behind():
    usual = sys.getswitchinterval()
    with Crew(player="compiled", workers=2) as crew:
        list(crew.blocks(HARD_UP, 3, [(0, 4)]))
        assert sys.getswitchinterval() < usual

    assert sys.getswitchinterval() == usual
