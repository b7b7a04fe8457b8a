"""A report is built once: whole, with data under every picture, and without advice."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from library_runs import run_of

from sim.experiment import Experiment
from sim.experiment.reading import read_results
from sim.experiment.stored import StoredWaits
from sim.experiment.within import _within, admitted_within
from sim.report.document.assumptions import hushed
from sim.report.document.building import build
from sim.report.document.donor import donor
from sim.report.document.funding import payments
from sim.report.document.method import method
from sim.report.document.months import running_of
from sim.report.document.parts import AUDIENCES, Bullets, Headlines, Picture
from sim.report.document.people import by_group
from sim.report.document.pictures import wait_picture
from sim.report.document.scenes import wait_lines, waterfall_steps
from sim.report.document.writing import write_report
from sim.report.explain.outlook import outlook
from sim.report.figures.waits import WaitLine, waits_title
from sim.report.folder.writing import write
from sim.report.language import LANGUAGES, speaking
from sim.report.language.catalogue import Words
from sim.report.titles import in_words
from sim.scenario import load
from sim.scenario.plan import Setting

ROOT = Path(__file__).parents[1]
FIRST_PAGE = ["answer", "case", "change", "nothing", "left-out"]
ADVICE = re.compile(
    r"\b(should|ought|must not|we recommend|advise|better to)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def results():
    return run_of("kosovo-2017-hand-to-mouth")


@pytest.fixture(scope="module")
def in_time():
    return run_of("kosovo-2017-late-call")


def test_a_payment_that_was_owed_before_says_so(in_time):
    rows = payments(in_time, outlook(in_time.scenario)).rows
    owed = {row[2].text for row in rows if "(owed from before" in row[1].text}

    assert owed == {"€3,600"}


@pytest.mark.parametrize(
    ("played", "said"),
    [
        ({"simpy": 8}, "(Python), played by SimPy;"),
        ({"compiled": 8}, "(Python), played by the compiled player;"),
        ({}, "(Python), played with SimPy or compiled (numba):"),
    ],
)
def test_the_method_says_who_played(results, tmp_path, played, said):
    folder = write(replace(results, played=played), tmp_path)
    rows = method(read_results(folder)).blocks[0].rows

    assert said in next(row[1].text for row in rows if row[0].text == "5.1 Software")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_report_opens_on_a_page_that_stands_alone(results, audience):
    document = build(results, audience)

    assert [section.name for section in document.sections[:5]] == FIRST_PAGE
    assert not any(section.starts_page for section in document.sections[:5])
    assert document.sections[5].starts_page
    answer, figures, *others = document.sections[0].blocks
    assert others[-1].text.startswith("On record: In 2017 one of the two shelters")
    assert answer.text.startswith("In ")
    assert isinstance(figures, Headlines)
    assert len(figures.figures) == 4
    assert all(figure.value and figure.doubt for figure in figures.figures)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_table_is_whole_and_every_column_is_explained(results, audience):
    tables = list(build(results, audience).tables())

    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        rows = [*table.rows, *([table.total] if table.total else [])]
        assert {len(row) for row in rows} <= {len(table.columns)}, table.name
        assert all(column.title and column.meaning for column in table.columns)


def test_every_picture_has_its_data_and_is_told_in_words(results):
    pictures = list(build(results).pictures())

    assert {picture.name for picture in pictures} == {
        "cash", "waterfall", "costs", "closures", "people", "flows", "waits",
    }  # fmt: skip
    for picture in pictures:
        assert picture.data.rows
        assert picture.title in picture.alt


def test_sums_are_sums_and_agree_with_the_estimates(results):
    tables = {table.name: table for table in build(results).tables()}
    costs = tables["costs"]
    parts = sum(row[1].value for row in costs.rows)

    assert costs.total[1].value == pytest.approx(parts, abs=0.005)
    assert parts == pytest.approx(results.estimate("costs").value, abs=0.005)
    paid = sum(row[2].value for row in tables["funders"].rows)
    assert paid == pytest.approx(results.estimate("income").value, abs=0.005)


def test_a_month_of_the_budget_says_how_far_replications_differ(results):
    moved = (results.series.receipts - results.series.bills).sum(axis=2).cumsum(axis=1)
    low, high = (np.quantile(moved, level, axis=0) / 100 for level in (0.1, 0.9))
    ranges = running_of(results)
    one = running_of(results, results.scenario.shelters[1])

    assert np.allclose([each[0] for each in ranges], low)
    assert np.allclose([each[1] for each in ranges], high)
    assert ranges != one
    budget = next(t for t in build(results).tables() if t.name == "budget")
    assert [row[-1].text.count("€") for row in budget.rows] == [2] * 12


def test_no_table_of_a_picture_tells_an_average_without_its_doubt(results):
    tables = {picture.name: picture.data for picture in build(results).pictures()}

    assert all("–" in row[2].text for row in tables["costs"].rows if row[1].value)
    assert any("(" in row[2].text for row in tables["waits"].rows)
    for name in ("flows", "waterfall"):
        assert tables[name].note == "Means over 8 replications, without an interval."


def test_the_waterfall_ends_at_what_is_left(results):
    rows = next(p for p in build(results).pictures() if p.name == "waterfall").data.rows
    amounts = [row[1].value for row in rows]

    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=len(amounts))


def test_the_waterfall_tells_the_income_that_the_page_tells_and_what_went_back():
    """A grant for works of €33,000 is €7,000 too large, and settled in the year."""
    works = "funding.pristina_renovation"
    more = {f"{works}.pays.pvpt": "€40,000", f"{works}.contract.to": "2021-11-30"}
    scenario = load(ROOT / "scenarios" / "kosovo-2021.yaml", more)
    results = Experiment(scenario=scenario, replications=2).run(workers=1)
    shelter = next(plan for plan in scenario.shelters if plan.name == "pvpt")
    steps = waterfall_steps(results, shelter)

    income = results.estimate("income", shelter="pvpt").value
    assert sum(each.amount for each in steps if each.kind == "in") == 100 * income
    (back,) = [each for each in steps if each.label == "back to funders"]
    assert (back.amount, back.kind) == (-700_000, "aside")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_report_gives_no_advice(results, audience):
    found = [text for text in build(results, audience).words() if ADVICE.search(text)]

    assert found == []


def test_an_office_tells_what_a_file_says_in_its_own_words(results):
    office = Words(
        one={
            "Hope and Homes for Children (NGO)": "Shpresë dhe Shtëpi (OJQ)",
            "Ministry of Labour and Social Welfare": "Ministria e Punës",
            results.scenario.question: "Çfarë duhet të ndodhë?",
        }
    )
    with speaking("sq", office), in_words(results) as told:
        document = build(told)
    tables = {table.name: table for table in document.tables()}

    record = Words(one={results.scenario.on_record: "Një strehimore u mbyll."})
    with speaking("sq", record), in_words(results) as told:
        assert any("Një strehimore u mbyll (F014)" in w for w in build(told).words())
    assert document.question == "Çfarë duhet të ndodhë?"
    assert tables["shelters"].rows[2][0].text == "Shpresë dhe Shtëpi"
    assert tables["funders"].rows[1][0].text == "Ministria e Punës"
    assert document.digest == results.scenario.digest


def test_a_word_that_files_often_use_is_told_in_the_language_spoken(results):
    with speaking("sq"):
        tables = {table.name: table for table in build(results).tables()}

    assert [row[0].text for row in tables["groups"].rows] == ["fëmijë", "gra", "burra"]
    assert "personeli" in {row[0].text for row in tables["costs"].rows}


def test_an_unknown_shelter_is_answered_with_the_nearest(results):
    with pytest.raises(LookupError) as unknown:
        build(results, "director", shelter="pvtp")

    assert unknown.value.args == ("pvpt",)


def test_ten_thousand_are_counted_replication_by_replication(results):
    needed = np.array([0, 0, 500_000, 999_999, 1_000_000, 1_000_001, 10**8, 10**8])
    tallies = dict(results.tallies)
    tallies["bridge_needed"] = np.stack(
        [needed] * results.tallies["bridge_needed"].shape[1], axis=1
    )
    (bullets,) = donor(replace(results, tallies=tallies))

    assert isinstance(bullets, Bullets)
    assert "some bill is late in 6 of 8 (" in bullets.items[0]
    assert "with €10,000, in 3 of 8 (" in bullets.items[0]


@pytest.mark.parametrize(
    "path, text, assumed, told",
    [
        ("shelters.north.residents_now.1.number", "3", None, "fewer than 5"),
        ("shelters.north.residents_now.1.number", "7", None, "7"),
        ("shelters.north.residents_now.1.number", "3", "a guess", "3"),
        ("referrals.x.per_year.counts", "[30, 4, 0]", None, "[30, fewer than 5, 0]"),
        ("shelters.north.beds", "3", None, "3"),
    ],
)
def test_few_people_of_a_real_register_are_not_told(path, text, assumed, told):
    setting = Setting(path=path, text=text, history=(), assumed=assumed)

    assert hushed(setting) == told


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_language_tells_the_same_story(results, code):
    english = build(results)
    with speaking(code):
        document = build(results)

    assert document.language != english.language
    for section, ours in zip(document.sections, english.sections, strict=True):
        assert section.title != ours.title
        assert [type(b) for b in section.blocks] == [type(b) for b in ours.blocks]
    numbers = [
        [[cell.value for cell in row] for row in table.rows]
        for table in document.tables()
    ]
    assert numbers == [
        [[cell.value for cell in row] for row in table.rows]
        for table in english.tables()
    ]
    assert not any("{" in text for text in document.words())


def test_a_mean_outside_its_range_is_explained(results, monkeypatch):
    def notes():
        tables = build(results).tables()
        return [t.note for t in tables if t.name in {"budget", "cash"}]

    why = "Where a few replications lie far out, the mean lies outside the range"
    monkeypatch.setattr(
        "sim.report.document.money.running_of",
        lambda *_: ((-1e9, 1e9),) * 12,
    )
    within, _ = notes()
    monkeypatch.setattr(
        "sim.report.document.money.running_of",
        lambda *_: ((-1e9, 1e9),) * 11 + ((1e8, 1e9),),
    )
    outside, _ = notes()

    assert why not in within
    assert why in outside


def test_a_report_is_made_from_the_folder_alone(results, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.report.folder.writing.paint", lambda *_: ())
    folder = write(results, tmp_path)
    read = read_results(folder)

    assert read.estimates == results.estimates
    document, ours = build(read), build(results)
    assert document.basis == ours.basis
    told, own = (
        next(t for t in d.tables() if t.name == "assumptions") for d in (document, ours)
    )
    assert told.rows == own.rows
    assert all(
        re.fullmatch(r"kosovo-2017[\w-]*\.yaml:\d+", r[-1].text) for r in told.rows
    )


def test_a_folder_whose_scenario_was_edited_is_refused(results, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.report.folder.writing.paint", lambda *_: ())
    folder = write(results, tmp_path)
    page = folder / "scenario.resolved.yaml"
    page.write_text(page.read_text().replace("30 days", "31 days"))

    with pytest.raises(OSError, match="not the one that was run"):
        read_results(folder)


def test_what_is_no_results_folder_is_refused(tmp_path):
    with pytest.raises(OSError, match=r"it has no run\.json"):
        read_results(tmp_path)


def test_reports_belong_to_their_run(results, tmp_path, monkeypatch):
    """A later run into the same folder does not leave an old report behind."""
    monkeypatch.setattr("sim.report.folder.writing.paint", lambda *_: ())
    folder = write(results, tmp_path)
    (folder / "notes.txt").write_text("mine")
    (page,) = write_report(results, folder, forms=("excel",))
    assert page.is_file()

    write(results, tmp_path)

    assert not page.exists()
    assert (folder / "notes.txt").is_file()


def test_pictures_are_drawn_only_when_a_form_asks(results):
    assert all(
        callable(block.draw)
        for section in build(results).sections
        for block in section.blocks
        if isinstance(block, Picture)
    )


def test_the_curve_of_waits_agrees_with_the_measures(results, tmp_path):
    """The shares of one, three and seven days are measures; the curve has the rest."""
    stored = Experiment(scenario=results.scenario, replications=8).run(
        workers=1, folder=tmp_path / "replications"
    )
    for found in (results, stored):
        for group, by in ((None, {}), (1, {"group": "women"})):
            bounds = admitted_within(found, (1.0, 3.0, 7.0), group)
            for place, name in enumerate(("1_day", "3_days", "7_days")):
                measure = results.estimate(f"waits_within_{name}", **by)
                assert bounds.value[place] == pytest.approx(measure.value)
                assert bounds.low[place] == pytest.approx(measure.low)


def test_stored_waits_count_as_those_in_memory(results, tmp_path):
    stored = Experiment(scenario=results.scenario, replications=8).run(
        workers=1, folder=tmp_path / "replications"
    )
    limits = np.array([0, 2**19, 2**24])
    elsewhere = StoredWaits(stored.kept._laid_out(8), 8)
    for group in (None, 0):
        counts = elsewhere.within(group, limits)
        ours = _within(results.kept.first(8)[1], group, limits)
        assert all((a == b).all() for a, b in zip(counts, ours, strict=True))


def test_of_many_shelters_those_that_close_most_are_shown(results, monkeypatch):
    monkeypatch.setattr("sim.report.document.focus.MOST", 2)
    document = build(replace(results))
    tables = {table.name: table for table in document.tables()}

    shown = [row[0].text for row in tables["shelters"].rows]
    assert shown == ["PVPT rehabilitation centre", "Hope and Homes for Children"]
    assert "the 2 shelters that close most often" in tables["shelters"].note
    assert {row[0].text for row in tables["cash"].rows} == set(shown)
    costs = sum(row[1].value for row in tables["costs"].rows)
    assert costs == pytest.approx(results.estimate("costs").value, abs=0.005)


def with_few(results, group, measure, value):
    """Return results in which a measure of a group is another."""

    def changed(e):
        if (e.measure, dict(e.by)) == (measure, {"group": group}):
            return replace(e, value=value)
        return e

    return replace(results, estimates=tuple(map(changed, results.estimates)))


def test_of_a_group_of_which_hardly_anybody_came_no_share_is_told(results):
    few = with_few(results, "men", "referrals", 0.5)
    whole, left = by_group(results), by_group(few)
    (bullets,) = donor(few)

    assert whole.rows[2][3].value is not None
    assert left.rows[2][3].text == "–"
    assert left.note.endswith(
        "Left out: shares of men; fewer than one such person in a period stands behind "
        "them."
    )
    assert "Left out" not in whole.note
    equity = next(item for item in bullets.items if item.startswith("Equity"))
    assert " of men are" not in equity
    assert "Left out: shares of men" in equity


def test_no_line_of_waits_rests_on_half_a_person(results):
    came = results.estimate("referrals", group="men").value
    enough = with_few(results, "men", "turn_aways", came - 1.0)
    few = with_few(results, "men", "turn_aways", came - 0.5)

    assert "men" in [line.label for line in wait_lines(enough)]
    assert "men" not in [line.label for line in wait_lines(few)]
    assert wait_picture(few).data.note.startswith("Left out: shares of men;")
    assert wait_picture(enough).data.note == f"Replications: {enough.replications}."


def test_the_title_of_waits_has_an_interval():
    line = WaitLine(
        label="everybody",
        days=(0.5, 1, 2),
        share=(0.5, 0.86, 0.9),
        low=(0.4, 0.84, 0.88),
        high=(0.6, 0.88, 0.92),
    )

    assert waits_title([line]) == (
        "86 % (84–88) of those ready for a bed had one within a day"
    )
