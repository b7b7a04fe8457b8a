"""The docs say only what is true: their commands are run, their files are checked.

A block of YAML is a scenario that checks.  A comment on the line before a block
may say more:

- ``<!-- scenario: late.yaml -->``: a file that later commands of the page use;
- ``<!-- faulty: hurry.yaml -->``: one with mistakes, for the sake of its messages;
- ``<!-- fragment of late.yaml -->``: a change of a file, which must check;
- ``<!-- piece -->``: a part of one scenario, made of all pieces of the page;
- ``<!-- not a scenario -->``: other YAML;
- ``<!-- exits with 1 -->``: how the next command ends, if not with 0.

In what a command says, a line ``...`` stands for any number of lines.  What a
changed program says is written into the pages with ``--update-golden``.
"""

import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from sim.measures.registry import MEASURES
from sim.scenario import STARTER, json_schema, load, problems_in

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "scenarios/README.md", *sorted(DOCS.rglob("*.md"))]
BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^>]*?) -->\n)?^```(?P<kind>[a-z]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
WHOLE = "the-whole.yaml"


def name_of(page):
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, with the comment before it."""

    kind: str
    mark: str
    text: str
    place: int

    @property
    def file(self):
        """The file that the block is, or is a change of."""
        return self.mark.split()[-1] if self.mark else ""


def blocks(page):
    text = page.read_text(encoding="utf-8")
    return [
        Block(m["kind"], m["mark"] or "", m["text"], m.start("text"))
        for m in BLOCK.finditer(text)
    ]


def with_kind(kind):
    return [page for page in PAGES if any(b.kind == kind for b in blocks(page))]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder as a newcomer has it: the scenarios, and 80 columns."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    # starting processes takes longer
    monkeypatch.setattr("sim.experiment.crew.cpu_count", lambda: 1)
    # and who plays depends on the machine
    monkeypatch.setattr("sim.experiment.players.can_compile", lambda: False)
    unpainted = "sim.report.folder.writing.paint"  # pictures have their own tests
    monkeypatch.setattr(unpainted, lambda *_: ())
    return tmp_path


@pytest.fixture
def builders(monkeypatch):
    """Let the scripts that write the docs be imported."""
    monkeypatch.setattr("sys.path", [str(DOCS), *sys.path])


# What is shown is what happens


@pytest.mark.parametrize("page", with_kind("console"), ids=name_of)
def test_every_command_says_what_the_page_shows(page, desk, update_golden):
    told = []
    if "$ bednight new my-shelter.yaml" not in page.read_text(encoding="utf-8"):
        (desk / "my-shelter.yaml").write_text(STARTER, encoding="utf-8")
    for block in blocks(page):
        if block.mark.startswith(("scenario:", "faulty:")):
            (desk / block.file).write_text(block.text, encoding="utf-8")
        if block.kind == "console" and block.text.startswith("$ bednight"):
            told.append((block, shown_by(block)))
    wrong = [(block, said) for block, said in told if not agrees(block, said)]
    if update_golden:
        renew(page, wrong)
        return

    assert ["\n".join(said) for _, said in wrong] == []


def shown_by(block):
    """Return the lines of a terminal in which the commands of a block are run."""
    code = int(block.file) if block.mark.startswith("exits with") else 0
    lines = []
    for command in re.findall(r"^\$ (.*)$", block.text, re.MULTILINE):
        program, *words = shlex.split(command)
        assert program == "bednight", command
        if words[0] == "run" and "--quiet" not in words:
            words.append("--quiet")  # progress goes elsewhere
        done = CliRunner().invoke(cli.app, words)
        assert done.exit_code == code, done.output
        text = (done.stdout + (done.stderr if code else "")).rstrip("\n")
        lines += [f"$ {command}", *(line.rstrip() for line in text.split("\n"))]
    return lines


def agrees(block, said):
    """Tell whether a block shows what is said, or shows commands only."""
    shown = [line.rstrip() for line in block.text.rstrip("\n").split("\n")]
    return all(line.startswith("$ ") for line in shown) or matches(shown, said)


def matches(expected, said):
    """Compare lines; ``...`` stands for any number of them."""
    if not expected:
        return not said
    if expected[0] == "...":
        return any(matches(expected[1:], said[n:]) for n in range(len(said) + 1))
    return bool(said) and expected[0] == said[0] and matches(expected[1:], said[1:])


def renew(page, wrong):
    """Write what the commands say now, with as many lines before and after ``...``."""
    text = page.read_text(encoding="utf-8")
    for block, said in reversed(wrong):
        shown = block.text.rstrip("\n").split("\n")
        new = said
        if "..." in shown:
            assert shown.count("...") == 1, "renew this block by hand"
            first = shown.index("...")
            last = len(shown) - first - 1
            new = [*said[:first], "...", *said[len(said) - last :]]
        end = block.place + len(block.text)
        text = text[: block.place] + "\n".join(new) + "\n" + text[end:]
    page.write_text(text, encoding="utf-8", newline="\n")


@pytest.mark.usefixtures("builders")
def test_the_readme_gives_the_answer_that_its_command_gives():
    from build_pictures import MARK, played, quoted

    from sim.report.folder.cover import cover

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    said = quoted(cover(played(workers=1), ()))

    assert f"<!-- {MARK} -->\n{said}\n![" in text, (
        "results have moved: run  python docs/build_pictures.py"
    )


# What is written is right


@pytest.mark.parametrize("page", with_kind("yaml"), ids=name_of)
def test_every_piece_of_yaml_is_a_scenario_that_checks(page, desk):
    (desk / "my-shelter.yaml").write_text(STARTER, encoding="utf-8")
    for file in (desk / "scenarios").glob("*.yaml"):
        shutil.copy(file, desk)
    shutil.copytree(desk / "scenarios/evidence", desk / "evidence")
    found = [block for block in blocks(page) if block.kind == "yaml"]
    pieces = [block.text for block in found if block.mark == "piece"]
    if pieces:
        (desk / WHOLE).write_text("".join(pieces), encoding="utf-8")
        assert said_of(desk / WHOLE) == []

    for number, block in enumerate(found):
        if not block.mark or block.mark.startswith("scenario:"):
            file = desk / (block.file or f"unnamed-{number}.yaml")
            file.write_text(block.text, encoding="utf-8")
        elif block.mark.startswith("fragment of"):
            file = desk / f"fragment-{number}.yaml"
            file.write_text(f"extends: {block.file}\n{block.text}", encoding="utf-8")
        else:
            assert block.mark.split(":")[0] in ("piece", "faulty", "not a scenario")
            continue
        assert said_of(file) == [], block.text


def said_of(file):
    return [f"{p.path}: {p.problem}" for p in problems_in(file)]


def test_the_pieces_of_the_reference_together_can_be_played(tmp_path):
    from sim.chance import draw
    from sim.model import play

    page = DOCS / "reference/scenario-file.md"
    pieces = [block.text for block in blocks(page) if block.mark == "piece"]
    (tmp_path / WHOLE).write_text("".join(pieces), encoding="utf-8")
    scenario = load(tmp_path / WHOLE)
    history = play(scenario, draw(scenario, seed=1, replication=0))

    assert len(history.events.time) > 20


# Nothing is missing


@pytest.mark.usefixtures("builders")
def test_generated_pages_are_up_to_date():
    from build_reference import stale

    assert stale() == [], "run  python docs/build_reference.py"


def keys_of(schema):
    """Yield every key of the language, wherever the schema hides it."""
    if isinstance(schema, dict):
        for key, inner in schema.items():
            if key == "properties" and isinstance(inner, dict):
                yield from inner
            yield from keys_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from keys_of(inner)


def test_every_key_of_the_language_is_on_its_page():
    page = (DOCS / "reference/scenario-file.md").read_text(encoding="utf-8")

    assert {key for key in keys_of(json_schema()) if f"`{key}`" not in page} == set()


def test_every_measure_is_on_its_page():
    page = (DOCS / "reference/measures.md").read_text(encoding="utf-8")

    assert {m.name for m in MEASURES if f"### `{m.name}`" not in page} == set()


def test_every_command_and_option_is_on_its_page():
    page = (DOCS / "reference/cli.md").read_text(encoding="utf-8")
    for command in cli.app.registered_commands:
        name = command.callback.__name__
        shown = CliRunner().invoke(cli.app, [name, "--help"], env={"COLUMNS": "80"})
        assert f"\n## bednight {name}\n" in page
        section = page.split(f"\n## bednight {name}\n")[1].split("\n## ")[0]
        assert set(re.findall(r"--[a-z]+", shown.stdout)) <= set(
            re.findall(r"--[a-z]+", section)
        )


def plain(text):
    return re.sub(r"[-_\s]+", " ", text.lower())


def test_every_word_of_the_glossary_is_used_somewhere():
    glossary = DOCS / "reference/glossary.md"
    kinds = ("docs/**/*.md", "sim/**/*.py", "scenarios/**/*")
    files = [p for kind in kinds for p in ROOT.glob(kind) if p.is_file()]
    rest = "\n".join(
        plain(p.read_text(encoding="utf-8", errors="replace"))
        for p in files
        if p != glossary
    )
    rows = re.findall(r"^\| ([^|]+) \|", glossary.read_text("utf-8"), re.MULTILINE)
    unused = [
        row
        for row in rows
        if not any(
            plain(word).strip() in rest
            for word in re.sub(r"\(?`.*?`\)?", "", row).split(",")
        )
    ]

    assert unused == []


def test_every_file_and_column_of_a_results_folder_is_explained(desk):
    page = (DOCS / "guides/read-the-results.md").read_text(encoding="utf-8")
    (desk / "one.yaml").write_text(STARTER, encoding="utf-8")
    CliRunner().invoke(cli.app, ["run", "one.yaml", "--replications", "2", "--quiet"])
    (folder,) = (desk / "outputs").iterdir()
    header = (folder / "estimates.csv").read_text("utf-8").split("\n")[0].strip()
    names = {path.name for path in folder.iterdir()} | set(header.split(","))
    names -= {"figures", "replications", "cash-forecast.csv"}  # otherwise written

    assert {name for name in names if f"`{name}`" not in page} == set()


def test_the_decision_of_the_tutorial_rests_on_what_its_runs_say():
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    said = re.findall(
        r"In (\d+) of 100 replications .*?interval (\d+) to\s(\d+) of", page, re.DOTALL
    )
    rows = re.findall(r"^\| [^|]+ \| (\d+) \((\d+) to (\d+)\) \|", page, re.MULTILINE)

    assert rows == [*said, ("0", "0", "2")]


def test_the_table_of_replications_is_what_the_intervals_are():
    import numpy as np

    from sim.experiment.intervals import probability

    page = (DOCS / "guides/choose-replications.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (\d.*) \|$", page, re.MULTILINE)
    table = {int(share): cells.split(" | ") for share, cells in rows}

    truth = {}
    for share in table:
        truth[share] = []
        for played in (60, 200, 1000, 5000):
            happened = np.arange(played) < played * share // 100
            bounds = probability(happened)
            ends = (100 * float(bounds.low), 100 * float(bounds.high))
            words = [f"{end:.1f}".removesuffix(".0") for end in ends]
            truth[share].append(f"{words[0]} to {words[1]}")
    plain = {s: [c.replace(".0", "") for c in cells] for s, cells in table.items()}

    assert plain == truth


# Links, paths and promises


def anchors(page):
    """Return the places of a page that a link can lead to, as GitHub names them."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [re.sub(r"[`*]|\[|\]\(.*?\)", "", head).strip().lower() for head in heads]
    kept = ["".join(c for c in head if c.isalnum() or c in " -_") for head in plain]
    return {head.replace(" ", "-") for head in kept}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        fine = target.exists() and target.is_relative_to(ROOT)
        if anchor and target.suffix == ".md":
            fine = fine and anchor in anchors(target)
        if not fine:
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_path_of_a_machine_is_in_the_docs(page):
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"/(?:tmp|home|opt|work|root|Users)\b|[A-Z]:\\", text) == []


@pytest.mark.parametrize("marker", ["run", "test"])
def test_the_readme_promises_a_command_of_one_line(marker):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(
        rf"<!-- {marker} -->\n```\n(.*?)```\n<!-- /{marker} -->", text, re.DOTALL
    )

    assert len(found) == 1
    assert found[0].count("\n") == 1
    assert found[0].startswith("python3 -m venv .venv && .venv/bin/pip install ")
