"""Reports of sensitivity, uncertainty, marginal and allocate, from their folders."""

import json
import re
import shutil
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from picture_faults import faults_of, too_small
from typer.testing import CliRunner

import cli
from sim.experiment.allocating import allocate
from sim.experiment.arena import Goal
from sim.experiment.asking import read_condition, read_quantity
from sim.experiment.luck import Luck
from sim.experiment.marginal import marginal
from sim.experiment.sensitivity import value_of_information
from sim.experiment.studying import study
from sim.experiment.uncertainty import uncertainty
from sim.experiment.unknowns import quasi_random, unknowns_of
from sim.report.decision.allocation_data import allocation_as_data
from sim.report.decision.doubt import Uncertainty, uncertainty_as_data
from sim.report.decision.marginal import marginal_as_data
from sim.report.decision.naming import quantity_told
from sim.report.decision.spending_figure import draw_marginal
from sim.report.decision.spending_folder import write_allocation, write_marginal
from sim.report.decision.spending_reading import read_allocation, read_marginal
from sim.report.decision.unknowns import Sensitivity
from sim.report.decision.unknowns_data import sensitivity_as_data
from sim.report.decision.unknowns_figure import draw_years
from sim.report.decision.unknowns_folder import write_sensitivity, write_uncertainty
from sim.report.decision.unknowns_reading import read_sensitivity, read_uncertainty
from sim.report.document.allocation import build_allocation
from sim.report.document.deciding import (
    build_decision,
    decision_in,
    is_decision,
    measured_levers,
    measured_section,
)
from sim.report.document.forms.drawn import Drawn
from sim.report.document.forms.excel import as_excel
from sim.report.document.parts import Paragraph, Picture, Table
from sim.report.language import speaking
from sim.report.titles import in_words
from sim.scenario import STARTER, opened

PLAN = (
    STARTER.replace("beds: 8", "beds: {value: 8, range: [4, 12]}").replace(
        "late: 1 month", "late: {value: 1 month, range: [0 months, 3 months]}"
    )
    + """
levers:
  reserve:
    title: Reserve
    sets: shelters.shelter_one.reserve
    from: €2,500
    to: €7,500
    step: €2,500
    price: €2,500
  call:
    title: Call
    sets: funding.ministry.call.late
    choices: [{put: 0 months, price: "€1,000"}]
"""
)
KINDS = ("sensitivity", "uncertainty", "marginal", "allocation")
READ = {
    "sensitivity": (read_sensitivity, sensitivity_as_data),
    "uncertainty": (read_uncertainty, uncertainty_as_data),
    "marginal": (read_marginal, marginal_as_data),
    "allocation": (read_allocation, allocation_as_data),
}


def report_of(folder, audience="ministry"):
    with in_words(decision_in(folder, audience)) as told:
        return build_decision(told, audience)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Each kind of decision in a folder of its own, each played a few times."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "one.yaml").write_text(PLAN, encoding="utf-8")
    draft = opened(desk / "one.yaml")
    plan, unknowns = draft.scenario(), unknowns_of(draft)
    quantity = read_quantity("freeze_days", plan)
    with Luck(1, workers=1) as luck:
        turned = study(unknowns, quantity, luck, 3, widest=2, sobol_points=4)
        shares = quasi_random(64, 2, seed=1)
        matter = value_of_information(
            shares, 100 * shares, unknowns.each[:2], ("one", "two"), seed=1
        )
        both = (quantity, read_quantity("closure_probability", plan))
        doubts = uncertainty(unknowns, both, luck, outer=8, inner=2)
        bought = marginal(draft, 5_000_00, luck, replications=4)
        kept = read_condition("closure_probability of shelter_one <= 90 %", plan)
        split = allocate(
            draft, 6_000_00, Goal(((quantity, 1.0),)), [kept], luck, replications=4
        )
    sensed = Sensitivity(
        scenario=plan,
        tornado=turned.tornado,
        sobol=turned.sobol,
        information=matter,
        skipped=unknowns.skipped,
        seed=1,
        replications=3,
        objective="net benefit",
        objective_unit="EUR",
    )
    paths = tuple(unknown.path for unknown in unknowns.each)
    doubted = Uncertainty(scenario=plan, doubts=doubts, paths=paths, seed=1)
    return {
        "sensitivity": write_sensitivity(sensed, desk),
        "uncertainty": write_uncertainty(doubted, desk),
        "marginal": write_marginal(bought, desk),
        "allocation": write_allocation(split, desk),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_holds_all_that_was_found(folders, kind):
    read, as_data = READ[kind]
    page = folders[kind] / f"{kind}.json"

    assert is_decision(folders[kind])
    assert as_data(read(folders[kind])) == json.loads(page.read_text("utf-8"))


@pytest.mark.parametrize(
    ("kind", "picture", "said"),
    [
        ("sensitivity", "tornado", "over 3 replications at each end"),
        ("sensitivity", "shares", "from 4 points"),
        ("uncertainty", "one-period", "Of 16 replications: 8 draws of"),
    ],
)
def test_a_picture_of_doubt_says_how_often_it_was_played(folders, kind, picture, said):
    page = (folders[kind] / f"figures/{picture}.svg").read_text("utf-8")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", page)

    assert said in " ".join(text.strip() for text in texts)


def blocks(sections):
    return [block for section in sections for block in section.blocks]


def is_command(block):
    return isinstance(block, Paragraph) and block.role == "code"


def texts(document):
    """Return everything that a reader reads; a command is what a machine reads."""
    commands = {b.text for b in blocks(document.sections) if is_command(b)}
    yield from (text for text in document.words() if text not in commands)
    for table in document.tables():
        yield from (column.title for column in table.columns)
        yield table.note
        for row in table.rows:
            yield from (cell.text for cell in row)


OURS = "bootstrap|jackknife|draws|sobol|bednight|explain|replications|EUR|one|two"
"""Latin words of a Cyrillic page: options, names of plans, and a term of art."""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_file_itself_is_english_in_a_report(folders, kind):
    with speaking("sr-Cyrl"):
        document = report_of(folders[kind])

    plan = READ[kind][0](folders[kind]).scenario
    file = {word.lower() for word in re.findall(r"[A-Za-z]+", plan.text)}
    for text in texts(document):
        bare = re.sub(
            rf"The ministry|`[^`]*`|[a-z_]+\.[a-z_.]+|\b[0-9a-f]{{16}}\b|\b({OURS})\b",
            "",
            text,
        )
        words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", bare)}
        assert words <= file, text
        assert not words & {"the", "and", "with", "month", "days"}, text


def test_a_short_report_explains_the_words_that_it_uses_and_no_others(folders):
    document = report_of(folders["marginal"])
    (table,) = (table for table in document.tables() if table.name == "glossary")
    words = [row[0].text for row in table.rows]

    assert "unmet nights" in words
    assert "occupancy" not in words


def test_what_a_sum_buys_opens_on_a_figure_for_each_effect(folders):
    answer = report_of(folders["marginal"]).first_page[0]
    figures = answer.blocks[-1].figures

    assert [figure.label.partition(" ")[0] for figure in figures] == [
        "Closure",
        "Unmet",
        "Displaced",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_reader_finds_something_else_on_the_first_page(folders, kind):
    first = {
        audience: list(map(repr, blocks(report_of(folders[kind], audience).first_page)))
        for audience in ("ministry", "donor")
    }

    assert first["ministry"] != first["donor"]
    if kind == "sensitivity":
        director = report_of(folders[kind], "director").first_page
        assert list(map(repr, blocks(director))) not in first.values()
        assert "Shelter One: beds" in repr(director)
    else:
        with pytest.raises(OSError, match="about the whole system"):
            report_of(folders[kind], "director")


def test_finalists_come_first_and_every_plan_in_an_annex(folders):
    sections = report_of(folders["allocation"]).sections
    tables = [block.name for block in blocks(sections) if isinstance(block, Table)]

    assert tables.index("finalists") < tables.index("front") < tables.index("plans")
    annex = next(section for section in sections if section.name == "annex")
    assert not annex.starts_page
    assert [block.name for block in annex.blocks] == ["plans"]


@pytest.mark.parametrize(
    ("finished", "said"),
    [(False, "surely worse"), (True, "not ahead by what matters")],
)
def test_the_annex_says_of_every_plan_whether_it_is_behind(folders, finished, said):
    found = read_allocation(folders["allocation"])
    alone = replace(found, tied=(), finished=finished)

    tables = build_allocation(alone, "ministry").tables()
    annex = next(table for table in tables if table.name == "plans")
    cells = [row[3].text for row in annex.rows]

    assert cells.count("–") == 1
    assert set(cells) - {"–"} == {said}


def test_a_price_is_told_as_money_and_known_in_whole_units(folders):
    plans = blocks(report_of(folders["allocation"]).sections)
    annex = next(b for b in plans if isinstance(b, Table) and b.name == "plans")

    prices = [(row[1].text, row[1].value) for row in annex.rows]

    assert prices[:2] == [("€0", 0.0), ("€1,000", 1_000.0)]


def test_the_levers_with_the_largest_effect_come_first_in_a_run_s_report(folders):
    digest = read_sensitivity(folders["sensitivity"]).scenario.digest

    told = measured_levers(folders["sensitivity"], digest)

    assert told[0].startswith(
        "The ministry: yearly call, how late the call is, now 1 month: with 0 months"
    )
    section = measured_section(folders["sensitivity"])
    assert [type(block) for block in section.blocks[:2]] == [Picture, Table]


@pytest.mark.parametrize(
    ("kind", "digest", "why"),
    [
        ("sensitivity", "other", "of another plan"),
        ("marginal", "other", "no folder of bednight sensitivity"),
    ],
)
def test_levers_of_another_plan_are_refused(folders, kind, digest, why):
    with pytest.raises(OSError, match=why):
        measured_levers(folders[kind], digest)


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_whose_plan_was_changed_is_refused(folders, kind, tmp_path):
    folder = tmp_path / "changed"
    shutil.copytree(folders[kind], folder)
    page = next(folder.glob("plans/0/*.yaml"))
    page.write_text(page.read_text("utf-8").replace("beds: 8", "beds: 9", 1), "utf-8")
    page.write_text(page.read_text("utf-8").replace("value: 8", "value: 9", 1), "utf-8")

    with pytest.raises(OSError, match="no whole folder of a decision"):
        report_of(folder)


# On the command line


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def bednight(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def test_a_report_is_made_with_the_answer_in_the_reader_s_language(desk):
    words = ["marginal", "one.yaml", "--amount", "€5,000", "--replications", "3"]
    words += ["--workers", "1", "--out", "out", "--report"]

    done = bednight(*words, "--for", "donor", "--lang", "sq")

    assert done.exit_code == 0, done.output
    assert "Çfarë blejnë" in done.stdout
    page = desk / "out/marginal-one/report-donor-sq.html"
    assert 'lang="sq"' in page.read_text("utf-8")
    again = bednight("report", "out/marginal-one", "--for", "ministry")
    assert again.exit_code == 0, again.output
    assert (desk / "out/marginal-one/report-ministry-en.html").is_file()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "words",
    [
        ["marginal"],
        ["allocate", "--budget", "€3000"],
        ["uncertainty"],
    ],
)
def test_a_reader_who_learns_nothing_is_told_so_before_anything_is_played(words):
    asked = ["--out", "out", "--report", "--for", "director"]

    done = bednight(words[0], "one.yaml", *words[1:], *asked)

    assert done.exit_code == 2
    assert "about the whole system" in " ".join(done.output.split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "sr-Cyrl"])
def test_no_word_of_a_picture_is_clipped_crowded_or_tiny(folders, kind, language):
    with speaking(language):
        pictures = report_of(folders[kind]).pictures()
        drawn = [picture.draw() for picture in pictures]

    assert drawn
    assert [faults_of(figure) for figure in drawn] == [[]] * len(drawn)
    assert [too_small(figure) for figure in drawn] == [[]] * len(drawn)


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_for_a_picture_say_what_is_seen_on_it(folders, kind):
    document = report_of(folders[kind])
    said = [block for section in document.sections for block in section.blocks]
    first = next(
        block.text
        for block in said
        if isinstance(block, Paragraph) and block.role == "answer"
    )

    assert first in next(document.pictures()).alt


def test_what_one_period_may_bring_ends_where_its_bars_end(folders):
    found = read_uncertainty(folders["uncertainty"])
    figure, _ = draw_years(found)
    bars = figure.axes[0].patches
    drawn = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    doubt = found.doubts[0]

    assert drawn == [
        pytest.approx((doubt.one_low, doubt.one_high)),
        pytest.approx((doubt.luck_low, doubt.luck_high)),
    ]
    assert not any(bar.get_linewidth() for bar in bars)


def test_a_workbook_draws_what_one_period_may_bring(folders):
    document = report_of(folders["uncertainty"])
    book = ZipFile(BytesIO(as_excel(document, ())))
    charts = [
        book.read(name).decode()
        for name in book.namelist()
        if name.startswith("xl/charts/chart")
    ]

    assert len(charts) == 2
    assert all("<c:errBars>" in chart for chart in charts)


def test_every_plot_of_what_a_sum_avoids_says_what_runs_along_it(folders):
    figure, _ = draw_marginal(read_marginal(folders["marginal"]))

    assert figure.axes
    assert all(axes.get_xlabel().endswith(", mean") for axes in figure.axes)


def test_a_number_in_a_picture_keeps_all_its_digits(folders):
    """39.600 € is how some write 39,600: cut to 39.6 it is a thousandth."""
    with speaking("sr-Latn"):
        (picture,) = report_of(folders["allocation"]).pictures()
        shown = Drawn().element(picture)

    assert "7.500" in Drawn().svg(picture)
    assert "7.500" in shown
    assert len(shown) < len(Drawn().svg(picture))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("unmet_bed_nights of no_bed", ": nije bilo slobodnog kreveta"),
        ("closure_days of shelter_one", ": Shelter One"),
    ],
)
def test_what_a_quantity_is_of_is_told_in_the_reader_s_words(folders, asked, said):
    plan = read_marginal(folders["marginal"]).scenario

    with speaking("sr-Latn"):
        assert said in quantity_told(read_quantity(asked, plan), plan)
