"""Nothing English is left where a report is told in another language.

In Cyrillic whatever has Latin letters was not said in Serbian: it is a name, code,
the title of a document, or English that nobody translates.
"""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from matplotlib.text import Text

from sim.experiment import Experiment
from sim.measures.registry import MEASURES
from sim.report.answer.spread import remark
from sim.report.answer.tables import HEADLINE, OTHERS
from sim.report.answer.terminal import tell
from sim.report.document.building import build
from sim.report.document.forms.excel import as_excel
from sim.report.document.written import told_in_words
from sim.report.folder.cash_forecast import as_tables
from sim.report.folder.cover import cover
from sim.report.language import speaking
from sim.report.settings import setting_told
from sim.report.titles import in_words
from sim.scenario import load
from sim.scenario.facts import facts

ROOT = Path(__file__).parents[1]
KNOWN = {
    *("PVPT", "ISF", "IOM", "CPWC", "EUR", "STRESS", "DES", "MIT", "SVG", "PNG"),
    *("bednight", "Python", "SimPy", "DuckDB", "jackknife", "bootstrap"),
    *("Monks", "et", "al", "Journal", "of", "Simulation"),
    *("isf", "pvpt", "hope", "ministry", "partners"),
}
"""Names known by Latin letters, methods, a journal, and ids of the file."""
CODE = re.compile(
    r"`[^`]*`|```.*?```|\b[\w.-]+\.(?:yaml|json|csv|md|png|parquet)\b(?::\d+)?"
    r"|(?:figures|docs)/\S*|bednight \w+.*|scenarios/\w+|kosovo-\d{4}[\w-]*|--[a-z-]+"
    r"|\b[a-z0-9]+(?:_[a-z0-9]+)+\b|\bF\d{3}\b|\b[0-9a-f]{16}\b|\b(?:exp|ln|log|sqrt)\(",
    re.DOTALL,
)
DOCUMENTS = sorted((fact.document for fact in facts().values()), key=len, reverse=True)


def latin_in(*texts, names=frozenset()):
    """Return the words in Latin letters that nothing explains."""
    found = {}
    for text in texts:
        said = text.replace("\N{ZERO WIDTH SPACE}", "")
        for document in DOCUMENTS:
            said = said.replace(document, "")
        words = re.findall(r"[A-Za-z]{2,}", "\n".join(map(_said, said.split("\n"))))
        found |= dict.fromkeys(word for word in words if word not in KNOWN | names)
    return list(found)


def _said(line):
    return CODE.sub("", line)


@pytest.fixture(scope="module")
def results():
    scenario = load(ROOT / "scenarios" / "kosovo-2017-late-call.yaml")
    return Experiment(scenario=scenario, replications=6).run(workers=1)


@pytest.fixture
def told(results):
    with speaking("sr-Cyrl"), in_words(results) as told:
        yield told


def texts_of(document):
    """Yield what a page says, its tables, and what is written in its pictures."""
    yield from document.words()
    for table in document.tables():
        yield from (column.title for column in table.columns)
        yield from (cell.text for row in table.rows for cell in row)
    for picture in document.pictures():
        yield from (text.get_text() for text in picture.draw().findobj(Text))


@pytest.mark.parametrize("audience", ["ministry", "director", "donor"])
def test_a_report_of_the_library_has_no_english(told, audience):
    assert latin_in(*texts_of(build(told, audience))) == []


def test_a_workbook_has_no_english(told):
    book = ZipFile(BytesIO(as_excel(build(told), told.estimates)))
    strings = book.read("xl/sharedStrings.xml").decode()
    measures = {each.name for each in MEASURES}

    assert latin_in(*re.findall("<t[^>]*>([^<]+)</t>", strings), names=measures) == []


def test_a_folder_and_its_answer_have_no_english(told):
    page = cover(told, [("cash", "")])
    answer = tell(told, folder=None, file="kosovo-2017-late-call.yaml")

    assert latin_in(re.sub("```.*?```", "", page, flags=re.DOTALL)) == []
    assert latin_in(as_tables(told)) == []
    assert latin_in(answer) == []


def test_every_measure_has_a_name_in_words():
    named = {*dict(HEADLINE), *OTHERS}

    assert [each.name for each in MEASURES if each.name not in named] == []


@pytest.mark.parametrize(
    "note, said",
    [
        ("in 3 of 12 replications", "u 3 od 12 simulacija"),
        (
            "0 in all 1200 replications, which does not mean never",
            "0 u svih 1200 simulacija, što ne znači nikad",
        ),
        (
            "20 replications are few for so skewed a measure: take 1,200 or more",
            "20 simulacija je malo za tako iskošen pokazatelj: uzmite 1.200 ili više",
        ),
        (
            "> 12.5 days: too many were still waiting",
            "preko 12,5 dana: previše njih je još čekalo",
        ),
        ("the same in every replication", "isto u svakoj simulaciji"),
        (None, ""),
    ],
)
def test_what_an_estimate_says_of_itself_is_said_in_the_language_spoken(note, said):
    with speaking("sr-Latn"):
        assert remark(note) == said


def test_what_a_plan_that_adds_parts_changes_has_no_english():
    """Every key and term of the two largest what-ifs is told, none as it is written."""
    library = ROOT / "scenarios"
    base, *others = (
        load(library / f"kosovo-2021{name}.yaml")
        for name in ("", "-services", "-compensation-fund")
    )
    for plan in others:
        with speaking("sr-Cyrl"), in_words(plan) as told:
            new = {setting.path for setting in base.settings}
            words = [
                word
                for setting in told.settings
                if setting.path not in new
                for word in (
                    setting_told(setting.path, told),
                    told_in_words(setting.path, setting.text, told),
                )
            ]

        assert latin_in(*words) == []
