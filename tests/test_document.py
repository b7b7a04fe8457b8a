"""A report is built once: whole, with data under every picture, and without advice."""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from telling import estimate

from sim.experiment import Experiment
from sim.experiment.reading import read_results
from sim.experiment.stored import StoredWaits
from sim.experiment.within import _within, admitted_within
from sim.report.answer.spread import spread
from sim.report.answer.underused import (
    cost_without,
    empty_beds,
    hardly_used,
    share_of_cost,
)
from sim.report.document.assumptions import hushed
from sim.report.document.bought import bought_in
from sim.report.document.building import build
from sim.report.document.cases import another, least_safe, ministry
from sim.report.document.dates import already, without
from sim.report.document.donor import _bridges, _concentration, donor
from sim.report.document.funding import payments
from sim.report.document.method import method
from sim.report.document.months import distress_of, running_of
from sim.report.document.parts import AUDIENCES, Bullets, Headlines, Picture, Table
from sim.report.document.people import by_group
from sim.report.document.pictures import wait_picture
from sim.report.document.scenes import wait_lines, waterfall_steps
from sim.report.document.writing import write_report
from sim.report.explain.deadlines import Expected, Forecast, Spell, missed
from sim.report.explain.outlook import outlook
from sim.report.figures.scenes import people_fans
from sim.report.figures.waits import WaitLine, waits_title
from sim.report.folder.writing import write
from sim.report.language import LANGUAGES, speaking
from sim.report.language.catalogue import Words
from sim.report.titles import in_words
from sim.scenario import load
from sim.scenario.plan import BridgePlan, Setting

ROOT = Path(__file__).parents[1]
FIRST_PAGE = ["answer", "case", "change", "nothing", "left-out"]
ADVICE = re.compile(
    r"\b(should|ought|must not|we recommend|advise|better to)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def results():
    scenario = load(ROOT / "scenarios" / "kosovo-2017-hand-to-mouth.yaml")
    return Experiment(scenario=scenario, replications=8).run(workers=1)


@pytest.fixture(scope="module")
def in_time():
    scenario = load(ROOT / "scenarios" / "kosovo-2017-late-call.yaml")
    return Experiment(scenario=scenario, replications=8).run(workers=1)


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


def test_a_director_reads_of_the_shelter_that_closes_most(results):
    chances = {
        plan.name: results.estimate("closure_probability", shelter=plan.name).value
        for plan in results.scenario.shelters
    }
    assert chances[least_safe(results).name] == max(chances.values())

    told = build(results, "director", shelter="pvpt")
    assert "PVPT" in told.title
    cash = next(picture for picture in told.pictures() if picture.name == "cash")
    assert {row[0].text for row in cash.data.rows} == {"PVPT rehabilitation centre"}


SAME_FOR_ALL = ("left-out", "assumptions", "method", "glossary", "again")
"""Sections that a director reads as everybody does."""


def test_a_director_reads_of_one_shelter_alone(results):
    document = build(results, "director", shelter="pvpt")
    own = [each for each in document.sections if each.name not in SAME_FOR_ALL]
    alone = replace(document, sections=tuple(own))
    told = " ".join([*alone.words()][3:])

    assert "PVPT rehabilitation centre closed in 2017" in told
    assert "one of 3 shelters of the plan" in told
    for other in (
        "Hope and Homes",
        "Interim",
        "all shelters",
        "whole system",
        "a shelter ",
    ):
        assert other not in told
    rows = [row[0].text for table in alone.tables() for row in table.rows]
    assert not {"Hope and Homes for Children", "Interim Secure Facility"} & {*rows}


def test_a_page_says_which_shelter_was_chosen_and_why(results):
    told = build(results, "director").sections[0].blocks[2].text

    assert told.startswith(f"This page is about {least_safe(results).title[:4]}")
    assert "of 3 shelters of the plan it closes most often" in told


def test_who_makes_a_directors_page_is_told_how_to_choose_another(results):
    told = another(results)
    chosen = least_safe(results)

    assert told.startswith(f"It is about {chosen.title.partition(' (')[0]}")
    assert "isf (Interim Secure Facility)" in told
    assert f"{chosen.name} (" not in told


def test_a_director_sees_by_when_each_payment_must_arrive(in_time):
    document = build(in_time, "director", shelter="pvpt")
    due = next(
        block for block in document.sections[1].blocks if isinstance(block, Table)
    )
    told = [(row[1].text, row[4].text) for row in due.rows]

    assert ("€18,000", "22 March 2017") in told
    assert ("€14,400", "20 September 2017") in told
    assert [table.name for table in document.tables()].count(due.name) == 1


def test_a_month_is_at_risk_where_money_runs_out_not_where_it_lies_in_a_pot(results):
    """Pots pay every bill from May on, though next to no cash is free."""
    hope = results.scenario.shelters[2]
    (told,) = [
        item
        for item in build(results, "director", shelter=hope.name)
        .sections[1]
        .blocks[0]
        .items
        if item.startswith("Months at risk")
    ]

    assert told.endswith(
        "for one night: January 2017, February 2017, March 2017, April 2017."
    )
    assert list(distress_of(results, hope).values())[:2] == [1.0, 1.0]


@pytest.mark.parametrize("column", ["frozen", "closed", "arrears"])
def test_each_kind_of_distress_counts_once_a_month(results, column):
    calm = {
        name: np.zeros_like(getattr(results.series, name))
        for name in ("frozen", "closed", "arrears")
    }
    calm[column][:2, [30, 31, 32], 1] = 1
    found = replace(results, series=replace(results.series, **calm))
    shares = distress_of(found, results.scenario.shelters[1])

    assert [*shares.values()] == [2 / 8, 2 / 8, *[0.0] * 10]
    assert not any(distress_of(found, results.scenario.shelters[2]).values())


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (79_003.2, 80_526.0, "€79,000 to €80,500"),
        (-6_132.0, -5_202.0, "−€6,100 to −€5,200"),
        (-0.4, 2_871.0, "€0 to €2,900"),
        (107.6, 109.9, "€108 to €110"),
        (18_000.0, 18_000.0, "€18,000"),
    ],
)
def test_a_range_of_months_is_as_fine_as_it_is_wide(
    results, monkeypatch, low, high, told
):
    monkeypatch.setattr(
        "sim.report.document.money.running_of", lambda *_: ((low, high),) * 12
    )
    (budget,) = [t for t in build(results).tables() if t.name == "budget"]

    assert {row[-1].text for row in budget.rows} == {told}


def test_a_reserve_of_nothing_has_no_runway(results):
    told = " ".join(build(results, "director").sections[1].blocks[0].items)

    assert "its money lasts for" in told
    assert "Runway" not in told


def test_what_the_plan_has_come_to_before_a_payment_stands_beside_it(results):
    """Hand to mouth, intake stops and doors close before the first payments come."""
    document = build(results, "director")
    (due,) = [table for table in document.tables() if table.name == "tranches"]
    told = [tuple(cell.text for cell in row[2:]) for row in due.rows]
    already = ("already on 1 January 2017", "already on 1 February 2017")

    assert told[0] == ("31 January 2017", "15 February 2017", *already)
    assert told[1] == ("1 February 2017", "16 February 2017", *already)
    assert told[3][2:] == ("20 May 2017", "3 August 2017")
    assert told[-1][2:] == ("–", "–")


def test_a_stop_that_is_over_before_a_payment_is_due_is_not_told_beside_it():
    paid = Expected(day=46, due=30, funder=0, shelter=1, round=0, number=0, amount=1)
    seen = Forecast(
        (paid,),
        (),
        (),
        tuple(
            Spell(shelter, closed, first, last)
            for shelter, closed, first, last in (
                (0, False, 0, 90),
                (1, False, 0, 29),
                (1, False, 31, 40),
                (1, True, 46, 60),
            )
        ),
    )

    assert already(seen, paid, closed=False) == 31
    assert already(seen, paid, closed=True) is None


def test_a_payment_that_comes_is_not_missed_with_those_that_do_not(in_time):
    """Without the second instalment the first one stays paid."""
    stops = {
        (payment.round, payment.number): row.stops
        for payment, row in without(in_time).items()
        if in_time.scenario.shelters[row.shelter].name == "pvpt"
        and in_time.scenario.funders[payment.funder].name == "ministry"
    }

    assert stops[-1, 0] < stops[0, 0] < stops[0, 1]


def test_what_stops_before_a_payment_is_missed_is_no_consequence_of_it():
    """The starter stops admitting in January anyhow; in July a second one does."""
    scenario = load(ROOT / "sim" / "scenario" / "starter.yaml")
    seen = outlook(scenario)
    paid = seen.forecast.payments
    first, second = missed(scenario, seen.budgets, paid, paid)

    assert seen.forecast.as_planned[0].stops == first.stops == 16
    assert second.stops > paid[1].day > first.stops
    assert first.closes < second.closes


def test_a_ministry_reads_the_latest_safe_date_of_the_call(in_time):
    (bullets,) = ministry(in_time, outlook(in_time.scenario))
    (call,) = [item for item in bullets.items if "safe date of the call" in item]

    assert "for PVPT rehabilitation centre and Hope and Homes for Children" in call
    assert "signed on 6 March 2017 at the latest" in call
    assert "15 days later, is there by 21 March 2017" in call


def test_of_a_contract_without_a_call_the_day_of_signature_is_told(in_time):
    funders = tuple(replace(each, late=None) for each in in_time.scenario.funders)
    without_call = replace(in_time, scenario=replace(in_time.scenario, funders=funders))
    (bullets,) = ministry(without_call, outlook(without_call.scenario))

    told = [item for item in bullets.items if "latest safe date" in item]
    assert [item.partition(",")[0] for item in told] == [
        "The latest safe date of signature"
    ]


def test_no_later_instalment_is_told_as_the_first(results):
    """Hand to mouth, the plan closes before the first comes: only that is told."""
    items = ministry(results, outlook(results.scenario))[0].items

    assert not any("first payment" in item for item in items)
    assert (
        "PVPT rehabilitation centre and Hope and Homes for Children: "
        "even if every payment comes when it is expected, "
        "intake stops on 1 January 2017, and doors close on 1 February 2017." in items
    )


def test_a_ministry_reads_what_closing_costs_beside_bridging(results, in_time):
    closing, bridging, *_ = ministry(results, outlook(results.scenario))[0].items
    assert closing.startswith(
        "Closing, standing closed and reopening cost the public €"
    )
    assert bridging.startswith(
        "Bridging: without a bridge some bill is late in 8 of 8 "
    )

    none, *_ = ministry(in_time, outlook(in_time.scenario))[0].items
    assert none == "No closure had to be paid for."


def test_what_a_sum_buys_is_told_where_it_was_measured(results, tmp_path):
    def avoided(value, low, high):
        return asdict(estimate("closure_days", value, low, high, "shelter-days"))

    data = {
        "digest": results.scenario.digest, "amount": 1_000_000, "level": 0.99,
        "money": "minor units of EUR", "replications": 200,
        "levers": [
            {"lever": "call", "title": "The call", "option": "{late: 1}",
             "price": 600_000,
             "avoided": {"closure_days": avoided(12, 8, 16)}},
            {"lever": "beds", "title": "Beds", "option": "16", "price": 800_000,
             "avoided": {"closure_days": avoided(20, -2, 42)}},
        ],
    }  # fmt: skip
    (tmp_path / "marginal.json").write_text(json.dumps(data))
    document = build(results, "donor", marginal=tmp_path)
    bullets, table = document.sections[1].blocks

    assert (
        bullets.items[0]
        == "The call (€6,000) avoids 12 shelter-days (8 to 16) of closure."
    )
    assert [row[0].text for row in table.rows] == ["The call", "Beds, 16"]
    assert not any("--marginal" in item for item in bullets.items)
    with pytest.raises(OSError, match="it is of another plan"):
        bought_in(tmp_path, replace(results.scenario, digest="another"))


def test_a_plan_without_costs_is_told_nothing_of_money(results):
    """A cost of nought a person would be a claim, and a bridge of nought advice."""
    free = tuple(replace(plan, costs=()) for plan in results.scenario.shelters)
    bare = replace(results, scenario=replace(results.scenario, shelters=free))
    for audience in AUDIENCES:
        answer, case, *_ = build(bare, audience).sections
        costs = [f for f in answer.blocks[1].figures if f.label.startswith("Cost")]
        assert [(f.value, f.doubt) for f in costs] == [
            ("–", "the file states no costs")
        ]
        assert case.blocks[0].items[0].startswith("The file states no costs")
        assert not any("€" in item for item in case.blocks[0].items)
    shown = next(t for t in build(bare).tables() if t.name == "shelters")
    assert "Cost per bed-night" not in [column.title for column in shown.columns]


def test_a_budget_line_that_never_closes_has_no_runway_to_tell(results):
    bullets = build(results, "director", shelter="isf").sections[1].blocks[0]

    assert bullets.items[0].startswith("By the plan, lack of money neither closes it")
    assert not any("Runway" in item for item in bullets.items)


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


def test_a_donor_reads_whom_the_money_reaches_least(results):
    (bullets,) = donor(results)
    shares = {
        e.by["group"]: e.value
        for e in results.by("coverage_rate", "group")
        if e.value is not None
    }
    least = min(shares, key=shares.get)

    assert any(f"of {least} are supported" in item for item in bullets.items)


def test_a_dear_and_nearly_empty_shelter_is_named_beside_the_cost_of_a_victim(in_time):
    costs = {
        plan.name: in_time.estimate("costs", shelter=plan.name).value
        for plan in in_time.scenario.shelters
    }
    every = in_time.estimate("costs").value
    people = in_time.estimate("supported_victims").value
    isf = in_time.scenario.shelters[0]
    share, without_it = share_of_cost(in_time, isf), cost_without(in_time, isf)
    said = [
        block.text
        for block in build(in_time).sections[0].blocks
        if getattr(block, "text", "").startswith("Of the cost")
    ]

    assert share.value == pytest.approx(costs["isf"] / every)
    assert without_it.value == pytest.approx((every - costs["isf"]) / people)
    assert share.low < share.value < share.high
    assert without_it.low < without_it.value < without_it.high
    used = spread(in_time.estimate("occupancy_rate", shelter="isf"))
    (sentence,) = said
    assert sentence == (
        f"Of the cost {spread(share)} is that of Interim Secure Facility, where {used} "
        "of the open beds are in use; without that cost, and with the same people, a "
        f"supported victim costs {spread(without_it)}."
    )
    assert sentence.startswith("Of the cost 41.5 % (4")
    assert "costs €2,500 (€2," in sentence


def test_no_shelter_is_named_where_beds_are_used_or_cost_little(in_time):
    def with_estimates(change):
        return replace(in_time, estimates=tuple(map(change, in_time.estimates)))

    def used(e):
        of_isf = (e.measure, dict(e.by)) == ("occupancy_rate", {"shelter": "isf"})
        return replace(e, high=0.5) if of_isf else e

    cheap = replace(
        in_time, tallies={**in_time.tallies, "costs": in_time.tallies["costs"].copy()}
    )
    cheap.tallies["costs"][:, 0] //= 10

    assert not hardly_used(with_estimates(used))
    assert not hardly_used(replace(in_time, replications=1))
    assert not [
        block
        for block in build(in_time, "director").sections[0].blocks
        if getattr(block, "text", "").startswith("Of the cost")
    ]
    assert not hardly_used(cheap)


def test_many_beds_of_one_shelter_that_hardly_anybody_sleeps_in_are_told(in_time):
    used = spread(in_time.estimate("occupancy_rate", shelter="isf"))

    assert empty_beds(in_time) == (
        f"Of the 62 beds 40 are those of Interim Secure Facility, where {used} of the "
        "open beds are in use."
    )
    assert people_fans(in_time).empty == empty_beds(in_time)


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
    assert not wait_picture(enough).data.note


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


def test_what_a_bridge_gets_back_has_an_interval(results):
    fund = BridgePlan(
        name="fund", title="fund", size=1, below=1, up_to=1, terms="lent", shelters=()
    )
    drawn = np.array([100, 200, 300, 400, 100, 200, 300, 400])
    repaid = np.array([90, 150, 300, 300, 80, 200, 200, 400])
    counts = {"bridge_drawn": drawn, "bridge_repaid": repaid}
    tallies = {name: np.zeros_like(results.tallies[name]) for name in counts}
    for name, of in counts.items():
        tallies[name].reshape(len(of), -1)[:, -1] = of
    lent = replace(
        results,
        scenario=replace(results.scenario, bridges=(fund,)),
        tallies={**results.tallies, **tallies},
        estimates=(
            *(e for e in results.estimates if e.measure not in counts),
            estimate("bridge_drawn", 2.5, 2, 3, unit="EUR"),
            estimate("bridge_repaid", 2.15, 2, 3, unit="EUR"),
        ),
    )
    text = next(_bridges(lent))

    assert re.search(r"back, 86 % \(72 to 100 %\) of it, within the period", text)


def test_the_share_of_the_largest_funder_has_an_interval_or_the_reason_why_none(
    results,
):
    path = ROOT / "scenarios" / "kosovo-2021-per-diem-instead-of-block.yaml"
    by_the_day = Experiment(scenario=load(path), replications=8).run(workers=1)

    assert "48 % (44 to 52 %) of the income of €260,000 (€240,000 to €270,000). " in (
        next(_concentration(by_the_day))
    )
    assert "41 % of the income of €244,000, the same in every replication. " in (
        next(_concentration(results))
    )


@pytest.mark.parametrize(("left", "is_told"), [(1_050.0, True), (1_200.0, False)])
@pytest.mark.parametrize("plan", ["results", "in_time"])
def test_cash_at_the_end_that_looks_like_the_bridge_is_told_apart(
    plan, left, is_told, request
):
    found = request.getfixturevalue(plan)
    measures = {"bridge_needed_p90": 1_000.0, "final_cash": left}
    alike = replace(
        found,
        estimates=(
            *(e for e in found.estimates if e.measure not in measures),
            *(
                estimate(name, value, value - 100, value + 100, unit="EUR", by=by)
                for name, value in measures.items()
                for by in ({}, {"shelter": "pvpt"})
            ),
        ),
    )
    said = (
        "The €1,050 (€950 to €1,150) that are left at the end on average are another "
        "sum: the one is missing on the worst day, the other is there on the last."
    )
    audiences = {"director": "pvpt"} if plan == "in_time" else {"ministry": None}
    for audience, shelter in audiences.items():
        case = build(alike, audience, shelter=shelter).sections[1].blocks[0]
        told = [item for item in case.items if "another sum" in item]

        assert told == ([said] if is_told else [])
