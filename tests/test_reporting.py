"""The command that makes reports: what it writes, and how it says what is wrong."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

import cli
from sim.report.language import spoken
from sim.scenario import STARTER


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    page = desk / "my-shelter.yaml"
    page.write_text(STARTER, encoding="utf-8")
    words = ["run", str(page), "--replications", "3", "--quiet", "--workers", "1"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.report.folder.writing.paint", lambda *_: ())
        done = CliRunner().invoke(cli.app, [*words, "--out", str(desk / "outputs")])
    assert done.exit_code == 0, done.output
    (made,) = (desk / "outputs").iterdir()
    return made


def said(*words):
    return CliRunner().invoke(cli.app, ["report", *map(str, words)])


def test_the_form_the_reader_and_the_language_are_in_the_name(folder):
    done = said(folder, "--excel", "--for", "donor", "--lang", "sr-Cyrl")

    assert done.exit_code == 0, done.output
    page = folder / "report-donor-sr-Cyrl.xlsx"
    assert done.stdout == f"Написано: {page}\n"
    assert page.is_file()
    assert page.name in json.loads((folder / "run.json").read_text())["files"]


def test_the_names_of_sheets_end_with_a_word(folder):
    said(folder, "--excel")
    with ZipFile(folder / "report-ministry-en.xlsx") as book:
        names = re.findall(
            r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode()
        )

    assert "Budget against income, by month" in names
    assert "Values, ranges and where they…" in names
    assert all(len(name) <= 31 for name in names)


def test_an_unknown_shelter_is_answered_with_a_name(folder):
    done = said(folder, "--excel", "--for", "director", "--shelter", "shelter_on")

    assert done.exit_code == 2
    assert "'shelter_one'?" in done.stderr


def test_the_only_shelter_of_a_plan_needs_no_second_name(folder):
    done = said(folder, "--for", "director")
    page = (folder / "report-director-en.html").read_text(encoding="utf-8")

    assert "<h1>One shelter, one grant</h1>" in page
    assert "This page is about" not in page
    assert "--shelter" not in done.stdout


LIBRARY = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """The folder of a run of the library, whose record names a fact."""
    out = tmp_path_factory.mktemp("late")
    page = str(LIBRARY / "kosovo-2017-late-call.yaml")
    words = ["run", page, "--replications", "3", "--quiet", "--workers", "1"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.report.folder.writing.paint", lambda *_: ())
        done = CliRunner().invoke(
            cli.app, [*words, "--lang", "sr-Latn", "--out", str(out)]
        )
    assert done.exit_code == 0, done.output
    (made,) = out.iterdir()
    return made


def test_who_makes_a_directors_page_is_told_in_the_language_of_the_page(late):
    done = said(late, "--for", "director", "--lang", "sr-Latn", "--quiet")

    assert done.stdout.splitlines()[-1] == (
        "Reč je o: Centar za rehabilitaciju PVPT, u najvećem riziku. Za drugo "
        "sklonište navedite --shelter: isf (Privremeni bezbedni objekat), hope (Nada i "
        "domovi za decu)."
    )


def test_the_page_of_a_folder_tells_the_sources_that_its_text_names(late):
    page = (late / "README.md").read_text(encoding="utf-8")

    _, sources = page.split("## Gore pomenuti izvori\n\n")
    assert sources.split("\n\n")[0] == (
        "- F014: meseci zatvorenosti skloništa NVO za trgovane osobe (jedno od dva "
        "skloništa; uzrok: ministarstvo je kasnilo s pozivima): 1 mesec (Kosovo 2017). "
        "Pročitano u: K2.0 Small Talk: Tackling sex trafficking, 16 Nov 2018."
    )


def test_a_folder_whose_text_names_no_source_has_no_list_of_them(folder):
    assert "Sources named above" not in (folder / "README.md").read_text("utf-8")


def test_a_fault_of_ours_is_not_called_an_unknown_shelter(folder, monkeypatch):
    def broken(*_, **__):
        raise IndexError("too many indices")

    monkeypatch.setattr("sim.report.document.writing.write_report", broken)
    done = said(folder, "--excel")

    assert done.exit_code == 4
    assert "no shelter" not in done.stderr


@pytest.mark.parametrize(
    "words, told",
    [
        (("nowhere",), "there is no such folder; run a scenario, and name its folder"),
        (("{folder}/README.md",), "it is no results folder; run a scenario"),
        (("{folder}", "--excel", "--words", "{folder}/README.md"), "is no catalogue"),
        (
            ("{folder}", "--word", "--letterhead", "{folder}/README.md"),
            "it is no Word file (.docx)",
        ),
    ],
)
def test_what_cannot_be_read_is_told_without_a_traceback(folder, words, told):
    done = said(*(word.format(folder=folder) for word in words))

    assert done.exit_code == 1
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.output
    assert not list(folder.glob(".*"))


def test_an_office_puts_its_own_words(folder, tmp_path):
    page = tmp_path / "office.po"
    page.write_text('msgid "People supported"\nmsgstr "Women supported"\n')
    done = said(folder, "--html", "--words", page)

    assert done.exit_code == 0, done.output
    text = (folder / "report-ministry-en.html").read_text(encoding="utf-8")
    assert "Women supported" in text
    assert "People supported" not in text


def test_answers_are_told_in_the_language_asked_for(folder):
    page = folder.parents[1] / "my-shelter.yaml"
    words = ["--lang", "sr-Cyrl", "run", str(page), "--replications", "2", "--quiet"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.report.folder.writing.paint", lambda *_: ())
        out = folder.parents[1] / "other"
        done = CliRunner().invoke(cli.app, [*words, "--out", str(out)])

    assert done.exit_code == 0, done.output
    assert "Даље: bednight story" in done.stdout
    (made,) = out.iterdir()
    cover = (made / "README.md").read_text(encoding="utf-8")
    assert "## Шта модел изоставља" in cover
    assert "`estimates.csv`" in cover
    assert "$ bednight run scenario.resolved.yaml" in cover


def test_a_language_ends_with_its_command():
    CliRunner().invoke(cli.app, ["--lang", "sq", "check", "nowhere.yaml"])

    assert spoken().code == "en"
