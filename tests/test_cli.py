"""Commands: what goes to which stream, how they end, and what they say on the way."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from telling import estimate, results
from typer.testing import CliRunner

import cli
from sim import experiment
from sim.report.progress import Progress
from sim.scenario import STARTER


@pytest.fixture(autouse=True)
def starter(tmp_path, monkeypatch):
    """A folder with ``one.yaml``, the scenario that ``new`` writes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(STARTER, encoding="utf-8")
    return tmp_path


def bednight(*words, **ways):
    return CliRunner().invoke(cli.app, [str(word) for word in words], **ways)


def last_line(text):
    return text.rstrip().split("\n")[-1]


# Starting up


def test_help_imports_nothing_slow():
    slow = {"scipy", "matplotlib", "duckdb", "pydantic", "simpy", "numpy"}
    code = "import sys, cli; print(*sorted(set(sys.modules)))"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert slow & set(done.stdout.split()) == set()


@pytest.mark.parametrize(
    "words",
    [("run", "one.yaml", "--player", "fast"), ("--lang", "xx", "run", "one.yaml")],
)
def test_a_choice_that_there_is_not_is_told_without_the_words_of_a_library(words):
    done = bednight(*words)

    assert done.exit_code == 2
    assert f"'{words[3 if words[0] == 'run' else 1]}' is not one of" in done.stderr
    assert "Value error" not in done.stderr


@pytest.mark.parametrize("command", [c.__name__ for c in cli.COMMANDS])
def test_every_command_has_help(command):
    done = bednight(command, "--help")

    assert done.exit_code == 0
    assert command in done.stdout


def test_the_version_is_said():
    assert bednight("--version").stdout == "bednight 0.1.0\n"


def test_a_mistyped_command_offers_the_nearest():
    done = bednight("chek", "one.yaml")

    assert done.exit_code == 2
    assert "check" in done.stderr


def test_a_pipe_of_another_encoding_gets_utf_8():
    done = subprocess.run(
        [sys.executable, cli.__file__, "explain", "one.yaml"],
        capture_output=True,
        env={"PYTHONIOENCODING": "cp1252", "PATH": ""},
        check=False,
    )

    assert done.returncode == 0
    assert "€29,000" in done.stdout.decode("utf-8")


# check


def test_a_fine_file_gets_one_line_and_the_next_command():
    done = bednight("check", "one.yaml")

    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.split("\n\n")[0].replace("\n", " ") == (
        "one.yaml is fine: 1 shelter, 1 funder, 1 referral stream, "
        "1 January 2027 to 31 December 2027."
    )
    assert last_line(done.stdout) == "Next: bednight run one.yaml"


def test_problems_of_all_files_go_to_stderr(starter):
    broken = STARTER.replace("beds: 8", "bed: 8")
    (starter / "two.yaml").write_text(broken, encoding="utf-8")

    done = bednight("check", "two.yaml", "one.yaml", "three.yaml")

    assert done.exit_code == 1
    assert "two.yaml:31:5" in done.stderr
    assert "three.yaml" in done.stderr
    assert done.stdout.startswith("one.yaml is fine")
    assert "Next" not in done.stdout


LARGE = "    accompanied_by: {distribution: discrete, values: {0: 1/2, 8: 1/2}}\n"
ONE_WITH_MANY = STARTER.replace("    mix:\n", LARGE + "    mix:\n", 1)


def test_what_may_not_be_meant_is_a_note_and_no_problem(starter):
    (starter / "two.yaml").write_text(ONE_WITH_MANY, encoding="utf-8")

    done = bednight("check", "two.yaml")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "note:    a household of more than 8 gets no place" in done.stdout
    assert last_line(done.stdout) == "Next: bednight run two.yaml"


def test_notes_have_a_list_of_their_own_in_json(starter):
    (starter / "two.yaml").write_text(ONE_WITH_MANY, encoding="utf-8")

    told = json.loads(bednight("check", "two.yaml", "--json").stdout)

    assert told["problems"] == []
    assert [set(remark) for remark in told["remarks"]] == [
        {"file", "line", "column", "path", "note", "advice"}
    ]


def test_problems_as_json_go_to_stdout_and_nothing_else_does(starter):
    broken = STARTER.replace("beds: 8", "bed: 8")
    (starter / "two.yaml").write_text(broken, encoding="utf-8")

    done = bednight("check", "two.yaml", "one.yaml", "--json")

    assert (done.exit_code, done.stderr) == (1, "")
    told = json.loads(done.stdout)
    assert [row["problems"] == 0 for row in told["files"]] == [False, True]
    assert {"file", "line", "column", "path", "problem", "fix"} == set(
        told["problems"][0]
    )


@pytest.mark.parametrize("command", ["check", "explain", "run", "story"])
@pytest.mark.parametrize("file", ["nowhere.yaml", ".", "one.yaml/x"])
def test_what_is_no_file_is_a_problem_and_no_traceback(command, file):
    done = bednight(command, file)

    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# explain


def test_explain_ends_with_the_command_to_run():
    done = bednight("explain", "one.yaml")

    assert done.exit_code == 0
    assert "must arrive by 17 January 2027" in " ".join(done.stdout.split())
    assert last_line(done.stdout) == "Next: bednight run one.yaml"


def test_explain_tells_one_setting():
    done = bednight("explain", "one.yaml", "shelters.shelter_one.beds")

    assert done.stdout.startswith("shelters.shelter_one.beds: 8\n  one.yaml:31")


def test_explain_offers_the_nearest_key():
    done = bednight("explain", "one.yaml", "beds")

    assert done.exit_code == 2
    assert "shelters.shelter_one.beds" in done.stderr


@pytest.mark.parametrize("key", [[], ["shelters"]])
def test_explain_as_json_is_one_document(key):
    done = bednight("explain", "one.yaml", *key, "--json")

    assert json.loads(done.stdout)["settings"]


# run


def test_run_answers_writes_and_says_what_is_next(starter):
    done = bednight("run", "one.yaml", "--replications", 5)

    assert done.exit_code == 0
    assert done.stderr == ""
    assert "of 5 replications" in done.stdout
    (folder,) = (starter / "outputs").iterdir()
    assert f"outputs/{folder.name}" in done.stdout.replace("\\", "/")
    assert (folder / "README.md").exists()
    assert last_line(done.stdout).startswith("Next: bednight story one.yaml --replic")


def test_run_json_says_when_a_run_began_and_ended(starter):
    bednight("run", "one.yaml", "--replications", 2, "--out", "out", "--quiet")

    (place,) = (starter / "out").glob("one-*/run.json")
    told = json.loads(place.read_text(encoding="utf-8"))
    assert told["started"] <= told["finished"]


def test_the_next_command_of_a_run_can_be_pasted():
    done = bednight("run", "one.yaml", "--replications", 2, "--seed", 3)
    words = last_line(done.stdout).removeprefix("Next: bednight ").split()

    told = bednight(*words)

    assert told.exit_code == 0
    assert "seed 3" in told.stdout


def test_run_as_json_keeps_the_contract():
    done = bednight("run", "one.yaml", "--replications", 3, "--json")

    told = json.loads(done.stdout)
    assert (told["seed"], told["replications"]) == (1, 3)
    assert {"scenario", "version", "estimates"} <= set(told)
    keys = {"measure", "by", "value", "low", "high", "interval", "unit", "replications"}
    assert all(keys <= set(row) for row in told["estimates"])


@pytest.mark.parametrize(
    "words",
    [
        ["--replications", "0"],
        ["--replications", "-3"],
        ["--replications", "1000000000"],
        ["--replications", "many"],
        ["--seed", "-1"],
        ["--workers", "0"],
    ],
)
def test_a_senseless_option_is_a_mistyped_command(starter, words):
    done = bednight("run", "one.yaml", *words)

    assert done.exit_code == 2
    assert not (starter / "outputs").exists()


@pytest.mark.parametrize(
    "words, said",
    [
        (["--replications", "0"], "play at least 1 replication"),
        (["--replications", "many"], "write a whole number"),
        (["--replications", "1000001"], "the largest is 1,000,000"),
        (["--seed", "-1"], "seeds are 0 or more"),
        (["--workers", "0"], "at least 1 worker has to play"),
    ],
)
def test_a_senseless_number_is_answered_in_our_words(words, said):
    done = bednight("run", "one.yaml", *words)

    assert said in done.stderr
    assert "Input" not in done.stderr


@pytest.mark.parametrize(
    "command, usage",
    [
        ("check", "check [OPTIONS] FILE…"),
        ("run", "run [OPTIONS] FILE"),
        ("explain", "explain [OPTIONS] FILE [KEY]"),
    ],
)
def test_usage_has_no_braces_and_dots_once(command, usage):
    (line,) = [
        line.strip()
        for line in bednight(command, "--help").stdout.split("\n")
        if "Usage:" in line
    ]

    assert line.endswith(usage)


def test_an_output_folder_that_is_a_file_is_refused_before_anything_runs():
    done = bednight("run", "one.yaml", "--out", "one.yaml")

    assert done.exit_code in (1, 2)
    assert "one.yaml" in done.stderr
    assert done.stdout == ""


def test_an_answer_is_told_even_if_it_cannot_be_written(monkeypatch):
    def full(*_args, **_ways):
        raise OSError(28, "No space left on device", "outputs/x")

    monkeypatch.setattr("sim.report.folder.writing.write", full)
    done = bednight("run", "one.yaml", "--replications", 2)

    assert done.exit_code == 1
    assert "of 2 replications" in done.stdout
    assert "outputs/x: No space left on device" in done.stderr


def test_ctrl_c_tells_what_was_finished(monkeypatch):
    finished = results(
        estimate("closure_probability", 0.5, 0.2, 0.8, "probability", replications=12),
        replications=12,
        interrupted=True,
    )
    monkeypatch.setattr(experiment.Experiment, "run", lambda *_, **__: finished)
    monkeypatch.setattr("sim.report.folder.writing.write", lambda _, out, **__: out)
    done = bednight("run", "one.yaml")

    assert done.exit_code == 130
    assert "In 6 of 12 replications the shelter closed" in done.stdout
    assert "Stopped by Ctrl-C after 12 of 200 replications" in done.stderr


def test_ctrl_c_before_anything_was_finished(monkeypatch):
    def stopped(*_args, **_ways):
        raise KeyboardInterrupt

    monkeypatch.setattr(experiment.Experiment, "run", stopped)
    done = bednight("run", "one.yaml")

    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr.startswith("Stopped")


def test_our_own_fault_is_owned_up_to_without_a_traceback(monkeypatch):
    def broken(*_args, **_ways):
        return 1 / 0

    monkeypatch.setattr(experiment.Experiment, "run", broken)
    done = bednight("run", "one.yaml")

    assert done.exit_code == 4
    assert "a fault of bednight and not of your file" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


# story, new, schema


def test_a_story_is_told_and_goes_on():
    done = bednight("story", "one.yaml", "--replication", 17)

    assert done.exit_code == 0
    assert done.stdout.startswith("One shelter, one grant: replication 17, seed 1\n")
    assert last_line(done.stdout).startswith(
        "Next: bednight story one.yaml --replication 17 --victim "
    )


@pytest.mark.parametrize(
    "words, said",
    [
        (["--shelter", "shelter_on"], "did you mean 'shelter_one'?"),
        (["--victim", "9999"], "they are numbered 0 to"),
        (["--shelter", "shelter_one", "--victim", "1"], "not both"),
        (["--replication", "-1"], "--replication"),
    ],
)
def test_a_story_of_nobody_is_a_mistyped_command(words, said):
    done = bednight("story", "one.yaml", *words)

    assert done.exit_code == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_new_writes_a_file_that_passes_check_and_is_never_overwritten():
    first = bednight("new", "two.yaml")
    again = bednight("new", "two.yaml")

    assert (first.exit_code, again.exit_code) == (0, 1)
    assert last_line(first.stdout) == "Next: bednight explain two.yaml"
    assert "two.yaml exists already" in again.stderr
    assert bednight("check", "two.yaml").exit_code == 0


def test_the_schema_goes_to_the_terminal_or_a_file(starter):
    shown = bednight("schema")
    done = bednight("schema", "--out", "schema.json")

    assert done.exit_code == 0
    written = (starter / "schema.json").read_text(encoding="utf-8")
    assert json.loads(shown.stdout) == json.loads(written)


# Progress


class Screen:
    """A stream that keeps what was written, and a clock to go with it."""

    def __init__(self, *, terminal):
        self.terminal = terminal
        self.said = []
        self.time = 0.0

    def isatty(self):
        return self.terminal

    def write(self, text):
        self.said.append(text)

    def flush(self):
        pass

    def play(self, *steps):
        progress = Progress(self, now=lambda: self.time)
        for self.time, done in steps:
            progress(done, 200)
        progress.end()
        return self.said


def test_nothing_is_said_of_a_short_run():
    assert Screen(terminal=True).play((1.0, 100), (1.9, 200)) == []


def test_a_line_is_written_every_ten_seconds_where_nothing_can_be_rubbed_out():
    said = Screen(terminal=False).play((3, 3), (4, 40), (13, 61), (22, 90), (24, 200))

    assert said == [
        "3 of 200 replications\n",
        "61 of 200 replications, about 25 s left\n",
        "200 of 200 replications\n",
    ]


def test_a_terminal_shows_one_line_and_rubs_it_out():
    said = Screen(terminal=True).play((3, 30), (4, 60))

    assert said == [
        "\r30 of 200 replications",
        "\r60 of 200 replications, about 5 s left",
        "\r" + " " * 38 + "\r",
    ]


ONE = "shelters.shelter_one.beds"
DECISIONS = {
    "run": ["run", "one.yaml"],
    "compare": ["compare", "one.yaml", "one.yaml"],
    "find": ["find", "one.yaml", "--vary", ONE, "--between", "8", "12", "--until",
             "closure_days <= 5"],
    "sweep": ["sweep", "one.yaml", "--vary", f"{ONE}=8; 9"],
    "sensitivity": ["sensitivity", "one.yaml"],
    "uncertainty": ["uncertainty", "one.yaml"],
    "marginal": ["marginal", "one.yaml"],
    "allocate": ["allocate", "one.yaml", "--budget", "€5"],
}  # fmt: skip


@pytest.mark.parametrize("words", DECISIONS.values(), ids=DECISIONS)
def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_played(
    words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text(STARTER, encoding="utf-8")
    Path("taken").write_text("a file", encoding="utf-8")

    done = CliRunner().invoke(cli.app, [*words, "--out", "taken/results"])

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Nothing can be written to --out taken/results: in {tmp_path / 'taken'} no "
        "folder can be made. Choose another, such as --out outputs. Nothing was "
        "played.\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.yaml", "taken"]
