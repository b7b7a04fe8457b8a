"""The report of a comparison is made from its folder, and tells what was compared."""

import json
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from library_runs import PLANS, compared_plans
from masked import english_in, everything, masking
from typer.testing import CliRunner

import cli
from sim.experiment.estimate import Estimate
from sim.experiment.precision import Stopped
from sim.measures.registry import MEASURES
from sim.report.answer.tables import label_of
from sim.report.decision.comparison import as_data, tell
from sim.report.decision.folder import write_comparison
from sim.report.decision.naming import plans_called
from sim.report.decision.plan_titles import by_title
from sim.report.decision.reading import is_comparison, read_comparison
from sim.report.decision.wording import difference_cell, gap, two_values
from sim.report.document.comparing import build_comparison
from sim.report.document.forms.excel import as_excel
from sim.report.document.parts import Headlines, Paragraph
from sim.report.document.pricing import trades_table
from sim.report.language import LANGUAGES, speaking
from sim.scenario import load

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="module")
def found():
    return compared_plans()


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        nothing = "sim.report.decision.folder.draw_"
        patch.setattr(f"{nothing}differences", lambda _: (None, ""))
        patch.setattr(f"{nothing}acceptability", lambda _: (None, ""))
        return write_comparison(found, tmp_path_factory.mktemp("out"))


def test_a_comparison_is_read_as_it_was_written(found, folder):
    read = read_comparison(folder)

    assert is_comparison(folder)
    for part in ("names", "seed", "replications", "level", "claims", "asked"):
        assert getattr(read, part) == getattr(found, part)
    for part in ("estimates", "differences", "changes", "unchanged"):
        assert getattr(read, part) == getattr(found, part)
    for part in ("trades", "strategies", "benefits"):
        assert getattr(read.economics, part) == getattr(found.economics, part)
    for effect, curves in found.economics.acceptable.items():
        for ours, theirs in zip(curves, read.economics.acceptable[effect], strict=True):
            assert (np.asarray(ours) == theirs).all()
    assert [p.digest for p in read.variants] == [p.digest for p in found.variants]


def test_the_precision_that_was_asked_for_is_kept(found, folder, tmp_path):
    stopped = Stopped({"costs ±€500": True}, found.replications, 3, 20_000)
    shutil.copytree(folder, tmp_path / "again")
    page = tmp_path / "again" / "comparison.json"
    page.write_text(json.dumps(as_data(replace(found, stopped=stopped))))

    assert read_comparison(tmp_path / "again").stopped == stopped


def test_a_plan_that_was_edited_is_refused(folder):
    (page,) = (folder / "plans" / "1").glob("*.yaml")
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("30 days", "31 days"), encoding="utf-8")
    with pytest.raises(OSError, match="no whole folder of a comparison"):
        read_comparison(folder)
    page.write_text(before, encoding="utf-8")


def test_the_report_tells_what_differs_and_what_was_changed(found):
    document = build_comparison(found)
    tables = {table.name: table for table in document.tables()}

    first = [section.name for section in document.first_page]
    assert first == ["answer", "nothing", "drawn", "left-out"]
    assert [row[2].text for row in tables["plans"].rows] == [
        "the base",
        "a variant",
        "the same as the base",
    ]
    changed = {(row[1].text, row[2].text) for row in tables["changes"].rows}
    assert ("PVPT rehabilitation centre", "reserve at the start") in changed
    days = next(
        row
        for row in tables["differences"].rows
        if row[0].text == label_of("closure_days")
    )
    told = found.difference("kosovo-2017-hand-to-mouth", "closure_days")
    assert days[3].value == told.estimate.value > 0
    for table in tables.values():
        assert all(column.meaning for column in table.columns)


def test_of_several_plans_the_first_page_tells_a_few_measures(found, monkeypatch):
    monkeypatch.setattr("sim.report.document.pricing.curves_drawn", lambda _: ())
    asked = ["closure_probability", "closure_days", "freeze_days", "unmet_bed_nights"]
    plan = load(SCENARIOS / "kosovo-2017.yaml")
    several = replace(
        found,
        asked=(*asked, "costs"),
        names=(*found.names, "kosovo-2017"),
        variants=(*found.variants, plan),
        changes=(*found.changes, ()),
        unchanged=(*found.unchanged, False),
        differences=(
            *found.differences,
            *(replace(d, variant="kosovo-2017") for d in of_one(found)),
        ),
    )
    document = build_comparison(several)
    answer = [block for block in document.sections[0].blocks if of(block)]
    differ = next(s for s in document.sections if s.name == "differences")

    same, closes, days, more = (block.text for block in answer)
    assert "nothing differs" in same
    assert closes.startswith("A shelter closes: ")
    assert days.startswith("Shelter-days closed: ")
    assert more == "3 more measures were asked for: see “What differs”."
    assert [of(b).split(":")[0] for b in differ.blocks if of(b)][:3] == [
        "Shelter-days admitting nobody",
        "Nights needed and not had",
        "Cost",
    ]
    assert "Independent luck" not in document.basis
    assert "Independent luck" in next(
        table.note for table in document.tables() if table.name == "differences"
    )


def test_plans_go_by_their_titles_and_once_by_their_files(found):
    document = build_comparison(found)
    where = {"plans": 1, "changes": 5}
    cells = [
        cell.text
        for table in document.tables()
        for row in table.rows
        for at, cell in enumerate(row)
        if where.get(table.name) != at
    ]
    heads = [column.title for table in document.tables() for column in table.columns]
    figures = [
        figure.label
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Headlines)
        for figure in block.figures
    ]
    told = [text for text in document.words() if not text.startswith("bednight ")]

    files = [row[1].text for table in document.tables() for row in table.rows
             if table.name == "plans"]  # fmt: skip
    assert files == list(found.names)
    assert [
        text for text in (*cells, *heads, *figures, *told) if PLANS[1] in text
    ] == []


def test_a_donor_reads_the_prices_that_are_told_first_and_all_of_them_later(
    found, monkeypatch
):
    monkeypatch.setattr("sim.report.document.comparing.TRADES", 2)
    tables = {t.name: t for t in build_comparison(found, "donor").tables()}

    assert len(tables["trades"].rows) == 2
    assert "no effect" not in {row[-1].text for row in tables["trades"].rows}
    assert tables["trades_all"].rows == trades_table(by_title(found)).rows


def of(block):
    """Return the text of a paragraph, nothing of any other block."""
    return block.text if isinstance(block, Paragraph) else ""


def of_one(found):
    return [d for d in found.differences if d.variant == found.names[1]]


@pytest.mark.parametrize(
    "audience, names",
    [
        ("ministry", ["answer", "nothing", "drawn", "left-out"]),
        ("donor", ["answer", "prices", "nothing", "left-out"]),
        ("director", ["answer", "shelter", "nothing", "left-out"]),
    ],
)
def test_each_reader_opens_another_page(found, audience, names):
    document = build_comparison(found, audience)

    assert [section.name for section in document.first_page] == names
    ministry = build_comparison(found, "ministry")
    told, wanted = ({s.name for s in d.sections} for d in (document, ministry))
    assert told >= wanted - {"drawn"}
    pictures = [picture.name for picture in document.pictures()]
    assert sorted(pictures) == sorted(picture.name for picture in ministry.pictures())


def test_a_director_reads_of_one_shelter(found):
    document = build_comparison(found, "director", shelter="hope")
    (table,) = [table for table in document.tables() if table.name == "shelter"]
    told = found.difference(PLANS[1], "freeze_days", shelter="hope")

    assert document.title.endswith(": Hope and Homes for Children (NGO)")
    row = next(r for r in table.rows if r[0].text == "Days admitting nobody")
    assert row[3].value == told.estimate.value
    with pytest.raises(LookupError, match="hope"):
        build_comparison(found, "director", shelter="hop")


@pytest.mark.parametrize("audience", ["ministry", "director", "donor"])
def test_no_english_is_left_in_a_comparison(found, audience):
    plans = (found.base, *found.variants)
    called = plans_called(found.names, [plan.title for plan in plans])
    names = [*found.names, *called, "--json", "yaml"]
    with masking():
        document = build_comparison(found, audience)
        text = f"{tell(found, width=80)} {everything(document)}"

    assert english_in(text, *plans, names=names) == []


@pytest.mark.parametrize("language", ["en", "sq", "sr-Cyrl"])
def test_tables_fit_a_terminal_in_every_language(found, language):
    with speaking(language):
        text = tell(found, width=80)

    assert max(map(len, text.split("\n"))) <= 80


def test_the_report_speaks_serbian(found):
    with speaking("sr-Latn"):
        words = " ".join(build_comparison(found).words())

    assert "umesto" in words
    assert " instead of " not in words


def test_the_command_makes_the_report_from_the_folder(folder):
    done = CliRunner().invoke(cli.app, ["report", str(folder), "--excel"])

    assert done.exit_code == 0, done.output
    assert (folder / "report-ministry-en.xlsx").is_file()


@pytest.mark.parametrize(
    "asked, told",
    [
        (["--shelter", "hop"], "did you mean 'hope'?"),
        (["--sensitivity", "."], "--sensitivity goes with the folder of a run"),
    ],
)
def test_what_a_comparison_cannot_tell_is_refused_in_words(folder, asked, told):
    done = CliRunner().invoke(cli.app, ["report", str(folder), "--excel", *asked])

    assert done.exit_code == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())


def test_a_run_makes_its_page_for_the_reader_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.report.folder.writing.paint", lambda *_: ())
    words = ["run", str(SCENARIOS / f"{PLANS[0]}.yaml"), "--replications", "2"]
    words += ["--quiet", "--workers", "1", "--out", str(tmp_path)]
    refused = CliRunner().invoke(cli.app, [*words, "--for", "donor"])
    done = CliRunner().invoke(cli.app, [*words, "--report", "--for", "donor"])

    assert refused.exit_code == 2
    assert done.exit_code == 0, done.output
    assert len(list(tmp_path.glob("*/report-donor-en.html"))) == 1


FIND = ["--vary", "shelters.pvpt.beds", "--between", "8", "9", "--until", "costs <= €1"]


@pytest.mark.parametrize(
    "words",
    [
        ["compare", *PLANS[:2]],
        ["find", PLANS[0], *FIND],
        ["sweep", PLANS[0], "--vary", "shelters.pvpt.beds=8; 9"],
    ],
)
def test_a_reader_needs_a_report(words):
    files = [f"{SCENARIOS / word}.yaml" if word in PLANS else word for word in words]
    done = CliRunner().invoke(cli.app, [*files, "--for", "donor"])

    assert done.exit_code == 2
    assert "--report" in done.stderr


def test_a_report_that_is_not_told_where_to_go_goes_where_runs_go(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    files = [f"{SCENARIOS / name}.yaml" for name in PLANS[:2]]
    words = ["compare", *files, "--replications", "2", "--workers", "1", "--report"]
    done = CliRunner().invoke(cli.app, [*words, "--quiet"])

    assert done.exit_code == 0, done.output
    assert len(list(tmp_path.glob("outputs/*/report-ministry-en.html"))) == 1


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        (True, "is surely dominated by kosovo-2017-hand-to-mouth"),
        (False, "would be dominated by kosovo-2017-hand-to-mouth; but that cannot"),
    ],
)
def test_a_plan_is_called_dominated_by_whom_and_only_if_sure(found, sure, said):
    money = found.economics
    strategies = tuple(
        replace(s, gain=1.0, status="dominated", by=(PLANS[1],), sure=sure)
        for s in money.strategies
        if s.name == PLANS[0]
    )
    other = replace(found, economics=replace(money, strategies=strategies))

    assert said in " ".join(tell(other).split())


def _gap(value, low, high, unit):
    return Estimate(
        measure="freeze_days",
        value=value,
        low=low,
        high=high,
        unit=unit,
        interval="skewness-adjusted t",
        replications=20,
    )


@pytest.mark.parametrize(
    ("both", "told", "values", "said", "cell"),
    [
        (
            (3.2, 55.6),
            _gap(-52.4, -80, -30, "shelter-days"),
            ("4", "56"),
            "52 days less (30 to 80)",
            "−52 (−80 to −30)",
        ),
        (
            (0.0921, 0.0918),
            _gap(0.0003, -0.002, 0.003, "probability"),
            ("9 %", "9 %"),
            "no difference that can be told",
            None,
        ),
        (
            (62.79, 62.85),
            _gap(-0.06, -0.17, 0.05, "persons"),
            ("63", "63"),
            "no difference that can be told (0.17 fewer to 0.05 more)",
            None,
        ),
        (
            (62.79, 63.92),
            _gap(-1.13, -1.6, -0.6, "persons"),
            ("62.8", "63.9"),
            "1.1 fewer (0.6 to 1.6)",
            "−1.1 (−1.6 to −0.6)",
        ),
    ],
)
def test_two_values_and_their_difference_are_rounded_alike(
    both, told, values, said, cell
):
    assert two_values(*both, told) == values
    assert gap(told) == said
    assert cell is None or difference_cell(told) == cell


@pytest.mark.parametrize(
    ("cost", "gain", "said"),
    [
        ((-30, 10), (-0.38, -0.17), "surely worse, not surely cheaper"),
        ((-30, 10), (0.17, 0.38), "surely better, not surely dearer"),
        ((10, 30), (-1, 1), "surely dearer, not surely better"),
        ((-30, 10), (-1, 1), "cannot be told"),
    ],
)
def test_what_is_sure_of_a_trade_is_told_where_half_of_it_is(found, cost, gain, said):
    trade = replace(
        found.economics.trades[0],
        verdict="cannot be told",
        cost=_gap(sum(cost) / 2, *cost, "EUR"),
        gain=_gap(sum(gain) / 2, *gain, "persons"),
    )
    other = replace(found, economics=replace(found.economics, trades=(trade,)))

    assert said in tell(other)
    assert trades_table(other).rows[0][-1].text == said


PLAIN = {"compensated", "compensation", "bridge", "months", "empty"}
"""Measures whose own names begin so are words that readers know."""


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_measure_has_a_name_for_readers(code):
    with speaking(code):
        told = {m.name: label_of(m.name) for m in MEASURES}

    assert not [
        name
        for name, label in told.items()
        if "_" in name
        and name.partition("_")[0] not in PLAIN
        and label.lower() == name.replace("_", " ")
    ]
    assert len(set(told.values())) == len(told)


def test_a_workbook_draws_every_difference_with_its_interval(found):
    document = build_comparison(found)
    drawn = [p.data for p in document.pictures() if p.beside == "differences"]
    measures = {row[0].text for shown in drawn for row in shown.rows}
    book = ZipFile(BytesIO(as_excel(document, found.estimates)))
    charts = [
        text
        for name in book.namelist()
        if name.startswith("xl/charts/chart")
        and "<c:barChart>" in (text := book.read(name).decode())
    ]
    told = "".join(
        book.read(name).decode()
        for name in book.namelist()
        if name.startswith("xl/drawings/drawing")
    )

    assert len(charts) == len(measures) > 5
    assert all("<c:errBars>" in chart for chart in charts)
    for measure in measures:
        assert f'descr="{measure}. Differences of plans' in told


def test_the_picture_on_the_first_page_is_of_what_the_page_is_of(found, monkeypatch):
    monkeypatch.setattr("sim.report.document.comparing.fits", lambda *_: True)
    drawn = {
        audience: [s.title for s in build_comparison(found, audience).first_page]
        for audience in ("ministry", "director")
    }
    titles = [section.title for section in build_comparison(found).sections]

    assert "The plans at a glance" in drawn["ministry"]
    assert "The plans at a glance" not in drawn["director"]
    assert titles.count("What differs") == 1  # to which the first page points
